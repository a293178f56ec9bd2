"""A list of opinions on A4 pages, the columns of the screen; a row that does not fit begins the next page."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.reports.faces import Face, unprintable
from station_app.reports.list_rows import ListHead, ListRow, Progress
from station_app.reports.page import Printed
from station_app.reports.plain_table import FOOT, LEFT, LaidRow, PlainRow, PlainTable, print_parts
from station_app.reports.records import SheetHead
from station_app.reports.sheet_page import SMALL, SheetPage

_TOP, _BOTTOM = 112.0, 790.0


def print_list(rows: Sequence[ListRow], head: ListHead, progress: Progress | None = None) -> Printed:
    """The list as PDF; ``progress`` hears (pages done, pages in all) and may raise to stop."""
    table = PlainTable(head.columns, head.widths, _TOP, _BOTTOM)

    def draw(page: SheetPage, part: list[LaidRow], pages: tuple[int, int]) -> None:
        _draw_around(page, table, head, len(rows), pages)
        table.draw(page, part)

    parts = table.pages(PlainRow(row.cells, head.struck if row.void else ()) for row in rows)
    return print_parts(head.title, head.printed_at, parts, draw, progress)


def list_unprintable(rows: Sequence[ListRow]) -> tuple[str, ...]:
    """The characters of the rows that no bundled font has."""
    return unprintable([text for row in rows for text in row.cells])


def _draw_around(page: SheetPage, table: PlainTable, head: ListHead, count: int, pages: tuple[int, int]) -> None:
    pen, right = page.pen(Face.SERIF, SMALL), table.right
    sheet = SheetHead(site=head.site, printed_at=head.printed_at)
    page.title((LEFT + right) / 2, 66, "意见建议清单", 20)
    page.drawing.right(right, 86, f"共 {count} 条", pen)
    page.drawing.fitted(LEFT, 86, f"站点：{head.site}", pen, right - LEFT - 80)
    page.drawing.fitted(LEFT, 103, head.narrowed, pen, right - LEFT)
    page.foot(LEFT, right, FOOT, sheet, pages)
