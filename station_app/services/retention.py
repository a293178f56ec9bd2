"""Contacts whose data need not be kept any longer: listed for the head, and deleted when the head says so."""

import json
from dataclasses import dataclass
from datetime import date

from station_app.db.connection import write_transaction
from station_app.db.derived import status_sql
from station_app.db.statements import rows
from station_app.domain.enums import ContactKind, Status
from station_app.domain.moves import HEADS
from station_app.domain.records import Contact
from station_app.domain.showing import contact_label
from station_app.errors import StationError
from station_app.services.erasing import Erasure, erase
from station_app.services.pace import Pace
from station_app.services.station import Station, get_setting, set_setting

REASON = "保存期满"
MAX_YEARS = 50
_SETTING = "retention_years"
_ENDED = (Status.CLOSED.value, Status.ARCHIVED.value, Status.VOID.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """A contact that need not be kept any longer: ``since`` is the ISO day, ``open`` how many matters are not ended."""

    uid: str
    label: str
    since: str
    opinions: int
    open: int


def retention_years(station: Station) -> int | None:
    """How many years after the last matter a contact without a date of its own is listed; None: never."""
    years = json.loads(get_setting(station.db, _SETTING) or "null")
    return None if years is None else int(years)


def set_retention_years(station: Station, years: int | None) -> None:
    """Keep that number; heads only. Raises StationError."""
    station.require(*HEADS)
    if years is not None and not 1 <= years <= MAX_YEARS:
        raise StationError(f"保存年数在 1 到 {MAX_YEARS} 之间", "请改成一个整数；不想按年数列出就留空。")
    with write_transaction(station.db):
        set_setting(station.db, _SETTING, json.dumps(years))


def expired(station: Station) -> tuple[Expired, ...]:
    """Whose time is over, the longest first: by their own date, or where all matters ended so many years ago.

    Heads only.
    """
    station.require(*HEADS)
    years = retention_years(station)
    own = "" if station.is_centre else "AND c.site = ?"
    statuses = ", ".join("?" * len(_ENDED))
    sql = f"""
        SELECT c.uid, c.kind, c.name, c.group_size, c.confidential, c.retain_until, max(o.received_on) AS last,
            count(o.uid) AS opinions, sum(o.uid IS NOT NULL AND {status_sql("o")} NOT IN ({statuses})) AS open
        FROM contact c LEFT JOIN opinion o ON o.contact = c.uid
        WHERE c.kind NOT IN (?, ?) {own} GROUP BY c.uid
    """  # noqa: S608 - names of ours
    kinds = (ContactKind.ERASED.value, ContactKind.ANONYMOUS.value)
    values = (*_ENDED, *kinds, *(() if station.is_centre else (station.identity.site,)))
    found = [
        (row, _since(row["retain_until"], row["last"], row["open"], years)) for row in rows(station.db, sql, values)
    ]
    today = station.clock.today().isoformat()
    over = [_expired(row, since) for row, since in found if since and since < today]
    return tuple(sorted(over, key=lambda one: (one.since, one.uid)))


def erase_expired(station: Station, uids: tuple[str, ...], pace: Pace | None = None) -> Erasure:
    """Delete the data of those of ``uids`` that are still listed; heads only, audited. Raises StationError."""
    listed = {one.uid for one in expired(station)}
    wanted = [uid for uid in uids if uid in listed]
    if not wanted:
        raise StationError("没有保存期满的资料", "请先看清单，再选要删除的。")
    return erase(station, wanted, REASON, pace=pace)


def _since(retain_until: str | None, last: str | None, still_open: int, years: int | None) -> str:
    """The last day on which it had to be kept; '' when there is none."""
    if retain_until:
        return retain_until
    if years is None or last is None or still_open:
        return ""
    day = date.fromisoformat(last)
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap else day.day).isoformat()


def _expired(row: dict[str, object], since: str) -> Expired:
    contact = Contact(
        kind=ContactKind(str(row["kind"])),
        name=str(row["name"]),
        group_size=int(str(row["group_size"])),
        confidential=bool(row["confidential"]),
    )
    return Expired(
        uid=str(row["uid"]),
        label=contact_label(contact, contact.confidential),
        since=since,
        opinions=int(str(row["opinions"])),
        open=int(str(row["open"])),
    )
