"""Damaged data on the screen: what is whole is said, and every way back is at most three clicks."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from station_app.config import DataPaths
from station_app.db.store import Store
from station_app.errors import StationError
from station_app.services.backup import keep_backup
from station_app.services.backup_source import BackupFacts
from station_app.services.checking import check
from station_app.services.diagnosis import Diagnosis
from station_app.services.salvage_report import SalvageReport
from station_app.services.station import Station
from station_app.ui.gate.repair import RepairPage
from tests.services.opinions import record
from tests.stations import PASSPHRASE
from tests.ui.helpers import clashing_keys, cut_texts


@pytest.fixture
def damaged(folder, station_template, clock):
    """A station with a backup of two opinions, a third after it, and a page that cannot be read."""
    paths = DataPaths(folder)
    station = Station(Store.open(paths, station_template.key, lambda _db: None), clock)
    station.sit_down(station_template.head)
    record(station, {"title": "第一件"}, {"title": "第二件"})
    keep_backup(station)
    record(station, {"title": "备份以后的事"})
    station.close()
    shutil.copy(paths.station_db, folder.parent / "ganz.db")
    data = bytearray(paths.station_db.read_bytes())
    data[5 * 4096 + 9] ^= 1
    paths.station_db.write_bytes(data)
    return folder


def found(driver) -> RepairPage:
    page = driver.page
    assert isinstance(page, RepairPage)
    driver.idle()
    assert page.findings.isVisible(), page.problem.words.text()
    return page


def titles(driver) -> list[str]:
    driver.idle()
    session = driver.program.session
    assert session is not None
    lines = session.station.db.execute_sql("SELECT title FROM opinion ORDER BY id").fetchall()
    assert check(session.station).problems == ()
    return [title for (title,) in lines]


def test_what_is_whole_is_said_after_the_passphrase(open_program, damaged):
    driver = open_program(damaged)
    driver.unlock()
    page = found(driver)
    assert "损坏" in page.title.text()
    assert "1 页读不出来" in page.whole.text()
    assert "意见建议 3 条" in page.whole.text()
    assert "最近的完好备份：2026-06-18" in page.whole.text()
    assert "17-2026-00003" in page.restore.told.text()
    assert driver.focus is page.restore.button
    assert cut_texts(page) == []
    assert clashing_keys(page) == []


def test_the_backup_comes_back_with_one_key(open_program, damaged):
    driver = open_program(damaged)
    driver.unlock()
    found(driver)
    driver.press(Qt.Key.Key_1)
    driver.idle()
    assert titles(driver) == ["第一件", "第二件"]


@pytest.mark.parametrize("key", [Qt.Key.Key_2, Qt.Key.Key_3])
def test_what_can_be_read_comes_back_with_two(open_program, damaged, key):
    driver = open_program(damaged)
    driver.unlock()
    page = found(driver)
    driver.press(key)
    driver.until(page.outcome.isVisible)
    assert page.open_button.hasFocus()
    assert cut_texts(page) == []
    driver.press(Qt.Key.Key_Return)
    assert titles(driver) == ["第一件", "第二件", "备份以后的事"]
    (old,) = (damaged / "backups").glob("OLD-*")
    assert (old / "station.db").is_file()


def test_lost_keys_are_asked_for_once_and_taken_from_the_backup(open_program, damaged):
    (damaged / "slots.json").unlink()
    driver = open_program(damaged)
    assert isinstance(driver.page, RepairPage)
    assert "找不到密钥文件" in driver.page.title.text()
    driver.type(PASSPHRASE)
    driver.press(Qt.Key.Key_Return)
    page = found(driver)
    assert page.salvage.isHidden()
    assert "备份里的密钥" in page.fill_in.told.text()
    page.fill_in.button.click()
    driver.until(page.outcome.isVisible)
    page.open_button.click()
    assert titles(driver) == ["第一件", "第二件", "备份以后的事"]


def test_a_wrong_passphrase_is_said_and_asked_again(open_program, damaged):
    (damaged / "slots.json").write_text("{")
    driver = open_program(damaged)
    driver.type("falsch und falsch")
    driver.press(Qt.Key.Key_Return)
    driver.idle()
    page = driver.page
    assert isinstance(page, RepairPage)
    assert page.problem.isVisible()
    assert page.findings.isHidden()
    assert page.secret.control.hasFocus()


def test_without_any_backup_what_can_be_read_is_offered_first(open_program, damaged):
    shutil.rmtree(damaged / "backups")
    driver = open_program(damaged)
    driver.unlock()
    page = found(driver)
    assert page.restore.isHidden()
    assert page.fill_in.isHidden()
    assert driver.focus is page.salvage.button
    assert "U 盘" in page.whole.text()


def test_where_nothing_can_be_read_another_backup_is_the_way(open_program, damaged):
    shutil.rmtree(damaged / "backups")
    (damaged / "station.db").write_bytes(bytes(50_000))
    driver = open_program(damaged)
    driver.unlock()
    page = found(driver)
    assert page.choices.isHidden()
    assert "换一份备份" in page.problem.words.text()
    assert driver.focus is page.other


def test_it_can_be_stopped_and_tried_again(open_program, damaged):
    driver = open_program(damaged)
    driver.unlock()
    page = found(driver)
    before = (damaged / "station.db").read_bytes()
    page.salvage.button.click()
    page.progress.cancel.click()
    driver.idle()
    if page.outcome.isVisible():
        pytest.skip("it was done before it could be stopped")
    assert "已取消" in page.problem.words.text()
    assert (damaged / "station.db").read_bytes() == before
    shutil.copy(damaged.parent / "ganz.db", damaged / "station.db")
    page.retry.click()
    driver.unlock()
    assert len(titles(driver)) == 3


BACKUP = BackupFacts(
    file=Path("BACKUP-17-20260617-180000.zlb"),
    made_at=datetime(2026, 6, 17, 10, tzinfo=UTC),
    site_code="17",
    site_name="梧桐里社区联络站",
    opinions=1204,
    receptions=988,
    changes=5321,
)
FOUND = Diagnosis(
    pages=24_320,
    bad_pages=17,
    opinions=1216,
    receptions=997,
    last=datetime(2026, 6, 18, 2, 10, tzinfo=UTC),
    backup=BACKUP,
    since=tuple(f"17-2026-{number:05d}" for number in range(80, 92)),
    changes_since=61,
    keys_lost=False,
)
REPORT = SalvageReport(
    opinions=1216,
    receptions=997,
    box_openings=12,
    changes=5382,
    pages=24_320,
    bad_pages=17,
    repeated=41,
    waiting=38,
    from_backup=0,
    serials=("17-2026-00081",),
    attachments=(),
    saved=("意见建议 1,216 条，接待 997 批，开箱 12 次", "其中 41 项的原记录已断开，内容已照样重新记下"),
    missing=("数据文件共 24,320 页，有 17 页读不出来", "缺编号：17-2026-00081，请照纸质社情簿补录"),
    kept_in=Path("backups/OLD-20260618-103200"),
)


@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("state", ["asks", "found", "done"])
def test_the_page_fits_at_every_scale(qtbot, look, scale, state):
    look.set_scale(scale)
    page = RepairPage(
        StationError("数据文件已损坏", "请用最近的备份恢复；损坏的文件会原样保留。"), asks=state == "asks"
    )
    qtbot.addWidget(page)
    page.resize(1366, 690)
    page.show()
    if state != "asks":
        page.show_findings(FOUND)
    if state == "done":
        page.show_report(REPORT)
    qtbot.wait(1)
    assert cut_texts(page) == []
    assert clashing_keys(page) == []
