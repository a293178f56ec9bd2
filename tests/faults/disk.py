"""What a process does to its disk, seen and made to fail from outside Python: compiles and arms ``disk.c``."""

import ctypes
import shutil
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("disk.c")
_HEAD = struct.Struct("<5Q")


def compiled(folder: Path) -> Path:
    """The library to be preloaded; skips the test where there is no C compiler or no preloading."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not Path("/proc/self/fd").exists():
        pytest.skip("needs a C compiler and LD_PRELOAD")
    target = folder / "disk.so"
    command = [compiler, "-O2", "-shared", "-fPIC", "-U_FORTIFY_SOURCE", "-o", target, SOURCE, "-ldl", "-lpthread"]
    subprocess.run(command, check=True)
    return target


class Armed:
    """The library inside the process that preloaded it."""

    def __init__(self, root: Path, log: int = -1) -> None:
        """Watch everything below ``root``; what succeeds goes to the open file ``log`` if there is one."""
        self._library = ctypes.CDLL(None)
        self._library.disk_watch(str(root).encode(), log)

    def arm(self, step: int, code: int = 0, forever: bool = False) -> None:
        """Count from now on; at ``step`` (0: never) the process dies (code 0) or the step fails with ``code``."""
        self._library.disk_arm(ctypes.c_long(step), code, forever)

    @property
    def steps(self) -> int:
        """How many were counted since."""
        return int(self._library.disk_steps())

    @property
    def failed(self) -> int:
        """How many were made to fail."""
        return int(self._library.disk_done())

    def mark(self, text: str) -> None:
        """Put a line between the changes of the log."""
        self._library.disk_mark(text.encode())


@dataclass(frozen=True, slots=True)
class Event:
    """A change: ``kind`` C(reate) N(ameless) W(rite) S(ize) F(ile synced) D(irectory synced) R(ename) U(nlink) M(kdir)
    A(nswer).
    """

    kind: str
    inode: int
    place: int
    data: bytes
    more: bytes


def read_log(file: Path) -> Iterator[Event]:
    """The changes in their order."""
    data, at = file.read_bytes(), 0
    while at < len(data):
        kind, inode, place, first, second = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        yield Event(chr(kind), inode, place, data[at : at + first], data[at + first : at + first + second])
        at += first + second
