"""Paper from the reception page, by its keys: the sheet of what is typed, receipt, blank sheet."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from station_app.domain.forms import OpinionForm
from station_app.ui import print_choice
from station_app.ui.print_choice import PrintPanel
from tests.stations import reception_form
from tests.ui.helpers import clashing_keys, cut_texts
from tests.ui.reception.conftest import CTRL


@pytest.fixture
def file(monkeypatch, tmp_path):
    """No printer is there, and the person chooses this file."""
    file = tmp_path / "纸.pdf"
    monkeypatch.setattr(print_choice, "installed_printers", list)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_names: (str(file), ""))
    return file


def panel(desk):
    desk.idle()
    desk.qtbot.waitUntil(lambda: desk.page.findChild(PrintPanel) is not None)
    return desk.page.findChild(PrintPanel)


def keep(desk, file):
    """Save the paper of the open panel."""
    panel(desk).to_file.click()
    desk.qtbot.waitUntil(file.exists)
    desk.idle()
    QApplication.processEvents()
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)


def fill(desk, **changes):
    desk.open()
    desk.sheets.fill(replace(reception_form(desk.station), **changes))
    desk.page.keeper.look()


def ctrl_p(desk):
    desk.press("p", modifier=CTRL)


def titles(desk):
    return [row[0] for row in desk.station.db.execute_sql("SELECT detail FROM audit ORDER BY id").fetchall()]


def test_ctrl_p_saves_what_is_typed_and_prints_its_sheet(desk, file):
    fill(desk)
    ctrl_p(desk)
    keep(desk, file)
    assert file.read_bytes().startswith(b"%PDF")
    assert titles(desk) == ["登记表 17-2026-00001"]
    assert not desk.page.keeper.touched


def test_after_a_save_ctrl_p_prints_that_sheet(desk, file):
    fill(desk)
    with desk.qtbot.waitSignal(desk.page.saving.done):
        desk.press("s", modifier=CTRL)
    assert desk.page.findChild(PrintPanel) is None
    ctrl_p(desk)
    keep(desk, file)
    assert titles(desk) == ["登记表 17-2026-00001"]


def test_what_is_not_right_is_mended_before_anything_is_printed(desk, file):
    fill(desk, opinions=(OpinionForm(title="没有内容"),))
    ctrl_p(desk)
    desk.idle()
    assert desk.page.board.problems != []
    assert desk.page.findChild(PrintPanel) is None


def test_a_later_save_alone_prints_nothing(desk, file):
    fill(desk, opinions=(OpinionForm(title="没有内容"),))
    ctrl_p(desk)
    desk.sheets.fill(reception_form(desk.station))
    with desk.qtbot.waitSignal(desk.page.saving.done):
        desk.press("s", modifier=CTRL)
    assert desk.page.findChild(PrintPanel) is None


def test_without_anything_saved_the_page_says_what_to_do(desk, file):
    desk.open()
    ctrl_p(desk)
    assert "还没有可以打印的登记表" in desk.messages.errors[-1].title


def test_receipt_and_blank_sheet_stand_in_the_menu(desk, file):
    desk.open()
    papers = desk.page.papers
    papers.more.click()
    assert [action.text() for action in papers.menu.actions()] == ["空白登记表"]
    papers.menu.actions()[0].trigger()
    papers.menu.close()
    keep(desk, file)
    assert titles(desk) == []
    file.unlink()
    fill(desk)
    desk.save()
    papers.more.click()
    first, blank = papers.menu.actions()
    assert (first.text(), blank.text()) == ("回执 17-2026-00001（A5）", "空白登记表")
    first.trigger()
    papers.menu.close()
    keep(desk, file)
    assert titles(desk) == ["回执 17-2026-00001"]


def test_of_several_opinions_one_is_chosen(desk, file):
    form = reception_form(desk.station)
    fill(desk, opinions=(form.opinions[0], replace(form.opinions[0], title="第二件")))
    with desk.qtbot.waitSignal(desk.page.saving.done):
        desk.press("s", modifier=CTRL)
    ctrl_p(desk)
    choices = desk.page.papers.choice.actions()
    assert [one.text() for one in choices] == ["登记表 17-2026-00001", "登记表 17-2026-00002"]
    choices[1].trigger()
    desk.page.papers.choice.close()
    keep(desk, file)
    assert titles(desk) == ["登记表 17-2026-00002"]


def test_nothing_is_cut_and_no_keys_clash_at_any_size(desk):
    desk.open()
    for scale in (100, 130, 150, 200):
        desk.window.set_scale(scale)
        desk.qtbot.waitUntil(lambda: cut_texts(desk.page) == [])
        assert clashing_keys(desk.window) == []
