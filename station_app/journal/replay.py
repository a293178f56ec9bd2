"""The tables as the log says they are: every record's row from its current facets, one record after the other."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peewee import Database

from station_app.db import models
from station_app.db.statements import execute
from station_app.domain.codec import canonical, from_payload
from station_app.domain.facets import FACETS, site_of
from station_app.domain.records import Feedback, Handling, Intake, LocalHandling, Reply
from station_app.domain.serials import parse_serial
from station_app.domain.status import Facets
from station_app.errors import StationError
from station_app.journal.erased import CONTACT, Gone, all_erased, nobody, without_person
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
    """One record: its uid, the number of its first change, the text of each current facet, and the site of each."""

    uid: str
    first: int
    facets: dict[str, str]
    sites: dict[str, str]


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
    current = "SELECT facet, payload, stream_id FROM change WHERE uid = ? ORDER BY facet, depth DESC, name DESC"
    owners = {stream: site_of(name) for stream, name in execute(db, "SELECT id, name FROM stream")}
    cursor = db.cursor()
    for uid, first in execute(db, "SELECT uid, min(id) FROM change GROUP BY uid ORDER BY 2"):
        facets: dict[str, str | None] = {}
        sites: dict[str, str] = {}
        for facet, payload, stream in cursor.execute(current, (uid,)):
            facets.setdefault(facet, payload)
            sites[facet] = owners[stream]
        held = {facet: payload for facet, payload in facets.items() if payload is not None}
        yield Subject(uid, first, held, sites)


def replay(db: Database, names: Names) -> Iterator[Replayed]:
    """The rows of all records in the order of `subjects`; raises Unreadable. ``names`` as of `names_in_log`.

    A record whose own facet is not held yet, or that has no table, gives none.
    """
    gone = all_erased(db)
    for subject in subjects(db):
        try:
            yield from _rows(subject, names, gone)
        except (KeyError, TypeError, ValueError, AttributeError, StationError) as error:
            raise Unreadable(subject.uid) from error


def names_in_log(db: Database) -> Names:
    """The names of all contacts and deputies by uid, as their current versions have them.

    The centre's word on a deputy goes before the station's, and names the one who is the same.
    """
    versions = (
        "SELECT uid, CASE WHEN json_valid(payload) THEN payload ->> '$.name' END,"
        " CASE WHEN json_valid(payload) THEN payload ->> '$.same_as' END FROM change"
        " WHERE facet IN (?, ?, ?) ORDER BY uid, facet = 'deputy', depth, name"
    )
    found = list(execute(db, versions, ("contact.person", "deputy.provisional", "deputy")))
    names = {uid: name for uid, name, _ in found if name}
    same = {uid: other for uid, _, other in found}
    return names | {uid: names[other] for uid, other in same.items() if other in names and uid in names}


def base_id(row: Row) -> int:
    """The lowest id the row of an opinion can have: its packed serial."""
    return parse_serial(row["serial"]).sort_key()


def _rows(subject: Subject, names: Names, gone: Gone) -> Iterator[Replayed]:
    payloads = {
        facet: json.loads(text) for facet, text in subject.facets.items() if facet in TABLES or facet in _OPINION
    }
    if _INTAKE in payloads:
        contact = (subject.sites[_INTAKE], payloads[_INTAKE]["contact"])
        payloads[_INTAKE] = without_person(contact in gone, payloads[_INTAKE])
        yield Replayed(subject, models.Opinion, _opinion(subject, payloads, names))
    contact = (subject.sites.get(CONTACT, ""), subject.uid)
    if contact in gone and CONTACT in subject.sites:
        payloads[CONTACT] = nobody(gone[contact])
    if "deputy" in payloads:
        payloads.pop("deputy.provisional", None)
    for facet in payloads.keys() & TABLES.keys():
        record = FACETS[facet].record
        assert record is not None
        from_payload(record, payloads[facet])
        yield Replayed(subject, TABLES[facet], row_of(facet, subject.sites[facet], subject.uid, payloads[facet]))


def _opinion(subject: Subject, payloads: dict[str, Any], names: Names) -> Row:
    intake = payloads[_INTAKE]
    row = row_of(_INTAKE, subject.sites[_INTAKE], subject.uid, intake)
    row |= people_columns(names.get(one) for one in [intake["contact"], *intake["deputies"]])
    laid_over = {part: payloads.get(f"opinion.{part}") for part in PARTS}
    row |= {part: None if payload is None else canonical(payload) for part, payload in laid_over.items()}
    read = {
        part: from_payload(record, laid_over[part]) for part, record in _READ.items() if laid_over[part] is not None
    }
    return row | fact_columns(Facets(intake=from_payload(Intake, intake), **read))
