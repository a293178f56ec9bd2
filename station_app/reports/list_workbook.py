"""A list of opinions as an Excel workbook: text cells only, nothing a formula, the head repeated on each page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from station_app.reports.faces import Face
from station_app.reports.lines import Breaker
from station_app.reports.list_rows import ListHead, ListRow, Progress
from station_app.reports.page import MM
from station_app.reports.workbook import MAX_CELL, MAX_HEIGHT, cell_style, finished, put_text

_SHEET = "意见建议"
_HEAD_ROWS = 3
_LINE = 15.0
_SAFE = 0.9


def list_workbook(rows: Sequence[ListRow], head: ListHead, progress: Progress | None = None) -> bytes:
    """The list as .xlsx; ``progress`` hears (rows done, rows in all) and may raise to stop."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = _SHEET
    book.properties.title = head.title
    book.properties.creator = head.site
    _set_page(sheet, head)
    _write_head(sheet, head, len(rows))
    writer = _Writer(sheet, head)
    for done, row in enumerate(rows, 1):
        writer.write(row, _HEAD_ROWS + done)
        if progress is not None:
            progress(done, len(rows))
    return finished(book, head.printed_at)


class _Writer:
    """Puts rows below one another, each as high as its longest cell needs."""

    def __init__(self, sheet: Any, head: ListHead) -> None:
        self._sheet, self._head = sheet, head
        self._breakers = [Breaker(Face.SERIF, 10.5, width * MM * _SAFE) for width in head.widths]
        self._styles = {(left, void): cell_style(sheet, left, void) for left in (False, True) for void in (False, True)}

    def write(self, row: ListRow, place: int) -> None:
        """One opinion in the row ``place``."""
        lines = 1
        for column, (text, breaker) in enumerate(zip(row.cells, self._breakers, strict=True)):
            cell = self._sheet.cell(place, column + 1)
            if text:
                cell.value = text[:MAX_CELL]
                cell.data_type = "s"
                lines = max(lines, len(breaker.fill(text)))
            cell._style = self._styles[column == self._head.wide, row.void and column in self._head.struck]
        self._sheet.row_dimensions[place].height = min(lines * _LINE + 4, MAX_HEIGHT)


def _set_page(sheet: Any, head: ListHead) -> None:
    from openpyxl.utils import get_column_letter

    for place, width in enumerate(head.widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = round((width / 25.4 * 96 - 5) / 7, 2)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{_HEAD_ROWS}"
    sheet.freeze_panes = f"A{_HEAD_ROWS + 1}"
    sheet.oddFooter.center.text = "第 &P 页　共 &N 页"
    sheet.oddFooter.right.text = "内部资料　注意保管"


def _write_head(sheet: Any, head: ListHead, count: int) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    side = Side("thin")
    texts = ("意见建议清单", f"站点：{head.site}　　{head.narrowed}　　共 {count} 条")
    for row, (text, size) in enumerate(zip(texts, (18, 10.5), strict=True), 1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(head.columns))
        cell = sheet.cell(row, 1)
        put_text(cell, text)
        cell.font = Font(name="宋体", size=size, bold=row == 1)
        cell.alignment = Alignment("center" if row == 1 else "left", "center", wrap_text=True)
    for place, name in enumerate(head.columns, 1):
        cell = sheet.cell(_HEAD_ROWS, place)
        put_text(cell, name)
        cell.font = Font(name="黑体", size=10.5, bold=True)
        cell.alignment = Alignment("center", "center")
        cell.border = Border(side, side, side, side)
    lines = len(Breaker(Face.SERIF, 10.5, sum(head.widths) * MM * _SAFE).fill(texts[1]))
    for row, height in ((1, 30.0), (2, lines * _LINE + 4), (3, 22.0)):
        sheet.row_dimensions[row].height = height
