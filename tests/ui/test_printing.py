"""Printing: any paper on a printer that writes a file, by the panel and its keys."""

from functools import partial

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from station_app.domain.periods import year_period
from station_app.errors import StationError
from station_app.services.papers import write_blank_sheet, write_sheet
from station_app.services.register import RegisterWish, write_register
from station_app.ui import print_choice
from station_app.ui.context import PageContext
from station_app.ui.press import PrintChoice, PrinterPress
from station_app.ui.print_choice import PrinterTarget, PrintPanel
from station_app.ui.printing import PaperWish, print_paper
from station_app.ui.tasks import TaskRunner
from tests.services.opinions import record
from tests.ui.helpers import clashing_keys, cut_texts

CTRL = Qt.KeyboardModifier.ControlModifier
WISH = RegisterWish(period=year_period(2026))
LONG = {"content": "楼道的灯坏了，晚上看不见路，老人怕摔。" * 60}


def keep_turning(printer, over):
    printer.over = over


# It remembers what a PDF has no place for: over which edge a sheet is turned.
FilePrinter = type("FilePrinter", (QPrinter,), {"setDuplex": keep_turning, "over": None})


def file_printer(file, made=None):
    """A printer that prints into ``file``."""
    printer = FilePrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    if made is not None:
        made.append(printer)
    return printer


@pytest.fixture
def made():
    """The printers that were used."""
    return []


@pytest.fixture
def target(monkeypatch, tmp_path, made):
    """The file of the only printer."""
    file = tmp_path / "纸.pdf"
    target = PrinterTarget("文件打印机", partial(file_printer, file, made), usual=True)
    monkeypatch.setattr(print_choice, "installed_printers", lambda: [target])
    return file


@pytest.fixture
def context(station, messages):
    tasks = TaskRunner()
    crashes = []
    tasks.crashed.connect(crashes.append)
    yield PageContext(station, tasks, messages)
    tasks.shutdown()
    QApplication.processEvents()
    assert crashes == []


@pytest.fixture
def window(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(1000, 700)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def register(station):
    def write(out, heard):
        return write_register(station, WISH, out, progress=heard)

    return PaperWish("社情簿 2026 年", "社情簿 2026 年.pdf", write)


def opened(context, window, paper) -> PrintPanel:
    print_paper(context, window, paper)
    panel = window.findChild(PrintPanel)
    QApplication.processEvents()
    return panel


def trail(station):
    return station.db.execute_sql("SELECT action FROM audit ORDER BY id").fetchall()


def test_pages_two_to_three_twice_on_both_sides(qtbot, context, window, station, target, made, messages):
    for _ in range(6):
        record(station, LONG)
    panel = opened(context, window, register(station))
    panel.pages.choose_place(2)
    for edit, text in ((panel.first, "2"), (panel.last, "3"), (panel.copies, "2")):
        edit.clear()
        qtbot.keyClicks(edit, text)
    panel.both_sides.click()
    assert cut_texts(panel) == []
    qtbot.keyClick(panel.copies, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: messages.said != [], timeout=30000)
    assert messages.said == ["已送去打印 2 页，2 份：社情簿 2026 年"]
    pages = PdfReader(target).pages
    assert len(pages) == 4
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [842, 595]
    assert made[0].over is QPrinter.DuplexMode.DuplexShortSide
    assert trail(station) == [("打印",)]


def test_an_odd_number_of_pages_on_both_sides_begins_each_copy_on_a_sheet_of_its_own(station, tmp_path):
    press = PrinterPress(file_printer(tmp_path / "纸.pdf"), PrintChoice(copies=2, both_sides=True))
    write_blank_sheet(station, press)
    assert len(PdfReader(tmp_path / "纸.pdf").pages) == 3
    assert trail(station) == []


def looked_at(file):
    """The first page of a PDF in greys, coarse enough for the edges of letters not to matter."""
    document = QPdfDocument()
    document.load(str(file))
    size = document.pagePointSize(0).toSize() * 2
    white = QImage(size, QImage.Format.Format_Grayscale8)
    white.fill(Qt.GlobalColor.white)
    painter = QPainter(white)
    painter.drawImage(0, 0, document.render(0, size))
    painter.end()
    document.close()
    return white.scaled(60, 85, mode=Qt.TransformationMode.SmoothTransformation)


def test_what_is_printed_is_the_page(qapp, station, tmp_path):
    write_blank_sheet(station, PrinterPress(file_printer(tmp_path / "纸.pdf"), PrintChoice()))
    write_blank_sheet(station, tmp_path / "表.pdf")
    printed, drawn = looked_at(tmp_path / "纸.pdf"), looked_at(tmp_path / "表.pdf")
    pixels = [(x, y) for x in range(60) for y in range(85)]
    differ = [abs(printed.pixelColor(*at).value() - drawn.pixelColor(*at).value()) for at in pixels]
    assert min(drawn.pixelColor(*at).value() for at in pixels) < 190
    assert max(differ) < 40


def test_pages_that_are_not_there_are_refused_and_not_counted(qtbot, context, window, station, target):
    record(station)
    panel = opened(context, window, register(station))
    panel.pages.choose_place(2)
    panel.first.setText("3")
    panel.print.click()
    qtbot.waitUntil(panel.problem.isVisible)
    assert "只有 1 页" in panel.problem.words.text()
    assert trail(station) == []
    panel.last.setText("2")
    panel.print.click()
    assert not panel.busy
    assert "前一个不大于后一个" in panel._fields[1].error()
    panel.reject()


@pytest.mark.parametrize("scale", [100, 130, 150, 200])
@pytest.mark.parametrize("printers", [0, 1])
def test_no_words_are_cut(qtbot, look, window, scale, printers):
    look.set_scale(scale)
    panel = PrintPanel("社情簿 2026 年", [PrinterTarget("打印机", QPrinter)] * printers, window)
    panel.open()
    QApplication.processEvents()
    assert cut_texts(panel) == []
    assert clashing_keys(panel) == []
    panel.show_problem("打印机没有接收。请看打印机是不是开着、有没有纸，再试一次；也可以存为 PDF。")
    QApplication.processEvents()
    assert cut_texts(panel) == []
    panel.close()


@pytest.mark.parametrize("copies", ["0", "", "100", "两"])
def test_copies_are_a_number(qtbot, context, window, station, target, copies):
    record(station)
    panel = opened(context, window, register(station))
    panel.copies.setText(copies)
    panel.print.click()
    assert not panel.busy
    assert panel._fields[2].error() == "份数请填 1 到 99"
    panel.reject()


def test_without_a_printer_a_file_is_offered(qtbot, context, window, station, monkeypatch, tmp_path, messages):
    record(station)
    monkeypatch.setattr(print_choice, "installed_printers", list)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "簿"), ""))
    panel = opened(context, window, register(station))
    assert "没有装打印机" in panel.none.words.text()
    assert panel.none.height() < 60
    assert not panel.print.isVisible()
    qtbot.keyClick(panel, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: messages.said != [])
    assert len(PdfReader(tmp_path / "簿.pdf").pages) == 1
    assert trail(station) == [("导出",)]


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_take_it_counts_nothing(station, tmp_path):
    record(station)
    press = PrinterPress(file_printer(tmp_path / "没有" / "纸.pdf"), PrintChoice())
    with pytest.raises(StationError, match="打印机没有接收"):
        write_register(station, WISH, press)
    assert trail(station) == []


def test_stopped_after_a_page_it_is_counted_all_the_same(station, tmp_path):
    for _ in range(6):
        record(station, LONG)
    far = []
    press = PrinterPress(
        file_printer(tmp_path / "纸.pdf"), PrintChoice(), lambda done, _total: far.append(done), lambda: bool(far)
    )
    with pytest.raises(StationError, match="只印了 1 页"):
        write_register(station, WISH, press)
    assert far == [1]
    assert trail(station) == [("打印",)]


def test_esc_stops_what_is_under_way_and_then_closes(qtbot, context, window, station, target, messages):
    record(station)
    panel = opened(context, window, register(station))
    with qtbot.waitSignal(panel.stopped):
        panel.print.click()
        panel.reject()
    qtbot.waitUntil(lambda: not panel.busy)
    assert panel.problem.isVisible()
    with qtbot.waitSignal(panel.finished):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert messages.said == []


def test_the_second_print_is_a_reprint(station, tmp_path):
    (serial,) = record(station)
    for number in range(2):
        paper = write_sheet(station, serial, PrinterPress(file_printer(tmp_path / f"{number}.pdf"), PrintChoice()))
        assert paper.reprint == number
