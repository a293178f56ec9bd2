"""Deputies typed line by line or pasted from a spreadsheet: read by head line, or by what each cell looks like."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from station_app.domain.enums import DeputyLevel
from station_app.domain.phone import check_phone, parse_phone
from station_app.domain.records import Deputy
from station_app.domain.text import clean_digits, clean_line, half_width
from station_app.errors import StationError

MAX_NAME = 50
MAX_LINES = 1_000
_HEADS = {
    "name": "姓名 名字 代表姓名 代表 人大代表",
    "level": "级别 代表级别 层级 代表层级",
    "ward": "选区 选举单位 所在选区 选区名称",
    "phone": "电话 手机 联系电话 手机号 手机号码 电话号码 联系方式",
    "employer": "单位 工作单位 职务 单位及职务 单位职务 工作单位及职务",
    "certificate": "证号 代表证号 证件号",
    "term": "届次 届别",
    "skip": "序号 编号 备注",
}
_FIELD_OF = {head: name for name, heads in _HEADS.items() for head in heads.split()}
_LEVEL = re.compile(r"(全国|国|省|市|区|县)(家|直辖市|自治区)?级?(人大)?(代表)?")
_LEVEL_OF = {
    "全国": DeputyLevel.NATION,
    "国": DeputyLevel.NATION,
    "省": DeputyLevel.PROVINCE,
    "市": DeputyLevel.CITY,
    "区": DeputyLevel.DISTRICT,
    "县": DeputyLevel.DISTRICT,
}
_NUMBERING = re.compile(r"[0-9]{1,3}[.、]?")
_PHONE_LIKE = re.compile(r"[+0-9(（][0-9\s()（）+.\-Ee转]{5,}")
_WARD_LIKE = re.compile(r"选区|选举单位|[街镇乡]")
_TYPED_BREAKS = re.compile(r"[,，;；、]+|\s+")


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not taken: its number from 1, its text, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class PastedDeputies:
    """What a pasted list came to."""

    deputies: tuple[Deputy, ...]
    refused: tuple[Refused, ...]


class _Unfit(Exception):
    """Why a line cannot be taken, in Chinese."""


def paste_deputies(text: str) -> PastedDeputies:
    """Read one deputy a line: cells parted by tabs (a spreadsheet), else by commas or blanks.

    Under a head line (姓名, 级别, 选区, 电话 …) cells are read by column; without one the first is the name, and level,
    phone, ward and employer are told by what they look like. Blank lines are passed over. Raises StationError for over
    1,000 lines.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MAX_LINES:
        raise StationError(f"一次最多粘贴 {MAX_LINES} 行，这里有 {len(lines)} 行", "请分几次粘贴。")
    columns = _head(_cells(lines[0][1])) if lines else None
    found: dict[tuple[str, str], int] = {}
    deputies: list[Deputy] = []
    refused: list[Refused] = []
    for number, line in lines[1:] if columns else lines:
        try:
            deputy = check_deputy(_read(_cells(line), columns))
            _once(deputy, number, found)
        except _Unfit as unfit:
            refused.append(Refused(number, line.strip(), str(unfit)))
        except StationError as error:
            refused.append(Refused(number, line.strip(), error.title))
        else:
            deputies.append(deputy)
    return PastedDeputies(tuple(deputies), tuple(refused))


def check_deputy(deputy: Deputy) -> Deputy:
    """The deputy with its texts cleaned; raises StationError when the name or phone will not do."""
    texts: dict[str, Any] = {
        name: clean_line(getattr(deputy, name)).text
        for name in ("name", "ethnicity", "party", "term", "ward", "employer", "certificate", "specialties")
    }
    cleaned = replace(deputy, **texts, phone=clean_digits(deputy.phone).text)
    check_name(cleaned.name)
    if sentence := check_phone(cleaned.phone):
        raise StationError(sentence, "请改好电话，或先留空。")
    return cleaned


def check_name(name: str) -> None:
    """Raise StationError when a cleaned name is missing or no name."""
    if not name:
        raise StationError("还没有填姓名", "请填姓名。")
    if len(name) > MAX_NAME:
        raise StationError(f"姓名最多 {MAX_NAME} 字，现在 {len(name)} 字", "请核对。")
    if not any(character.isalpha() for character in name) or _PHONE_LIKE.fullmatch(name):
        raise StationError(f"「{name}」不像姓名", "请核对。")


def _cells(line: str) -> list[str]:
    """The cells of a line; typed lines lose a numbering in front."""
    if "\t" in line:
        return [_plain(cell) for cell in line.split("\t")]
    cells = [cell for cell in _TYPED_BREAKS.split(line.strip()) if cell]
    return cells[1:] if len(cells) > 1 and _NUMBERING.fullmatch(cells[0]) else cells


def _plain(cell: str) -> str:
    """A cell without the quotes that a spreadsheet puts around it when it holds quotes."""
    cell = cell.strip()
    quoted = len(cell) > 1 and cell.startswith('"') and cell.endswith('"')
    return cell[1:-1].replace('""', '"').strip() if quoted else cell


def _head(cells: list[str]) -> list[str] | None:
    """The fields of the columns when these cells are a head line."""
    fields = [_FIELD_OF.get("".join(cell.split()).strip("*＊"), "skip") for cell in cells]
    return fields if "name" in fields else None


def _read(cells: list[str], columns: list[str] | None) -> Deputy:
    given: dict[str, Any] = dict(_by_column(cells, columns) if columns else _by_look(cells))
    level = _level(given.pop("level")) if "level" in given else DeputyLevel.DISTRICT
    return Deputy(**{"name": "", **given}, level=level)


def _by_column(cells: list[str], columns: list[str]) -> Iterator[tuple[str, str]]:
    for field, cell in zip(columns, cells, strict=False):
        if field != "skip" and cell:
            yield field, cell


def _by_look(cells: list[str]) -> Iterator[tuple[str, str]]:
    """Name first; then each cell by what it looks like, each kind once."""
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and _NUMBERING.fullmatch(filled[0]):
        filled = filled[1:]
    taken: set[str] = set()
    for index, cell in enumerate(filled):
        field = "name" if index == 0 else _look_of(cell, taken)
        taken.add(field)
        yield field, cell


def _look_of(cell: str, taken: set[str]) -> str:
    if "level" not in taken and _LEVEL.fullmatch(cell):
        return "level"
    if "phone" not in taken and (parse_phone(cell) or _PHONE_LIKE.fullmatch(half_width(cell))):
        return "phone"
    order = ("ward", "employer") if _WARD_LIKE.search(cell) or "ward" not in taken else ("employer",)
    field = next((name for name in order if name not in taken), None)
    if field is None:
        raise _Unfit(f"看不懂「{cell[:20]}」是哪一栏，请加上表头或用表格粘贴")
    return field


def _level(text: str) -> DeputyLevel:
    found = _LEVEL.fullmatch(text)
    if found is None:
        raise _Unfit(f"级别「{text[:20]}」不对，可用的是：国、省、市、区")
    return _LEVEL_OF[found[1]]


def _once(deputy: Deputy, number: int, found: dict[tuple[str, str], int]) -> None:
    key = deputy.name, deputy.ward
    if key in found:
        raise _Unfit(f"和第 {found[key]} 行重复")
    found[key] = number
