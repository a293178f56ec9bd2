"""Migrations happen whole or not at all, and a database of a later version is refused."""

import subprocess
import sys
import textwrap

import peewee
import pytest

from station_app.db.connection import connect, create_database
from station_app.db.faults import Damaged, StorageProblem
from station_app.db.migrating import DRAFT_SCRIPTS, STATION_SCRIPTS, NewerDatabase, migrate, pending
from station_app.errors import StationError

FIRST = "db.execute_sql('CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT) STRICT')"
SECOND = "db.execute_sql('CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a) STRICT')"


@pytest.fixture
def scripts(tmp_path):
    """A folder of scripts whose name would confuse a glob."""
    folder = tmp_path / "升级 [1]"
    folder.mkdir()
    return folder


@pytest.fixture
def fresh(paths, key):
    database = create_database(paths.station_db, key)
    yield database
    database.close()


def script(folder, name, body):
    (folder / f"{name}.py").write_text(f"def up(migrator, db):\n{textwrap.indent(body, '    ')}\n", "utf-8")


def state(db):
    """Tables and the names of applied migrations."""
    tables = set(db.get_tables()) - {"schema_migration"}
    return tables, [name for (name,) in db.execute_sql("SELECT name FROM schema_migration ORDER BY id").fetchall()]


def test_scripts_run_once_in_order(fresh, scripts):
    script(scripts, "0010_second", SECOND)
    script(scripts, "0002_first", FIRST)
    assert pending(fresh, scripts) == ["0002_first", "0010_second"]
    assert migrate(fresh, scripts) == ["0002_first", "0010_second"]
    assert migrate(fresh, scripts) == []
    assert state(fresh) == ({"a", "b"}, ["0002_first", "0010_second"])
    assert fresh.pragma("foreign_keys") == 1


def test_a_backup_is_made_before_and_only_when_needed(fresh, scripts):
    script(scripts, "0001_first", FIRST)
    calls = []
    migrate(fresh, scripts, before=lambda: calls.append(fresh.get_tables()))
    migrate(fresh, scripts, before=lambda: calls.append("again"))
    assert calls == [[]]


def test_no_migration_without_its_backup(fresh, scripts):
    script(scripts, "0001_first", FIRST)

    def fail():
        raise StationError("磁盘已满")

    with pytest.raises(StationError, match="磁盘已满"):
        migrate(fresh, scripts, before=fail)
    assert fresh.get_tables() == []


FAULTS = {
    "an error": (SECOND + "\nraise ZeroDivisionError", ZeroDivisionError),
    "a wrong statement": (SECOND + "\ndb.execute_sql('nonsense')", peewee.OperationalError),
    "a table that is not STRICT": (SECOND + "\ndb.execute_sql('CREATE TABLE c (x TEXT)')", peewee.IntegrityError),
    "a row that points nowhere": (SECOND + "\ndb.execute_sql('INSERT INTO b VALUES (1, 99)')", Damaged),
    "a full disk": (
        SECOND + "\ndb.execute_sql('PRAGMA max_page_count = 1')"
        "\nfor n in range(99):\n    db.execute_sql('INSERT INTO a (x) VALUES (?)', ('x' * 5000,))",
        StorageProblem,
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_failure_in_the_middle_leaves_the_state_before(fresh, scripts, paths, key, what):
    body, error = FAULTS[what]
    script(scripts, "0001_first", FIRST)
    script(scripts, "0002_second", body)
    script(scripts, "0003_third", "db.execute_sql('CREATE TABLE d (x TEXT) STRICT')")
    with pytest.raises(error):
        migrate(fresh, scripts)
    assert state(fresh) == ({"a"}, ["0001_first"])
    assert fresh.pragma("foreign_keys") == 1
    fresh.close()
    again = connect(paths.station_db, key)
    script(scripts, "0002_second", SECOND)
    assert migrate(again, scripts) == ["0002_second", "0003_third"]
    again.close()


MIGRATE = """
import sys
from pathlib import Path
from station_app.db.connection import *
from station_app.db.migrating import migrate
db = connect(Path(sys.argv[1]), DatabaseKey(bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3])))
migrate(db, Path(sys.argv[4]))
"""
WAIT = "print('here', flush=True)\n__import__('time').sleep(600)"


@pytest.mark.parametrize("where", ["first", "middle", "last"])
def test_a_kill_at_a_step_leaves_the_state_before(fresh, scripts, paths, key, where):
    fresh.close()
    steps = [WAIT] * (where == "first") + [SECOND] + [WAIT] * (where == "middle")
    steps += ["db.execute_sql('INSERT INTO a (x) VALUES (1)')"] + [WAIT] * (where == "last")
    script(scripts, "0001_first", FIRST)
    script(scripts, "0002_second", "\n".join(steps))
    arguments = [paths.station_db, key.key.hex(), key.salt.hex(), scripts]
    process = subprocess.Popen([sys.executable, "-c", MIGRATE, *arguments], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "here\n"
    process.kill()
    process.stdout.close()
    process.wait()
    again = connect(paths.station_db, key)
    assert state(again) == ({"a"}, ["0001_first"])
    assert again.execute_sql("SELECT count(*) FROM a").fetchone() == (0,)
    again.close()


def test_a_database_of_a_later_version_is_refused_unchanged(fresh, scripts):
    script(scripts, "0001_first", FIRST)
    migrate(fresh, scripts)
    fresh.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('0099_from_the_future', '')")
    script(scripts, "0002_second", SECOND)
    with pytest.raises(NewerDatabase, match="更新版本"):
        migrate(fresh, scripts)
    assert state(fresh)[0] == {"a"}


def test_missing_scripts_are_a_broken_installation(fresh, scripts):
    with pytest.raises(StationError, match="不完整"):
        migrate(fresh, scripts)


@pytest.mark.parametrize("scripts", [STATION_SCRIPTS, DRAFT_SCRIPTS])
def test_our_own_scripts_run(fresh, scripts):
    assert migrate(fresh, scripts)[0].startswith("0001_")
    assert migrate(fresh, scripts) == []
