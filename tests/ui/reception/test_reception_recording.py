"""Receptions recorded through the page, by keyboard."""

import pytest
from PySide6.QtCore import Qt

from station_app.db import models
from station_app.db.rows import first_row, to_record
from station_app.domain.enums import AgeBand, ContactKind, Identity, Kind, Outcome, Satisfaction, Sex, Status, Urgency
from station_app.domain.records import Contact, Reception
from tests.ui.reception.conftest import ALT, CTRL, SHIFT, Key


def reception_of(desk, serial):
    uid = desk.held(serial).intake.reception
    row = first_row(models.Reception.select().where(models.Reception.uid == uid), desk.station.db)
    return to_record(Reception, row)


def to_name_with_kind(desk, kind):
    """From the name back to the kind, chosen by its digit, and forth again."""
    desk.press(Key.Key_Backtab, Key.Key_Backtab, modifier=SHIFT)
    desk.press(kind)
    desk.enter(2)


def to_notice(desk):
    """From the name through the other fields; tick the notice and go to the title."""
    desk.enter(8)
    desk.press(Key.Key_Space)
    desk.enter()


def test_a_person_with_every_field(alone):
    desk = alone
    desk.write("吴桂珍")
    desk.enter()
    desk.press("2")
    desk.enter()
    desk.press("6")
    desk.enter()
    desk.write("１３８ 0000 5678")
    desk.enter()
    desk.write("梧桐苑 6 栋 1 单元")
    desk.enter()
    desk.press("1")
    desk.enter(3)
    desk.press(Key.Key_Space)
    desk.enter()
    desk.fill_opinion()
    (serial,) = desk.save()
    held = desk.held(serial)
    assert held.contact == Contact(
        name="吴桂珍",
        sex=Sex.FEMALE,
        age_band=AgeBand.FROM_60,
        phone="13800005678",
        address="梧桐苑 6 栋 1 单元",
        identity=Identity.RESIDENT,
        notice_at="2026-06-18T10:52",
    )
    intake = held.intake
    assert (serial, intake.title, intake.content) == ("17-2026-00001", "单元门禁坏了", "刷卡没有反应。")
    assert (intake.kind, intake.topic, intake.subtopic) == (Kind.SUGGESTION, "物业管理", "公共照明")
    assert (intake.urgency, intake.outcome, held.status) == (Urgency.NORMAL, Outcome.FILED, Status.RECORDED)
    assert reception_of(desk, serial).volunteer_only
    assert desk.messages.said[-1] == "已保存 17-2026-00001"
    assert desk.page.head.said.text() == "已保存 17-2026-00001"


def test_an_anonymous_one_needs_no_name(alone):
    desk = alone
    desk.press(Key.Key_Backtab, modifier=SHIFT)
    desk.press(Key.Key_Space)
    desk.sheets.opinion.title_edit.setFocus()
    desk.fill_opinion(outcome="3")
    assert desk.sheets.contact.name.isEnabled() is False
    desk.enter()
    desk.write("已引导其依法诉讼。")
    (serial,) = desk.save()
    held = desk.held(serial)
    assert (held.contact, held.intake.outcome, held.status) == (None, Outcome.REFUSED, Status.CLOSED)


@pytest.mark.parametrize(
    ("digit", "kind", "name", "size"),
    [("2", ContactKind.COUPLE, "赵平、钱芳", 2), ("4", ContactKind.ENTERPRISE, "梧桐里物业有限公司", 1)],
)
def test_couple_and_enterprise(alone, digit, kind, name, size):
    desk = alone
    to_name_with_kind(desk, digit)
    desk.write(name)
    to_notice(desk)
    desk.fill_opinion()
    (serial,) = desk.save()
    contact = desk.held(serial).contact
    assert (contact.kind, contact.name, contact.group_size) == (kind, name, size)
    assert contact.identity is (Identity.ENTERPRISE if kind is ContactKind.ENTERPRISE else None)


def test_a_group_says_how_many(alone):
    desk = alone
    to_name_with_kind(desk, "3")
    desk.write("孙一鸣")
    to_notice(desk)
    desk.fill_opinion()
    desk.press(Key.Key_Return, modifier=CTRL)
    assert desk.sheets.contact.fields["contact.group_size"].error() == "联名至少 2 人"
    assert desk.sheets.contact.group.hasFocus()
    desk.press("2", modifier=Qt.KeyboardModifier.KeypadModifier)
    (serial,) = desk.save()
    contact = desk.held(serial).contact
    assert (contact.kind, contact.group_size) == (ContactKind.GROUP, 12)


def test_two_opinions_with_their_own_outcomes(alone):
    desk = alone
    desk.write("孙一鸣")
    to_notice(desk)
    desk.fill_opinion("路灯不亮", outcome="1")
    desk.enter()
    desk.write("已当场联系物业，今晚修好。")
    desk.press(Key.Key_Tab, Key.Key_Space)
    desk.enter()
    desk.press("1")
    desk.enter()
    desk.press("2")
    desk.press(Key.Key_Insert)
    assert desk.sheets.opinion.title_edit.hasFocus()
    desk.fill_opinion("加装电梯", outcome="2")
    desk.enter()
    desk.press(Key.Key_Down)
    desk.enter()
    desk.write("社区居委会")
    assert desk.sheets.outcome.filing.due.text() == "2026-07-18"
    desk.enter()
    desk.write("7-1")
    first, second = desk.save()
    told, local = desk.held(first), desk.held(second)
    assert (told.intake.title, told.status) == ("路灯不亮", Status.CLOSED)
    assert told.facets.feedback.rounds[0].attitude is Satisfaction.SATISFIED
    assert told.facets.feedback.rounds[0].result is Satisfaction.MOSTLY
    assert (local.intake.title, local.status, local.intake.spot_reply) == ("加装电梯", Status.LOCAL, "")
    assert (local.facets.local.unit, local.facets.local.due_on) == ("社区居委会", "2026-07-01")
    assert local.intake.reception == told.intake.reception
    assert desk.messages.said[-1] == "已保存 17-2026-00001 至 17-2026-00002，共 2 条"


def test_satisfaction_is_not_preset_and_needs_the_telling(alone):
    desk = alone
    desk.write("孙一鸣")
    to_notice(desk)
    desk.fill_opinion(outcome="1")
    answer = desk.sheets.outcome.answer
    assert (answer.told.isChecked(), answer.attitude.value(), answer.result.value()) == (False, None, None)
    desk.enter()
    desk.write("已解释。")
    desk.press(Key.Key_Tab)
    desk.enter()
    desk.press("1")
    desk.enter()
    desk.press("3")
    desk.press(Key.Key_Return, modifier=CTRL)
    assert desk.sheets.outcome.fields["on_the_spot"].error() == "记满意度前请勾选「已当面告知」"
    answer.told.setFocus()
    desk.press(Key.Key_Space)
    (serial,) = desk.save()
    assert desk.held(serial).status is Status.REDO


def test_deputies_by_initials(desk):
    desk.open()
    assert desk.sheets.strip.deputies.edit.hasFocus()
    desk.press("clx")
    desk.enter()
    desk.press("hs")
    desk.enter(2)
    desk.sheets.contact.name.setFocus()
    desk.write("孙一鸣")
    to_notice(desk)
    desk.fill_opinion()
    (serial,) = desk.save()
    chosen = (desk.deputy("陈立新"), desk.deputy("何素琴"))
    assert reception_of(desk, serial).deputies == desk.held(serial).intake.deputies == chosen


UNKNOWN = "没有这位代表，请从列表里选，或到「设置」里添加"


def test_a_deputy_who_is_not_known_is_said_and_not_dropped(desk):
    desk.open()
    strip = desk.sheets.strip
    field = strip.fields["deputies"]
    desk.press("clx")
    desk.enter()
    desk.press("zzz")
    popup = strip.deputies.popup
    assert (popup.isVisible(), popup.sentence(), field.error()) == (True, UNKNOWN, "")
    desk.enter()
    assert (popup.isVisible(), field.error(), strip.deputies.typed()) == (False, UNKNOWN, "zzz")
    assert desk.page.bar.problems.text() == "还有 1 处要改：接待代表"
    desk.sheets.contact.name.setFocus()
    desk.write("孙一鸣")
    to_notice(desk)
    desk.fill_opinion()
    desk.press(Key.Key_Return, modifier=CTRL)
    assert desk.page.bar.problems.text() == "还有 1 处要改：接待代表"
    assert strip.deputies.edit.hasFocus()
    desk.press(*[Key.Key_Backspace] * 3)
    (serial,) = desk.save()
    assert reception_of(desk, serial).deputies == (desk.deputy("陈立新"),)


def test_a_deputy_who_was_typed_but_not_chosen_is_not_dropped(desk):
    desk.open()
    desk.press("clx", Key.Key_Tab)
    assert desk.sheets.strip.fields["deputies"].error() == "「clx」还没有选定，请从列表里选，或把它删去"
    desk.sheets.strip.volunteers.click()
    assert desk.sheets.strip.fields["deputies"].error() == ""
    desk.page.clear_link.click()
    assert desk.sheets.strip.deputies.typed() == ""


def test_the_next_form_keeps_the_strip_and_nothing_else(desk):
    desk.open()
    desk.press("clx")
    desk.enter()
    desk.sheets.contact.name.setFocus()
    desk.write("孙一鸣")
    to_notice(desk)
    desk.fill_opinion()
    desk.save()
    form = desk.sheets.read()
    assert form.deputies == (desk.deputy("陈立新"),)
    assert (form.contact, form.opinions[0].title, form.opinions[0].outcome) == (Contact(), "", None)
    assert desk.sheets.contact.name.hasFocus()
    assert desk.page.head.subtitle.whole().endswith("2026-00002")


def test_back_dated_entries_keep_their_day(alone):
    desk = alone
    time = desk.sheets.strip.time.edit
    time.setFocus()
    time.selectAll()
    desk.press("6-3 9:15", Key.Key_Return)
    hint = desk.sheets.strip.fields["began"].hint
    assert (time.text(), hint.text(), hint.isVisible()) == ("2026-06-03 09:15", "补录", True)
    desk.sheets.contact.name.setFocus()
    desk.write("孙一鸣")
    to_notice(desk)
    desk.fill_opinion()
    (serial,) = desk.save()
    assert desk.held(serial).intake.received_on == "2026-06-03"
    assert desk.held(serial).contact.notice_at == "2026-06-03T09:15"
    assert desk.sheets.read().began == "2026-06-03T09:15"


def test_a_time_to_come_is_asked_about(alone):
    desk = alone
    desk.messages.answers = [False, True]
    time = desk.sheets.strip.time.edit
    time.setText("2026-06-19 10:00")
    desk.sheets.contact.name.setFocus()
    desk.write("孙一鸣")
    to_notice(desk)
    desk.fill_opinion()
    desk.press(Key.Key_Return, modifier=CTRL)
    assert desk.messages.questions[0][2] == "照此登记"
    assert desk.sheets.strip.fields["began"].error() == "时间在将来，请核对"
    (serial,) = desk.save()
    assert desk.held(serial).intake.received_on == "2026-06-19"


def test_a_visitor_is_recognised_and_taken_over(alone):
    desk = alone
    desk.visited_before()
    desk.open()
    desk.write("吴桂珍")
    desk.enter(3)
    desk.write("138 0000 5678")
    desk.press("u", modifier=ALT)
    assert desk.sheets.opinion.title_edit.hasFocus()
    assert desk.sheets.contact.banner.isVisible()
    form = desk.sheets.read()
    assert (form.contact.address, form.contact.age_band) == ("梧桐苑 6 栋 1 单元", AgeBand.FROM_60)
    desk.fill_opinion("地下车库照明灯又不亮了")
    assert "像是同一件事" in desk.sheets.outcome.same.words.text()
    (serial,) = desk.save()
    assert desk.held(serial).intake.contact == desk.held("17-2026-00001").intake.contact


def test_taking_over_fills_only_what_is_empty(alone):
    desk = alone
    desk.visited_before()
    desk.open()
    desk.write("吴桂珍")
    desk.enter(3)
    desk.write("13800005678")
    desk.enter()
    desk.write("梧桐苑 9 栋")
    desk.press("u", modifier=ALT)
    assert desk.sheets.read().contact.address == "梧桐苑 9 栋"
    desk.sheets.contact.name.setFocus()
    desk.sheets.contact.name.selectAll()
    desk.write("王小明")
    assert desk.sheets.read().contact_uid is None


def test_a_returning_visitor_takes_few_keys(desk):
    desk.visited_before()
    desk.open()
    desk.sheets.strip.deputies.take(desk.sheets.strip.deputies._matcher("clx")[0])
    desk.window.show_page("home")
    desk.keys = 0
    desk.press(Key.Key_F2)
    desk.sheets.contact.name.setFocus()
    desk.write("吴桂珍")
    desk.enter(3)
    desk.write("13800005678")
    desk.press("u", modifier=ALT)
    desk.fill_opinion()
    serials = desk.save()
    assert serials == ("17-2026-00002",)
    assert desk.keys <= 25, desk.keys
