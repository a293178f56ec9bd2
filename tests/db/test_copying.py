"""Copies for backups: whole, checked, made while others write; and damage that no copy and no start may miss."""

import errno
import os
import random
import threading

import pytest

from station_app.db import copying
from station_app.db.connection import DatabaseKey, connect, create_database, write_transaction
from station_app.db.copying import copy_database, verify_database
from station_app.db.faults import Damaged, StorageProblem
from station_app.db.integrity import full_problems, quick_problems
from station_app.errors import StationError


def fill(db, start, count=400):
    with write_transaction(db):
        for number in range(start, start + count):
            db.execute_sql("INSERT INTO note (text) VALUES (?)", (f"{number} " + "雪" * 500,))


def count(db):
    return db.execute_sql("SELECT count(*) FROM note").fetchone()[0]


@pytest.fixture
def target(tmp_path):
    return tmp_path / "备份.db"


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_a_copy_is_one_whole_file_under_the_same_key(db, key, target, tmp_path):
    fill(db, 0)
    seen = []
    copy_database(db, target, key, lambda done, total: seen.append((done, total)))
    assert names(tmp_path) == ["备份.db"]
    assert target.read_bytes()[:16] == key.salt
    assert seen[-1][0] == seen[-1][1] > 0
    copy = connect(target, key, read_only=True)
    assert count(copy) == 400
    assert full_problems(copy) == []
    copy.close()
    assert names(tmp_path) == ["备份.db"]


def test_a_copy_is_the_state_at_its_start_while_another_thread_writes(db, paths, key, target):
    fill(db, 0, 3000)
    go, done = threading.Event(), threading.Event()

    def write():
        go.wait(30)
        fill(db, 3000, 10)
        db.close()
        done.set()

    def progress(_done, _total):
        go.set()
        assert done.wait(30)

    writer = threading.Thread(target=write)
    writer.start()
    copy_database(db, target, key, progress)
    writer.join()
    copy = connect(target, key)
    assert (count(copy), count(db)) == (3000, 3010)
    copy.close()


def test_a_cancelled_copy_leaves_the_one_before(db, key, target, tmp_path):
    fill(db, 0)
    copy_database(db, target, key)
    before = target.read_bytes()
    fill(db, 400, 3000)

    def cancel(_done, _total):
        raise StationError("已取消")

    with pytest.raises(StationError, match="已取消"):
        copy_database(db, target, key, cancel)
    assert target.read_bytes() == before
    assert names(tmp_path) == ["备份.db"]
    fill(db, 4000)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_failing_disk_leaves_the_copy_before(db, key, target, tmp_path, monkeypatch, code):
    fill(db, 0)
    copy_database(db, target, key)
    before = target.read_bytes()

    def fail(_descriptor):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageProblem):
        copy_database(db, target, key)
    assert target.read_bytes() == before
    assert names(tmp_path) == ["备份.db"]


def test_a_disk_that_fills_up_under_the_pages_is_named(db, key, target, monkeypatch):
    """The online backup raises SQLite's words without their code."""

    def narrow(path, key):
        made = create_database(path, key)
        made.execute_sql("PRAGMA max_page_count = 3")
        return made

    fill(db, 0)
    monkeypatch.setattr(copying, "create_database", narrow)
    with pytest.raises(StorageProblem, match="磁盘已满"):
        copy_database(db, target, key)
    assert not target.exists()


def test_a_target_that_is_gone_says_so(db, key, tmp_path):
    with pytest.raises(StorageProblem, match="打不开"):
        copy_database(db, tmp_path / "gone" / "a.db", key)
    fill(db, 0, 1)


def test_a_damaged_database_is_not_backed_up_as_whole(db, paths, key, target, tmp_path):
    fill(db, 0)
    db.close()
    spoil(paths.station_db, paths.station_db.stat().st_size // 2)
    with pytest.raises(Damaged):
        copy_database(connect(paths.station_db, key), target, key)
    assert names(tmp_path) == []


def test_what_was_only_in_the_log_is_in_the_database_after_a_crash(db, paths, key, tmp_path):
    fill(db, 0, 10)
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for name in ("station.db", "station.db-wal"):
        (crashed / name).write_bytes((paths.folder / name).read_bytes())
    reopened = connect(crashed / "station.db", key)
    assert count(reopened) == 10
    reopened.close()


def test_a_page_torn_in_the_file_but_whole_in_the_log_is_no_damage(db, paths, key, tmp_path):
    fill(db, 0, 10)
    db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.execute_sql("UPDATE note SET text = text || '!'")
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for name in ("station.db", "station.db-wal"):
        (crashed / name).write_bytes((paths.folder / name).read_bytes())
    spoil(crashed / "station.db", 4096 * 2 + 100)
    reopened = connect(crashed / "station.db", key)
    assert quick_problems(reopened) == []
    assert full_problems(reopened) == []
    reopened.close()


def spoil(path, place):
    data = bytearray(path.read_bytes())
    data[place] ^= 1 << random.randrange(8)
    path.write_bytes(data)


@pytest.mark.parametrize("eighth", range(8))
def test_every_flipped_bit_is_found(db, paths, key, eighth):
    fill(db, 0)
    db.close()
    whole = paths.station_db.read_bytes()
    for _ in range(5):
        place = random.randrange(max(16, eighth * len(whole) // 8), (eighth + 1) * len(whole) // 8)
        paths.station_db.write_bytes(whole)
        spoil(paths.station_db, place)
        with pytest.raises(Damaged):
            open_and_check(paths, key)


@pytest.mark.parametrize("keep", [1, 700, 4096, 4097, 100 * 4096, -4096, -1])
def test_every_cut_is_found(db, paths, key, keep):
    fill(db, 0)
    db.close()
    paths.station_db.write_bytes(paths.station_db.read_bytes()[:keep])
    with pytest.raises(Damaged):
        open_and_check(paths, key)


def open_and_check(paths, key):
    verify_database(paths.station_db, key)


def test_a_copy_under_a_strange_key_is_refused(db, key, target):
    copy_database(db, target, key)
    with pytest.raises(StationError):
        verify_database(target, DatabaseKey.generate())
