"""Opinions in a real station, for the tests of the services around them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from station_app.db.connection import write_transaction
from station_app.domain.enums import Outcome, Satisfaction, SiteRole
from station_app.domain.forms import OnTheSpot
from station_app.domain.records import Handling, Intake, Reply, ReplyRound
from station_app.journal.log import Log
from station_app.services.recording import save_reception
from station_app.services.station import Station
from tests.stations import reception_form


def record(station: Station, *opinions: dict[str, object], contact: dict[str, object] | None = None, **changes: object):
    """Save a reception with these opinions (each what differs from the usual one); gives their serials."""
    base = reception_form(station)
    forms = tuple(replace(base.opinions[0], **one) for one in (opinions or ({},)))
    form = replace(base, **{"opinions": forms, "contact": replace(base.contact, **(contact or {})), **changes})
    return save_reception(station, form).serials


def answered(result: Satisfaction | None = None, outcome: Outcome = Outcome.ANSWERED) -> dict[str, object]:
    """An opinion answered on the spot; with ``result`` the resident was told and said so."""
    spot = OnTheSpot(told=result is not None, attitude=result, result=result)
    return {"outcome": outcome, "spot_reply": "明天请电工来换灯。", "on_the_spot": spot}


def seat(station: Station, name: str) -> None:
    """Put somebody at the desk by name."""
    uid = station.db.execute_sql("SELECT uid FROM person WHERE name = ?", (name,)).fetchone()[0]
    station.sit_down(uid)


@contextmanager
def nobody_at_the_desk(station: Station) -> Iterator[None]:
    """The desk is empty inside the block."""
    desk, station.desk = station.desk, None
    yield
    station.desk = desk


def uid_of(station: Station, serial: str) -> str:
    """The uid of the opinion of a serial."""
    return station.db.execute_sql("SELECT uid FROM opinion WHERE serial = ?", (serial,)).fetchone()[0]


def mark_sent(station: Station, serial: str, state: str) -> None:
    """As an export or an acknowledgement leaves it."""
    station.db.execute_sql(
        "INSERT OR REPLACE INTO sent_mark (opinion, state) VALUES (?, ?)", (uid_of(station, serial), state)
    )


def at_centre(station: Station, serial: str, *answers: str, due_on: str | None = "2026-07-08") -> None:
    """As a return package leaves it: acknowledged, handed to an office, with the answers of these days."""
    mark_sent(station, serial, "acknowledged")
    uid = uid_of(station, serial)
    handling = Handling(
        track="转街道办", unit="城市管理办公室", number="JB-2026-0041", handed_on="2026-06-18", due_on=due_on
    )
    with writing_as_centre(station) as log:
        log.put(uid, "opinion.handling", handling, None)
        if answers:
            rounds = tuple(ReplyRound(date=day, text="已整改。", reply_class="A") for day in answers)
            log.put(uid, "opinion.reply", Reply(rounds=rounds), None)


@contextmanager
def writing_as_centre(station: Station) -> Iterator[Log]:
    """What the centre writes, put into the station's log as a return package would."""
    with write_transaction(station.db):
        identity = station.identity
        yield Log(station.db, identity.site, identity.instance, station.clock, SiteRole.CENTRE)


def twin(station: Station, serial: str, instance: str = "5" * 32) -> str:
    """A second opinion under the same serial, written by another installation (after a restore); its uid."""
    uid = "00000000-0000-4000-8000-0000000000aa"
    intake = Intake(
        serial=serial, received_on="2026-06-17", channel="电话", topic="住房", title="屋顶漏水", content="下雨就漏。"
    )
    with station.writing() as log:
        log._instance = instance
        log.put(uid, "opinion.intake", intake, station.author)
    return uid
