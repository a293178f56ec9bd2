"""The time limits: the usual ones until the centre sets others."""

from datetime import date

import pytest

from station_app.domain.network_records import Limits
from station_app.errors import StationError
from station_app.journal.log import count_changes
from station_app.services.checking import check
from station_app.services.limits import answer_due, change_limits, limits


def test_until_set_they_are_the_usual_ones(station):
    assert limits(station) == Limits(hand_over_days=10, answer_days=30, return_days=7)
    assert answer_due(station) == date(2026, 7, 18)


def test_what_is_set_is_kept_once(centre):
    change_limits(centre, Limits(hand_over_days=5, answer_days=20, return_days=3))
    assert limits(centre).hand_over_days == 5
    assert answer_due(centre) == date(2026, 7, 8)
    before = count_changes(centre.db)
    change_limits(centre, limits(centre))
    assert count_changes(centre.db) == before
    assert check(centre).ok


@pytest.mark.parametrize("days", [0, -1, 367])
def test_no_limit_is_none_or_longer_than_a_year(centre, days):
    with pytest.raises(StationError, match="1 到 366"):
        change_limits(centre, Limits(answer_days=days))
    assert limits(centre) == Limits()


def test_a_station_sets_none(station):
    with pytest.raises(StationError, match="由中心来做"):
        change_limits(station, Limits())
