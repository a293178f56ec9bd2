"""A data folder opens whole, or says what is wrong and stays as it is."""

import random

import pytest

from station_app.db import store as store_module
from station_app.db.connection import DatabaseKey, ForeignDatabase, MissingDatabase, write_transaction
from station_app.db.faults import Damaged
from station_app.db.migrating import NewerDatabase
from station_app.db.setup import setting_up
from station_app.db.store import Store
from station_app.errors import StationError


def no_migration_expected(_db):
    raise AssertionError("nothing to migrate")


def reopened(paths, key):
    return Store.open(paths, key, no_migration_expected)


def setting(store, key, value):
    with write_transaction(store.db):
        store.db.execute_sql("INSERT INTO setting (key, value) VALUES (?, ?)", (key, value))


def draft(store, body):
    with write_transaction(store.drafts):
        store.drafts.execute_sql(
            "INSERT INTO draft (uid, kind, started_at, updated_at, label, body) "
            "VALUES ('u', 'reception', '', '', '', ?)",
            (body,),
        )


def drafts(store):
    return [body for (body,) in store.drafts.execute_sql("SELECT body FROM draft").fetchall()]


@pytest.fixture
def made(paths, key):
    """A new station's store, closed again."""
    with setting_up(paths):
        store = Store.create(paths, key)
    store.close()
    return paths


def test_what_was_kept_is_there_after_reopening(made, key):
    store = reopened(made, key)
    setting(store, "a", "1")
    draft(store, "半句话")
    blob = store.blobs.put(b"picture")
    store.close()
    again = reopened(made, key)
    assert again.db.execute_sql("SELECT value FROM setting WHERE key = 'a'").fetchone() == ("1",)
    assert drafts(again) == ["半句话"]
    assert again.blobs.get(blob) == b"picture"
    assert not again.drafts_lost
    again.close()


def test_a_long_write_does_not_hold_up_the_drafts(made, key):
    store = reopened(made, key)
    with write_transaction(store.db):
        draft(store, "半句话")
    assert drafts(store) == ["半句话"]
    store.close()


def test_nothing_readable_in_the_folder(made, key, canary):
    store = reopened(made, key)
    text = f"{canary.name} {canary.phone} {canary.text}"
    setting(store, "a", text)
    draft(store, text)
    store.blobs.put(text.encode())
    assert canary.found_in(made.folder) == []
    store.close()
    assert canary.found_in(made.folder) == []


def test_a_second_station_in_the_folder_is_refused(made, key):
    with pytest.raises(StationError, match="已存在"):
        Store.create(made, key)


def test_missing_data_is_never_a_new_station(paths, key):
    with pytest.raises(MissingDatabase):
        reopened(paths, key)
    assert list(paths.folder.iterdir()) == []


def test_a_strange_key_opens_nothing(made):
    with pytest.raises(ForeignDatabase):
        reopened(made, DatabaseKey.generate())


def test_damage_is_found_at_start_and_changes_nothing(made, key):
    whole = made.station_db.read_bytes()
    found = 0
    for _ in range(40):
        data = bytearray(whole)
        data[random.randrange(16, len(whole))] ^= 1 << random.randrange(8)
        made.station_db.write_bytes(data)
        with pytest.raises(Damaged):
            reopened(made, key)
        found += made.station_db.read_bytes() == bytes(data)
    assert found == 40


def test_a_later_version_s_data_is_refused(made, key):
    store = reopened(made, key)
    with write_transaction(store.db):
        store.db.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '')")
    store.close()
    with pytest.raises(NewerDatabase):
        reopened(made, key)


def test_a_backup_comes_before_a_migration(made, key, tmp_path, monkeypatch):
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    for script in store_module.STATION_SCRIPTS.glob("0*.py"):
        (scripts / script.name).write_bytes(script.read_bytes())
    (scripts / "9000_more.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('CREATE TABLE more (x TEXT) STRICT')\n"
    )
    monkeypatch.setattr(store_module, "STATION_SCRIPTS", scripts)
    seen = []
    store = Store.open(made, key, lambda db: seen.append("more" in db.get_tables()))
    assert (seen, store.db.table_exists("more")) == ([False], True)
    store.close()


def test_lost_drafts_never_keep_the_station_shut(made, key):
    store = reopened(made, key)
    draft(store, "半句话")
    store.close()
    damaged = made.drafts_db.read_bytes()[:5000]
    made.drafts_db.write_bytes(damaged)
    again = reopened(made, key)
    assert (again.drafts_lost, drafts(again)) == (True, [])
    assert made.folder.joinpath("drafts.db.damaged").read_bytes() == damaged
    again.close()
    third = reopened(made, key)
    assert not third.drafts_lost
    third.close()


def test_missing_drafts_are_made_anew(made, key):
    made.drafts_db.unlink()
    store = reopened(made, key)
    assert (store.drafts_lost, drafts(store)) == (False, [])
    store.close()
