"""Repeat visitors: who came before under the same phone, or the same name and estate, with what, and how it stands."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from station_app.db.derived import status_sql
from station_app.db.rows import to_record
from station_app.db.statements import rows, scalar
from station_app.domain.enums import Status
from station_app.domain.phone import normalise_phone, parse_phone
from station_app.domain.places import estate_of
from station_app.domain.records import Contact
from station_app.domain.similarity import likeness, pieces
from station_app.domain.text import clean_line
from station_app.services.held import is_sent
from station_app.services.station import Station

SAME_PHONE = "电话相同"
SAME_HOME = "姓名和小区相同"
MAX_VISITORS = 5
MAX_VISITS = 50
_MAX_ENTRIES = 200
_NEAR_AMONG = 300  # of the last opinions: compared while somebody types
_COMPARED_CHARACTERS = 2_000
# How much of the shorter text must be found in the other, and by how many pieces at least: 「停车」 alone says nothing.
_ALIKE, _ALIKE_IN_TOPIC, _PIECES = 0.6, 0.4, 3

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One earlier opinion: ``date`` is ISO, ``status`` the word of the list."""

    uid: str
    serial: str
    date: str
    title: str
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who came before: ``contact`` as last written under ``contact_uid`` is what may be taken over.

    ``contact_uids`` are all entries of the same person (an old ledger makes one a row); ``visits`` come newest first,
    at most 50 of ``count``, void ones left out.
    """

    contact_uid: str
    contact: Contact
    contact_uids: tuple[str, ...]
    visits: tuple[Visit, ...]
    count: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SameMatter:
    """The earlier opinion that a new one repeats; ``likeness`` (0 to 1) is how much of the shorter text they share."""

    visit: Visit
    likeness: float
    sentence: str


def recognise(station: Station, name: str, phone: str, address: str) -> tuple[Visitor, ...]:
    """Who may be sitting here, by what has been typed so far: the surest first, then the latest; at most five."""
    name = clean_line(name).text
    key = normalise_phone(phone) if parse_phone(phone) else ""
    people: dict[tuple[str, str], list[Row]] = {}
    for row in _entries(station, name, key, estate_of(address)):
        people.setdefault((row["name"], row["phone_key"] or key), []).append(row)
    ranked = sorted(people.values(), key=lambda entries: _rank(entries, name, key))
    visitors = (_visitor(station, entries, key) for entries in ranked[:MAX_VISITORS])
    return tuple(one for one in visitors if one.count)


def same_matter(station: Station, visitor: Visitor, title: str, content: str, topic: str = "") -> SameMatter | None:
    """The earlier opinion of this person that the new one repeats, to be warned of; None when there is none."""
    return _nearest(station, _opinions(station, visitor.contact_uids, "title, content, topic"), (title, content, topic))


def near_matter(station: Station, title: str, content: str, topic: str = "", address: str = "") -> SameMatter | None:
    """The opinion among the last ones, whoever brought it, that a letter repeats; None when there is none.

    Less likeness is enough where topic or estate are the same.
    """
    if not clean_line(title).text:
        return None
    query = f"""
        SELECT opinion.uid, serial, received_on, title, content, topic, estate, {status_sql()} AS status, for_centre,
            state AS sent
        FROM opinion LEFT JOIN sent_mark ON sent_mark.opinion = opinion.uid
            LEFT JOIN contact ON contact.uid = opinion.contact
        WHERE opinion.site = ? AND NOT void ORDER BY opinion.id DESC LIMIT {_NEAR_AMONG}
    """  # noqa: S608 - names of ours
    found = rows(station.db, query, (station.identity.site,))
    return _nearest(station, found, (title, content, topic), estate_of(address))


def _nearest(station: Station, known: list[Row], new: tuple[str, str, str], estate: str = "") -> SameMatter | None:
    title, content, topic = new
    new_title, new_whole = _pieces(title), _pieces(title + content)
    best: tuple[float, Row] | None = None
    for row in known:
        share = max(_share(new_title, _pieces(row["title"])), _share(new_whole, _pieces(row["title"] + row["content"])))
        close = (topic and row["topic"] == topic) or (estate and row["estate"] == estate)
        enough = _ALIKE_IN_TOPIC if close else _ALIKE
        if share >= enough and (best is None or share > best[0]):
            best = share, row
    return _warning(station, *best) if best else None


def _entries(station: Station, name: str, key: str, estate: str) -> list[Row]:
    """The contacts of that phone, and those of that name and estate, the newest first."""
    found: dict[int, Row] = {}
    if key:
        found |= _contacts(station, "phone_key = ?", key)
    if name and estate:
        # The plus keeps SQLite from walking a whole estate: names are much rarer.
        found |= _contacts(station, "name = ? AND +estate = ?", name, estate)
    return [found[number] for number in sorted(found, reverse=True)]


def _contacts(station: Station, condition: str, *values: str) -> dict[int, Row]:
    """Of our own site only: a record of another site cannot be named in ours."""
    query = f"SELECT * FROM contact WHERE {condition} AND +site = ? ORDER BY +id DESC LIMIT {_MAX_ENTRIES}"  # noqa: S608 - ours
    return {row["id"]: row for row in rows(station.db, query, (*values, station.identity.site))}


def _rank(entries: list[Row], name: str, key: str) -> tuple[bool, bool, int]:
    first = entries[0]
    return bool(name) and first["name"] != name, not _same_phone(entries, key), -first["id"]


def _same_phone(entries: list[Row], key: str) -> bool:
    return bool(key) and any(row["phone_key"] == key for row in entries)


def _visitor(station: Station, entries: list[Row], key: str) -> Visitor:
    """One person from all entries under that name and phone; what may be taken over is the fullest of the newest."""
    uids = tuple(row["uid"] for row in entries)
    fullest = max(entries, key=lambda row: (bool(row["phone"]), bool(row["address"]), row["id"]))
    found = _opinions(station, uids, "title")
    return Visitor(
        contact_uid=fullest["uid"],
        contact=to_record(Contact, fullest),
        contact_uids=uids,
        visits=tuple(_visit(station, row) for row in found),
        count=_count(station, uids) if len(found) == MAX_VISITS else len(found),
        reason=SAME_PHONE if _same_phone(entries, key) else SAME_HOME,
    )


def _opinions(station: Station, contacts: Iterable[str], columns: str) -> list[Row]:
    """The newest opinions of these contacts that are not void."""
    uids = list(contacts)
    query = f"""
        SELECT opinion.uid, serial, received_on, {columns}, {status_sql()} AS status, for_centre, state AS sent
        FROM opinion LEFT JOIN sent_mark ON sent_mark.opinion = opinion.uid
        WHERE contact IN ({_marks(uids)}) AND NOT void ORDER BY received_on DESC, opinion.id DESC LIMIT {MAX_VISITS}
    """  # noqa: S608 - names of ours
    return rows(station.db, query, uids)


def _count(station: Station, uids: Iterable[str]) -> int:
    known = list(uids)
    query = f"SELECT count(*) FROM opinion WHERE contact IN ({_marks(known)}) AND NOT void"  # noqa: S608 - ours
    return int(scalar(station.db, query, known))


def _marks(values: list[str]) -> str:
    return ", ".join("?" * len(values))


def _visit(station: Station, row: Row) -> Visit:
    waits = row["status"] == Status.RECORDED and is_sent(station, row["sent"] or "") and row["for_centre"]
    status = Status.TRIAGE if waits else Status(row["status"])
    return Visit(uid=row["uid"], serial=row["serial"], date=row["received_on"], title=row["title"], status=status)


def _pieces(text: str) -> Counter[str]:
    return pieces(text[:_COMPARED_CHARACTERS])


def _share(one: Counter[str], other: Counter[str]) -> float:
    return likeness(one, other) if (one & other).total() >= _PIECES else 0.0


def _warning(station: Station, share: float, row: Row) -> SameMatter:
    visit = _visit(station, row)
    day = date.fromisoformat(visit.date)
    sentence = f"{day.year}年{day.month}月{day.day}日反映过「{visit.title}」（{visit.status}），像是同一件事"
    return SameMatter(visit=visit, likeness=share, sentence=sentence)
