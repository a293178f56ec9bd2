"""Restoring: into an empty folder or over an old state, which is kept; refused whole when anything is wrong."""

import json
import shutil
from types import SimpleNamespace

import pytest

from station_app.config import DataPaths
from station_app.db import slot_file
from station_app.db.archive import BadBackup
from station_app.db.connection import CommitUncertain, DatabaseKey, connect, create_database
from station_app.db.faults import StorageProblem
from station_app.db.lock import AlreadyOpen
from station_app.db.setup import DataState, data_state
from station_app.db.slots import SlotFile, WrongPassphrase, WrongSheet
from station_app.db.statements import rows
from station_app.domain.periods import year_period
from station_app.domain.records import Box
from station_app.errors import StationError
from station_app.reports.records import RegisterGap
from station_app.services import backup_file, recover, restore
from station_app.services.backup import backup_to
from station_app.services.backup_source import inspect
from station_app.services.boxes import add_box
from station_app.services.checking import check
from station_app.services.counting import counted
from station_app.services.opening import hold, open_station
from station_app.services.opening_boxes import save_opening
from station_app.services.pace import Cancelled
from station_app.services.paper_book import OPENINGS, note_last_number, wants_last_number
from station_app.services.register import RegisterWish, look_at
from station_app.services.sign_in import sit_signed_in
from tests.services.openings import opening
from tests.services.opinions import record
from tests.stations import PASSPHRASE, open_copy


@pytest.fixture
def backup(station_template, tmp_path, clock):
    """A backup of a station with two opinions and one attachment; the station itself is gone."""
    station = open_copy(station_template, tmp_path / "alt", clock)
    record(station, {}, {})
    station.store.blobs.put(b"picture")
    (tmp_path / "stick").mkdir()
    made = backup_to(station, tmp_path / "stick")
    station.close()
    shutil.rmtree(tmp_path / "alt")
    return made


@pytest.fixture
def paths(tmp_path):
    return DataPaths(tmp_path / "neu")


@pytest.fixture
def filled(station_template, paths, clock):
    """The same station as of another day: one opinion, another attachment."""
    station = open_copy(station_template, paths.folder, clock)
    record(station, {"title": "后来的事"})
    station.store.blobs.put(b"another")
    station.close()
    return paths


def content(folder):
    """All files that count, byte by byte; lock and WAL say nothing."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".db" and path.name != "lock"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def titles(paths, clock, passphrase=PASSPHRASE):
    station = open_station(paths, passphrase, clock)
    found = [row["title"] for row in rows(station.db, "SELECT title FROM opinion ORDER BY id")]
    station.close()
    return found


def test_into_an_empty_folder(backup, paths, clock):
    done = restore.restore(backup.file, paths, PASSPHRASE, clock)
    assert (done.file, done.opinions, done.changes) == (backup.file, backup.opinions, backup.changes)
    station = open_station(paths, PASSPHRASE, clock)
    assert station.notices == ()
    assert check(station).ok
    assert [station.store.blobs.get(name) for name in station.store.blobs.names()] == [b"picture"]
    station.close()
    assert sorted(path.name for path in paths.folder.iterdir()) == [
        "blobs", "drafts.db", "instance", "lock", "slots.json", "station.db",
    ]  # fmt: skip


def test_it_is_a_new_installation_that_names_the_one_before(backup, paths, clock, station_template):
    restore.restore(backup.file, paths, PASSPHRASE, clock)
    before = (station_template.folder / "instance").read_text()
    station = open_station(paths, PASSPHRASE, clock)
    assert station.identity.predecessor == before
    assert station.identity.instance == paths.instance.read_text() != before
    sit_signed_in(station)
    assert record(station) == ("17-2026-00003",)
    last = json.loads(rows(station.db, "SELECT header FROM change ORDER BY id DESC LIMIT 1")[0]["header"])
    assert (last["instance"], last["seq"]) == (station.identity.instance, 3)
    assert check(station).ok
    station.close()


def test_the_sheet_of_its_day_opens_it(backup, paths, clock, station_template):
    restore.restore(backup.file, paths, station_template.sheet, clock)
    assert titles(paths, clock) == ["地下车库 B 区照明灯不亮"] * 2


def test_over_an_old_state_which_is_kept_as_a_backup(backup, filled, clock):
    old = counted_of(filled, clock)
    restore.restore(backup.file, filled, PASSPHRASE, clock)
    assert titles(filled, clock) == ["地下车库 B 区照明灯不亮"] * 2
    (kept,) = filled.backups.iterdir()
    facts = inspect(kept, PASSPHRASE)
    assert (facts.opinions, facts.changes) == (old.opinions, old.changes)
    restore.restore(kept, filled, PASSPHRASE, clock)
    assert titles(filled, clock) == ["后来的事"]


def counted_of(paths, clock):
    station = open_station(paths, PASSPHRASE, clock)
    counts = counted(station.db)
    station.close()
    return counts


def test_a_backup_that_lies_in_the_data_folder_survives_its_own_restore(backup, filled, clock):
    filled.backups.mkdir()
    file = shutil.copy(backup.file, filled.backups / "BACKUP-17-20200101-000000.zlb")
    for _ in range(5):
        restore.restore(file, filled, PASSPHRASE, clock)
    assert file.exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda paths: paths.station_db.write_bytes(paths.station_db.read_bytes()[:20_000]),
        lambda paths: paths.station_db.unlink(),
        lambda paths: paths.slots.unlink(),
        lambda paths: paths.slots.write_bytes(b"{"),
    ],
)
def test_an_old_state_that_cannot_be_read_is_kept_as_it_is(backup, filled, clock, spoil):
    spoil(filled)
    before = {name: data for name, data in content(filled.folder).items() if not name.startswith("lock")}
    restore.restore(backup.file, filled, PASSPHRASE, clock)
    assert titles(filled, clock) == ["地下车库 B 区照明灯不亮"] * 2
    kept = filled.backups / "OLD-20260618-105200"
    assert content(kept) == before


def test_a_first_run_that_was_cut_short_is_no_old_state(backup, paths, clock):
    paths.folder.mkdir()
    paths.setup.write_bytes(b"")
    key = DatabaseKey.generate()
    slot_file.save(paths.slots, SlotFile(key.salt).with_sheet(key, recover.draw_sheet()))
    create_database(paths.station_db, key).close()
    restore.restore(backup.file, paths, PASSPHRASE, clock)
    assert data_state(paths) is DataState.PRESENT
    assert len(titles(paths, clock)) == 2
    assert not paths.backups.exists()


def test_another_station_s_backup_is_refused(backup, paths, clock):
    paths.folder.mkdir()
    key = DatabaseKey.generate()
    slot_file.save(paths.slots, SlotFile(key.salt).with_passphrase(key, PASSPHRASE))
    create_database(paths.station_db, key).close()
    before = content(paths.folder)
    for spoil in (lambda: None, paths.slots.unlink):
        spoil()
        with pytest.raises(StationError) as refusal:
            restore.restore(backup.file, paths, PASSPHRASE, clock)
        assert "另一个站点" in refusal.value.title
    assert set(before) - set(content(paths.folder)) == {"slots.json"}
    assert paths.station_db.exists()


def test_the_wrong_passphrase_and_the_wrong_sheet_are_told_apart(backup, filled, clock):
    before = content(filled.folder)
    with pytest.raises(WrongPassphrase):
        restore.restore(backup.file, filled, "wrong wrong wrong", clock)
    with pytest.raises(WrongSheet):
        restore.restore(backup.file, filled, recover.draw_sheet(), clock)
    assert content(filled.folder) == before


def test_a_passphrase_changed_since_does_not_open_an_older_backup(backup, filled, clock, station_template):
    recover.recover(filled, station_template.sheet, "eine neue Parole")
    with pytest.raises(WrongPassphrase):
        restore.restore(backup.file, filled, "eine neue Parole", clock)
    restore.restore(backup.file, filled, PASSPHRASE, clock)
    assert len(titles(filled, clock)) == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data + b"more",
        lambda data: data[:60_000] + bytes([data[60_000] ^ 1]) + data[60_001:],
        lambda data: data.replace(b'"opinions":2', b'"opinions":3', 1),
        lambda data: data[:0],
    ],
)
def test_a_spoiled_backup_changes_nothing(backup, filled, clock, spoil):
    before = content(filled.folder)
    backup.file.write_bytes(spoil(backup.file.read_bytes()))
    with pytest.raises(BadBackup):
        restore.restore(backup.file, filled, PASSPHRASE, clock)
    assert content(filled.folder) == before
    assert titles(filled, clock) == ["后来的事"]


def test_a_missing_file_is_said(filled, clock, tmp_path):
    with pytest.raises(StorageProblem) as refusal:
        restore.restore(tmp_path / "weg.zlb", filled, PASSPHRASE, clock)
    assert "找不到" in refusal.value.title


def test_a_backup_whose_rows_went_missing_is_refused(station, tmp_path, monkeypatch, paths, clock):
    """Sealed with the right key, but not what it says it is: a fault of the program that made it."""
    record(station)
    real = backup_file._facts
    monkeypatch.setattr(
        backup_file, "_facts", lambda *args: real(*args) | {"counts": {**real(*args)["counts"], "opinions": 5}}
    )
    (tmp_path / "stick").mkdir()
    made = backup_to(station, tmp_path / "stick")
    with pytest.raises(BadBackup) as refusal:
        restore.restore(made.file, paths, PASSPHRASE, clock)
    assert "数目" in refusal.value.title
    assert data_state(paths) is DataState.EMPTY


def test_no_room_is_said_beforehand(backup, filled, clock, monkeypatch):
    full = SimpleNamespace(free=0)
    monkeypatch.setattr(backup_file.shutil, "disk_usage", lambda _path: full)
    before = content(filled.folder)
    with pytest.raises(StorageProblem) as refusal:
        restore.restore(backup.file, filled, PASSPHRASE, clock)
    assert "空间不够" in refusal.value.title
    assert content(filled.folder) == before


def test_it_is_refused_while_the_station_is_open(backup, filled, clock):
    with hold(filled), pytest.raises(AlreadyOpen):
        restore.restore(backup.file, filled, PASSPHRASE, clock)
    with hold(filled) as lock:
        restore.restore(backup.file, filled, PASSPHRASE, clock, lock=lock)


class Stopping:
    """A pace that asks to stop at the n-th look."""

    def __init__(self, look):
        self._left = look

    @property
    def cancelled(self):
        self._left -= 1
        return self._left < 0

    def report(self, done, total, text=""):
        assert 0 <= done <= total


def test_it_can_be_cancelled_until_the_swap(backup, filled, clock):
    before = content(filled.folder)
    for look in (0, 1, 4, 7):
        with pytest.raises(Cancelled):
            restore.restore(backup.file, filled, PASSPHRASE, clock, pace=Stopping(look))
    assert content(filled.folder) == before
    assert titles(filled, clock) == ["后来的事"]


def test_numbers_on_paper_are_passed_over(backup, paths, clock):
    done = restore.restore(backup.file, paths, PASSPHRASE, clock, last_number=9)
    assert done.changes == backup.changes + 1
    station = open_station(paths, PASSPHRASE, clock)
    (gap,) = rows(station.db, "SELECT code, year, first, last, reason FROM serial_gap")
    assert gap == {"code": "17", "year": 2026, "first": 3, "last": 9, "reason": "因恢复数据未启用"}
    assert not wants_last_number(station)
    sit_signed_in(station)
    assert record(station) == ("17-2026-00010",)
    assert check(station).ok
    station.close()


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_number_that_is_known_makes_no_gap(backup, paths, clock, number):
    assert restore.restore(backup.file, paths, PASSPHRASE, clock, last_number=number).changes == backup.changes


@pytest.mark.parametrize("number", [-1, 10_000_000, 2**63])
def test_a_number_that_none_can_have_is_refused(backup, filled, clock, number):
    with pytest.raises(StationError) as refusal:
        restore.restore(backup.file, filled, PASSPHRASE, clock, last_number=number)
    assert "最后的编号" in refusal.value.title
    assert titles(filled, clock) == ["后来的事"]


def test_without_a_number_the_next_save_shall_ask(backup, paths, clock):
    restore.restore(backup.file, paths, PASSPHRASE, clock)
    station = open_station(paths, PASSPHRASE, clock)
    assert wants_last_number(station)
    sit_signed_in(station)
    assert note_last_number(station, 2) is None
    assert not wants_last_number(station)
    gap = note_last_number(station, 40, year=2025)
    assert (gap.year, gap.first, gap.last) == (2025, 1, 40)
    station.close()


def test_inspecting_changes_nothing_and_refuses_alike(backup, tmp_path):
    before = content(tmp_path)
    facts = inspect(backup.file, PASSPHRASE)
    assert (facts.opinions, facts.changes) == (backup.opinions, backup.changes)
    with pytest.raises(WrongPassphrase):
        inspect(backup.file, "wrong wrong wrong")
    assert content(tmp_path) == before


def test_a_restored_database_is_one_closed_file(backup, paths, clock, station_template):
    restore.restore(backup.file, paths, PASSPHRASE, clock)
    assert not list(paths.folder.glob("*-wal"))
    db = connect(paths.station_db, station_template.key, read_only=True)
    assert counted(db).opinions == 2
    db.close()


def test_opening_numbers_on_paper_are_asked_for_and_passed_over(backup, paths, clock):
    restore.restore(backup.file, paths, PASSPHRASE, clock, last_number=2)
    station = open_station(paths, PASSPHRASE, clock)
    sit_signed_in(station)
    assert wants_last_number(station, OPENINGS)
    gap = note_last_number(station, 3, series=OPENINGS)
    assert (gap.first, gap.last, gap.series, gap.reason) == (1, 3, OPENINGS, "因恢复数据未启用")
    assert not wants_last_number(station, OPENINGS)
    box = add_box(station, Box(name="1号箱", since="2026-06-01"))
    assert save_opening(station, opening(station, box)).number == "17-2026-K0004"
    assert record(station) == ("17-2026-00003",)
    assert note_last_number(station, 4, series=OPENINGS) is None
    period = RegisterWish(period=year_period(2026))
    assert not [one for one in look_at(station, period) if isinstance(one, RegisterGap)]
    with pytest.raises(StationError, match="最后的编号"):
        note_last_number(station, 10_000, series=OPENINGS)
    assert check(station).ok
    station.close()


def test_a_doubtful_commit_in_the_gathered_copy_is_told_by_its_cause(backup, filled, clock, monkeypatch):
    def doubt(*_args):
        raise CommitUncertain(StorageProblem("磁盘已满，没有写入", "请清理磁盘。"))

    monkeypatch.setattr(restore, "renew_instance", doubt)
    before = content(filled.folder)
    with pytest.raises(StorageProblem, match=r"^磁盘已满"):
        restore.restore(backup.file, filled, PASSPHRASE, clock)
    assert content(filled.folder) == before
