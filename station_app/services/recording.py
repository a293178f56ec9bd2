"""Saving a reception: one transaction for the contact, the reception and each of its opinions."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from station_app.db import models
from station_app.db.connection import CommitUncertain
from station_app.db.rows import first_row, to_record
from station_app.domain.checks import check_reception, clean_form, refuse
from station_app.domain.enums import ContactKind, Outcome
from station_app.domain.forms import Destination, OpinionForm, ReceptionForm
from station_app.domain.records import Attempt, Contact, Feedback, FeedbackRound, Intake, LocalHandling, Reception
from station_app.errors import StationError
from station_app.journal.log import Log
from station_app.services.numbering import next_local_number, next_serial
from station_app.services.station import Station


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving gave: the reception's uid and the serials of its opinions, in the form's order."""

    uid: str
    serials: tuple[str, ...]


def save_reception(station: Station, form: ReceptionForm, future_agreed: bool = False, uid: str | None = None) -> Saved:
    """Save a reception with its contact and opinions; raises StationError with all that must be mended first.

    ``uid`` (of the draft) becomes the reception's: what is already saved under it is given back, not saved again.
    """
    if uid is not None and (before := saved_as(station, uid)) is not None:
        return before
    form = clean_form(form)
    refuse(check_reception(form, station.clock.now(), future_agreed))
    uid = uid or str(uuid4())
    try:
        with station.writing() as log:
            serials = tuple(_Writer(station, log, form, uid).write())
    except CommitUncertain as doubt:
        return _look_again(station, uid, doubt)
    return Saved(uid, serials)


def saved_as(station: Station, uid: str) -> Saved | None:
    """What is saved under a reception's uid, None when nothing is."""
    query = (
        models.Opinion.select(models.Opinion.serial).where(models.Opinion.reception == uid).order_by(models.Opinion.id)
    )
    serials = tuple(row.serial for row in query.bind(station.db))
    return Saved(uid, serials) if serials else None


def _look_again(station: Station, uid: str, doubt: CommitUncertain) -> Saved:
    """An error on commit does not mean that nothing was saved."""
    saved = saved_as(station, uid)
    if saved is None:
        raise doubt.problem
    return saved


class _Writer:
    """One reception on its way into the log."""

    def __init__(self, station: Station, log: Log, form: ReceptionForm, uid: str) -> None:
        self.station = station
        self.log = log
        self.form = form
        self.uid = uid
        self.author = station.author or form.recorder

    def write(self) -> list[str]:
        contact = self._contact()
        form = self.form
        record = Reception(
            began=form.began,
            ended=form.ended,
            event=form.event,
            deputies=form.deputies,
            volunteer_only=form.volunteer_only,
            recorder=form.recorder,
            channel=form.channel,
            contact=contact,
            mode=form.mode,
            signed=form.signed,
        )
        self.log.put(self.uid, "reception", record, self.author)
        return [self._opinion(one, contact) for one in form.opinions]

    def _contact(self) -> str | None:
        contact, uid = self.form.contact, self.form.contact_uid
        if contact == Contact(kind=ContactKind.ANONYMOUS):
            return None
        known = contact_of(self.station, uid) if uid else None
        if uid is None or known != contact:
            uid = str(uuid4()) if uid is None or (known and known.kind is ContactKind.ERASED) else uid
            self.log.put(uid, "contact.person", contact, self.author)
        return uid

    def _opinion(self, form: OpinionForm, contact: str | None) -> str:
        uid = str(uuid4())
        received = self.form.began[:10]
        serial = str(next_serial(self.station.db, self.station.identity.code, date.fromisoformat(received).year))
        intake = Intake(
            serial=serial,
            received_on=received,
            channel=self.form.channel,
            contact=contact,
            deputies=self.form.deputies,
            reception=self.uid,
            event=self.form.event,
            tellable=is_tellable(self.form.contact),
            **intake_fields(form),
        )
        self.log.put(uid, "opinion.intake", intake, self.author)
        self._follow_up(uid, form)
        return serial

    def _follow_up(self, uid: str, form: OpinionForm) -> None:
        if form.outcome is Outcome.FILED:
            if form.destination is Destination.STATION:
                self.log.put(uid, "opinion.local", self._local(form), self.author)
        elif form.on_the_spot.told:
            self.log.put(uid, "opinion.feedback", self._told(form), self.author)

    def _local(self, form: OpinionForm) -> LocalHandling:
        today = self.station.clock.today()
        work = form.local
        return LocalHandling(
            number=next_local_number(self.station.db, self.station.identity.code, today.year),
            unit=work.unit,
            opened_on=today.isoformat(),
            due_on=work.due_on,
            meeting_at=work.meeting_at,
            whistle=work.whistle,
            plan=work.plan,
        )

    def _told(self, form: OpinionForm) -> Feedback:
        spot = form.on_the_spot
        attempt = Attempt(at=self.form.began, by=self.author, how=spot.how, reached=True)
        return Feedback(rounds=(FeedbackRound(attempts=(attempt,), attitude=spot.attitude, result=spot.result),))


def intake_fields(form: OpinionForm) -> dict[str, Any]:
    """The fields of an intake that come straight from the form."""
    names = (
        "title content kind topic subtopic place scope urgency sensitive outcome spot_reply suggested_action "
        "attachments external_source external_number"
    )
    return {name: getattr(form, name) for name in names.split()}


def is_tellable(contact: Contact) -> bool:
    """Whether there is anybody who can be told of an answer: a named one, or an anonymous one who left a phone."""
    return contact.kind is not ContactKind.ANONYMOUS or bool(contact.phone)


def contact_of(station: Station, uid: str) -> Contact:
    """The contact as it stands; raises StationError when there is none of that uid."""
    row = first_row(models.Contact.select().where(models.Contact.uid == uid), station.db)
    if row is None:
        raise StationError("找不到这位反映人的资料", "请重新填写姓名和电话。")
    return to_record(Contact, row)
