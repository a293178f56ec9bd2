"""Does the write-ahead log beside a closed database belong to it? Asked before SQLite sees it.

SQLite takes any log whose sums are right, also one of another time, and silently drops all that follows a broken frame.
"""

from __future__ import annotations

from pathlib import Path

from station_app.db.faults import Damaged, disk_faults
from station_app.db.keys import DatabaseKey
from station_app.db.pages import PAGE, PageCipher
from station_app.db.wal import Frame, accepted, is_empty, read_wal, starts_whole

_COMMITS_AT = slice(60, 64)  # the header's user_version, which counts the transactions
_NEXT = "请按提示恢复备份，或找回能读出的数据；原来的文件会原样保留。"


def require_own_log(path: Path, key: DatabaseKey) -> None:
    """Raise Damaged for a log that was broken in its middle or is of another time; the database must be closed.

    A transaction that was being written when the power failed is no damage: nobody was told that it is saved. So
    what was torn at the end, up to one commit, is passed over as SQLite does.
    """
    if is_empty(path) or not path.is_file():
        return
    frames, cipher = read_wal(path), PageCipher(key)
    if not starts_whole(path):
        if _would_be_lost(path, frames, cipher):
            raise Damaged("数据文件的日志开头已损坏，最近的改动读不出来", _NEXT)
        return
    taken = accepted(path)
    if sum(frame.commits for frame in frames[taken:]) > 1:
        raise Damaged("数据文件的日志中间已损坏，后面的改动读不出来", _NEXT)
    if _counted(cipher, _first_page(path)) > _counted_in(frames[:taken], cipher, path):
        raise Damaged("数据文件旁边的日志是另一个时间的", _NEXT)


def _would_be_lost(path: Path, frames: list[Frame], cipher: PageCipher) -> bool:
    """Whether a log that SQLite passes over holds what the file does not; one that was used up may be passed over."""
    last = {frame.number: frame.page for frame in frames if cipher.whole(frame.number, frame.page)}
    if not last:
        return bool(frames)
    with disk_faults(path), path.open("rb") as file:
        for number, page in last.items():
            file.seek((number - 1) * PAGE)
            held = file.read(PAGE)
            if cipher.open(number, held) != cipher.open(number, page):
                return True
    return False


def _first_page(path: Path) -> bytes:
    with disk_faults(path), path.open("rb") as file:
        return file.read(PAGE)


def _counted_in(frames: list[Frame], cipher: PageCipher, path: Path) -> int:
    """The count of the state that SQLite would make of file and log."""
    page = next((frame.page for frame in reversed(frames) if frame.number == 1), None)
    return _counted(cipher, page or _first_page(path))


def _counted(cipher: PageCipher, page: bytes) -> int:
    """The count that a first page bears; 0 when it cannot be read, which is found later."""
    plain = cipher.open(1, page)
    return 0 if plain is None else int.from_bytes(plain[_COMMITS_AT], "big")
