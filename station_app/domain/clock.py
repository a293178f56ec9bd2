"""The time of day as the rules see it: one source, so that a test, a demo and a rebuilt document can fix it."""

import os
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from station_app.errors import StationError


class Clock(Protocol):
    """Tells the time; handed to whatever needs it."""

    def now(self) -> datetime:
        """Return the present moment, aware, in the local zone."""
        ...

    def today(self) -> date:
        """Return the present day in the local zone."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment, aware, in the local zone."""
        return datetime.now().astimezone()

    def today(self) -> date:
        """Return the present day in the local zone."""
        return self.now().date()


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still at ``moment`` (aware)."""

    moment: datetime

    def now(self) -> datetime:
        """Return the moment it stands at, in the local zone."""
        return self.moment.astimezone()

    def today(self) -> date:
        """Return the day it stands at, in the local zone."""
        return self.now().date()


def system_clock() -> Clock:
    """Return the machine's clock, or one fixed at SOURCE_DATE_EPOCH (seconds) if that is set. Raises StationError."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds:
        return SystemClock()
    try:
        return FixedClock(datetime.fromtimestamp(int(seconds)).astimezone())
    except (ValueError, OverflowError, OSError) as error:
        raise StationError(
            f"SOURCE_DATE_EPOCH 不是可用的秒数：{seconds[:40]}", "请改成整数秒，或取消这个环境变量。"
        ) from error
