"""A growing delay after five failed sign-ins, kept in a small file so that a restart does not forget it."""

from __future__ import annotations

import contextlib
import json
import math
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from station_app.db.faults import StorageProblem
from station_app.db.files import remove_quietly, write_durably

FREE_FAILURES = 5
FIRST_DELAY_SECONDS = 5
LONGEST_DELAY_SECONDS = 900


@dataclass(frozen=True)
class Attempts:
    """The counter of one data folder; the clock is passed in, in aware datetimes."""

    path: Path

    def seconds_left(self, now: datetime) -> int:
        """How long to wait before the next try, 0 when it may be made; with a clock set back the wait starts anew."""
        failures, last = self._read()
        delay = delay_after(failures)
        since = now.timestamp() - last
        if since < 0:
            self._write(failures, now)
            return delay
        return 0 if since >= delay else math.ceil(delay - since)

    def failed(self, now: datetime) -> None:
        """Count one failure."""
        self._write(self._read()[0] + 1, now)

    def succeeded(self) -> None:
        """Forget the failures."""
        remove_quietly(self.path)

    def _write(self, failures: int, now: datetime) -> None:
        """A disk that cannot hold the count must not hide the answer to the person."""
        with contextlib.suppress(StorageProblem):
            write_durably(self.path, json.dumps({"failures": failures, "last": int(now.timestamp())}).encode())

    def _read(self) -> tuple[int, int]:
        try:
            state = json.loads(self.path.read_bytes())
            return int(state["failures"]), int(state["last"])
        except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
            return 0, 0


def delay_after(failures: int) -> int:
    """Seconds to wait after so many failures in a row: none for the first four, then 5, 10, 20 … at most 900."""
    if failures < FREE_FAILURES:
        return 0
    doublings = min(failures - FREE_FAILURES, 16)
    return min(FIRST_DELAY_SECONDS << doublings, LONGEST_DELAY_SECONDS)
