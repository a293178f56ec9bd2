"""Packages made for tests: whole ones, and ones that a stranger or an evil owner of a key might make."""

import dataclasses
import hashlib
import io
import json
from pathlib import Path

import pytest

from station_app.domain.codec import canonical
from station_app.exchange import tarring
from station_app.exchange.keys import SiteKeys, Tag
from station_app.exchange.lines import write_line
from station_app.exchange.manifest import CHANGES, Manifest, Section, Sender, Span
from station_app.exchange.names import Direction
from station_app.exchange.reading import Staged, open_package
from station_app.exchange.strict import Refused
from station_app.exchange.writing import Blob, prepare
from station_app.journal.changes import Change, new_change

SITE = "0b5f2c1e-8f3c-4f0a-9d53-0d7a4a1f7e11"
CENTRE = "5a0c7c52-3f0b-4a34-8d7b-7f3b1a0e9c22"
STREAM = f"S:{SITE}"
INSTANCE = "a1" * 16
AT = "2026-06-18T10:52:00+08:00"


def chain(texts: list[str], stream: str = STREAM) -> list[Change]:
    """A stream with one change a text."""
    changes: list[Change] = []
    for number, text in enumerate(texts, 1):
        change = new_change(
            stream=stream,
            prev=[changes[-1].name] if changes else [],
            seq=number,
            instance=INSTANCE,
            uid=f"uid-{number}",
            facet="opinion.intake",
            payload={"text": text},
            schema=1,
            wall_time="2026-06-18T02:52:00+00:00",
        )
        changes.append(change)
    return changes


class Erased:
    """A change whose payload is gone."""

    salt = payload = None

    def __init__(self, header: str) -> None:
        self.header = header


def blob(data: bytes) -> Blob:
    return Blob(hashlib.sha256(data).hexdigest(), len(data), lambda: io.BytesIO(data))


class Sending:
    """A station, the centre, and what the one sends to the other."""

    def __init__(self) -> None:
        self.station = SiteKeys.generate()
        self.centre = SiteKeys.generate()

    def manifest(self, changes: list[Change], **more) -> Manifest:
        head = (changes[-1].name.hex(),) if changes else ()
        values = {
            "kind": Direction.UP,
            "package_id": "3f" * 16,
            "app_version": "0.3.0",
            "sender": Sender(SITE, INSTANCE),
            "receiver": CENTRE,
            "recipients": (self.centre.public.receive,),
            "export_no": 82,
            "written_at": AT,
            "streams": {STREAM: Span((), head, len(changes))} if changes else {},
            "claims": {STREAM: head},
        }
        return Manifest(**(values | more))

    def prepared(self, texts: list[str], blobs: list[bytes] = (), **more):
        changes = chain(texts)
        return prepare(self.manifest(changes, **more), lambda: changes, [blob(one) for one in blobs], self.station)

    def package(self, texts: list[str], blobs: list[bytes] = (), **more) -> bytes:
        out = io.BytesIO()
        self.prepared(texts, blobs, **more).write(out)
        return out.getvalue()

    def sealed(self, tar: bytes) -> bytes:
        """Any bytes, encrypted to the centre."""
        from pyrage import encrypt
        from pyrage.x25519 import Recipient

        return encrypt(tar, [Recipient.from_str(self.centre.public.receive)])

    def tar_of(self, manifest: bytes, files: list[tuple[str, bytes]], signature: bytes | None = None) -> bytes:
        """A tar with a signed manifest and these files."""
        signature = self.station.sign(Tag.MANIFEST, manifest) if signature is None else signature
        parts = [(tarring.MANIFEST, manifest), (tarring.SIGNATURE, signature), *files]
        return b"".join(tarred(name, data) for name, data in parts) + tarring.END

    def with_lines(self, lines: list[bytes], **section) -> bytes:
        """A genuine, signed package with any bytes for its lines."""
        return self.with_packed(packed(b"".join(lines)), len(b"".join(lines)), len(lines), **section)

    def with_packed(self, data: bytes, plain: int, count: int, **section) -> bytes:
        entry = Section(hashlib.sha256(data).hexdigest(), len(data), plain, count)
        manifest = self.manifest([], streams={STREAM: Span((), (), count)} if count else {})
        signed = dataclasses.replace(manifest, section=dataclasses.replace(entry, **section)).to_bytes()
        return self.sealed(self.tar_of(signed, [(CHANGES, data)]))

    def with_manifest(self, change) -> bytes:
        """A genuine, signed package whose manifest's JSON was changed by ``change`` (in place, or a new text)."""
        data = packed(b"".join(write_line(one) for one in chain(["路灯"])))
        values = json.loads(self.prepared(["路灯"]).manifest_bytes)
        values["sections"][CHANGES] |= {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        text = change(values) or canonical(values)
        return self.sealed(self.tar_of(text if isinstance(text, bytes) else text.encode(), [(CHANGES, data)]))

    def open(self, data: bytes, folder: Path, keys: SiteKeys | None = None, key_of=None) -> Staged:
        path = folder / "UP-17-2026-082-3f3f3f.zlt"
        path.write_bytes(data)
        signers = key_of or (lambda _manifest: [self.station.public.sign])
        return open_package(path, [(keys or self.centre).identity], signers, folder)

    def refusal(self, data: bytes, folder: Path, **more) -> Refused:
        """Why it is refused; the file is as it was, and no stage stays."""
        with pytest.raises(Refused) as caught:
            self.open(data, folder, **more).close()
        assert [path.read_bytes() for path in folder.iterdir()] == [data]
        assert caught.value.next_step.endswith("数据没有改动。")
        return caught.value


def tarred(name: str, data: bytes) -> bytes:
    return tarring.header(name, len(data)) + data + tarring.padding(len(data))


def packed(data: bytes) -> bytes:
    from zstandard import ZstdCompressor

    return ZstdCompressor(level=6, write_checksum=True).compress(data)
