"""What must hold of a reception day before it is saved, and how it is told."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.codec import from_payload, to_payload
from station_app.domain.enums import DayMode
from station_app.domain.reception_days import (
    DayForm,
    check_day,
    clock_words,
    day_of_form,
    day_words,
    form_of_day,
    hours_words,
    is_over,
    read_clock,
)
from station_app.domain.records import Reception, ReceptionDay

TODAY = date(2026, 6, 18)
FORM = DayForm(day="2026-06-20", began="9:00", ended="11：30", place="接待室", theme="消防通道", deputies=("a",))


def test_a_filled_form_has_no_problems_and_comes_back_the_same():
    assert check_day(FORM, TODAY) == []
    day = day_of_form(FORM)
    assert (day.began, day.ended, day.mode, day.cancel_reason) == ("09:00", "11:30", DayMode.TOGETHER, None)
    assert form_of_day(day) == replace(FORM, ended="11:30")
    assert day_of_form(form_of_day(day)) == day


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"day": ""}, "day", "请填哪一天"),
        ({"day": "6月20"}, "day", "日期写得不对"),
        ({"day": "20260620"}, "day", "日期写得不对"),
        ({"day": "1926-06-20"}, "day", "太早"),
        ({"day": "2206-06-20"}, "day", "太远"),
        ({"began": " "}, "began", "请填几点开始"),
        ({"began": "上午"}, "began", "时间写得不对"),
        ({"ended": "25:00"}, "ended", "时间写得不对"),
        ({"ended": "9:00"}, "ended", "结束要晚于开始"),
        ({"place": ""}, "place", "请填在哪里接待"),
    ],
)
def test_what_is_wrong_stands_at_its_field(changes, field, sentence):
    [problem] = check_day(replace(FORM, **changes), TODAY)
    assert problem.field == field
    assert sentence in problem.sentence


def test_online_needs_no_place_and_the_end_may_stay_open():
    assert check_day(replace(FORM, mode=DayMode.ONLINE, place="", ended=""), TODAY) == []
    assert day_of_form(replace(FORM, ended="")).ended is None


@pytest.mark.parametrize(
    ("typed", "clock"),
    [("9", "09:00"), ("9:30", "09:30"), ("930", "09:30"), ("1130", "11:30"), ("９：３０", "09:30"), ("14.30", "14:30"),
     ("9点", "09:00"), ("9点30分", "09:30"), ("24:00", None), ("9:75", None), ("", None), ("上午", None)],
)  # fmt: skip
def test_times_are_read_as_people_type_them(typed, clock):
    assert read_clock(typed) == clock


@given(st.times())
def test_a_time_that_is_shown_is_read_again(moment):
    clock = moment.strftime("%H:%M")
    assert read_clock(clock_words(clock)) == clock


def test_the_words_of_a_day():
    day = day_of_form(FORM)
    assert day_words(day.day) == "6月20日（周六）"
    assert hours_words(day) == "9:00–11:30"
    assert hours_words(replace(day, ended=None)) == "9:00"


@pytest.mark.parametrize(
    ("now", "ended", "over"),
    [
        ("2026-06-19T23:59", "11:30", False),
        ("2026-06-20T11:30", "11:30", False),
        ("2026-06-20T11:31", "11:30", True),
        ("2026-06-20T23:59", None, False),
        ("2026-06-21T00:00", None, True),
    ],
)
def test_a_day_is_over_after_its_end_or_at_midnight(now, ended, over):
    assert is_over(replace(day_of_form(FORM), ended=ended), datetime.fromisoformat(now)) is over


def test_a_reception_written_before_there_were_days_is_read_without_one():
    payload = to_payload(Reception(began="2026-06-18T10:20", recorder="r", channel="来站接待"))
    del payload["event"]
    assert from_payload(Reception, payload).event is None


def test_a_day_survives_its_payload():
    day = ReceptionDay(day="2026-06-20", began="09:00", deputies=("a", "b"), mode=DayMode.MIXED, cancel_reason="改期")
    assert from_payload(ReceptionDay, to_payload(day)) == day
