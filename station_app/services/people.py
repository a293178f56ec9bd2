"""The people of a station: who works there and which deputies serve it; and what the site says of itself."""

from collections.abc import Collection
from dataclasses import dataclass

from station_app.domain.enums import DeputyEnd, PersonRole
from station_app.domain.records import Deputy, Person, SiteOwn
from station_app.services.station import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """Somebody who works here."""

    uid: str
    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDeputy:
    """A deputy; ``provisional``: entered by a station, not yet by the centre."""

    uid: str
    deputy: Deputy
    provisional: bool

    @property
    def standing(self) -> str:
        """Level and ward, e.g. 「区代表 第3选区」."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyMatch:
    """A deputy that fits what was typed: ``hit`` is the first and one past the last matching character of the name."""

    known: KnownDeputy
    hit: tuple[int, int]
    on_duty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMatch:
    """A person that fits what was typed; ``hit`` as in ``DeputyMatch``."""

    known: KnownPerson
    hit: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Refused:
    """A pasted line that was not taken: its number from 1, its text, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class PastedDeputies:
    """What a pasted list came to."""

    deputies: tuple[Deputy, ...]
    refused: tuple[Refused, ...]


def persons(station: Station, with_ended: bool = False) -> tuple[KnownPerson, ...]:
    """Who works here, heads first, then by name in pinyin order."""
    raise NotImplementedError


def add_person(station: Station, person: Person) -> str:
    """Add somebody and give the uid; head only. Raises StationError when the name is missing or already there."""
    raise NotImplementedError


def change_person(station: Station, uid: str, person: Person) -> None:
    """Change name or role; head only. The last active head stays one."""
    raise NotImplementedError


def end_person(station: Station, uid: str) -> None:
    """Somebody no longer works here; head only. The name stays in old records."""
    raise NotImplementedError


def match_persons(station: Station, typed: str) -> tuple[PersonMatch, ...]:
    """Active persons whose name has the characters or pinyin initials typed; all of them for an empty text."""
    raise NotImplementedError


def deputies(station: Station, with_ended: bool = False) -> tuple[KnownDeputy, ...]:
    """The deputies, by name in pinyin order."""
    raise NotImplementedError


def add_deputy(station: Station, deputy: Deputy) -> str:
    """Add a provisional deputy and give the uid; head only. Raises StationError."""
    raise NotImplementedError


def add_deputies(station: Station, many: Collection[Deputy]) -> tuple[str, ...]:
    """Add several in one transaction; head only."""
    raise NotImplementedError


def change_deputy(station: Station, uid: str, deputy: Deputy) -> None:
    """Change a provisional deputy; head only. What the centre wrote is changed by the centre."""
    raise NotImplementedError


def end_deputy(station: Station, uid: str, ended_on: str, reason: DeputyEnd) -> None:
    """End a deputy's mandate on an ISO date; head only. Old records keep the name."""
    raise NotImplementedError


def match_deputies(station: Station, typed: str, on_duty: Collection[str] = ()) -> tuple[DeputyMatch, ...]:
    """Serving deputies whose name has the characters or pinyin initials typed, those ``on_duty`` (uids) first."""
    raise NotImplementedError


def paste_deputies(text: str) -> PastedDeputies:
    """Read deputies typed or pasted from a spreadsheet: name, level, ward, phone in this order, or under a head line."""
    raise NotImplementedError


def site_details(station: Station) -> SiteOwn:
    """What the site says of itself."""
    raise NotImplementedError


def change_site(station: Station, *, name: str, address: str, phone: str, hours: str) -> None:
    """Change name, address, phone and opening hours; head only. Raises StationError."""
    raise NotImplementedError
