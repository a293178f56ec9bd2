"""Rows out of the bare pages of SQLite trees (https://www.sqlite.org/fileformat2.html), as far as they can be read."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from station_app.db.pages import USABLE

Value = int | float | str | bytes | None
Values = tuple[Value, ...]
Reader = Callable[[int], bytes | None]
TABLE_LEAF, TABLE_INNER, INDEX_LEAF, INDEX_INNER = 13, 5, 10, 2
_FIRST_HEADER = 100
_WHOLE = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


class Unreadable(Exception):
    """A cell whose bytes are not all there."""


def kind_of(number: int, page: bytes) -> int:
    """The kind of a tree's page by its first byte."""
    return page[_FIRST_HEADER if number == 1 else 0]


def children(number: int, page: bytes) -> list[int]:
    """The pages below an inner page."""
    start = _FIRST_HEADER if number == 1 else 0
    below = [_word(page, offset) for offset in _offsets(number, page) if offset + 4 <= len(page)]
    return [*below, _word(page, start + 8)]


def rows_in(number: int, page: bytes, read: Reader) -> Iterator[tuple[int, Values]]:
    """Row id (0 in an index) and values of each readable cell; ``read`` fetches pages that long rows go on in."""
    kind = kind_of(number, page)
    if kind not in {TABLE_LEAF, INDEX_LEAF, INDEX_INNER}:
        return
    for offset in _offsets(number, page):
        try:
            yield _cell(page, offset + (4 if kind == INDEX_INNER else 0), kind == TABLE_LEAF, read)
        except (Unreadable, IndexError, ValueError, struct.error):
            continue


def walk(root: int, read: Reader) -> Iterator[tuple[int, bytes]]:
    """All readable pages of a tree, each with its number; a branch that cannot be read is passed over."""
    waiting, seen = [root], set[int]()
    while waiting:
        number = waiting.pop()
        page = None if number in seen else read(number)
        seen.add(number)
        if page is None:
            continue
        if kind_of(number, page) in {TABLE_INNER, INDEX_INNER}:
            waiting += reversed(children(number, page))
        yield number, page


def _offsets(number: int, page: bytes) -> list[int]:
    start = _FIRST_HEADER if number == 1 else 0
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    first = start + (12 if page[start] in {TABLE_INNER, INDEX_INNER} else 8)
    pointers = page[first : first + 2 * count]
    return [int.from_bytes(pointers[place : place + 2], "big") for place in range(0, len(pointers), 2)]


def _cell(page: bytes, offset: int, table: bool, read: Reader) -> tuple[int, Values]:
    size, offset = _varint(page, offset)
    row, offset = _varint(page, offset) if table else (0, offset)
    here = _local(size, table)
    body = page[offset : offset + here]
    if size > here:
        body += _overflow(_word(page, offset + here), size - here, read)
    if len(body) != size:
        raise Unreadable
    return row, _record(body)


def _local(size: int, table: bool) -> int:
    """How many bytes of a payload stand in the cell itself."""
    least = (USABLE - 12) * 32 // 255 - 23
    most = USABLE - 35 if table else (USABLE - 12) * 64 // 255 - 23
    if size <= most:
        return size
    fitting = least + (size - least) % (USABLE - 4)
    return fitting if fitting <= most else least


def _overflow(number: int, size: int, read: Reader) -> bytes:
    parts, seen = [], set[int]()
    while size > 0:
        page = None if number in seen else read(number)
        if page is None:
            raise Unreadable
        seen.add(number)
        parts.append(page[4 : 4 + min(size, USABLE - 4)])
        number, size = _word(page, 0), size - len(parts[-1])
    return b"".join(parts)


def _record(body: bytes) -> Values:
    end, offset = _varint(body, 0)
    kinds = []
    while offset < end:
        kind, offset = _varint(body, offset)
        kinds.append(kind)
    values: list[Value] = []
    for kind in kinds:
        size = _size(kind)
        if end + size > len(body):
            raise Unreadable
        values.append(_value(kind, body[end : end + size]))
        end += size
    return tuple(values)


def _size(kind: int) -> int:
    return (kind - 12) // 2 if kind >= 12 else 8 if kind == 7 else _WHOLE.get(kind, 0)


def _value(kind: int, data: bytes) -> Value:
    if kind >= 12:
        return data.decode() if kind % 2 else data
    if kind == 7:
        return float(struct.unpack(">d", data)[0])
    if kind in _WHOLE:
        return int.from_bytes(data, "big", signed=True)
    return {8: 0, 9: 1}.get(kind)


def _varint(data: bytes, offset: int) -> tuple[int, int]:
    value = 0
    for place in range(8):
        byte = data[offset + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, offset + place + 1
    return value << 8 | data[offset + 8], offset + 9


def _word(data: bytes, offset: int) -> int:
    return int(struct.unpack_from(">I", data, offset)[0])
