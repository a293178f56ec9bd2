"""Dates in the forms that stations write."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.errors import StationError
from station_app.services.ledger.cells import CellFault, from_serial
from station_app.services.ledger.dates import EARLIEST, DateRules, read_date, read_time

TODAY = date(2024, 6, 18)
RULES = DateRules(TODAY)
WITH_YEAR = DateRules(TODAY, default_year=2019)
APRIL_8 = date(2019, 4, 8)


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        (datetime(2019, 4, 8), None),
        (datetime(2019, 4, 8, 8, 37, 20), time(8, 37, 20)),
        (43563, None),
        (43563.5, time(12)),
        ("43563", None),
        ("43563.25", time(6)),
        (20190408, None),
        (20190408.0, None),
        ("20190408", None),
        ("201904081540", time(15, 40)),
        ("20190408154004", time(15, 40, 4)),
        ("2019/4/8 15:40:04", time(15, 40, 4)),
        ("2019/4/8 9:40", time(9, 40)),
        ("2019-04-08", None),
        ("2019-04-08T15:40:04", time(15, 40, 4)),
        ("2019-04-08 15:40:04.123", time(15, 40, 4)),
        ("2019.4.8", None),
        ("2019年4月8日", None),
        ("2019年4月8日15时40分", time(15, 40)),
        ("2019年4月8日 下午3点半", time(15, 30)),
        ("2019年4月8日下午3:40", time(15, 40)),
        ("2019年04月08号 上午 9:05", time(9, 5)),
        ("2019/4/8 中午12:30", time(12, 30)),
        ("2019/4/8 晚上8点", time(20)),
        ("2019/4/8 凌晨12:10", time(0, 10)),
        ("2019/4/8 3:40 PM", time(15, 40)),
        ("2019/4/8 12:05 AM", time(0, 5)),
        ("２０１９－０４－０８", None),
        ("２０１９年４月８日", None),
        ("\u30002019/4/8\u3000", None),
        ("2019\u00a0/ 4 / 8", None),
        ("2019-4-8 星期一", None),
        ("2019年4月8日(周一)", None),
        ("19/4/8", None),
        ("19.4.8", None),
        ("19年4月8日", None),
        ("8/24/2019", None),
    ],
)
def test_a_day_in_any_form(cell: object, clock: time | None) -> None:
    found = read_date(cell, RULES)
    assert found.day == (APRIL_8 if cell != "8/24/2019" else date(2019, 8, 24))
    assert found.clock == clock


@pytest.mark.parametrize("text", ["4月8日", "4月8号", "4.8", "4/8", "04-08"])
def test_a_day_without_year_takes_the_year_chosen_and_says_so(text: str) -> None:
    found = read_date(text, WITH_YEAR)
    assert found.day == APRIL_8
    assert "2019" in found.assumed


def test_a_day_without_year_is_refused_when_none_is_chosen() -> None:
    with pytest.raises(StationError, match="没有写年份"):
        read_date("4月8日", RULES)


def test_two_digits_mean_the_last_century_when_this_one_lies_ahead() -> None:
    found = read_date("58/3/1", RULES)
    assert found.day == date(1958, 3, 1)
    assert "1958" in found.assumed


def test_a_half_of_the_day_without_hour_is_left_out_and_said() -> None:
    found = read_date("2019-4-8 下午", RULES)
    assert (found.day, found.clock) == (APRIL_8, None)
    assert "下午" in found.assumed


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2019-02-29", "没有“2019-02-29”这一天"),
        ("2019/4/31", "这一天"),
        ("2019年13月1日", "这一天"),
        ("20190230", "这一天"),
        ("2019-4-8 25:00", "这个时间"),
        ("2024-06-19", "在今天之后"),
        (datetime(2030, 1, 1), "在今天之后"),
        (46000, "在今天之后"),
        ("1949-09-30", "早于"),
        ("1900-01-01", "早于"),
        (5, "看不出是哪一天"),
        (4.8, "看不出是哪一天"),
        (-3, "看不出是哪一天"),
        (2**63, "看不出是哪一天"),
        ("4/5/2019", "分不清"),
        ("2019年4月", "没有写是哪一天"),
        ("2019.4", "没有写是哪一天"),
        ("2019.4.8-4.10", "看不懂"),
        ("去年春天", "看不懂"),
        ("2019-4-8 来访", "看不懂"),
        ("", "没有写日期"),
        (None, "没有写日期"),
        (True, "看不懂"),
        (time(9, 30), "没有日期"),
        (CellFault("单元格是错误值 #REF!"), "#REF!"),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(cell: object, reason: str) -> None:
    with pytest.raises(StationError) as refused:
        read_date(cell, RULES)
    assert reason in refused.value.title


def test_29_february_of_a_leap_year_is_a_day() -> None:
    assert read_date("2020.2.29", RULES).day == date(2020, 2, 29)


def test_the_calendar_that_counts_from_1904() -> None:
    assert read_date(43563 - 1462, DateRules(TODAY, epoch_1904=True)).day == APRIL_8


@pytest.mark.parametrize(("serial", "expected"), [(1, datetime(1900, 1, 1)), (59, datetime(1900, 2, 28)), (60, None)])
def test_the_leap_day_of_1900_that_never_was(serial: int, expected: datetime | None) -> None:
    assert from_serial(serial, epoch_1904=False) == expected


@pytest.mark.parametrize("serial", [float("nan"), float("inf"), -1, 1e300])
def test_a_serial_outside_the_calendar_is_no_moment(serial: float) -> None:
    assert from_serial(serial, epoch_1904=False) is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("15:40", time(15, 40)),
        ("下午3点", time(15)),
        (0.5, time(12)),
        (time(8), time(8)),
        ("下班后", None),
        (None, None),
    ],
)
def test_a_time_of_its_own(cell: object, expected: time | None) -> None:
    assert read_time(cell) == expected


DAYS = st.dates(EARLIEST, TODAY)
FORMS = st.sampled_from(
    [
        "{0.year}-{0.month}-{0.day}",
        "{0.year}/{0.month:02}/{0.day:02}",
        "{0.year}.{0.month}.{0.day}",
        "{0.year}年{0.month}月{0.day}日",
        "{0.year}{0.month:02}{0.day:02}",
        " {0.year} 年 {0.month} 月 {0.day} 日 ",
    ]
)
WIDE = {ord(half): ord(half) - 0x30 + 0xFF10 for half in "0123456789"}


@given(DAYS, FORMS, st.booleans())
def test_every_day_in_every_form_is_that_day(day: date, form: str, wide: bool) -> None:
    text = form.format(day)
    assert read_date(text.translate(WIDE) if wide else text, RULES).day == day


@given(st.datetimes(datetime(1949, 10, 1), datetime(2024, 6, 18)), st.booleans())
def test_every_serial_is_its_moment_to_the_second(moment: datetime, epoch_1904: bool) -> None:
    whole = moment.replace(microsecond=0)
    epoch = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)
    assert from_serial((whole - epoch) / timedelta(days=1), epoch_1904) == whole


@given(st.one_of(st.text(), st.integers(), st.floats(), st.text("0123456789年月日/-. :上下午点", max_size=24)))
def test_anything_is_a_day_within_bounds_or_a_reason(cell: str | float) -> None:
    try:
        day = read_date(cell, WITH_YEAR).day
    except StationError:
        return
    assert EARLIEST <= day <= TODAY
