"""Opening a station: each way it can fail has its own words, and nothing is made anew in silence."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from station_app.config import DataPaths
from station_app.db import migrating, slot_file, store
from station_app.db.connection import DatabaseKey, ForeignDatabase, MissingDatabase, connect
from station_app.db.faults import Damaged
from station_app.db.lock import AlreadyOpen
from station_app.db.slot_file import DamagedSlots, MissingSlots
from station_app.db.slots import SlotFile, WrongPassphrase
from station_app.domain.clock import FixedClock
from station_app.domain.enums import PersonRole
from station_app.errors import StationError
from station_app.services import opening
from station_app.services.opening import NoStation, TooManyAttempts, hold, open_station
from station_app.services.recording import save_reception
from station_app.services.restore import restore
from station_app.services.sign_in import sit_signed_in
from station_app.services.station import read_identity
from tests.stations import PASSPHRASE, reception_form


@pytest.fixture
def paths(station_template, tmp_path):
    folder = tmp_path / "联络站 17"
    shutil.copytree(station_template.folder, folder)
    return DataPaths(folder)


def opened(paths, clock, passphrase=PASSPHRASE, **more):
    return open_station(paths, passphrase, clock, **more)


def test_the_passphrase_opens_it_and_the_head_can_sit_down(paths, clock):
    station = opened(paths, clock, number="01")
    assert station.notices == ()
    assert station.desk is None
    sit_signed_in(station)
    assert station.desk.person.role is PersonRole.HEAD
    station.close()


def test_a_second_program_is_turned_away_until_the_first_has_closed(paths, clock):
    station = opened(paths, clock)
    with pytest.raises(AlreadyOpen):
        opened(paths, clock)
    station.close()
    opened(paths, clock).close()


def test_a_lock_that_was_handed_in_stays_with_its_owner(paths, clock):
    with hold(paths, "window") as lock:
        opened(paths, clock, lock=lock).close()
        with pytest.raises(AlreadyOpen) as refusal:
            hold(paths)
        assert refusal.value.socket_name == "window"


def test_a_refusal_lets_the_folder_go(paths, clock):
    with pytest.raises(WrongPassphrase):
        opened(paths, clock, "wrong wrong wrong")
    opened(paths, clock).close()


@pytest.mark.parametrize("exists", [True, False])
def test_no_station_is_never_a_new_one(tmp_path, clock, exists):
    folder = tmp_path / "leer"
    if exists:
        folder.mkdir()
    with pytest.raises(NoStation):
        opened(DataPaths(folder), clock)
    assert not (folder / "station.db").exists()
    assert folder.exists() == exists


@pytest.mark.parametrize(
    ("name", "spoil", "error"),
    [
        ("slots.json", lambda file: file.unlink(), MissingSlots),
        ("slots.json", lambda file: file.write_bytes(file.read_bytes()[:-40]), DamagedSlots),
        ("station.db", lambda file: file.unlink(), MissingDatabase),
        ("station.db", lambda file: file.write_bytes(b""), MissingDatabase),
        (
            "station.db",
            lambda file: file.write_bytes(file.read_bytes()[:100] + b"??" + file.read_bytes()[102:]),
            Damaged,
        ),
        ("station.db", lambda file: file.write_bytes(file.read_bytes()[:-5000]), Damaged),
    ],
)
def test_wrong_missing_and_damaged_are_told_apart(paths, clock, name, spoil, error):
    spoil(paths.folder / name)
    before = sorted(path.name for path in paths.folder.iterdir())
    with pytest.raises(error) as refusal:
        opened(paths, clock)
    assert not isinstance(refusal.value, WrongPassphrase)
    assert sorted({path.name for path in paths.folder.iterdir()} - {"lock"}) == [n for n in before if n != "lock"]


def test_after_five_failures_one_must_wait(paths, clock, monkeypatch):
    moment = datetime(2026, 6, 18, 10, 52, tzinfo=UTC)
    monkeypatch.setattr(opening, "SystemClock", lambda: FixedClock(moment))
    for _ in range(5):
        with pytest.raises(WrongPassphrase):
            opened(paths, clock, "wrong wrong wrong")
    with pytest.raises(TooManyAttempts) as refusal:
        opened(paths, clock)
    assert refusal.value.seconds == 5
    monkeypatch.setattr(opening, "SystemClock", lambda: FixedClock(moment + timedelta(seconds=5)))
    opened(paths, clock).close()
    monkeypatch.setattr(opening, "SystemClock", lambda: FixedClock(moment))
    opened(paths, clock).close()


def test_the_number_says_whose_passphrase_it_is(paths, clock):
    with pytest.raises(WrongPassphrase):
        opened(paths, clock, number="02")


def test_a_clock_in_1970_is_refused_before_anything_else(tmp_path):
    with pytest.raises(StationError) as refusal:
        opened(DataPaths(tmp_path / "leer"), FixedClock(datetime.fromtimestamp(0, UTC)))
    assert "1970" in refusal.value.title


def test_a_clock_set_back_is_told_and_the_order_stays(paths, clock):
    earlier = FixedClock(clock.moment - timedelta(days=1))
    station = opened(paths, earlier)
    assert len(station.notices) == 1
    assert "2026-06-18 10:52" in station.notices[0]
    sit_signed_in(station)
    form = replace(reception_form(station), began="2026-06-17T09:00")
    assert save_reception(station, form).serials == ("17-2026-00001",)
    last, before = station.db.execute_sql("SELECT depth FROM change ORDER BY id DESC LIMIT 2").fetchall()
    assert last[0] == before[0] + 1
    station.close()


@pytest.mark.parametrize("marker", [None, "0" * 32, "garbage"])
def test_a_copied_database_goes_on_as_a_new_installation(paths, clock, station_template, marker):
    db = connect(paths.station_db, station_template.key)
    before = read_identity(db)
    db.close()
    paths.instance.unlink()
    if marker is not None:
        paths.instance.write_text(marker)
    station = opened(paths, clock)
    assert station.identity.predecessor == before.instance != station.identity.instance
    assert "新的安装" in station.notices[0]
    sit_signed_in(station)
    save_reception(station, reception_form(station))
    headers = [json.loads(line[0]) for line in station.db.execute_sql("SELECT header FROM change ORDER BY id")]
    ours = [header["seq"] for header in headers if header["instance"] == station.identity.instance]
    assert ours == list(range(1, len(ours) + 1))
    station.close()
    station = opened(paths, clock)
    assert station.notices == ()
    station.close()


def test_lost_drafts_are_said(paths, clock):
    paths.drafts_db.write_bytes(b"\xff" * 8192)
    station = opened(paths, clock)
    assert "草稿" in station.notices[0]
    station.close()


def test_slots_of_another_station_are_no_wrong_passphrase(paths, clock):
    foreign = DatabaseKey.generate()
    slot_file.save(paths.slots, SlotFile(foreign.salt).with_passphrase(foreign, PASSPHRASE))
    with pytest.raises(ForeignDatabase):
        opened(paths, clock)


def test_a_backup_is_kept_before_the_data_are_brought_up_to_date(paths, clock, tmp_path, monkeypatch):
    scripts = tmp_path / "migrations"
    shutil.copytree(migrating.STATION_SCRIPTS, scripts)
    (scripts / "9999_more.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('CREATE TABLE more (id INTEGER PRIMARY KEY, word TEXT) STRICT')\n"
    )
    opened(paths, clock).close()
    assert not paths.backups.exists()
    monkeypatch.setattr(store, "STATION_SCRIPTS", scripts)
    station = opened(paths, clock)
    assert station.db.table_exists("more")
    station.close()
    (kept,) = paths.backups.iterdir()
    monkeypatch.undo()
    restore(kept, paths, PASSPHRASE, clock)
    station = opened(paths, clock)
    assert not station.db.table_exists("more")
    station.close()


def test_data_of_a_later_program_are_left_alone(paths, clock, tmp_path, monkeypatch):
    scripts = tmp_path / "migrations"
    shutil.copytree(migrating.STATION_SCRIPTS, scripts)
    (scripts / "9999_more.py").write_text("def up(migrator, db):\n    pass\n")
    with monkeypatch.context() as later:
        later.setattr(store, "STATION_SCRIPTS", scripts)
        opened(paths, clock).close()
    with pytest.raises(migrating.NewerDatabase):
        opened(paths, clock)
