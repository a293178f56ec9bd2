"""The 开箱记录: who opened which box, what was found, and each slip; as many pages as the slips need."""

from __future__ import annotations

from collections.abc import Iterator

from station_app.reports.faces import Face, unprintable
from station_app.reports.lines import Breaker
from station_app.reports.page import MM, Document, Printed
from station_app.reports.records import OpeningSheet, OpeningSlip, SheetHead
from station_app.reports.sheet_page import LEADING, PAD, SMALL, VALUE, SheetPage

_LEFT, _RIGHT = 25 * MM, 190 * MM
_MIDDLE = (_LEFT + _RIGHT) / 2
_X1, _X2, _X3 = 129.1, 323.6, 382.0
_TOP, _ROW = 120.0, 26.2
_SLIPS_BELOW = 724.0  # the foot of the table of slips
_SIGN = 760.0
_FOOT = 796.0
_COLUMNS = ((_LEFT, 106.0, "序号"), (106.0, 206.0, "编号"), (206.0, 440.0, "内　容"), (440.0, _RIGHT, "备　注"))
_HEAD_ROW = 24.0
_SLIP_PAD = 5.0
_QR = 46.0
_LONG = 20  # characters; what is longer stands in the remark
_REMARK_LINES = 6
_BELOW = "（见下表末行）"


def print_opening_sheet(sheet: OpeningSheet, head: SheetHead) -> Printed:
    """The record of one opening."""
    document = Document(f"开箱记录 {sheet.number}", head.printed_at)
    first_slips = _TOP + (4 + len(_remark_lines(sheet))) * _ROW
    slips = sheet.slips
    if _remark_lines(sheet) == [_BELOW]:
        slips = (*slips, OpeningSlip(serial="备注", text=_remark(sheet)))
    parts = list(_paged(list(_slip_lines(slips)), first_slips))
    for number, part in enumerate(parts, 1):
        page = SheetPage(document)
        _draw_around(page, sheet, head, (number, len(parts)))
        top = _TOP if number > 1 else _draw_facts(page, sheet)
        _draw_slips(page, part, top)
        page.end(f"第 {number} 页")
    return Printed(document.data(), len(parts))


def opening_unprintable(sheet: OpeningSheet) -> tuple[str, ...]:
    """The characters of a record that no bundled font has."""
    facts = (sheet.box, sheet.place, sheet.seal, sheet.remark, *sheet.openers)
    return unprintable([*facts, *(slip.text + slip.remark for slip in sheet.slips)])


def _remark(sheet: OpeningSheet) -> str:
    """The remark with what its cell cannot hold; long ones stand below the slips."""
    long = [f"{label}：{value}" for label, value in _facts(sheet) if len(value) > _LONG]
    return "\n".join([*long, sheet.remark] if sheet.remark else long)


def _remark_lines(sheet: OpeningSheet) -> list[str]:
    lines = Breaker(Face.SERIF, VALUE, _RIGHT - _X1 - 2 * PAD).fill(_remark(sheet))
    return lines if len(lines) <= _REMARK_LINES else [_BELOW]


def _facts(sheet: OpeningSheet) -> tuple[tuple[str, str], ...]:
    return (
        ("收集箱", sheet.box),
        ("地　点", sheet.place),
        ("开箱时间", sheet.time),
        ("开箱人", "　见证 ".join(sheet.openers)),
        ("封　条", sheet.seal),
        ("封条编号", f"旧 {sheet.old_seal or '—'}　新 {sheet.new_seal or '—'}"),
        ("清　点", f"收到 {sheet.found} 张，录入 {sheet.taken} 张，无效 {sheet.invalid} 张"),
    )


def _slip_lines(slips: tuple[OpeningSlip, ...]) -> Iterator[tuple[list[str], list[str], list[str], list[str]]]:
    """Each slip's cells, line by line."""
    breakers = [Breaker(Face.SERIF, SMALL, right - left - 2 * PAD) for left, right, _ in _COLUMNS]
    for number, slip in enumerate(slips, 1):
        cells = (str(number), slip.serial or "无效", slip.text, slip.remark)
        serial, text, remark = (breaker.fill(cell) for breaker, cell in zip(breakers[1:], cells[1:], strict=True))
        yield [cells[0]], serial, text, remark


def _height(count: int) -> float:
    return count * LEADING * SMALL / VALUE + 2 * _SLIP_PAD


Cells = tuple[list[str], ...]


def _paged(slips: list[tuple[list[str], list[str], list[str], list[str]]], top: float) -> Iterator[list[Cells]]:
    """The slips of each page; one that is taller than what a page has goes on with 续."""
    left = _SLIPS_BELOW - top - _HEAD_ROW
    page: list[Cells] = []
    whole = int((_SLIPS_BELOW - _TOP - _HEAD_ROW - 2 * _SLIP_PAD) / (LEADING * SMALL / VALUE))
    for slip in slips:
        rest: Cells = slip
        while any(rest):
            now = tuple(lines[:whole] for lines in rest)
            rest = tuple(lines[whole:] for lines in rest)
            height = _height(max(map(len, now)))
            if height > left:
                yield page
                left, page = _SLIPS_BELOW - _TOP - _HEAD_ROW, []
            page.append(now)
            left -= height
            if any(rest):
                rest = ([*slip[0], "续"], *rest[1:])
    yield page


def _draw_around(page: SheetPage, sheet: OpeningSheet, head: SheetHead, pages: tuple[int, int]) -> None:
    pen = page.pen(Face.SERIF, SMALL)
    page.title(_MIDDLE, 80.5, "民意收集箱开箱记录" if pages[0] == 1 else "民意收集箱开箱记录（续页）")
    page.reprint(_LEFT, 60, head)
    page.drawing.fitted(_LEFT, 111.6, f"站点：{head.site}", pen, _MIDDLE + 30 - _LEFT)
    page.drawing.right(_RIGHT, 111.6, f"编号：{sheet.number}", pen)
    page.code(_RIGHT - _QR, 50, _QR, sheet.number)
    for x, who in ((_LEFT + 80, "开箱人签名"), (_MIDDLE + 80, "见证人签名")):
        page.drawing.right(x, _SIGN, f"{who}：", pen)
        page.drawing.line(x, _SIGN, x + 120, _SIGN)
    page.foot(_LEFT, _RIGHT, _FOOT, head, pages)


def _draw_facts(page: SheetPage, sheet: OpeningSheet) -> float:
    """The head of the record; returns where it ends."""
    facts = [(label, value if len(value) <= _LONG else "（见备注）") for label, value in _facts(sheet)]
    y = _TOP
    for start in range(0, len(facts), 2):
        row = facts[start : start + 2]
        cells = ((_LEFT, _X1, _X2), (_X2, _X3, _RIGHT)) if len(row) > 1 else ((_LEFT, _X1, _RIGHT),)
        for (left, middle, right), (label, value) in zip(cells, row, strict=True):
            page.label(left, middle, y, y + _ROW, label)
            page.value(middle, right, y, y + _ROW, value)
            page.drawing.line(left, y, left, y + _ROW)
            page.drawing.line(middle, y, middle, y + _ROW)
        y += _ROW
        page.drawing.line(_LEFT, y, _RIGHT, y)
    lines = _remark_lines(sheet)
    bottom = y + len(lines) * _ROW
    page.label(_LEFT, _X1, y, bottom, "备　注")
    page.text(_X1, y, lines)
    page.drawing.line(_X1, y, _X1, bottom)
    page.frame(_LEFT, _TOP, _RIGHT, bottom)
    return bottom


def _draw_slips(page: SheetPage, slips: list[Cells], top: float) -> None:
    pen = page.pen(Face.SERIF, SMALL)
    y = top + _HEAD_ROW
    for left, right, label in _COLUMNS:
        page.label(left, right, top, y, label)
    leading = LEADING * SMALL / VALUE
    page.drawing.line(_LEFT, y, _RIGHT, y, 1)
    for slip in slips:
        for (left, _, _), lines in zip(_COLUMNS, slip, strict=True):
            page.drawing.block(left + PAD, y + _SLIP_PAD + 0.75 * leading, lines, pen, leading)
        y += _height(max(map(len, slip)))
        page.drawing.line(_LEFT, y, _RIGHT, y)
    for left, _, _ in _COLUMNS[1:]:
        page.drawing.line(left, top, left, y)
    page.frame(_LEFT, top, _RIGHT, y)
