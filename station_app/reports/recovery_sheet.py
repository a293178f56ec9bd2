"""The 恢复单: the key that opens the data when a passphrase is forgotten, in big groups and as a QR."""

from __future__ import annotations

from datetime import datetime

from station_app.reports.faces import Face
from station_app.reports.lines import Breaker
from station_app.reports.page import MM, Document, Printed
from station_app.reports.records import RecoverySheet
from station_app.reports.sheet_page import VALUE, SheetPage

_LEFT, _RIGHT = 25 * MM, 190 * MM
_MIDDLE = (_LEFT + _RIGHT) / 2
_BOX_TOP, _BOX_HEIGHT = 150.0, 168.0
_QR = 44 * MM
_KEY_SIZE, _KEY_LEADING = 24.0, 34.0
_GROUPS_IN_LINE = 2
_LEADING = 22.0
_RULES = (
    "1. 忘了口令时，在打开程序的窗口点“忘了口令”，照上面输入各组字符，就能设新的口令。",
    "2. 字符里没有字母 O、I、L、U；输错一组，程序会说是哪一组。",
    "3. 谁拿到这张单子，谁就能打开数据：请锁好，不要和电脑放在一起，不要拍照。",
    "4. 丢了或被人看到，请站长在“设置”里换一张新的，这一张随即作废。",
)


def print_recovery_sheet(sheet: RecoverySheet, printed_at: datetime) -> Printed:
    """The sheet; its QR holds the key as printed, hyphens included."""
    document = Document("恢复单", printed_at)
    page = SheetPage(document)
    page.title(_MIDDLE, 96, "数据恢复单")
    day = sheet.day
    page.drawing.text(_LEFT, 134, sheet.site, page.pen(Face.SERIF, VALUE))
    page.drawing.right(_RIGHT, 134, f"{day.year}年{day.month}月{day.day}日", page.pen(Face.SERIF, VALUE))
    page.frame(_LEFT, _BOX_TOP, _RIGHT, _BOX_TOP + _BOX_HEIGHT)
    _draw_key(page, sheet.key)
    y = _BOX_TOP + _BOX_HEIGHT + 36
    breaker = Breaker(Face.SERIF, VALUE, _RIGHT - _LEFT)
    for rule in _RULES:
        lines = breaker.fill(rule)
        page.drawing.block(_LEFT, y, lines, page.pen(Face.SERIF, VALUE), _LEADING)
        y += len(lines) * _LEADING + 6
    for x, label in ((_LEFT, "保管人："), (_MIDDLE, "保管地点：")):
        end = page.drawing.text(x, y + 36, label, page.pen(Face.SERIF, VALUE))
        page.drawing.line(end, y + 37, end + 130, y + 37)
    page.end("恢复单")
    return Printed(document.data(), 1)


def _draw_key(page: SheetPage, key: str) -> None:
    groups = key.split("-")
    small, large = page.pen(Face.SERIF, VALUE), page.pen(Face.SANS_BOLD, _KEY_SIZE)
    y = _BOX_TOP + 40
    for start in range(0, len(groups), _GROUPS_IN_LINE):
        for place, group in enumerate(groups[start : start + _GROUPS_IN_LINE]):
            x = _LEFT + 18 + place * 145
            page.drawing.text(x, y, f"{start + place + 1}", small)
            page.drawing.text(x + 14, y, group, large, spacing=3)
        y += _KEY_LEADING
    page.code(_RIGHT - _QR - 20, _BOX_TOP + (_BOX_HEIGHT - _QR) / 2, _QR, key)
