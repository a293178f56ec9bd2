"""A list of opinions on A4 pages, the columns of the screen; a row that does not fit begins the next page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from station_app.reports.faces import Face, unprintable
from station_app.reports.lines import Breaker
from station_app.reports.list_rows import COLUMNS, STRUCK, WIDTHS, ListHead, ListRow, Progress
from station_app.reports.page import MM, Document, Printed
from station_app.reports.records import SheetHead
from station_app.reports.sheet_page import SMALL, SheetPage

_LEFT = 20 * MM
_EDGES = tuple(_LEFT + sum(WIDTHS[:place]) * MM for place in range(len(WIDTHS) + 1))
_RIGHT = _EDGES[-1]
_TOP, _BOTTOM, _FOOT = 112.0, 790.0, 812.0
_HEAD_ROW = 22.0
_LEADING = 15.0
_PAD, _ABOVE = 3.5, 4.0
_MOST_LINES = int((_BOTTOM - _TOP - _HEAD_ROW - 2 * _ABOVE) / _LEADING)


@dataclass(frozen=True, slots=True)
class _Laid:
    """A row broken into lines."""

    cells: tuple[list[str], ...]
    void: bool

    @property
    def height(self) -> float:
        return max(map(len, self.cells)) * _LEADING + 2 * _ABOVE


def print_list(rows: Sequence[ListRow], head: ListHead, progress: Progress | None = None) -> Printed:
    """The list as PDF; ``progress`` hears (pages done, pages in all) and may raise to stop."""
    document = Document(head.title, head.printed_at)
    parts = list(_paged(_laid(rows)))
    for number, part in enumerate(parts, 1):
        page = SheetPage(document)
        _draw_around(page, head, len(rows), (number, len(parts)))
        _draw_rows(page, part)
        page.end(f"第 {number} 页")
        if progress is not None:
            progress(number, len(parts))
    return Printed(document.data(), len(parts))


def list_unprintable(rows: Sequence[ListRow]) -> tuple[str, ...]:
    """The characters of the rows that no bundled font has."""
    return unprintable([text for row in rows for text in row.cells])


def _laid(rows: Sequence[ListRow]) -> Iterator[_Laid]:
    """The rows; one that is taller than a page goes on in the next."""
    breakers = [Breaker(Face.SERIF, SMALL, width * MM - 2 * _PAD) for width in WIDTHS]
    for row in rows:
        cells = tuple(breaker.fill(text) for breaker, text in zip(breakers, row.cells, strict=True))
        for start in range(0, max(map(len, cells)), _MOST_LINES):
            yield _Laid(tuple(lines[start : start + _MOST_LINES] for lines in cells), row.void)


def _paged(rows: Iterator[_Laid]) -> Iterator[list[_Laid]]:
    room = _BOTTOM - _TOP - _HEAD_ROW
    page: list[_Laid] = []
    left = room
    for row in rows:
        if row.height > left and page:
            yield page
            page, left = [], room
        page.append(row)
        left -= row.height
    yield page


def _draw_around(page: SheetPage, head: ListHead, count: int, pages: tuple[int, int]) -> None:
    pen = page.pen(Face.SERIF, SMALL)
    sheet = SheetHead(site=head.site, printed_at=head.printed_at)
    page.title((_LEFT + _RIGHT) / 2, 66, "意见建议清单", 20)
    page.drawing.right(_RIGHT, 86, f"共 {count} 条", pen)
    page.drawing.fitted(_LEFT, 86, f"站点：{head.site}", pen, _RIGHT - _LEFT - 80)
    page.drawing.fitted(_LEFT, 103, head.narrowed, pen, _RIGHT - _LEFT)
    page.foot(_LEFT, _RIGHT, _FOOT, sheet, pages)


def _draw_rows(page: SheetPage, rows: list[_Laid]) -> None:
    pen = page.pen(Face.SERIF, SMALL)
    y = _TOP + _HEAD_ROW
    for left, right, name in zip(_EDGES, _EDGES[1:], COLUMNS, strict=False):
        page.label(left, right, _TOP, y, name)
    page.drawing.line(_LEFT, y, _RIGHT, y, 1)
    for row in rows:
        for place, lines in enumerate(row.cells):
            left, base = _EDGES[place] + _PAD, y + _ABOVE + 0.76 * _LEADING
            page.drawing.block(left, base, lines, pen, _LEADING)
            if row.void and place in STRUCK:
                _strike(page, left, base, lines)
        y += row.height
        page.drawing.line(_LEFT, y, _RIGHT, y)
    for x in _EDGES[1:-1]:
        page.drawing.line(x, _TOP, x, y)
    page.frame(_LEFT, _TOP, _RIGHT, y)


def _strike(page: SheetPage, left: float, base: float, lines: list[str]) -> None:
    pen = page.pen(Face.SERIF, SMALL)
    for number, line in enumerate(lines):
        y = base + number * _LEADING - 0.35 * SMALL
        page.drawing.line(left, y, left + pen.width(line), y, 0.75)
