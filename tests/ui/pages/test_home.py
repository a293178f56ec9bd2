"""今日 through its widgets."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from station_app.domain.enums import Outcome, Status
from station_app.services.backup import backup_to
from station_app.services.drafts import new_draft_id, save_draft
from station_app.services.opening_boxes import save_opening
from station_app.services.packages import sending, sticks
from station_app.services.recording import save_reception
from station_app.ui.context import PageContext
from station_app.ui.pages.home import HomePage
from station_app.ui.pages.home_todo import TodoRow
from station_app.ui.tasks import TaskRunner
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.labels import Text
from tests.services.openings import opening, put_up
from tests.services.packages_pair import pair as pair_up
from tests.services.reception_days import put_down
from tests.ui.helpers import cut_texts

ANSWERED = {"outcome": Outcome.ANSWERED, "spot_reply": "已请物业处理"}


@pytest.fixture
def page(qtbot, station, messages):
    tasks = TaskRunner()
    home = HomePage(PageContext(station, tasks, messages))
    qtbot.addWidget(home)
    home.resize(1178, 730)
    home.apply_scale(100)
    home.show()
    home.on_shown()
    yield home
    tasks.shutdown()


def verbs(page):
    return [row.findChild(KeyCapButton) for row in page.todo._content.findChildren(TodoRow)]


def test_an_answer_to_be_told_leads_to_its_feedback(qtbot, page, station, form):
    save_reception(station, form(ANSWERED, began="2026-06-08T09:00"))
    page.on_shown()
    with qtbot.waitSignal(page.navigate) as went:
        qtbot.mouseClick(verbs(page)[0], Qt.MouseButton.LeftButton)
    key, (what, uid) = went.args
    assert (key, what, len(uid)) == ("feedback", "tell", 36)


def test_a_draft_goes_on_where_it_stopped(qtbot, page, station, form):
    draft = new_draft_id()
    save_draft(station, draft, form())
    page.on_shown()
    with qtbot.waitSignal(page.navigate) as went:
        qtbot.mouseClick(verbs(page)[0], Qt.MouseButton.LeftButton)
    assert went.args == ["reception", ("draft", draft)]


def test_a_box_whose_day_has_come_is_opened_from_here(qtbot, page, station):
    box = put_up(station)
    page.on_shown()
    assert page.cards[1].subtitle() == "一封封抄录，空箱也记"
    with qtbot.waitSignal(page.navigate) as went:
        qtbot.mouseClick(verbs(page)[0], Qt.MouseButton.LeftButton)
    assert went.args == ["opening", ("box", box)]
    save_opening(station, opening(station, box, opened_at="2026-06-12T09:00"))
    page.on_shown()
    assert page.cards[1].subtitle() == "上次开箱 6月12日，已满 6 天"
    assert verbs(page) == []
    draft = new_draft_id()
    save_draft(station, draft, opening(station, box))
    page.on_shown()
    with qtbot.waitSignal(page.navigate) as went:
        qtbot.mouseClick(verbs(page)[0], Qt.MouseButton.LeftButton)
    assert went.args == ["opening", ("draft", draft)]


def test_the_register_is_one_press_away(qtbot, page, station, form):
    save_reception(station, form())
    save_reception(station, form(began="2026-05-30T09:00"))
    page.on_shown()
    assert page.cards[2].subtitle() == "6 月已登记 1 条"
    with qtbot.waitSignal(page.navigate) as went:
        page.cards[2].click()
    assert went.args == ["register", None]


def test_a_notice_that_is_owed_is_printed_from_here(qtbot, page, station):
    uid = put_down(station)
    page.on_shown()
    assert page.head.subtitle.whole().endswith("•　下次接待日 6月20日（周六）9:00　陈立新、何素琴")
    assert verbs(page)[0].text() == "打公告"
    with qtbot.waitSignal(page.navigate) as went:
        qtbot.mouseClick(verbs(page)[0], Qt.MouseButton.LeftButton)
    assert went.args == ["activities", ("day", uid)]


def test_all_of_a_group_stands_on_its_page(qtbot, page, station, form):
    for day in range(1, 7):
        save_reception(station, form(ANSWERED, began=f"2026-06-{day:02}T09:00"))
    page.on_shown()
    assert len(verbs(page)) == 4
    with qtbot.waitSignal(page.navigate) as went:
        page.todo.all_wanted.emit("待反馈")
    assert went.args == ["feedback", None]
    with qtbot.waitSignal(page.navigate) as went:
        page.todo.all_wanted.emit("逾期")
    assert went.args[1][1].statuses == (Status.LOCAL, Status.REDO)


def test_what_waits_for_the_centre_is_one_press_away(qtbot, page, station, centre, form, tmp_path, clock):
    assert page.cards[3].subtitle() == "先和街道中心配对"
    pair = pair_up(station, centre, tmp_path / "优盘")
    pair.record()
    page.on_shown()
    qtbot.waitUntil(lambda: page.cards[3].subtitle() == "1 条登记待上报")
    with qtbot.waitSignal(page.navigate) as went:
        page.cards[3].click()
    assert went.args == ["exchange", None]


def test_packages_without_an_answer_wait_and_warn_from_the_third_on(qtbot, page, station, centre, tmp_path):
    pair = pair_up(station, centre, tmp_path / "优盘")
    for number in range(3):
        pair.record(f"第 {number} 件")
        sending.export(station, pair.stick)
        page.on_shown()
        words = [label.text() for label in page.todo.findChildren(Text)]
        assert any("没有回执" in word for word in words) == (number == 2)
    with qtbot.waitSignal(page.navigate) as went:
        qtbot.mouseClick(verbs(page)[0], Qt.MouseButton.LeftButton)
    assert went.args == ["exchange", ("sent", "1")]


def test_a_stick_that_comes_is_offered(qtbot, page, station, tmp_path):
    assert not page.offer.isVisible()
    page._context.sticks.show([replace(sticks.folder(station.identity, tmp_path), removable=True, label="社区优盘")])
    assert page.offer_words.text() == "优盘「社区优盘」已插好"
    with qtbot.waitSignal(page.navigate) as went:
        page.offer_button.click()
    assert went.args == ["exchange", None]
    page._context.sticks.show([])
    assert not page.offer.isVisible()


def test_the_backup_warns_until_there_is_one_and_then_says_where(page, station, tmp_path):
    assert page.backup.title.text() == "还没有备份"
    stick = tmp_path / "社区优盘"
    stick.mkdir()
    backup_to(station, stick)
    page.on_shown()
    assert page.backup.title.text() == "已备份"
    assert page.backup.where.text().startswith("今天 10:52写到「")


def test_search_and_cards_are_reached_by_keys(qtbot, page):
    with qtbot.waitActive(page):
        page.activateWindow()
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    page.focusWidget().insert("停车")
    with qtbot.waitSignal(page.navigate) as went:
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    assert went.args == ["opinions", ("search", "停车")]
    with qtbot.waitSignal(page.navigate) as went:
        qtbot.keyClick(page, Qt.Key.Key_F4)
    assert went.args[0] == "feedback"


@pytest.mark.parametrize("scale", [100, 130, 150, 170, 200])
def test_nothing_is_cut_at_any_scale(qtbot, page, station, form, look, scale):
    save_reception(station, form(ANSWERED, began="2026-06-08T09:00"))
    look.set_scale(scale)
    page.apply_scale(scale)
    page.on_shown()
    qtbot.waitUntil(lambda: cut_texts(page) == [])
