"""What is half-typed survives: drafts, leaving, failed saves."""

from dataclasses import replace
from datetime import timedelta
from threading import Event

from station_app.domain.clock import FixedClock
from station_app.domain.enums import ContactKind, Kind, Outcome, Satisfaction, Scope, Sex, Urgency
from station_app.domain.forms import Destination, LocalWork, OnTheSpot, OpinionForm, ReceptionForm
from station_app.domain.records import Contact
from station_app.services import drafts, people
from station_app.ui.context import PageContext
from station_app.ui.forms.draft_keeper import KEEP_MS
from station_app.ui.pages.reception import ReceptionPage
from tests.ui.reception.conftest import CTRL, Key

CONTACT = Contact(
    kind=ContactKind.GROUP, name="孙一鸣", sex=Sex.MALE, phone="1380000", group_size=12, confidential=True
)
FIRST = OpinionForm(
    title="路灯不亮",
    content="第一行\n第二行",
    kind=Kind.COMPLAINT,
    topic="园林绿化",
    subtopic="树木修剪",
    scope=Scope.ESTATE,
    urgency=Urgency.TOP,
    sensitive=True,
    outcome=Outcome.ANSWERED,
    spot_reply="已解释",
    on_the_spot=OnTheSpot(told=True, attitude=Satisfaction.MOSTLY),
)
SECOND = OpinionForm(
    title="加装电梯",
    outcome=Outcome.FILED,
    destination=Destination.STATION,
    local=LocalWork(unit="居委会", due_on="2026-07-01"),
)


def kept_now(desk):
    """Have the form kept at once."""
    with desk.qtbot.waitSignal(desk.page.keeper.kept):
        desk.page.keeper.timer.start(0)


def full_form(desk) -> ReceptionForm:
    began = "6月18 十点"
    base = replace(desk.sheets.read(), began=began, contact=CONTACT, opinions=(FIRST, SECOND), signed=True)
    return replace(base, deputies=(desk.deputy("何素琴"),), volunteer_only=False)


def test_a_draft_is_kept_within_five_seconds_of_the_first_key(alone):
    desk = alone
    timer = desk.page.keeper.timer
    desk.page.keeper.flush()
    assert KEEP_MS < 5000
    desk.write("吴")
    assert timer.isActive()
    before = timer.remainingTime()
    desk.write("桂珍")
    assert timer.remainingTime() <= before
    with desk.qtbot.waitSignal(desk.page.keeper.kept, timeout=5000):
        pass
    assert desk.page.head.draft.text() == "草稿已存 10:52:00"
    assert [one.label for one in drafts.drafts(desk.station)] == ["吴桂珍　还没有写内容"]


def test_everything_comes_back_from_a_draft(alone):
    desk = alone
    form = full_form(desk)
    desk.sheets.fill(form)
    assert desk.sheets.read() == form
    desk.page._changed()
    kept_now(desk)
    draft_id = desk.page.keeper.draft_id
    other = ReceptionPage(PageContext(desk.station, desk.tasks, desk.messages))
    desk.qtbot.addWidget(other)
    other.on_shown(("draft", draft_id))
    assert (other.sheets.read(), other.keeper.draft_id) == (form, draft_id)
    assert [tab.text() for tab in other.sheets.opinion.tabs.tabs] == ["意见 1", "意见 2"]


def test_a_draft_waits_for_no_import(alone):
    desk = alone
    release = Event()
    desk.tasks.run(lambda _progress: release.wait(10))
    desk.write("吴桂珍")
    kept_now(desk)
    release.set()
    desk.idle()
    assert len(drafts.drafts(desk.station)) == 1


def test_leaving_keeps_the_form_and_coming_back_shows_it(alone):
    desk = alone
    desk.write("吴桂珍")
    desk.window.show_page("home")
    assert len(drafts.drafts(desk.station)) == 1
    desk.open()
    assert desk.sheets.contact.name.text() == "吴桂珍"


def test_the_strip_alone_makes_no_draft_but_stays(desk):
    desk.open()
    desk.press("clx")
    desk.enter()
    assert not desk.page.keeper.timer.isActive()
    desk.window.show_page("home")
    assert drafts.drafts(desk.station) == ()
    desk.open()
    assert desk.sheets.read().deputies == (desk.deputy("陈立新"),)


def test_a_form_that_nobody_has_begun_follows_clock_and_desk(desk):
    desk.open()
    other = next(one.uid for one in people.persons(desk.station) if one.uid != desk.station.author)
    desk.station.clock = FixedClock(desk.station.clock.now() + timedelta(minutes=7))
    desk.page._follow_clock()
    assert desk.sheets.read().began == "2026-06-18T10:59"
    desk.station.sit_down(other)
    desk.open()
    assert desk.sheets.read().recorder == other
    desk.sheets.contact.name.setFocus()
    desk.write("吴")
    desk.station.clock = FixedClock(desk.station.clock.now() + timedelta(minutes=7))
    desk.page._follow_clock()
    assert desk.sheets.read().began == "2026-06-18T10:59"


def test_the_clock_takes_no_half_typed_name_away(desk):
    desk.open()
    desk.press("zz")
    desk.station.clock = FixedClock(desk.station.clock.now() + timedelta(minutes=7))
    desk.page._follow_clock()
    assert (desk.sheets.read().began, desk.sheets.strip.deputies.typed()) == ("2026-06-18T10:59", "zz")


def test_another_draft_puts_the_present_one_away(alone):
    desk = alone
    other = drafts.new_draft_id()
    drafts.save_draft(desk.station, other, replace(desk.sheets.read(), contact=Contact(name="钱芳")))
    desk.write("吴桂珍")
    desk.open(("draft", other))
    assert desk.sheets.contact.name.text() == "钱芳"
    assert sorted(one.label[:2] for one in drafts.drafts(desk.station)) == ["吴桂", "钱芳"]
    desk.open(("draft", "gone"))
    assert desk.messages.errors[-1].title == "这份草稿已经不在了"
    assert desk.sheets.contact.name.text() == "钱芳"


def test_a_saved_reception_leaves_no_draft(alone):
    desk = alone
    desk.write("孙一鸣")
    desk.enter(8)
    desk.press(Key.Key_Space)
    desk.enter()
    desk.fill_opinion()
    kept_now(desk)
    desk.save()
    assert drafts.drafts(desk.station) == ()
    assert not desk.page.head.draft.isVisible()


def test_for_somebody_known(alone):
    desk = alone
    desk.visited_before()
    desk.open(("contact", desk.station_contact()))
    form = desk.sheets.read()
    assert (form.contact.name, form.contact_uid) == ("吴桂珍", desk.station_contact())
    assert desk.sheets.contact.banner.isVisible()
    desk.open(("contact", "nobody"))
    assert desk.messages.errors[-1].title == "找不到这位反映人的资料"
    assert desk.sheets.read() == form


def test_clearing_asks_and_removes_the_draft(alone):
    desk = alone
    desk.messages.answers = [False, True]
    desk.write("吴桂珍")
    kept_now(desk)
    desk.page.clear_link.click()
    assert desk.sheets.contact.name.text() == "吴桂珍"
    desk.page.clear_link.click()
    assert desk.sheets.contact.name.text() == ""
    assert [verb for _question, _loss, verb in desk.messages.questions] == ["清空重填"] * 2
    desk.qtbot.waitUntil(lambda: drafts.drafts(desk.station) == ())


def test_a_failed_save_leaves_everything_and_can_be_repeated(alone):
    desk = alone
    desk.write("孙一鸣")
    desk.enter(8)
    desk.press(Key.Key_Space)
    desk.enter()
    desk.fill_opinion()
    form = desk.sheets.read()
    desk.tasks.run(lambda _progress: desk.station.db.execute_sql("PRAGMA query_only = 1"))
    with desk.qtbot.waitSignal(desk.page.saving.failed):
        desk.press(Key.Key_Return, modifier=CTRL)
    assert "只读" in desk.messages.errors[-1].title
    assert desk.messages.errors[-1].next_step
    assert desk.sheets.read() == form
    assert desk.page.save_next.isEnabled()
    desk.tasks.run(lambda _progress: desk.station.db.execute_sql("PRAGMA query_only = 0"))
    assert desk.save() == ("17-2026-00001",)


def test_a_draft_that_cannot_be_kept_is_said_and_holds_the_person(alone):
    desk = alone
    drafts_db = desk.station.store.drafts
    desk.write("吴桂珍")
    drafts_db.execute_sql("PRAGMA query_only = 1")
    desk.window.show_page("home")
    assert desk.window.current_key == "reception"
    assert "只读" in desk.messages.errors[-1].title
    desk.messages.answers = ["仍然离开"]
    desk.write("了")
    desk.window.show_page("home")
    assert desk.window.current_key == "home"
    drafts_db.execute_sql("PRAGMA query_only = 0")


def test_a_draft_that_fails_is_told_in_the_head_and_tried_again(alone):
    desk = alone
    keeper, folder = desk.page.keeper, desk.station.store.paths.drafts_db
    desk.station.store.drafts.close()
    away = folder.rename(folder.with_suffix(".away"))
    desk.write("吴桂珍")
    with desk.qtbot.waitSignal(keeper.failed):
        keeper.timer.start(0)
    assert desk.page.head.draft.text().startswith("草稿没有存上")
    assert keeper.timer.isActive()
    away.rename(folder)
    with desk.qtbot.waitSignal(keeper.kept):
        keeper.timer.start(0)
    assert desk.page.head.draft.text().startswith("草稿已存")


def test_ctrl_s_saves_and_goes_to_the_top(alone):
    desk = alone
    desk.write("孙一鸣")
    desk.enter(8)
    desk.press(Key.Key_Space)
    desk.enter()
    desk.fill_opinion()
    with desk.qtbot.waitSignal(desk.page.saving.done):
        desk.press(Key.Key_S, modifier=CTRL)
    assert desk.sheets.strip.time.edit.hasFocus()
    assert desk.sheets.read().opinions == (OpinionForm(),)


def test_a_save_behind_other_work_says_that_it_waits(alone):
    desk = alone
    desk.write("孙一鸣")
    desk.enter(8)
    desk.press(Key.Key_Space)
    desk.enter()
    desk.fill_opinion()
    release = Event()
    desk.tasks.run(lambda _progress: release.wait(10))
    desk.press(Key.Key_Return, modifier=CTRL)
    desk.press(Key.Key_Return, modifier=CTRL)
    desk.qtbot.waitUntil(desk.page.head.waiting.isVisible)
    assert not desk.page.body.isEnabled()
    with desk.qtbot.waitSignal(desk.page.saving.done):
        release.set()
    assert desk.page.body.isEnabled()
    assert desk.sheets.contact.name.hasFocus()
    assert not desk.page.head.waiting.isVisible()
