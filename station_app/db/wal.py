"""The write-ahead log as a file: what SQLite would take out of it, and whether it belongs to this state at all.

SQLite silently passes over a log from the first broken frame on, and takes any log whose sums are right, also one of
another day. Format: https://www.sqlite.org/fileformat2.html#walformat.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from station_app.db.faults import disk_faults

_HEADER, _FRAME, _PAGE = 32, 24, 4096
_MAGIC = 0x377F0682
_WORDS = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Frame:
    """One page in the log; ``commits`` says that a transaction ends with it."""

    number: int
    commits: bool
    salts: bytes
    page: bytes


def log_of(path: Path) -> Path:
    """The log beside a database."""
    return path.with_name(f"{path.name}-wal")


def read_wal(path: Path) -> list[Frame]:
    """All whole frames of the log beside ``path`` that bear the salts of its first; raises StorageProblem.

    The sums are not looked at: what a page says is authenticated by the page itself.
    """
    data = _bytes_of(path)
    frames = _frames(data)
    salts = data[16:24] if header_is_whole(data) else frames[0].salts if frames else b""
    return [frame for frame in frames if frame.salts == salts]


def accepted(path: Path) -> int:
    """How many frames SQLite takes: up to the last commit before the first broken one. Raises StorageProblem."""
    data = _bytes_of(path)
    if not header_is_whole(data):
        return 0
    order = ">" if struct.unpack(">I", data[:4])[0] & 1 else "<"
    sums, taken = struct.unpack(">II", data[24:32]), 0
    for place, frame in enumerate(_frames(data)):
        start = _HEADER + place * (_FRAME + _PAGE)
        sums = _summed(_summed(sums, data[start : start + 8], order), frame.page, order)
        if frame.salts != data[16:24] or sums != struct.unpack(">II", data[start + 16 : start + 24]):
            break
        taken = place + 1 if frame.commits else taken
    return taken


def header_is_whole(data: bytes) -> bool:
    """Whether the first 32 bytes of a log are what SQLite wrote."""
    if len(data) < _HEADER:
        return False
    magic = struct.unpack(">I", data[:4])[0]
    sums = _summed((0, 0), data[:24], ">" if magic & 1 else "<")
    return magic & ~1 == _MAGIC and sums == struct.unpack(">II", data[24:32])


def is_empty(path: Path) -> bool:
    """Whether there is no log, or one without a single frame. Raises StorageProblem."""
    log = log_of(path)
    with disk_faults(log):
        return not log.is_file() or log.stat().st_size < _HEADER + _FRAME + _PAGE


def starts_whole(path: Path) -> bool:
    """Whether the log's header is whole. Raises StorageProblem."""
    return header_is_whole(_bytes_of(path))


def _bytes_of(path: Path) -> bytes:
    log = log_of(path)
    with disk_faults(log):
        return log.read_bytes() if log.is_file() else b""


def _frames(data: bytes) -> list[Frame]:
    found = []
    for start in range(_HEADER, len(data) - _FRAME - _PAGE + 1, _FRAME + _PAGE):
        number, size = struct.unpack(">II", data[start : start + 8])
        body = data[start + _FRAME : start + _FRAME + _PAGE]
        found.append(Frame(number, size > 0, data[start + 8 : start + 16], body))
    return found


def _summed(sums: tuple[int, ...], data: bytes, order: str) -> tuple[int, int]:
    """SQLite's running sum over pairs of words."""
    first, second = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for one, other in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & _WORDS
        second = (second + other + first) & _WORDS
    return first, second
