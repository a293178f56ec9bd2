"""A backup put back, from the first page on and out of a running session."""

import pytest

from station_app.services.backup import backup_to
from station_app.services.home import recent
from station_app.services.recording import save_reception
from station_app.services.starting import DataFolder
from station_app.ui.gate.restore import RestorePage
from station_app.ui.gate.unlock import UnlockPage
from tests.stations import PASSPHRASE, reception_form
from tests.ui.helpers import cut_texts


@pytest.fixture
def backup(folder, tmp_path, clock):
    """A backup with one opinion of the station in ``folder``."""
    held = DataFolder.take(folder, "", clock)
    station = held.open(PASSPHRASE)
    try:
        station.sit_down(next(row[0] for row in station.db.execute_sql("SELECT head FROM site_own")))
        save_reception(station, reception_form(station))
        (tmp_path / "U盘").mkdir()
        return backup_to(station, tmp_path / "U盘").file
    finally:
        station.close()
        held.release()


def look_into(driver, backup, secret=PASSPHRASE) -> RestorePage:
    page = driver.page
    assert isinstance(page, RestorePage)
    page.file.setText(str(backup))
    page.secret.control.setText(secret)
    page.look_button.click()
    driver.idle()
    return page


def test_an_empty_folder_takes_a_backup(open_program, data_dir, backup):
    driver = open_program(data_dir)
    driver.page.start.restore.click()
    page = look_into(driver, backup)
    assert "梧桐里社区联络站（17）" in page.facts.text()
    assert "2026-06-18" in page.facts.text()
    assert "意见建议 1 条，接待 1 批" in page.facts.text()
    page.number.control.setText("9")
    page.restore.click()
    driver.until(lambda: driver.program.session is not None)
    driver.idle()
    driver.sit_down()
    station = driver.program.session.station
    assert [one.line.serial for one in recent(station)] == ["17-2026-00001"]
    assert save_reception(station, reception_form(station)).serials == ("17-2026-00010",)


def test_a_restore_out_of_the_session_keeps_the_old_state_and_asks_for_the_last_number(backup, at_home, folder):
    driver = at_home
    driver.idle()
    driver.program.session.context.wishes.restore.emit()
    driver.until(lambda: isinstance(driver.page, RestorePage))
    page = look_into(driver, backup)
    page.restore.click()
    driver.until(lambda: driver.program.session is not None)
    driver.idle()
    assert list((folder / "backups").glob("*.zlb"))
    driver.sit_down()
    driver.messages.answers = ["现在去核对"]
    window = driver.program.session.window
    window.show_page("reception")
    driver.until(lambda: window.current_key == "settings")
    assert window.page("settings").current == "backup"
    assert "最后编号" in driver.messages.errors[-1].title
    window.show_page("reception")
    driver.qtbot.wait(1)
    assert window.current_key == "reception"
    driver.messages.answers = ["现在去核对"]
    window.show_page("opening")
    driver.until(lambda: window.current_key == "settings")
    assert "开箱记录的最后编号" in driver.messages.errors[-1].title
    assert window.page("settings").sections["backup"].opening_sheet.form is not None
    window.show_page("opening")
    driver.qtbot.wait(1)
    assert window.current_key == "opening"


def test_who_thinks_better_of_it_is_asked_for_the_passphrase_again(at_home):
    driver = at_home
    driver.idle()
    driver.program.session.context.wishes.restore.emit()
    driver.until(lambda: isinstance(driver.page, RestorePage))
    driver.page.back.click()
    assert isinstance(driver.page, UnlockPage)
    driver.unlock()
    assert driver.program.session is not None


def test_the_sheet_opens_a_backup_too(open_program, data_dir, backup, station_template):
    driver = open_program(data_dir)
    driver.page.start.restore.click()
    page = look_into(driver, backup, station_template.sheet)
    page.restore.click()
    driver.until(lambda: not isinstance(driver.page, RestorePage))
    assert driver.page.sheet.control.text() == station_template.sheet


def test_a_wrong_passphrase_changes_nothing(open_program, data_dir, backup):
    driver = open_program(data_dir)
    driver.page.start.restore.click()
    page = look_into(driver, backup, "falsch und falsch")
    assert "口令" in page.problem.words.text()
    assert not page.restore.isEnabled()
    assert [path.name for path in data_dir.iterdir()] == ["lock"]


def test_another_file_is_no_backup(open_program, data_dir, tmp_path):
    other = tmp_path / "账.zlb"
    other.write_bytes(b"PK\x03\x04 nothing")
    driver = open_program(data_dir)
    driver.page.start.restore.click()
    page = look_into(driver, other)
    assert page.problem.words.text()
    assert not page.restore.isEnabled()


def test_a_number_that_is_none_is_asked_again(open_program, data_dir, backup):
    driver = open_program(data_dir)
    driver.page.start.restore.click()
    page = look_into(driver, backup)
    page.number.control.setText("17-2026")
    page.restore.click()
    assert "最后一段数字" in page.number.error()
    assert not driver.program.tasks.busy


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_the_page_fits_at_every_scale(qtbot, look, scale):
    look.set_scale(scale)
    page = RestorePage(replacing=True)
    qtbot.addWidget(page)
    page.resize(1366, 690)
    page.found.show()
    page.show()
    qtbot.wait(1)
    assert page.body.horizontalScrollBar().maximum() == 0
    assert [text for text in cut_texts(page) if "Elided" not in text] == []
