"""Keys, backups, the check of the data, and what the program is made of."""

import pytest
from PySide6.QtCore import Qt

from station_app import __version__
from station_app.db.connection import write_transaction
from station_app.db.statements import execute
from station_app.errors import StationError
from station_app.services.backup import backup_to, keep_backup
from station_app.services.numbering import next_opening_number
from station_app.services.opening import unlock
from station_app.services.paper_book import OPENINGS, ask_last_number, wants_last_number
from station_app.services.recording import save_reception
from station_app.services.recover import recover
from tests.stations import PASSPHRASE
from tests.ui.helpers import clashing_keys, cut_texts
from tests.ui.pages.settings.conftest import CTRL

NEW = "换过的钥匙 2027"


def test_the_passphrase_is_changed(desk):
    section = desk.go("keys")
    section.change_button.setFocus()
    desk.press(Qt.Key.Key_Return)
    form = section.form_sheet.form
    desk.type(PASSPHRASE)
    form.new.first.setFocus()
    desk.type(NEW)
    form.new.second.setFocus()
    desk.type("不一样的 2027")
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert "不一样" in form.new.second.error()
    form.new.second.control.setText(NEW)
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert section.form_sheet.form is None
    paths = desk.station.store.paths
    unlock(paths, NEW)
    with pytest.raises(StationError):
        unlock(paths, PASSPHRASE)


def test_a_wrong_old_passphrase_is_told_and_nothing_is_changed(desk):
    section = desk.go("keys")
    section.change_button.click()
    form = section.form_sheet.form
    form.old.setText("不是这个口令")
    form.new.first.control.setText(NEW)
    form.new.second.control.setText(NEW)
    form.submit.click()
    desk.settle()
    assert "口令不正确" in form.problem.text()
    unlock(desk.station.store.paths, PASSPHRASE)


def test_a_new_sheet_counts_only_after_it_was_kept(desk, choose, tmp_path, station_template):
    section = desk.go("keys")
    section.sheet_button.setFocus()
    desk.press(Qt.Key.Key_Return)
    form = section.form_sheet.form
    key = form.step.key
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    assert section.form_sheet.form is form
    assert "请先打印或另存恢复单" in form.step.problem.text()
    choose(desk.station.store.paths.folder / "恢复单.pdf")
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert "不能放在数据文件夹里" in form.step.problem.text()
    choose(tmp_path / "恢复单.txt")
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert key in (tmp_path / "恢复单.txt").read_text("utf-8")
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    assert desk.messages.said == ["新恢复单已启用，旧的那张请销毁"]
    paths = desk.station.store.paths
    recover(paths, key, NEW, lock=object())
    with pytest.raises(StationError):
        recover(paths, station_template.sheet, NEW, lock=object())


def test_backups_kept_by_the_program_are_listed_newest_first(desk, tmp_path):
    assert desk.go("backup").empty.isVisible()
    made = [keep_backup(desk.station).file for _time in range(2)]
    section = desk.go("backup")
    assert [row.file for row in section.table.lines.rows()] == [made[1], made[0]]
    assert section.last.title.text() == "还没有备份"
    (tmp_path / "U盘").mkdir()
    backup_to(desk.station, tmp_path / "U盘")
    desk.go("backup")
    assert section.last.title.text() == "已备份"


def test_backup_and_restore_are_asked_of_the_session(desk):
    section = desk.go("backup")
    wishes = desk.context.wishes
    section.last.button.setFocus()
    with desk.qtbot.waitSignal(wishes.backup):
        desk.press(Qt.Key.Key_Return)
    section.restore.setFocus()
    with desk.qtbot.waitSignal(wishes.restore):
        desk.press(Qt.Key.Key_Return)


def test_after_a_restore_the_last_number_is_asked(desk):
    section = desk.go("backup")
    assert section.number_sheet.form is None
    ask_last_number(desk.station)
    desk.go("backup")
    form = section.number_sheet.form
    form.number.setFocus()
    desk.type("9x")
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert "最后一段数字" in form.field.error()
    form.number.setText("92")
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert not wants_last_number(desk.station)
    assert section.number_sheet.form is None


def test_after_a_restore_the_last_opening_is_asked_too(desk):
    for series in ("", OPENINGS):
        ask_last_number(desk.station, series)
    section = desk.go("backup")
    assert clashing_keys(desk.window) == []
    assert cut_texts(desk.page) == []
    section.number_sheet.form.number.setFocus()
    desk.type("0")
    desk.press(Qt.Key.Key_S, with_=CTRL)
    form = section.opening_sheet.form
    assert desk.focus() is form.number
    desk.type("7")
    form.submit.click()
    desk.settle()
    assert not wants_last_number(desk.station, OPENINGS)
    assert section.opening_sheet.form is None
    assert next_opening_number(desk.station.db, "17", 2026) == "17-2026-K0008"


def test_whole_data_are_told_to_be_whole(desk, form):
    save_reception(desk.station, form())
    section = desk.go("check")
    section.start.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert section.report.words.text().startswith("数据完好：意见建议 1 条，接待 1 批")
    assert not section.rebuild.isVisible()


def test_tables_that_differ_from_the_log_are_made_again(desk, form):
    save_reception(desk.station, form())
    with write_transaction(desk.station.db):
        execute(desk.station.db, "UPDATE opinion SET urgency = '特急'")
    section = desk.go("check")
    section.start.click()
    desk.settle()
    assert "发现" in section.report.words.text()
    assert desk.focus() is section.rebuild
    desk.qtbot.waitUntil(lambda: cut_texts(desk.page) == [])
    desk.press(Qt.Key.Key_Return)
    assert section.report.words.text().startswith("数据完好")
    assert not section.rebuild.isVisible()


def test_about_tells_version_folder_and_licences(desk):
    section = desk.go("about")
    assert section.version.text() == __version__
    assert section.folder.text() == str(desk.station.store.paths.folder)
    section.table.setFocus()
    desk.settle()
    assert "Open Font License" in section.licence.toPlainText() or "OPEN FONT LICENSE" in section.licence.toPlainText()
    assert {"Noto Sans SC", "Tabler Icons", "PySide6"} <= {part.name for part in section.table.lines.rows()}
