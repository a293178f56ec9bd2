"""Writing to a stick so that it can be trusted: space, ``.part``, fsync, read back past the cache, rename, fsync again.

An existing name is never replaced and a ``.part`` never imported. What goes wrong is said in the words of the person
who holds the stick.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import mmap
import os
import shutil
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from station_app.db.faults import StorageProblem, disk_faults
from station_app.db.files import remove_quietly, replace_durably
from station_app.exchange.names import MAX_NAME, PART_SUFFIX
from station_app.exchange.pipes import Output

SPARE_BYTES = 64 * 1024
_CHUNK = 1024 * 1024
_UNTOUCHED = "原来的包没有动。"
_PULLED = ("优盘拔出来了，没有写完", f"请重新插好，再试一次；{_UNTOUCHED}")
_PROTECTED = ("优盘是只读的，写不进去", f"请拨开优盘侧面的写保护开关，或换一只优盘；{_UNTOUCHED}")
_BROKEN = ("优盘读写出错，没有写成", f"优盘可能已损坏，请换一只优盘再试；{_UNTOUCHED}")
_DENIED = ("没有权限写到这个位置", f"请换一只优盘或另一个文件夹，或关闭正在占用它的程序；{_UNTOUCHED}")
_TOLD = {
    errno.ENOENT: _PULLED,
    errno.ENODEV: _PULLED,
    errno.ENXIO: _PULLED,
    errno.ENOTDIR: _PULLED,
    errno.EIO: _BROKEN,
    errno.EROFS: _PROTECTED,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EFBIG: ("包太大，这只优盘存不下", f"FAT32 格式的优盘单个文件不能超过 4 GB，请换一只；{_UNTOUCHED}"),
}


class Step(StrEnum):
    """How far a file has come; only after VERIFIED may the stick be removed."""

    WRITTEN = "written"
    VERIFIED = "verified"


class StickFull(StorageProblem):
    """There is not enough room; ``missing`` is the number of bytes."""

    def __init__(self, missing: int) -> None:
        megabytes = f"{max(missing, 100_000) / 1_000_000:.1f} MB"
        super().__init__(f"优盘满了，还差 {megabytes}", f"请删去旧文件或换一只；{_UNTOUCHED}")
        self.missing = missing


class NameTaken(StorageProblem):
    """A file of that name lies there already."""


def require_room(folder: Path, size: int) -> None:
    """Raise StickFull unless ``size`` bytes fit, StorageProblem when the stick is not there."""
    with _stick_faults(folder):
        missing = size + SPARE_BYTES - shutil.disk_usage(folder).free
    if missing > 0:
        raise StickFull(missing)


def write_file(
    folder: Path,
    name: str,
    size: int,
    write: Callable[[Output], object],
    on_step: Callable[[Step], None] = lambda _step: None,
    on_read: Callable[[int], None] = lambda _done: None,
) -> Path:
    """Write a new file of at most ``size`` bytes and verify it; ``write`` fills the open file.

    ``on_step`` hears of each step, ``on_read`` of the bytes read back so far; what they or ``write`` raise stops it and
    leaves nothing behind (only if the very last fsync fails, the
    whole, verified file may lie there). Raises StickFull, NameTaken or StorageProblem.
    """
    if len(name) > MAX_NAME:
        raise ValueError("a name on a stick has at most 60 characters")
    target = folder / name
    part = folder / f"{name}{PART_SUFFIX}"
    require_room(folder, size)
    _require_free(target)
    try:
        with _stick_faults(folder, size):
            digest = _write_synced(part, write)
        on_step(Step.WRITTEN)
        with _stick_faults(folder):
            if _read_back(part, on_read) != digest:
                raise StorageProblem("读回的内容和写入的不一致", f"优盘可能已损坏，请换一只优盘再试；{_UNTOUCHED}")
            _require_free(target)
            replace_durably(part, target)
    except BaseException:
        remove_quietly(part)
        raise
    on_step(Step.VERIFIED)
    return target


def write_small(folder: Path, name: str, data: bytes) -> Path:
    """Write a new small file (a request, a certificate) in the same way."""
    return write_file(folder, name, len(data), lambda file: file.write(data))


def read_small(path: Path, limit: int) -> bytes:
    """At most ``limit`` + 1 bytes of a file on a stick; raises StorageProblem."""
    with _stick_faults(path.parent), path.open("rb") as file:
        return file.read(limit + 1)


def remove_parts(folder: Path, suffix: str) -> None:
    """Remove what a write that was cut short left behind: the ``.part`` of files that end with ``suffix``."""
    with contextlib.suppress(OSError):
        for part in folder.glob(f"*{suffix}{PART_SUFFIX}"):
            remove_quietly(part)


class _Hashing:
    """An open file that hashes what is written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes, /) -> int:
        """Write all of it."""
        self._file.write(data)
        self.digest.update(data)
        return len(data)


def _write_synced(part: Path, write: Callable[[Output], object]) -> bytes:
    with part.open("wb") as file:
        hashing = _Hashing(file)
        write(hashing)
        file.flush()
        os.fsync(file.fileno())
    return hashing.digest.digest()


def _read_back(path: Path, on_read: Callable[[int], None]) -> bytes:
    """SHA-256 of what the stick holds, not of what the system remembers of it."""
    digest, done = hashlib.sha256(), 0
    for chunk in _uncached(path):
        digest.update(chunk)
        done += len(chunk)
        on_read(done)
    return digest.digest()


def _uncached(path: Path) -> Iterator[bytes]:
    descriptor = _open_direct(path)
    try:
        with mmap.mmap(-1, _CHUNK) as buffer, memoryview(buffer) as view:
            left = os.fstat(descriptor).st_size  # some kernels refuse a direct read that begins at an odd end
            while left > 0 and (count := _fill(descriptor, view)):
                left -= count
                yield bytes(view[:count])
    finally:
        os.close(descriptor)


def _fill(descriptor: int, view: memoryview) -> int:
    if hasattr(os, "readv"):
        return os.readv(descriptor, [view])
    data = os.read(descriptor, len(view))
    view[: len(data)] = data
    return len(data)


def _open_direct(path: Path) -> int:
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    try:
        return os.open(path, flags | getattr(os, "O_DIRECT", 0))
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    descriptor = os.open(path, flags)  # a file system that knows no direct reading
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    return descriptor


def _require_free(target: Path) -> None:
    with _stick_faults(target.parent):
        taken = target.exists()
    if taken:
        raise NameTaken(f"优盘上已经有「{target.name}」", f"请再导出一次，会用新的编号；{_UNTOUCHED}")


@contextlib.contextmanager
def _stick_faults(folder: Path, size: int = 0) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
            raise StickFull(_missing(folder, size)) from error
        told = _PULLED if not folder.is_dir() else _TOLD.get(error.errno or 0)
        if told is not None:
            raise StorageProblem(*told) from error
        with disk_faults(folder):
            raise


def _missing(folder: Path, size: int) -> int:
    with contextlib.suppress(OSError):
        return size + SPARE_BYTES - shutil.disk_usage(folder).free
    return size
