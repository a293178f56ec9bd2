"""The pages of an encrypted database read one by one, so that a bad one costs nothing but itself.

Layout of SQLCipher 4 (https://www.zetetic.net/sqlcipher/design/): each page of 4,096 bytes ends with the IV (16) and an
HMAC-SHA512 over what is before it and the page's number; the first 16 bytes of the file are the salt. Pages are opened
in memory only.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path

from station_app.db.faults import disk_faults
from station_app.db.keys import DatabaseKey
from station_app.db.wal import Frame, read_wal

PAGE = 4096
USABLE = PAGE - 80
_IV, _MAC, _SALT = USABLE, USABLE + 16, 16
_MAGIC = b"SQLite format 3\0"


class PageCipher:
    """Opens single pages of the databases of one key."""

    def __init__(self, key: DatabaseKey) -> None:
        """Derive the key of the HMAC as SQLCipher does."""
        self._key = key.key
        salt = bytes(byte ^ 0x3A for byte in key.salt)
        self._mac_key = hashlib.pbkdf2_hmac("sha512", key.key, salt, 2, 32)

    def whole(self, number: int, page: bytes) -> bool:
        """Whether a page is what was written as that number."""
        start = _SALT if number == 1 else 0
        told = hmac.new(self._mac_key, page[start:_MAC] + number.to_bytes(4, "little"), hashlib.sha512).digest()
        return len(page) == PAGE and hmac.compare_digest(told, page[_MAC:])

    def open(self, number: int, page: bytes) -> bytes | None:
        """The plain 4,016 bytes of a page; None when it is not whole."""
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # heavy: only for a repair

        if not self.whole(number, page):
            return None
        start = _SALT if number == 1 else 0
        work = Cipher(algorithms.AES(self._key), modes.CBC(page[_IV:_MAC])).decryptor()
        plain = work.update(page[start:_IV]) + work.finalize()
        return _MAGIC + plain if number == 1 else plain


class Pages:
    """All pages of a database file with its log laid over them.

    A page that is bad in the log falls back to what is below it. ``bad`` gathers the numbers that cannot be read.
    """

    def __init__(self, path: Path, key: DatabaseKey) -> None:
        """Read the log now, pages when they are asked for. Raises StorageProblem."""
        self._path, self._cipher = path, PageCipher(key)
        with disk_faults(path):
            size = path.stat().st_size if path.is_file() else 0
        self._frames = _latest(read_wal(path), self._cipher)
        self.count = max([-(-size // PAGE), *self._frames])
        self.bad: set[int] = set()

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Each readable page with its number: that of the log, and after it the older one of the file."""
        for number in range(1, self.count + 1):
            for page in self.versions(number):
                yield number, page

    def page(self, number: int) -> bytes | None:
        """The newest readable version; None when there is none, or no such page."""
        return next(iter(self.versions(number)), None)

    def versions(self, number: int) -> list[bytes]:
        """What can be read of a page, the newest first."""
        if not 1 <= number <= self.count:
            return []
        sealed = [frame.page for frame in self._frames.get(number, ())]
        with disk_faults(self._path):
            sealed += self._in_file(number)
        found = [plain for page in sealed if (plain := self._cipher.open(number, page)) is not None]
        if not found:
            self.bad.add(number)
        return list(dict.fromkeys(found))

    def _in_file(self, number: int) -> list[bytes]:
        if not self._path.is_file():
            return []
        with self._path.open("rb") as file:
            file.seek((number - 1) * PAGE)
            return [file.read(PAGE)]


def _latest(frames: list[Frame], cipher: PageCipher) -> dict[int, list[Frame]]:
    """For each page its last whole version among the committed frames."""
    last = max((place for place, frame in enumerate(frames) if frame.commits), default=-1)
    found: dict[int, list[Frame]] = {}
    for frame in frames[: last + 1]:
        if cipher.whole(frame.number, frame.page):
            found[frame.number] = [frame]
    return found
