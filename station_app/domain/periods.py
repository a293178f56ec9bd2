"""The period of a register, and how it stands on paper: 2026 年, 2026 年第 2 季度, 2026 年 6 月, or from day to day."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from station_app.errors import StationError

_YEARS = (1900, 9999)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Raise StationError when it ends before it begins."""
        if self.last < self.first:
            raise StationError(
                f"结束日期 {self.last} 早于开始日期 {self.first}", "请把两个日期对调，或改成正确的日期。"
            )

    @property
    def words(self) -> str:
        """How it stands in the head of a register."""
        first, last = self.first, self.last
        kind, number = self._part()
        if kind:
            return f"{first.year} 年{number}"
        until = f"{last.month} 月 {last.day} 日" if last.year == first.year else _day(last)
        return _day(first) if first == last else f"{_day(first)}至 {until}"

    @property
    def volume(self) -> str:
        """Its number among the periods of its kind in the year, 第 1 册; empty when it is no year, quarter or month."""
        kind, _ = self._part()
        months = {"年": 12, "季": 3, "月": 1}.get(kind)
        return f"第 {(self.last.month - 1) // months + 1} 册" if months else ""

    def _part(self) -> tuple[str, str]:
        """Which part of a year it is, and that part in words."""
        first, last = self.first, self.last
        whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1] and first.year == last.year
        span = (first.month, last.month)
        if whole and span == (1, 12):
            return "年", ""
        if whole and span[1] - span[0] == 2 and span[1] % 3 == 0:
            return "季", f"第 {span[1] // 3} 季度"
        if whole and span[0] == span[1]:
            return "月", f" {first.month} 月"
        return "", ""


def year_period(year: int) -> Period:
    """The whole of a year; raises StationError for one that cannot be."""
    if not _YEARS[0] <= year <= _YEARS[1]:
        raise StationError(f"年份 {year} 不对", "请填四位年份，例如 2026。")
    return Period(date(year, 1, 1), date(year, 12, 31))


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
