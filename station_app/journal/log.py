"""The one place that writes synced records: change and row together, in the caller's transaction."""

import json
from datetime import UTC
from typing import Any

from peewee import Database, fn

from station_app.db import models
from station_app.domain.clock import Clock
from station_app.domain.codec import to_payload
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

    def _append(self, uid: str, facet: str, payload: dict[str, Any]) -> Change:
        name = stream_name(facet, self._site)
        stream = open_stream(self._db, name)
        heads = stream_heads(self._db, stream.id)
        change = new_change(
            stream=name,
            prev=[head.name for head in heads],
            seq=stream.own_seq + 1,
            instance=self._instance,
            uid=uid,
            facet=facet,
            payload=payload,
            schema=SCHEMA,
            wall_time=self._clock.now().astimezone(UTC).isoformat(timespec="seconds"),
        )
        depth = 1 + max((head.depth for head in heads), default=0)
        number = self._store(change, stream, depth, uid, facet)
        self._move_heads(stream, heads, number)
        return change

    def _store(self, change: Change, stream: models.Stream, depth: int, uid: str, facet: str) -> int:
        row = {
            "name": change.name,
            "stream": stream.id,
            "depth": depth,
            "instance": self._instance,
            "seq": stream.own_seq + 1,
            "uid": uid,
            "facet": facet,
            "header": change.header,
            "salt": change.salt,
            "payload": change.payload,
        }
        return int(models.Change.insert(row).execute(self._db))

    def _move_heads(self, stream: models.Stream, heads: list[models.Change], number: int) -> None:
        for head in heads:
            models.ChangeParent.insert(child=number, parent=head.id).execute(self._db)
        models.StreamHead.delete().where(models.StreamHead.stream == stream.id).execute(self._db)
        models.StreamHead.insert(stream=stream.id, change=number).execute(self._db)
        query = models.Stream.update(own_seq=stream.own_seq + 1).where(models.Stream.id == stream.id)
        query.execute(self._db)


def open_stream(db: Database, name: str) -> models.Stream:
    """The row of a stream, made when it is the first time."""
    found = models.Stream.select().where(models.Stream.name == name).first(db)
    if found is None:
        models.Stream.insert(name=name).execute(db)
        found = models.Stream.select().where(models.Stream.name == name).first(db)
    assert isinstance(found, models.Stream)
    return found


def stream_heads(db: Database, stream_id: int) -> list[models.Change]:
    """The changes of a stream that nothing stands on (id, name, depth only)."""
    query = models.Change.select(models.Change.id, models.Change.name, models.Change.depth).join(models.StreamHead)
    return list(query.where(models.StreamHead.stream == stream_id).bind(db))


def current_payload(db: Database, uid: str, facet: str) -> dict[str, Any] | None:
    """The payload of the current version of a facet, None when there is none or it was erased."""
    text = (
        models.Change.select(models.Change.payload)
        .where((models.Change.uid == uid) & (models.Change.facet == facet))
        .order_by(models.Change.depth.desc(), models.Change.name.desc())
        .limit(1)
        .scalar(db)
    )
    return None if text is None else dict(json.loads(text))


def count_changes(db: Database) -> int:
    """How many changes the log holds."""
    return int(models.Change.select(fn.COUNT(models.Change.id)).scalar(db) or 0)


def _carry_over(before: dict[str, Any] | None, facet: str) -> dict[str, Any]:
    record = FACETS[facet].record
    assert record is not None
    known = {*record.__slots__, *STAMP_KEYS}
    return {key: value for key, value in (before or {}).items() if key not in known}
