"""Keys on paper, each with its QR: the 恢复单 opens the data, the centre's offline key opens packages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
_OFFLINE_RULES = (
    "1. 这是中心的离线恢复密钥：中心的电脑坏了、备份也没有时，用它能打开各站的上报包，把登记找回来。",
    "2. 电脑里不存它。用的时候把上面各行连成一行，中间没有空格，存成文本文件，供 age 程序打开上报包。",
    "3. 谁拿到它和上报包，谁就能看到里面的内容：请锁好，和恢复单分开保管，不要拍照。",
    "4. 丢了不影响平时使用，但少了一条退路：请勤做中心的备份。",
)
_OFFLINE_SIZE, _OFFLINE_LEADING, _CHARACTERS_IN_LINE = 15.0, 28.0, 20


def print_recovery_sheet(sheet: RecoverySheet, printed_at: datetime) -> Printed:
    """The sheet; its QR holds the key as printed, hyphens included."""
    return _print(sheet, printed_at, "恢复单", "数据恢复单", _RULES, _draw_key)


def print_offline_key(sheet: RecoverySheet, printed_at: datetime) -> Printed:
    """The centre's offline key, an age secret key in lines; its QR holds it whole."""
    return _print(sheet, printed_at, "离线恢复密钥", "中心离线恢复密钥", _OFFLINE_RULES, _draw_lines)


def _print(
    sheet: RecoverySheet,
    printed_at: datetime,
    name: str,
    title: str,
    rules: Sequence[str],
    draw: Callable[[SheetPage, str], None],
) -> Printed:
    document = Document(name, printed_at)
    page = SheetPage(document)
    page.title(_MIDDLE, 96, title)
    day = sheet.day
    page.drawing.text(_LEFT, 134, sheet.site, page.pen(Face.SERIF, VALUE))
    page.drawing.right(_RIGHT, 134, f"{day.year}年{day.month}月{day.day}日", page.pen(Face.SERIF, VALUE))
    page.frame(_LEFT, _BOX_TOP, _RIGHT, _BOX_TOP + _BOX_HEIGHT)
    draw(page, sheet.key)
    y = _BOX_TOP + _BOX_HEIGHT + 36
    breaker = Breaker(Face.SERIF, VALUE, _RIGHT - _LEFT)
    for rule in rules:
        lines = breaker.fill(rule)
        page.drawing.block(_LEFT, y, lines, page.pen(Face.SERIF, VALUE), _LEADING)
        y += len(lines) * _LEADING + 6
    for x, label in ((_LEFT, "保管人："), (_MIDDLE, "保管地点：")):
        end = page.drawing.text(x, y + 36, label, page.pen(Face.SERIF, VALUE))
        page.drawing.line(end, y + 37, end + 130, y + 37)
    page.end(name)
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
    _draw_code(page, key)


def _draw_lines(page: SheetPage, key: str) -> None:
    small, large = page.pen(Face.SERIF, VALUE), page.pen(Face.SANS_BOLD, _OFFLINE_SIZE)
    y = _BOX_TOP + 44
    for place, start in enumerate(range(0, len(key), _CHARACTERS_IN_LINE), 1):
        page.drawing.text(_LEFT + 18, y, f"{place}", small)
        page.drawing.text(_LEFT + 34, y, key[start : start + _CHARACTERS_IN_LINE], large, spacing=1.5)
        y += _OFFLINE_LEADING
    _draw_code(page, key)


def _draw_code(page: SheetPage, key: str) -> None:
    page.code(_RIGHT - _QR - 20, _BOX_TOP + (_BOX_HEIGHT - _QR) / 2, _QR, key)
