"""The one place that writes synced records: change and row together, in the caller's transaction."""

import json
from datetime import UTC
from typing import Any

from peewee import Database

from station_app.db import models
from station_app.db.statements import Row, execute, insert, rows, scalar
from station_app.domain.clock import Clock
from station_app.domain.codec import Payload, to_payload
from station_app.domain.facets import FACETS, SCHEMA, stream_name
from station_app.journal.changes import Change, new_change
from station_app.journal.materialise import materialise

STAMP_KEYS = ("created_at", "created_by", "updated_at", "updated_by")


class Log:
    """The log of one installation, for one transaction at a time.

    ``site`` is the uid that owns the station streams, ``instance`` this installation's 128 random bits in hex.
    """

    def __init__(self, db: Database, site: str, instance: str, clock: Clock) -> None:
        self._db = db
        self._site = site
        self._instance = instance
        self._clock = clock

    def put(self, uid: str, facet: str, record: Any, by: str | None) -> bytes:
        """Write a version of a facet and its row; ``by`` is the author's uid. Returns the name of the change.

        Keys of the version before that this program does not know are carried over.
        """
        before = current_payload(self._db, uid, facet)
        at = self._clock.now().isoformat(timespec="seconds")
        payload = _carry_over(before, facet) | to_payload(record)
        payload |= {
            "created_at": before["created_at"] if before else at,
            "created_by": before["created_by"] if before else by,
            "updated_at": at,
            "updated_by": by,
        }
        change = self._append(uid, facet, payload)
        materialise(self._db, self._site, uid, facet, payload)
        return change.name

    def _append(self, uid: str, facet: str, payload: Payload) -> Change:
        name = stream_name(facet, self._site)
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


def count_changes(db: Database) -> int:
    """How many changes the log holds."""
    return int(scalar(db, "SELECT count(*) FROM change"))


def _carry_over(before: Payload | None, facet: str) -> Payload:
    record = FACETS[facet].record
    assert record is not None
    known = {*record.__slots__, *STAMP_KEYS}
    return {key: value for key, value in (before or {}).items() if key not in known}
