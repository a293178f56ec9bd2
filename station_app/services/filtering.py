"""Filters of the list of opinions, and the conditions they come to in the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from station_app.db import search
from station_app.db.derived import status_sql
from station_app.db.statements import execute, scalar
from station_app.domain.enums import Kind, Status
from station_app.services.station import Station

Condition = tuple[str, tuple[Any, ...]]
OPEN = (Status.RECORDED, Status.LOCAL, Status.TRIAGE, Status.IN_PROGRESS, Status.REDO, Status.AWAITING_FEEDBACK)
STATUS_SQL = status_sql()
_LISTING, _BY_STATUS, _BY_DAY = (f"opinion INDEXED BY opinion_{name}" for name in ("listing", "status", "received_on"))
_ACKNOWLEDGED = (
    "id IN (SELECT opinion.id FROM sent_mark JOIN opinion ON opinion.uid = sent_mark.opinion "
    "WHERE sent_mark.state = 'acknowledged')"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list is narrowed to; an empty value means all. Dates are ISO days, both ends included.

    ``deputies``, ``contact``, ``reception``, ``ledger_import`` and ``sites`` are uids, ``opening`` is the number of
    an opening of a box; ``older_than_days`` keeps what is still open and was received more than so many days ago;
    ``estate`` is that of the contact's address.
    """

    text: str = ""
    received_from: str | None = None
    received_to: str | None = None
    statuses: tuple[Status, ...] = ()
    topics: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    deputies: tuple[str, ...] = ()
    estate: str = ""
    older_than_days: int | None = None
    contact: str | None = None
    reception: str | None = None
    ledger_import: str | None = None
    opening: str | None = None
    sites: tuple[str, ...] = ()

    @property
    def years(self) -> tuple[str, str] | None:
        """The first and last year when the dates are whole years or open, None when they cut a year."""
        first, last = self.received_from or "0000-01-01", self.received_to or "9999-12-31"
        whole = first.endswith("-01-01") and last.endswith("-12-31")
        return (first[:4], last[:4]) if whole else None


def selected(station: Station, filters: Filters, offset: int, limit: int) -> list[int]:
    """The ids ``offset`` .. ``offset + limit`` of the opinions that the filters leave, highest first."""
    if _only_text(filters):
        return search.hits(station.db, filters.text, limit, offset)
    source, values = _selection(station, filters)
    query = f"SELECT id {source} ORDER BY id DESC LIMIT ? OFFSET ?"
    return [row[0] for row in execute(station.db, query, (*values, limit, offset))]


def count_selected(station: Station, filters: Filters) -> int:
    """How many opinions the filters leave."""
    if _only_text(filters):
        return search.count(station.db, filters.text)
    tallied = _tallied(filters)
    if tallied is not None:
        condition, values = tallied
        query = f"SELECT sum(number) FROM opinion_tally WHERE {condition}"  # noqa: S608 - names of ours, values apart
        return int(scalar(station.db, query, values) or 0)
    source, values = _selection(station, filters)
    return int(scalar(station.db, f"SELECT count(*) {source}", values))


def before_selected(station: Station, filters: Filters, uid: str) -> int | None:
    """How many of them stand before the opinion ``uid``; None when it is not among them."""
    own = scalar(station.db, "SELECT id FROM opinion WHERE uid = ?", (uid,))
    among, values = _selection(station, filters, ("id = ?", (own,)))
    if scalar(station.db, f"SELECT 1 {among}", values) is None:
        return None
    higher, values = _selection(station, filters, ("id > ?", (own,)))
    return int(scalar(station.db, f"SELECT count(*) {higher}", values))


def _only_text(filters: Filters) -> bool:
    """Whether the search index alone can answer."""
    return bool(filters.text) and filters == Filters(text=filters.text)


def _selection(station: Station, filters: Filters, *more: Condition) -> Condition:
    """FROM and WHERE. Each index named there holds all that is asked for: the rows themselves are wide."""
    parts = [*_conditions(station, filters), *more]
    condition = f" WHERE {' AND '.join(sql for sql, _ in parts)}" if parts else ""
    return f"FROM {_source(station, filters)}{condition}", tuple(value for _, values in parts for value in values)


def _source(station: Station, filters: Filters) -> str:
    """By day only what is past: of days up to now the last serials are the first lines anyway."""
    if filters.statuses or filters.older_than_days is not None:
        return _BY_STATUS
    if replace(filters, received_from=None, received_to=None) != Filters():
        return _LISTING
    past = filters.received_to is not None and filters.received_to < station.clock.today().isoformat()
    return _BY_DAY if past else _LISTING


def _tallied(filters: Filters) -> Condition | None:
    """A condition over ``opinion_tally``; None when the tally cannot answer.

    It cannot for anything but whole years, topics, channels and those states that do not depend on what was sent.
    """
    rest = replace(filters, received_from=None, received_to=None, statuses=(), topics=(), channels=())
    if filters.years is None or rest != Filters() or {Status.RECORDED, Status.TRIAGE} & set(filters.statuses):
        return None
    parts = [("year BETWEEN ? AND ?", filters.years)]
    named = (("status", filters.statuses), ("topic", filters.topics), ("channel", filters.channels))
    parts += [_one_of(column, values) for column, values in named if values]
    return " AND ".join(sql for sql, _ in parts), tuple(value for _, values in parts for value in values)


def _conditions(station: Station, filters: Filters) -> Iterator[Condition]:
    if filters.text:
        found = search.matching(filters.text)
        yield f"id IN {found.sql}", tuple(found.params)
    if filters.received_from:
        yield "received_on >= ?", (filters.received_from,)
    if filters.received_to:
        yield "received_on <= ?", (filters.received_to,)
    if filters.statuses:
        yield _in_states(station, filters.statuses)
    if filters.older_than_days is not None:
        yield _in_states(station, OPEN)
        day = station.clock.today() - timedelta(days=filters.older_than_days)
        yield "received_on < ?", (day.isoformat(),)
    if filters.estate:
        at_home = "contact IN (SELECT uid FROM contact WHERE estate = ?)"
        yield f"id IN (SELECT id FROM opinion WHERE {at_home})", (filters.estate,)  # noqa: S608 - a text of ours
    if filters.deputies:
        wanted, values = _one_of("deputy", filters.deputies)
        same, _ = _one_of("same_as", filters.deputies)
        either = f"{wanted} OR deputy IN (SELECT uid FROM deputy WHERE {same})"  # noqa: S608 - only marks
        yield f"id IN (SELECT opinion_id FROM opinion_deputy WHERE {either})", (*values, *values)  # noqa: S608 - ours
    if filters.sites:
        wanted, values = _one_of("site", filters.sites)
        yield f"id IN (SELECT id FROM opinion WHERE {wanted})", values  # noqa: S608 - only marks
    yield from _plain(filters)


def _plain(filters: Filters) -> Iterator[Condition]:
    for column, values in (("topic", filters.topics), ("channel", filters.channels), ("kind", filters.kinds)):
        if values:
            yield _one_of(column, values)
    named = {"contact": filters.contact, "reception": filters.reception, "ledger_import": filters.ledger_import}
    for column, value in named.items():
        if value is not None:
            yield f"id IN (SELECT id FROM opinion WHERE {column} = ?)", (value,)  # noqa: S608 - columns of ours
    if filters.opening is not None:
        of_number = "SELECT uid FROM box_opening WHERE number = ?"
        yield f"id IN (SELECT id FROM opinion WHERE opening IN ({of_number}))", (filters.opening,)  # noqa: S608


def _in_states(station: Station, states: Iterable[Status]) -> Condition:
    """待研判 is no state of its own in a row: it is 已登记 that the centre acknowledged; at the centre each is."""
    wanted = set(states)
    in_rows = {state if state is not Status.TRIAGE else Status.RECORDED for state in wanted}
    sql, values = _one_of(STATUS_SQL, sorted(in_rows))
    if len({Status.RECORDED, Status.TRIAGE} & wanted) != 1:
        return sql, values
    held = "1" if station.is_centre else _ACKNOWLEDGED
    sign = "" if Status.TRIAGE in wanted else "NOT "
    return f"({sql} AND ({STATUS_SQL} <> ? OR {sign}{held}))", (*values, Status.RECORDED.value)


def _one_of(column: str, values: Iterable[str]) -> Condition:
    known = tuple(str(value) for value in values)
    return (f"{column} = ?", known) if len(known) == 1 else (f"{column} IN ({', '.join('?' * len(known))})", known)
