"""The table of what was proven, from build/proof.json: printed, and kept in tests/PROOF.md."""

import os
import platform
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from station_app import __version__
from tests.proof.book import read

FILE = Path(__file__).resolve().parents[1] / "PROOF.md"

KEPT = "“已保存” means saved: what was answered is there, nothing is half, the data are whole"
CAUSE = "a failing disk operation says its true cause and leaves the old data whole"
# Name of the row, the promise, how many are to be done (0: none was promised).
GOALS = (
    ("kill -9: save", KEPT, 1_000),
    ("kill -9 in mid-typing", "a half-typed form survives", 100),
    ("kill -9: import", KEPT, 0),
    ("kill -9: export", KEPT, 0),
    ("kill -9: backup", KEPT, 0),
    ("kill -9: restore", "the old state or the new one", 0),
    ("kill -9: migrate", "the old state or the new one, a verified backup before", 0),
    ("power cut: all", KEPT, 5_000),
    ("failing disk: save", CAUSE, 0),
    ("failing disk: save in its window", "… and the form stays filled", 0),
    ("failing disk: import", CAUSE, 0),
    ("failing disk: export", CAUSE, 0),
    ("failing disk: backup", CAUSE, 0),
    ("failing disk: restore", CAUSE, 0),
    ("failing disk: migrate", CAUSE, 0),
    ("damaged databases found at start", "damage is found at start, told from a wrong passphrase", 200),
    ("package flipped at every bit", "no altered package is taken", 0),
    ("sync state machine runs", "no loss, quiet in at most 4 rounds, idempotent, forks heal", 1_000),
    ("fuzzed reader inputs", "no file can crash or hang the program", 1_000_000),
)
OWN = {"rows", "rounds", "sync state machine", "fuzzed readers"}


@dataclass(frozen=True)
class Row:
    """A line of the table; ``of`` says how far every single step was gone through."""

    name: str
    promise: str
    done: int
    failed: int
    goal: int
    of: str = ""


def rows() -> list[Row]:
    """All lines: the promised ones first, then what else was recorded."""
    kept = read()
    found = _counts(kept)
    lines = [Row(name, promise, *found.pop(name, (0, 0)), goal, _of(kept, name)) for name, promise, goal in GOALS]
    lines += [Row(name, "", *counts, 0, _of(kept, name)) for name, counts in found.items()]
    return lines


def _counts(kept: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """What tests recorded, the power cuts together too, and what some keep in sections of their own."""
    found = {name: (row["done"], row["failed"]) for name, row in kept.get("rows", {}).items()}
    cuts = [counts for name, counts in found.items() if name.startswith("power cut: ")]
    found["power cut: all"] = (sum(done for done, _ in cuts), sum(failed for _, failed in cuts))
    found["sync state machine runs"] = (kept.get("sync state machine", {}).get("runs", 0), 0)
    readers = kept.get("fuzzed readers", {}).values()
    found["fuzzed reader inputs"] = (sum(one["read"] + one["refused"] for one in readers), 0)
    sections = {name: section for name, section in kept.items() if name not in OWN and isinstance(section, dict)}
    return found | {name: (section.get("databases", sum(section.values())), 0) for name, section in sections.items()}


def _of(kept: dict[str, Any], name: str) -> str:
    at = kept.get("rounds", {}).get(name)
    return f"{min(at['at'], at['of']):,} of {at['of']:,} steps" if at else ""


def lines() -> Iterator[str]:
    """The report, line by line."""
    yield "# What was proven, and how often"
    yield ""
    yield f"Version {__version__}{_commit()}, {datetime.now().astimezone():%Y-%m-%d %H:%M}, {platform.system()}, Python"
    yield f"{platform.python_version()}. Written by `make proof MINUTES=n SEED=s`; the counts add up over its runs."
    yield ""
    yield "| Proof | Promise | Done | To be done | Each step | Failed |"
    yield "|---|---|--:|--:|---|--:|"
    for row in rows():
        goal = f"{row.goal:,}" if row.goal else ""
        yield f"| {row.name} | {row.promise} | {row.done:,} | {goal} | {row.of} | {row.failed:,} |"
    failures = read().get("failures", [])
    yield ""
    yield "Failures: none." if not failures else "Failures:"
    yield from (f"- {' '.join(line.split())}" for line in failures)


def write() -> bool:
    """Print the table and keep it; whether nothing failed."""
    text = "\n".join(lines()) + "\n"
    print(text)
    FILE.write_text(text, encoding="utf-8")
    return not any(row.failed for row in rows())


def _commit() -> str:
    git = ["git", "-C", os.fspath(FILE.parent), "rev-parse", "--short", "HEAD"]
    told = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
    return f" ({told})" if told else ""
