"""查进度: what became of somebody's opinions, one sentence each, to be read aloud."""

import re
from dataclasses import dataclass
from typing import Any

from station_app.db import search
from station_app.db.statements import rows
from station_app.domain.aloud import sentence
from station_app.domain.enums import Kind, Status
from station_app.domain.phone import normalise_phone, parse_phone
from station_app.domain.serials import Serial
from station_app.domain.showing import contact_label
from station_app.domain.text import clean_line, search_key
from station_app.errors import StationError
from station_app.services.held import held_of_row
from station_app.services.sites import held_sites
from station_app.services.station import Station

_NUMBER = re.compile(r"(?:([0-9A-Z]{2,4})-)?(\d{4})-(\d{1,7})|(\d{1,6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One opinion and the sentence that tells its progress."""

    uid: str
    serial: str
    received_on: str
    title: str
    contact_label: str
    status: Status
    label: str
    sentence: str


def progress(station: Station, text: str, limit: int = 20) -> list[Progress]:
    """The opinions of a phone, name, initials or serial (whole, without the site, or its number), newest first.

    What is 保密 or a 举报 is found by serial and phone only. Raises StationError when nothing was typed.
    """
    wanted = clean_line(text).text
    if not wanted:
        raise StationError("还没有填要查什么", "请填电话、姓名、姓名首字母或编号。")
    if (number := _NUMBER.fullmatch(wanted)) is not None:
        found = _by_serial(station, _serials(station, number), limit)
    elif (phone := parse_phone(wanted)) is not None and phone.kind != "short":
        found = _by_phone(station, normalise_phone(wanted), limit)
    else:
        found = _by_name(station, wanted, limit)
    return [_progress(station, row) for row in found]


def _serials(station: Station, number: re.Match[str]) -> list[str]:
    """The serials that may be meant: of the site named or our own (at the centre any), of the year named or any."""
    codes = {one.code for one in held_sites(station.db)} if station.is_centre else {station.identity.code}
    sites = {number[1].upper()} if number[1] else codes
    years = (
        [number[2]]
        if number[2]
        else [row["year"] for row in rows(station.db, "SELECT DISTINCT year FROM opinion_tally")]
    )
    return [str(Serial(site, int(year), int(number[3] or number[4]))) for site in sorted(sites) for year in years]


def _by_serial(station: Station, serials: list[str], limit: int) -> list[dict[str, Any]]:
    marks = ", ".join("?" * len(serials))
    query = (
        f"SELECT * FROM opinion WHERE serial IN ({marks}) OR former_serial IN ({marks}) "  # noqa: S608 - only marks
        "ORDER BY received_on DESC, id DESC LIMIT ?"
    )
    return rows(station.db, query, (*serials, *serials, limit))


def _by_phone(station: Station, key: str, limit: int) -> list[dict[str, Any]]:
    query = (
        "SELECT * FROM opinion WHERE contact IN (SELECT uid FROM contact WHERE phone_key = ?) "
        "ORDER BY received_on DESC, id DESC LIMIT ?"
    )
    return rows(station.db, query, (key, limit))


def _by_name(station: Station, name: str, limit: int) -> list[dict[str, Any]]:
    """The contact's initials stand first among those of an opinion's people."""
    found, key = search.matching(name), search_key(name)
    query = (
        f"SELECT opinion.* FROM opinion JOIN contact ON contact.uid = opinion.contact WHERE opinion.id IN {found.sql} "  # noqa: S608
        "AND contact.name <> '' AND NOT confidential AND opinion.kind IS NOT ? "
        "AND (instr(lower(contact.name), ?) OR instr(opinion.initials, ?) = 1) ORDER BY opinion.id DESC LIMIT ?"
    )
    return rows(station.db, query, (*found.params, Kind.REPORT.value, key, key, limit))


def _progress(station: Station, row: dict[str, Any]) -> Progress:
    held = held_of_row(station, row)
    return Progress(
        uid=held.uid,
        serial=held.intake.serial,
        received_on=held.intake.received_on,
        title=held.intake.title,
        contact_label=contact_label(held.contact, held.secret),
        status=held.status,
        label=held.label,
        sentence=sentence(held.facets, held.status, held.mark, station.clock.today()),
    )
