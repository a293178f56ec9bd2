"""Opening, refusing, and the one way to write."""

import contextlib
import os
import resource
import subprocess
import sys
import threading
from contextlib import contextmanager

import peewee
import pytest

from station_app.db.connection import (
    CommitUncertain,
    DatabaseKey,
    ForeignDatabase,
    MissingDatabase,
    connect,
    create_database,
    storage_faults,
    sure_transaction,
    write_transaction,
)
from station_app.db.faults import Damaged, StorageProblem
from station_app.errors import StationError


def add(db, text):
    db.execute_sql("INSERT INTO note (text) VALUES (?)", (text,))


OPEN = """
import sys
from pathlib import Path
from station_app.db.connection import *
db = connect(Path(sys.argv[1]), DatabaseKey(bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3])))
"""
WRITE_WITHOUT_END = """
start = db.execute_sql("SELECT count(*) FROM note").fetchone()[0]
for number in range(start, 10**9):
    with write_transaction(db):
        db.execute_sql("INSERT INTO note (text) VALUES (?)", (str(number) * 300,))
    print(number, flush=True)
"""


def in_another_process(code, paths, key):
    return [sys.executable, "-c", code, paths.station_db, key.key.hex(), key.salt.hex()]


def write(db, *work):
    """Each piece of work in one transaction."""
    with write_transaction(db):
        for piece in work:
            piece(db)


def adding(text):
    return lambda db: add(db, text)


def break_down(_db):
    raise ZeroDivisionError


def texts(db):
    return [text for (text,) in db.execute_sql("SELECT text FROM note ORDER BY id").fetchall()]


@contextmanager
def no_file_may_grow_beyond(size):
    """Make the system refuse writes past ``size`` bytes, as a broken or full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_the_promised_pragmas_hold_on_every_thread(db):
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "temp_store": 2,
        "busy_timeout": 5000,
    }
    seen = []

    def look():
        seen.append({name: db.pragma(name) for name in wanted})
        db.close()

    other = threading.Thread(target=look)
    other.start()
    other.join()
    look()
    assert seen == [wanted, wanted]


def test_what_was_written_is_there_after_reopening(db, paths, key):
    write(db, adding("一"))
    db.close()
    assert texts(connect(paths.station_db, key)) == ["一"]


@pytest.mark.parametrize("name", ["a b.db", "100%41.db", "是?吗#.db"])
def test_a_path_is_taken_as_it_is(data_dir, key, name):
    create_database(data_dir / name, key).close()
    assert (data_dir / name).is_file()
    connect(data_dir / name, key).close()


def test_a_missing_or_empty_file_is_never_made_anew(paths, key):
    with pytest.raises(MissingDatabase):
        connect(paths.station_db, key)
    assert not paths.station_db.exists()
    paths.station_db.touch()
    with pytest.raises(MissingDatabase):
        connect(paths.station_db, key)
    assert paths.station_db.stat().st_size == 0


def test_creating_over_a_file_is_refused(db, paths, key):
    with pytest.raises(StationError, match="已存在"):
        create_database(paths.station_db, key)


@pytest.mark.parametrize("read_only", [True, False])
def test_another_station_s_key_is_told_from_damage(db, paths, read_only):
    db.close()
    with pytest.raises(ForeignDatabase):
        connect(paths.station_db, DatabaseKey.generate(), read_only=read_only)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_damaged_first_page_is_called_damage(db, paths, key, read_only):
    db.close()
    with paths.station_db.open("rb+") as file:
        file.seek(100)
        file.write(b"\xff\x00\xff")
    with pytest.raises(Damaged):
        connect(paths.station_db, key, read_only=read_only)


def test_a_torn_salt_in_the_file_costs_nothing(db, paths, key):
    write(db, adding("一"))
    db.close()
    with paths.station_db.open("rb+") as file:
        file.write(bytes(16))
    assert texts(connect(paths.station_db, key)) == ["一"]


def test_an_error_in_the_block_saves_nothing(db):
    with pytest.raises(ZeroDivisionError):
        write(db, adding("一"), break_down)
    write(db, adding("二"))
    assert texts(db) == ["二"]


def test_our_own_mistake_stays_a_mistake(db):
    with pytest.raises(peewee.IntegrityError):
        write(db, adding("一"), adding("一"))
    assert texts(db) == []


def test_nesting_is_refused_and_savepoints_serve(db):
    def half_done(db):
        with db.savepoint():
            add(db, "二")
            break_down(db)

    with write_transaction(db):
        add(db, "一")
        with pytest.raises(RuntimeError, match="inside"):
            write(db, adding("三"))
        with pytest.raises(ZeroDivisionError):
            half_done(db)
    assert texts(db) == ["一"]


def fill(db):
    for number in range(200):
        add(db, f"{number}" + "满" * 1000)


def fill_in_a_savepoint(db):
    with db.savepoint():
        fill(db)


@pytest.mark.parametrize("work", [fill, fill_in_a_savepoint])
def test_a_full_disk_says_so_and_leaves_the_old_data(db, work):
    write(db, adding("一"))
    db.execute_sql("PRAGMA max_page_count = 10")
    with pytest.raises(StorageProblem, match="磁盘已满"):
        write(db, work)
    assert not db.in_transaction()
    assert texts(db) == ["一"]
    db.execute_sql("PRAGMA max_page_count = 100000")
    write(db, adding("二"))
    assert texts(db) == ["一", "二"]


def test_a_failed_commit_is_uncertain_and_does_not_come_back(db, paths, key):
    write(db, adding("一"))
    log = paths.station_db.with_name("station.db-wal")
    with pytest.raises(CommitUncertain) as caught, no_file_may_grow_beyond(log.stat().st_size + 4000):
        write(db, adding("二"))
    assert isinstance(caught.value.problem, StorageProblem)
    assert texts(db) == ["一"]
    look = OPEN + "print(db.execute_sql('SELECT count(*) FROM note').fetchone()[0])"
    found = subprocess.run(in_another_process(look, paths, key), capture_output=True, check=True)
    assert found.stdout == b"1\n"


@pytest.mark.parametrize("there", [True, False])
def test_after_a_failed_commit_one_looks_again(db, paths, there):
    write(db, adding("一"))
    log = paths.station_db.with_name("station.db-wal")
    told = contextlib.nullcontext() if there else pytest.raises(StorageProblem)
    with told as caught, no_file_may_grow_beyond(log.stat().st_size + 4000), sure_transaction(db, lambda: there):
        add(db, "二")
    assert there or not isinstance(caught.value, CommitUncertain)


def test_a_writer_that_holds_the_lock_is_named(db, paths, key):
    other = connect(paths.station_db, key)
    db.execute_sql("PRAGMA busy_timeout = 1")
    with write_transaction(other):
        add(other, "一")
        with pytest.raises(StorageProblem, match="占用"):
            write(db, adding("二"))
    other.close()
    assert texts(db) == ["一"]


@pytest.mark.parametrize("how", [{"read_only": True}, {"query_only": True}])
def test_a_reading_connection_refuses_to_write(db, paths, key, how):
    reader = connect(paths.station_db, key, **how)
    with pytest.raises(StorageProblem, match="只读"):
        write(reader, adding("一"))
    reader.close()
    assert texts(db) == []


def test_reading_goes_on_while_another_thread_writes(db):
    with write_transaction(db):
        add(db, "一")
        seen = []

        def look():
            seen.extend(texts(db))
            db.close()

        add(db, "二")
        reader = threading.Thread(target=look)
        reader.start()
        reader.join()
        assert seen == []


def test_damage_found_while_reading_is_a_problem_of_the_file(db, paths, key):
    write(db, fill)
    db.close()
    size = paths.station_db.stat().st_size
    with paths.station_db.open("rb+") as file:
        file.seek(size // 2)
        file.write(os.urandom(5000))
    with pytest.raises(Damaged), storage_faults():
        texts(connect(paths.station_db, key))


def test_no_acknowledged_write_is_lost_by_kill(paths, key, db):
    db.close()
    writer = OPEN + WRITE_WITHOUT_END
    command = in_another_process(writer, paths, key)
    for lines in (1, 7, 40):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        acknowledged = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        acknowledged += process.stdout.readlines()
        process.stdout.close()
        process.wait()
        kept = texts(connect(paths.station_db, key))
        last = int([line for line in acknowledged if line.endswith("\n")][-1])
        assert kept[: last + 1] == [str(number) * 300 for number in range(last + 1)]


def test_nothing_readable_in_the_files(db, paths, canary):
    with write_transaction(db):
        add(db, f"{canary.name} {canary.phone} {canary.text}")
    assert (paths.folder / "station.db-wal").stat().st_size > 0
    assert canary.found_in(paths.folder) == []
    db.close()
    assert canary.found_in(paths.folder) == []


def test_a_key_of_the_wrong_length_is_no_passphrase():
    with pytest.raises(ValueError, match="32 bytes"):
        DatabaseKey(b"short", bytes(16))
    assert "00" not in repr(DatabaseKey(bytes(32), b"s" * 16))
