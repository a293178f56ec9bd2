"""代表核对: which deputy of the centre's list those are that stations typed in, by name, level and phone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from station_app.db import models
from station_app.db.rows import all_rows, first_row, to_record
from station_app.db.statements import scalar
from station_app.domain.centre_moves import CLERKS
from station_app.domain.phone import normalise_phone
from station_app.domain.records import Deputy
from station_app.domain.text import search_key
from station_app.errors import StationError
from station_app.journal.log import Log
from station_app.services.people import KnownDeputy, deputies
from station_app.services.saving import saving
from station_app.services.sites import site_names
from station_app.services.station import Station

_USED = "SELECT count(*) FROM opinion_deputy WHERE deputy = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A deputy whom a station typed in; ``fitting`` are the centre's that may be the same one, the likeliest first.

    ``exact``: the first of them agrees in name, level and what is known of the phone, and no other does. ``used``
    counts the opinions that name this record.
    """

    uid: str
    deputy: Deputy
    site: str
    used: int
    fitting: tuple[KnownDeputy, ...]
    exact: bool


def candidates(station: Station) -> tuple[Candidate, ...]:
    """Whom the stations typed in and nobody has judged yet, by name."""
    official, names = deputies(station, with_ended=True), site_names(station.db)
    table = models.Deputy
    query = table.select().where(table.provisional == 1).order_by(table.name, table.uid)
    return tuple(_candidate(station, row, official, names) for row in all_rows(query, station.db))


def match(station: Station, provisional: str, official: str) -> None:
    """Say that a typed-in deputy is the one of the centre's list under ``official``; clerks of the centre only."""
    station.require_centre(*CLERKS)
    typed = _typed(station, provisional)
    if not any(one.uid == official for one in deputies(station, with_ended=True)):
        raise StationError("名单里没有所选的代表", "请刷新后另选一位。")
    with saving(station) as log:
        _put(station, log, provisional, replace(typed, same_as=official))


def match_exact(station: Station) -> int:
    """Match all that leave no doubt, in one transaction, and give their number; clerks of the centre only."""
    station.require_centre(*CLERKS)
    clear = [one for one in candidates(station) if one.exact]
    if clear:
        with saving(station) as log:
            for one in clear:
                _put(station, log, one.uid, replace(one.deputy, same_as=one.fitting[0].uid))
    return len(clear)


def take_over(station: Station, provisional: str) -> None:
    """Put a typed-in deputy on the centre's list as it is; clerks of the centre only."""
    station.require_centre(*CLERKS)
    typed = _typed(station, provisional)
    with saving(station) as log:
        _put(station, log, provisional, replace(typed, same_as=None))


def _put(station: Station, log: Log, uid: str, deputy: Deputy) -> None:
    log.put(uid, "deputy", deputy, station.author)


def _typed(station: Station, uid: str) -> Deputy:
    table = models.Deputy
    row = first_row(table.select().where((table.uid == uid) & (table.provisional == 1)), station.db)
    if row is None:
        raise StationError("这位代表已经核对过了", "请刷新后再看。")
    return to_record(Deputy, row)


def _candidate(
    station: Station, row: dict[str, object], official: Sequence[KnownDeputy], names: dict[str, str]
) -> Candidate:
    typed, uid = to_record(Deputy, row), str(row["uid"])
    ranked = sorted(
        ((rank, one) for one in official if (rank := _likeness(typed, one.deputy)) > 0), key=lambda pair: -pair[0]
    )
    sure = [one for _, one in ranked if _agrees(typed, one.deputy)]
    return Candidate(
        uid=uid,
        deputy=typed,
        site=names.get(str(row["site"]), ""),
        used=int(scalar(station.db, _USED, (uid,))),
        fitting=tuple(one for _, one in ranked),
        exact=len(sure) == 1 and ranked[0][1] is sure[0],
    )


def _likeness(typed: Deputy, known: Deputy) -> int:
    """0: nobody would think of it; name counts most, then phone, level, ward."""
    named, phoned = _same_name(typed, known), _same_phone(typed, known)
    if not named and not phoned:
        return 0
    ward = bool(typed.ward) and typed.ward == known.ward
    return 8 * named + 4 * phoned + 2 * (typed.level is known.level) + ward


def _agrees(typed: Deputy, known: Deputy) -> bool:
    clash = bool(typed.phone) and bool(known.phone) and not _same_phone(typed, known)
    return _same_name(typed, known) and typed.level is known.level and not clash


def _same_name(one: Deputy, other: Deputy) -> bool:
    return search_key(one.name) == search_key(other.name)


def _same_phone(one: Deputy, other: Deputy) -> bool:
    return bool(one.phone) and normalise_phone(one.phone) == normalise_phone(other.phone)
