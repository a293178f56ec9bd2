"""The key printed on the recovery sheet: seven groups of five characters that a person can copy without slips.

Each group is four random characters of Crockford's base 32 (140 bits in all) and a check character: a linear code over
GF(32) that finds every single wrong character, every swap of two neighbours and every exchange of two groups, and so
can name the group to look at.
"""

from __future__ import annotations

import secrets
import unicodedata

from station_app.errors import StationError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 7
GROUP_LENGTH = 5
_POSITIONS = (2, 4, 8, 16)  # coefficients of the four characters: distinct, and none is the check character's 1
_REDUCTION = 0b100101  # x^5 + x^2 + 1 makes GF(32)
_LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_BLANK = frozenset("一ー_.·,，。、|")


class MistypedSheet(StationError):
    """The text is no sheet key at all: a slip in copying, found before any slot is tried."""


def new_sheet_key() -> str:
    """A new random key as printed: ``XXXXX-XXXXX-…``, seven groups."""
    groups = []
    for index in range(GROUPS):
        values = [secrets.randbelow(len(ALPHABET)) for _ in _POSITIONS]
        groups.append("".join(ALPHABET[value] for value in [*values, _check(index, values)]))
    return "-".join(groups)


def parse_sheet_key(text: str) -> str:
    """The 35 characters behind what was typed; case, blanks, hyphens, full width and look-alikes do not matter.

    Raises MistypedSheet, naming the count or the first wrong group.
    """
    typed = _plain(text)
    strange = next((char for char in typed if char not in ALPHABET), "")
    if strange:
        raise MistypedSheet(f"恢复密钥里没有“{strange}”这个字符", "请对照恢复单再输入一次。")
    if len(typed) != GROUPS * GROUP_LENGTH:
        raise MistypedSheet(
            f"恢复密钥应有{GROUPS * GROUP_LENGTH}个字符，现在是{len(typed)}个", "请对照恢复单，检查是否漏了或多了字符。"
        )
    for index in range(GROUPS):
        values = [ALPHABET.index(char) for char in typed[index * GROUP_LENGTH : (index + 1) * GROUP_LENGTH]]
        if _check(index, values[:-1]) != values[-1]:
            raise MistypedSheet(f"恢复密钥的第{index + 1}组输错了", "请对照恢复单重新输入这一组的五个字符。")
    return typed


def _plain(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text).upper()
    kept = (char for char in wide if char not in _BLANK and unicodedata.category(char)[0] not in "ZC")
    return "".join(char for char in kept if unicodedata.category(char) != "Pd").translate(_LOOK_ALIKE)


def _check(index: int, values: list[int]) -> int:
    total = index
    for factor, value in zip(_POSITIONS, values, strict=True):
        total ^= _times(factor, value)
    return total


def _times(left: int, right: int) -> int:
    """The product in GF(32)."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= _REDUCTION
        right >>= 1
    return product
