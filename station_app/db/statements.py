"""Fixed statements for the paths that write much: peewee composes its SQL anew each time, slower than SQLite itself."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from peewee import Database

from station_app.db.models import Table

Row = dict[str, Any]


def execute(db: Database, sql: str, values: Iterable[Any] = ()) -> Any:
    """Run one statement; returns the cursor."""
    return db.execute_sql(sql, tuple(values))


def insert(db: Database, table: type[Table], row: Row) -> int:
    """Insert a row given as columns; returns its rowid."""
    return int(execute(db, _insert_sql(table_name(table), tuple(row)), row.values()).lastrowid)


def insert_many(db: Database, table: type[Table], many: Sequence[Row]) -> None:
    """Insert rows that all have the same columns."""
    if many:
        columns = tuple(many[0])
        db.cursor().executemany(_insert_sql(table_name(table), columns), [tuple(row.values()) for row in many])


def update(db: Database, table: type[Table], uid: str, row: Row) -> bool:
    """Set the given columns of the row of that uid; false when there is none."""
    cursor = execute(db, _update_sql(table_name(table), tuple(row)), (*row.values(), uid))
    return int(cursor.rowcount) > 0


def by_uid(db: Database, table: type[Table], uid: str) -> Row | None:
    """All columns of the row of that uid."""
    found = rows(db, f'SELECT * FROM "{table_name(table)}" WHERE uid = ?', (uid,))  # noqa: S608 - a name of ours
    return found[0] if found else None


def rows(db: Database, sql: str, values: Iterable[Any] = ()) -> list[Row]:
    """What a query answers, as dicts of columns."""
    cursor = execute(db, sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, line, strict=True)) for line in cursor]


def scalar(db: Database, sql: str, values: Iterable[Any] = ()) -> Any:
    """The first column of the first row, None when there is none."""
    line = execute(db, sql, values).fetchone()
    return None if line is None else line[0]


def table_name(table: type[Table]) -> str:
    """The table's name in the database."""
    return str(table._meta.table_name)


@lru_cache(maxsize=256)
def _insert_sql(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 - names of ours


@lru_cache(maxsize=256)
def _update_sql(table: str, columns: tuple[str, ...]) -> str:
    changed = ", ".join(f'"{column}" = ?' for column in columns)
    return f'UPDATE "{table}" SET {changed} WHERE uid = ?'  # noqa: S608 - names of ours
