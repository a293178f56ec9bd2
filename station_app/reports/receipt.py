"""The A5 回执 that a resident takes home: serial, day, the station's phone; nothing of the matter."""

from __future__ import annotations

from station_app.reports.faces import Face
from station_app.reports.page import A5, MM, Document, Printed, printed_text
from station_app.reports.records import Receipt, SheetHead
from station_app.reports.sheet_page import FINE, SMALL, VALUE, SheetPage

_LEFT, _RIGHT = 20 * MM, 133 * MM
_MIDDLE = (_LEFT + _RIGHT) / 2
_QR = 28 * MM
_WORDS = (
    "您反映的意见建议已登记。请保存这张回执，",
    "需要查询办理进度时，拨打上面的电话或到站，",
    "报编号即可。您的个人信息只用于办理和回复。",
)


def print_receipt(receipt: Receipt, head: SheetHead) -> Printed:
    """The receipt of one opinion."""
    document = Document(f"回执 {receipt.serial}", head.printed_at, A5)
    page = SheetPage(document)
    page.title(_MIDDLE, 84, "意见建议回执", 20)
    page.reprint(_LEFT, 44, head)
    page.drawing.fitted(_LEFT, 116, head.site, page.pen(Face.SERIF, VALUE), _RIGHT - _LEFT)
    page.drawing.line(_LEFT, 124, _RIGHT, 124, 1)
    page.drawing.text(_LEFT, 154, "编号", page.pen(Face.SANS, VALUE))
    page.drawing.fitted(_LEFT, 182, receipt.serial, page.pen(Face.SERIF_BOLD, 20), _RIGHT - _LEFT - _QR - 10)
    page.code(_RIGHT - _QR, 136, _QR, receipt.serial)
    _draw_facts(page, receipt, head)
    y = 372.0
    for line in _WORDS:
        page.drawing.text(_LEFT, y, line, page.pen(Face.SERIF, VALUE))
        y += 20
    page.drawing.text(_LEFT, 480, "经办人：", page.pen(Face.SERIF, VALUE))
    page.drawing.line(_LEFT + 50, 482, _LEFT + 150, 482)
    page.drawing.text(_RIGHT - 110, 480, "（站点盖章处）", page.pen(Face.SERIF, SMALL))
    page.drawing.right(_RIGHT, 556, printed_text(head.printed_at), page.pen(Face.SERIF, FINE))
    page.end(receipt.serial)
    return Printed(document.data(), 1)


def _draw_facts(page: SheetPage, receipt: Receipt, head: SheetHead) -> None:
    day = receipt.day
    facts = (
        ("登记日期", f"{day.year}年{day.month}月{day.day}日"),
        ("来源渠道", receipt.channel),
        ("查询电话", head.phone),
        ("接待时间", receipt.hours),
        ("地　　址", receipt.address),
    )
    y = 246.0
    for label, value in facts:
        if value:
            page.drawing.text(_LEFT, y, label, page.pen(Face.SANS, VALUE))
            page.drawing.fitted(_LEFT + 62, y, value, page.pen(Face.SERIF, VALUE), _RIGHT - _LEFT - 62)
            y += 22
