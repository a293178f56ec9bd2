"""A log filled again from what was saved of a damaged one, so that nothing readable stays out of sight.

A change whose parents are lost is parked under its own name: the next package that brings the parents back applies it.
Until then, and for good where nobody else has them, what it says is said once more by this installation on top of what
is whole; so are records that only the tables still held. The same text said twice is no conflict (`receiving`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import Database

from station_app.db import models
from station_app.db.rows import to_record
from station_app.db.statements import execute, rows, scalar
from station_app.domain.codec import Payload, to_payload
from station_app.domain.facets import FACETS, StreamKind, site_of, stream_name
from station_app.errors import StationError
from station_app.journal.changes import ERASE, PUT, Line, change_name, header_of, payload_hash
from station_app.journal.erasing import apply_erase
from station_app.journal.log import STAMP_KEYS, Log, current_payload
from station_app.journal.materialise import TABLES, materialise
from station_app.journal.opinions import PARTS
from station_app.journal.receiving import Origin, Receiver

Row = dict[str, Any]
_FIRST = ("site.own", "site", "person", "deputy", "deputy.provisional", "contact.person", "box", "ledger_import")
_ORDER = (*_FIRST, "reception_day", "reception", "box_opening", "opinion.intake")


@dataclass(frozen=True, slots=True)
class Said:
    """A version of a facet to be said once more in a stream of ours.

    ``later``: it was written on top of what is whole, so that it is the newer one if it differs.
    """

    stream: str
    uid: str
    facet: str
    payload: Payload
    op: str = PUT
    later: bool = False

    @property
    def rank(self) -> int:
        """What others refer to goes first."""
        return _ORDER.index(self.facet) if self.facet in _ORDER else len(_ORDER)


def sound_change(row: Row) -> Line | None:
    """The change in a row, when its name and payload are what their hashes say; else None."""
    header, salt, payload = row["header"], row["salt"], row["payload"]
    if change_name(header) != row["name"]:
        return None
    facts = header_of(header)
    if payload is None or salt is None:
        return Line(row["name"], header, None, None, facts)
    if payload_hash(salt, payload) != facts.payload_hash:
        return None
    return Line(row["name"], header, salt, payload, facts)


def refill(db: Database, lines: Iterable[Line], site: str, tick: Callable[[int], None]) -> None:
    """Take changes, parents before children, into an empty log and its tables; those without parents are parked.

    ``tick`` is told how many are done. Within the caller's transaction.
    """
    receiver = Receiver(db, Origin(site=site, export_no=0))
    for number, line in enumerate(lines, 1):
        for _taken in receiver.take(line):
            pass
        tick(number)
    receiver.finish()


class Repeater(Log):
    """Writes what was said before, word for word, as changes of this installation."""

    def repeat(self, said: Said) -> None:
        """Say it again on top of the heads of its stream; a row whose record is not held waits."""
        change = self._append(said.stream, said.uid, said.facet, said.payload, said.op)
        if said.op == ERASE:
            apply_erase(self._db, header_of(change.header), change.payload)
        elif not materialise(self._db, site_of(said.stream), said.uid, said.facet, said.payload):
            self._wait(change.name, said)

    def _wait(self, name: bytes, said: Said) -> None:
        if said.facet.startswith("opinion."):
            number = scalar(self._db, "SELECT id FROM change WHERE name = ?", (name,))
            execute(self._db, "INSERT INTO pending_row (change_id, uid) VALUES (?, ?)", (number, said.uid))


def parked_versions(db: Database, writes: Callable[[str], bool]) -> list[Said]:
    """The newest version of each facet among the parked changes of streams that ``writes`` names ours, and erases."""
    newest: dict[tuple[str, str], Said] = {}
    erases = []
    for row in rows(db, "SELECT header, payload FROM parked ORDER BY id"):
        facts = header_of(row["header"])
        if not writes(facts.stream) or row["payload"] is None:
            continue
        said = Said(facts.stream, facts.uid, facts.facet, json.loads(row["payload"]), facts.op, later=True)
        if facts.op == ERASE:
            erases.append(said)
        else:
            newest[facts.uid, facts.facet] = said
    return [*newest.values(), *erases]


def table_versions(table: type[models.Synced], row: Row, site: str, writes: Callable[[str], bool]) -> Iterator[Said]:
    """What a row of a table says, facet by facet, in streams that ``writes`` names ours; nothing when it is amiss."""
    for facet in _facets_of(table, row):
        of_station = FACETS[facet].stream is StreamKind.STATION
        if (of_station and row["site"] != site) or (payload := _payload(facet, row)) is None:
            continue
        stream = stream_name(facet, row["site"])
        if writes(stream):
            yield Said(stream, row["uid"], facet, payload)


def is_news(db: Database, said: Said) -> bool:
    """Whether the log holds no version as new as this one; an erased one stays erased."""
    if said.op == ERASE:
        return True
    known = scalar(db, "SELECT 1 FROM change WHERE uid = ? AND facet = ?", (said.uid, said.facet))
    held = current_payload(db, said.uid, said.facet)
    if held is None:
        return known is None
    if said.later:
        return held != said.payload
    return _moment(said.payload) > _moment(held)


def _facets_of(table: type[models.Synced], row: Row) -> Iterator[str]:
    if table is models.Opinion:
        yield "opinion.intake"
        yield from (f"opinion.{part}" for part in PARTS if row.get(part) is not None)
    elif table is models.Deputy:
        yield "deputy.provisional" if row.get("provisional") else "deputy"
    else:
        yield from (facet for facet, home in TABLES.items() if home is table)


def _payload(facet: str, row: Row) -> Payload | None:
    subject, _, part = facet.partition(".")
    try:
        if subject == "opinion" and part != "intake":
            return dict(json.loads(row[part]))
        record: Any = FACETS[facet].record
        return to_payload(to_record(record, row)) | {name: row[name] for name in STAMP_KEYS}
    except (KeyError, TypeError, ValueError, StationError):
        return None


def _moment(payload: Payload) -> datetime:
    """When a version was written; of one that does not say so, long ago."""
    return datetime.fromisoformat(payload.get("updated_at") or "2000-01-01T00:00:00+00:00")
