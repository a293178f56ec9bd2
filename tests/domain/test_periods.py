"""How the period of a register stands on paper."""

from datetime import date

import pytest

from station_app.domain.periods import Period, year_period
from station_app.errors import StationError


@pytest.mark.parametrize(
    ("first", "last", "words", "volume"),
    [
        ("2026-01-01", "2026-12-31", "2026 年", "第 1 册"),
        ("2026-04-01", "2026-06-30", "2026 年第 2 季度", "第 2 册"),
        ("2028-02-01", "2028-02-29", "2028 年 2 月", "第 2 册"),
        ("2026-02-01", "2026-04-30", "2026 年 2 月 1 日至 4 月 30 日", ""),
        ("2026-06-01", "2026-06-18", "2026 年 6 月 1 日至 6 月 18 日", ""),
        ("2025-12-31", "2026-01-01", "2025 年 12 月 31 日至 2026 年 1 月 1 日", ""),
        ("2025-01-01", "2026-12-31", "2025 年 1 月 1 日至 2026 年 12 月 31 日", ""),
        ("2026-06-18", "2026-06-18", "2026 年 6 月 18 日", ""),
    ],
)
def test_a_period_is_named_and_numbered(first, last, words, volume):
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    assert (period.words, period.volume) == (words, volume)


def test_a_period_that_cannot_be_is_refused():
    with pytest.raises(StationError, match="早于开始日期"):
        Period(date(2026, 6, 2), date(2026, 6, 1))
    with pytest.raises(StationError, match="年份 26 不对"):
        year_period(26)
