"""社情簿 by its keys: choose, look, save, print; what is refused; every scale."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from station_app.domain.masking import Masked
from station_app.services.correcting import void
from station_app.services.register import write_register
from station_app.services.register_choice import RegisterChoice, Span, keep_choice, register_choice
from station_app.services.station import Station
from station_app.ui import print_choice
from station_app.ui.context import PageContext
from station_app.ui.main_window import MainWindow
from station_app.ui.page import PageSpec
from station_app.ui.pages import register
from station_app.ui.pages.register import RegisterPage
from station_app.ui.print_choice import PrintPanel
from station_app.ui.tasks import TaskRunner
from tests.services.opinions import record, seat
from tests.ui.helpers import RecordingMessages, clashing_keys, cut_texts, window_with

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LONG = {"content": "楼道的灯坏了，晚上看不见路，老人怕摔。" * 60}


@dataclass
class Desk:
    """The window with the page, and two hands."""

    station: Station
    window: MainWindow
    messages: RecordingMessages
    tasks: TaskRunner
    qtbot: QtBot
    crashes: list[object] = field(default_factory=list)

    @property
    def page(self) -> RegisterPage:
        page = self.window.page("register")
        assert isinstance(page, RegisterPage)
        return page

    def open(self) -> RegisterPage:
        QTest.keyClick(self.window, Key.Key_F6)
        self.settle()
        return self.page

    def press(self, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        QApplication.processEvents()

    def write(self, widget: QWidget, text: str) -> None:
        """Type over what stands in a field and leave it."""
        widget.setFocus()
        widget.selectAll()
        self.qtbot.keyClicks(widget, text)
        self.press(Key.Key_Tab)

    def settle(self) -> None:
        """Wait until all that was chosen is drawn and counted."""
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.page.drawing._timer.isActive() and not self.tasks.busy, timeout=10000)
        assert self.crashes == []

    def trail(self) -> list[tuple[str, str]]:
        return self.station.db.execute_sql("SELECT action, detail FROM audit ORDER BY id").fetchall()


@pytest.fixture
def desk(qtbot: QtBot, station: Station, messages: RecordingMessages, look: object) -> Iterator[Desk]:
    del look
    tasks = TaskRunner()
    context = PageContext(station, tasks, messages)
    window = window_with(qtbot, PageSpec("register", "社情簿", "book-2", "7", lambda: RegisterPage(context), "a", "F6"))
    made = Desk(station, window, messages, tasks, qtbot)
    tasks.crashed.connect(made.crashes.append)
    yield made
    tasks.shutdown(station.store.close)
    assert made.crashes == []


@pytest.fixture
def to_file(monkeypatch, tmp_path):
    """What the dialog answers, and the names that were proposed to it."""
    proposed = []

    def answer(_parent, _title, name, _kinds):
        proposed.append(name.rsplit("/", 1)[-1])
        return str(tmp_path / "簿"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return proposed


def test_a_quarter_without_two_columns_goes_to_a_file_by_keys(desk, station, to_file, tmp_path):
    record(station, began="2026-03-31T10:00")
    for _ in range(4):
        record(station, LONG, began="2026-05-31T10:00")
    page = desk.open()
    assert page.head.subtitle.whole() == "2026 年第 1 册　共 5 条"
    assert page.card.period.spans.focusProxy().hasFocus()
    desk.press(Key.Key_2)
    desk.settle()
    assert page.head.subtitle.whole() == "2026 年第 2 季度 第 2 册　共 4 条"
    assert page.card.period.first.text() == "2026-04-01"
    page.card.columns.list.checks["序号"].setFocus()
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Space)
    desk.settle()
    assert page.card.choice().hidden == ("序号", "日期")
    pages = page.paper.pages
    assert pages > 1
    desk.press(Key.Key_S, CTRL)
    desk.qtbot.waitUntil(lambda: desk.messages.said != [])
    assert to_file == ["社情簿 2026 年第 2 季度.pdf"]
    written = PdfReader(tmp_path / "簿.pdf")
    assert len(written.pages) == pages
    assert "日期" not in written.pages[0].extract_text().split("反映内容")[0].replace("\n", "")
    assert desk.trail() == [("导出", "")]
    kept = register_choice(station)
    assert (kept.span, kept.hidden) == (Span.QUARTER, ("序号", "日期"))


def test_a_column_is_moved_by_alt_and_arrow_and_by_the_mouse(desk, station):
    record(station)
    page = desk.open()
    columns = page.card.columns.list
    columns.checks["日期"].setFocus()
    desk.press(Key.Key_Up, ALT)
    desk.press(Key.Key_Up, ALT)
    assert columns.order[:3] == ("日期", "序号", "编号")
    assert columns.checks["日期"].hasFocus()
    desk.settle()
    assert register_choice(station).order[0] == "日期"
    grip = columns._cells["日期"].children()[1]
    below = grip.mapFromGlobal(columns.mapToGlobal(columns._cells["来源渠道"].geometry().center()))
    QTest.mousePress(grip, Qt.MouseButton.LeftButton)
    QTest.mouseMove(grip, below)
    QTest.mouseRelease(grip, Qt.MouseButton.LeftButton, pos=QPoint(0, 0))
    assert columns.order[:4] == ("序号", "编号", "来源渠道", "日期")
    page.card.columns.usual.click()
    desk.settle()
    assert page.card.choice() == RegisterChoice()


def test_the_content_cannot_be_taken_away_nor_made_narrow(desk, station):
    record(station)
    page = desk.open()
    columns = page.card.columns
    columns.list.checks["反映内容"].click()
    assert columns.list.checks["反映内容"].isChecked()
    assert "不能去掉" in columns.error.text()
    columns.widths_link.click()
    edit = columns.widths.edits["办理结果"]
    desk.write(edit, "31.5")
    assert "只剩49.5毫米" in columns.error.text()
    assert "共212.5毫米" in columns.error.text()
    assert columns.widths.sum.text() == "其余各列 212.5 毫米 ＋ 反映内容 49.5 毫米 ＝ 262 毫米"
    assert edit.text() == "31.5"
    assert page.card.choice().widths == {}
    desk.write(edit, "31")
    assert not columns.error.isVisible()
    desk.settle()
    assert register_choice(station).widths == {"办理结果": 31.0}
    for wrong in ("x", "0", "3"):
        desk.write(edit, wrong)
        assert "至少8毫米" in columns.error.text()
    assert page.card.choice().widths == {"办理结果": 31.0}


def test_unmasking_asks_for_a_reason_and_is_noted(desk, station, to_file, tmp_path):
    record(station)
    page = desk.open()
    masking = page.card.masking
    masked = page.paper.view.leaf.picture.copy()
    masking.checks[Masked.NAME].setFocus()
    desk.press(Key.Key_Space)
    assert masking.reason_edit.hasFocus()
    desk.settle()
    assert page.paper.view.leaf.picture == masked
    desk.press(Key.Key_S, CTRL)
    assert masking.reason_field.error() == "请写明为什么要取消遮盖"
    assert to_file == []
    assert desk.trail() == []
    desk.write(masking.reason_edit, "street check")
    desk.settle()
    assert page.paper.view.leaf.picture != masked
    assert desk.trail() == [("显示全文", "street check（姓名）")]
    desk.press(Key.Key_S, CTRL)
    desk.qtbot.waitUntil(lambda: desk.messages.said != [])
    assert "吴桂珍" in PdfReader(tmp_path / "簿.pdf").pages[0].extract_text().replace(" ", "").replace("\n", "")
    assert desk.trail() == [("显示全文", "street check（姓名）")] * 2
    desk.window.show_page("home")
    desk.open()
    assert all(check.isChecked() for check in masking.checks.values())
    assert page.wish().shown == frozenset()


def test_what_gets_the_focus_is_in_sight(desk, station):
    record(station)
    page = desk.open()
    page.card.columns.widths_link.click()
    page.card.masking.checks[Masked.NAME].click()
    desk.settle()
    for edit in (page.card.masking.reason_edit, page.card.period.spans, page.card.columns.widths.edits["备注"]):
        edit.setFocus()
        QApplication.processEvents()
        top = edit.mapTo(page.card, QPoint(0, 0)).y()
        assert 0 <= top <= page.card.height() - edit.height()


def test_a_volunteer_cannot_unmask(desk, station):
    record(station)
    seat(station, "周明")
    page = desk.open()
    assert not any(check.isEnabled() for check in page.card.masking.checks.values())
    assert "取消遮盖要由站长来做" in page.card.masking.told.text()
    assert page.paper.pages == 1


def test_pages_are_turned_typed_and_zoomed(desk, station):
    for _ in range(8):
        record(station, LONG)
    page = desk.open()
    paper = page.paper
    assert paper.count.text() == f"页，共 {paper.pages} 页"
    first = paper.view.leaf.picture.copy()
    desk.press(Key.Key_PageDown)
    desk.settle()
    assert (paper.page, paper.number.text()) == (2, "2")
    assert paper.view.leaf.picture != first
    desk.press(Key.Key_PageUp)
    desk.settle()
    assert paper.page == 1
    assert not paper.back.isEnabled()
    desk.write(paper.number, "999")
    desk.settle()
    assert paper.page == paper.pages
    width = paper.view.leaf.picture.width()
    paper.larger.click()
    desk.settle()
    assert paper.whole.text() == "125 %"
    assert paper.view.leaf.picture.width() == pytest.approx(width * 1.25, abs=2)
    paper.whole.click()
    desk.settle()
    assert paper.whole.text() == "整页"


def test_what_is_chosen_in_a_row_is_drawn_once(desk, station):
    record(station)
    page = desk.open()
    drawn = []
    page.drawing.counted.connect(lambda *_: drawn.append(1))
    for name in ("序号", "备注", "满意度"):
        page.card.columns.list.checks[name].click()
    desk.settle()
    assert drawn == [1]


def test_a_period_without_rows_says_so_and_what_to_do(desk, station):
    (serial,) = record(station, began="2026-05-31T10:00")
    void(station, serial, "重复")
    page = desk.open()
    assert page.head.subtitle.whole() == "2026 年第 1 册　共 1 条，其中作废 1 条"
    desk.press(Key.Key_1)
    desk.settle()
    empty = page.paper.empty
    assert empty.isVisible()
    assert empty.sentence.text() == "这段时间没有登记的意见建议。"
    assert not page.pdf.isEnabled()
    empty.button.click()
    desk.settle()
    assert page.card.choice().span is Span.YEAR
    assert page.pdf.isEnabled()
    page.card.period.channels.open_menu()
    page.card.period.channels.menu_box.actions()[8].trigger()
    page.card.period.channels.menu_box.close()
    assert page.card.choice().channels == ("电话",)
    desk.settle()
    assert empty.button.text() == "看全部渠道"
    empty.button.click()
    desk.settle()
    assert page.paper.view.isVisible()


def test_an_empty_year_leads_to_the_reception(desk):
    page = desk.open()
    with desk.qtbot.waitSignal(page.navigate) as went:
        page.paper.empty.button.click()
    assert went.args == ["reception", None]


def test_days_of_ones_own(desk, station):
    record(station, began="2026-05-31T10:00")
    record(station)
    page = desk.open()
    desk.write(page.card.period.last.edit, "2026-06-01")
    desk.settle()
    assert page.card.choice().span is Span.OWN
    assert page.head.subtitle.whole() == "2026 年 1 月 1 日至 6 月 1 日　共 1 条"
    desk.write(page.card.period.last.edit, "2025-06-01")
    assert "早于" in page.card.period.error.text()
    desk.press(Key.Key_P, CTRL)
    assert desk.window.findChildren(PrintPanel) == []
    desk.write(page.card.period.last.edit, "2026-06-30")
    desk.settle()
    assert not page.card.period.error.isVisible()
    assert page.head.subtitle.whole().endswith("共 2 条")


def test_characters_without_a_glyph_are_told_before_printing(desk, station):
    record(station, {"content": "𠮷😀🦄"})
    page = desk.open()
    assert page.paper.warning.isVisible()
    assert page.paper.warning.words.text() == "有 2 个字没有字形，纸上会印成代码：〔U+1F600〕〔U+1F984〕"


def test_ctrl_p_shows_the_panel(desk, station, monkeypatch):
    monkeypatch.setattr(print_choice, "installed_printers", list)
    record(station)
    desk.open()
    desk.press(Key.Key_P, CTRL)
    (panel,) = desk.window.findChildren(PrintPanel)
    assert panel.windowTitle() == "打印：社情簿 2026 年"
    desk.press(Key.Key_Escape)
    assert not panel.isVisible()


def test_saving_is_stopped_by_cancel(desk, station, to_file, tmp_path, monkeypatch):
    record(station)
    page, asked = desk.open(), Event()

    def slow(*wished, progress):
        asked.wait(5)
        return write_register(*wished, progress=progress)

    monkeypatch.setattr(register, "write_register", slow)
    desk.press(Key.Key_S, CTRL)
    assert not page.print.isEnabled()
    page.paper.progress.cancel.click()
    asked.set()
    desk.settle()
    assert "已停下" in desk.messages.errors[0].title
    assert not (tmp_path / "簿.pdf").exists()
    assert desk.trail() == []
    assert page.pdf.isEnabled()


def test_the_excel_file(desk, station, to_file, tmp_path):
    record(station)
    page = desk.open()
    page.excel.click()
    desk.qtbot.waitUntil(lambda: desk.messages.said != [])
    assert to_file == ["社情簿 2026 年.xlsx"]
    assert (tmp_path / "簿.xlsx").exists()


def test_the_last_choice_comes_back(desk, station):
    record(station, channel="电话")
    keep_choice(station, RegisterChoice(span=Span.MONTH, channels=("电话",), hidden=("备注",), size=12))
    page = desk.open()
    assert page.card.choice() == register_choice(station)
    assert page.card.period.channels.shown_value() == "1 种"
    assert page.card.period.sizes.currentText() == "12 磅"


@pytest.mark.parametrize("scale", [100, 130, 150, 170, 200])
def test_no_words_are_cut_and_no_keys_clash(desk, station, look, scale):
    record(station, {"content": "😀"})
    page = desk.open()
    look.set_scale(scale)
    page.apply_scale(scale)
    page.card.columns.widths_link.click()
    page.card.masking.checks[Masked.PHONE].click()
    desk.settle()
    assert cut_texts(page) == []
    assert clashing_keys(desk.window) == []
    assert page.body.horizontalScrollBar().maximum() == 0
    assert page.card.widget().width() <= page.card.viewport().width()
