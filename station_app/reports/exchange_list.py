"""The list of an import on A4 pages: counts that add up, then a line for each item."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from station_app.reports.faces import Face, unprintable
from station_app.reports.lines import Breaker
from station_app.reports.page import MM, Document, Printed
from station_app.reports.records import SheetHead
from station_app.reports.sheet_page import SMALL, SheetPage

COLUMNS = ("结果", "编号", "内容")
_WIDTHS = (22.0, 38.0, 115.0)
_LEFT = 20 * MM
_EDGES = tuple(_LEFT + sum(_WIDTHS[:place]) * MM for place in range(len(_WIDTHS) + 1))
_RIGHT = _EDGES[-1]
_TOP, _BOTTOM, _FOOT = 150.0, 770.0, 812.0
_HEAD_ROW, _LEADING, _PAD, _ABOVE = 22.0, 15.0, 3.5, 4.0
_MOST_LINES = int((_BOTTOM - _TOP - _HEAD_ROW - 2 * _ABOVE) / _LEADING)
_SIGN = 790.0

Cells = tuple[str, str, str]
Laid = tuple[list[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeHead:
    """What stands above the list: the site, the sender and package, the counts' sum and what else is to be told.

    ``columns`` are the heads of the three columns.
    """

    title: str
    site: str
    subject: str
    sums: str
    counts: str
    printed_at: datetime
    columns: Cells = COLUMNS


def print_exchange(
    rows: Sequence[Cells], head: ExchangeHead, progress: Callable[[int, int], None] | None = None
) -> Printed:
    """The list as PDF; ``progress`` hears (pages done, pages in all) and may raise to stop."""
    document = Document(head.title, head.printed_at)
    parts = list(_paged(_laid(rows))) or [[]]
    for number, part in enumerate(parts, 1):
        page = SheetPage(document)
        _draw_around(page, head, (number, len(parts)))
        _draw_rows(page, part, head.columns)
        page.end(f"第 {number} 页")
        if progress is not None:
            progress(number, len(parts))
    return Printed(document.data(), len(parts))


def exchange_unprintable(rows: Sequence[Cells]) -> tuple[str, ...]:
    """The characters of the rows that no bundled font has."""
    return unprintable([text for row in rows for text in row])


def _laid(rows: Sequence[Cells]) -> Iterator[Laid]:
    """The rows broken into lines; one that is taller than a page goes on in the next."""
    breakers = [Breaker(Face.SERIF, SMALL, width * MM - 2 * _PAD) for width in _WIDTHS]
    for row in rows:
        cells = tuple(breaker.fill(text) for breaker, text in zip(breakers, row, strict=True))
        for start in range(0, max(map(len, cells)), _MOST_LINES):
            yield tuple(lines[start : start + _MOST_LINES] for lines in cells)


def _paged(rows: Iterator[Laid]) -> Iterator[list[Laid]]:
    page: list[Laid] = []
    left = _BOTTOM - _TOP - _HEAD_ROW
    for row in rows:
        if _height(row) > left and page:
            yield page
            page, left = [], _BOTTOM - _TOP - _HEAD_ROW
        page.append(row)
        left -= _height(row)
    if page:
        yield page


def _height(row: Laid) -> float:
    return max(map(len, row)) * _LEADING + 2 * _ABOVE


def _draw_around(page: SheetPage, head: ExchangeHead, pages: tuple[int, int]) -> None:
    pen = page.pen(Face.SERIF, SMALL)
    page.title((_LEFT + _RIGHT) / 2, 66, head.title, 20)
    for y, text in ((90, f"站点：{head.site}"), (107, head.subject), (124, head.counts), (141, head.sums)):
        page.drawing.fitted(_LEFT, y, text, pen, _RIGHT - _LEFT)
    page.drawing.text(_LEFT, _SIGN, "经手人：", pen)
    page.drawing.line(_LEFT + 45, _SIGN + 2, _LEFT + 150, _SIGN + 2)
    page.foot(_LEFT, _RIGHT, _FOOT, SheetHead(site=head.site, printed_at=head.printed_at), pages)


def _draw_rows(page: SheetPage, rows: list[Laid], columns: Cells) -> None:
    pen = page.pen(Face.SERIF, SMALL)
    y = _TOP + _HEAD_ROW
    for left, right, name in zip(_EDGES, _EDGES[1:], columns, strict=False):
        page.label(left, right, _TOP, y, name)
    page.drawing.line(_LEFT, y, _RIGHT, y, 1)
    for row in rows:
        for place, lines in enumerate(row):
            page.drawing.block(_EDGES[place] + _PAD, y + _ABOVE + 0.76 * _LEADING, lines, pen, _LEADING)
        y += _height(row)
        page.drawing.line(_LEFT, y, _RIGHT, y)
    for x in _EDGES[1:-1]:
        page.drawing.line(x, _TOP, x, y)
    page.frame(_LEFT, _TOP, _RIGHT, y)
