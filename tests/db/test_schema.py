"""The migrations come to exactly the tables that the models describe."""

import inspect

import pytest

from station_app.db import exchange_models, models, network_models
from station_app.db.connection import DatabaseKey, create_database
from station_app.db.migrating import STATION_SCRIPTS, migrate


def tables():
    """All models of the station's database."""
    found = {
        table
        for module in (models, network_models, exchange_models)
        for _, table in inspect.getmembers(module, inspect.isclass)
        if issubclass(table, models.Table)
    }
    return sorted(found - {models.Table, models.Synced}, key=lambda table: table._meta.table_name)


def described(db, name):
    """Columns, foreign keys and indexes of a table, as SQLite sees them.

    Indexes over expressions or over some rows only are made by hand in migrations: models cannot say them.
    """
    listed = [row for row in db.execute_sql(f'PRAGMA index_list("{name}")').fetchall() if not row[4]]
    indexed = {row[1]: db.execute_sql(f'PRAGMA index_info("{row[1]}")').fetchall() for row in listed}
    indexes = {(row[1], row[2], tuple(column[2] for column in indexed[row[1]])) for row in listed}
    indexes = {index for index in indexes if None not in index[2]}
    columns = {row[1:] for row in db.execute_sql(f'PRAGMA table_xinfo("{name}")').fetchall()}
    keys = {row[2:] for row in db.execute_sql(f'PRAGMA foreign_key_list("{name}")').fetchall()}
    strict = db.execute_sql("SELECT strict, wr FROM pragma_table_list WHERE name = ?", (name,)).fetchone()
    return {"columns": columns, "keys": keys, "indexes": indexes, "strict": strict}


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    db = create_database(tmp_path_factory.mktemp("migrated") / "a.db", DatabaseKey.generate())
    migrate(db, STATION_SCRIPTS)
    yield db
    db.close()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    db = create_database(tmp_path_factory.mktemp("fresh") / "b.db", DatabaseKey.generate())
    with db.bind_ctx(tables()):
        db.create_tables(tables())
    yield db
    db.close()


def test_every_table_has_a_model(migrated):
    named = {table._meta.table_name for table in tables()}
    listed = {name for name in migrated.get_tables() if not name.startswith("opinion_fts")}
    assert listed - {"schema_migration"} == named


@pytest.mark.parametrize("table", tables(), ids=lambda table: table._meta.table_name)
def test_migrated_tables_are_those_of_the_models(migrated, fresh, table):
    name = table._meta.table_name
    assert described(migrated, name) == described(fresh, name)
