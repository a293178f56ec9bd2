"""The one place that writes synced records: change and row together, in the caller's transaction."""

import json
from datetime import UTC
from typing import Any

from peewee import Database

from station_app.db import models
from station_app.db.statements import Row, execute, insert, rows, scalar
from station_app.domain.clock import Clock
from station_app.domain.codec import Payload, to_payload
from station_app.domain.enums import SiteRole
from station_app.domain.facets import ERASE_CONTACT, ERASE_VERSIONS, FACETS, SCHEMA, StreamKind, site_of, stream_name
from station_app.journal.changes import ERASE, PUT, Change, header_of, new_change
from station_app.journal.erased import kept_of
from station_app.journal.erasing import apply_erase, contact_erase, versions_erase
from station_app.journal.materialise import materialise

STAMP_KEYS = ("created_at", "created_by", "updated_at", "updated_by")


class Log:
    """The log of one installation, for one transaction at a time.

    ``site`` is the uid that owns the station streams, ``instance`` this installation's 128 random bits in hex. A
    station writes its own stream only, the centre its own one as a station and all that are the centre's.
    """

    def __init__(self, db: Database, site: str, instance: str, clock: Clock, role: SiteRole) -> None:
        self._db = db
        self._role = role
        self._site = site
        self._instance = instance
        self._clock = clock

    def put(self, uid: str, facet: str, record: Any, by: str | None) -> bytes:
        """Write a version of a facet and its row; ``by`` is the author's uid. Returns the name of the change.

        It stands above all versions held, so that a conflict of them is settled by it. Keys of the version before that
        this program does not know are carried over. A facet that is not ours to write is a fault of the program.
        """
        stream, before = self._stream_for(uid, facet), current_payload(self._db, uid, facet)
        if facet == "contact.person" and kept_of(self._db, site_of(stream), uid) is not None:
            raise AssertionError("an erased contact is not written again")
        if before and _stream_of(self._db, uid, facet) != stream:
            raise AssertionError(f"{facet} belongs to another stream")
        at = self._clock.now().isoformat(timespec="seconds")
        payload = _carry_over(before, facet) | to_payload(record)
        payload |= {
            "created_at": before["created_at"] if before else at,
            "created_by": before["created_by"] if before else by,
            "updated_at": at,
            "updated_by": by,
        }
        change = self._append(stream, uid, facet, payload)
        execute(self._db, "DELETE FROM conflict WHERE uid = ? AND facet = ?", (uid, facet))
        materialise(self._db, site_of(stream), uid, facet, payload)
        return change.name

    def erase_contact(self, site: str, uid: str, by: str | None) -> bytes:
        """Erase all versions of a contact of ``site`` for good, here and wherever the change comes to; its name."""
        stream = f"S:{site}" if site == self._site else f"C:{site}"
        return self._erase(
            stream, uid, ERASE_CONTACT, contact_erase(current_payload(self._db, uid, "contact.person")), by
        )

    def erase_versions(self, uid: str, facet: str, names: list[bytes], by: str | None) -> bytes:
        """Erase the named versions of a facet of ours for good; the one that stands must be another, later one."""
        return self._erase(self._stream_for(uid, facet), uid, ERASE_VERSIONS, versions_erase(names), by)

    def _erase(self, stream: str, uid: str, facet: str, payload: Payload, by: str | None) -> bytes:
        if stream.startswith("C:") and self._role is not SiteRole.CENTRE:
            raise AssertionError("another site's")
        at = self._clock.now().isoformat(timespec="seconds")
        stamps = {"created_at": at, "created_by": by, "updated_at": at, "updated_by": by}
        change = self._append(stream, uid, facet, payload | stamps, ERASE)
        apply_erase(self._db, header_of(change.header), change.payload)
        return change.name

    def _stream_for(self, uid: str, facet: str) -> str:
        """The stream it goes to: of what the centre says of an opinion that of the site which took it in."""
        spec, site = FACETS[facet], self._site
        if spec.stream is not StreamKind.STATION and self._role is not SiteRole.CENTRE:
            raise AssertionError(f"{facet} is the centre's")
        if spec.subject == "opinion":
            taken_in_by = scalar(self._db, "SELECT site FROM opinion WHERE uid = ?", (uid,))
            site = self._site if taken_in_by is None and facet == "opinion.intake" else str(taken_in_by)
        name = stream_name(facet, site)
        if spec.stream is StreamKind.STATION and name != stream_name(facet, self._site):
            raise AssertionError(f"{facet} is another site's")
        return name

    def _append(self, name: str, uid: str, facet: str, payload: Payload, op: str = PUT) -> Change:
        stream, seq = open_stream(self._db, name)
        heads = stream_heads(self._db, stream)
        change = new_change(
            stream=name,
            prev=[head["name"] for head in heads],
            seq=seq + 1,
            instance=self._instance,
            uid=uid,
            facet=facet,
            payload=payload,
            schema=SCHEMA,
            wall_time=self._clock.now().astimezone(UTC).isoformat(timespec="seconds"),
            op=op,
        )
        depth = 1 + max((head["depth"] for head in heads), default=0)
        row = {"name": change.name, "stream_id": stream, "depth": depth, "instance": self._instance, "seq": seq + 1}
        row |= {"uid": uid, "facet": facet, "header": change.header, "salt": change.salt, "payload": change.payload}
        self._stack(stream, heads, insert(self._db, models.Change, row))
        return change

    def _stack(self, stream: int, heads: list[Row], change: int) -> None:
        for head in heads:
            execute(self._db, "INSERT INTO change_parent (child_id, parent_id) VALUES (?, ?)", (change, head["id"]))
        execute(self._db, "DELETE FROM stream_head WHERE stream_id = ?", (stream,))
        execute(self._db, "INSERT INTO stream_head (stream_id, change_id) VALUES (?, ?)", (stream, change))
        execute(self._db, "UPDATE stream SET own_seq = own_seq + 1 WHERE id = ?", (stream,))


def open_stream(db: Database, name: str) -> tuple[int, int]:
    """The id of a stream and how many changes this instance wrote to it; the stream is made when it is the first."""
    found = rows(db, "SELECT id, own_seq FROM stream WHERE name = ?", (name,))
    if found:
        return found[0]["id"], found[0]["own_seq"]
    return insert(db, models.Stream, {"name": name, "own_seq": 0}), 0


def stream_heads(db: Database, stream: int) -> list[Row]:
    """The changes of a stream that nothing stands on: ``id``, ``name`` and ``depth`` of each."""
    return rows(
        db,
        "SELECT c.id, c.name, c.depth FROM stream_head h JOIN change c ON c.id = h.change_id WHERE h.stream_id = ?",
        (stream,),
    )


def current_payload(db: Database, uid: str, facet: str) -> Payload | None:
    """The payload of the current version of a facet, None when there is none or it was erased."""
    text = scalar(
        db,
        "SELECT payload FROM change WHERE uid = ? AND facet = ? ORDER BY depth DESC, name DESC LIMIT 1",
        (uid, facet),
    )
    return None if text is None else dict(json.loads(text))


def _stream_of(db: Database, uid: str, facet: str) -> str:
    query = "SELECT s.name FROM change c JOIN stream s ON s.id = c.stream_id WHERE c.uid = ? AND c.facet = ? LIMIT 1"
    return str(scalar(db, query, (uid, facet)))


def count_changes(db: Database) -> int:
    """How many changes the log holds."""
    return int(scalar(db, "SELECT count(*) FROM change"))


def _carry_over(before: Payload | None, facet: str) -> Payload:
    record = FACETS[facet].record
    assert record is not None
    known = {*record.__slots__, *STAMP_KEYS}
    return {key: value for key, value in (before or {}).items() if key not in known}
