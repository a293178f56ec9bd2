"""One program a data folder."""

import subprocess
import sys

import pytest

from station_app.db.faults import StorageProblem
from station_app.db.lock import AlreadyOpen, DataLock

HOLD = (
    "import sys, time\nfrom pathlib import Path\nfrom station_app.db.lock import DataLock\n"
    "lock = DataLock(Path(sys.argv[1]), '窗口-1')\nprint('held', flush=True)\ntime.sleep(600)"
)


@pytest.fixture
def holder(paths):
    """Another process that holds the lock."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, paths.lock], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.stdout.close()
    process.wait()


def test_a_second_start_learns_how_to_reach_the_first(paths, holder):
    with pytest.raises(AlreadyOpen) as caught:
        DataLock(paths.lock, "窗口-2")
    assert caught.value.socket_name == "窗口-1"
    with pytest.raises(AlreadyOpen) as caught:
        DataLock(paths.lock)
    assert caught.value.socket_name == "窗口-1"


def test_the_lock_of_a_killed_program_is_free(paths, holder):
    holder.kill()
    holder.wait()
    with DataLock(paths.lock, "窗口-2"), pytest.raises(AlreadyOpen) as caught:
        DataLock(paths.lock)
    assert caught.value.socket_name == "窗口-2"


def test_a_released_lock_is_free(paths):
    lock = DataLock(paths.lock, "很长的名字")
    lock.release()
    lock.release()
    with DataLock(paths.lock, "短"), pytest.raises(AlreadyOpen) as caught:
        DataLock(paths.lock)
    assert caught.value.socket_name == "短"


def test_a_folder_that_is_gone_is_named(paths):
    with pytest.raises(StorageProblem, match="找不到"):
        DataLock(paths.folder / "gone" / "lock")
