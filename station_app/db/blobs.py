"""Attachments: one age-encrypted file each, named by the SHA-256 of the plain bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from station_app.db.faults import Damaged, disk_faults
from station_app.db.files import make_folder, remove_quietly, replace_durably, sync_folder, write_synced
from station_app.errors import StationError

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

_NAME = re.compile(r"[0-9a-f]{64}")


class MissingBlob(StationError):
    """The record names an attachment whose file is not there."""


def new_identity() -> str:
    """A new age secret key (``AGE-SECRET-KEY-1…``), to be kept in the database and nowhere else."""
    from pyrage.x25519 import Identity  # heavy: not at start

    return str(Identity.generate())


class BlobStore:
    """The attachments of one data folder; callers hold plain bytes in memory only."""

    def __init__(self, folder: Path, identity: str) -> None:
        """``identity`` is the age secret key kept in the database; the folder is made by the first ``put``."""
        self.folder = folder
        self.identity = identity

    def put(self, data: bytes) -> str:
        """Store ``data`` durably and give its SHA-256 in hex; the same bytes are stored once. Raises StorageProblem."""
        from pyrage import encrypt

        name = hashlib.sha256(data).hexdigest()
        path = self._path(name)
        if self.verify(name):
            with disk_faults(path):
                path.touch()
            return name
        part = path.with_suffix(".part")
        with disk_faults(path):
            make_folder(self.folder, parents=True)
            try:
                write_synced(part, encrypt(data, [self._identity.to_public()]))
                replace_durably(part, path)
            except OSError:
                remove_quietly(part)
                raise
        return name

    def put_sealed(self, name: str, data: bytes) -> bool:
        """Put back a file as it was stored; false when it cannot be opened even so. Raises StorageProblem."""
        path = self._path(name)
        with disk_faults(path):
            make_folder(self.folder, parents=True)
            write_synced(path.with_suffix(".part"), data)
            replace_durably(path.with_suffix(".part"), path)
        return self.verify(name)

    def get(self, name: str) -> bytes:
        """The plain bytes; raises MissingBlob, Damaged or StorageProblem."""
        from pyrage import DecryptError, decrypt

        path = self._path(name)
        try:
            with disk_faults(path):
                data = path.read_bytes()
            plain: bytes = decrypt(data, [self._identity])
        except DecryptError as error:
            raise _damaged(name) from error
        except StationError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise MissingBlob(f"找不到附件文件：{path.name}", "请用最近的备份恢复，或重新添加这个附件。") from error
            raise
        if hashlib.sha256(plain).hexdigest() != name:
            raise _damaged(name)
        return plain

    def exists(self, name: str) -> bool:
        """Is there a file for it?"""
        return self._path(name).is_file()

    def verify(self, name: str) -> bool:
        """Is its file there, and does it hold exactly these bytes? Other troubles of the disk are raised."""
        try:
            self.get(name)
        except (MissingBlob, Damaged):
            return False
        return True

    def stored_at(self, name: str) -> float:
        """When it was put last, in seconds since 1970. Raises StorageProblem."""
        path = self._path(name)
        with disk_faults(path):
            return path.stat().st_mtime

    def remove(self, name: str) -> None:
        """Remove it for good; no error when it is not there. Raises StorageProblem."""
        path = self._path(name)
        with disk_faults(path):
            if self.exists(name):
                path.unlink()
                sync_folder(self.folder)

    def names(self) -> Iterator[str]:
        """The names of all stored blobs, in order; leftovers of a killed ``put`` are not among them."""
        if self.folder.is_dir():
            for path in sorted(self.folder.glob("*.age")):
                if _NAME.fullmatch(path.stem):
                    yield path.stem

    def sweep(self) -> None:
        """Remove the leftovers of writes that were cut short."""
        for part in self.folder.glob("*.part"):
            remove_quietly(part)

    @cached_property
    def _identity(self) -> Identity:
        from pyrage.x25519 import Identity

        return Identity.from_str(self.identity)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError("a blob is named by 64 hex digits")
        return self.folder / f"{name}.age"


def _damaged(name: str) -> Damaged:
    return Damaged(f"附件文件已损坏：{name[:12]}…", "请用最近的备份恢复，或重新添加这个附件。")
