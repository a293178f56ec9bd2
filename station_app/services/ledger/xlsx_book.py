"""A workbook: which sheets it has, which styles show a number as a date, which calendar it counts in."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from station_app.services.ledger.cells import RawRow
from station_app.services.ledger.merges import Survey, survey
from station_app.services.ledger.source import not_a_table
from station_app.services.ledger.xlsx_package import MAX_PART_BYTES, MAX_STRINGS_PART_BYTES, XlsxPackage
from station_app.services.ledger.xlsx_sheet import SheetStyle, read_rows
from station_app.services.ledger.xlsx_text import SharedStrings, read_shared_strings
from station_app.services.ledger.xml_feed import Tag, XmlBomb, collect, damaged

MAX_SHEETS = 256

# Built-in formats that show dates or times; 27-36 and 50-58 are those of Chinese, Japanese and Korean programs.
# Source: ECMA-376 part 1, 18.8.30.
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_RELS = "_rels/.rels"


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet of a workbook: its name, its part in the package, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


class XlsxBook:
    """An opened workbook. Close it after use."""

    def __init__(self, path: Path) -> None:
        """Open ``path`` and read all but the sheets themselves. Raises StationError."""
        self._package = XlsxPackage(path)
        try:
            self._read()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let the file go."""
        self._package.close()

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of all sheets: visible ones first, then hidden ones, each in the workbook's order."""
        return tuple(sheet.name for sheet in sorted(self._sheets, key=lambda sheet: sheet.hidden))

    def rows(self, sheet: str, survey_of: Survey) -> Iterator[RawRow]:
        """Stream the rows of a sheet as its file holds them; ``survey_of`` is what `survey` gave for it."""
        chunks = self._package.chunks(self._part(sheet), MAX_PART_BYTES)
        return read_rows(chunks, self._shared, self._style, survey_of.merges)

    def survey(self, sheet: str) -> Survey:
        """Look over a sheet: about how many rows it has, and its merged cells. Raises StationError."""
        return survey(self._package.chunks(self._part(sheet), MAX_PART_BYTES))

    def _part(self, sheet: str) -> str:
        return next(entry.part for entry in self._sheets if entry.name == sheet)

    def _read(self) -> None:
        main = self._related(_RELS, "officeDocument")
        if not main or not main[0].endswith(".xml"):
            raise not_a_table("文档" if main else "压缩包")
        book = collect(self._package.chunks(main[0]), frozenset({"workbookPr", "sheet"}))
        relations = self._relations(_relations_of(main[0]))
        self._sheets = _sheets(book, relations)
        self._check_sheets()
        self.epoch_1904 = any(values.get("date1904") in {"1", "true"} for _, _, values in book)
        targets = dict(relations.values())
        self.has_macros = "vbaProject" in targets
        self._style = SheetStyle(self._date_styles(targets.get("styles", "")), self.epoch_1904)
        self._shared = self._strings(targets.get("sharedStrings", ""))

    def _check_sheets(self) -> None:
        if not self._sheets:
            raise not_a_table("没有工作表的文档")
        if len(self._sheets) > MAX_SHEETS:
            raise XmlBomb(f"有 {len(self._sheets)} 个工作表，最多 {MAX_SHEETS} 个")
        if len({entry.name for entry in self._sheets}) < len(self._sheets):
            raise damaged("两个工作表同名")

    def _strings(self, part: str) -> SharedStrings:
        if not self._package.has(part):
            return SharedStrings()
        return read_shared_strings(self._package.chunks(part, MAX_STRINGS_PART_BYTES))

    def _date_styles(self, part: str) -> frozenset[int]:
        """Indexes of the cell styles that show a number as a date or time."""
        if not self._package.has(part):
            return frozenset()
        found = collect(self._package.chunks(part), frozenset({"numFmt", "xf"}))
        codes = {
            values.get("numFmtId", ""): values.get("formatCode", "") for _, kind, values in found if kind == "numFmt"
        }
        formats = [values.get("numFmtId", "") for parent, kind, values in found if kind == "xf" and parent == "cellXfs"]
        return frozenset(index for index, number in enumerate(formats) if _shows_date(number, codes))

    def _related(self, part: str, kind: str) -> list[str]:
        return [target for found, target in self._relations(part).values() if found == kind]

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationships of one part: id → (kind, name of the part it leads to)."""
        if not self._package.has(part):
            return {}
        base = posixpath.dirname(posixpath.dirname(part))
        return {
            values.get("Id", ""): (values.get("Type", "").rpartition("/")[2], _resolve(base, values.get("Target", "")))
            for _, _, values in collect(self._package.chunks(part), frozenset({"Relationship"}))
        }


def _sheets(book: list[Tag], relations: dict[str, tuple[str, str]]) -> list[SheetEntry]:
    entries = []
    for _, element, attributes in book:
        kind, part = relations.get(attributes.get("id", ""), ("", ""))
        if element == "sheet" and kind == "worksheet":
            hidden = attributes.get("state", "visible") != "visible"
            entries.append(SheetEntry(attributes.get("name", ""), part, hidden))
    return entries


def _relations_of(part: str) -> str:
    return posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")


def _resolve(base: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/" + base, target)).lstrip("/")


def _shows_date(number: str, codes: dict[str, str]) -> bool:
    if number in codes:
        plain = _LITERAL.sub("", codes[number]).lower()
        return any(letter in plain for letter in "ymdhs") and "general" not in plain
    return number.isascii() and number.isdigit() and int(number[:4]) in _DATE_FORMATS
