"""Strict reading of what a stranger may have written: JSON without tricks, fields of one known shape, caps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

from station_app.domain.codec import DoesNotFit, parse_json
from station_app.errors import StationError

Value = TypeVar("Value")

MIB = 1024 * 1024
MAX_PACKAGE_BYTES = 2048 * MIB
MAX_MANIFEST_BYTES = MIB
MAX_CHANGE_BYTES = 2 * MIB
MAX_CHANGES = 200_000
MAX_BLOB_BYTES = 20 * MIB
MAX_EXPANSION = 200
MAX_DEPTH = 8
UNCHANGED = "现有数据没有改动。"
ASK_AGAIN = f"请对方重新导出一份；{UNCHANGED}"
UPDATE = f"请把本程序更新到最新版本后再试；{UNCHANGED}"

_NUL_OR_SURROGATE = re.compile("[\0\ud800-\udfff]")
_pattern = cache(re.compile)


class Refused(StationError):
    """A file from outside was not taken; nothing was changed."""


class NeedsUpdate(Refused):
    """The file is of a newer kind than this program knows."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}来自更新的版本，本程序还不认识", UPDATE)


def read_object(data: bytes | str, what: str, limit: int = MAX_MANIFEST_BYTES) -> dict[str, Any]:
    """A JSON object: UTF-8, no doubled keys, no NaN, no lone surrogates, at most ``MAX_DEPTH`` deep and ``limit`` long.

    A text is one that stood in an object which was read in this way itself.
    ``what`` names it in the Chinese message of ``Refused``.
    """
    if len(data) > limit:
        raise Refused(f"{what}过大", ASK_AGAIN)
    try:
        text = data.decode() if isinstance(data, bytes) else data
        value = parse_json(text, what)
    except (UnicodeDecodeError, DoesNotFit) as error:
        reason = error.title if isinstance(error, DoesNotFit) else f"{what}不是 UTF-8 文字"
        raise Refused(reason, ASK_AGAIN) from error
    _refuse_depth(text, value, what)
    _refuse_odd_text(text, value, what)
    if not isinstance(value, dict):
        raise Refused(f"{what}应是一组字段", ASK_AGAIN)
    return value


def _refuse_depth(text: str, value: Any, what: str) -> None:
    if text.count("{") + text.count("[") > MAX_DEPTH and _is_deeper(value, MAX_DEPTH):
        raise Refused(f"{what}的层数太多（最多 {MAX_DEPTH} 层）", ASK_AGAIN)


def _is_deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deeper(one, levels - 1) for one in inner)


def _refuse_odd_text(text: str, value: Any, what: str) -> None:
    # UTF-8 has no lone surrogates and JSON no bare NUL: only an escape can bring them in.
    if "\\u" in text and any(_NUL_OR_SURROGATE.search(one) for one in _texts(value)):
        raise Refused(f"{what}里有不能保存的字符", ASK_AGAIN)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value:
            yield from _texts(one)
        for one in value.values() if isinstance(value, dict) else ():
            yield from _texts(one)


class Fields:
    """The fields of one JSON object, each asked for by its kind; a wrong or missing one raises ``Refused``."""

    def __init__(self, values: Any, what: str) -> None:
        self._what = what
        if not isinstance(values, dict):
            raise Refused(f"{what}应是一组字段", ASK_AGAIN)
        self.values: dict[str, Any] = values

    def wrong(self, key: str) -> Refused:
        """The error for a field that is missing or not as it must be."""
        state = "写法不对" if key in self.values else "缺少"
        return Refused(f"{self._what}里的「{key}」{state}", ASK_AGAIN)

    def text(self, key: str, pattern: str = r"[^\x00-\x1f]{0,200}") -> str:
        """A text that matches ``pattern`` from end to end."""
        value = self.values.get(key)
        if not isinstance(value, str) or not _pattern(pattern).fullmatch(value):
            raise self.wrong(key)
        return value

    def whole(self, key: str, low: int = 0, high: int = 2**53 - 1) -> int:
        """A whole number from ``low`` to ``high``; true and 1.0 are none."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.wrong(key)
        return value

    def moment(self, key: str) -> str:
        """A moment with its zone, as written by ``datetime.isoformat``; returned as the text it is."""
        text = self.text(key, r"[0-9T:.+\-]{20,40}")
        try:
            aware = datetime.fromisoformat(text).tzinfo is not None
        except ValueError:
            aware = False
        if not aware:
            raise self.wrong(key)
        return text

    def list_of(self, key: str, read: Callable[[Any], Value]) -> tuple[Value, ...]:
        """A list of which each element is read by ``read``."""
        value = self.values.get(key)
        if not isinstance(value, list):
            raise self.wrong(key)
        return tuple(read(one) for one in value)

    def texts(self, key: str, pattern: str) -> tuple[str, ...]:
        """A list of texts that each match ``pattern``."""
        return self.list_of(key, lambda one: Fields({key: one}, self._what).text(key, pattern))

    def names(self, key: str) -> tuple[str, ...]:
        """A sorted list of different SHA-256 names in hex."""
        found = self.texts(key, HASH)
        if any(left >= right for left, right in pairwise(found)):
            raise self.wrong(key)
        return found

    def table(self, key: str, pattern: str, read: Callable[[Any], Value]) -> dict[str, Value]:
        """An object whose keys match ``pattern`` and whose values are read by ``read``."""
        value = self.values.get(key)
        if not isinstance(value, dict) or not all(re.fullmatch(pattern, name) for name in value):
            raise self.wrong(key)
        return {name: read(one) for name, one in value.items()}

    def rest(self, known: set[str]) -> dict[str, Any]:
        """The fields that are not ``known``: kept and passed on."""
        return {key: value for key, value in self.values.items() if key not in known}


HASH = r"[0-9a-f]{64}"
INSTANCE = r"[0-9a-f]{32}"
UID = r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}"
CODE = r"[0-9A-Za-z]{1,8}"
STREAM = rf"S:{UID}|C:{UID}|C:\*"
SIGNATURE = r"[0-9a-f]{128}"
RECIPIENT = r"age1[0-9a-z]{58}"
