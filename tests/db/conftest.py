"""A key, a place and an open database for the tests of the store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station_app.config import DataPaths
from station_app.db.connection import DatabaseKey, StationDatabase, create_database, write_transaction


@pytest.fixture
def key() -> DatabaseKey:
    return DatabaseKey.generate()


@pytest.fixture
def paths(data_dir: Path) -> DataPaths:
    return DataPaths(data_dir)


@pytest.fixture
def db(paths: DataPaths, key: DatabaseKey) -> Iterator[StationDatabase]:
    """An open database with one STRICT table ``note``."""
    database = create_database(paths.station_db, key)
    with write_transaction(database):
        database.execute_sql("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT")
    yield database
    database.close()
