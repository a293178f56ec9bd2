"""Records to plain JSON values and back, with a Chinese sentence for whatever does not fit."""

import dataclasses
import difflib
import json
import types
import typing
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from station_app.errors import StationError

Record = TypeVar("Record")
Payload = dict[str, Any]
MAX_WHOLE = 2**53 - 1


class DoesNotFit(StationError):
    """A value that a record cannot hold; the title names the field."""


def to_payload(record: Any) -> Payload:
    """A record as a dict of JSON values; the names of its fields are the keys."""
    return {name: _plain(getattr(record, name)) for name in field_names(_class(record))}


def from_payload(cls: type[Record], payload: Any, where: str = "") -> Record:
    """Build a record from JSON values. Unknown keys are passed over; a missing or wrong value raises ``DoesNotFit``."""
    if not isinstance(payload, dict):
        raise DoesNotFit(f"「{where or cls.__name__}」应是一组字段", "请检查文件的写法后再试。")
    values = {}
    shape: Any = cls  # mypy does not see that a class can be hashed
    for name, read, required in _readers(shape):
        path = f"{where}.{name}" if where else name
        if name in payload:
            values[name] = read(payload[name], path)
        elif required:
            raise DoesNotFit(f"缺少「{path}」", "请补上后再试。")
    return cls(**values)


def given_fields(cls: type[Any], payload: Any, where: str = "") -> Payload:
    """The values of those fields that a payload gives; a key that is none raises ``DoesNotFit`` with the nearest."""
    if not isinstance(payload, dict):
        raise DoesNotFit(f"「{where or '文件'}」应是一组字段", "请检查文件的写法后再试。")
    shape: Any = cls
    read = {name: reader for name, reader, _ in _readers(shape)}
    for key in payload:
        if key not in read:
            raise unknown_key(key, read, where)
    return {name: read[name](value, f"{where}.{name}" if where else name) for name, value in payload.items()}


def unknown_key(key: str, known: Iterable[str], where: str = "") -> DoesNotFit:
    """The error for a key that nobody knows: it offers the nearest known one."""
    near = difflib.get_close_matches(key, known := list(known), n=1)
    step = f"是不是「{near[0]}」？" if near else f"可用的字段：{'、'.join(known)}。"
    return DoesNotFit(f"不认识的字段「{f'{where}.{key}'[:80] if where else key[:80]}」", step)


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no blanks, no NaN; what is hashed and stored."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def parse_json(text: str, what: str) -> Any:
    """Read JSON strictly: NaN, doubled keys and numbers beyond 2^53 are refused; ``what`` names it in messages."""
    try:
        return _decoder().decode(text)
    except (ValueError, RecursionError) as error:
        raise DoesNotFit(f"{what}不是正确的 JSON（{_reason(error)}）", "请检查文件后再试。") from error


@cache
def field_names(cls: Any) -> tuple[str, ...]:
    """The fields of a record in their order."""
    return tuple(field.name for field in dataclasses.fields(cls))


@cache
def default_values(cls: Any) -> Payload:
    """The JSON values of the fields that a payload may leave out: it may be older than the field."""
    named = {field.name: field for field in dataclasses.fields(cls)}
    plain = {name: field.default for name, field in named.items() if field.default is not dataclasses.MISSING}
    made = {
        name: field.default_factory()
        for name, field in named.items()
        if field.default_factory is not dataclasses.MISSING
    }
    return {name: _plain(value) for name, value in (plain | made).items()}


def _class(record: Any) -> Any:
    return type(record)


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if dataclasses.is_dataclass(value):
        return to_payload(value)
    return value


Reader = Callable[[Any, str], Any]


@cache
def _readers(cls: Any) -> tuple[tuple[str, Reader, bool], ...]:
    hints = typing.get_type_hints(cls)
    return tuple(
        (field.name, _reader(hints[field.name]), field.default is field.default_factory is dataclasses.MISSING)
        for field in dataclasses.fields(cls)
    )


def _reader(hint: Any) -> Reader:
    origin = typing.get_origin(hint)
    if origin in {typing.Union, types.UnionType}:
        inner = _reader(next(one for one in typing.get_args(hint) if one is not type(None)))
        return lambda value, path: None if value is None else inner(value, path)
    if origin is tuple:
        return _tuple_reader(_reader(typing.get_args(hint)[0]))
    if dataclasses.is_dataclass(hint):
        return lambda value, path: from_payload(typing.cast(type[Any], hint), value, path)
    if issubclass(hint, StrEnum):
        return _enum_reader(hint)
    return {str: _read_text, bool: _read_bool, int: _read_whole}[hint]


def _tuple_reader(inner: Reader) -> Reader:
    def read(value: Any, path: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise DoesNotFit(f"「{path}」应是一个列表", "请检查后再试。")
        return tuple(inner(one, f"{path}[{index}]") for index, one in enumerate(value))

    return read


def _enum_reader(cls: type[StrEnum]) -> Reader:
    def read(value: Any, path: str) -> StrEnum:
        try:
            return cls(value)
        except ValueError as error:
            allowed = "、".join(one.value for one in cls)
            raise DoesNotFit(f"「{path}」不能是「{str(value)[:40]}」", f"可用的是：{allowed}。") from error

    return read


def _read_text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise DoesNotFit(f"「{path}」应是文字，现在是「{str(value)[:40]}」", "请给它加上引号。")
    return value


def _read_bool(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise DoesNotFit(f"「{path}」应是 true 或 false", "请改正后再试。")
    return value


def _read_whole(value: Any, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise DoesNotFit(f"「{path}」应是整数，现在是「{str(value)[:40]}」", "请改成数字。")
    return value


def _whole(digits: str) -> int:
    # int() refuses over 4,300 digits with an error of its own; no field needs more than 2^53.
    if len(digits) > 20 or abs(int(digits)) > MAX_WHOLE:
        raise ValueError(f"数字 {digits[:20]} 太大")
    return int(digits)


@cache
def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(parse_constant=_refuse_constant, parse_int=_whole, object_pairs_hook=_no_doubles)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} 不是数字")


def _no_doubles(pairs: list[tuple[str, Any]]) -> Payload:
    found: Payload = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"「{key[:40]}」写了两次")
        found[key] = value
    return found


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"第 {error.lineno} 行第 {error.colno} 个字"
    return "层数太多" if isinstance(error, RecursionError) else str(error)
