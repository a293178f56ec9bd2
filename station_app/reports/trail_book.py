"""The trail of what was looked at as a workbook: text cells only, whatever they begin with."""

from collections.abc import Iterable
from datetime import datetime

from station_app.reports.workbook import finished, put_text

_HEADS = (("时间", 20), ("谁", 12), ("做了什么", 12), ("对象", 28), ("说明", 60))


def trail_workbook(lines: Iterable[tuple[str, ...]], site: str, moment: datetime) -> bytes:
    """The lines (time, who, action, what, detail) as .xlsx; the same lines are the same bytes."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "查看记录"
    book.properties.title = f"查看记录 {site}"
    book.properties.creator = site
    for column, (head, width) in enumerate(_HEADS, 1):
        put_text(sheet.cell(1, column), head)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    for number, line in enumerate(lines, 2):
        for column, text in enumerate(line, 1):
            put_text(sheet.cell(number, column), text)
    sheet.freeze_panes = "A2"
    return finished(book, moment)
