"""The list of an import on A4 pages: counts that add up, then a line for each item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from station_app.reports.faces import Face, unprintable
from station_app.reports.page import Printed
from station_app.reports.plain_table import FOOT, LEFT, LaidRow, PlainRow, PlainTable, print_parts
from station_app.reports.records import SheetHead
from station_app.reports.sheet_page import SMALL, SheetPage

COLUMNS = ("结果", "编号", "内容")
_WIDTHS = (22.0, 38.0, 115.0)
_TOP, _BOTTOM = 150.0, 770.0
_SIGN = 790.0

Cells = tuple[str, str, str]


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
    table = PlainTable(head.columns, _WIDTHS, _TOP, _BOTTOM)

    def draw(page: SheetPage, part: list[LaidRow], pages: tuple[int, int]) -> None:
        _draw_around(page, table.right, head, pages)
        table.draw(page, part)

    return print_parts(head.title, head.printed_at, table.pages(map(PlainRow, rows)), draw, progress)


def exchange_unprintable(rows: Sequence[Cells]) -> tuple[str, ...]:
    """The characters of the rows that no bundled font has."""
    return unprintable([text for row in rows for text in row])


def _draw_around(page: SheetPage, right: float, head: ExchangeHead, pages: tuple[int, int]) -> None:
    pen = page.pen(Face.SERIF, SMALL)
    page.title((LEFT + right) / 2, 66, head.title, 20)
    for y, text in ((90, f"站点：{head.site}"), (107, head.subject), (124, head.counts), (141, head.sums)):
        page.drawing.fitted(LEFT, y, text, pen, right - LEFT)
    page.drawing.text(LEFT, _SIGN, "经手人：", pen)
    page.drawing.line(LEFT + 45, _SIGN + 2, LEFT + 150, _SIGN + 2)
    page.foot(LEFT, right, FOOT, SheetHead(site=head.site, printed_at=head.printed_at), pages)
