"""Correcting and voiding: a new version of what was taken in, under the same uid and serial, the old one kept."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from station_app.db.statements import rows, scalar
from station_app.domain.checks import clean_form, refuse, text_notes
from station_app.domain.enums import ContactKind
from station_app.domain.forms import ReceptionForm
from station_app.domain.moves import HEADS, Move
from station_app.domain.records import Contact, Intake
from station_app.domain.serials import parse_serial
from station_app.domain.text import clean_line
from station_app.domain.wording import contact_changes, field_changes, reception_changes
from station_app.errors import StationError
from station_app.journal.log import Log
from station_app.services import audit
from station_app.services.correction_form import correction_problems, form_from, overlay, reception_of
from station_app.services.held import Held, hold, hold_for, person_name, refuse_secret
from station_app.services.numbering import next_serial
from station_app.services.recording import contact_of, intake_fields, is_tellable
from station_app.services.saving import saving
from station_app.services.station import Station

_BLOB = re.compile(r"[0-9a-f]{64}")
_SHARED = ("received_on", "channel", "deputies", "contact", "event", "tellable")


@dataclass(frozen=True, slots=True)
class Corrected:
    """``changed``: the labels of the fields that changed; ``notes``: sentences to show, e.g. that the serial stays."""

    uid: str
    serial: str
    changed: tuple[str, ...]
    notes: tuple[str, ...] = ()


def form_of(station: Station, ref: str) -> ReceptionForm:
    """The opinion as a form with exactly one opinion and its people in full; audited, so it writes (worker thread).

    Where there was no reception (a box slip, an old ledger) ``began`` is only a day and ``recorder`` empty.
    """
    held = hold_for(station, ref, Move.CORRECT)
    refuse_secret(station, held)
    if held.contact is not None:
        audit.note(station, audit.Action.UNMASKED, held.uid, f"{held.intake.serial} 更正")
    return form_from(station, held)


def correct(
    station: Station, ref: str, changed: ReceptionForm | Mapping[str, Any], future_agreed: bool = False
) -> Corrected:
    """Save a correction of the opinion ``ref`` (serial or uid), its reception and its contact.

    ``changed`` is the whole form from ``form_of``, or as JSON values only the fields that change: names of
    ``ReceptionForm`` and ``OpinionForm`` side by side, ``received_on``, and ``contact`` with the contact's. What
    belongs to the reception (day, channel, deputies, contact) changes for all opinions of it. Raises StationError
    when nothing changes or something does not fit.
    """
    held = hold_for(station, ref, Move.CORRECT)
    before = form_from(station, held)
    wanted = changed if isinstance(changed, ReceptionForm) else overlay(before, changed)
    form = clean_form(wanted)
    agreed = future_agreed or form.began == before.began
    refuse(correction_problems(form, station.clock.now(), agreed, held.intake.reception is not None))
    _refuse_late_outcome(held, form)
    _refuse_unknown(station, before, form)
    if form.contact != before.contact or form.opinions[0].kind is not held.intake.kind:
        refuse_secret(station, held)
    done = _Correction(station, held, before, form).save()
    return replace(done, notes=(*done.notes, *text_notes(wanted)))


def void(station: Station, ref: str, reason: str) -> Corrected:
    """Make an opinion void from any state; it keeps its number. A reason is required."""
    held = hold_for(station, ref, Move.VOID)
    why = clean_line(reason).text
    if not why:
        raise StationError("作废要写原因", "请写明为什么作废，例如「重复登记，见 00070」。")
    with saving(station) as log:
        log.put(held.uid, "opinion.intake", replace(held.intake, void_reason=why), station.author)
    return Corrected(held.uid, held.intake.serial, ("作废原因",))


def renumber(station: Station, ref: str) -> Corrected:
    """Give a doubled opinion the next free number of its year; the old one is kept as ``former_serial``. Head only."""
    station.require(*HEADS)
    held = hold_for(station, ref, Move.CORRECT)
    old = held.intake.serial
    if scalar(station.db, "SELECT count(*) FROM opinion WHERE serial = ?", (old,)) < 2:
        raise StationError(f"编号 {old} 没有重号", "编号已写在纸上，不重号就不能改。")
    with saving(station) as log:
        serial = str(next_serial(station.db, station.identity.code, parse_serial(old).year))
        intake = replace(held.intake, serial=serial, former_serial=old)
        log.put(held.uid, "opinion.intake", intake, station.author)
    return Corrected(held.uid, serial, ("编号",), (f"原编号 {old} 已改为 {serial}，请在纸上注明。",))


class _Correction:
    """One correction on its way into the log: contact, reception, the opinion, and the others of the same reception."""

    def __init__(self, station: Station, held: Held, before: ReceptionForm, form: ReceptionForm) -> None:
        self.station = station
        self.held = held
        self.before = before
        self.form = form
        self.reception = reception_of(station, held.intake)

    def save(self) -> Corrected:
        with saving(self.station) as log:
            contact = self._put_contact(log)
            intake = self._intake(contact)
            changed = [*self._labels(intake), *self._put_reception(log, contact)]
            if not changed:
                raise StationError("没有改动", "请改好要更正的地方再保存。")
            others = self._siblings(intake)
            if intake != self.held.intake:
                self._put(log, self.held.uid, intake)
            for uid, other in others:
                self._put(log, uid, other)
        notes = (*self._serial_note(intake), *_sibling_note([other for _, other in others]))
        return Corrected(self.held.uid, intake.serial, tuple(dict.fromkeys(changed)), notes)

    def _put(self, log: Log, uid: str, intake: Intake) -> None:
        log.put(uid, "opinion.intake", intake, self.station.author)

    def _put_contact(self, log: Log) -> str | None:
        contact, uid = self.form.contact, self.form.contact_uid
        if contact == Contact(kind=ContactKind.ANONYMOUS):
            was = self.held.contact
            return self.held.intake.contact if was is not None and was.kind is ContactKind.ERASED else None
        if uid is None or contact != contact_of(self.station, uid):
            uid = uid or str(uuid4())
            log.put(uid, "contact.person", contact, self.station.author)
        return uid

    def _intake(self, contact: str | None) -> Intake:
        form, old = self.form, self.held.intake
        anew = contact != old.contact or form.contact != self.before.contact
        return replace(
            old,
            **intake_fields(form.opinions[0]),
            received_on=form.began[:10],
            channel=form.channel,
            deputies=form.deputies,
            event=form.event,
            contact=contact,
            tellable=is_tellable(form.contact) if anew else old.tellable,
        )

    def _put_reception(self, log: Log, contact: str | None) -> tuple[str, ...]:
        """Write the reception if it changed; gives the labels of what did."""
        if self.reception is None:
            return ()
        names = ("began", "ended", "event", "deputies", "volunteer_only", "recorder", "channel", "mode", "signed")
        after = replace(self.reception, contact=contact, **{name: getattr(self.form, name) for name in names})
        if after == self.reception:
            return ()
        assert self.held.intake.reception is not None
        log.put(self.held.intake.reception, "reception", after, self.station.author)
        return reception_changes(self.reception, after)

    def _labels(self, intake: Intake) -> Iterator[str]:
        yield from (one.label for one in field_changes(self.held.intake, intake, str))
        yield from contact_changes(self.before.contact, self.form.contact)

    def _siblings(self, intake: Intake) -> list[tuple[str, Intake]]:
        """The other opinions of the reception with what belongs to it changed alike; void ones stay as they are."""
        old = self.held.intake
        shared = {name: getattr(intake, name) for name in _SHARED if getattr(intake, name) != getattr(old, name)}
        if not shared or old.reception is None:
            return []
        query = "SELECT uid FROM opinion WHERE reception = ? AND uid <> ? AND NOT void ORDER BY id"
        uids = [row["uid"] for row in rows(self.station.db, query, (old.reception, self.held.uid))]
        return [(uid, replace(hold(self.station, uid).intake, **shared)) for uid in uids]

    def _serial_note(self, intake: Intake) -> Iterator[str]:
        year = intake.received_on[:4]
        if year != self.held.intake.received_on[:4] and int(year) != parse_serial(intake.serial).year:
            yield f"收到日期改到了 {year} 年；编号 {intake.serial} 已写在纸上，保持不变。"


def _sibling_note(others: list[Intake]) -> tuple[str, ...]:
    if not others:
        return ()
    return (f"同一次接待的另外 {len(others)} 条（{'、'.join(one.serial for one in others)}）也一并更正。",)


def _refuse_late_outcome(held: Held, form: ReceptionForm) -> None:
    """What was done since rests on the outcome as it stood."""
    facets, outcome = held.facets, held.intake.outcome
    begun = (facets.local, facets.feedback, facets.handling, facets.reply, held.intake.earlier_answer)
    if form.opinions[0].outcome is not outcome and any(part is not None for part in begun):
        raise StationError(
            f"处理方式「{outcome.value}」不能再改：已经有办理或反馈", "请作废这条，写明原因，再重新登记。"
        )


def _refuse_unknown(station: Station, before: ReceptionForm, form: ReceptionForm) -> None:
    """Raise StationError for people and attachments that are not there."""
    known = {*before.opinions[0].attachments}
    for one in form.opinions[0].attachments:
        there = one in known or (_BLOB.fullmatch(one.sha256) and station.store.blobs.exists(one.sha256))
        if not there:
            raise StationError(f"附件「{one.name}」还没有存好", "请重新添加这个附件。")
    for uid in set(form.deputies) - set(before.deputies):
        if scalar(station.db, "SELECT 1 FROM deputy WHERE uid = ?", (uid,)) is None:
            raise StationError("代表名单里没有所选的代表", "请另选一位，或请站长在「设置」里添加。")
    if form.recorder != before.recorder and not person_name(station.db, form.recorder):
        raise StationError("名单里没有所选的记录人", "请另选一位，或请站长在「设置」里添加。")
