"""Ends of a few lines chosen together, by least squares: even short lines, and a last line that is not alone."""

from __future__ import annotations

from collections.abc import Callable

from station_app.reports.font_file import EM
from station_app.reports.kinsoku import BLANKS, is_alone, may_break

_LOOSE = 3 * EM  # what a line broken anew may leave empty

Cost = Callable[[int], int]


def even_ends(text: str, measures: list[int], limit: int, count: int) -> list[int]:
    """Where ``count`` lines of like length end, of equal ones the shorter first; [] if there is no way.

    ``measures`` are the widths of all beginnings of ``text``, ``limit`` the width of the column in the same unit.
    """
    tried = _tried(text, measures, (0, limit), count, lambda width: width * width, 1)
    ways = []
    for start, (cost, ends) in tried.items():
        width = _width(text, measures, start, len(text))
        if width <= limit:
            ways.append((cost + width * width, ends))
    return [*min(ways)[1], len(text)] if ways else []


def mended_ends(text: str, measures: list[int], limit: int, count: int) -> list[int]:
    """Where ``count`` full lines end if the last is not to be alone, of equal ways the fuller first; [] if none."""
    tried = _tried(text, measures, (limit - _LOOSE, limit), count, lambda width: (limit - width) ** 2, -1)
    ways = [
        way
        for start, way in tried.items()
        if not is_alone(text[start:]) and _width(text, measures, start, len(text)) <= limit
    ]
    return [*(-end for end in min(ways)[1]), len(text)] if ways else []


def _tried(
    text: str, measures: list[int], between: tuple[int, int], count: int, cost: Cost, order: int
) -> dict[int, tuple[int, tuple[int, ...]]]:
    """The best way to each start of the last line: its cost and the ends of the lines before, times ``order``."""
    allowed = [at for at in range(1, len(text)) if may_break(text, at)]
    ways: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for _ in range(count - 1):
        longer: dict[int, tuple[int, tuple[int, ...]]] = {}
        for start, (spent, ends) in ways.items():
            for end in allowed:
                if end <= start:
                    continue
                width = _width(text, measures, start, end)
                if width > between[1]:
                    break
                way = spent + cost(width), (*ends, order * end)
                if width >= between[0] and (end not in longer or way < longer[end]):
                    longer[end] = way
        ways = longer
    return ways


def _width(text: str, measures: list[int], start: int, end: int) -> int:
    while end > start and text[end - 1] in BLANKS:
        end -= 1
    return measures[end] - measures[start]
