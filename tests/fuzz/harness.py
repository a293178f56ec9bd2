"""Hands spoiled inputs to a reader, counts what became of them, and holds it to its time and its memory."""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from station_app.errors import StationError

SECONDS, MEBIBYTES = 5, 256
FOUND = Path(__file__).resolve().parents[2] / "build" / "fuzz"


@dataclass(frozen=True)
class Reader:
    """One way into the program: ``make`` spoils an input, ``read`` reads it and may only return or raise StationError.

    ``taken`` says whether spoiled inputs may be read at all; where a signature or a checksum stands before the
    content they may not.
    """

    make: Callable[[random.Random], Any]
    read: Callable[[Any], object]
    taken: bool = True


class Bad(AssertionError):
    """A crash, a hang, too much memory, or something spoiled that was taken."""


def feed(reader: Reader, seed: int, count: int) -> Counter[str]:
    """Give the reader ``count`` inputs of a seed; how many were ``read`` and how many ``refused``. Raises Bad."""
    chance, found = random.Random(seed), Counter()
    before = _memory(peak=False)
    for number in range(count):
        made = reader.make(chance)
        begun = time.process_time()
        try:
            reader.read(made)
            outcome = "read"
        except StationError as refused:
            outcome = "refused" if refused.title and refused.next_step else "no sentence"
        except BaseException as error:
            raise Bad(f"seed {seed}, input {number}, kept in {_keep(made)}") from error
        seconds = time.process_time() - begun
        if seconds > SECONDS or outcome == "no sentence" or (outcome == "read" and not reader.taken):
            raise Bad(f"{outcome} after {seconds:.1f} s: seed {seed}, input {number}, kept in {_keep(made)}")
        found[outcome] += 1
    grown = _memory(peak=True) - before
    if grown > MEBIBYTES:
        raise Bad(f"{grown} MiB more: seed {seed}")
    return found


def _memory(*, peak: bool) -> int:
    """MiB held now, or at most since the last call without ``peak``; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    if not peak:
        Path("/proc/self/clear_refs").write_text("5", "ascii")  # forget the peak before
    name = "VmHWM" if peak else "VmRSS"
    return (
        next(int(line.split()[1]) for line in status.read_text("ascii").splitlines() if line.startswith(name)) // 1024
    )


def _keep(made: Any) -> Path:
    FOUND.mkdir(parents=True, exist_ok=True)
    file = FOUND / f"{time.time_ns()}.bin"
    file.write_bytes(made if isinstance(made, bytes) else repr(made).encode("utf-8", "backslashreplace"))
    return file
