"""Opening a package: nothing of it is believed until decryption, tar, signature, hashes and every line have ended well.

``open_package`` copies the decrypted bytes to a ``Stage`` on this PC, so that the stick may go; the file itself is only
read. Whatever is wrong is ``Refused`` (or a subclass) with its own sentence. Memory stays flat.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, Self, cast

from station_app.db.faults import disk_faults
from station_app.exchange import tarring
from station_app.exchange.keys import Tag, recipient_of, signer
from station_app.exchange.lines import read_line, reread_line
from station_app.exchange.manifest import CHANGES, BlobEntry, Manifest, Span, read_manifest, too_big_inside
from station_app.exchange.outside import GARBLED, damage, require_package
from station_app.exchange.pipes import Sink, Source, own_errors
from station_app.exchange.stage import Stage, StageFile
from station_app.exchange.strict import ASK_AGAIN, MAX_CHANGE_BYTES, MAX_MANIFEST_BYTES, UNCHANGED, Refused
from station_app.journal.changes import Line

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

_CHUNK = 256 * 1024
_MAX_WINDOW = 8 * 1024 * 1024

KeyOf = Callable[[Manifest], Iterable[str]]
Progress = Callable[[int, int], None]


class NotForUs(Refused):
    """It was encrypted to somebody else (or its head was damaged: age cannot tell)."""


class BadSignature(Refused):
    """No key that counts has signed the manifest."""


class Staged:
    """A package that was found whole and genuine; ``close`` it, or use it in a ``with``.

    ``signer`` is the public key that signed, ``sha256`` the hash of the file as it lay on the stick; ``ends`` are, per
    stream, the names of the changes on which nothing else of the package stands.
    """

    def __init__(self, stage: Stage, manifest_bytes: bytes, signature: bytes, sha256: str) -> None:
        self._stage = stage
        self.manifest_bytes = manifest_bytes
        self.signature = signature
        self.sha256 = sha256
        self.signer = ""
        self.ends: dict[str, set[bytes]] = {}
        self.manifest: Manifest = read_manifest(manifest_bytes)
        offset = tarring.room(len(manifest_bytes)) + tarring.room(len(signature))
        self._places = dict(_places(self.manifest, offset))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def changes(self) -> Iterator[Line]:
        """The changes in the order in which they were sent; it may be called again."""
        return (reread_line(line) for line in self._lines())

    def open_blob(self, sha256: str) -> StageFile:
        """An attachment to be read in pieces; KeyError if the package has none of that name."""
        offset, size = self._places[tarring.blob_name(sha256)]
        return StageFile(self._stage, offset, size)

    def blob(self, sha256: str) -> bytes:
        """All bytes of an attachment (at most 20 MiB); KeyError if the package has none of that name."""
        return self.open_blob(sha256).read()

    def close(self) -> None:
        """Let the stage go."""
        self._stage.close()

    def verify(self, identities: Sequence[str], key_of: KeyOf) -> None:
        """Everything that can be asked of a package; called by ``open_package``."""
        ours = {recipient_of(one) for one in identities}
        if ours.isdisjoint(self.manifest.recipients):
            raise NotForUs("这个包不是发给本机的", f"请核对是哪个站的包；{UNCHANGED}")
        found = signer(key_of(self.manifest), Tag.MANIFEST, self.manifest_bytes, self.signature)
        if found is None:
            raise BadSignature(
                "这个包的签名不对，不是该站点发出的，或被改动过", f"请不要使用它，并告诉街道中心；{UNCHANGED}"
            )
        self.signer = found
        self._verify_tar()
        self._verify_hashes()
        self._verify_lines()

    def _verify_tar(self) -> None:
        end = tarring.room(len(self.manifest_bytes)) + tarring.room(len(self.signature))
        for name, (start, size) in self._places.items():
            block = self._stage.read(start - tarring.BLOCK, tarring.BLOCK)
            if len(block) < tarring.BLOCK:
                raise Refused("这个包不完整，少了文件", ASK_AGAIN)
            if tarring.size_in(block, name, size) != size:
                raise Refused(f"包里的「{name[:40]}」和清单里写的大小不同", ASK_AGAIN)
            end = start + size + len(tarring.padding(size))
            _require_zeros(self._stage, start + size, end)
        closing = self._stage.read(end, len(tarring.END))
        if closing != tarring.END:
            wrong = "这个包不完整，没有结尾" if len(closing) < len(tarring.END) else "包里有清单以外的东西"
            raise Refused(wrong, ASK_AGAIN)
        if self._stage.size > end + len(tarring.END):
            raise Refused("包的结尾后面还有多余的内容", ASK_AGAIN)

    def _verify_hashes(self) -> None:
        section = self.manifest.section
        for entry in (BlobEntry(section.sha256, section.size), *self.manifest.blobs):
            name = CHANGES if entry.sha256 == section.sha256 else tarring.blob_name(entry.sha256)
            file, digest = StageFile(self._stage, *self._places[name]), hashlib.sha256()
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
            if digest.hexdigest() != entry.sha256:
                raise Refused(f"包里的{'记录' if name == CHANGES else '附件'}和清单里的校验码不符", ASK_AGAIN)

    def _verify_lines(self) -> None:
        counts: dict[str, int] = {}
        below: set[bytes] = set()
        for text in self._lines():
            line = read_line(text)
            stream = line.facts.stream
            counts[stream] = counts.get(stream, 0) + 1
            self._see(line, self.ends.setdefault(stream, set()), below)
        section, streams = self.manifest.section, self.manifest.streams
        named = all(streams.get(name, Span((), (), 0)).count == count for name, count in counts.items())
        if sum(counts.values()) != section.count or sum(span.count for span in streams.values()) != section.count:
            raise Refused("包里记录的条数和清单里写的不同", ASK_AGAIN)
        if not named:
            raise Refused("包里的记录和清单里写的去向不同", ASK_AGAIN)

    @staticmethod
    def _see(line: Line, ends: set[bytes], below: set[bytes]) -> None:
        """Keep ``ends``; ``below`` gathers the parents that have not come yet, so that any order will do."""
        below.update(name for name in line.facts.prev if name not in ends)
        ends.difference_update(line.facts.prev)
        if line.name not in below:
            ends.add(line.name)

    def _lines(self) -> Iterator[bytes]:
        from zstandard import ZstdDecompressor, ZstdError

        section, seen = self.manifest.section, 0
        packed = StageFile(self._stage, *self._places[CHANGES])
        unpacker = ZstdDecompressor(max_window_size=_MAX_WINDOW)
        try:
            with unpacker.stream_reader(cast(IO[bytes], packed), read_across_frames=True, closefd=False) as raw:
                reader = io.BufferedReader(raw, _CHUNK)
                while line := reader.readline(MAX_CHANGE_BYTES + 1):
                    seen += len(line)
                    _require_line(line, seen, section.plain)
                    yield line
        except (ZstdError, MemoryError) as error:
            raise Refused("包里的记录解不开", ASK_AGAIN) from error
        if seen != section.plain:
            raise Refused("包里的记录不完整", ASK_AGAIN)


def open_package(
    path: Path,
    identities: Sequence[str],
    key_of: KeyOf,
    folder: Path,
    progress: Progress = lambda _done, _total: None,
) -> Staged:
    """Copy a package to a stage in ``folder`` and verify all of it.

    ``identities`` are age secret keys; ``key_of`` gives the public signing keys that count for a manifest (nothing of
    which is to be believed yet) and may raise its own StationError. ``progress`` gets bytes read and all bytes, and may
    raise, which stops it.
    Raises Refused for what is wrong with the package, StorageProblem for the disk.
    """
    stage = Stage(folder)
    try:
        with disk_faults(path):
            size = require_package(path)
            sha256 = _decrypt(path, size, identities, stage, progress)
        manifest, signature = _head(stage)
        staged = Staged(stage, manifest, signature, sha256)
        staged.verify(identities, key_of)
    except BaseException:
        stage.close()
        raise
    return staged


def _decrypt(path: Path, size: int, identities: Sequence[str], stage: Stage, progress: Progress) -> str:
    from pyrage import DecryptError, decrypt_io

    digest = hashlib.sha256()
    with path.open("rb") as file:
        source, sink = Source(_chunks(file, digest.update)), Sink(stage, lambda done: progress(done, size))
        try:
            with own_errors(source, sink):
                decrypt_io(source, sink, _keys(identities))
        except (DecryptError, OSError) as error:
            if error is source.error or error is sink.error:
                raise
            stage.finish()
            raise _undecrypted(error, path, size, stage) from error
    stage.finish()
    return digest.hexdigest()


def _undecrypted(error: Exception, path: Path, size: int, stage: Stage) -> Refused:
    if "matching keys" in str(error):
        step = f"请核对是哪个站的包；如果确是发给本站的，文件可能已损坏，请对方重新导出。{UNCHANGED}"
        return NotForUs("这个包本机打不开：它是发给别处的", step)
    if isinstance(error, OSError):
        return damage(path, size, stage)
    return Refused(GARBLED if "ncomplete" not in str(error) and "fill" not in str(error) else "这个包不完整", ASK_AGAIN)


def _chunks(file: BinaryIO, see: Callable[[bytes], None]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        see(chunk)
        yield chunk


def _keys(identities: Sequence[str]) -> list[Identity]:
    from pyrage.x25519 import Identity

    return [Identity.from_str(one) for one in identities]


def _head(stage: Stage) -> tuple[bytes, bytes]:
    size, at = _size_at(stage, 0, tarring.MANIFEST, MAX_MANIFEST_BYTES), tarring.BLOCK
    manifest = stage.read(at, size)
    _require_zeros(stage, at + size, at + size + len(tarring.padding(size)))
    at = tarring.room(size)
    if _size_at(stage, at, tarring.SIGNATURE, tarring.SIGNATURE_BYTES) != tarring.SIGNATURE_BYTES:
        raise Refused("包里的签名长度不对", ASK_AGAIN)
    at += tarring.BLOCK
    end = at + tarring.SIGNATURE_BYTES
    _require_zeros(stage, end, end + len(tarring.padding(tarring.SIGNATURE_BYTES)))
    return manifest, stage.read(at, tarring.SIGNATURE_BYTES)


def _size_at(stage: Stage, offset: int, name: str, limit: int) -> int:
    block = stage.read(offset, tarring.BLOCK)
    if len(block) < tarring.BLOCK:
        raise Refused("这个包不完整，少了文件", ASK_AGAIN)
    return tarring.size_in(block, name, limit)


def _places(manifest: Manifest, offset: int) -> Iterator[tuple[str, tuple[int, int]]]:
    files = [(CHANGES, manifest.section.size)]
    files += [(tarring.blob_name(blob.sha256), blob.size) for blob in manifest.blobs]
    for name, size in files:
        yield name, (offset + tarring.BLOCK, size)
        offset += tarring.room(size)


def _require_zeros(stage: Stage, start: int, end: int) -> None:
    rest = stage.read(start, end - start)
    if len(rest) < end - start:
        raise Refused("这个包不完整，少了文件", ASK_AGAIN)
    if any(rest):
        raise Refused("包里有清单以外的东西", ASK_AGAIN)


def _require_line(line: bytes, seen: int, plain: int) -> None:
    if len(line) > MAX_CHANGE_BYTES:
        raise Refused("包里有一条记录超过 2 MB", ASK_AGAIN)
    if seen > plain:
        raise too_big_inside()
    if not line.endswith(b"\n"):
        raise Refused("包里的最后一条记录不完整", ASK_AGAIN)
