"""The start, each measured from exec in a process of its own, beside an empty QMainWindow in the same run."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from station_app.config import DataPaths
from station_app.domain.clock import SystemClock
from station_app.services.setup import NewStation, create_station
from tests.benchmarks.measure import Row, on_disk

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "start of a benchmark"

EMPTY = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
window.show()
app.processEvents()
import os
os._exit(0)
"""

# What follows the painting of the first page is replaced by the end of the process, as it is for the empty window.
UNLOCK = """
import os, sys
from pathlib import Path
import station_app.app as program
program.Program._settle_in = lambda self: os._exit(0)
program.start(program.WindowOptions(Path(sys.argv[1])))
raise SystemExit("the first page was not painted")
"""

HOME = """
import os, sys, time
from pathlib import Path
import station_app.app as program
running = program.start(program.WindowOptions(Path(sys.argv[1])))
page = running.doorman.page
page.field.setText(sys.argv[2])
began = time.perf_counter()
page.button.click()
while running.session is None:
    running.app.processEvents()
    time.sleep(0.001)
assert running.session.desk is None  # who gave the passphrase sits at the desk
running.app.processEvents()
assert running.session.window.current_key == "home"
print(time.perf_counter() - began)
sys.stdout.flush()
os._exit(0)
"""

DERIVE = """
import os, time
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
took = []
for _ in range(3):
    began = time.perf_counter()
    Argon2id(salt=os.urandom(16), length=32, iterations=3, lanes=4, memory_cost=64 * 1024).derive(b"x")
    took.append(time.perf_counter() - began)
print(sorted(took)[1])
"""


def run(small: bool) -> Iterator[Row]:
    """Medians of interleaved starts, warm."""
    rounds = 1 if small else 15
    with on_disk() as folder:
        data = folder / "station"
        new = NewStation(code="17", name="梧桐里社区联络站", passphrase=PASSPHRASE)
        create_station(DataPaths(data), new, SystemClock(), lambda _sheet: None).close()
        cache = str(folder / "bytecode")
        times: dict[str, list[float]] = {"empty": [], "unlock": [], "home": [], "derive": []}
        for turn in range(rounds + 1):
            taken = {
                "empty": _seconds(cache, EMPTY),
                "unlock": _seconds(cache, UNLOCK, str(data)),
                "home": _told(cache, HOME, str(data), PASSPHRASE),
                "derive": _told(cache, DERIVE),
            }
            for name in times if turn or small else ():
                times[name].append(taken[name])
    empty, unlock, home, derive = (statistics.median(times[name]) for name in times)
    yield Row("unlock page painted, from exec", unlock / empty, 1.25, f"{unlock * 1000:.0f} / {empty * 1000:.0f} ms")
    note = f"{home * 1000:.0f} less {derive * 1000:.0f} ms of Argon2id"
    yield Row("unlock to home page painted", (home - derive) / empty, 3, note)


def _seconds(cache: str, code: str, *arguments: str) -> float:
    began = time.perf_counter()
    _run(cache, code, *arguments)
    return time.perf_counter() - began


def _told(cache: str, code: str, *arguments: str) -> float:
    return float(_run(cache, code, *arguments))


def _run(cache: str, code: str, *arguments: str) -> str:
    """Run a program as an installed one runs: its modules compiled, from the round that does not count."""
    known = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": cache}
    known.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env=known, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout
