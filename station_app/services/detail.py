"""One opinion in full: its fields, its people (masked), what happened to it, and what may be done now."""

from dataclasses import dataclass, field
from typing import Any

from station_app.db import models
from station_app.db.rows import to_record
from station_app.db.statements import by_uid
from station_app.domain.centre_moves import PENDING_LABEL
from station_app.domain.centre_moves import CentreMove as CentreMove
from station_app.domain.due import Due, due_of
from station_app.domain.due import DueState as DueState
from station_app.domain.enums import Status
from station_app.domain.moves import Move
from station_app.domain.records import Intake, Reception
from station_app.domain.showing import ShownContact as ShownContact
from station_app.domain.showing import next_steps
from station_app.domain.showing import shown as shown
from station_app.domain.wording import FieldChange as FieldChange
from station_app.errors import StationError
from station_app.journal.opinions import deputy_name
from station_app.services import audit
from station_app.services.held import Held, allowed, doubled_label, doubled_marks, hold, person_name, refuse_secret
from station_app.services.register_rows import UNLISTED
from station_app.services.replying import may_now, waits_for_word
from station_app.services.sites import site_names
from station_app.services.station import Station
from station_app.services.timeline import IntakeVersion as IntakeVersion
from station_app.services.timeline import TimelineEntry as TimelineEntry
from station_app.services.timeline import life_of
from station_app.services.versions import current_intake

AT_WORK = (Status.LOCAL, Status.IN_PROGRESS, Status.REDO)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionDetail:
    """All of one opinion.

    ``sent`` is '' or written, verified, acknowledged; ``label`` and ``doubled`` as in the list; ``recorder`` and
    ``deputies`` are names; ``due`` stands only while work is in hand; ``versions`` oldest first; ``next_steps`` as in
    答复 → 告诉反映人 → 办结; ``moves`` what the person at the desk may do now,
    ``centre_moves`` what as the centre; ``pending`` is 更正待确认 or empty, ``current`` the name of the
    newest change of the intake; ``facets`` the payloads by facet name.
    """

    uid: str
    serial: str
    former_serial: str | None
    doubled: str
    status: Status
    label: str
    sent: str
    site: str
    intake: Intake
    contact: ShownContact | None
    reception: Reception | None
    deputies: tuple[str, ...]
    recorder: str
    due: Due | None
    timeline: tuple[TimelineEntry, ...]
    versions: tuple[IntakeVersion, ...]
    next_steps: str
    moves: frozenset[Move]
    centre_moves: frozenset[CentreMove]
    pending: str
    current: str
    facets: dict[str, Any] = field(default_factory=dict)


def detail(station: Station, ref: str) -> OpinionDetail:
    """The opinion of that serial or uid, its contact masked; a doubled serial is refused and its bearers are named."""
    held = hold(station, ref)
    intake, life = held.intake, life_of(station, held.uid)
    reception = _reception(station, intake.reception)
    return OpinionDetail(
        uid=held.uid,
        serial=intake.serial,
        former_serial=intake.former_serial,
        doubled=doubled_label(doubled_marks(station.db, [intake.serial]).get(held.uid)),
        status=held.status,
        label=held.label,
        sent=held.mark,
        site=site_names(station.db).get(held.site, ""),
        intake=intake,
        contact=_contact(held),
        reception=reception,
        deputies=tuple(_deputy_name(station, uid) for uid in intake.deputies),
        recorder=_recorder(station, reception, life.facets),
        due=_due(station, held),
        timeline=life.timeline,
        versions=life.versions,
        next_steps=next_steps(held.status, intake.tellable),
        moves=allowed(station, held),
        centre_moves=may_now(station, held),
        pending=PENDING_LABEL if waits_for_word(station, held) else "",
        current=current_intake(station.db, held.uid),
        facets=life.facets,
    )


def reveal(station: Station, ref: str) -> ShownContact:
    """The contact of an opinion in full; 保密 and 举报 only for the head. Audited, so it writes (worker thread)."""
    held = hold(station, ref)
    if held.contact is None:
        raise StationError("这条没有留下反映人", "匿名反映，没有可显示的姓名和电话。")
    refuse_secret(station, held)
    audit.note(station, audit.Action.UNMASKED, held.uid, held.intake.serial)
    return shown(held.contact, held.intake.contact, secret=held.secret, revealed=True)


def _contact(held: Held) -> ShownContact | None:
    return shown(held.contact, held.intake.contact, secret=held.secret) if held.contact else None


def _reception(station: Station, uid: str | None) -> Reception | None:
    row = by_uid(station.db, models.Reception, uid) if uid else None
    return to_record(Reception, row) if row else None


def _recorder(station: Station, reception: Reception | None, facets: dict[str, Any]) -> str:
    return person_name(station.db, reception.recorder if reception else facets["opinion.intake"]["created_by"])


def _deputy_name(station: Station, uid: str) -> str:
    return deputy_name(station.db, uid) or UNLISTED


def _due(station: Station, held: Held) -> Due | None:
    """Of the centre's work once there is any, else of the station's."""
    facets = held.facets
    handled = facets.handling if facets.handling and facets.handling.track else None
    work = handled or facets.local
    on = work.due_on if work and held.status in AT_WORK else None
    return due_of(on, station.clock.today()) if on else None
