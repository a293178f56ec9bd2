"""A small table of short cells on A4 pages: groups with a head and a sum each, a sum of all at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from station_app.reports.faces import Face, unprintable
from station_app.reports.page import MM, Printed
from station_app.reports.plain_table import FOOT, HEAD_ROW, LEFT, draw_heads, print_parts
from station_app.reports.records import SheetHead
from station_app.reports.sheet_page import SMALL, SheetPage
from station_app.reports.table_rows import TableColumn, TableSheet

_RIGHT = 195 * MM
_TOP, _BOTTOM = 112.0, 790.0
_ROW = 17.0
_PAD = 4.0
_BASE = 0.7  # of a row's height down to the base line


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it is drawn; a head has one cell that goes across."""

    cells: tuple[str, ...]
    bold: bool = False
    across: bool = False


def print_table(sheet: TableSheet) -> Printed:
    """The table as PDF; a group's head never stands last on a page."""

    def draw(page: SheetPage, part: list[_Row], pages: tuple[int, int]) -> None:
        _draw_around(page, sheet, pages)
        _draw_rows(page, sheet, part)

    return print_parts(sheet.title, sheet.printed_at, _paged(list(_rows(sheet))), draw)


def table_unprintable(sheet: TableSheet) -> tuple[str, ...]:
    """The characters of the cells that no bundled font has."""
    return unprintable([cell for group in sheet.groups for row in group.rows for cell in row])


def _rows(sheet: TableSheet) -> Iterator[_Row]:
    for group in sheet.groups:
        if group.title:
            yield _Row((group.title,), bold=True, across=True)
        for cells in group.rows:
            yield _Row(cells)
        if group.total:
            yield _Row(group.total, bold=True)
    if sheet.total:
        yield _Row(sheet.total, bold=True)


def _paged(rows: Sequence[_Row]) -> list[list[_Row]]:
    most = int((_BOTTOM - _TOP - HEAD_ROW) / _ROW)
    pages: list[list[_Row]] = [[]]
    for row in rows:
        if len(pages[-1]) == most or (row.across and len(pages[-1]) == most - 1):
            pages.append([])
        pages[-1].append(row)
    return pages


def _draw_around(page: SheetPage, sheet: TableSheet, pages: tuple[int, int]) -> None:
    pen = page.pen(Face.SERIF, SMALL)
    page.title((LEFT + _RIGHT) / 2, 60, sheet.title, 20)
    page.drawing.fitted(LEFT, 82, sheet.site, pen, _RIGHT - LEFT)
    page.drawing.fitted(LEFT, 100, sheet.told, pen, _RIGHT - LEFT)
    page.foot(LEFT, _RIGHT, FOOT, SheetHead(site=sheet.site, printed_at=sheet.printed_at), pages)


def _draw_rows(page: SheetPage, sheet: TableSheet, rows: list[_Row]) -> None:
    edges = _edges(sheet.columns)
    y = draw_heads(page, edges, (column.name for column in sheet.columns), _TOP)
    for row in rows:
        _draw_cells(page, sheet.columns, edges, row, y)
        y += _ROW
        page.drawing.line(LEFT, y, _RIGHT, y)
    page.frame(LEFT, _TOP, _RIGHT, y)


def _draw_cells(
    page: SheetPage, columns: tuple[TableColumn, ...], edges: tuple[float, ...], row: _Row, top: float
) -> None:
    pen = page.pen(Face.SERIF_BOLD if row.bold else Face.SERIF, SMALL)
    base = top + _BASE * _ROW
    if row.across:
        page.drawing.fitted(LEFT + _PAD, base, row.cells[0], pen, _RIGHT - LEFT - 2 * _PAD)
        return
    for left, right, column, cell in zip(edges, edges[1:], columns, row.cells, strict=False):
        if left > LEFT:
            page.drawing.line(left, top, left, top + _ROW)
        if column.figure:
            page.drawing.right(right - _PAD, base, cell, pen)
        else:
            page.drawing.fitted(left + _PAD, base, cell, pen, right - left - 2 * _PAD)


def _edges(columns: tuple[TableColumn, ...]) -> tuple[float, ...]:
    whole, edges = sum(column.share for column in columns), [LEFT]
    for column in columns:
        edges.append(edges[-1] + (_RIGHT - LEFT) * column.share / whole)
    return tuple(edges)
