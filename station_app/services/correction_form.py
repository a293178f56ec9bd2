"""What was taken in as a form again, and the few fields that a correction names laid over it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from station_app.db import models
from station_app.db.rows import to_record
from station_app.db.statements import by_uid
from station_app.domain.checks import check_reception
from station_app.domain.codec import DoesNotFit, field_names, given_fields, unknown_key
from station_app.domain.enums import ContactKind
from station_app.domain.forms import OpinionForm, Problem, ReceptionForm
from station_app.domain.records import Contact, Intake, Reception
from station_app.services.held import Held
from station_app.services.station import Station

NOT_CORRECTED = frozenset({"on_the_spot", "destination", "local"})
_OPINION_FIELDS = tuple(name for name in field_names(OpinionForm) if name not in NOT_CORRECTED)
_RECEPTION_FIELDS = tuple(name for name in field_names(ReceptionForm) if name not in {"opinions", "contact"})
# What an old ledger or a box slip cannot tell: nobody asks for it when such a record is corrected.
_ONLY_RECEPTIONS_KNOW = frozenset({"recorder", "deputies", "contact.notice_at"})
_DATE_LENGTH = len("YYYY-MM-DD")


def reception_of(station: Station, intake: Intake) -> Reception | None:
    """The reception at which an opinion was taken in, None for a box slip or a ledger's row."""
    row = by_uid(station.db, models.Reception, intake.reception) if intake.reception else None
    return to_record(Reception, row) if row else None


def form_from(station: Station, held: Held) -> ReceptionForm:
    """The form as it would have to be typed for this opinion alone; without a reception ``began`` is only a day.

    A contact whose data were erased is as an anonymous one.
    """
    intake, reception = held.intake, reception_of(station, held.intake)
    opinion = OpinionForm(**{name: getattr(intake, name) for name in _OPINION_FIELDS})
    contact = held.contact if held.contact and held.contact.kind is not ContactKind.ERASED else None
    told: dict[str, Any] = {"volunteer_only": not intake.deputies}
    if reception is not None:
        told = {name: getattr(reception, name) for name in ("ended", "mode", "recorder", "volunteer_only", "signed")}
    return ReceptionForm(
        **told,
        began=_moment(reception, intake.received_on),
        channel=intake.channel,
        event=intake.event,
        deputies=intake.deputies,
        contact=contact or Contact(kind=ContactKind.ANONYMOUS),
        contact_uid=intake.contact if contact else None,
        opinions=(opinion,),
    )


def overlay(form: ReceptionForm, changed: Mapping[str, Any]) -> ReceptionForm:
    """The form with the named fields (JSON values) changed; raises DoesNotFit for a wrong name or value."""
    given = {**changed}
    contact = given_fields(Contact, given.pop("contact", {}), "contact")
    day = given.pop("received_on", None)
    if day is not None:
        given["began"] = f"{day}{form.began[_DATE_LENGTH:]}"
    for key in given:
        if key not in _OPINION_FIELDS and key not in _RECEPTION_FIELDS:
            raise _not_here(key)
    opinion = given_fields(OpinionForm, {key: given.pop(key) for key in _OPINION_FIELDS if key in given})
    reception = given_fields(ReceptionForm, given)
    if reception.get("deputies"):
        reception.setdefault("volunteer_only", False)
    opinions = (replace(form.opinions[0], **opinion),)
    return replace(form, **reception, contact=replace(form.contact, **contact), opinions=opinions)


def correction_problems(form: ReceptionForm, now: datetime, future_agreed: bool, at_reception: bool) -> list[Problem]:
    """What must be mended before the correction is saved; ``at_reception``: the opinion was taken in at one."""
    found = check_reception(form, now, future_agreed)
    if at_reception:
        return found
    return [one for one in found if one.field not in _ONLY_RECEPTIONS_KNOW]


def _moment(reception: Reception | None, received_on: str) -> str:
    if reception is None or reception.began[:_DATE_LENGTH] != received_on:
        return received_on
    return reception.began


def _not_here(key: str) -> DoesNotFit:
    if key in NOT_CORRECTED:
        return DoesNotFit(f"「{key}」不能用更正来改", "办理情况请在「站内办理」里改，反馈请用「记反馈」。")
    return unknown_key(key, (*_OPINION_FIELDS, *_RECEPTION_FIELDS, "received_on", "contact"))
