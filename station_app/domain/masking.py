"""How names and phones are shown and printed while they are not to be read by everybody."""

import re
from enum import StrEnum

from station_app.domain.phone import parse_phone

_HIDDEN_DIGITS = "****"
_LOCAL_SHOWN = {7: 3, 8: 4}
_BETWEEN_NAMES = re.compile(r"([、，,/;；&＆])")
_COMPOUND_SURNAMES = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 "
    "濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 "
    "公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 "
    "微生 梁丘 左丘 东门 西门 南荣 第五 纳兰 完颜 耶律 叶赫 爱新".split()
)


class Masked(StrEnum):
    """What a register keeps back unless it is asked for with a reason."""

    NAME = "姓名"
    PHONE = "电话"
    SENSITIVE = "敏感内容"


EVERYTHING = frozenset(Masked)


def mask_name(name: str, *, organisation: bool = False) -> str:
    """Show the surname only: 张三 → 张**, 欧阳修 → 欧阳*, several persons each; an organisation's name is no secret."""
    if organisation:
        return name
    parts = _BETWEEN_NAMES.split(name)
    return "".join(part if _BETWEEN_NAMES.fullmatch(part) else _mask_person(part) for part in parts)


def mask_phone(text: str) -> str:
    """Hide the middle four digits of a mobile (138****5678), four of any other; hide all of what is no number."""
    phone = parse_phone(text)
    if phone is None or phone.kind == "short":
        return _HIDDEN_DIGITS if text.strip() else ""
    if phone.kind == "mobile":
        return phone.number[:3] + _HIDDEN_DIGITS + phone.number[-4:]
    if phone.kind == "service":
        return phone.number[:3] + _HIDDEN_DIGITS + phone.number[-3:]
    shown = phone.number[-_LOCAL_SHOWN[len(phone.number)] :]
    return f"{phone.area}-{_HIDDEN_DIGITS}{shown}" if phone.area else _HIDDEN_DIGITS + shown


def _mask_person(name: str) -> str:
    bare = name.strip()
    if not bare:
        return ""
    surname = bare[:2]
    return f"{surname}*" if surname in _COMPOUND_SURNAMES and len(bare) > len(surname) else f"{bare[0]}**"
