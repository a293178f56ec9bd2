"""The record of an opening on paper, right after the box was closed."""

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from station_app.ui import print_choice
from station_app.ui.print_choice import PrintPanel
from tests.ui.helpers import clashing_keys, cut_texts
from tests.ui.opening.conftest import CTRL


@pytest.fixture
def file(monkeypatch, tmp_path):
    """No printer is there, and the person chooses this file."""
    file = tmp_path / "纸.pdf"
    monkeypatch.setattr(print_choice, "installed_printers", list)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_names: (str(file), ""))
    return file


@pytest.mark.parametrize("found", ["0", "1"])
def test_the_record_is_printed_after_the_box_was_closed(desk, file, found):
    desk.begin(found)
    if found == "1":
        desk.slip("路灯坏了。", "路灯")
    assert not desk.page.head.record.isVisible()
    saved = desk.close_box()
    desk.idle()
    desk.press("p", modifier=CTRL)
    panel = desk.page.findChild(PrintPanel)
    panel.to_file.click()
    desk.qtbot.waitUntil(file.exists)
    desk.idle()
    assert file.read_bytes().startswith(b"%PDF")
    assert desk.station.db.execute_sql("SELECT detail FROM audit").fetchall() == [(f"开箱记录 {saved.number}",)]


@pytest.mark.parametrize("scale", [100, 110, 130, 150, 200])
def test_the_offer_is_not_cut_and_clashes_with_nothing(desk, scale):
    desk.window.set_scale(scale)
    desk.open()
    desk.page.head.offer_record("17-2026-K0001")
    desk.page.head.show_kept("2026-06-18T10:52:00+08:00")
    for _turn in range(4):
        QApplication.processEvents()
    assert cut_texts(desk.page) == []
    assert clashing_keys(desk.window) == []
    assert desk.page.width() >= desk.page.minimumSizeHint().width()
    assert desk.window.width() == 1366
