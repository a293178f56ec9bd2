"""The 社情簿 as PDF: whole, or page by page for a preview."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from station_app.reports.faces import unprintable
from station_app.reports.page import A4_LANDSCAPE, Document, Printed
from station_app.reports.records import RegisterGap, RegisterHead, RegisterOptions
from station_app.reports.register_layout import Entry, Fragment, RegisterLayout
from station_app.reports.register_painter import RegisterPainter

_OUTLINE_STEP = 10  # pages from one entry of the outline to the next

Progress = Callable[[int, int], None]


def print_register(
    entries: Sequence[Entry], head: RegisterHead, options: RegisterOptions, progress: Progress | None = None
) -> Printed:
    """The whole register. ``progress`` hears (pages drawn, pages in all) and may raise to stop.

    Raises StationError for columns that cannot be.
    """
    layout = RegisterLayout(options, head.year)
    pages = list(layout.pages(entries))
    document = _document(head)
    painter = RegisterPainter(document, layout, head)
    for number, page in enumerate(pages, 1):
        bookmark = _bookmark(number, page, layout) if number % _OUTLINE_STEP == 1 else ""
        document.add_page(painter.draw(page, number, len(pages)), bookmark)
        if progress is not None:
            progress(number, len(pages))
    return Printed(document.data(), len(pages))


class RegisterPreview:
    """A register that is laid out only as far as one looks."""

    def __init__(self, entries: Iterable[Entry], head: RegisterHead, options: RegisterOptions) -> None:
        """Take what is to be shown. Raises StationError for columns that cannot be."""
        self._head = head
        self._layout = RegisterLayout(options, head.year)
        self._coming: Iterator[list[Fragment]] = self._layout.pages(entries)
        self._pages: list[list[Fragment]] = []
        self.total: int | None = None

    @property
    def known(self) -> int:
        """How many pages are laid out so far; ``total`` is None until that is all."""
        return len(self._pages)

    def lay_out(self, upto: int) -> None:
        """Lay out pages until there are ``upto``, or all."""
        while self.total is None and self.known < upto:
            page = next(self._coming, None)
            if page is None:
                self.total = self.known
            else:
                self._pages.append(page)

    def page(self, number: int) -> bytes:
        """A PDF of page ``number`` (from 1) alone; of the last page if there are fewer."""
        self.lay_out(number)
        number = min(number, self.known)
        document = _document(self._head)
        painter = RegisterPainter(document, self._layout, self._head)
        document.add_page(painter.draw(self._pages[number - 1], number, self.total))
        return document.data()


def register_unprintable(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The characters that no bundled font has, to be said before printing."""
    return unprintable(text for entry in entries for text in _texts(entry))


def _texts(entry: Entry) -> tuple[str, ...]:
    if isinstance(entry, RegisterGap):
        return (entry.reason,)
    row = entry
    short = (row.channel, row.name, row.phone, row.topic, row.outcome, row.unit, row.attitude, row.remark)
    content = "" if row.sensitive else row.content
    return (*short, *row.deputies, content, row.result, row.void_reason or "")


def _document(head: RegisterHead) -> Document:
    return Document(f"社情簿 {head.site} {head.period}{head.volume}", head.printed_at, A4_LANDSCAPE)


def _bookmark(number: int, page: list[Fragment], layout: RegisterLayout) -> str:
    names = [column.name for column in layout.columns]
    serial = page[0].cells[names.index("编号")].replace("\n", "") if page and "编号" in names else ""
    return f"第 {number} 页 {serial}".rstrip()
