"""Ledgers made on the fly, as stations and careless programs make them."""

import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from station_app.domain.clock import FixedClock
from station_app.services.codes import shipped
from station_app.services.ledger.read import read_ledger
from station_app.services.ledger.rows import LedgerRow, Rejected

HEADERS = ("编号", "日期", "反映人", "联系电话", "标题", "反映内容")
CLOCK = FixedClock(datetime(2024, 6, 18, 12).astimezone())
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def write_xlsx(path: Path, sheets: dict[str, Sequence[Sequence[Any]]], **options: Any) -> Path:
    """An xlsx by openpyxl: sheets by name, each a list of rows; ``merges`` are ranges of the first sheet."""
    from openpyxl import Workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = Workbook()
    if options.get("epoch_1904"):
        book.epoch = CALENDAR_MAC_1904
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name in options.get("hidden", ()) else "visible"
    for reach in options.get("merges", ()):
        book.worksheets[0].merge_cells(reach)
    book.save(path)
    return path


def raw_xlsx(path: Path, sheet: str, parts: dict[str, str | bytes] | None = None) -> Path:
    """An xlsx of hand-written parts: ``sheet`` is what stands inside ``worksheet``."""
    rel = f'<Relationship Id="{{}}" Type="{_OFFICE}/{{}}" Target="{{}}"/>'
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + rel.format("r1", "officeDocument", "xl/workbook.xml")
        + "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="台账" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + rel.format("r1", "worksheet", "worksheets/sheet1.xml")
        + rel.format("r2", "sharedStrings", "sharedStrings.xml")
        + rel.format("r3", "styles", "styles.xml")
        + "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}">{sheet}</worksheet>',
    }
    found.update(parts or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in found.items():
            package.writestr(name, text)
    return path


def inline_row(*cells: str, attributes: str = "") -> str:
    """One row of inline strings; a cell that begins with ``<`` is taken as it is."""
    made = (one if one.startswith("<") else f'<c t="inlineStr"><is><t>{one}</t></is></c>' for one in cells)
    return f"<row{attributes}>{''.join(made)}</row>"


def read_all(path: Path, **options: Any) -> list[LedgerRow | Rejected]:
    """All rows of a ledger, with the usual defaults unless the caller gives others."""
    options = {"default_channel": "其他", "default_topic": "文体及其他", "clock": CLOCK, "codes": shipped(), **options}
    return list(read_ledger(path, **options))
