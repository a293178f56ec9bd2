"""Damage of any kind is found before anything is done with the data, and in the right words."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from station_app.config import DataPaths
from station_app.db import slot_file
from station_app.db.connection import ForeignDatabase, MissingDatabase, write_transaction
from station_app.db.faults import Damaged
from station_app.db.keys import DatabaseKey
from station_app.db.slot_file import DamagedSlots, MissingSlots
from station_app.db.slots import SlotFile, WrongPassphrase
from station_app.db.store import Store
from station_app.errors import StationError
from tests.proof_counts import add_up
from tests.services.opinions import record
from tests.stations import PASSPHRASE, open_copy

PAGE = 4096
Spoil = Callable[[DataPaths, random.Random], None]


@pytest.fixture(scope="module")
def filled(station_template, tmp_path_factory, session_clock):
    """A closed station with twenty opinions, and beside it the log as it was in its middle."""
    folder = tmp_path_factory.mktemp("damage") / "ganz"
    station = open_copy(station_template, folder, session_clock)
    for number in range(20):
        record(station, {"title": f"第 {number} 件", "content": "楼道的灯不亮。" * (1 + number * 9)})
        if number == 9:
            shutil.copy(log(DataPaths(folder)), folder.parent / "old-wal")
    station.close()
    return DataPaths(folder)


@pytest.fixture
def paths(filled, tmp_path):
    shutil.copytree(filled.folder, tmp_path / "daten")
    return DataPaths(tmp_path / "daten")


def log(paths):
    return paths.folder / "station.db-wal"


def start(paths, passphrase=PASSPHRASE):
    """As a start does: keys, database, drafts."""
    key = slot_file.load(paths.slots).open_with_passphrase(passphrase).key
    Store.open(paths, key, lambda _db: None).close()


def change(path, edit):
    data = bytearray(path.read_bytes())
    edit(data)
    path.write_bytes(data)


def one_bit(paths, dice):
    def edit(data):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)

    change(paths.station_db, edit)


def one_page(paths, dice):
    def edit(data):
        start = PAGE * dice.randrange(len(data) // PAGE)
        data[start : start + PAGE] = dice.randbytes(PAGE)

    change(paths.station_db, edit)


def zeroed_page(paths, dice):
    def edit(data):
        start = PAGE * dice.randrange(len(data) // PAGE)
        data[start : start + PAGE] = bytes(PAGE)

    change(paths.station_db, edit)


def swapped_pages(paths, dice):
    def edit(data):
        one, other = (PAGE * number for number in dice.sample(range(1, len(data) // PAGE), 2))
        data[one : one + PAGE], data[other : other + PAGE] = data[other : other + PAGE], data[one : one + PAGE]

    change(paths.station_db, edit)


def truncated(paths, dice):
    change(paths.station_db, lambda data: data.__delitem__(slice(1 + dice.randrange(len(data) - 1), None)))


DATABASE: tuple[Spoil, ...] = (one_bit, one_page, zeroed_page, swapped_pages, truncated)


def spoil_and_start(spoil, filled, folder, seed):
    """Spoil a copy, and say what a start says: the error, after which nothing has changed."""
    shutil.copytree(filled.folder, folder)
    paths = DataPaths(folder)
    spoil(paths, random.Random(seed))
    before = {path.name: path.read_bytes() for path in folder.glob("s*") if path.suffix != ".db-shm"}
    try:
        start(paths)
    except StationError as problem:
        after = {path.name: path.read_bytes() for path in folder.glob("s*") if path.suffix != ".db-shm"}
        assert {name: data for name, data in after.items() if data} == before
        return problem
    finally:
        shutil.rmtree(folder)
    raise AssertionError(f"{spoil.__name__}, seed {seed}: not found")


def all_found(spoil, seeds, filled, tmp_path):
    for seed in seeds:
        problem = spoil_and_start(spoil, filled, tmp_path / "daten", seed)
        assert isinstance(problem, Damaged), (seed, problem)
        assert "损坏" in problem.title
        assert "备份" in problem.next_step


@pytest.mark.parametrize("spoil", DATABASE, ids=lambda spoil: spoil.__name__)
def test_a_damaged_database_is_found(spoil, filled, tmp_path):
    all_found(spoil, range(3), filled, tmp_path)


@pytest.mark.proof
@pytest.mark.parametrize("spoil", DATABASE, ids=lambda spoil: spoil.__name__)
def test_very_many_damaged_databases_are_found(spoil, filled, tmp_path):
    """DAMAGES of them in all, from SEED on."""
    first, many = int(os.environ.get("SEED", "1")), int(os.environ.get("DAMAGES", "200")) // len(DATABASE)
    all_found(spoil, range(first, first + many), filled, tmp_path)
    add_up("damaged databases found at start", {spoil.__name__: many})


def test_a_whole_one_is_opened(paths):
    start(paths)


def test_a_log_of_another_time_is_not_taken(paths, filled):
    shutil.copy(filled.folder.parent / "old-wal", log(paths))
    whole = paths.station_db.read_bytes()
    with pytest.raises(Damaged, match="另一个时间"):
        start(paths)
    assert paths.station_db.read_bytes() == whole
    log(paths).unlink()
    start(paths)


@pytest.fixture
def killed(filled, tmp_path, station_template):
    """As a kill leaves it after five transactions: a database and a log that belong together."""
    shutil.copytree(filled.folder, tmp_path / "lauf")
    store = Store.open(DataPaths(tmp_path / "lauf"), station_template.key, lambda _db: None)
    for number in range(5):
        with write_transaction(store.db):
            store.db.execute_sql("INSERT INTO setting (key, value) VALUES (?, '1')", (f"probe {number}",))
    shutil.copytree(tmp_path / "lauf", tmp_path / "daten")
    store.close()
    return DataPaths(tmp_path / "daten")


def probes(paths, key):
    store = Store.open(paths, key, lambda _db: None)
    try:
        return store.db.execute_sql("SELECT count(*) FROM setting WHERE key LIKE 'probe%'").fetchone()[0]
    finally:
        store.close()


def test_a_log_that_a_kill_left_is_taken(killed, station_template):
    assert probes(killed, station_template.key) == 5


def test_a_commit_torn_at_the_end_is_passed_over(killed, station_template):
    change(log(killed), lambda data: data.__setitem__(-100, data[-100] ^ 1))
    assert probes(killed, station_template.key) == 4


@pytest.mark.parametrize("place", [40, 100, PAGE])
def test_a_log_broken_in_its_middle_is_found(killed, place):
    change(log(killed), lambda data: data.__setitem__(place, data[place] ^ 1))
    with pytest.raises(Damaged, match="日志中间已损坏"):
        start(killed)


@pytest.mark.parametrize("place", [0, 17, 31])
def test_a_log_whose_head_is_broken_is_found(killed, place):
    change(log(killed), lambda data: data.__setitem__(place, data[place] ^ 1))
    with pytest.raises(Damaged, match="日志开头已损坏"):
        start(killed)


def test_a_log_that_was_used_up_may_be_broken(killed, station_template):
    store = Store.open(killed, station_template.key, lambda _db: None)
    store.db.execute_sql("PRAGMA wal_checkpoint(FULL)").fetchone()
    shutil.copytree(killed.folder, killed.folder.parent / "kopie")
    store.close()
    copied = DataPaths(killed.folder.parent / "kopie")
    change(log(copied), lambda data: data.__setitem__(0, 0))
    assert probes(copied, station_template.key) == 5


def test_garbage_in_place_of_a_log_is_found(killed):
    log(killed).write_bytes(random.Random(1).randbytes(50_000))
    with pytest.raises(Damaged, match="日志"):
        start(killed)


def test_key_slots_that_are_missing_or_altered_are_told_apart_from_a_wrong_passphrase(paths):
    with pytest.raises(WrongPassphrase):
        start(paths, "falsch und falsch")
    change(paths.slots, lambda data: data.__setitem__(200, data[200] ^ 1))
    with pytest.raises(DamagedSlots):
        start(paths)
    paths.slots.unlink()
    with pytest.raises(MissingSlots):
        start(paths)


def test_a_damaged_database_is_told_apart_from_a_wrong_passphrase(paths):
    one_page(paths, random.Random(3))
    with pytest.raises(WrongPassphrase):
        start(paths, "falsch und falsch")
    with pytest.raises(Damaged):
        start(paths)


def test_the_slots_of_another_station_are_named(paths):
    key = DatabaseKey.generate()
    slot_file.save(paths.slots, SlotFile(key.salt).with_passphrase(key, PASSPHRASE))
    with pytest.raises(ForeignDatabase, match="不是一套"):
        start(paths)


@pytest.mark.parametrize("size", [0, None])
def test_a_missing_database_is_never_made_anew(paths, size):
    paths.station_db.unlink() if size is None else paths.station_db.write_bytes(b"")
    with pytest.raises(MissingDatabase):
        start(paths)
    assert not paths.station_db.is_file() or paths.station_db.stat().st_size == 0


def test_without_the_key_of_the_attachments_it_is_damaged(paths, station_template):
    store = Store.open(paths, station_template.key, lambda _db: None)
    with write_transaction(store.db):
        store.db.execute_sql("DELETE FROM setting WHERE key = 'blob_identity'")
    store.close()
    with pytest.raises(Damaged, match="附件的密钥"):
        start(paths)


def test_damaged_drafts_never_stop_a_start(paths, station_template):
    change(paths.drafts_db, lambda data: data.__setitem__(5000, data[5000] ^ 1))
    store = Store.open(paths, station_template.key, lambda _db: None)
    assert store.drafts_lost
    store.close()
    assert Path(f"{paths.drafts_db}.damaged").is_file()
