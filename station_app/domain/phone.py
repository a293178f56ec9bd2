"""Phone numbers as people write them here: checked while typing, compared when a visitor comes again."""

import re
from dataclasses import dataclass

from station_app.domain.text import half_width

_MOBILE_DIGITS = 11
_LOCAL_DIGITS = (7, 8)
_SERVICE_DIGITS = 10
_COUNTRY = re.compile(r"^(?:\+|00)86-?|^86-?(?=1[3-9][0-9]{9}(?![0-9]))")
_EXTENSION = re.compile(r"^(?P<main>.*[0-9])(?:-?(?:转|分机|ext\.?|x|#)-?|-)(?P<extension>[0-9]{1,6})$", re.IGNORECASE)
_AREA = re.compile(r"^(?P<area>0(?:10|2[0-9]|[3-9][0-9][0-9]))-?(?P<local>[0-9]*)$")
_EXPONENT = re.compile(r"^[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+$")
_SHORT = re.compile(r"^(?:1[0-2][0-9]{3}|9[56][0-9]{3,4})$")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number taken apart: ``kind`` is mobile, landline, service or short; all parts hold digits only."""

    kind: str
    area: str
    number: str
    extension: str


def check_phone(text: str) -> str | None:
    """Say in one Chinese sentence what is wrong with a phone number; None when it is right or blank."""
    compact = _compact(text)
    if not compact or parse_phone(text):
        return None
    if _EXPONENT.match(compact):
        return f"号码被表格写成了 {compact}，请填完整号码"
    main, _ = _split_extension(compact)
    strange = re.search(r"[^0-9-]", main)
    if strange:
        return f"电话里只填一个号码，不能有「{strange.group()}」"
    return _wrong_length(main.replace("-", ""))


def parse_phone(text: str) -> Phone | None:
    """Take a phone number apart; None when it is blank or not a number dialled here."""
    compact = _compact(text)
    if _is_landline(compact, ""):
        return _landline(compact, "")
    whole = compact.replace("-", "")
    if re.fullmatch(r"1[3-9][0-9]{9}", whole):
        return Phone("mobile", "", whole, "")
    main, extension = _split_extension(compact)
    whole = main.replace("-", "")
    if re.fullmatch(r"[48]00[0-9]{7}", whole):
        return Phone("service", "", whole, extension)
    if _SHORT.match(main):
        return Phone("short", "", main, extension)
    return _landline(main, extension) if _is_landline(main, extension) else None


def normalise_phone(text: str) -> str:
    """Return the form in which two phones are compared: digits without country code, the extension after 转."""
    phone = parse_phone(text)
    if phone is None:
        return _compact(text).casefold()
    digits = phone.area + phone.number
    return f"{digits}转{phone.extension}" if phone.extension else digits


def _compact(text: str) -> str:
    """The number without blanks, brackets and country code; an area code after +86 gets its 0 again."""
    plain = re.sub(r"[()\-]+", "-", re.sub(r"\s+", "", half_width(text))).strip("-")
    country = _COUNTRY.match(plain)
    if not country:
        return plain
    rest = plain[country.end() :]
    needs_zero = rest and rest[0] not in "01" and not re.match("[48]00-?", rest)
    return f"0{rest}" if needs_zero or re.match(r"10-?[0-9]{8}(?![0-9])", rest) else rest


def _split_extension(compact: str) -> tuple[str, str]:
    """Part ``62345678转801`` into number and extension; a trailing ``-5678`` counts only if a whole number is left."""
    found = _EXTENSION.match(compact)
    if not found:
        return compact, ""
    marked = not re.fullmatch(r"[0-9-]+", compact)
    main = found["main"].rstrip("-")
    return (main, found["extension"]) if marked or _is_complete(main) else (compact, "")


def _is_complete(main: str) -> bool:
    return bool(re.fullmatch(r"[48]00[0-9]{7}", main.replace("-", ""))) or _is_landline(main, "")


def _is_landline(main: str, extension: str) -> bool:
    return _landline(main, extension) is not None


def _landline(main: str, extension: str) -> Phone | None:
    found = _AREA.match(main.replace("-", "") if main.startswith("0") else main)
    area, local = (found["area"], found["local"]) if found else ("", main.replace("-", ""))
    lengths = (8,) if len(area) == len("010") else _LOCAL_DIGITS
    right = re.fullmatch(r"[2-9][0-9]+", local) and len(local) in lengths
    return Phone("landline", area, local, extension) if right else None


def _wrong_length(digits: str) -> str:
    """The sentence for plain digits that are no number: which kind they look like, and how many are missing."""
    area = _AREA.match(digits)
    if area:
        lengths = (8,) if len(area["area"]) == len("010") else _LOCAL_DIGITS
        counted = _count(f"区号 {area['area']} 后的号码", len(area["local"]), lengths)
        return counted or "座机号不会以 0 或 1 开头，请核对"
    if digits.startswith("0"):
        return "没有这个区号，请核对"
    if digits.startswith(("400", "800")) and len(digits) > max(_LOCAL_DIGITS):
        return _count(f"{digits[:3]} 电话", len(digits), (_SERVICE_DIGITS,)) or "号码不对，请核对"
    if digits.startswith("1"):
        return _count("手机号", len(digits), (_MOBILE_DIGITS,)) or f"没有 {digits[:2]} 开头的手机号，请核对"
    if len(digits) == _MOBILE_DIGITS:
        return "手机号以 1 开头；座机请在前面写区号"
    return _count("座机号", len(digits), _LOCAL_DIGITS) or "号码不对，请核对"


def _count(what: str, given: int, lengths: tuple[int, ...]) -> str:
    """「手机号 11 位，少 1 位」, or an empty text when the count is right."""
    wanted = " 或 ".join(map(str, lengths))
    if given < min(lengths):
        return f"{what} {wanted} 位，少 {min(lengths) - given} 位"
    return f"{what} {wanted} 位，多 {given - max(lengths)} 位" if given > max(lengths) else ""
