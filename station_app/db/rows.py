"""Between rows and records: which columns hold booleans and JSON follows from the record's own types."""

import json
import types
import typing
from collections.abc import Hashable, Mapping
from dataclasses import is_dataclass
from functools import cache
from typing import Any, TypeVar

from peewee import Database

from station_app.domain.codec import canonical, default_values, field_names, from_payload

Record = TypeVar("Record")
Row = dict[str, Any]


def first_row(query: Any, db: Database) -> Row | None:
    """The first row of a select as a dict of its columns."""
    found = query.dicts().first(db)
    return None if found is None else dict(found)


def all_rows(query: Any, db: Database) -> list[Row]:
    """All rows of a select as dicts of their columns."""
    return [dict(row) for row in query.dicts().bind(db)]


def all_tuples(query: Any, db: Database) -> list[tuple[Any, ...]]:
    """All rows of a select as tuples in the order of its columns."""
    return [tuple(row) for row in query.tuples().bind(db)]


def to_columns(cls: Any, payload: Mapping[str, Any]) -> Row:
    """The columns of a record from its payload: booleans as 0/1, nested values as canonical JSON.

    A field that the payload does not have yet gets its default.
    """
    nested, flags, defaults = _json_fields(cls), _flag_fields(cls), default_values(cls)
    row: Row = {}
    for name in field_names(cls):
        value = payload[name] if name in payload else defaults.get(name)
        if name in flags:
            row[name] = int(bool(value))
        elif name in nested and value is not None:
            row[name] = canonical(value)
        else:
            row[name] = value
    return row


def to_record(cls: type[Record], row: Mapping[str, Any]) -> Record:
    """The record in a row; columns that are no field of it are passed over."""
    shape: Any = cls
    nested, flags = _json_fields(shape), _flag_fields(shape)
    payload: Row = {}
    for name in field_names(shape):
        value = row[name]
        if value is not None and name in nested:
            value = json.loads(value)
        payload[name] = bool(value) if name in flags else value
    return from_payload(cls, payload)


def from_json(cls: type[Record], text: str | None) -> Record | None:
    """The record in a JSON column."""
    return None if text is None else from_payload(cls, json.loads(text))


@cache
def _json_fields(cls: Hashable) -> frozenset[str]:
    return frozenset(
        name for name, hint in _types(cls).items() if typing.get_origin(hint) is tuple or is_dataclass(hint)
    )


@cache
def _flag_fields(cls: Hashable) -> frozenset[str]:
    return frozenset(name for name, hint in _types(cls).items() if hint is bool)


def _types(cls: Any) -> dict[str, Any]:
    return {name: _without_none(hint) for name, hint in typing.get_type_hints(cls).items()}


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        return next(one for one in typing.get_args(hint) if one is not type(None))
    return hint
