"""What the machine does to the program: places that will not do, sleep, no memory, a file that is held for a moment."""

import os
import signal
import sys
import time
from pathlib import Path, PurePosixPath

import pytest

from station_app.config import DataPaths
from station_app.db import files, shares
from station_app.db.faults import StorageProblem
from station_app.db.files import write_durably
from station_app.db.store import Store
from station_app.domain.clock import FixedClock
from station_app.errors import StationError
from station_app.services.checking import check
from station_app.services.opening import hold, open_station
from station_app.services.recording import save_reception
from station_app.services.station import Station
from station_app.ui.tasks import TaskRunner
from tests.services.opinions import record
from tests.services.packages.loop import LoopStick, NotHere
from tests.stations import PASSPHRASE, open_copy, reception_form

MOUNTS = """/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
//nas/street /mnt/street\\040share cifs rw 0 0
nas:/home /net nfs4 rw 0 0
/dev/sdb1 /net/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "shared"),
    [
        ("/srv/zlt", False),
        ("/mnt/street share/zlt", True),
        ("/mnt/street", False),
        ("/net/liu/数据", True),
        ("/net/local/数据", False),
    ],
)
def test_a_network_share_is_known(tmp_path, folder, shared):
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert shares.is_shared(Path(folder), mounts) == shared
    assert not shares.is_shared(Path(folder), tmp_path / "none")


def test_data_on_a_network_share_are_not_opened(station_template, tmp_path, monkeypatch):
    open_copy(station_template, tmp_path / "站", FixedClock(_now())).close()
    before = sorted(path.name for path in (tmp_path / "站").iterdir())
    monkeypatch.setattr(shares, "_filesystem", lambda *_: "cifs")
    with pytest.raises(StorageProblem, match="网络位置") as refused:
        hold(DataPaths(tmp_path / "站"))
    assert "本机硬盘" in refused.value.next_step
    assert sorted(path.name for path in (tmp_path / "站").iterdir()) == before


def _now():
    from datetime import datetime

    return datetime(2026, 6, 18, 10, 52).astimezone()


@pytest.mark.parametrize("folder", ["用户·张三 的电脑/Ünïcode 数据", "d" * 120 + "/" + "e" * 150 + "/站"])
def test_a_user_of_any_name_and_a_path_over_260(station_template, tmp_path, clock, folder):
    home = tmp_path / folder
    home.parent.mkdir(parents=True)
    opened = open_copy(station_template, home, clock)
    with hold(DataPaths(home)):
        record(opened)
        assert check(opened).ok
    opened.close()


def test_a_path_that_no_database_opens_is_said_before_anything_is_made(tmp_path):
    deep = tmp_path / ("名" * 80) / ("名" * 80)
    deep.mkdir(parents=True)
    with pytest.raises(StorageProblem, match="路径太长"):
        hold(DataPaths(deep))
    assert list(deep.iterdir()) == []


def test_a_name_that_is_too_long_is_said(tmp_path):
    with pytest.raises(StorageProblem, match="文件名或路径太长"):
        write_durably(tmp_path / ("名" * 100), b"x")


def test_a_data_folder_that_is_read_only(station_template, tmp_path, clock):
    disk = LoopStick("ext4", tmp_path / "disk.img", tmp_path / "盘")
    try:
        disk.make()
        disk.plug_in()
    except NotHere as reason:
        pytest.skip(str(reason))
    try:
        open_copy(station_template, disk.folder / "站", clock).close()
        before = (disk.folder / "站" / "station.db").read_bytes()
        disk.unplug()
        disk.plug_in(read_only=True)
        with pytest.raises(StorageProblem, match="只读"):
            open_station(DataPaths(disk.folder / "站"), PASSPHRASE, clock)
        assert (disk.folder / "站" / "station.db").read_bytes() == before
    finally:
        disk.unplug()


class Held(PurePosixPath):
    """A file that an antivirus program holds for a while."""

    def __new__(cls, path, times):
        made = super().__new__(cls, path)
        made.times = times
        return made

    def replace(self, target):
        self.times -= 1
        if self.times >= 0:
            raise PermissionError(13, "held")
        Path(self).replace(target)


def test_a_file_that_an_antivirus_holds_is_tried_again_for_two_seconds(tmp_path, monkeypatch):
    (tmp_path / "new").write_bytes(b"new")
    (tmp_path / "old").write_bytes(b"old")
    monkeypatch.setattr(files, "_HELD_FOR_A_MOMENT", True)
    files.replace_durably(Held(tmp_path / "new", 3), tmp_path / "old")
    assert (tmp_path / "old").read_bytes() == b"new"
    (tmp_path / "new").write_bytes(b"newer")
    began = time.monotonic()
    with pytest.raises(PermissionError):
        files.replace_durably(Held(tmp_path / "new", 10_000), tmp_path / "old")
    assert files.REPLACE_PATIENCE_SECONDS <= time.monotonic() - began < 30
    assert (tmp_path / "old").read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the sleeper is forked")
def test_sleep_in_mid_save(station_template, tmp_path, clock):
    """The process is stopped again and again while it saves; all it saves is there and whole."""
    folder = tmp_path / "站"
    open_copy(station_template, folder, clock).close()
    sleeper = os.fork()
    if sleeper == 0:
        _save_twenty(station_template, folder, clock)
    gone = 0
    while gone == 0:
        os.kill(sleeper, signal.SIGSTOP)
        time.sleep(0.01)
        os.kill(sleeper, signal.SIGCONT)
        time.sleep(0.02)
        gone, status = os.waitpid(sleeper, os.WNOHANG)
    assert status == 0
    opened = Station(Store.open(DataPaths(folder), station_template.key, lambda _db: None), clock)
    found = check(opened)
    opened.close()
    assert (found.ok, found.opinions) == (True, 20)


def _save_twenty(template, folder, clock):
    """In the forked process, which ends here."""
    code = 1
    try:
        opened = Station(Store.open(DataPaths(folder), template.key, lambda _db: None), clock)
        opened.sit_down(template.head)
        for _ in range(20):
            save_reception(opened, reception_form(opened))
        code = 0
    finally:
        os._exit(code)


def test_out_of_memory_in_the_window_is_said_and_nothing_is_half(qtbot, station):
    def greedy(_progress):
        with station.writing() as log:
            from station_app.domain.records import Person

            log.put("uid", "person", Person(name="一半"), station.author)
            return [bytearray(sys.maxsize // 4)]

    tasks, said = TaskRunner(), []
    tasks.run(greedy, on_error=said.append)
    qtbot.waitUntil(lambda: bool(said))
    tasks.shutdown(station.store.close)
    assert isinstance(said[0], StationError)
    assert said[0].title.startswith("内存不足")
    assert station.db.execute_sql("SELECT count(*) FROM person WHERE name = '一半'").fetchone() == (0,)
