"""What the disk or SQLite reported, said to a person: the true cause and the next step."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from station_app.errors import StationError

_FULL = ("磁盘已满，没有写入", "请清理磁盘或换一个有空间的位置，然后再试一次；原有数据没有改动。")
_BROKEN = ("读写磁盘时出错，没有写入", "请先备份到U盘，再检查这块磁盘；原有数据没有改动。")
_READ_ONLY = ("这个位置是只读的，不能写入", "请检查文件夹的权限或U盘的写保护开关，然后再试一次。")
_DENIED = ("没有权限读写这个位置", "请检查文件夹的权限，或关闭正在占用它的程序（杀毒软件、WPS），然后再试一次。")
_BUSY = ("数据正被另一个程序占用", "请稍等片刻再试一次；仍不行，请关闭其他打开了数据文件夹的程序。")
_MISSING = ("找不到文件或文件夹", "请检查U盘是否已拔出、文件夹是否被移动或改名。")
_MEMORY = ("内存不足", "请关闭其他程序，然后再试一次；原有数据没有改动。")
_LONG = ("文件名或路径太长", "请换一个路径较短的文件夹。")
DAMAGED = ("数据文件已损坏", "请用最近的备份恢复；损坏的文件会原样保留，请不要删除。")

_BY_ERRNO = {
    errno.ENOSPC: _FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): _FULL,
    errno.EFBIG: ("文件太大，这个磁盘存不下", "FAT32格式的U盘单个文件不能超过4 GB，请换用exFAT或NTFS格式的U盘。"),
    errno.EIO: _BROKEN,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EBUSY: _BUSY,
    errno.ENOENT: _MISSING,
    errno.ENODEV: _MISSING,
    errno.ENXIO: _MISSING,
    errno.ENOTDIR: _MISSING,
    errno.ENAMETOOLONG: _LONG,
    errno.ENOMEM: _MEMORY,
}

# Primary result codes of SQLite (https://www.sqlite.org/rescode.html).
_BY_SQLITE = {
    3: _DENIED,
    5: _BUSY,
    6: _BUSY,
    7: _MEMORY,
    8: _READ_ONLY,
    10: _BROKEN,
    11: DAMAGED,
    13: _FULL,
    14: ("打不开数据文件", "请检查数据文件夹是否还在、是否有读写权限。"),
    26: DAMAGED,
}
# SQLite's online backup raises these words without their code.
_BY_WORDS = {
    "database is locked": 5,
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
    "file is not a database": 26,
}


class StorageProblem(StationError):
    """A disk or database operation failed for a cause outside the program; nothing was half-written."""


class Damaged(StorageProblem):
    """A file of the data folder was altered or cut short: restore it from a backup."""


def os_problem(error: OSError, path: Path | None = None) -> StorageProblem:
    """The sentence for a failed file operation; ``path`` (or the error's own) is named in the title."""
    title, next_step = _BY_ERRNO.get(error.errno or 0, (f"文件操作失败：{error.strerror or error}", "请再试一次。"))
    where = path or error.filename
    return StorageProblem(f"{title}：{where}" if where else title, next_step)


@contextlib.contextmanager
def disk_faults(path: Path | None = None) -> Iterator[None]:
    """Turn an ``OSError`` inside the block into a ``StorageProblem`` that names its cause and ``path``."""
    try:
        yield
    except OSError as error:
        raise os_problem(error, path) from error


def sqlite_codes(error: BaseException | None) -> list[int]:
    """Primary SQLite result codes behind an exception, newest first, looking through peewee's wrapper.

    A failed statement may end the transaction by itself; the rollback or savepoint after it then raises a second,
    misleading error, so the errors that this one hides are listed too.
    """
    codes = []
    while error is not None:
        inner = error.args[0] if error.args and isinstance(error.args[0], BaseException) else error
        code = getattr(inner, "sqlite_errorcode", _BY_WORDS.get(str(inner)))
        if isinstance(code, int):
            codes.append(code & 0xFF)
        error = error.__cause__ or error.__context__
    return codes


def sqlite_problem(error: BaseException) -> StorageProblem | None:
    """The sentence for the first outside cause of a database error; None when it is our own mistake."""
    causes = [_BY_SQLITE[code] for code in sqlite_codes(error) if code in _BY_SQLITE]
    if not causes:
        return None
    return Damaged(*causes[-1]) if causes[-1] is DAMAGED else StorageProblem(*causes[-1])
