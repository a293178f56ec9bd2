"""Reads a date and time as people type it."""

import re
from datetime import date, datetime, time

_DATE = re.compile(r"(?:(\d{4}|\d{2})[-./年])?(\d{1,2})[-./月](\d{1,2})日?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"(\d{1,2})[:时点](\d{1,2})?分?")


def read_moment(text: str, today: date, *, with_time: bool) -> date | datetime | None:
    """Return the date or naive date-time that ``text`` means, None when it means none.

    Taken: ``2026-06-18 10:20``, ``6-18``, ``6.18 10:20``, ``26.6.18``, ``6月18日``, ``20260618``, ``10:20`` alone
    (today), 今天, 昨天, 前天. A date without a year is of this year, or of the last year
    where it would lie ahead of ``today`` by more than half a year. With ``with_time`` a date alone means 00:00.
    """
    words = text.strip().replace("：", ":").replace("／", "/").replace("。", ".")
    day_part, _, time_part = words.partition(" ")
    clock = _read_time(time_part.strip()) if time_part.strip() else None
    if time_part.strip() and clock is None:
        return None
    day = _read_day(day_part, today)
    if day is None and not time_part and with_time:
        day, clock = today, _read_time(day_part)
        if clock is None:
            return None
    if day is None or (clock is not None and not with_time):
        return None
    return datetime.combine(day, clock or time()) if with_time else day


def _read_time(text: str) -> time | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        return None


def _read_day(text: str, today: date) -> date | None:
    relative = {"今天": 0, "昨天": 1, "前天": 2}
    if text in relative:
        return date.fromordinal(today.toordinal() - relative[text])
    found = _PACKED.fullmatch(text) or _DATE.fullmatch(text)
    if found is None:
        return None
    year = int(found[1]) if found[1] else today.year
    year += 2000 if year < 100 else 0
    day = _make_day(year, int(found[2]), int(found[3]))
    if not found[1] and (day is None or (day - today).days > 183):
        day = _make_day(year - 1, int(found[2]), int(found[3])) or day
    return day


def _make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
