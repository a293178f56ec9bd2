"""A backup file: a plain tar in one exact form, so that a single wrong, missing or additional byte is found.

First ``manifest.json`` (what follows, with sizes and hashes) and ``manifest.mac`` (64 characters by which the owner of
the key knows the manifest), then the members in the manifest's order. Each header is the one that this program would
write, so that no name can point elsewhere and no size can lie.
"""

from __future__ import annotations

import hashlib
import os
import re
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from station_app.db.faults import disk_faults
from station_app.db.files import sync_folder
from station_app.domain.codec import DoesNotFit, canonical, parse_json
from station_app.errors import StationError

FORMAT = 1
MANIFEST, MAC = "manifest.json", "manifest.mac"
STATION, DRAFTS, SLOTS = "station.db", "drafts.db", "slots.json"
MAC_CHARACTERS = 64
MAX_MANIFEST_BYTES = 64 * 1024 * 1024
_CHUNK = 1024 * 1024
_BLOCK = tarfile.BLOCKSIZE
_END = bytes(2 * _BLOCK)
_NAME = re.compile(r"station\.db|drafts\.db|slots\.json|blobs/[0-9a-f]{64}\.age")
_ANOTHER = "请换一份备份再试；现有数据没有改动。"

Tick = Callable[[int], None]
Source = Callable[[str], Path]


class BadBackup(StationError):
    """The file is no whole backup of ours; nothing was changed."""


@dataclass(frozen=True)
class Member:
    """One file of a backup: its name, its size in bytes, the SHA-256 of its bytes in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Archive:
    """A backup file whose manifest was read: ``facts`` is the manifest as JSON, ``manifest`` its exact bytes."""

    path: Path
    manifest: bytes
    mac: str
    facts: Mapping[str, Any]
    members: tuple[Member, ...]

    def has(self, name: str) -> bool:
        """Is there a member of that name?"""
        return any(member.name == name for member in self.members)

    def read(self, name: str) -> bytes:
        """A small member's bytes; raises BadBackup."""
        return b"".join(self._chunks(name))

    def extract(self, names: Iterable[str], folder: Path, tick: Tick) -> None:
        """Write members durably below ``folder`` as far as they are whole, and make its ``blobs``; raises BadBackup.

        ``tick`` is told each number of bytes written.
        """
        with disk_faults(folder):
            (folder / "blobs").mkdir(mode=0o700, exist_ok=True)
            for name in names:
                with (folder / name).open("xb") as file:
                    for chunk in self._chunks(name):
                        file.write(chunk)
                        tick(len(chunk))
                    file.flush()
                    os.fsync(file.fileno())
            sync_folder(folder / "blobs")

    def verify(self, tick: Tick) -> None:
        """Read the whole file; raises BadBackup at the first byte that is not as it was written."""
        for member in self.members:
            for chunk in self._chunks(member.name):
                tick(len(chunk))
        with disk_faults(self.path), self.path.open("rb") as file:
            file.seek(-len(_END), 2)
            if file.read() != _END:
                raise _garbled("文件结尾")

    def _chunks(self, name: str) -> Iterator[bytes]:
        offset = _first_offset(len(self.manifest))
        for member in self.members:
            if member.name == name:
                with disk_faults(self.path), self.path.open("rb") as file:
                    file.seek(offset)
                    yield from _member_bytes(file, member)
                return
            offset += _room(member.size)
        raise BadBackup(f"备份里缺少 {name}", _ANOTHER)


def describe(name: str, path: Path) -> Member:
    """Size and hash of a file that will be a member."""
    digest, size = hashlib.sha256(), 0
    with disk_faults(path), path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Member(name, size, digest.hexdigest())


def manifest_bytes(facts: Mapping[str, Any], members: Iterable[Member]) -> bytes:
    """The manifest of these members, with facts of any kind about the whole."""
    listed = [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in members]
    return canonical({**facts, "format": FORMAT, "members": listed}).encode()


def total_size(manifest: bytes, members: Iterable[Member]) -> int:
    """The exact size of the file in bytes."""
    return _first_offset(len(manifest)) + sum(_room(member.size) for member in members) + len(_END)


def write_archive(
    file: IO[bytes], manifest: bytes, mac: str, members: Iterable[Member], source: Source, tick: Tick
) -> str:
    """Write it all to an open file; returns the SHA-256 of what was written, in hex. Raises OSError.

    ``source`` gives the file behind a member's name; ``tick`` is told each number of bytes written.
    """
    digest = hashlib.sha256()

    def put(data: bytes) -> None:
        file.write(data)
        digest.update(data)
        tick(len(data))

    for name, data in ((MANIFEST, manifest), (MAC, mac.encode())):
        put(_header(name, len(data)) + data + _padding(len(data)))
    for member in members:
        put(_header(member.name, member.size))
        with source(member.name).open("rb") as content:
            while chunk := content.read(_CHUNK):
                put(chunk)
        put(_padding(member.size))
    put(_END)
    return digest.hexdigest()


def read_archive(path: Path) -> Archive:
    """Read the manifest and compare the file's size with it; raises BadBackup, each fault in its own words."""
    with disk_faults(path):
        size = path.stat().st_size
        with path.open("rb") as file:
            manifest = _read_small(file, MANIFEST, MAX_MANIFEST_BYTES, size)
            mac = _read_small(file, MAC, MAC_CHARACTERS, size).decode("ascii", "replace")
    facts = _parse(manifest)
    members = tuple(_member(entry) for entry in facts["members"])
    if len({member.name for member in members}) != len(members):
        raise _garbled(MANIFEST)
    _compare_size(size, total_size(manifest, members))
    return Archive(path, manifest, mac, facts, members)


def _read_small(file: IO[bytes], name: str, limit: int, size: int) -> bytes:
    header = file.read(_BLOCK)
    if size == 0:
        raise BadBackup("备份文件是空的", _ANOTHER)
    if not header.startswith(name.encode() + b"\0"):
        raise BadBackup("这不是本程序的备份文件", "备份文件的名称形如 BACKUP-17-20260618-084200.zlb，请重新选择。")
    if len(header) < _BLOCK:
        raise _truncated(size, None)
    length = _length(header, name)
    if not 0 <= length <= limit or header != _header(name, length):
        raise _garbled(name)
    data = file.read(length)
    padding = file.read(len(_padding(length)))
    if len(data) + len(padding) < length + len(_padding(length)):
        raise _truncated(size, None)
    if any(padding):
        raise _garbled(name)
    return data


def _length(header: bytes, name: str) -> int:
    try:
        return tarfile.TarInfo.frombuf(header, "utf-8", "strict").size
    except (tarfile.HeaderError, ValueError) as error:
        raise _garbled(name) from error


def _parse(manifest: bytes) -> dict[str, Any]:
    try:
        facts = parse_json(manifest.decode(), "备份清单")
    except (UnicodeDecodeError, DoesNotFit) as error:
        raise _garbled(MANIFEST) from error
    if not isinstance(facts, dict) or type(facts.get("format")) is not int:
        raise _garbled(MANIFEST)
    if facts["format"] > FORMAT:
        raise BadBackup("这份备份是更新版本的程序写的", "请安装最新版本的程序，再恢复这份备份。")
    if not isinstance(facts.get("members"), list):
        raise _garbled(MANIFEST)
    return facts


def _member(entry: Any) -> Member:
    try:
        member = Member(**entry)
        known = isinstance(member.name, str) and type(member.size) is int and isinstance(member.sha256, str)
    except TypeError as error:
        raise _garbled(MANIFEST) from error
    if not known or member.size < 0:
        raise _garbled(MANIFEST)
    if not _NAME.fullmatch(member.name):
        raise BadBackup(
            f"备份里有不该有的文件：{member.name[:40]}", "它可能被人动过手脚，请换一份备份；现有数据没有改动。"
        )
    return member


def _member_bytes(file: IO[bytes], member: Member) -> Iterator[bytes]:
    if file.read(_BLOCK) != _header(member.name, member.size):
        raise _garbled(member.name)
    digest, left = hashlib.sha256(), member.size
    while left:
        chunk = file.read(min(left, _CHUNK))
        if not chunk:
            raise _garbled(member.name)
        digest.update(chunk)
        left -= len(chunk)
        yield chunk
    if digest.hexdigest() != member.sha256 or any(file.read(len(_padding(member.size)))):
        raise _garbled(member.name)


def _compare_size(size: int, expected: int) -> None:
    if size < expected:
        raise _truncated(size, expected)
    if size > expected:
        raise BadBackup(f"备份文件末尾多出 {size - expected} 个字节", "文件可能被改动过或没有复制好。" + _ANOTHER)


def _truncated(size: int, expected: int | None) -> BadBackup:
    known = f"，应有 {expected:,} 字节" if expected else ""
    return BadBackup(f"备份文件不完整：只有 {size:,} 字节{known}", "可能没有写完U盘就拔出了。" + _ANOTHER)


def _garbled(what: str) -> BadBackup:
    return BadBackup(f"备份文件已损坏：{what}", _ANOTHER)


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.GNU_FORMAT, "utf-8", "strict")


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


def _room(size: int) -> int:
    return _BLOCK + size + len(_padding(size))


def _first_offset(manifest_size: int) -> int:
    return _room(manifest_size) + _room(MAC_CHARACTERS)
