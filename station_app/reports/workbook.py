"""The 社情簿 as an Excel workbook that opens as one would print it; all of it text, nothing a formula."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from station_app.reports.faces import Face
from station_app.reports.lines import Breaker
from station_app.reports.page import MM
from station_app.reports.records import RegisterGap, RegisterHead, RegisterOptions, RegisterRow
from station_app.reports.register_columns import CONTENT, NUMBER, REMARK, RESULT, SERIAL, Column, chosen_columns
from station_app.reports.register_layout import CONTINUED, DOUBLED, Entry, gap_texts, row_texts

MAX_CELL = 32_000  # characters; Excel takes 32,767
MAX_HEIGHT = 400.0  # points of a row; Excel takes 409
_LINE = 15.0  # points of a line of 10.5 point type
_LINES = int(MAX_HEIGHT / _LINE)
_SHEET = "社情簿"
_FONT = "宋体"
_SAFE = 0.9  # of a column's width is counted on: another program breaks lines a little earlier
_HEAD_ROWS = 3
_LEFT = (CONTENT, RESULT)
_DAYS = ("日期", "交办日期", "反馈日期")

Progress = Callable[[int, int], None]


def register_workbook(
    entries: Sequence[Entry], head: RegisterHead, options: RegisterOptions, progress: Progress | None = None
) -> bytes:
    """The register as .xlsx; ``progress`` hears (rows done, rows in all) and may raise to stop.

    Raises StationError for columns that cannot be.
    """
    import openpyxl

    columns = chosen_columns(options)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = _SHEET
    book.properties.title = f"{_SHEET} {head.site} {head.period}{head.volume}"
    book.properties.creator = head.site
    _set_page(sheet, columns)
    _write_head(sheet, columns, head)
    writer = _Writer(sheet, columns)
    for done, entry in enumerate(entries, 1):
        writer.write(entry, head.year)
        if progress is not None:
            progress(done, len(entries))
    return finished(book, head.printed_at)


def finished(book: Any, moment: datetime) -> bytes:
    """The file with no other time in it than ``moment``: the same register is the same byte for byte."""
    from openpyxl.writer.excel import ExcelWriter

    book.properties.created = book.properties.modified = moment.astimezone(UTC).replace(tzinfo=None)
    plain, stream = io.BytesIO(), io.BytesIO()
    ExcelWriter(book, ZipFile(plain, "w")).save()
    with ZipFile(plain) as parts, ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            archive.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return stream.getvalue()


class _Writer:
    """Puts entries below one another."""

    def __init__(self, sheet: Any, columns: tuple[Column, ...]) -> None:
        self._sheet = sheet
        self._names = [column.name for column in columns]
        self._breakers = [Breaker(Face.SERIF, 10.5, column.width * MM * _SAFE) for column in columns]
        self._styles = {
            (left, struck): cell_style(sheet, left, struck) for left in (False, True) for struck in (False, True)
        }
        self._row = _HEAD_ROWS

    def write(self, entry: Entry, year: int) -> None:
        """One entry in as many rows as it needs."""
        texts = _texts(entry, year, self._names)
        parts = [
            list(split_cell(breaker, texts.get(name, ""))) or [("", 1)]
            for name, breaker in zip(self._names, self._breakers, strict=True)
        ]
        struck = isinstance(entry, RegisterRow) and entry.void_reason is not None
        for number, cells in enumerate(zip_longest(*parts, fillvalue=("", 1))):
            shown = [text for text, _ in cells]
            if number:
                self._mark(shown, texts)
            self._put(shown, struck)
            self._sheet.row_dimensions[self._row].height = max(lines for _, lines in cells) * _LINE + 4

    def _mark(self, shown: list[str], texts: dict[str, str]) -> None:
        """Say of which row this is the continuation."""
        names = self._names
        place = next((names.index(name) for name in (NUMBER, SERIAL) if name in names), None)
        if place is None:
            place = names.index(CONTENT)
            shown[place] = f"（{CONTINUED}）{shown[place]}"
        else:
            shown[place] = f"{texts.get(names[place], '')}\n{CONTINUED}"

    def _put(self, shown: list[str], struck: bool) -> None:
        self._row += 1
        for place, (name, text) in enumerate(zip(self._names, shown, strict=True), 1):
            cell = self._sheet.cell(self._row, place)
            if text:
                cell.value = text
                cell.data_type = "s"
            cell._style = self._styles[name in _LEFT, struck and name != REMARK]


def cell_style(sheet: Any, left: bool, struck: bool) -> Any:
    """A cell's style made once: setting each part of it for each cell takes ten times as long."""
    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment, Border, Font, Side

    cell = Cell(sheet, row=1, column=1)
    side = Side("thin")
    cell.font = Font(name=_FONT, size=10.5, strike=struck)
    cell.alignment = Alignment("left" if left else "center", "center", wrap_text=True)
    cell.border = Border(side, side, side, side)
    cell.number_format = "@"
    cell.quotePrefix = True
    return cell._style


def put_text(cell: Any, text: str) -> None:
    """Text that stays text: no formula, no number, whatever it begins with."""
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True


def split_cell(breaker: Breaker, text: str) -> Iterator[tuple[str, int]]:
    """Parts of a text that a row can hold, each with its number of lines; joined they are the text.

    A newline where one part ends stays with that part.
    """
    part, lines, size = "", 0, 0
    for paragraph in text.splitlines(keepends=True):
        for line in breaker.fill(paragraph.rstrip("\n")):
            if lines == _LINES or size + len(line) >= MAX_CELL:
                yield part, lines
                part, lines, size = "", 0, 0
            part += line
            lines += 1
            size = len(part)
        if paragraph.endswith("\n"):
            part += "\n"
    if part:
        yield part, lines


def _texts(entry: Entry, year: int, names: Sequence[str]) -> dict[str, str]:
    if isinstance(entry, RegisterGap):
        return gap_texts(entry) | {SERIAL: entry.first}
    texts = row_texts(entry, year, names)
    serial = f"{entry.serial}\n{DOUBLED}{entry.doubled}" if entry.doubled else entry.serial
    return texts | {SERIAL: serial} | {name: texts[name].replace("\n", "") for name in _DAYS}


def _set_page(sheet: Any, columns: tuple[Column, ...]) -> None:
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(columns, 1):
        pixels = column.width / 25.4 * 96
        sheet.column_dimensions[get_column_letter(place)].width = round((pixels - 5) / 7, 2)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = (mm / 25.4 for mm in (25, 10, 13, 18))
    margins.footer = 8 / 25.4
    sheet.print_title_rows = f"1:{_HEAD_ROWS}"
    sheet.freeze_panes = f"A{_HEAD_ROWS + 1}"
    sheet.oddFooter.left.text = "记录人：　　　　　　站　长："
    sheet.oddFooter.center.text = "第 &P 页　共 &N 页"
    sheet.oddFooter.right.text = "内部资料　注意保管　&D 打印"


def _write_head(sheet: Any, columns: tuple[Column, ...], head: RegisterHead) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    last, side = len(columns), Side("thin")
    reprint = f"　重印 第 {head.reprint} 次" if head.reprint else ""
    texts = ("社　情　簿", f"{head.whose}　　{head.period}　{head.volume}{reprint}")
    for row, (text, size) in enumerate(zip(texts, (20, 10.5), strict=True), 1):
        if last > 1:
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
        cell = sheet.cell(row, 1)
        put_text(cell, text)
        cell.font = Font(name=_FONT, size=size, bold=row == 1)
        cell.alignment = Alignment("center" if row == 1 else "left", "center")
    for place, column in enumerate(columns, 1):
        cell = sheet.cell(_HEAD_ROWS, place)
        put_text(cell, column.name)
        cell.font = Font(name="黑体", size=10.5, bold=True)
        cell.alignment = Alignment("center", "center", wrap_text=True)
        cell.border = Border(side, side, side, side)
    for row, height in ((1, 30), (2, 18), (3, 34)):
        sheet.row_dimensions[row].height = height
