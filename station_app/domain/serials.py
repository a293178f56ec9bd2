"""Serials of opinions: ``<site>-<year>-<at least 5 digits>``, and their order as one whole number."""

import re
from dataclasses import dataclass

from station_app.errors import StationError

SITE_CODE = re.compile(r"[0-9A-Z]{2,4}")
_SERIAL = re.compile(r"([0-9A-Z]{2,4})-(\d{4})-(\d{5,7})")
_ALPHABET = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CODE_CHARACTERS = 4
_YEAR_BITS, _NUMBER_BITS, _TIE_BITS = 14, 24, 4
MAX_NUMBER = 9_999_999
TIES = 1 << _TIE_BITS
_LETTERS = 26


@dataclass(frozen=True, slots=True, order=True)
class Serial:
    """A number as it stands on paper."""

    site: str
    year: int
    number: int

    def __str__(self) -> str:
        """The printed form, e.g. ``17-2026-00144``."""
        return f"{self.site}-{self.year:04d}-{self.number:05d}"

    def sort_key(self, tie: int = 0) -> int:
        """A positive 63-bit number in the order of (site, year, number, tie < 16); ``tie`` tells doubled ones apart."""
        packed = (_pack_code(self.site) << _YEAR_BITS) | self.year
        return (((packed << _NUMBER_BITS) | self.number) << _TIE_BITS) | tie


def parse_serial(text: str) -> Serial:
    """Read a full serial; raises StationError when it is none."""
    match = _SERIAL.fullmatch(text.strip().upper())
    if match is None or int(match[3]) > MAX_NUMBER:
        raise StationError(f"编号「{text.strip()[:40]}」写得不对", "编号形如 17-2026-00144，请照登记表重新输入。")
    return Serial(match[1], int(match[2]), int(match[3]))


def year_range(site: str, year: int) -> tuple[int, int]:
    """The lowest and highest sort key a serial of that site and year can have."""
    return Serial(site, year, 0).sort_key(), Serial(site, year, MAX_NUMBER).sort_key(TIES - 1)


def serial_of_key(key: int) -> Serial:
    """The serial inside a sort key."""
    rest = key >> _TIE_BITS
    number, rest = rest & ((1 << _NUMBER_BITS) - 1), rest >> _NUMBER_BITS
    year, code = rest & ((1 << _YEAR_BITS) - 1), rest >> _YEAR_BITS
    return Serial(_unpack_code(code), year, number)


def installation_letters(instance: str) -> str:
    """The two letters that tell doubled serials apart: of the installation ``instance`` (hex) that wrote them."""
    first, second = divmod(int(instance[:8], 16) % _LETTERS**2, _LETTERS)
    return chr(ord("A") + first) + chr(ord("A") + second)


def check_site_code(code: str) -> str:
    """The code in capitals; raises StationError when it is none."""
    wanted = code.strip().upper()
    if not SITE_CODE.fullmatch(wanted):
        raise StationError(
            f"站点代码「{code.strip()[:20]}」不对", "站点代码是 2 到 4 位数字或大写字母，例如 17 或 P01。"
        )
    return wanted


def _pack_code(code: str) -> int:
    value = 0
    for character in code.ljust(_CODE_CHARACTERS):
        value = value * len(_ALPHABET) + _ALPHABET.index(character)
    return value


def _unpack_code(value: int) -> str:
    characters = []
    for _ in range(_CODE_CHARACTERS):
        value, index = divmod(value, len(_ALPHABET))
        characters.append(_ALPHABET[index])
    return "".join(reversed(characters)).rstrip()
