"""kill -9 at any moment: what was answered is there, whole, once; a backup or restore is there or not."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from station_app.config import DataPaths
from station_app.db.store import Store
from station_app.services.backup import backup_to
from station_app.services.backup_source import inspect
from station_app.services.checking import check
from station_app.services.opening import hold
from station_app.services.station import Station
from tests.services.opinions import record
from tests.stations import PASSPHRASE, open_copy

KILLS = int(os.environ.get("KILLS", "20"))
ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the victims are forked")


class Victims:
    """The warm parent of the processes that are killed."""

    def __init__(self, template, folder, answers):
        self._job = {
            "folder": str(folder),
            "key": template.key.key.hex(),
            "salt": template.key.salt.hex(),
            "head": template.head,
            "answers": str(answers),
        }
        self.answers = answers
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.victim"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def start(self, work, **more):
        """Begin a job; gives the pid of its process."""
        self.answers.unlink(missing_ok=True)
        self._parent.stdin.write(json.dumps(self._job | {"work": work} | more) + "\n")
        self._parent.stdin.flush()
        return int(self._parent.stdout.readline())

    def wait(self):
        """Wait until the process of the job is gone; gives what it answered before."""
        assert self._parent.stdout.readline() == "dead\n"
        return self.answers.read_text().splitlines() if self.answers.exists() else []

    def close(self):
        self._parent.stdin.close()
        self._parent.stdout.close()
        self._parent.wait(30)


@pytest.fixture
def folder(station_template, tmp_path):
    target = tmp_path / "站"
    shutil.copytree(station_template.folder, target)
    return target


@pytest.fixture
def victims(station_template, folder, tmp_path):
    started = Victims(station_template, folder, tmp_path / "answers")
    yield started
    started.close()


def opened(template, folder, clock):
    hold(DataPaths(folder)).release()
    station = Station(Store.open(DataPaths(folder), template.key, lambda _db: None), clock)
    station.sit_down(template.head)
    return station


def test_nothing_that_was_answered_is_lost(victims, station_template, folder, clock):
    chance = random.Random(17)
    answered = []
    for kill in range(KILLS):
        pid = victims.start("save")
        wanted, deadline = chance.randrange(6), time.monotonic() + 60
        while not (victims.answers.exists() and victims.answers.read_text().count("\n") >= wanted):
            assert time.monotonic() < deadline
            time.sleep(0.001)
        time.sleep(chance.random() * 0.02)
        os.kill(pid, signal.SIGKILL)
        answered += [line.split() for line in victims.wait() if line.count("-") == 8]
        station = opened(station_template, folder, clock)
        unanswered = compare(station, answered)
        assert unanswered in (0, 1)
        answered += [[]] * unanswered
        if kill % 10 == 9 or kill == KILLS - 1:
            assert check(station).problems == ()
        station.close()
    assert len(answered) > KILLS


def compare(station, answered):
    """How many receptions are there beyond those answered (an empty answer: one that was found before)."""
    held = {}
    for uid, serial in station.db.execute_sql("SELECT reception, serial FROM opinion ORDER BY id"):
        held.setdefault(uid, []).append(serial)
    assert all(held[uid] == serials for uid, *serials in filter(None, answered))
    assert all(len(serials) == 2 for serials in held.values())
    flat = [serial for serials in held.values() for serial in serials]
    assert flat == [f"17-2026-{number:05d}" for number in range(1, len(flat) + 1)]
    return len(held) - len(answered)


def steps(victims, work, **more):
    """Run a job killed at its first step, its second and so on, until one runs through; yields whether it did."""
    for step in range(1, 200):
        victims.start(work, step=step, **more)
        done = victims.wait() == ["done"]
        yield done
        if done:
            assert step > 5
            return
    raise AssertionError("no end")


def test_a_backup_is_there_or_not(victims, station_template, folder, clock, tmp_path):
    station = opened(station_template, folder, clock)
    record(station, {}, {})
    station.store.blobs.put(b"picture")
    station.close()
    stick = tmp_path / "U盘"
    stick.mkdir()
    for done in steps(victims, "backup", to=str(stick)):
        whole = [path for path in stick.iterdir() if path.suffix == ".zlb"]
        assert all(inspect(path, PASSPHRASE).opinions == 2 for path in whole)
        assert done <= len(whole)
        for path in whole:
            path.unlink()
    station = opened(station_template, folder, clock)
    assert check(station).ok
    station.close()
    assert not (folder / "working").exists()


def test_a_restore_is_the_old_or_the_new(victims, station_template, folder, clock, tmp_path):
    station = opened(station_template, folder, clock)
    record(station, {"title": "旧的"})
    station.close()
    old = tmp_path / "old"
    shutil.copytree(folder, old)
    source = open_copy(station_template, tmp_path / "other", clock)
    record(source, {"title": "新的"}, {"title": "新的"})
    (tmp_path / "stick").mkdir()
    file = str(backup_to(source, tmp_path / "stick").file)
    source.close()
    seen = set()
    for done in steps(victims, "restore", file=file):
        station = opened(station_template, folder, clock)
        titles = [title for (title,) in station.db.execute_sql("SELECT title FROM opinion")]
        assert check(station).ok
        station.close()
        assert titles in (["旧的"], ["新的", "新的"])
        assert done <= (len(titles) == 2)
        kept = list((folder / "backups").glob("*.zlb")) if (folder / "backups").exists() else []
        assert len(titles) == 1 or any(inspect(path, PASSPHRASE).opinions == 1 for path in kept)
        seen.add(len(titles))
        shutil.rmtree(folder)
        shutil.copytree(old, folder)
    assert seen == {1, 2}
