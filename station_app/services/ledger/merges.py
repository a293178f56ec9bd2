"""Merged cells: a value written once for several rows stands in each of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from station_app.errors import StationError
from station_app.services.ledger.cells import Cell, RawRow

MAX_MERGES = 200_000

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')
_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_DATA_END = re.compile(rb"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData/>")
_OVERLAP = 32
_LONGEST_TAG = 4096


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """A merge that reaches downwards: rows ``first``..``last`` of its left ``column`` (from 0)."""

    first: int
    last: int
    column: int


@dataclass(slots=True)
class Survey:
    """What a quick look over a sheet gives: about how many rows, and the merges that reach downwards, in row order."""

    rows: int = 0
    merges: list[Merge] = field(default_factory=list)


def survey(chunks: Iterable[bytes]) -> Survey:
    """Look over a sheet once without parsing it: merges stand after the rows they concern. Raises StationError."""
    found = Survey()
    window, after_data = b"", False
    for chunk in chunks:
        fresh = len(window)
        window += chunk
        if not after_data:
            found.rows += sum(1 for row in _ROW.finditer(window) if row.end() > fresh)
            end = _DATA_END.search(window)
            after_data = end is not None
            window = window[end.end() :] if end else window[-_OVERLAP:]
        if after_data:
            window = _take_merges(window, found.merges)
    found.merges.sort()
    return found


class Merges:
    """Fills rows, handed to it in order, from the merges above them."""

    def __init__(self, merges: Iterable[Merge]) -> None:
        """Take the merges in row order."""
        self._waiting = iter(merges)
        self._next = next(self._waiting, None)
        self._open: dict[int, tuple[Merge, Cell]] = {}

    def fill(self, row: RawRow) -> RawRow:
        """Return the row with what merged cells lend it."""
        filled = self._lend(row) if self._open else row
        while self._next and self._next.first <= row.number:
            if self._next.first == row.number:
                self._open[self._next.column] = (self._next, row.cell(self._next.column))
            self._next = next(self._waiting, None)
        return filled

    def _lend(self, row: RawRow) -> RawRow:
        self._open = {column: lent for column, lent in self._open.items() if lent[0].last >= row.number}
        cells = list(row.cells)
        merged = {}
        for column, (merge, value) in self._open.items():
            if value is not None:
                cells.extend([None] * (column + 1 - len(cells)))
                cells[column] = value
                merged[column] = merge.first
        return RawRow(row.number, tuple(cells), merged)


def column_index(letters: str) -> int:
    """Return the number of a column from 0: ``A`` is 0, ``AA`` 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _take_merges(window: bytes, merges: list[Merge]) -> bytes:
    """Add the merges in ``window``; return its unfinished end."""
    end = window.rfind(b">") + 1
    for found in _MERGE.finditer(window, 0, end):
        first, last = int(found[2]), int(found[3])
        if last > first:
            merges.append(Merge(first, last, column_index(found[1].decode("ascii"))))
    if len(merges) > MAX_MERGES:
        raise StationError(f"合并单元格超过 {MAX_MERGES} 处", "请在 WPS 中取消合并后另存，再导入。")
    return window[end:][-_LONGEST_TAG:]
