"""The rows of a 社情簿 from the database: opinions of a period by serial, voids and passed-over numbers among them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from station_app.db.rows import to_record
from station_app.db.statements import rows
from station_app.domain.enums import ContactKind, Outcome
from station_app.domain.masking import Masked, mask_phone
from station_app.domain.periods import Period
from station_app.domain.records import Contact, FeedbackRound, Intake, SerialGap
from station_app.domain.serials import Serial
from station_app.domain.showing import contact_label, is_secret
from station_app.domain.status import Facets
from station_app.domain.telling import answers
from station_app.journal.opinions import facets_of_row
from station_app.reports.records import RegisterGap, RegisterRow
from station_app.services.held import doubled_marks
from station_app.services.station import Station

NONE = "—"
UNLISTED = "（名单里没有的代表）"
_OPINIONS = "SELECT * FROM opinion WHERE site = ? AND received_on BETWEEN ? AND ? ORDER BY id"
_CONTACTS = """
    SELECT * FROM contact
    WHERE uid IN (SELECT contact FROM opinion WHERE site = ? AND received_on BETWEEN ? AND ?)
"""
_NAMES = """
    SELECT d.uid, coalesce(o.name, d.name) AS name FROM deputy d LEFT JOIN deputy o ON o.uid = d.same_as
"""
_DOUBLED = "SELECT serial FROM opinion GROUP BY serial HAVING count(*) > 1"
# A passed-over number has no day: it belongs where the opinion before it does, else at the beginning of its year.
_DAY_BEFORE = "SELECT received_on FROM opinion WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1"


def register_entries(
    station: Station, period: Period, shown: frozenset[Masked] = frozenset(), channels: tuple[str, ...] = ()
) -> tuple[RegisterRow | RegisterGap, ...]:
    """The rows in the order of their serials; only what came by ``channels`` where there are any, then without gaps.

    Whether what is ``shown`` may stand unmasked is for the caller to ask.
    """
    placed: list[tuple[int, RegisterRow | RegisterGap]] = [*_opinions(station, period, shown, channels)]
    if not channels:
        placed += _gaps(station, period)
    return tuple(entry for _, entry in sorted(placed, key=lambda one: one[0]))


def result_text(facets: Facets) -> str:
    """All answers in full; where there are several, each with its day."""
    given = [one for one in answers(facets) if one.text]
    if len(given) == 1:
        return given[0].text
    return "\n".join(f"{_short(one.date)}：{one.text}" for one in given)


def last_told(facets: Facets) -> FeedbackRound | None:
    """The last round of telling that is over."""
    done = [one for one in facets.feedback.rounds if one.result is not None] if facets.feedback else []
    return done[-1] if done else None


def handed(facets: Facets) -> tuple[str, str | None]:
    """The unit that works on it and the ISO day on which it was given to it: the centre's, else the station's own."""
    if facets.handling is not None and facets.handling.track:
        return facets.handling.unit, facets.handling.handed_on
    if facets.local is not None and facets.local.opened_on:
        return facets.local.unit, facets.local.opened_on
    return "", None


def deputy_names(station: Station) -> dict[str, str]:
    """The names of all deputies by uid; of those who are the same one that of the centre's record."""
    return {row["uid"]: row["name"] for row in rows(station.db, _NAMES)}


def _opinions(
    station: Station, period: Period, shown: frozenset[Masked], channels: tuple[str, ...]
) -> Iterator[tuple[int, RegisterRow]]:
    where = (station.identity.site, period.first.isoformat(), period.last.isoformat())
    contacts = {row["uid"]: to_record(Contact, row) for row in rows(station.db, _CONTACTS, where)}
    deputies = deputy_names(station)
    doubled = doubled_marks(station.db, [row["serial"] for row in rows(station.db, _DOUBLED)])
    taken = (row for row in rows(station.db, _OPINIONS, where) if not channels or row["channel"] in channels)
    for number, row in enumerate(taken, 1):
        facets = facets_of_row(row)
        name, phone = _who(facets, contacts.get(row["contact"]), shown)
        yield (
            row["id"],
            RegisterRow(
                number=number,
                name=name,
                phone=phone,
                deputies=tuple(deputies.get(uid, UNLISTED) for uid in row_intake(facets).deputies),
                sensitive=row_intake(facets).sensitive and Masked.SENSITIVE not in shown,
                doubled=doubled.get(row["uid"], ""),
                **_matter(row_intake(facets)),
                **_work(facets),
            ),
        )


def row_intake(facets: Facets) -> Intake:
    """The intake, which every registered opinion has."""
    assert facets.intake is not None
    return facets.intake


def _who(facets: Facets, contact: Contact | None, shown: frozenset[Masked]) -> tuple[str, str]:
    """Name and phone as they may stand: 信息保密 for 保密 and 举报, whoever asks."""
    secret = is_secret(row_intake(facets).kind, contact)
    if contact is None or secret or not contact.phone:
        phone = NONE
    else:
        phone = contact.phone if Masked.PHONE in shown else mask_phone(contact.phone)
    if contact is None or secret or not (Masked.NAME in shown and contact.name):
        return contact_label(contact, secret), phone
    return f"{contact.name}等{contact.group_size}人" if contact.kind is ContactKind.GROUP else contact.name, phone


def _matter(intake: Intake) -> dict[str, Any]:
    before = f"原编号 {intake.former_serial}" if intake.former_serial else ""
    return {
        "serial": intake.serial,
        "day": date.fromisoformat(intake.received_on),
        "channel": intake.channel,
        "content": intake.content,
        "topic": intake.topic,
        "remark": "\n".join(part for part in (before, intake.remark) if part),
        "void_reason": intake.void_reason,
    }


def _work(facets: Facets) -> dict[str, Any]:
    intake, told = row_intake(facets), last_told(facets)
    unit, on = handed(facets)
    at_once = intake.outcome is not Outcome.FILED and not unit
    told_on = told.attempts[-1].at[:10] if told and told.attempts else None
    untold = "" if intake.tellable else NONE
    return {
        "outcome": _outcome(facets),
        "unit": NONE if at_once else unit,
        "handed_on": date.fromisoformat(on) if on else NONE if at_once else "",
        "result": result_text(facets),
        "told_on": date.fromisoformat(told_on) if told_on else untold,
        "attitude": told.result.value if told and told.result else untold,
    }


def _outcome(facets: Facets) -> str:
    if facets.handling is not None and facets.handling.track:
        return facets.handling.track
    if facets.local is not None and facets.local.opened_on and facets.local.passed_on is None:
        return "站内办理"
    return row_intake(facets).outcome.value


def _gaps(station: Station, period: Period) -> Iterator[tuple[int, RegisterGap]]:
    own = "SELECT * FROM serial_gap WHERE site = ? AND series = ''"
    for row in rows(station.db, own, (station.identity.site,)):
        gap = to_record(SerialGap, row)
        first, last = (Serial(gap.code, gap.year, number) for number in (gap.first, gap.last))
        key = first.sort_key()
        before = rows(station.db, _DAY_BEFORE, (Serial(gap.code, gap.year, 0).sort_key(), key))
        day = date.fromisoformat(before[0]["received_on"]) if before else date(gap.year, 1, 1)
        if period.first <= day <= period.last:
            yield key, RegisterGap(first=str(first), last=str(last), reason=gap.reason)


def _short(day: str) -> str:
    when = date.fromisoformat(day[:10])
    return f"{when.year}.{when.month}.{when.day}"
