"""One program a data folder: an operating-system lock that dies with its process, so none can be stale."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from station_app.db.faults import disk_faults
from station_app.db.shares import refuse_unfit_place
from station_app.errors import StationError

NAME_MAX_BYTES = 4096
_LOCKED_BYTE = 1 << 30  # far behind the name: on Windows locked bytes cannot be read


class AlreadyOpen(StationError):
    """Another program has the folder open; ``socket_name`` (may be empty) reaches its window."""

    def __init__(self, socket_name: str) -> None:
        super().__init__("程序已经打开", "请切换到已打开的窗口；看不到窗口时，请重新启动电脑后再试。")
        self.socket_name = socket_name


class DataLock:
    """The held lock of a data folder; a context manager that releases it."""

    def __init__(self, path: Path, socket_name: str = "") -> None:
        """Take the lock and leave ``socket_name`` for a second start; raises AlreadyOpen or StorageProblem."""
        refuse_unfit_place(path.parent)
        with disk_faults(path):
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            if not _try_lock(self._descriptor):
                raise AlreadyOpen(_read_name(self._descriptor))
            with disk_faults(path):
                os.ftruncate(self._descriptor, 0)
                os.write(self._descriptor, socket_name.encode()[:NAME_MAX_BYTES])
        except BaseException:
            os.close(self._descriptor)
            raise

    def release(self) -> None:
        """Let the folder go; the file stays, so that no two programs can hold locks on two files of one name."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        """Hold the lock for a block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release it."""
        self.release()


def _read_name(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, NAME_MAX_BYTES).decode(errors="replace")


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True
else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
