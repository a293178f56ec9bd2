"""A package's bytes: ``age( tar( manifest.json, manifest.sig, changes.jsonl.zst, blob/… ) )``, in two passes.

``prepare`` takes sizes and hashes and signs the manifest; ``Prepared.write`` writes, and stops if anything is not what
the first pass saw. ``changes`` is called twice and must give the same both times (one read transaction).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from station_app.exchange import tarring
from station_app.exchange.keys import SiteKeys, Tag
from station_app.exchange.lines import Written, write_line
from station_app.exchange.manifest import CHANGES, BlobEntry, Manifest, Section, too_big_inside
from station_app.exchange.pipes import Output, Sink, Source, own_errors
from station_app.exchange.strict import (
    MAX_BLOB_BYTES,
    MAX_CHANGES,
    MAX_EXPANSION,
    MAX_MANIFEST_BYTES,
    MAX_PACKAGE_BYTES,
    MIB,
    Refused,
)

LEVEL = 3
_CHUNK = 256 * 1024
_AGE_CHUNK, _AGE_TAG, _AGE_HEADER, _AGE_STANZA = 64 * 1024, 16, 1024, 512
_SMALLER = "请分两次导出，或联系街道中心。"

Changes = Callable[[], Iterable[Written]]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Blob:
    """An attachment to be sent: hex SHA-256 and size of its plain bytes, and how to open them."""

    sha256: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True)
class Prepared:
    """A package that is ready to be written: ``manifest`` is complete, ``manifest_bytes`` are signed."""

    manifest: Manifest
    manifest_bytes: bytes
    signature: bytes
    changes: Changes
    blobs: tuple[Blob, ...]

    @property
    def plain_size(self) -> int:
        """Exact length of the tar."""
        sizes = [self.manifest.section.size, *(blob.size for blob in self.blobs)]
        return tarring.total(len(self.manifest_bytes), sizes)

    @property
    def size(self) -> int:
        """The most bytes that the file will have."""
        pieces = -(-self.plain_size // _AGE_CHUNK)
        return self.plain_size + pieces * _AGE_TAG + _AGE_HEADER + len(self.manifest.recipients) * _AGE_STANZA

    def write(self, out: Output, progress: Progress = lambda _done, _total: None) -> None:
        """Encrypt to the manifest's recipients and write it all; ``progress`` gets bytes written, and the most.

        Raises what ``out``, a source or ``progress`` raises, and Refused when a source gives other bytes than before.
        """
        from pyrage import encrypt_io
        from pyrage.x25519 import Recipient

        source = Source(self._chunks())
        sink = Sink(out, lambda done: progress(done, self.size))
        with own_errors(source, sink):
            encrypt_io(source, sink, [Recipient.from_str(one) for one in self.manifest.recipients])

    def _chunks(self) -> Iterator[bytes]:
        section = self.manifest.section
        yield from _file(tarring.MANIFEST, len(self.manifest_bytes), iter([self.manifest_bytes]))
        yield from _file(tarring.SIGNATURE, len(self.signature), iter([self.signature]))
        packed = _compressed(self.changes(), _Count())
        yield from _file(CHANGES, section.size, _same(packed, section.sha256, section.size, "记录"))
        for blob in self.blobs:
            same = _same(_opened(blob), blob.sha256, blob.size, "附件")
            yield from _file(tarring.blob_name(blob.sha256), blob.size, same)
        yield tarring.END


def prepare(manifest: Manifest, changes: Changes, blobs: Sequence[Blob], keys: SiteKeys) -> Prepared:
    """The first pass: sizes, hashes, signature. Raises Refused over a cap (split the export before it gets there)."""
    if any(blob.size > MAX_BLOB_BYTES for blob in blobs):
        raise Refused("有一个附件超过 20 MB，不能导出", "请删去它或换一个小的，再导出。")
    ordered = tuple(sorted({blob.sha256: blob for blob in blobs}.values(), key=lambda blob: blob.sha256))
    entries = tuple(BlobEntry(blob.sha256, blob.size) for blob in ordered)
    complete = manifest.with_contents(_measured(changes()), entries)
    data = complete.to_bytes()
    if len(data) > MAX_MANIFEST_BYTES:
        raise Refused("这个包的清单超过 1 MB", _SMALLER)
    prepared = Prepared(complete, data, keys.sign(Tag.MANIFEST, data), changes, ordered)
    if prepared.size > MAX_PACKAGE_BYTES:
        raise Refused(f"这个包超过 {MAX_PACKAGE_BYTES // MIB:,} MB", _SMALLER)
    return prepared


def write_package(
    out: Output,
    manifest: Manifest,
    changes: Changes,
    blobs: Sequence[Blob],
    keys: SiteKeys,
    progress: Progress = lambda _done, _total: None,
) -> Manifest:
    """Both passes; returns the complete manifest."""
    prepared = prepare(manifest, changes, blobs, keys)
    prepared.write(out, progress)
    return prepared.manifest


class _Count:
    """How many lines and bytes went into the compressor."""

    def __init__(self) -> None:
        self.lines = 0
        self.plain = 0


def _measured(changes: Iterable[Written]) -> Section:
    digest, size, count = hashlib.sha256(), 0, _Count()
    for chunk in _compressed(changes, count):
        digest.update(chunk)
        size += len(chunk)
    if count.lines > MAX_CHANGES:
        raise Refused(f"一个包最多 {MAX_CHANGES:,} 条记录", _SMALLER)
    if count.plain > size * MAX_EXPANSION:
        raise too_big_inside()
    return Section(digest.hexdigest(), size, count.plain, count.lines)


def _compressed(changes: Iterable[Written], count: _Count) -> Iterator[bytes]:
    from zstandard import ZstdCompressor

    packer = ZstdCompressor(level=LEVEL, write_checksum=True).compressobj()
    pending = bytearray()
    for change in changes:
        line = write_line(change)
        count.lines += 1
        count.plain += len(line)
        pending += line
        if len(pending) >= _CHUNK:
            yield packer.compress(bytes(pending))
            pending.clear()
    yield packer.compress(bytes(pending)) + packer.flush()


def _opened(blob: Blob) -> Iterator[bytes]:
    with blob.open() as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _same(chunks: Iterator[bytes], sha256: str, size: int, what: str) -> Iterator[bytes]:
    digest, seen = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        seen += len(chunk)
        if seen > size:
            break
        yield chunk
    if seen != size or digest.hexdigest() != sha256:
        raise Refused(f"导出时{what}变了，已停止，没有留下半个包", "请再导出一次；如果又这样，请在设置里检查数据。")


def _file(name: str, size: int, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield tarring.header(name, size)
    yield from chunks
    yield tarring.padding(size)
