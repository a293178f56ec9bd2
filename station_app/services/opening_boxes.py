"""Saving the opening of an opinion box: one transaction for the opening and all of its slips."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid4

from station_app.db.connection import CommitUncertain
from station_app.db.statements import rows
from station_app.domain.checks import clean_form, refuse
from station_app.domain.enums import ContactKind
from station_app.domain.opening_checks import check_opening
from station_app.domain.opening_forms import BOX_CHANNEL, OpeningForm, SlipForm, SlipState
from station_app.domain.records import BoxOpening, Contact, Intake, InvalidSlip
from station_app.journal.log import Log
from station_app.services.numbering import next_opening_number, next_serial
from station_app.services.recording import intake_fields, is_tellable
from station_app.services.station import Station


@dataclass(frozen=True, slots=True)
class SavedOpening:
    """What saving gave: the opening's uid and number, and the serials of its opinions in the order of the slips."""

    uid: str
    number: str
    serials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A record that is put down together with the opening: a box or person that was not on the lists."""

    uid: str
    facet: str
    record: Any


def save_opening(
    station: Station,
    form: OpeningForm,
    future_agreed: bool = False,
    uid: str | None = None,
    newcomers: Iterable[Newcomer] = (),
) -> SavedOpening:
    """Save an opening with its slips; raises StationError with all that must be mended first.

    ``uid`` (of the draft) becomes the opening's: what is already saved under it is given back, not saved again.
    """
    if uid is not None and (before := opening_saved_as(station, uid)) is not None:
        return before
    form = clean_form(form)
    refuse(check_opening(form, station.clock.now(), future_agreed))
    uid = uid or str(uuid4())
    try:
        with station.writing() as log:
            for one in newcomers:
                log.put(one.uid, one.facet, one.record, station.author)
            return _Writer(station, log, form, uid).write()
    except CommitUncertain as doubt:
        saved = opening_saved_as(station, uid)
        if saved is None:
            raise doubt.problem from None
        return saved


def opening_saved_as(station: Station, uid: str) -> SavedOpening | None:
    """What is saved under an opening's uid, None when nothing is."""
    found = rows(station.db, "SELECT number FROM box_opening WHERE uid = ?", (uid,))
    if not found:
        return None
    serials = rows(station.db, "SELECT serial FROM opinion WHERE opening = ? ORDER BY id", (uid,))
    return SavedOpening(uid, str(found[0]["number"]), tuple(str(row["serial"]) for row in serials))


class _Writer:
    """One opening on its way into the log."""

    def __init__(self, station: Station, log: Log, form: OpeningForm, uid: str) -> None:
        self.station = station
        self.log = log
        self.form = form
        self.uid = uid
        self.author = station.author or form.opener
        self.year = date.fromisoformat(form.opened_at[:10]).year

    def write(self) -> SavedOpening:
        number = next_opening_number(self.station.db, self.station.identity.code, self.year)
        self.log.put(self.uid, "box_opening", self._opening(number), self.author)
        slips = [slip for slip in self.form.slips if slip.state is SlipState.TRANSCRIBED]
        return SavedOpening(self.uid, number, tuple(self._opinion(slip) for slip in slips))

    def _opening(self, number: str) -> BoxOpening:
        form = self.form
        assert form.seal_intact is not None
        assert form.slips_found is not None
        invalid = [
            InvalidSlip(place=place, reason=slip.reason)
            for place, slip in enumerate(form.slips, 1)
            if slip.state is SlipState.INVALID
        ]
        return BoxOpening(
            number=number,
            box=form.box,
            opened_at=form.opened_at,
            opener=form.opener,
            witness=form.witness,
            seal_intact=form.seal_intact,
            seal_before=form.seal_before,
            seal_after=form.seal_after,
            slips_found=form.slips_found,
            invalid=tuple(invalid),
            remark=form.remark,
        )

    def _opinion(self, slip: SlipForm) -> str:
        contact = _as_signed(slip.contact)
        serial = str(next_serial(self.station.db, self.station.identity.code, self.year))
        intake = Intake(
            serial=serial,
            received_on=self.form.opened_at[:10],
            channel=BOX_CHANNEL,
            contact=self._contact(contact),
            opening=self.uid,
            tellable=is_tellable(contact),
            **intake_fields(slip.opinion),
        )
        self.log.put(str(uuid4()), "opinion.intake", intake, self.author)
        return serial

    def _contact(self, contact: Contact) -> str | None:
        """Nobody could be told what the data is used for, so ``notice_at`` stays empty."""
        if contact == Contact(kind=ContactKind.ANONYMOUS):
            return None
        uid = str(uuid4())
        self.log.put(uid, "contact.person", contact, self.author)
        return uid


def _as_signed(contact: Contact) -> Contact:
    """A slip with a name is a person's, without one it is anonymous; other kinds are told by whoever typed it."""
    if contact.kind in {ContactKind.ANONYMOUS, ContactKind.PERSON}:
        return replace(contact, kind=ContactKind.PERSON if contact.name else ContactKind.ANONYMOUS)
    return contact
