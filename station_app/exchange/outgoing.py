"""What goes into a package: every change of the link's streams that some installation of the receiver may lack.

Reading only, in the caller's read transaction, which must last until the package is written.
"""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from peewee import Database

from station_app.db.blobs import BlobStore
from station_app.db.statements import execute, rows
from station_app.exchange.claims import claims_of, vouchers_for
from station_app.exchange.manifest import Manifest, Sender, Span
from station_app.exchange.names import Direction
from station_app.exchange.strict import MAX_CHANGES, MIB
from station_app.exchange.trust import Trust
from station_app.exchange.vouchers import Heads, write_voucher
from station_app.exchange.writing import Blob, Prepared, prepare
from station_app.journal.changes import Line, header_of
from station_app.journal.graph import beyond, heads_of

_CHUNK = 500
_PART_BYTES = 1024 * MIB
_BLOB = re.compile('"sha256":"([0-9a-f]{64})"')
_LINES = "SELECT name, header, salt, payload FROM change WHERE id IN ({}) ORDER BY id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """From whom to whom: ``station`` is the site whose streams travel (None between PCs of the centre)."""

    kind: Direction
    sender: Sender
    receiver: str
    station: str | None

    def streams(self, db: Database) -> tuple[str, ...]:
        """The streams of this link."""
        if self.station is not None:
            return (f"S:{self.station}", f"C:{self.station}", "C:*")
        return tuple(row["name"] for row in rows(db, "SELECT name FROM stream ORDER BY name"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What stands on a package beside its contents: its number, when, by which version, and the audit trail's head."""

    package_id: str
    export_no: int
    written_at: str
    app_version: str
    audit_head: str = ""
    wants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A package ready to be written, with the ids of its changes and how many there are of each facet."""

    prepared: Prepared
    changes: tuple[int, ...]
    facets: Counter[str]
    heads: dict[str, tuple[str, ...]]


def owed(db: Database, link: Link, *, full: bool = False) -> list[list[int]]:
    """The ids of the changes to send, in parts that each fit a package; at least one part, which may be empty."""
    streams = link.streams(db)
    claims = [] if full else claims_of(db, link.receiver, streams, link.sender.instance)
    parts: list[list[int]] = [[]]
    size = 0
    for chunk in _chunks(beyond(db, streams, claims)):
        marks = ",".join("?" * len(chunk))
        weights = execute(db, f"SELECT id, length(header) + length(payload) FROM change WHERE id IN ({marks})", chunk)  # noqa: S608
        for number, weight in sorted(weights):
            size += weight or 0
            if len(parts[-1]) == MAX_CHANGES or size > _PART_BYTES:
                parts.append([])
                size = 0
            parts[-1].append(number)
    return parts


def pack(
    db: Database,
    blobs: BlobStore,
    trust: Trust,
    link: Link,
    envelope: Envelope,
    part: list[int],
    asked: Sequence[str] = (),
) -> Parcel:
    """Make a package of the changes of one part, the first pass; ``asked`` are attachments to be sent once more.

    Raises StationError.
    """
    look = _Look(db, part)
    streams = link.streams(db)
    claims = {stream: _hex(heads_of(db, stream)) for stream in streams}
    sender = link.sender
    own = Heads(sender.site, sender.instance, envelope.export_no, envelope.written_at, look.own_heads(claims))
    manifest = Manifest(
        kind=link.kind,
        package_id=envelope.package_id,
        app_version=envelope.app_version,
        sender=sender,
        receiver=link.receiver,
        recipients=_recipients(trust, link),
        export_no=envelope.export_no,
        written_at=envelope.written_at,
        streams={stream: look.span(stream) for stream in streams if look.counts[stream]},
        claims={stream: heads for stream, heads in claims.items() if heads},
        vouchers=(write_voucher(trust.keys, own), *vouchers_for(db, look.counts, sender.site)),
        roster=trust.roster_file.decode(),
        audit_head=envelope.audit_head,
        wants=envelope.wants,
    )
    prepared = prepare(manifest, lambda: lines(db, part), _attachments(blobs, (*look.blobs, *asked)), trust.keys)
    return Parcel(prepared=prepared, changes=tuple(part), facets=look.facets, heads=dict(own.streams))


def lines(db: Database, changes: Sequence[int]) -> Iterator[Line]:
    """The changes with these ids, in their order, a few at a time."""
    for chunk in _chunks(changes):
        for name, header, salt, payload in execute(db, _LINES.format(",".join("?" * len(chunk))), chunk):
            yield Line(bytes(name), header, salt and bytes(salt), payload, header_of(header))


class _Look:
    """One look at the changes of a part: counts, the heads that it ends in, and the attachments it names."""

    def __init__(self, db: Database, part: Sequence[int]) -> None:
        self.counts: Counter[str] = Counter()
        self.facets: Counter[str] = Counter()
        self.blobs: dict[str, None] = {}
        self._tops: dict[str, set[bytes]] = {}
        self._below: dict[str, set[bytes]] = {}
        self._inside: set[bytes] = set()
        for line in lines(db, part):
            self._see(line)

    def span(self, stream: str) -> Span:
        """What of a stream is in the part."""
        return Span(_hex(self._below[stream]), _hex(self._tops[stream]), self.counts[stream])

    def own_heads(self, held: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """What the sender states: of streams in the part where the part ends, of others what it holds."""
        return {
            stream: _hex(self._tops[stream]) if stream in self._tops else heads
            for stream, heads in held.items()
            if heads
        }

    def _see(self, line: Line) -> None:
        stream = line.facts.stream
        tops, below = self._tops.setdefault(stream, set()), self._below.setdefault(stream, set())
        below.update(parent for parent in line.facts.prev if parent not in self._inside)
        self._inside.add(line.name)
        tops.difference_update(line.facts.prev)
        tops.add(line.name)
        self.counts[stream] += 1
        self.facets[line.facts.facet] += 1
        if line.payload is not None and "sha256" in line.payload:
            self.blobs.update(dict.fromkeys(attachment_names(line.payload)))


def attachment_names(payload: str) -> list[str]:
    """The SHA-256 names of the attachments that a payload refers to."""
    return _BLOB.findall(payload)


def _attachments(store: BlobStore, names: Iterable[str]) -> list[Blob]:
    """Those of the named files that are here; an attachment lost on this PC does not hold up the rest."""
    found = []
    for name in dict.fromkeys(names):
        if store.exists(name):
            data = store.get(name)
            found.append(Blob(name, len(data), lambda name=name: io.BytesIO(store.get(name))))  # type: ignore[misc]
    return found


def _recipients(trust: Trust, link: Link) -> tuple[str, ...]:
    """All installations of the receiver, and for what stations send the centre's offline recovery key."""
    spare = (trust.known_roster.recovery,) if link.kind is Direction.UP else ()
    return tuple(dict.fromkeys((*trust.recipients_of(link.receiver), *spare)))


def _hex(names: Iterable[bytes]) -> tuple[str, ...]:
    return tuple(sorted(name.hex() for name in names))


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
