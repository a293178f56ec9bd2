"""The life of one opinion as its log tells it: a line for each thing that happened, and each version of its intake."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from peewee import Database

from station_app.db.statements import rows, scalar
from station_app.domain.codec import from_payload
from station_app.domain.facets import FACETS
from station_app.domain.records import Intake
from station_app.domain.story import happenings
from station_app.domain.wording import FieldChange, field_changes
from station_app.services.station import Station

INTAKE = "opinion.intake"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened: ``at`` is an ISO day or minute (local), ``by`` a name, ``note`` a second line."""

    at: str
    what: str
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class IntakeVersion:
    """One version of what was taken in; ``changes`` against the version before, empty for the first."""

    at: str
    by: str
    intake: Intake
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """All that the log holds of one opinion; ``facets`` the payload of each facet as it stands."""

    timeline: tuple[TimelineEntry, ...]
    versions: tuple[IntakeVersion, ...]
    facets: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Version:
    """One version of a facet: ``depth`` orders those of one stream, ``id`` is the order in which they got here."""

    id: int
    depth: int
    facet: str
    payload: dict[str, Any]
    record: Any

    @property
    def written(self) -> str:
        return str(self.payload["updated_at"])

    @property
    def at(self) -> str:
        return self.written[:16]


def life_of(station: Station, uid: str) -> Life:
    """Read the log of the opinion ``uid``; versions whose text was erased are passed over."""
    found = _versions(station.db, uid)
    name_of = _names(station.db)
    return Life(
        timeline=_timeline([*found, *_people(station.db, found)], name_of),
        versions=_intakes(found, name_of),
        facets={one.facet: one.payload for one in found},
    )


def _versions(db: Database, uid: str) -> list[_Version]:
    query = (
        "SELECT id, depth, facet, payload FROM change WHERE uid = ? AND payload IS NOT NULL"
        " AND facet NOT LIKE 'erase.%' ORDER BY depth, name"
    )
    return [_version(row) for row in rows(db, query, (uid,))]


def _version(row: dict[str, Any]) -> _Version:
    payload, record = json.loads(row["payload"]), FACETS[row["facet"]].record
    return _Version(row["id"], row["depth"], row["facet"], payload, from_payload(record, payload) if record else None)


def _people(db: Database, found: list[_Version]) -> Iterator[_Version]:
    """The versions of contact and reception from the one that stood when the opinion was written."""
    intakes = [one for one in found if one.facet == INTAKE]
    for uid in (intakes[-1].record.contact, intakes[-1].record.reception):
        versions = _versions(db, uid) if uid else []
        earlier = sum(1 for one in versions if one.depth < intakes[0].depth)
        yield from versions[max(0, earlier - 1) :]


def _timeline(found: list[_Version], name_of: Callable[[str | None], str]) -> tuple[TimelineEntry, ...]:
    """In the order of days; within a day as written."""
    last: dict[str, Any] = defaultdict(lambda: None)
    entries: list[tuple[tuple[str, str, int], TimelineEntry]] = []
    for one in found:
        by = name_of(one.payload["updated_by"])
        for what in happenings(last[one.facet], one.record, name_of):
            at = what.on or one.at
            entries.append(((at[:10], one.written, one.id), TimelineEntry(at, what.what, by, what.note)))
        last[one.facet] = one.record
    return tuple(entry for _, entry in sorted(entries, key=lambda pair: pair[0]))


def _intakes(found: list[_Version], name_of: Callable[[str | None], str]) -> tuple[IntakeVersion, ...]:
    versions: list[IntakeVersion] = []
    for one in found:
        if one.facet == INTAKE:
            changes = field_changes(versions[-1].intake, one.record, name_of) if versions else ()
            versions.append(IntakeVersion(one.at, name_of(one.payload["updated_by"]), one.record, changes))
    return tuple(versions)


def _names(db: Database) -> Callable[[str | None], str]:
    """Gives the name of a person or deputy, '' when unknown; asks once for each."""

    @cache
    def name_of(uid: str | None) -> str:
        query = "SELECT name FROM person WHERE uid = ?1 UNION ALL SELECT name FROM deputy WHERE uid = ?1 LIMIT 1"
        return str(scalar(db, query, (uid,)) or "")

    return name_of
