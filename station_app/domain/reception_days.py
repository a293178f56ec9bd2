"""What is filled in for a reception day, what must hold before it is saved, and how it is told in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from station_app.domain.checks import EARLIEST_YEAR
from station_app.domain.enums import DayMode
from station_app.domain.forms import Problem
from station_app.domain.records import ReceptionDay

ANNOUNCE_DAYS = 3
YEARS_AHEAD = 2
_WEEKDAYS = "一二三四五六日"
_CLOCK = re.compile(r"(\d{1,2})(?:[:点时.]?([0-5]\d))?[分点时]?")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９：．", "0123456789:.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayForm:
    """A reception day as typed: ``day`` an ISO day, ``began`` and ``ended`` times of day, ``deputies`` uids."""

    day: str = ""
    began: str = ""
    ended: str = ""
    place: str = ""
    mode: DayMode = DayMode.TOGETHER
    theme: str = ""
    deputies: tuple[str, ...] = ()
    remark: str = ""


def check_day(form: DayForm, today: date) -> list[Problem]:
    """All problems of a form in the order of its fields; empty when it can be saved."""
    return [*_day_problems(form, today), *_time_problems(form), *_place_problems(form)]


def day_of_form(form: DayForm) -> ReceptionDay:
    """The record of a form that has no problems."""
    return ReceptionDay(
        day=form.day,
        began=read_clock(form.began) or "",
        ended=read_clock(form.ended),
        place=form.place,
        mode=form.mode,
        theme=form.theme,
        deputies=form.deputies,
        remark=form.remark,
    )


def form_of_day(day: ReceptionDay) -> DayForm:
    """The form that shows a record."""
    return DayForm(
        day=day.day,
        began=clock_words(day.began),
        ended=clock_words(day.ended or ""),
        place=day.place,
        mode=day.mode,
        theme=day.theme,
        deputies=day.deputies,
        remark=day.remark,
    )


def read_clock(text: str) -> str | None:
    """The time of day that was typed (``9``, ``9:30``, ``930``, ``9点30分``) as ``HH:MM``, None when it is none."""
    found = _CLOCK.fullmatch(text.strip().translate(_HALF_WIDTH))
    if found is None or int(found[1]) > 23:
        return None
    return time(int(found[1]), int(found[2] or 0)).isoformat("minutes")


def clock_words(clock: str) -> str:
    """A time of day as people write it: 9:00 for ``09:00``; '' stays."""
    return clock.removeprefix("0")


def hours_words(day: ReceptionDay) -> str:
    """From when to when, e.g. 「9:00–11:30」; without an end only its beginning."""
    began = clock_words(day.began)
    return f"{began}–{clock_words(day.ended)}" if day.ended else began


def day_words(iso: str) -> str:
    """A day with its weekday, e.g. 「6月20日（周六）」."""
    day = date.fromisoformat(iso)
    return f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def is_over(day: ReceptionDay, now: datetime) -> bool:
    """Whether it lies behind ``now`` (local): its end, or the whole day where no end is known."""
    end = f"{day.day}T{day.ended or '23:59'}"
    return end < now.strftime("%Y-%m-%dT%H:%M")


def _day_problems(form: DayForm, today: date) -> Iterator[Problem]:
    if not form.day:
        yield Problem("day", "日期", "请填哪一天接待")
        return
    try:
        day = date.fromisoformat(form.day)
    except ValueError:
        yield Problem("day", "日期", "日期写得不对，例如 2026-06-20")
        return
    if day.isoformat() != form.day:
        yield Problem("day", "日期", "日期写得不对，例如 2026-06-20")
    elif day.year < EARLIEST_YEAR:
        yield Problem("day", "日期", f"{day.year} 年太早了，请核对年份")
    elif day.year > today.year + YEARS_AHEAD:
        yield Problem("day", "日期", f"{day.year} 年太远了，请核对年份")


def _time_problems(form: DayForm) -> Iterator[Problem]:
    began, ended = read_clock(form.began), read_clock(form.ended)
    if not form.began.strip():
        yield Problem("began", "开始时间", "请填几点开始")
    elif began is None:
        yield Problem("began", "开始时间", "时间写得不对，例如 9:00")
    if form.ended.strip() and ended is None:
        yield Problem("ended", "结束时间", "时间写得不对，例如 11:30")
    elif began and ended and ended <= began:
        yield Problem("ended", "结束时间", "结束要晚于开始")


def _place_problems(form: DayForm) -> Iterator[Problem]:
    if not form.place.strip() and form.mode is not DayMode.ONLINE:
        yield Problem("place", "地点", "请填在哪里接待")
