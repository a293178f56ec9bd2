"""Each step of a backup or restore that reaches the disk fails once: the cause is said, the old data are whole."""

import contextlib
import errno
import os
import shutil
from pathlib import Path

import pytest

from station_app.config import DataPaths
from station_app.db.faults import StorageProblem
from station_app.db.store import Store
from station_app.errors import StationError
from station_app.services.backup import backup_to
from station_app.services.backup_source import inspect
from station_app.services.checking import check
from station_app.services.opening import hold
from station_app.services.restore import restore
from station_app.services.station import Station
from tests.services.opinions import record
from tests.stations import PASSPHRASE, open_copy

CAUSES = {errno.ENOSPC: ("磁盘已满", "空间不够"), errno.EIO: ("读写磁盘时出错",)}


@contextlib.contextmanager
def failing_at(step, code):
    """Let the n-th rename, new folder, opening for writing or fsync fail; tells whether it came so far."""
    done, failed = 0, []

    def counted(real, counts=lambda *_args: True):
        def wrapped(*args, **kwargs):
            nonlocal done
            done += counts(*args)
            if done == step and not failed:
                failed.append(step)
                raise OSError(code, os.strerror(code))
            return real(*args, **kwargs)

        return wrapped

    def writes(_path, mode="r", *_rest):
        return mode[0] in "wxa"

    with pytest.MonkeyPatch.context() as patch:
        for name in ("rename", "replace", "mkdir"):
            patch.setattr(Path, name, counted(getattr(Path, name)))
        patch.setattr(Path, "open", counted(Path.open, writes))
        patch.setattr(os, "fsync", counted(os.fsync))
        yield failed


def attempt(work, step, code):
    """The problem that work ended with (None: it ran through) and whether a step was made to fail."""
    with failing_at(step, code) as failed:
        try:
            work()
        except StationError as problem:
            return problem, bool(failed)
    return None, bool(failed)


@pytest.mark.parametrize("code", CAUSES)
def test_a_backup_says_what_failed_and_harms_nothing(station, tmp_path, code):
    record(station, {}, {})
    station.store.blobs.put(b"picture")
    stick = tmp_path / "U盘"
    for step in range(1, 100):
        problem, failed = attempt(lambda: backup_to(station, stick), step, code)
        if not failed:
            break
        assert problem is None or (isinstance(problem, StorageProblem) and problem.title.startswith(CAUSES[code]))
        files = list(stick.iterdir()) if stick.exists() else []
        assert problem is not None or files
        # When only waiting for the folder failed the file has its name, and is whole.
        assert all(inspect(file, PASSPHRASE).opinions == 2 for file in files)
        assert not (station.store.paths.folder / "working").exists()
        shutil.rmtree(stick, ignore_errors=True)
    assert step > 8
    assert check(station).ok


@pytest.mark.parametrize("code", CAUSES)
def test_a_restore_says_what_failed_and_leaves_old_or_new(station_template, tmp_path, clock, code):
    old, source = (open_copy(station_template, tmp_path / name, clock) for name in ("old", "source"))
    record(old)
    record(source, {}, {})
    source.store.blobs.put(b"picture")
    file = backup_to(source, tmp_path / "U盘").file
    old.close()
    source.close()
    paths = DataPaths(tmp_path / "站")
    for step in range(1, 100):
        shutil.copytree(tmp_path / "old", paths.folder)
        problem, failed = attempt(lambda: restore(file, paths, PASSPHRASE, clock), step, code)
        if failed:
            assert problem is None or problem.title.startswith(CAUSES[code])
        hold(paths).release()
        station = Station(Store.open(paths, station_template.key, lambda _db: None), clock)
        found = check(station)
        station.close()
        assert found.problems == ()
        assert found.opinions in ((1, 2) if problem else (2,))
        shutil.rmtree(paths.folder)
        if not failed:
            break
    assert step > 15
