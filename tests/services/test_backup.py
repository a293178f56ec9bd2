"""Backups: whole, verified, never over another file, and a failure leaves nothing behind and says why."""

import errno
import json
import os
import shutil
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

import pytest

from station_app.db import archive
from station_app.db.faults import Damaged, StorageProblem
from station_app.domain.clock import FixedClock
from station_app.errors import StationError
from station_app.services import backup_file
from station_app.services.backup import backup_to, daily_backup, due, keep_backup, last_backup
from station_app.services.backup_source import inspect, open_backup
from station_app.services.counting import counted
from station_app.services.pace import Cancelled
from tests.services.opinions import record
from tests.stations import PASSPHRASE


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def attempt(work):
    """The StationError that work ended with, None when it did not."""
    try:
        work()
    except StationError as error:
        return error
    return None


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


def names(folder):
    return sorted(path.name for path in folder.iterdir())


class Watched:
    """A pace that remembers, and asks to stop at a given report."""

    def __init__(self, stop_at=None):
        self.seen, self._stop_at = [], stop_at

    @property
    def cancelled(self):
        return len(self.seen) == self._stop_at

    def report(self, done, total, text=""):
        self.seen.append((done, total, text))


def test_a_backup_holds_what_the_station_holds(station, stick):
    record(station, {}, {})
    blob = station.store.blobs.put(b"picture")
    made = backup_to(station, stick)
    assert made.file == stick / "BACKUP-17-20260618-105200.zlb"
    assert (made.opinions, made.changes) == (2, counted(station.db).changes)
    assert names(stick) == [made.file.name]
    held = open_backup(made.file, PASSPHRASE).file
    assert [one.name for one in held.members] == ["slots.json", "station.db", "drafts.db", f"blobs/{blob}.age"]
    facts = inspect(made.file, PASSPHRASE)
    assert (facts.site_code, facts.site_name) == ("17", "梧桐里社区联络站")
    assert (facts.opinions, facts.receptions, facts.made_at) == (2, 1, station.clock.now())


def test_the_recovery_sheet_opens_it_too(station, stick, station_template):
    made = backup_to(station, stick)
    assert inspect(made.file, station_template.sheet).opinions == 0


def test_no_name_phone_or_word_is_readable_in_it(station, stick, canary):
    contact = {"name": canary.name, "phone": canary.phone}
    record(station, {"title": canary.text, "content": canary.text}, contact=contact)
    station.store.blobs.put(canary.text.encode())
    backup_to(station, stick)
    keep_backup(station)
    assert canary.found_in(stick) == []
    assert canary.found_in(station.store.paths.folder) == []


def test_a_second_backup_of_the_same_second_takes_another_name(station, stick):
    first = backup_to(station, stick).file.read_bytes()
    backup_to(station, stick)
    assert names(stick) == ["BACKUP-17-20260618-105200-2.zlb", "BACKUP-17-20260618-105200.zlb"]
    assert (stick / "BACKUP-17-20260618-105200.zlb").read_bytes() == first


def test_what_a_pulled_stick_left_is_cleared(station, stick):
    (stick / "BACKUP-17-20260617-090000.zlb.part").write_bytes(b"half")
    (stick / "BACKUP-18-20260617-090000.zlb.part").write_bytes(b"somebody else's")
    backup_to(station, stick)
    assert names(stick) == ["BACKUP-17-20260618-105200.zlb", "BACKUP-18-20260617-090000.zlb.part"]


def test_the_last_backup_is_remembered_and_is_due_after_a_week(station, stick):
    assert last_backup(station) is None
    assert due(station)
    made = backup_to(station, stick)
    last = last_backup(station)
    assert (last.at, last.folder, last.file) == ("2026-06-18T10:52:00+08:00", str(stick), made.file.name)
    assert (last.opinions, last.changes) == (made.opinions, made.changes)
    assert not due(station)
    station.clock = FixedClock(station.clock.moment + timedelta(days=7))
    assert not due(station)
    station.clock = FixedClock(station.clock.moment + timedelta(seconds=1))
    assert due(station)


def test_a_backup_in_the_data_folder_is_no_backup_to_rely_on(station):
    keep_backup(station)
    assert due(station)


@pytest.mark.parametrize("inside", ["", "backups", "backups/neu"])
def test_into_the_data_folder_itself_it_is_refused(station, inside):
    folder = station.store.paths.folder / inside
    with pytest.raises(StationError) as refusal:
        backup_to(station, folder)
    assert "数据文件夹" in refusal.value.title


def test_a_missing_stick_is_said_and_no_folder_made_for_it(station, tmp_path):
    with pytest.raises(StationError) as refusal:
        backup_to(station, tmp_path / "E" / "备份")
    assert "找不到备份要放的文件夹" in refusal.value.title
    assert not (tmp_path / "E").exists()
    (tmp_path / "datei").write_text("")
    with pytest.raises(StationError):
        backup_to(station, tmp_path / "datei")


def test_a_new_folder_on_the_stick_is_made(station, stick):
    assert backup_to(station, stick / "备份").file.parent == stick / "备份"


def test_one_backup_a_day_is_made_into_the_data_folder(station):
    assert daily_backup(station).file.parent == station.store.paths.backups
    assert daily_backup(station) is None
    station.clock = FixedClock(station.clock.moment + timedelta(days=1))
    assert daily_backup(station).file.name == "BACKUP-17-20260619-105200.zlb"


def test_daily_backups_make_room_for_new_ones(station):
    start = datetime(2026, 6, 1, 9, 0, tzinfo=timezone(timedelta(hours=8)))
    for day in range(20):
        station.clock = FixedClock(start + timedelta(days=day))
        daily_backup(station)
    assert len(names(station.store.paths.backups)) == 8
    assert names(station.store.paths.backups)[-1] == "BACKUP-17-20260620-090000.zlb"


def test_a_full_stick_is_told_in_megabytes_beforehand(station, stick, monkeypatch):
    real = shutil.disk_usage
    monkeypatch.setattr(backup_file.shutil, "disk_usage", lambda path: Usage(8, 8, 0) if path == stick else real(path))
    with pytest.raises(StorageProblem) as refusal:
        backup_to(station, stick)
    assert "空间不够，还差 2 MB" in refusal.value.title
    assert names(stick) == []


def test_a_stick_that_fills_up_in_the_middle_is_told_the_same(station, stick, monkeypatch):
    free = iter([10**9, 10**9, 0])
    monkeypatch.setattr(backup_file.shutil, "disk_usage", lambda _path: Usage(0, 0, next(free)))

    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(archive, "write_archive", full)
    with pytest.raises(StorageProblem) as refusal:
        backup_to(station, stick)
    assert "还差 2 MB" in refusal.value.title
    assert names(stick) == []


@pytest.mark.parametrize("code", [errno.EIO, errno.EROFS, errno.ENOSPC])
@pytest.mark.parametrize("step", range(1, 8))
def test_each_write_that_fails_says_its_cause_and_leaves_nothing(station, stick, monkeypatch, step, code):
    record(station)
    before = names(station.store.paths.folder)
    failing, done = os.fsync, 0

    def fsync(descriptor):
        nonlocal done
        done += 1
        if done == step:
            raise OSError(code, os.strerror(code))
        failing(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    problem = attempt(lambda: backup_to(station, stick))
    monkeypatch.undo()
    assert (type(problem) is StorageProblem) == (done >= step)
    # When only waiting for the folder failed the file has its name, and is whole.
    assert len(names(stick)) <= 1
    assert all(inspect(stick / name, PASSPHRASE).opinions == 1 for name in names(stick))
    assert [name for name in names(station.store.paths.folder) if "-wal" not in name and "-shm" not in name] == [
        name for name in before if "-wal" not in name and "-shm" not in name
    ]


def test_what_reads_back_otherwise_is_no_backup(station, stick, monkeypatch):
    real = backup_file.ticker

    def spoil(pace, done, total, text):
        if text == "正在读回核对":
            part = next(stick.glob("*.part"))
            data = bytearray(part.read_bytes())
            data[-3000] ^= 1
            part.write_bytes(data)
        return real(pace, done, total, text)

    monkeypatch.setattr(backup_file, "ticker", spoil)
    with pytest.raises(StorageProblem) as refusal:
        backup_to(station, stick)
    assert "读回" in refusal.value.title
    assert names(stick) == []
    assert last_backup(station) is None


def test_a_copy_that_holds_something_else_is_no_backup(station, stick, monkeypatch):
    real = backup_file.copy_database

    def too_late(db, target, key, progress=None):
        record(station)
        real(db, target, key, progress)

    record(station)
    monkeypatch.setattr(backup_file, "copy_database", too_late)
    with pytest.raises(Damaged):
        backup_to(station, stick)
    assert names(stick) == []


@pytest.mark.parametrize("report", [0, 1, 2, 3])
def test_it_can_be_cancelled_and_leaves_nothing(station, stick, report):
    before = names(station.store.paths.folder)
    with pytest.raises(Cancelled):
        backup_to(station, stick, Watched(stop_at=report))
    assert names(stick) == []
    assert names(station.store.paths.folder) == before


def test_it_tells_how_far_it_is(station, stick):
    pace = Watched()
    backup_to(station, stick, pace)
    shares = [done / total for done, total, _text in pace.seen]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert [text for _done, _total, text in pace.seen][-1] == "正在读回核对"


@pytest.mark.parametrize("start", [0, 5000])
def test_damaged_drafts_do_not_stop_it(station, stick, start):
    station.store.drafts.close()
    drafts = station.store.paths.drafts_db
    drafts.write_bytes(drafts.read_bytes()[:start] + b"\xff" * 8192)
    made = backup_to(station, stick)
    assert not open_backup(made.file, PASSPHRASE).file.has("drafts.db")


def test_the_manifest_says_nothing_of_persons(station, stick):
    record(station)
    manifest = json.loads(open_backup(backup_to(station, stick).file, PASSPHRASE).file.manifest)
    assert set(manifest) == {"app_version", "counts", "format", "kind", "made_at", "members", "site"}
    assert set(manifest["counts"]) == {"opinions", "receptions", "box_openings", "changes", "heads"}
