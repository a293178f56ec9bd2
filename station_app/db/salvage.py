"""What can still be read of a damaged database, table by table, without asking SQLite to open it.

Trees are walked from the schema; a leaf whose branch is lost is known by the types of its rows. Nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from station_app.db import btree
from station_app.db.connection import StationDatabase
from station_app.db.keys import DatabaseKey
from station_app.db.pages import Pages
from station_app.db.statements import execute

Row = dict[str, Any]
_TYPES: dict[str, tuple[type, ...]] = {"INTEGER": (int,), "TEXT": (str,), "BLOB": (bytes,), "REAL": (int, float)}
_SCHEMA_COLUMNS = 5
_CHANGE = ("id", "name", "stream_id", "depth", "instance", "seq", "uid", "facet", "header", "salt", "payload")


class Shape:
    """The columns of a table in a sound database of this version: names, types, which may be NULL."""

    def __init__(self, db: StationDatabase, table: str) -> None:
        """Read them from the schema of ``db``."""
        found = execute(db, f"SELECT name, type, \"notnull\", pk FROM pragma_table_info('{table}')").fetchall()  # noqa: S608
        self.names = [name for name, _, _, _ in found]
        self._types = [_TYPES[kind] for _, kind, _, _ in found]
        self._needed = [bool(needed) for _, _, needed, _ in found]
        keys = [name for name, _, _, pk in found if pk]
        self._row_id = [kind == "INTEGER" and keys == [name] for name, kind, _, _ in found]

    def row(self, number: int, values: btree.Values) -> Row | None:
        """The row of a cell; None when it cannot be one of this table. An older table has fewer columns."""
        if not 0 < len(values) <= len(self.names):
            return None
        filled = [
            number if alias and value is None else value for alias, value in zip(self._row_id, values, strict=False)
        ]
        for value, types, needed in zip(filled, self._types, self._needed, strict=False):
            if (value is None and needed) or (value is not None and not isinstance(value, types)):
                return None
        return dict(zip(self.names, filled, strict=False))

    def fits(self, values: btree.Values) -> bool:
        """Whether a row that lost its tree has all columns of this table."""
        return len(values) == len(self.names) and self.row(1, values) is not None


class Wreck:
    """A damaged database. ``shapes`` are the tables to look for, by name, as a sound database has them."""

    def __init__(self, path: Path, key: DatabaseKey, shapes: dict[str, Shape]) -> None:
        """Nothing is read yet but the log. Raises StorageProblem."""
        self.pages = Pages(path, key)
        self._shapes = shapes

    def changes(self) -> Iterator[tuple[int, Row]]:
        """Every row with the columns of the change log and the number of its page; the caller looks at the hashes."""
        for number, page in self.pages:
            if btree.kind_of(number, page) == btree.TABLE_LEAF:
                for _row, values in btree.rows_in(number, page, self.pages.page):
                    if len(values) == len(_CHANGE) and isinstance(values[1], bytes) and isinstance(values[8], str):
                        yield number, dict(zip(_CHANGE, values, strict=True))

    def rows(self, table: str) -> Iterator[Row]:
        """The readable rows of a table, each once, and those of lost leaves that can be of no other table."""
        shape = self._shapes[table]
        for _number, _page, row, values in self._walked(self._roots.get(table, 0)):
            if (found := shape.row(row, values)) is not None:
                yield found
        for row, values in self._stray:
            if self._home(values) == table and (found := shape.row(row, values)) is not None:
                yield found

    @cached_property
    def _roots(self) -> dict[str, int]:
        """Where the tree of each table begins, from the schema and from its leaves without it."""
        cells = list(self._walked(1)) or [
            (number, page, row, values)
            for number, page in self.pages
            for row, values in btree.rows_in(number, page, self.pages.page)
        ]
        found = (values for *_, values in cells if len(values) == _SCHEMA_COLUMNS and values[0] in {"table", "index"})
        return {str(name): root for _, name, _, root, _ in found if isinstance(root, int)}

    @cached_property
    def _stray(self) -> list[tuple[int, btree.Values]]:
        """The rows of leaves that no tree leads to."""
        reached = {number for root in [1, *self._roots.values()] for number, _ in btree.walk(root, self.pages.page)}
        return [
            cell
            for number in range(1, self.pages.count + 1)
            if number not in reached and (page := self.pages.page(number)) is not None
            if btree.kind_of(number, page) == btree.TABLE_LEAF
            for cell in btree.rows_in(number, page, self.pages.page)
        ]

    def _walked(self, root: int) -> Iterator[tuple[int, bytes, int, btree.Values]]:
        for number, page in btree.walk(root, self.pages.page) if root else ():
            for row, values in btree.rows_in(number, page, self.pages.page):
                yield number, page, row, values

    def _home(self, values: btree.Values) -> str:
        """The one table that a row fits; of two text columns a setting is told by its JSON."""
        homes = [table for table, shape in self._shapes.items() if shape.fits(values)]
        if "setting" in homes:
            return "setting" if _is_json(values[1]) else ""
        return homes[0] if len(homes) == 1 else ""


def shapes_of(db: StationDatabase, tables: Iterable[str]) -> dict[str, Shape]:
    """The shapes of tables as a sound database has them."""
    return {table: Shape(db, table) for table in tables}


def _is_json(value: btree.Value) -> bool:
    try:
        return isinstance(value, str) and json.loads(value) is not None
    except ValueError:
        return False
