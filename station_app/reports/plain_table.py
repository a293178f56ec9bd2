"""A plain table on A4 pages: heads, rows as high as their longest cell, thin lines, a thick frame around."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from station_app.reports.faces import Face
from station_app.reports.lines import Breaker
from station_app.reports.page import MM, Document, Printed
from station_app.reports.sheet_page import SMALL, SheetPage

LEFT = 20 * MM
FOOT = 812.0
HEAD_ROW = 22.0
_LEADING, _PAD, _ABOVE = 15.0, 3.5, 4.0

Part = TypeVar("Part")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A text for each column; those at the places ``struck`` are struck through."""

    cells: tuple[str, ...]
    struck: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row, or a part of one, broken into lines."""

    cells: tuple[list[str], ...]
    struck: tuple[int, ...]

    @property
    def height(self) -> float:
        """In points."""
        return max(map(len, self.cells)) * _LEADING + 2 * _ABOVE


@dataclass(frozen=True, slots=True)
class PlainTable:
    """Columns with their widths in mm, between ``top`` and ``bottom`` in points from a page's upper edge."""

    columns: tuple[str, ...]
    widths: tuple[float, ...]
    top: float
    bottom: float

    @property
    def edges(self) -> tuple[float, ...]:
        """The left edge of each column and the right one of the last, in points."""
        return tuple(LEFT + sum(self.widths[:place]) * MM for place in range(len(self.widths) + 1))

    @property
    def right(self) -> float:
        """The right edge in points."""
        return self.edges[-1]

    def pages(self, rows: Iterable[PlainRow]) -> list[list[LaidRow]]:
        """What stands on each page; a row that does not fit begins the next, one taller than a page goes on there."""
        room = self.bottom - self.top - HEAD_ROW
        pages: list[list[LaidRow]] = [[]]
        left = room
        for row in self._laid(rows, int((room - 2 * _ABOVE) / _LEADING)):
            if row.height > left and pages[-1]:
                pages.append([])
                left = room
            pages[-1].append(row)
            left -= row.height
        return pages

    def draw(self, page: SheetPage, rows: Sequence[LaidRow]) -> None:
        """Draw the heads and the rows of one page."""
        edges, y = self.edges, draw_heads(page, self.edges, self.columns, self.top)
        pen = page.pen(Face.SERIF, SMALL)
        for row in rows:
            for place, lines in enumerate(row.cells):
                left, base = edges[place] + _PAD, y + _ABOVE + 0.76 * _LEADING
                page.drawing.block(left, base, lines, pen, _LEADING)
                if place in row.struck:
                    _strike(page, left, base, lines)
            y += row.height
            page.drawing.line(LEFT, y, self.right, y)
        for x in edges[1:-1]:
            page.drawing.line(x, self.top, x, y)
        page.frame(LEFT, self.top, self.right, y)

    def _laid(self, rows: Iterable[PlainRow], most: int) -> Iterator[LaidRow]:
        breakers = [Breaker(Face.SERIF, SMALL, width * MM - 2 * _PAD) for width in self.widths]
        for row in rows:
            cells = tuple(breaker.fill(text) for breaker, text in zip(breakers, row.cells, strict=True))
            for start in range(0, max(map(len, cells)), most):
                yield LaidRow(tuple(lines[start : start + most] for lines in cells), row.struck)


def draw_heads(page: SheetPage, edges: Sequence[float], names: Iterable[str], top: float) -> float:
    """Draw the heads of columns and the line beneath; gives where the first row begins."""
    y = top + HEAD_ROW
    for left, right, name in zip(edges, edges[1:], names, strict=False):
        page.label(left, right, top, y, name)
    page.drawing.line(edges[0], y, edges[-1], y, 1)
    return y


def print_parts(
    title: str,
    printed_at: datetime,
    parts: Sequence[Part],
    draw: Callable[[SheetPage, Part, tuple[int, int]], None],
    progress: Progress | None = None,
) -> Printed:
    """A page for each part as PDF; ``draw`` is told (its number, pages in all).

    ``progress`` hears (pages done, pages in all) and may raise to stop.
    """
    document = Document(title, printed_at)
    for number, part in enumerate(parts, 1):
        page = SheetPage(document)
        draw(page, part, (number, len(parts)))
        page.end(f"第 {number} 页")
        if progress is not None:
            progress(number, len(parts))
    return Printed(document.data(), len(parts))


def _strike(page: SheetPage, left: float, base: float, lines: Sequence[str]) -> None:
    pen = page.pen(Face.SERIF, SMALL)
    for number, line in enumerate(lines):
        y = base + number * _LEADING - 0.35 * SMALL
        page.drawing.line(left, y, left + pen.width(line), y, 0.75)
