"""The stage: decrypted bytes of a package on the disk of this PC, encrypted anew under a key that only memory holds.

Pieces of 64 KiB, each under ChaCha20-Poly1305 with its number as nonce; they can be read in any order. The file has no
name where the system allows it and goes when it is closed or the program ends.
"""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path
from typing import IO

from station_app.db.faults import Damaged, disk_faults

PIECE = 64 * 1024
_TAG = 16


class Stage:
    """Written once from front to end, then read at any place."""

    def __init__(self, folder: Path) -> None:
        """``folder`` must exist; raises StorageProblem."""
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        with disk_faults(folder):
            self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder, prefix="stage-")  # noqa: SIM115
        self._cipher = ChaCha20Poly1305(secrets.token_bytes(32))
        self._pending = bytearray()
        self._pieces = 0
        self._kept: tuple[int, bytes] = (-1, b"")
        self.size = 0

    def write(self, data: bytes) -> int:
        """Append; raises OSError."""
        self._pending += data
        self.size += len(data)
        while len(self._pending) >= PIECE:
            self._store(bytes(self._pending[:PIECE]))
            del self._pending[:PIECE]
        return len(data)

    def flush(self) -> None:
        """Nothing: ``finish`` does it."""

    def finish(self) -> None:
        """Store the rest; nothing is written after it. Raises OSError."""
        if self._pending:
            self._store(bytes(self._pending))
            self._pending.clear()
        self._file.flush()

    def read(self, offset: int, count: int) -> bytes:
        """``count`` bytes from ``offset``, fewer at the end; raises StorageProblem, or Damaged by the disk."""
        parts = []
        end = min(offset + count, self.size)
        while offset < end:
            number, start = divmod(offset, PIECE)
            part = self._piece(number)[start : start + end - offset]
            parts.append(part)
            offset += len(part)
        return b"".join(parts)

    def close(self) -> None:
        """Let it go; it can be called again."""
        self._file.close()

    def _store(self, piece: bytes) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._pieces), piece, None))
        self._pieces += 1

    def _piece(self, number: int) -> bytes:
        from cryptography.exceptions import InvalidTag

        if self._kept[0] != number:
            with disk_faults():
                self._file.seek(number * (PIECE + _TAG))
                sealed = self._file.read(PIECE + _TAG)
            try:
                self._kept = number, self._cipher.decrypt(_nonce(number), sealed, None)
            except InvalidTag as error:
                raise Damaged("暂存的包读出来不对", "这台电脑的磁盘可能有问题，请检查后再导入一次。") from error
        return self._kept[1]


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


class StageFile:
    """One file in the stage, read from front to end."""

    def __init__(self, stage: Stage, offset: int, size: int) -> None:
        self._stage = stage
        self._at = offset
        self._end = offset + size

    def read(self, count: int = -1) -> bytes:
        """The next bytes; all that are left for -1."""
        left = self._end - self._at
        data = self._stage.read(self._at, left if count < 0 else min(count, left))
        self._at += len(data)
        return data
