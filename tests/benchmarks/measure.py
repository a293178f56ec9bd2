"""Rows of the table that `make bench` prints, and how their seconds are taken."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BUILD = Path(__file__).resolve().parents[2] / "build"


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: ``ratio`` to the peer of the same run; ``goal`` is the most it may be, None: only told."""

    name: str
    ratio: float
    goal: float | None = None
    note: str = ""

    def verdict(self) -> str:
        """Whether the goal is reached."""
        if self.goal is None:
            return ""
        return "ok" if self.ratio <= self.goal else "OVER"


class Skipped(Exception):
    """A benchmark that cannot be run here; its text says why."""


def seconds(work: Callable[[], object], repeat: int = 5) -> float:
    """The median time of some runs, after one that does not count unless it is to be the only one."""
    if repeat > 1:
        work()
    return statistics.median(_once(work) for _ in range(repeat))


@contextmanager
def on_disk() -> Iterator[Path]:
    """A folder for the time of a benchmark, on the disk of the project: /tmp may be memory."""
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        yield Path(folder)


def _once(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
