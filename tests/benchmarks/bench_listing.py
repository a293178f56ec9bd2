"""The list of a million opinions beside that of a hundred thousand: what is shown, how fast, and in how much memory."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from station_app.domain.enums import Status
from station_app.services.listing import Filters, count, page
from station_app.services.station import Station
from tests.benchmarks.many import station_of
from tests.benchmarks.measure import BUILD, Row, on_disk, seconds

LINES = 14
REPEAT = 25
SHOWN = {
    "all": (Filters(), 1.2),
    "this year": (Filters(received_from="2026-01-01", received_to="2026-12-31"), 1.2),
    "of one topic": (Filters(topics=("住房",)), 1.2),
    "waiting for feedback": (Filters(statuses=(Status.AWAITING_FEEDBACK,)), 1.2),
    "of one topic, open for long": (Filters(topics=("住房",), older_than_days=30), 11),
}


def run(small: bool) -> Iterator[Row]:
    """Ratios of the first page with the length of the list, of a jump, and the memory of twenty pages."""
    few, many = (500, 5_000) if small else (100_000, 1_000_000)
    with on_disk() as folder:
        less, more = station_of(folder / "less", few), station_of(folder / "more", many)
        for name, (filters, goal) in SHOWN.items():
            yield _show(f"list of {many:,} / {few:,}, {name}", less, more, filters, goal)
        yield _jump(less, more, few, many)
        more.close()
        less.close()
        yield _memory(folder / "more", more, many)


def _show(name: str, less: Station, more: Station, filters: Filters, goal: float) -> Row:
    def first(station: Station) -> tuple[int, int]:
        return len(page(station, filters, 0, LINES)), count(station, filters)

    if first(more)[0] != LINES:
        raise AssertionError(f"nothing to show: {name}")
    took = seconds(lambda: first(more), REPEAT)
    return Row(
        name, took / seconds(lambda: first(less), REPEAT), goal, f"{took * 1000:.1f} ms, {first(more)[1]:,} lines"
    )


def _jump(less: Station, more: Station, few: int, many: int) -> Row:
    """For the first time: what was read before is forgotten."""

    def jump(station: Station, number: int) -> None:
        station.db.execute_sql("PRAGMA shrink_memory").fetchall()
        page(station, Filters(), number // 2, LINES)

    took = seconds(lambda: jump(more, many))
    name = f"list of {many:,} / {few:,}, jump to the middle"
    return Row(name, took / seconds(lambda: jump(less, few)), 11, f"{took * 1000:.0f} ms")


def _memory(folder: Path, station: Station, number: int) -> Row:
    key = station.store.key
    command = [sys.executable, "-m", "tests.benchmarks.list_memory"]
    told = f"{folder}\n{key.key.hex()}{key.salt.hex()}"
    grown = subprocess.run(command, input=told, capture_output=True, text=True, check=True, cwd=BUILD.parent).stdout
    return Row(f"list of {number:,}, 20 pages, MB", max(int(grown), 1) / 1e6, 15, "more than when just opened")
