"""The clock: aware, local, and fixed from outside when asked."""

from datetime import UTC, datetime, timedelta

import pytest

from station_app.domain.clock import FixedClock, SystemClock, system_clock
from station_app.errors import StationError

MOMENT = datetime(2026, 6, 18, 2, 52, tzinfo=UTC)


def test_the_system_clock_tells_the_present_with_its_zone(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    clock = system_clock()
    assert isinstance(clock, SystemClock)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert clock.now().utcoffset() is not None
    assert clock.today() in {clock.now().date(), (clock.now() - timedelta(minutes=1)).date()}


def test_source_date_epoch_fixes_the_clock(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(MOMENT.timestamp())))
    assert system_clock().now() == MOMENT
    assert system_clock().today() == MOMENT.astimezone().date()


@pytest.mark.parametrize("seconds", ["soon", "1e400", "9" * 30, "9" * 5000])
def test_an_unusable_source_date_epoch_is_refused(monkeypatch, seconds):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    with pytest.raises(StationError) as refused:
        system_clock()
    assert "SOURCE_DATE_EPOCH" in refused.value.title


def test_a_fixed_clock_stands_still():
    clock = FixedClock(MOMENT)
    assert clock.now() == clock.now() == MOMENT
