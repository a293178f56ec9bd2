"""How much time is left for the work in hand."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SOON_DAYS = 7


class DueState(StrEnum):
    """Told by shape and word: in time, within 7 days, or past."""

    NORMAL = "正常"
    SOON = "临期"
    OVERDUE = "逾期"


@dataclass(frozen=True, slots=True)
class Due:
    """The ISO day ``on`` that work is due, seen from a day ``days`` before it (below zero: after it)."""

    on: str
    days: int

    @property
    def state(self) -> DueState:
        """正常, 临期 or 逾期."""
        if self.days < 0:
            return DueState.OVERDUE
        return DueState.SOON if self.days <= SOON_DAYS else DueState.NORMAL

    @property
    def words(self) -> str:
        """还剩 n 天, 今天到期 or 逾期 n 天."""
        if self.days == 0:
            return "今天到期"
        return f"还剩 {self.days} 天" if self.days > 0 else f"逾期 {-self.days} 天"


def due_of(on: str, today: date) -> Due:
    """The time left on ``today`` until the ISO day ``on``."""
    return Due(on, (date.fromisoformat(on[:10]) - today).days)
