"""Damage on the command line: check says how to go on, salvage does it."""

import pytest

from station_app.services.backup import backup_to
from station_app.services.station import Station
from tests.services.opinions import record
from tests.stations import open_copy


@pytest.fixture
def damaged(station_template, made, tmp_path, clock):
    """The station with three opinions, of which a backup has two, and a bad page."""
    made.rename(tmp_path / "leer")
    station: Station = open_copy(station_template, made, clock)
    record(station, {}, {})
    (tmp_path / "stick").mkdir()
    backup = backup_to(station, tmp_path / "stick").file
    record(station)
    station.close()
    file = made / "station.db"
    data = bytearray(file.read_bytes())
    data[4096 * 4 + 77] ^= 1
    file.write_bytes(data)
    return backup


def test_check_names_the_ways_on(run, damaged):
    ran = run("check", json=False)
    assert ran.code == 1
    assert "salvage" in ran.out
    assert "restore" in ran.out
    assert run("check").value["ok"] is False


def test_salvage_puts_it_together(run, damaged, made):
    ran = run("salvage", json=False)
    assert (ran.code, ran.err) == (0, "")
    assert "找回：意见建议 3 条" in ran.out
    assert "1 页读不出来" in ran.out
    assert str(made / "backups" / "OLD-") in ran.out
    assert run("check").value["opinions"] == 3


def test_with_a_backup_lost_keys_come_back_too(run, damaged, made):
    (made / "slots.json").unlink()
    ran = run("salvage")
    assert ran.code == 1
    assert "密钥文件" in ran.err
    assert run("salvage", "--backup", damaged).value["opinions"] == 3
    assert run("check").value["ok"]
