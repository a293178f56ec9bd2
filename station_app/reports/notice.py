"""The 接待公告 for the door: days, places and deputies of the coming receptions, and how else to reach the station."""

from __future__ import annotations

from collections.abc import Iterator

from station_app.reports.faces import Face, unprintable
from station_app.reports.lines import Breaker
from station_app.reports.page import MM, Document, Printed
from station_app.reports.records import Notice, NoticeDay, SheetHead
from station_app.reports.sheet_page import SheetPage

_LEFT, _RIGHT = 28 * MM, 184 * MM  # norm GB/T 9704: 156 mm of text
_MIDDLE = (_LEFT + _RIGHT) / 2
_TOP, _BELOW = 37 * MM + 22, 37 * MM + 225 * MM
_TITLE_WIDTH, _TITLE_LEADING = _RIGHT - _LEFT - 22, 42.0
_BODY, _LEADING = 16.0, 28.0
_CELL, _CELL_LEADING, _PAD = 14.0, 21.0, 6.0
_COLUMNS = (("时　间", 104.0), ("地　点", 112.0), ("接待代表", 120.0), ("主　题", 106.2))
_PAGE_NUMBER = 14.0
_ROW_LINES = 24  # of one row; more go on in another


class _Writer:
    """Pages that follow one another; knows how far down the present one is written."""

    def __init__(self, document: Document, title: str) -> None:
        self._document = document
        self.page = SheetPage(document)
        self.y = _TOP
        for line in Breaker(Face.SERIF_BOLD, 22, _TITLE_WIDTH).even(title):
            self.page.title(_MIDDLE, self.y, line)
            self.y += _TITLE_LEADING
        self._pages: list[SheetPage] = [self.page]

    def room(self, height: float) -> None:
        """Begin a page unless ``height`` points are left."""
        if self.y + height > _BELOW:
            self.page = SheetPage(self._document)
            self._pages.append(self.page)
            self.y = 37 * MM

    def lines(self, lines: list[str]) -> None:
        """Body text."""
        pen = self.page.pen(Face.SERIF, _BODY)
        for line in lines:
            self.room(_LEADING)
            self.page.drawing.text(_LEFT, self.y + 20, line, pen)
            self.y += _LEADING

    def end(self) -> int:
        """Number the pages, odd ones right and even ones left, and add them; returns how many."""
        for number, page in enumerate(self._pages, 1):
            pen = page.pen(Face.SERIF, _PAGE_NUMBER)
            words = f"— {number} —"
            if number % 2:
                page.drawing.right(_RIGHT - _PAGE_NUMBER, _BELOW + 30, words, pen)
            else:
                page.drawing.text(_LEFT + _PAGE_NUMBER, _BELOW + 30, words, pen)
            page.end(f"第 {number} 页")
        return len(self._pages)


def print_notice(notice: Notice, head: SheetHead) -> Printed:
    """The notice with its days in a table."""
    document = Document(notice.title, head.printed_at)
    writer = _Writer(document, notice.title)
    body = Breaker(Face.SERIF, _BODY, _RIGHT - _LEFT)
    if notice.words:
        writer.lines(body.fill(_indented(notice.words)))
        writer.y += _LEADING / 2
    _draw_days(writer, notice.days)
    writer.y += _LEADING / 2
    for line in _reached(notice, head):
        writer.lines(body.fill(line))
    _sign(writer, notice, head)
    pages = writer.end()
    return Printed(document.data(), pages)


def notice_unprintable(notice: Notice) -> tuple[str, ...]:
    """The characters of a notice that no bundled font has."""
    days = (day.when + day.place + day.deputies + day.theme for day in notice.days)
    return unprintable([notice.title, notice.words, notice.address, notice.hours, *days])


def _indented(words: str) -> str:
    return "\n".join(f"　　{part}" for part in words.split("\n"))


def _reached(notice: Notice, head: SheetHead) -> Iterator[str]:
    for label, value in (("站点地址", notice.address), ("开放时间", notice.hours), ("联系电话", head.phone)):
        if value:
            yield f"{label}：{value}"


def _sign(writer: _Writer, notice: Notice, head: SheetHead) -> None:
    day = notice.posted_on or head.printed_at.date()
    pen = writer.page.pen(Face.SERIF, _BODY)
    writer.room(4 * _LEADING)
    writer.y += 2 * _LEADING
    for line in (head.site, f"{day.year}年{day.month}月{day.day}日"):
        writer.page.drawing.right(_RIGHT - 2 * _BODY, writer.y + 20, line, pen)
        writer.y += _LEADING


def _draw_days(writer: _Writer, days: tuple[NoticeDay, ...]) -> None:
    _draw_row(writer, [[label] for label, _ in _COLUMNS], Face.SANS)
    breakers = [Breaker(Face.SERIF, _CELL, width - 2 * _PAD) for _, width in _COLUMNS]
    for day in days:
        cells = (day.when, day.place, day.deputies, day.theme)
        lines = [breaker.even(cell) for breaker, cell in zip(breakers, cells, strict=True)]
        for start in range(0, max(map(len, lines)), _ROW_LINES):
            _draw_row(writer, [part[start : start + _ROW_LINES] for part in lines], Face.SERIF)


def _draw_row(writer: _Writer, cells: list[list[str]], face: Face) -> None:
    count = max(map(len, cells))
    height = count * _CELL_LEADING + 2 * _PAD
    writer.room(height)
    pen = writer.page.pen(face, _CELL)
    x = _LEFT
    for lines, (_, width) in zip(cells, _COLUMNS, strict=True):
        writer.page.drawing.box(x, writer.y, width, height)
        y = writer.y + _PAD + 15.5 + (count - len(lines)) * _CELL_LEADING / 2
        for line in lines:
            writer.page.drawing.centred(x + width / 2, y, line, pen)
            y += _CELL_LEADING
        x += width
    writer.y += height
