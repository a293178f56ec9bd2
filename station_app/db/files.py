"""Durable file writing: a file is replaced whole and read back, or left as it was."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from pathlib import Path

from station_app.db.faults import StorageProblem, disk_faults

REPLACE_PATIENCE_SECONDS = 2.0
_HELD_FOR_A_MOMENT = os.name == "nt"  # elsewhere an open file can be replaced, and no is no
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP)  # network and stick file systems that know no fsync of a folder


def write_durably(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data``: temporary file beside it, fsync, rename, fsync of the folder, read back.

    Raises StorageProblem with the cause; the file is then the old or the new one, whole, and no temporary one stays.
    """
    part = path.with_name(f"{path.name}.part")
    with disk_faults(path):
        try:
            write_synced(part, data)
            replace_durably(part, path)
        except OSError:
            remove_quietly(part)
            raise
        if path.read_bytes() != data:
            raise StorageProblem(f"写入后读回的内容不一致：{path}", "磁盘可能已损坏，请换一个磁盘再试。")


def write_synced(path: Path, data: bytes) -> None:
    """Write a new or emptied file, readable by its owner only, and wait until it is on the disk; raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace_durably(source: Path, target: Path) -> None:
    """Rename over ``target`` and wait for the folder; tries again for two seconds while an antivirus holds the file."""
    deadline = time.monotonic() + REPLACE_PATIENCE_SECONDS
    while True:
        try:
            source.replace(target)
            break
        except PermissionError:
            if not _HELD_FOR_A_MOMENT or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """Wait until a file that somebody else wrote is on the disk; raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until names made or removed in ``folder`` are on the disk (Windows does this by itself); raises OSError."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


def make_folder(folder: Path, parents: bool = False) -> None:
    """Make a folder for its owner only, and wait until its name is on the disk; raises OSError.

    Nothing to do where there is one. What lies in it is lost in a power cut as long as its own name is not safe.
    """
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=parents, exist_ok=True)
        sync_folder(folder.parent)


def remove_quietly(path: Path) -> None:
    """Remove a left-over file if that is possible."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
