"""One site as the centre sees it: whom to call, what came, what it has not confirmed, and its keys."""

import json
from dataclasses import dataclass

from station_app.db.statements import Row, rows, scalar
from station_app.domain.enums import SiteStatus
from station_app.exchange.roster import RosterSite
from station_app.exchange.trust import read_trust
from station_app.journal.receiving import Outcome
from station_app.services.packages.contents import contents_words
from station_app.services.packages.history import count_words
from station_app.services.packages.overview import SiteLine
from station_app.services.station import Station

_SHOWN = 6
_PLAN = "SELECT * FROM site WHERE code = ? AND status <> ?"
_OWN = (
    "SELECT own.address, own.phone, own.hours, person.name AS head FROM site_own own"
    " LEFT JOIN person ON person.uid = own.head WHERE own.uid = ?"
)
_CAME = (
    "SELECT export_no, imported_at, counts FROM import_log WHERE site = ? AND undone_at IS NULL"
    " ORDER BY imported_at DESC, export_no DESC LIMIT ?"
)
_OWED = "SELECT export_no, written_at, counts FROM export_log WHERE site = ? AND acknowledged_at IS NULL ORDER BY id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A package that came or went: its number, the ISO day, and what was in it or became of it."""

    number: int
    on: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteKey:
    """A signing key of a site in hex; ``revoked_on`` is an ISO day, "" while it counts."""

    key: str
    revoked_on: str = ""

    @property
    def short(self) -> str:
        """Its first eight characters, to be told apart by eye."""
        return f"{self.key[:4]} {self.key[4:8]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """``joined``: it is in the roster; ``held_back`` changes came signed by a revoked key and were not taken."""

    head: str
    liaison: str
    phone: str
    address: str
    hours: str
    joined: bool
    opened_on: str
    keys: tuple[SiteKey, ...]
    came: tuple[Passed, ...]
    owed: tuple[Passed, ...]
    held_back: int

    @property
    def live(self) -> bool:
        """Whether return packages can be written for it."""
        return any(not key.revoked_on for key in self.keys)


def standing(station: Station, line: SiteLine) -> Standing:
    """How it stands with a site of the overview; the plan's words go before its own."""
    trust = read_trust(station.db)
    entry = trust.roster.site(line.uid) if trust is not None and trust.roster is not None else None
    plan = _first(rows(station.db, _PLAN, (line.code, SiteStatus.CLOSED)))
    own = _first(rows(station.db, _OWN, (line.uid,)))
    held_back = scalar(station.db, "SELECT count(*) FROM quarantine WHERE site = ?", (line.uid,)) if line.uid else 0
    return Standing(
        head=_said("head", plan, own),
        liaison=_said("liaison", plan),
        phone=_said("phone", plan, own),
        address=_said("address", plan, own),
        hours=_said("hours", plan, own),
        joined=entry is not None,
        opened_on=_said("opened_on", plan),
        keys=_keys(entry),
        came=tuple(_came(row) for row in rows(station.db, _CAME, (line.uid, _SHOWN))),
        owed=tuple(_owed(row) for row in rows(station.db, _OWED, (line.uid,))),
        held_back=int(held_back),
    )


def _first(found: list[Row]) -> Row | None:
    return found[0] if found else None


def _said(field: str, *sources: Row | None) -> str:
    return next((str(row[field]) for row in sources if row is not None and row[field]), "")


def _keys(entry: RosterSite | None) -> tuple[SiteKey, ...]:
    if entry is None:
        return ()
    valid = (SiteKey(key=one.sign) for one in entry.keys)
    ended = (SiteKey(key=one.key, revoked_on=one.on[:10]) for one in entry.revoked)
    return (*valid, *ended)


def _came(row: Row) -> Passed:
    counts = {Outcome(word): int(number) for word, number in json.loads(row["counts"]).items()}
    return Passed(number=row["export_no"], on=row["imported_at"][:10], words=count_words(counts))


def _owed(row: Row) -> Passed:
    words = contents_words(json.loads(row["counts"]))
    return Passed(number=row["export_no"], on=row["written_at"][:10], words=words)
