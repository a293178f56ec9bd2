"""Dates as people write them into ledgers: read in whichever form, or refused with the reason."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time

from station_app.errors import StationError
from station_app.services.ledger.cells import Cell, CellFault, cell_text, from_serial

EARLIEST = date(1949, 10, 1)

_WRITE_SO = "请写成 2019-04-08 这样的日期。"
_EARLIEST_SERIAL = 10_000
_LATEST_SERIAL = 80_000
_COMPACT_LENGTHS = {8: 0, 12: 4, 14: 6}
_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_SEPARATED = re.compile(r"(\d{1,4})([-/.,\\])(\d{1,2})\2(\d{1,4})(?=\D|$)T?")
_CHINESE = re.compile(r"(?:(\d{4}|\d{2})年)?(\d{1,2})月(\d{1,2})(?:日|号)?")
_MONTH_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})")
_MONTH_ONLY = re.compile(r"\d{4}(?:年\d{1,2}月?|[-/.]\d{1,2}(?:月)?)份?")
_COMPACT = re.compile(r"\d+")
_NUMERIC = re.compile(r"\d+(?:\.\d+)?")
_TIME = re.compile(
    r"(?P<half>凌晨|早上|早晨|清晨|上午|中午|下午|傍晚|晚上|晚|AM|PM)?"
    r"(?P<hour>\d{1,2})(?:(?::|时|点)(?P<minute>\d{1,2}|半)?分?(?::?(?P<second>\d{1,2})(?:\.\d+)?秒?)?)"
    r"(?P<tail>AM|PM)?",
    re.IGNORECASE,
)
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚", "PM"})
_NOON = 12
_HOURS = 24


@dataclass(frozen=True, slots=True)
class DateRules:
    """What dates are read against: the present day, the calendar of the file, the year where none is written."""

    today: date
    epoch_1904: bool = False
    default_year: int | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A day, the time of day where one is written, and what had to be assumed, in Chinese."""

    day: date
    clock: time | None = None
    assumed: str = ""


def read_date(cell: Cell, rules: DateRules) -> When:
    """Read a cell as a day, perhaps with a time. Raises StationError with the reason in its title."""
    found = _read(cell, rules)
    if found.day > rules.today:
        raise StationError(f"日期 {found.day.isoformat()} 在今天之后", _WRITE_SO)
    if found.day < EARLIEST:
        raise StationError(f"日期 {found.day.isoformat()} 早于 {EARLIEST.isoformat()}", _WRITE_SO)
    return found


def read_time(cell: Cell) -> time | None:
    """Read a cell as a time of day; None when it is blank or says none. Never raises."""
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    if isinstance(cell, float) and 0 <= cell < 1:
        moment = from_serial(cell, epoch_1904=False)
        return moment if isinstance(moment, time) else None
    found = _TIME.fullmatch(_plain(cell_text(cell)))
    try:
        return _clock(found) if found else None
    except StationError:
        return None


def _read(cell: Cell, rules: DateRules) -> When:
    if isinstance(cell, CellFault):
        raise StationError(cell.reason)
    if isinstance(cell, datetime):
        return When(cell.date(), cell.time() if cell.time() != time() else None)
    if isinstance(cell, time):
        raise StationError(f"只有时间 {cell.isoformat()}，没有日期", _WRITE_SO)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _number(cell, rules)
    return _text(cell_text(cell), rules)


def _number(number: float, rules: DateRules) -> When:
    if _EARLIEST_SERIAL <= number < _LATEST_SERIAL:
        moment = from_serial(number, rules.epoch_1904)
        if isinstance(moment, datetime):
            return When(moment.date(), moment.time() if number % 1 else None)
    if isinstance(number, int) or number.is_integer():
        return _compact(str(int(number)))
    raise StationError(f"数字 {number:g} 看不出是哪一天", _WRITE_SO)


def _text(written: str, rules: DateRules) -> When:
    text = _plain(written)
    if not text:
        raise StationError("没有写日期", _WRITE_SO)
    if _COMPACT.fullmatch(text) and len(text) in _COMPACT_LENGTHS:
        return _compact(text)
    if _NUMERIC.fullmatch(text) and _EARLIEST_SERIAL <= float(text[:20]) < _LATEST_SERIAL:
        return _number(float(text), rules)
    if found := _CHINESE.match(text):
        year, assumed = _chinese_year(found[1], rules)
        return _with_time(_day(year, found[2], found[3], written), text[found.end() :], written, assumed)
    if found := _SEPARATED.match(text):
        day, assumed = _separated(found, rules, written)
        return _with_time(day, text[found.end() :], written, assumed)
    if _MONTH_ONLY.fullmatch(text):
        raise StationError(f"“{written.strip()[:20]}”没有写是哪一天", _WRITE_SO)
    if found := _MONTH_DAY.match(text):
        year, assumed = _chinese_year(None, rules)
        return _with_time(_day(year, found[1], found[2], written), text[found.end() :], written, assumed)
    raise _unreadable(written)


def _plain(text: str) -> str:
    """The text half-width, without day of the week and blanks; one between two digits becomes ``T``."""
    half = unicodedata.normalize("NFKC", text.strip()[:100])
    spaced = re.sub(r"(?<=\d)\s+(?=\d)", "T", _WEEKDAY.sub("", half).strip())
    return re.sub(r"\s+", "", spaced)


def _chinese_year(written: str | None, rules: DateRules) -> tuple[int, str]:
    if written is None:
        if rules.default_year is None:
            raise StationError("日期没有写年份", "请在导入时选定年份，或在表格中补上。")
        return rules.default_year, f"没有写年份，按 {rules.default_year} 年"
    return _full_year(written, rules)


def _full_year(written: str, rules: DateRules) -> tuple[int, str]:
    """Two digits mean this century unless that lies ahead."""
    if len(written) == 4:
        return int(written), ""
    year = 2000 + int(written)
    if year > rules.today.year:
        year -= 100
    return year, f"两位年份按 {year} 年"


def _separated(found: re.Match[str], rules: DateRules, written: str) -> tuple[date, str]:
    first, middle, last = found[1], found[3], found[4]
    if len(last) == 4:
        return _year_last(int(first), int(middle), int(last), written), ""
    if len(first) not in {2, 4} or len(last) > 2:
        raise _unreadable(written)
    year, assumed = _full_year(first, rules)
    return _day(year, middle, last, written), assumed


def _year_last(first: int, second: int, year: int, written: str) -> date:
    months = 12
    if first <= months and second <= months and first != second:
        raise StationError(f"“{written.strip()[:20]}”分不清哪个是月、哪个是日", _WRITE_SO)
    month, day = (first, second) if first <= months else (second, first)
    return _day(year, str(month), str(day), written)


def _compact(digits: str) -> When:
    """``20190408``, ``201904081540`` or ``20190408154004``."""
    if len(digits) not in _COMPACT_LENGTHS:
        raise StationError(f"数字 {digits[:20]} 看不出是哪一天", _WRITE_SO)
    day = _day(int(digits[:4]), digits[4:6], digits[6:8], digits)
    rest = digits[8:].ljust(6, "0")
    if len(digits) == 8:
        return When(day)
    return When(day, _time_of(int(rest[:2]), int(rest[2:4]), int(rest[4:6]), digits))


def _day(year: int, month: str, day: str, written: str) -> date:
    try:
        return date(year, int(month), int(day))
    except ValueError as error:
        raise StationError(f"没有“{written.strip()[:20]}”这一天", _WRITE_SO) from error


def _with_time(day: date, rest: str, written: str, assumed: str) -> When:
    rest = rest.lstrip("T,，")
    if not rest:
        return When(day, None, assumed)
    if rest in _HALVES:
        return When(day, None, "、".join(filter(None, (assumed, f"“{rest}”没有写几点，略去"))))
    found = _TIME.fullmatch(rest)
    if not found:
        raise _unreadable(written)
    return When(day, _clock(found), assumed)


def _clock(found: re.Match[str]) -> time:
    half = (found["half"] or found["tail"] or "").upper()
    hour = int(found["hour"])
    minute = 30 if found["minute"] == "半" else int(found["minute"] or 0)
    if half in _AFTERNOON and hour < _NOON:
        hour += _NOON
    elif half in {"凌晨", "AM"} and hour == _NOON:
        hour = 0
    elif half == "中午" and hour < 3:
        hour += _NOON
    return _time_of(hour, minute, int(found["second"] or 0), found[0])


def _time_of(hour: int, minute: int, second: int, written: str) -> time:
    try:
        return time(hour, minute, second)
    except ValueError as error:
        raise StationError(f"没有“{written[:20]}”这个时间", "请写成 15:40 这样的时间。") from error


def _unreadable(written: str) -> StationError:
    return StationError(f"日期“{' '.join(written.split())[:20]}”看不懂", _WRITE_SO)


_HALVES = frozenset({"上午", "下午", "中午", "早上", "晚上", "傍晚", "凌晨", "晚", "清晨", "早晨"})
