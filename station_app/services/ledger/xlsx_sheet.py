"""One sheet of an xlsx as a stream of rows, in memory that does not grow with its length.

Our own reader, because openpyxl's keeps an element a row (78 MB more for a million), fills up to whatever row number a
file claims, and cannot tell an empty cell from a formula that was never calculated.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from station_app.services.ledger.cells import Cell, CellFault, RawRow, from_serial
from station_app.services.ledger.merges import Merge, Merges, column_index
from station_app.services.ledger.xlsx_text import SharedStrings, TextPieces, unescape
from station_app.services.ledger.xml_feed import check_depth, damaged, feed, local_name

MAX_COLUMNS = 512
# What spreadsheet programs allow in one row.
MAX_CELLS_A_ROW = 16_384

_NOT_CALCULATED = CellFault("公式没有算出的结果，请在 WPS 中打开并保存一次")
_NOT_A_NUMBER = CellFault("数字写坏了，请在 WPS 中重新填写")
_NOT_A_DATE = CellFault("日期超出表格的日历，请重新填写")
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class SheetStyle:
    """How numbers are to be understood: the styles that show dates, and the calendar."""

    dates: frozenset[int]
    epoch_1904: bool


def read_rows(
    chunks: Iterable[bytes], shared: SharedStrings, style: SheetStyle, merges: Iterable[Merge]
) -> Iterator[RawRow]:
    """Stream the rows of a sheet, merged cells filled downwards. Raises StationError when the sheet is damaged."""
    reader = _SheetReader(_CellReader(shared, style))
    filler = Merges(merges)
    for _ in feed(chunks, reader):
        yield from map(filler.fill, reader.take())
        if reader.done:
            return


class _SheetReader:
    """Takes the XML of a sheet and gathers finished rows."""

    def __init__(self, cells: "_CellReader") -> None:
        self.done = False
        self._cells = cells
        self._rows: list[RawRow] = []
        self._depth = 0
        self._number = 0
        self._row: dict[int, Cell] = {}
        self._column = -1
        self._count = 0
        self._phonetic = 0

    def take(self) -> list[RawRow]:
        """Return the rows finished since the last call."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        check_depth(self._depth)
        kind = local_name(name)
        if kind == "c":
            self._column = _column(attributes.get("r", ""), self._column)
            self._count += 1
            if self._count > MAX_CELLS_A_ROW:
                raise damaged("一行里的格子多得离谱")
            self._cells.begin(attributes)
        elif kind == "row":
            self._begin_row(attributes.get("r", ""))
        elif kind == "rPh":
            self._phonetic += 1
        elif kind == "f":
            self._cells.formula = True
        self._cells.listening = kind == "v" or (kind == "t" and not self._phonetic)

    def end(self, name: str) -> None:
        self._depth -= 1
        self._cells.listening = False
        kind = local_name(name)
        if kind == "c":
            value = self._cells.value()
            if value is not None and self._column < MAX_COLUMNS:
                self._row[self._column] = value
        elif kind == "row":
            cells = tuple(map(self._row.get, range(max(self._row, default=-1) + 1)))
            self._rows.append(RawRow(self._number, cells))
        elif kind == "rPh":
            self._phonetic -= 1
        elif kind == "sheetData":
            self.done = True

    def text(self, data: str) -> None:
        if self._cells.listening:
            self._cells.pieces.add(data)

    def _begin_row(self, reference: str) -> None:
        claimed = int(reference) if _INTEGER.fullmatch(reference) else 0
        if claimed and claimed <= self._number:
            raise damaged("行号乱了")
        self._number = claimed or self._number + 1
        self._count = 0
        self._row = {}
        self._column = -1


class _CellReader:
    """Turns what one ``c`` element holds into a value."""

    def __init__(self, shared: SharedStrings, style: SheetStyle) -> None:
        self.pieces = TextPieces()
        self.listening = False
        self.formula = False
        self._shared = shared
        self._style = style
        self._type = ""
        self._shows_date = False

    def begin(self, attributes: dict[str, str]) -> None:
        self.pieces.take()
        self.formula = False
        self._type = attributes.get("t", "n")
        style = attributes.get("s")
        self._shows_date = style is not None and _style_index(style) in self._style.dates

    def value(self) -> Cell:
        text = self.pieces.take()
        if self._type in {"str", "inlineStr"}:
            return unescape(text) or None
        if not text:
            return _NOT_CALCULATED if self.formula else None
        if self._type == "n":
            return self._number(text.strip())
        return self._other(text.strip())

    def _other(self, text: str) -> Cell:
        if self._type == "s":
            return self._shared_text(text)
        if self._type == "b":
            return text in {"1", "true"}
        if self._type == "e":
            return CellFault(f"单元格是错误值 {text[:20]}，请在 WPS 中改正")
        return _iso(text) if self._type == "d" else _NOT_A_NUMBER

    def _shared_text(self, text: str) -> Cell:
        try:
            return self._shared[int(text[:12])] or None
        except (ValueError, IndexError) as error:
            raise damaged("文字对不上") from error

    def _number(self, text: str) -> Cell:
        if _INTEGER.fullmatch(text):
            number: int | float = int(text)
        else:
            try:
                number = float(text[:40])
            except ValueError:
                return _NOT_A_NUMBER
            if number - number != 0:
                return _NOT_A_NUMBER
        if not self._shows_date:
            return number
        return from_serial(number, self._style.epoch_1904) or _NOT_A_DATE


@lru_cache(maxsize=4096)
def _style_index(text: str) -> int:
    return int(text) if _INTEGER.fullmatch(text) else -1


def _column(reference: str, previous: int) -> int:
    """The column a cell names, or the next one when it names none."""
    letters = reference.rstrip(_DIGITS)
    return _named_column(letters) if letters else previous + 1


@lru_cache(maxsize=4096)
def _named_column(letters: str) -> int:
    if len(letters) > 3 or not (letters.isascii() and letters.isalpha() and letters.isupper()):
        raise damaged("列号乱了")
    return column_index(letters)


def _iso(text: str) -> Cell:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
