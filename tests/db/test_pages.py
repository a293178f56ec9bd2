"""Bare pages: opened, told bad one by one, and their rows read as SQLite reads them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station_app.db import btree
from station_app.db.connection import create_database, write_transaction
from station_app.db.keys import DatabaseKey
from station_app.db.pages import PAGE, PageCipher, Pages
from station_app.db.wal import accepted, is_empty, read_wal, starts_whole

VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=3000),
    st.binary(max_size=9000),
)


@pytest.fixture
def key():
    return DatabaseKey.generate()


@pytest.fixture
def database(tmp_path, key):
    db = create_database(tmp_path / "x.db", key)
    db.execute_sql("CREATE TABLE one (id INTEGER PRIMARY KEY, a, b)")
    db.execute_sql("CREATE TABLE two (a TEXT, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID")
    yield db
    db.close()


def fill(db, count=400):
    with write_transaction(db):
        for number in range(count):
            db.execute_sql(
                "INSERT INTO one (a, b) VALUES (?, ?)", (f"字{number}" * (1 + number % 700), bytes(number * 9))
            )
            db.execute_sql("INSERT OR IGNORE INTO two VALUES (?, ?)", (f"k{number}" * (1 + number % 400), number))


def read(path, key, table):
    pages = Pages(path, key)
    schema = [row for number, page in btree.walk(1, pages.page) for _, row in btree.rows_in(number, page, pages.page)]
    root = next(row[3] for row in schema if row[1] == table)
    walked = btree.walk(int(root), pages.page)
    return sorted(cell for number, page in walked for cell in btree.rows_in(number, page, pages.page))


@pytest.mark.parametrize("in_log", [True, False])
def test_rows_are_those_that_sqlite_reads(database, tmp_path, key, in_log):
    fill(database)
    if not in_log:
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    one = [(number, (None, a, b)) for number, a, b in database.execute_sql("SELECT id, a, b FROM one ORDER BY id")]
    assert read(tmp_path / "x.db", key, "one") == one
    two = sorted((0, row) for row in database.execute_sql("SELECT a, b FROM two"))
    assert read(tmp_path / "x.db", key, "two") == two


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=8))
def test_any_value_comes_back(tmp_path_factory, rows):
    folder, key = tmp_path_factory.mktemp("x"), DatabaseKey.generate()
    db = create_database(folder / "x.db", key)
    db.execute_sql("CREATE TABLE one (id INTEGER PRIMARY KEY, a, b)")
    with write_transaction(db):
        for a, b in rows:
            db.execute_sql("INSERT INTO one (a, b) VALUES (?, ?)", (a, b))
    assert [row[1:] for _, row in read(folder / "x.db", key, "one")] == rows
    db.close()


def test_a_bad_page_is_named_and_the_others_are_read(database, tmp_path, key):
    fill(database)
    database.close()
    data = bytearray((tmp_path / "x.db").read_bytes())
    data[6 * PAGE + 11] ^= 1
    (tmp_path / "x.db").write_bytes(data)
    pages = Pages(tmp_path / "x.db", key)
    assert {number for number, _page in pages} == set(range(1, pages.count + 1)) - {7}
    assert pages.bad == {7}
    assert pages.page(7) is None
    assert pages.page(0) is pages.page(pages.count + 1) is None


def test_a_page_of_another_key_or_place_is_bad(database, tmp_path, key):
    fill(database)
    database.close()
    data = (tmp_path / "x.db").read_bytes()
    third = data[2 * PAGE : 3 * PAGE]
    assert PageCipher(key).open(3, third) is not None
    assert PageCipher(key).open(4, third) is None
    assert PageCipher(DatabaseKey(b"x" * 32, key.salt)).open(3, third) is None
    assert PageCipher(key).open(3, third[:-1]) is None


def test_a_page_that_is_bad_in_the_log_is_read_from_the_file(database, tmp_path, key):
    fill(database, 50)
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    fill(database, 50)
    log = tmp_path / "x.db-wal"
    frames = read_wal(tmp_path / "x.db")
    data = bytearray(log.read_bytes())
    number = frames[0].number
    for place, frame in enumerate(frames):
        if frame.number == number:
            data[32 + place * (24 + PAGE) + 24 + 50] ^= 1
    (tmp_path / "y.db").write_bytes((tmp_path / "x.db").read_bytes())
    (tmp_path / "y.db-wal").write_bytes(data)
    pages = Pages(tmp_path / "y.db", key)
    assert pages.page(number) is not None
    assert pages.bad == set()


def test_of_a_log_what_sqlite_takes_is_counted(database, tmp_path):
    path = tmp_path / "x.db"
    assert is_empty(tmp_path / "none.db")
    fill(database, 5)
    whole = len(read_wal(path))
    assert accepted(path) == whole > 0
    fill(database, 5)
    data = bytearray((tmp_path / "x.db-wal").read_bytes())
    data[32 + whole * (24 + PAGE) + 30] ^= 1
    (tmp_path / "y.db-wal").write_bytes(data)
    assert accepted(tmp_path / "y.db") == whole
    assert starts_whole(tmp_path / "y.db")
    data[5] ^= 1
    (tmp_path / "y.db-wal").write_bytes(data)
    assert accepted(tmp_path / "y.db") == 0
    assert not starts_whole(tmp_path / "y.db")


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=PAGE - 80, max_size=PAGE - 80), st.integers(1, 3))
def test_no_page_makes_the_reader_fall_or_run_for_ever(page, number):
    for kind in (13, 10, 5, 2, 0):
        made = bytes([kind]) + page[1:] if number > 1 else page[:100] + bytes([kind]) + page[101:]

        def reader(wanted, made=made):
            return made if 1 <= wanted <= 20 else None

        list(btree.rows_in(number, made, reader))
        list(btree.walk(number, reader))
