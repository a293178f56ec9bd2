"""What a form holds but no longer shows: typed, then hidden by another choice. Only drafts keep it."""

from dataclasses import replace

from station_app.domain.enums import ContactKind, Outcome
from station_app.domain.forms import Destination, LocalWork, OnTheSpot, OpinionForm, ReceptionForm


def without_hidden(form: ReceptionForm) -> ReceptionForm:
    """The form as it is seen: no answer where a matter is filed, no local work where it is answered or goes on.

    The sheet that is signed on paper is the one for what is filed.
    """
    contact = form.contact
    if contact.kind is ContactKind.ANONYMOUS:
        contact = replace(contact, name="", notice_at=contact.notice_at if contact.phone.strip() else None)
    filed = any(one.outcome is Outcome.FILED for one in form.opinions)
    opinions = tuple(_seen(one) for one in form.opinions)
    return replace(form, contact=contact, opinions=opinions, signed=form.signed and filed)


def _seen(form: OpinionForm) -> OpinionForm:
    if form.outcome is Outcome.FILED:
        form = replace(form, spot_reply="", on_the_spot=OnTheSpot())
    elif form.outcome is not None:
        form = replace(form, destination=Destination.CENTRE)
    return form if form.destination is Destination.STATION else replace(form, local=LocalWork())
