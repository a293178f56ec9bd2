"""The counts of all proofs of this version, added up in build/proof.json run by run.

A test under the mark ``proof`` adds to a row with ``record(name, done, failed)``; outside ``make proof``
that does nothing.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from station_app import __version__

try:
    import fcntl
except ImportError:  # Windows: one proof at a time
    fcntl = None

FILE = Path(__file__).resolve().parents[2] / "build" / "proof.json"
MOST_FAILURES = 50


def record(name: str, done: int, failed: int = 0, what: str = "") -> None:
    """Add to the row ``name``: so many were tried, so many of them failed; ``what`` tells how to see one again."""
    if "PROOF" not in os.environ:
        return
    with changing() as kept:
        row = kept.setdefault("rows", {}).setdefault(name, {"done": 0, "failed": 0})
        row["done"] += done
        row["failed"] += failed
        if failed:
            kept["failures"] = [*kept.get("failures", []), f"{name}: {what}"][-MOST_FAILURES:]


@contextmanager
def changing() -> Iterator[dict[str, Any]]:
    """All that is kept, to be changed in the block; one process after the other."""
    FILE.parent.mkdir(exist_ok=True)
    with FILE.with_suffix(".lock").open("w") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        kept = read()
        yield kept
        part = FILE.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
        part.replace(FILE)


def read() -> dict[str, Any]:
    """All that is kept; nothing of another version counts."""
    kept: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return (kept if kept.get("version", __version__) == __version__ else {}) | {"version": __version__}
