"""A data folder before a station is open in it."""

import shutil

import pytest

from station_app.config import LocalSettings
from station_app.db.slots import WrongPassphrase
from station_app.services.setup import NewStation
from station_app.services.starting import AlreadyOpen, DataFolder, DataState
from tests.stations import PASSPHRASE


@pytest.fixture
def held(station_template, tmp_path, clock):
    shutil.copytree(station_template.folder, tmp_path / "数据")
    folder = DataFolder.take(tmp_path / "数据", "zlt-name", clock)
    yield folder
    folder.release()


def test_a_folder_is_held_by_one(held):
    with pytest.raises(AlreadyOpen) as problem:
        DataFolder.take(held.paths.folder)
    assert problem.value.socket_name == "zlt-name"
    held.release()
    DataFolder.take(held.paths.folder).release()


def test_a_folder_that_is_missing_is_made_and_empty(tmp_path):
    folder = DataFolder.take(tmp_path / "新" / "夹")
    assert folder.state() is DataState.EMPTY
    folder.release()


def test_a_station_opens_with_nobody_at_its_desk(held):
    assert held.trouble() is None
    station = held.open(PASSPHRASE)
    assert station.desk is None
    assert station.clock.now() == held.clock.now()
    station.close()


def test_the_number_that_opened_last_is_offered(held):
    assert held.number == "01"
    with pytest.raises(WrongPassphrase):
        held.open(PASSPHRASE, "02")
    assert held.number == "01"
    LocalSettings(scale=150, number="07").save(held.paths.settings)
    assert held.number == "07"
    held.open(PASSPHRASE).close()
    assert LocalSettings.load(held.paths.settings) == LocalSettings(scale=150, number="01")


def test_what_lies_inside_is_known_by_any_name(held, tmp_path):
    assert held.holds(held.paths.folder / "backups" / "x.pdf")
    assert held.holds(held.paths.folder / ".." / held.paths.folder.name / "x.pdf")
    assert not held.holds(tmp_path / "x.pdf")


def test_a_sheet_is_told_from_a_passphrase(held, station_template):
    assert held.is_sheet(station_template.sheet)
    assert not held.is_sheet(PASSPHRASE)


def test_a_station_is_made_with_the_sheet_that_was_shown(tmp_path, clock, station_template):
    folder = DataFolder.take(tmp_path / "neu", "", clock)
    new = NewStation(code="18", name="桐荫里联络站", passphrase=PASSPHRASE)
    folder.create(new, station_template.sheet).close()
    folder.recover(station_template.sheet, "noch einmal neu")
    folder.open("noch einmal neu").close()
    folder.release()
