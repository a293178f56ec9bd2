"""Repeat visitors: who came before under the same phone, or the same name and estate, with what, and how it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from station_app.db import models
from station_app.db.derived import status_sql
from station_app.db.rows import to_record
from station_app.domain.phone import normalise_phone, parse_phone
from station_app.domain.places import estate_of
from station_app.domain.records import Contact
from station_app.domain.similarity import likeness
from station_app.domain.text import clean_line
from station_app.services.station import Station

SAME_PHONE = "电话相同"
SAME_HOME = "姓名和小区相同"
SAME_MATTER = 0.5
MAX_VISITORS = 5
_MAX_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One earlier opinion: ``date`` is ISO, ``status`` the word of the list."""

    uid: str
    serial: str
    date: str
    title: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who came before: ``contact`` as last written under ``contact_uid`` is what may be taken over.

    ``contact_uids`` are all entries of the same person (an old ledger makes one a row); ``visits`` come newest first.
    """

    contact_uid: str
    contact: Contact
    contact_uids: tuple[str, ...]
    visits: tuple[Visit, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SameMatter:
    """The earlier opinion that a new one repeats; ``likeness`` (0 to 1) is the share of two-character pieces in common."""

    visit: Visit
    likeness: float
    sentence: str


def recognise(station: Station, name: str, phone: str, address: str) -> tuple[Visitor, ...]:
    """Who may be sitting here, by what has been typed so far; the surest and latest first, at most five."""
    name, estate = clean_line(name).text, estate_of(address)
    key = normalise_phone(phone) if parse_phone(phone) else ""
    rows = [*_by_phone(station, key), *_by_home(station, name, estate)]
    people: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda one: (one["name"] != name, one["reason"] != SAME_PHONE, -one["id"])):
        people.setdefault((row["name"], row["phone_key"]), []).append(row)
    return tuple(_visitor(station, entries) for entries in list(people.values())[:MAX_VISITORS])


def same_matter(station: Station, visitor: Visitor, title: str, content: str, topic: str = "") -> SameMatter | None:
    """The earlier opinion of this person that the new one repeats, to be warned of; None when there is none."""
    raise NotImplementedError


def _by_phone(station: Station, key: str) -> list[dict[str, Any]]:
    raise NotImplementedError


def _by_home(station: Station, name: str, estate: str) -> list[dict[str, Any]]:
    raise NotImplementedError


def _visitor(station: Station, rows: list[dict[str, Any]]) -> Visitor:
    raise NotImplementedError
