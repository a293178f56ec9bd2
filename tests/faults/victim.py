"""A process that saves, backs up, restores or exchanges until it is killed: each job is a child of one warm parent.

Jobs come as JSON lines on stdin; for each, the child's pid and then ``dead`` go to stdout. With ``step`` the child
kills itself at that step that reaches the disk; otherwise whoever gave the job kills it.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from station_app.config import DataPaths
from station_app.db.connection import StationDatabase
from station_app.db.keys import DatabaseKey
from station_app.db.pinyin import initials
from station_app.db.store import Store
from station_app.domain.clock import FixedClock
from station_app.services import erasing
from station_app.services.backup import backup_to
from station_app.services.packages import sending, taking
from station_app.services.recording import save_reception
from station_app.services.restore import restore
from station_app.services.station import Station
from tests.stations import PASSPHRASE, reception_form

CLOCK = FixedClock(datetime(2026, 6, 18, 10, 52, tzinfo=timezone(timedelta(hours=8))))


def die_at(step: int, sql: bool = False) -> None:
    """Arm the process: at the n-th rename, removal or fsync made from Python (or SQL statement) it is gone."""
    done = 0

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*args: object, **kwargs: object) -> object:
            nonlocal done
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)

        return wrapped

    for name in ("rename", "replace", "unlink"):
        setattr(Path, name, counted(getattr(Path, name)))
    if sql:
        StationDatabase.execute_sql = counted(StationDatabase.execute_sql)
        StationDatabase.commit = counted(StationDatabase.commit)
    os.fsync = counted(os.fsync)  # type: ignore[assignment]
    os.rmdir = counted(os.rmdir)


def opened(job: dict) -> Station:
    key = DatabaseKey(bytes.fromhex(job["key"]), bytes.fromhex(job["salt"]))
    station = Station(Store.open(DataPaths(Path(job["folder"])), key, lambda _db: None), CLOCK)
    station.sit_down(job["head"])
    return station


def save(job: dict) -> None:
    """Save receptions of two opinions without end; each answer goes to a file as soon as it is given."""
    station = opened(job)
    form = reception_form(station)
    form = replace(form, opinions=(form.opinions[0], replace(form.opinions[0], title="树枝挡灯")))
    answers = os.open(job["answers"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    number = 0
    while True:
        number += 1
        saved = save_reception(station, replace(form, contact=replace(form.contact, name=f"来访{number}")))
        os.write(answers, f"{saved.uid} {' '.join(saved.serials)}\n".encode())


def back_up(job: dict) -> None:
    """Back up once."""
    station = opened(job)
    die_at(job["step"])
    backup_to(station, Path(job["to"]))
    os.write(os.open(job["answers"], os.O_WRONLY | os.O_CREAT), b"done\n")


def put_back(job: dict) -> None:
    """Restore once."""
    die_at(job["step"])
    restore(Path(job["file"]), DataPaths(Path(job["folder"])), PASSPHRASE, CLOCK)
    os.write(os.open(job["answers"], os.O_WRONLY | os.O_CREAT), b"done\n")


def send(job: dict) -> None:
    """Write a package once."""
    station = opened(job)
    die_at(job["step"], sql=True)
    sending.export(station, Path(job["to"]))
    os.write(os.open(job["answers"], os.O_WRONLY | os.O_CREAT), b"done\n")


def take(job: dict) -> None:
    """Import a package once."""
    station = opened(job)
    die_at(job["step"], sql=True)
    (report,) = taking.take(station, [Path(job["file"])])
    assert report.problem is None
    os.write(os.open(job["answers"], os.O_WRONLY | os.O_CREAT), b"done\n")


def erase(job: dict) -> None:
    """Erase the data of 吴桂珍 once, words in texts included."""
    station = opened(job)
    (who,) = erasing.find(station, "吴桂珍")
    die_at(job["step"], sql=True)
    done = erasing.erase(station, who.uids, "本人来电要求", ("吴桂珍", "13800005678"))
    assert done.uncleared is None
    os.write(os.open(job["answers"], os.O_WRONLY | os.O_CREAT), b"done\n")


WORK = {"save": save, "erase": erase, "backup": back_up, "restore": put_back, "export": send, "import": take}


def main() -> None:
    """Fork one child a job; what is slow to load is loaded once."""
    initials("吴桂珍")
    for line in sys.stdin:
        job = json.loads(line)
        pid = os.fork()
        if pid == 0:
            WORK[job["work"]](job)
            os._exit(0)
        print(pid, flush=True)
        os.waitpid(pid, 0)
        print("dead", flush=True)


if __name__ == "__main__":
    main()
