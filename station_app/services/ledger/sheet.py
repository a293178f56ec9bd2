"""A ledger's file as a table: its headers, wherever they stand, and its rows as a stream."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Protocol, Self

from station_app.errors import StationError
from station_app.services.ledger.cells import RawRow
from station_app.services.ledger.columns import header_text, recognised_count
from station_app.services.ledger.delimited import TextBook
from station_app.services.ledger.merges import Survey
from station_app.services.ledger.source import FileKind, identify, is_open_elsewhere
from station_app.services.ledger.xlsx_book import XlsxBook

MAX_ROWS = 1_048_576

_HEAD_ROWS = 30
_ENOUGH_HEADERS = 2


class Book(Protocol):
    """What a workbook and a text table have in common."""

    epoch_1904: bool
    has_macros: bool

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the sheets, those to be tried first in front."""
        ...

    def rows(self, sheet: str, survey_of: Survey) -> Iterator[RawRow]:
        """Stream the rows of a sheet."""
        ...

    def survey(self, sheet: str) -> Survey:
        """Look over a sheet."""
        ...

    def close(self) -> None:
        """Let the file go."""
        ...


@dataclass(slots=True)
class Table:
    """One sheet, opened below its headers. Close it, or use it in a ``with``.

    ``rows`` streams what follows the header row, blank rows included; ``estimate`` is about how many that are;
    ``notes`` are sentences for the person.
    """

    headers: tuple[str, ...]
    header_row: int
    rows: Iterator[RawRow]
    sheet: str
    sheets: tuple[str, ...]
    estimate: int
    epoch_1904: bool
    notes: tuple[str, ...]
    book: Book

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self.book.close()


@dataclass(slots=True)
class _Found:
    """A sheet with its header row."""

    sheet: str
    rows: Iterator[RawRow]
    headers: tuple[str, ...]
    header_row: int
    known: int
    survey: Survey


def open_table(path: Path, sheet: str | None = None) -> Table:
    """Open a ledger's file on ``sheet``, or on the first one with headers we know. Raises StationError."""
    book: Book = XlsxBook(path) if identify(path) is FileKind.XLSX else TextBook(path)
    try:
        found = _choose(book, sheet)
        return Table(
            headers=found.headers,
            header_row=found.header_row,
            rows=_capped(found.rows),
            sheet=found.sheet,
            sheets=book.sheets,
            estimate=max(found.survey.rows - found.header_row, 0),
            epoch_1904=book.epoch_1904,
            notes=_notes(path, book, found),
            book=book,
        )
    except BaseException:
        book.close()
        raise


def _choose(book: Book, wanted: str | None) -> _Found:
    if wanted is not None and wanted not in book.sheets:
        raise StationError(f"没有叫“{wanted}”的工作表", f"可选的有：{'、'.join(book.sheets[:20])}。")
    names = book.sheets if wanted is None else (wanted,)
    first: _Found | None = None
    for name in names:
        found = _look(book, name)
        if found and found.known >= _ENOUGH_HEADERS:
            return found
        first = first or found
    if first is None:
        raise StationError("表格里没有内容", "请确认选对了文件和工作表。")
    return first


def _look(book: Book, name: str) -> _Found | None:
    """Find the header row among the first rows of a sheet; None when the sheet is blank."""
    survey = book.survey(name)
    rows = book.rows(name, survey)
    head = list(islice(rows, _HEAD_ROWS))
    filled = [row for row in head if not row.is_blank()]
    if not filled:
        return None
    best = max(filled, key=lambda row: (recognised_count(row.cells), -row.number))
    known = recognised_count(best.cells)
    if not known:
        best = next(
            (row for row in filled if sum(cell is not None for cell in row.cells) >= _ENOUGH_HEADERS), filled[0]
        )
    index = head.index(best)
    lower = head[index + 1] if index + 1 < len(head) and _continues_header(head[index + 1]) else None
    headers = _headers(head[index - 1] if index else None, best, lower)
    last = lower or best
    return _Found(name, chain(head[index + 1 + (lower is not None) :], rows), headers, last.number, known, survey)


def _continues_header(row: RawRow) -> bool:
    """Tell whether a row below the headers holds nothing but further headers."""
    own = [cell for column, cell in enumerate(row.cells) if cell is not None and column not in row.merged]
    return len(own) >= _ENOUGH_HEADERS and recognised_count(own) == len(own)


def _headers(above: RawRow | None, row: RawRow, below: RawRow | None) -> tuple[str, ...]:
    """Headers of two rows made one: the lower word counts, an upper one stands where there is none and we know it."""
    width = max(len(one.cells) for one in (row, below) if one)
    headers = [header_text(row.cell(column)) for column in range(width)]
    if below:
        headers = [header_text(below.cell(column)) or header for column, header in enumerate(headers)]
    if above:
        lent = [header_text(above.cell(column)) for column in range(width)]
        headers = [
            header or (word if recognised_count([word]) else "") for header, word in zip(headers, lent, strict=True)
        ]
    return tuple(headers)


def _capped(rows: Iterator[RawRow]) -> Iterator[RawRow]:
    for row in rows:
        if row.number > MAX_ROWS:
            raise StationError(f"表格超过 {MAX_ROWS} 行", "请分成几个文件导入。")
        yield row


def _notes(path: Path, book: Book, found: _Found) -> tuple[str, ...]:
    notes: list[str] = []
    if book.has_macros:
        notes.append("文件含有宏，宏不会运行，只读取单元格的值。")
    if is_open_elsewhere(path):
        notes.append("文件正在 WPS 中打开，读到的是上次保存的内容。")
    others = [name for name in book.sheets if name != found.sheet]
    if others:
        notes.append(f"只读取工作表“{found.sheet}”，另有：{_listed(others)}。")
    return tuple(notes)


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:5]) + ("等" if len(names) > 5 else "")
