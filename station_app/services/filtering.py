"""Filters of the list of opinions, and the conditions they come to in the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from station_app.db import search
from station_app.db.derived import status_sql
from station_app.domain.enums import Kind, SiteRole, Status
from station_app.services.station import Station

Condition = tuple[str, tuple[Any, ...]]
OPEN = (Status.RECORDED, Status.LOCAL, Status.TRIAGE, Status.IN_PROGRESS, Status.REDO, Status.AWAITING_FEEDBACK)
STATUS_SQL = status_sql()
_ACKNOWLEDGED = "EXISTS (SELECT 1 FROM sent_mark WHERE sent_mark.opinion = opinion.uid AND state = 'acknowledged')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list is narrowed to; an empty value means all. Dates are ISO days, both ends included.

    ``deputies``, ``recorded_by``, ``contact``, ``reception`` and ``ledger_import`` are uids; ``older_than_days`` keeps
    what is still open and was received more than so many days ago; ``estate`` is that of the contact's address.
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
    recorded_by: str | None = None
    contact: str | None = None
    reception: str | None = None
    ledger_import: str | None = None

    @property
    def years(self) -> tuple[str, str] | None:
        """The first and last year when the dates are whole years or open, None when they cut a year."""
        first, last = self.received_from or "0000-01-01", self.received_to or "9999-12-31"
        whole = first.endswith("-01-01") and last.endswith("-12-31")
        return (first[:4], last[:4]) if whole else None


def where(station: Station, filters: Filters) -> Condition:
    """An SQL condition over ``opinion`` and its values; an empty text when nothing is filtered."""
    parts = list(_conditions(station, filters))
    return " AND ".join(sql for sql, _ in parts), tuple(value for _, values in parts for value in values)


def tally_where(filters: Filters) -> Condition | None:
    """The same over ``opinion_tally``; None when the tally cannot answer.

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
        yield "contact IN (SELECT uid FROM contact WHERE estate = ?)", (filters.estate,)
    if filters.deputies:
        wanted, values = _one_of("deputy", filters.deputies)
        yield f"id IN (SELECT opinion_id FROM opinion_deputy WHERE {wanted})", values  # noqa: S608 - only marks
    yield from _plain(filters)


def _plain(filters: Filters) -> Iterator[Condition]:
    for column, values in (("topic", filters.topics), ("channel", filters.channels), ("kind", filters.kinds)):
        if values:
            yield _one_of(column, values)
    named = {
        "created_by": filters.recorded_by,
        "contact": filters.contact,
        "reception": filters.reception,
        "ledger_import": filters.ledger_import,
    }
    for column, value in named.items():
        if value is not None:
            yield f"{column} = ?", (value,)


def _in_states(station: Station, states: Iterable[Status]) -> Condition:
    """待研判 is no state of its own in the row: it is 已登记 of what is meant for the centre and acknowledged there."""
    wanted = set(states)
    in_rows = {state if state is not Status.TRIAGE else Status.RECORDED for state in wanted}
    sql, values = _one_of(STATUS_SQL, sorted(in_rows))
    if len({Status.RECORDED, Status.TRIAGE} & wanted) != 1:
        return sql, values
    held = "1" if station.identity.role is SiteRole.CENTRE else _ACKNOWLEDGED
    sign = "" if Status.TRIAGE in wanted else "NOT "
    return f"({sql} AND ({STATUS_SQL} <> ? OR {sign}(for_centre AND {held})))", (*values, Status.RECORDED.value)


def _one_of(column: str, values: Iterable[str]) -> Condition:
    known = tuple(str(value) for value in values)
    return (f"{column} = ?", known) if len(known) == 1 else (f"{column} IN ({', '.join('?' * len(known))})", known)
