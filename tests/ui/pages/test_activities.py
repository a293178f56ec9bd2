"""活动与代表 by keyboard: a day is put down, changed, cancelled, announced; deputies are found and ended."""

from collections.abc import Iterator

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from station_app.domain.enums import DayMode
from station_app.services.notices import notices
from station_app.services.reception_days import cancel_day, coming_days, day_of
from station_app.services.station import Station
from station_app.ui import print_choice
from station_app.ui.context import PageContext
from station_app.ui.main_window import MainWindow
from station_app.ui.page import Page, PageSpec
from station_app.ui.pages.activities import ActivitiesPage
from station_app.ui.pages.activities_days import DaysSection
from station_app.ui.print_choice import PrintPanel
from station_app.ui.tasks import TaskRunner
from tests.services.opinions import record
from tests.services.reception_days import put_down
from tests.ui.helpers import RecordingMessages, clashing_keys, cut_texts
from tests.ui.pages.settings.conftest import CTRL, Desk

Key = Qt.Key


class ActivitiesDesk(Desk):
    """A person before 活动与代表."""

    @property
    def activities(self) -> ActivitiesPage:
        page = self.window.page("activities")
        assert isinstance(page, ActivitiesPage)
        return page

    @property
    def days(self) -> DaysSection:
        section = self.activities.sections["days"]
        assert isinstance(section, DaysSection)
        return section

    def open(self, argument: object = None) -> None:
        self.window.show_page("home")
        self.window.show_page("activities", argument)
        self.settle()

    def rows(self) -> list[str]:
        return [one.day.day for one in self.days.table.lines.rows()]

    def cells(self, row: int) -> list[str]:
        lines = self.days.table.lines
        return [str(lines.index(row, column).data()) for column in range(lines.columnCount())]


@pytest.fixture
def desk(qtbot: QtBot, station: Station, messages: RecordingMessages) -> Iterator[ActivitiesDesk]:
    """The window at 1366×690 with another page in front; bugs of the worker fail the test."""
    tasks = TaskRunner()
    context = PageContext(station, tasks, messages)
    specs = [
        PageSpec("home", "今日", "home", "1", Page, "day"),
        PageSpec("activities", "活动与代表", "users", "6", lambda: ActivitiesPage(context), "opinions"),
    ]
    window = MainWindow("站", specs)
    qtbot.addWidget(window)
    made = ActivitiesDesk(qtbot, window, station, messages, context)
    tasks.crashed.connect(made.bugs.append)
    window.resize(1366, 690)
    window.show()
    window.show_page("home")
    with qtbot.waitActive(window):
        window.activateWindow()
    yield made
    tasks.shutdown()


def test_a_day_is_put_down_without_the_mouse(desk):
    desk.qtbot.keyClick(desk.window, Key.Key_6, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    assert desk.days.empty.isVisible()
    assert desk.focus() is desk.days.add_button
    desk.press(Key.Key_Insert)
    desk.type("6.20")
    desk.press(Key.Key_Return)
    desk.type("930")
    desk.press(Key.Key_Return)
    desk.type("11.30")
    desk.press(Key.Key_Return)
    desk.type("桂花里广场")
    desk.press(Key.Key_Return)
    desk.press(Key.Key_2, Key.Key_Return)
    desk.type("消防通道")
    desk.press(Key.Key_Return)
    for initials in ("clx", "hsq"):
        desk.type(initials)
        desk.press(Key.Key_Return)
    desk.press(Key.Key_S, with_=CTRL)
    [known] = coming_days(desk.station)
    assert (known.when, known.who) == ("6月20日（周六）9:30–11:30", "陈立新、何素琴")
    assert (known.day.place, known.day.mode, known.day.theme) == ("桂花里广场", DayMode.APART, "消防通道")
    assert desk.messages.said == ["已添加接待日 6月20日（周六）9:30"]
    assert desk.cells(0) == ["6月20日（周六）", "9:30–11:30", "桂花里广场　消防通道", "陈立新、何素琴", "还有 2 天"]
    assert desk.focus() is desk.days.table
    assert desk.days.detail.title.text() == known.when


def test_what_is_wrong_stands_under_its_field_and_nothing_is_lost(desk):
    desk.open()
    desk.press(Key.Key_Insert)
    form = desk.days.form_sheet.form
    desk.type("三月初三")
    desk.press(Key.Key_Return, Key.Key_Return)
    desk.type("25:00")
    form.deputies.edit.setFocus()
    desk.type("zz")
    desk.press(Key.Key_S, with_=CTRL)
    errors = {name: field.error() for name, field in form._by_name.items() if field.error()}
    assert errors == {
        "day": "日期写得不对，例如 2026-06-20",
        "began": "请填几点开始",
        "place": "请填在哪里接待",
        "deputies": "没有这位代表，请从列表里选，或到「设置」里添加",
    }
    assert desk.focus() is form.day.edit
    assert (form.day.text(), form.ended.text()) == ("三月初三", "25:00")
    assert coming_days(desk.station) == ()


def test_the_coming_ones_stand_first_the_past_by_year(desk):
    for day in ("2026-07-04", "2026-06-18", "2026-06-06", "2025-12-20", "2026-01-10"):
        put_down(desk.station, day)
    desk.open()
    assert desk.rows() == ["2026-06-18", "2026-07-04", "2026-06-06", "2026-01-10"]
    assert [desk.cells(row)[-1] for row in range(3)] == ["今天", "还有 16 天", "已过"]
    desk.days.years.setFocus()
    desk.press(Key.Key_Down)
    assert desk.rows() == ["2026-06-18", "2026-07-04", "2025-12-20"]
    assert desk.cells(2)[0] == "2025年12月20日（周六）"


def test_enter_changes_a_day_and_esc_goes_back(desk):
    put_down(desk.station)
    desk.open()
    assert desk.focus() is desk.days.table
    desk.press(Key.Key_Return)
    assert not desk.days.detail.isVisible()
    desk.press(Key.Key_Escape)
    assert desk.days.detail.isVisible()
    assert desk.focus() is desk.days.table
    desk.press(Key.Key_Return)
    form = desk.days.form_sheet.form
    form.theme.setFocus()
    form.theme.selectAll()
    desk.type("停车")
    desk.messages.default = False
    assert not desk.window.show_page("home")
    assert desk.messages.questions[0][0] == "「更改接待日」还没有保存"


def test_a_change_is_saved_and_stays_chosen(desk):
    put_down(desk.station, "2026-06-19")
    uid = put_down(desk.station)
    desk.open()
    desk.press(Key.Key_Down, Key.Key_Return)
    form = desk.days.form_sheet.form
    form.began.setFocus()
    form.began.selectAll()
    desk.type("8点")
    desk.press(Key.Key_S, with_=CTRL)
    assert day_of(desk.station, uid).day.began == "08:00"
    assert desk.days.table.current().uid == uid
    assert desk.days.detail.title.text() == "6月20日（周六）8:00–11:30"


def test_the_head_cancels_with_a_reason(desk):
    uid = put_down(desk.station)
    desk.open()
    desk.days.detail.cancel_button.setFocus()
    desk.press(Key.Key_Return)
    desk.press(Key.Key_S, with_=CTRL)
    assert desk.days.form_sheet.form.fields[0].error() == "请写明取消的原因"
    desk.type("集中学习")
    desk.press(Key.Key_S, with_=CTRL)
    assert day_of(desk.station, uid).day.cancel_reason == "集中学习"
    assert desk.cells(0)[-1] == "已取消"
    for button in (desk.days.detail.print_button, desk.days.detail.change_button, desk.days.detail.cancel_button):
        assert not button.isEnabled()
    desk.press(Key.Key_Return)
    assert desk.days.form_sheet.form is None


def test_a_volunteer_may_not_cancel(desk):
    put_down(desk.station)
    desk.sit("徐桂兰")
    desk.open()
    assert not desk.days.detail.cancel_button.isEnabled()
    assert desk.days.detail.cancel_button.toolTip() == "由站长来做"
    assert desk.days.detail.change_button.isEnabled()


def test_the_notice_is_written_from_the_page(desk, monkeypatch, tmp_path):
    uid = put_down(desk.station)
    file = tmp_path / "公告.pdf"
    monkeypatch.setattr(print_choice, "installed_printers", list)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))
    desk.open(("day", uid))
    assert desk.focus() is desk.days.detail.print_button
    assert "还没有打印" in facts(desk)["公告"]
    desk.press(Key.Key_P, with_=CTRL)
    panel = desk.days.findChild(PrintPanel)
    with desk.qtbot.waitSignal(panel.finished):
        desk.qtbot.keyClick(panel, Key.Key_S, CTRL)
    desk.settle()
    assert "陈立新" in PdfReader(file).pages[0].extract_text()
    assert notices(desk.station, day_of(desk.station, uid)) == 1
    assert facts(desk)["公告"] == "已打印 1 次"


def facts(desk):
    return dict(desk.days.detail.facts._pairs)


def test_a_day_tells_what_came_of_it(desk):
    uid = put_down(desk.station, "2026-06-06")
    put_down(desk.station, "2026-06-05")
    record(desk.station, {}, {"title": "树枝挡灯"}, event=uid, began="2026-06-06T09:30")
    desk.open()
    assert facts(desk)["接待"] == "1 批，意见建议 2 条"
    desk.press(Key.Key_Down)
    assert facts(desk)["接待"] == "没有登记过接待"
    assert "公告" not in facts(desk)


def test_deputies_are_found_by_initials_and_people_stand_beside(desk):
    desk.open()
    desk.activities.parts.segments[0].setFocus()
    desk.press(Key.Key_2)
    section = desk.activities.sections["deputies"]
    desk.press(Key.Key_F, with_=CTRL)
    desk.type("hsq")
    assert [one.deputy.name for one in section.table.lines.rows()] == ["何素琴"]
    desk.press(Key.Key_Return)
    assert desk.focus() is section.table
    assert section.change_button.isEnabled()
    section.search.set_text("nobody")
    assert "没有叫「nobody」的代表" in section.empty.sentence.text()
    section.search.take_focus()
    desk.press(Key.Key_Escape)
    assert section.table.lines.rowCount() == 3
    desk.activities.parts.segments[1].setFocus()
    desk.press(Key.Key_3)
    assert desk.activities.sections["people"].isVisible()
    desk.open()
    assert desk.activities.current == "people"


def test_a_form_that_was_begun_keeps_the_part(desk):
    desk.open()
    desk.press(Key.Key_Insert)
    desk.type("6.20")
    desk.messages.default = False
    desk.activities.parts.segments[0].setFocus()
    desk.press(Key.Key_2)
    assert desk.activities.current == "days"
    assert desk.activities.parts.value() == "days"
    assert not desk.activities.may_leave()


@pytest.mark.parametrize("scale", [100, 120, 150, 200])
def test_no_words_are_cut_and_no_keys_clash(desk, look, scale):
    uid = put_down(desk.station)
    put_down(desk.station, "2025-06-06", theme="很长的主题" * 9, place="很长的地点" * 9)
    cancel_day(desk.station, put_down(desk.station, "2026-07-04"), "代表集中学习，改到下周")
    desk.open(("day", uid))
    look.set_scale(scale)
    desk.settle()
    assert cut_texts(desk.activities) == []
    assert clashing_keys(desk.window) == []
    assert desk.days.body.ground.width() <= desk.days.body.viewport().width()
    desk.press(Key.Key_Insert)
    desk.press(Key.Key_S, with_=CTRL)
    assert cut_texts(desk.activities) == []
    assert clashing_keys(desk.window) == []
    focus = QApplication.focusWidget()
    assert desk.days.body.viewport().rect().contains(focus.mapTo(desk.days.body.viewport(), focus.rect().center()))
    desk.days.form_sheet.clear()
    for key in ("deputies", "people"):
        desk.activities.show_part(key)
        desk.settle()
        assert cut_texts(desk.activities) == []
        assert clashing_keys(desk.window) == []
