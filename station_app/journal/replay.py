"""The tables as the log says they are: every record's row from its current facets, one record after the other."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peewee import Database

from station_app.db import models
from station_app.db.statements import execute
from station_app.domain.codec import canonical, from_payload
from station_app.domain.facets import FACETS
from station_app.domain.records import Feedback, Handling, Intake, LocalHandling, Reply
from station_app.domain.serials import parse_serial
from station_app.domain.status import Facets
from station_app.errors import StationError
from station_app.journal.materialise import TABLES, row_of
from station_app.journal.opinions import PARTS, fact_columns, people_columns

Row = dict[str, Any]
Names = dict[str, str]
_INTAKE = "opinion.intake"
_READ: dict[str, Any] = {"local": LocalHandling, "feedback": Feedback, "handling": Handling, "reply": Reply}
_OPINION = {_INTAKE, *(f"opinion.{part}" for part in PARTS)}


class Unreadable(Exception):
    """A payload from which no row can be made: damaged, or not written by this program. Holds the uid only."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One record: its uid, the number of its first change, and the text of each current facet."""

    uid: str
    first: int
    facets: dict[str, str]


@dataclass(frozen=True, slots=True)
class Replayed:
    """The row that a record ought to have, without its integer id."""

    subject: Subject
    table: type[models.Synced]
    row: Row


def subjects(db: Database) -> Iterator[Subject]:
    """All records of the log in the order in which they were begun, which is nearly that of their rows.

    Erased payloads count as absent.
    """
    current = "SELECT facet, payload FROM change WHERE uid = ? ORDER BY facet, depth DESC, name DESC"
    cursor = db.cursor()
    for uid, first in execute(db, "SELECT uid, min(id) FROM change GROUP BY uid ORDER BY 2"):
        facets: dict[str, str | None] = {}
        for facet, payload in cursor.execute(current, (uid,)):
            facets.setdefault(facet, payload)
        yield Subject(uid, first, {facet: payload for facet, payload in facets.items() if payload is not None})


def replay(db: Database, site: str, names: Names) -> Iterator[Replayed]:
    """The rows of all records in the order of `subjects`; raises Unreadable. ``names`` as of `names_in_log`.

    A record whose own facet is not held yet, or that has no table, gives none.
    """
    for subject in subjects(db):
        try:
            yield from _rows(site, subject, names)
        except (KeyError, TypeError, ValueError, AttributeError, StationError) as error:
            raise Unreadable(subject.uid) from error


def names_in_log(db: Database) -> Names:
    """The names of all contacts and deputies by uid, as their current versions have them."""
    versions = (
        "SELECT uid, CASE WHEN json_valid(payload) THEN payload ->> '$.name' END FROM change"
        " WHERE facet IN (?, ?, ?) ORDER BY uid, depth, name"
    )
    named = execute(db, versions, ("contact.person", "deputy.provisional", "deputy"))
    return {uid: name for uid, name in named if name}


def base_id(row: Row) -> int:
    """The lowest id the row of an opinion can have: its packed serial."""
    return parse_serial(row["serial"]).sort_key()


def _rows(site: str, subject: Subject, names: Names) -> Iterator[Replayed]:
    payloads = {
        facet: json.loads(text) for facet, text in subject.facets.items() if facet in TABLES or facet in _OPINION
    }
    if _INTAKE in payloads:
        yield Replayed(subject, models.Opinion, _opinion(site, subject.uid, payloads, names))
    for facet in payloads.keys() & TABLES.keys():
        record = FACETS[facet].record
        assert record is not None
        from_payload(record, payloads[facet])
        yield Replayed(subject, TABLES[facet], row_of(facet, site, subject.uid, payloads[facet]))


def _opinion(site: str, uid: str, payloads: dict[str, Any], names: Names) -> Row:
    intake = payloads[_INTAKE]
    row = row_of(_INTAKE, site, uid, intake)
    row |= people_columns(names.get(one) for one in [intake["contact"], *intake["deputies"]])
    laid_over = {part: payloads.get(f"opinion.{part}") for part in PARTS}
    row |= {part: None if payload is None else canonical(payload) for part, payload in laid_over.items()}
    read = {
        part: from_payload(record, laid_over[part]) for part, record in _READ.items() if laid_over[part] is not None
    }
    return row | fact_columns(Facets(intake=from_payload(Intake, intake), **read))
