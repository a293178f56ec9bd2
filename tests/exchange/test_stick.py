"""Written and verified, or nothing but the old files lies on the stick: whatever fails, its cause is said."""

import contextlib
import errno
import json
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from station_app.db.faults import StorageProblem
from station_app.exchange import stick
from station_app.exchange.stick import NameTaken, Step, StickFull, remove_parts, require_room, write_file, write_small
from station_app.exchange.volumes import (
    LABEL_FILE,
    AnothersStick,
    StickLabel,
    Volume,
    read_label,
    removable_volumes,
    require_ours,
    write_label,
)
from tests.exchange.packages import CENTRE, SITE

NAME = "UP-17-2026-082-3fa9c1.zlt"
OLD = "UP-17-2026-081-3fa9c0.zlt"
OURS = StickLabel(SITE, "17", "和平社区")


@pytest.fixture
def drive(tmp_path):
    folder = tmp_path / "优盘"
    folder.mkdir()
    (folder / OLD).write_bytes(b"old")
    return folder


def lies_there(drive):
    return {path.name: path.read_bytes() for path in drive.iterdir()}


def written(drive, data=b"package", **more):
    return write_file(drive, NAME, len(data), lambda out: out.write(data), **more)


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 3_000_001])
def test_written_then_verified(drive, size):
    steps, read, data = [], [], os.urandom(size)
    path = written(drive, data, on_step=steps.append, on_read=read.append)
    assert path == drive / NAME
    assert lies_there(drive) == {OLD: b"old", NAME: data}
    assert steps == [Step.WRITTEN, Step.VERIFIED]
    assert (read or [0])[-1] == size


def test_not_under_its_name_before_it_is_verified(drive):
    def look(_step):
        seen.append(sorted(path.name for path in drive.iterdir()))

    seen = []
    written(drive, on_step=look)
    assert seen == [[OLD, f"{NAME}.part"], [OLD, NAME]]


def test_without_direct_reading(drive, monkeypatch):
    real = os.open

    def refuse(path, flags, *rest):
        if flags & os.O_DIRECT:
            raise OSError(errno.EINVAL, "no direct reading")
        return real(path, flags, *rest)

    monkeypatch.setattr(os, "open", refuse)
    assert written(drive).read_bytes() == b"package"


def test_an_existing_name_is_never_replaced(drive):
    (drive / NAME).write_bytes(b"mine")
    with pytest.raises(NameTaken, match="优盘上已经有"):
        written(drive)
    assert lies_there(drive) == {OLD: b"old", NAME: b"mine"}


def test_nor_one_that_came_meanwhile(drive):
    with pytest.raises(NameTaken):
        written(drive, on_step=lambda _step: (drive / NAME).write_bytes(b"mine"))
    assert lies_there(drive) == {OLD: b"old", NAME: b"mine"}


def test_what_the_stick_garbled_is_found(drive):
    with pytest.raises(StorageProblem, match="读回的内容和写入的不一致"):
        written(drive, on_step=lambda _step: (drive / f"{NAME}.part").write_bytes(b"packagE"))
    assert lies_there(drive) == {OLD: b"old"}


def test_how_much_is_missing_is_said(drive, monkeypatch):
    usage = SimpleNamespace(total=0, used=0, free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(StickFull) as caught:
        require_room(drive, 4_100_000 - stick.SPARE_BYTES)
    assert str(caught.value) == "优盘满了，还差 3.1 MB。请删去旧文件或换一只；原来的包没有动。"
    with pytest.raises(StickFull, match=r"还差 0\.1 MB"):
        require_room(drive, 1_000_000)
    require_room(drive, 1000)


def test_cancelled(drive):
    def cancel(_out):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_file(drive, NAME, 1, cancel)
    assert lies_there(drive) == {OLD: b"old"}


def test_pulled_while_writing(drive, tmp_path):
    def pull(out):
        out.write(b"half")
        drive.rename(tmp_path / "gone")
        raise OSError(errno.EIO, "gone")

    with pytest.raises(StorageProblem, match="优盘拔出来了"):
        write_file(drive, NAME, 1, pull)
    with pytest.raises(StorageProblem, match="优盘拔出来了"):
        require_room(drive, 1)


CAUSES = {
    errno.ENOSPC: "优盘满了",
    errno.EIO: "优盘读写出错",
    errno.EROFS: "优盘是只读的",
    errno.EACCES: "没有权限写到",
    errno.EFBIG: "包太大",
    errno.ENODEV: "优盘拔出来了",
    errno.EBUSY: "占用",
}


@contextlib.contextmanager
def failing_at(step, code):
    """Let the n-th open, write, fsync, read or rename fail; tells whether it came so far."""
    done, failed = 0, []

    def counted(real):
        def wrapped(*args, **kwargs):
            nonlocal done
            done += 1
            if done == step:
                failed.append(step)
                raise OSError(code, os.strerror(code))
            return real(*args, **kwargs)

        return wrapped

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((Path, "open"), (Path, "replace"), (os, "fsync"), (os, "open"), (os, "readv")):
            patch.setattr(owner, name, counted(getattr(owner, name)))
        patch.setattr(stick._Hashing, "write", counted(stick._Hashing.write))
        yield failed


@pytest.mark.parametrize("code", CAUSES)
def test_each_step_fails_once(drive, sending, code):
    prepared = sending.prepared(["路灯"], [os.urandom(100_000)])
    step = 0
    while step := step + 1:
        with failing_at(step, code) as failed:
            problem = attempt(drive, prepared)
        if problem is None:
            break
        assert failed
        assert CAUSES[code] in problem
        remaining = lies_there(drive)
        assert remaining.pop(OLD) == b"old"
        assert set(remaining) <= {NAME}, "only the fsync of the folder may fail once the whole file lies there"
        (drive / NAME).unlink(missing_ok=True)
    assert not failed
    assert step > 8


def attempt(drive, prepared):
    """What was said, None when it ran through."""
    try:
        write_file(drive, NAME, prepared.size, prepared.write)
    except StorageProblem as problem:
        return str(problem)
    return None


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_writing_fails_at_each_offset(drive, sending, code):
    prepared = sending.prepared(["路灯"], [os.urandom(200_000)])
    for limit in range(0, prepared.plain_size, 9973):
        with pytest.raises(StorageProblem, match=CAUSES[code]):
            write_file(drive, NAME, prepared.size, lambda out, limit=limit: prepared.write(Failing(out, limit, code)))
        assert lies_there(drive) == {OLD: b"old"}


class Failing:
    """A file that takes ``limit`` bytes."""

    def __init__(self, out, limit, code):
        self.out, self.left, self.code = out, limit, code

    def write(self, data):
        self.out.write(data[: self.left])
        self.left -= len(data)
        if self.left < 0:
            raise OSError(self.code, os.strerror(self.code))


def test_leftovers_are_removed_but_only_ours(drive):
    for name in (f"{NAME}.part", "photo.jpg.part", "UP.zlt"):
        (drive / name).touch()
    remove_parts(drive, ".zlt")
    assert sorted(lies_there(drive)) == [OLD, "UP.zlt", "photo.jpg.part"]
    remove_parts(drive / "gone", ".zlt")


def test_small_files_go_the_same_way(drive):
    path = write_small(drive, "request.zlq", b"{}")
    assert stick.read_small(path, 100) == b"{}"
    assert stick.read_small(path, 1) == b"{}"
    with pytest.raises(StorageProblem, match="优盘拔出来了"):
        stick.read_small(drive / "gone.zlq", 1)


def test_whose_stick_it_is(drive):
    assert read_label(drive) is None
    require_ours(drive, SITE)
    write_label(drive, OURS)
    assert read_label(drive) == OURS
    require_ours(drive, SITE)
    with pytest.raises(AnothersStick, match="这是「和平社区」（17）的优盘"):
        require_ours(drive, CENTRE)
    write_label(drive, StickLabel(CENTRE, "00", "街道中心"))
    require_ours(drive, CENTRE)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"{}", b"[]", b"{" * 9999, b'{"format":2}', "\ud800".encode("utf-8", "surrogatepass")]
)
def test_a_label_that_cannot_be_read_is_none(drive, data):
    (drive / LABEL_FILE).write_bytes(data)
    assert read_label(drive) is None


@pytest.fixture
def plugged(tmp_path, monkeypatch):
    """A system root with a disk, a stick and an SD card, and what is mounted."""
    import psutil

    mounts = [
        ("sda1", "/home", "ext4"),
        ("sdb1", str(tmp_path / "usb"), "vfat"),
        ("sdc1", str(tmp_path / "sd"), "exfat"),
    ]
    mounts += [("sdd1", str(tmp_path / "pulled"), "vfat"), ("sde1", str(tmp_path / "inner"), "ext4")]
    system = tmp_path / "system"
    homes = {"sda": ("pci/ata1", "0"), "sdb": ("pci/usb2", "0"), "sdc": ("pci/mmc", "1"), "sdd": ("pci/usb3", "0")}
    for disk, (bus, flag) in (homes | {"sde": ("pci/ata2", "0")}).items():
        folder = system / f"sys/devices/{bus}/block/{disk}/{disk}1"
        folder.mkdir(parents=True)
        (folder.parent / "removable").write_text(f"{flag}\n")
        (system / "sys/class/block").mkdir(parents=True, exist_ok=True)
        (system / f"sys/class/block/{disk}1").symlink_to(folder)
    for name in ("usb", "sd", "inner"):
        (tmp_path / name).mkdir()
    (system / "dev/disk/by-label").mkdir(parents=True)
    (system / "dev/sdb1").touch()
    (system / "dev/disk/by-label" / r"\xe4\xb8\x8a\xe6\x8a\xa5").symlink_to(system / "dev/sdb1")
    parts = [
        SimpleNamespace(device=f"/dev/{d}", mountpoint=m, fstype=f, opts="rw,ro" if d == "sdc1" else "rw")
        for d, m, f in mounts
    ]
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: parts)
    return system


def test_sticks_are_found_and_disks_are_not(plugged, tmp_path):
    sd, usb = removable_volumes(plugged)
    assert (usb.path, usb.label, usb.filesystem, usb.read_only) == (tmp_path / "usb", "上报", "vfat", False)
    assert (sd.path, sd.label, sd.read_only) == (tmp_path / "sd", "sd", True)
    assert isinstance(usb, Volume)
    assert 0 < usb.free <= usb.total


def test_the_label_holds_no_more_than_whose_it_is(drive):
    write_label(drive, OURS)
    assert set(json.loads((drive / LABEL_FILE).read_bytes())) == {"format", "site", "code", "name"}
