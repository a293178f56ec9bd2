"""What ledgers say of people: phones that a spreadsheet has spoilt, sex, age, names of deputies."""

import re
import unicodedata

from station_app.domain.enums import AgeBand, Sex
from station_app.domain.phone import check_phone
from station_app.domain.text import clean_digits, clean_line
from station_app.errors import StationError
from station_app.services.ledger.cells import Cell
from station_app.services.ledger.numbers import Repaired, whole_number

MAX_PHONE_CHARACTERS = 100

_SUSPICIOUS_ZEROS = "0000000"
_NOTHING = frozenset(
    {"", "/", "-", "--", "无", "没有", "不详", "未知", "未留", "未提供", "匿名", "保密", "略", "空", "暂无"}
)
_SEXES = {"男": Sex.MALE, "先生": Sex.MALE, "M": Sex.MALE, "女": Sex.FEMALE, "女士": Sex.FEMALE, "F": Sex.FEMALE}
_STROKES = re.compile(r"[\s—－―]+")
_AGE = re.compile(r"([0-9]{1,3})(?:周?岁)?")
_LOWEST_AGES = (
    (80, AgeBand.FROM_80),
    (70, AgeBand.FROM_70),
    (60, AgeBand.FROM_60),
    (50, AgeBand.FROM_50),
    (40, AgeBand.FROM_40),
    (30, AgeBand.FROM_30),
    (18, AgeBand.FROM_18),
    (0, AgeBand.UNDER_18),
)
_OLDEST = 130
_NAME_ENDS = re.compile(r"[、,，;；/\n]+")


def says_nothing(text: str) -> bool:
    """Tell whether a cell is filled only to be filled: ``/``, ``无``, ``不详``…"""
    return not text or _STROKES.sub("-", text.strip()) in _NOTHING


def read_phone(cell: Cell) -> Repaired:
    """Read a phone; one that a spreadsheet turned into a power of ten is restored, or refused if digits are lost."""
    whole = whole_number(cell)
    cleaned = clean_digits(whole.text)
    notes = whole.notes + cleaned.changes
    if says_nothing(whole.text) or not any(letter.isdigit() for letter in cleaned.text):
        return Repaired("", (f"“{cleaned.text[:20]}”不是号码，略去",) if cleaned.text else ())
    if len(cleaned.text) > MAX_PHONE_CHARACTERS:
        raise StationError(f"电话有 {len(cleaned.text)} 字，最多 {MAX_PHONE_CHARACTERS} 字")
    if cleaned.text.endswith(_SUSPICIOUS_ZEROS):
        notes += ("号码末尾全是 0，可能已被表格软件改动，请核对",)
    elif wrong := check_phone(cleaned.text):
        notes += (wrong,)
    return Repaired(cleaned.text, notes)


def read_sex(text: str) -> Sex | None:
    """Read 男 or 女 in the usual spellings; None for all else."""
    return _SEXES.get(text.strip().upper().removesuffix("性"))


def read_age(text: str) -> AgeBand | None:
    """Turn an age in years, or a band as this program writes it, into the band; None for all else."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    for band in AgeBand:
        if plain == unicodedata.normalize("NFKC", band).replace(" ", ""):
            return band
    found = _AGE.fullmatch(plain)
    if not found or int(found[1]) > _OLDEST:
        return None
    return next(band for lowest, band in _LOWEST_AGES if int(found[1]) >= lowest)


def read_deputies(text: str) -> tuple[str, ...]:
    """Split a cell into names of deputies, without 代表 behind them, each once."""
    names: list[str] = []
    for part in _NAME_ENDS.split(text):
        words = clean_line(part).text.split()
        # 「张 三」 is one name set wide, 「张三 李四」 are two.
        names += ["".join(words)] if all(len(word) == 1 for word in words) else words
    bare = (name.removesuffix("代表") for name in names)
    return tuple(dict.fromkeys(name for name in bare if name and not says_nothing(name)))
