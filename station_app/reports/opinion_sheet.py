"""The 意见建议登记表, one opinion a page: filled, or blank for handwriting. What does not fit goes on a 续页."""

from __future__ import annotations

from collections.abc import Iterator

from station_app.domain.enums import Kind, Outcome, Satisfaction
from station_app.reports.faces import Face, unprintable
from station_app.reports.lines import Breaker
from station_app.reports.page import MM, Document, Printed
from station_app.reports.records import OpinionSheet, SheetHead
from station_app.reports.sheet_page import FINE, LEADING, PAD, SMALL, VALUE, SheetPage

_LEFT, _RIGHT = 25 * MM, 190 * MM
_X1, _X2, _X3, _X4, _X5 = 129.1, 220.3, 276.5, 372.1, 428.4
_TOP, _BOTTOM = 120.0, 750.4
_MIDDLE = (_LEFT + _RIGHT) / 2
_NOTICE = "告知：您的姓名、电话、住址只用于办理和回复本件意见，由本站保管；您可以查询、更正，也可以要求删除。"
_NOTICE_SIZE = 9.03
_FOOT = 796.0
_MORE = "（见续页）"
_QR = 46.0
_ROWS = (146.2, 172.4, 198.0, 224.2, 251.7, 277.2, 303.4, 456.5, 484.0, 560.0, 586.1, 677.2, 724.3)
_MORE_LINES = 30  # on a 续页

# Left and right of the cell, top and bottom, label, field.
_VALUES = (
    (_X1, _X2, _TOP, 146.2, "反映人", "name"),
    (_X3, _X4, _TOP, 146.2, "性别年龄", "sex_and_age"),
    (_X5, _RIGHT, _TOP, 146.2, "电　话", "phone"),
    (_X1, _X4, 146.2, 172.4, "住　址", "address"),
    (_X5, _RIGHT, 146.2, 172.4, "身　份", "identity"),
    (_X1, _X4, 172.4, 198.0, "接待时间", "time"),
    (_X5, _RIGHT, 172.4, 198.0, "来源渠道", "channel"),
    (_X1, _X4, 198.0, 224.2, "接待代表", "deputies"),
    (_X5, _RIGHT, 198.0, 224.2, "记录人", "recorder"),
    (_X1, _X4, 251.7, 277.2, "类　别", "topic"),
    (_X5, _RIGHT, 251.7, 277.2, "紧急程度", "urgency"),
    (_X1, _RIGHT, 277.2, 303.4, "标　题", "title"),
    (_X1, _RIGHT, 560.0, 586.1, "交　办", "handover"),
    (_X4, _RIGHT, 724.3, _BOTTOM, "备　注", "remark"),
)
# Label, where it begins and ends, top and bottom.
_LABELS = (
    ("反映人", _LEFT, _X1, _TOP, 146.2),
    ("性别年龄", _X2, _X3, _TOP, 146.2),
    ("电　话", _X4, _X5, _TOP, 146.2),
    ("住　址", _LEFT, _X1, 146.2, 172.4),
    ("身　份", _X4, _X5, 146.2, 172.4),
    ("接待时间", _LEFT, _X1, 172.4, 198.0),
    ("来源渠道", _X4, _X5, 172.4, 198.0),
    ("接待代表", _LEFT, _X1, 198.0, 224.2),
    ("记录人", _X4, _X5, 198.0, 224.2),
    ("诉　求", _LEFT, _X1, 224.2, 251.7),
    ("类　别", _LEFT, _X1, 251.7, 277.2),
    ("紧急程度", _X4, _X5, 251.7, 277.2),
    ("标　题", _LEFT, _X1, 277.2, 303.4),
    ("反映内容\n（原话）", _LEFT, _X1, 303.4, 456.5),
    ("处理方式", _LEFT, _X1, 456.5, 484.0),
    ("代表意见", _LEFT, _X1, 484.0, 560.0),
    ("交　办", _LEFT, _X1, 560.0, 586.1),
    ("办理结果", _LEFT, _X1, 586.1, 677.2),
    ("反馈\n与评价", _LEFT, _X1, 677.2, 724.3),
    ("站长签名", _LEFT, _X1, 724.3, _BOTTOM),
    ("备　注", _X3, _X4, 724.3, _BOTTOM),
)
# Upright lines besides the frame: where, from, to.
_UPRIGHT = (
    (_X1, _TOP, _BOTTOM),
    (_X2, _TOP, 146.2),
    (_X3, _TOP, 146.2),
    (_X3, 724.3, _BOTTOM),
    (_X4, _TOP, 224.2),
    (_X4, 251.7, 277.2),
    (_X4, 724.3, _BOTTOM),
    (_X5, _TOP, 224.2),
    (_X5, 251.7, 277.2),
)
# Long texts: top, bottom, how many lines they hold, label, field, who signs.
_TEXTS = (
    (303.4, 456.5, 6, "反映内容", "content", "反映人签名"),
    (484.0, 560.0, 2, "代表意见", "deputy_opinion", "代表签名"),
    (586.1, 677.2, 3, "办理结果", "result", "承办人签名"),
)
_KINDS = tuple((kind.value, kind.value) for kind in Kind)
_OUTCOMES = tuple((out.value, "不予受理，作引导" if out is Outcome.REFUSED else out.value) for out in Outcome)
_ATTITUDES = tuple((attitude.value, attitude.value) for attitude in Satisfaction)


def print_opinion_sheet(sheet: OpinionSheet | None, head: SheetHead) -> Printed:
    """The sheet of one opinion; None: a blank one."""
    document = Document("意见建议登记表" if sheet is None else f"意见建议登记表 {sheet.serial}", head.printed_at)
    values = sheet or OpinionSheet()
    breaker = Breaker(Face.SERIF, VALUE, _RIGHT - _X1 - 2 * PAD)
    page = SheetPage(document)
    more = list(_more(page, values, breaker))
    parts = [more[start : start + _MORE_LINES] for start in range(0, len(more), _MORE_LINES)]
    pages = 1 + len(parts)
    _draw_form(page, values, breaker, blank=sheet is None)
    _draw_around(page, values, head, (1, pages), "人大代表联络站意见建议登记表")
    page.drawing.text(_LEFT, 766.7, _NOTICE, page.pen(Face.SERIF, _NOTICE_SIZE))
    page.end(values.serial or "空白登记表")
    for number, lines in enumerate(parts, 2):
        _draw_more(document, values, head, (number, pages), lines)
    return Printed(document.data(), pages)


def sheet_unprintable(sheet: OpinionSheet) -> tuple[str, ...]:
    """The characters of a sheet that no bundled font has."""
    return unprintable(getattr(sheet, name) for name in sheet.__slots__)


def _more(page: SheetPage, values: OpinionSheet, breaker: Breaker) -> Iterator[str]:
    """The lines of the 续页: each field that does not fit its cell."""
    for left, right, _, _, label, field in _VALUES:
        text = getattr(values, field)
        if not page.holds(left, right, text):
            yield from breaker.fill(f"{label.replace('　', '')}：{text}")
    for _, _, holds, label, field, _ in _TEXTS:
        lines = breaker.fill(getattr(values, field))
        if len(lines) > holds:
            yield f"{label}（续）："
            yield from lines[holds - 1 :]


def _draw_form(page: SheetPage, values: OpinionSheet, breaker: Breaker, *, blank: bool) -> None:
    page.frame(_LEFT, _TOP, _RIGHT, _BOTTOM)
    for y in _ROWS:
        page.drawing.line(_LEFT, y, _RIGHT, y)
    for x, top, bottom in _UPRIGHT:
        page.drawing.line(x, top, x, bottom)
    for text, left, right, top, bottom in _LABELS:
        page.label(left, right, top, bottom, text)
    for left, right, top, bottom, _, field in _VALUES:
        text = getattr(values, field)
        face = Face.SERIF_BOLD if field == "title" else Face.SERIF
        page.value(left, right, top, bottom, text if page.holds(left, right, text) else _MORE, face)
    _draw_texts(page, values, breaker, blank=blank)
    page.choices(_X1 + PAD, (224.2 + 251.7) / 2, _KINDS, values.kind)
    page.choices(_X1 + PAD, (456.5 + 484.0) / 2, _OUTCOMES, values.outcome)
    page.choices(_X1 + PAD, 691.0, _ATTITUDES, values.attitude)
    page.signature(724.3, "反馈人签名")


def _draw_texts(page: SheetPage, values: OpinionSheet, breaker: Breaker, *, blank: bool) -> None:
    for top, bottom, holds, _, field, who in _TEXTS:
        lines = breaker.fill(getattr(values, field))
        if len(lines) > holds:
            lines = [*lines[: holds - 1], _MORE]
        if blank:
            page.ruled(_X1, _RIGHT, top, bottom - LEADING)
        page.text(_X1, top, lines)
        page.signature(bottom, who)


def _draw_around(page: SheetPage, values: OpinionSheet, head: SheetHead, pages: tuple[int, int], title: str) -> None:
    pen = page.pen(Face.SERIF, SMALL)
    page.title(_MIDDLE, 80.5, title)
    page.reprint(_LEFT, 60, head)
    page.drawing.fitted(_LEFT, 111.6, f"站点：{head.site}", pen, _MIDDLE + 30 - _LEFT)
    if values.serial:
        page.drawing.right(_RIGHT, 111.6, f"编号：{values.serial}", pen)
        page.code(_RIGHT - _QR, 50, _QR, values.serial)
    else:
        end = page.drawing.right(_RIGHT - 110, 111.6, "编号：", pen) + pen.width("编号：")
        page.drawing.line(end, 113, _RIGHT, 113)
    page.foot(_LEFT, _RIGHT, _FOOT, head, pages)


def _draw_more(
    document: Document, values: OpinionSheet, head: SheetHead, pages: tuple[int, int], lines: list[str]
) -> None:
    page = SheetPage(document)
    _draw_around(page, values, head, pages, "意见建议登记表（续页）")
    page.frame(_LEFT, _TOP, _RIGHT, _BOTTOM)
    page.text(_LEFT, _TOP, lines)
    page.drawing.text(_LEFT, 766.7, f"接第 {pages[0] - 1} 页", page.pen(Face.SERIF, FINE))
    page.end(f"续页 {pages[0]}")
