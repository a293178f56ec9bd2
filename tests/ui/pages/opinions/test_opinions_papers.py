"""Paper and Excel from the opinions page: the list as it is filtered, one opinion's sheet and receipt."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from station_app.ui import print_choice
from station_app.ui.pages import opinions_out
from station_app.ui.print_choice import PrintPanel
from tests.ui.helpers import clashing_keys, cut_texts

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
SLOW = "道闸抬杆慢"
VOID = "地下停车库照明"


@pytest.fixture
def file(monkeypatch, tmp_path):
    """No printer is there, and the person chooses this file; its suffix follows what is written."""
    monkeypatch.setattr(print_choice, "installed_printers", list)
    chosen = []

    def choose(_parent, _title, proposed, _kind):
        chosen.append(tmp_path / f"纸.{proposed.rsplit('.', 1)[1]}")
        return str(chosen[-1]), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    return lambda: chosen[-1]


def keep(desk, file):
    """Save the paper of the panel that stands open."""
    panel = desk.page.findChild(PrintPanel)
    title = panel.windowTitle()
    panel.to_file.click()
    desk.settle()
    assert file().read_bytes().startswith(b"%PDF")
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    return title


def details(desk):
    return [row[0] for row in desk.station.db.execute_sql("SELECT detail FROM audit ORDER BY id").fetchall()]


def test_excel_holds_the_filtered_list(desk, file):
    desk.search("停车")
    desk.page.out.export.click()
    desk.settle()
    sheet = openpyxl.load_workbook(file()).active
    assert [row[0] for row in sheet.iter_rows(min_row=4, min_col=4, max_col=4, values_only=True)] == [
        line.title for line in desk.page.finder.model.lines()
    ][: sheet.max_row]
    assert sheet.max_row - 3 == int(desk.page.finder.search.count.text().split()[0])
    assert "已存为" in desk.messages.said[-1]
    assert desk.focus() is desk.page.out.export


def test_a_cancelled_export_leaves_nothing(desk, file, monkeypatch):
    def write(_station, _filters, _out, heard):
        while True:
            heard(1, 2)

    monkeypatch.setattr(opinions_out, "write_list", write)
    desk.page.out.export.click()
    desk.qtbot.waitUntil(desk.page.out.strip.isVisible)
    assert not desk.page.out.export.isEnabled()
    desk.page.out.strip.cancel.click()
    desk.settle()
    assert "已停下" in desk.messages.errors[-1].title
    assert not file().exists()
    assert desk.page.out.export.isEnabled()


def test_ctrl_p_prints_the_list_and_beside_an_open_opinion_its_sheet(desk, file):
    desk.search("停车")
    desk.press(Key.Key_P, CTRL)
    assert "意见建议清单" in keep(desk, file)
    desk.show(("open", desk.uid(SLOW)))
    assert not desk.page.out.print.isVisible()
    desk.press(Key.Key_P, CTRL)
    assert desk.serials[SLOW] in keep(desk, file)
    assert "含「停车」" in details(desk)[0]
    assert details(desk)[1] == f"登记表 {desk.serials[SLOW]}"


def test_the_sheet_is_printed_beside_the_list_too(desk, file):
    desk.go_to(SLOW)
    desk.pane.papers.sheet.click()
    QApplication.processEvents()
    assert desk.serials[SLOW] in keep(desk, file)


def test_a_receipt_is_printed_but_none_of_a_void_one(desk, file):
    desk.show(("open", desk.uid(SLOW)))
    desk.pane.papers.receipt.click()
    QApplication.processEvents()
    assert "回执" in keep(desk, file)
    desk.show(("open", desk.uid(VOID)))
    assert not desk.pane.papers.receipt.isVisible()
    assert desk.pane.papers.open_sheet.isVisible()


@pytest.mark.parametrize("scale", [100, 130, 150, 200])
def test_the_verbs_of_the_list_fit_and_clash_with_nothing(desk, look, scale):
    look.set_scale(scale)
    for argument in (None, ("open", desk.uid(SLOW))):
        desk.show(argument)
        assert cut_texts(desk.page) == []
        assert clashing_keys(desk.window) == []
        assert desk.window.width() == 1366
