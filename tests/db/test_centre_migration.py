"""A database from before there was a centre gets its tables; what it held stays, and is found by its site."""

import shutil

import pytest

from station_app.db import models, network_models
from station_app.db.connection import create_database
from station_app.db.migrating import STATION_SCRIPTS, migrate
from station_app.db.statements import insert, rows, table_name

STAMPS = {"site": "s", "created_at": "", "created_by": None, "updated_at": "", "updated_by": None}
PERSON = {"uid": "p", "name": "徐桂兰", "role": "志愿者", "active": 1}
TABLES = [table for table in network_models.SYNCED if table not in models.SYNCED]


@pytest.fixture
def migrated(paths, key, tmp_path):
    """A database with somebody in it, made before and brought up to now."""
    before = tmp_path / "before"
    before.mkdir()
    for script in STATION_SCRIPTS.glob("000[123]_*.py"):
        shutil.copy(script, before)
    db = create_database(paths.station_db, key)
    migrate(db, before)
    insert(db, models.Person, PERSON | STAMPS)
    assert "0004_centre" in migrate(db, STATION_SCRIPTS)
    yield db
    db.close()


def test_the_data_stay(migrated):
    assert [row["name"] for row in rows(migrated, "SELECT * FROM person")] == ["徐桂兰"]


@pytest.mark.parametrize("table", [*TABLES, network_models.CaseOpinion], ids=lambda table: table.__name__)
def test_the_table_is_as_the_program_knows_it(migrated, table):
    held = {row["name"]: row["notnull"] for row in rows(migrated, f"PRAGMA table_info({table_name(table)})")}
    assert set(held) == set(table._meta.columns)
    assert all(bool(held[name]) is not field.null for name, field in table._meta.columns.items())


def test_the_opinions_of_a_site_are_found_by_it(migrated):
    plan = rows(migrated, "EXPLAIN QUERY PLAN SELECT id FROM opinion WHERE site = 's'")
    assert "opinion_site" in plan[0]["detail"]


def test_a_case_that_goes_takes_its_links_along(migrated):
    case = dict.fromkeys(network_models.Cases._meta.columns, "") | STAMPS | {"uid": "c"}
    del case["id"]
    insert(migrated, network_models.Cases, case)
    migrated.execute_sql("INSERT INTO case_opinion VALUES ('c', 'o', '单交')")
    migrated.execute_sql("DELETE FROM cases")
    assert rows(migrated, "SELECT * FROM case_opinion") == []
