"""How the station wants its register: kept, read back, refused when the content has no room."""

import json
from datetime import date

import pytest

from station_app.domain.periods import Period
from station_app.errors import StationError
from station_app.services.register_choice import (
    ALWAYS,
    RegisterChoice,
    Span,
    keep_choice,
    register_choice,
    widths,
)
from station_app.services.station import get_setting, set_setting

TODAY = date(2026, 6, 18)


def test_what_was_chosen_comes_back_whole(station):
    assert register_choice(station) == RegisterChoice()
    order = RegisterChoice().order
    choice = RegisterChoice(
        span=Span.OWN,
        first="2026-01-05",
        last="2026-02-06",
        channels=("电话", "微信群"),
        order=(*order[1:], order[0]),
        hidden=("备注",),
        widths={"办理结果": 30.5},
        size=11,
    )
    keep_choice(station, choice)
    assert register_choice(station) == choice
    assert choice.columns == tuple(name for name in choice.order if name != "备注")
    assert (choice.options.columns, choice.options.size) == (choice.columns, 11)


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        (Span.MONTH, date(2026, 6, 1), date(2026, 6, 30)),
        (Span.QUARTER, date(2026, 4, 1), date(2026, 6, 30)),
        (Span.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_span_is_that_of_today(span, first, last):
    assert RegisterChoice(span=span).period(TODAY) == Period(first, last)


def test_own_days_are_both_there_and_in_order():
    own = RegisterChoice(span=Span.OWN, first="2026-03-01", last="2026-03-09")
    assert own.period(TODAY) == Period(date(2026, 3, 1), date(2026, 3, 9))
    with pytest.raises(StationError, match="少一个日期"):
        RegisterChoice(span=Span.OWN, first="2026-03-01").period(TODAY)
    with pytest.raises(StationError, match="早于"):
        RegisterChoice(span=Span.OWN, first="2026-03-09", last="2026-03-01").period(TODAY)


def test_a_choice_without_room_for_the_content_is_not_kept(station):
    narrow = RegisterChoice(widths={"办理结果": 40.0})
    with pytest.raises(StationError, match="只剩41毫米") as refused:
        keep_choice(station, narrow)
    assert "共221毫米" in refused.value.next_step
    assert widths(narrow)[ALWAYS] == 41
    assert register_choice(station) == RegisterChoice()


def test_widths_add_up(station):
    assert sum(widths(RegisterChoice()).values()) == 262
    assert widths(RegisterChoice(hidden=("备注",)))[ALWAYS] == 54 + 13


def test_columns_go_back_to_what_is_usual():
    changed = RegisterChoice(span=Span.MONTH, hidden=("备注",), widths={"日期": 12.0}, size=12)
    assert changed.without_columns() == RegisterChoice(span=Span.MONTH, size=12)


@pytest.mark.parametrize("kept", ["[]", '{"size": "大"}', '{"span": "世纪"}', '{"widths": {"办理结果": 200}}', "3"])
def test_what_cannot_be_read_is_as_usual(station, kept):
    set_setting(station.db, "register_choice", kept)
    assert register_choice(station) == RegisterChoice()


def test_of_an_older_program_columns_may_be_missing_and_strange_ones_there(station):
    set_setting(station.db, "register_choice", json.dumps({"order": ["备注", "旧列"], "hidden": ["反映内容", "旧列"]}))
    choice = register_choice(station)
    assert sorted(choice.order) == sorted(RegisterChoice().order)
    assert choice.hidden == ()


def test_masking_is_not_kept(station):
    keep_choice(station, RegisterChoice())
    kept = json.loads(get_setting(station.db, "register_choice"))
    assert set(kept) == {"span", "first", "last", "channels", "order", "hidden", "widths", "size"}
