"""Runs the benchmarks and prints one table."""

import argparse
import importlib
import platform
from pathlib import Path

from tests.benchmarks.measure import Row, Skipped

NAMES = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
LINE = "{:<58} {:>9} {:>7}  {:<4}  {}"


def main(arguments: list[str] | None = None) -> None:
    """Run those named, else all, printing each row as it is known."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], help="which to run; all if none is given")
    parser.add_argument("--small", action="store_true", help="few records: shows that they run, not how fast")
    chosen = parser.parse_args(arguments)
    print(f"Python {platform.python_version()}, {platform.machine()}{', small' if chosen.small else ''}")
    print(LINE.format("measure", "ratio", "goal", "", ""))
    for name in chosen.names or NAMES:
        run(name, chosen.small)


def run(name: str, small: bool) -> list[Row]:
    """Run one benchmark, printing its rows."""
    rows = []
    try:
        for row in importlib.import_module(f"tests.benchmarks.bench_{name}").run(small):
            goal = "" if row.goal is None else f"{row.goal:g}"
            verdict = "" if small else row.verdict()
            print(LINE.format(row.name, f"{row.ratio:.4f}", goal, verdict, row.note).rstrip(), flush=True)
            rows.append(row)
    except Skipped as reason:
        print(f"{name}: skipped, {reason}")
    return rows


if __name__ == "__main__":
    main()
