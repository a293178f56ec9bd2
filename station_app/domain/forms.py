"""What a person fills in, before it becomes records: plain values, so that a half-typed form can be kept as a draft."""

from dataclasses import dataclass, field
from enum import StrEnum

from station_app.domain.enums import Kind, Mode, Outcome, Satisfaction, Scope, ToldHow, Urgency
from station_app.domain.records import Attachment, Contact


class Destination(StrEnum):
    """Where a filed opinion goes."""

    CENTRE = "交中心"
    STATION = "站内办理"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheSpot:
    """What the resident said when told of an answer face to face; nothing is preset."""

    told: bool = False
    attitude: Satisfaction | None = None
    result: Satisfaction | None = None
    how: ToldHow = ToldHow.IN_PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalWork:
    """What 站内办理 needs to begin: who does it, by when (ISO date), and a meeting or whistle if there is one."""

    unit: str = ""
    due_on: str | None = None
    meeting_at: str | None = None
    whistle: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionForm:
    """One opinion as typed; ``outcome`` None: not chosen yet."""

    title: str = ""
    content: str = ""
    kind: Kind | None = None
    topic: str = ""
    subtopic: str = ""
    place: str = ""
    scope: Scope | None = None
    urgency: Urgency = Urgency.NORMAL
    sensitive: bool = False
    outcome: Outcome | None = None
    spot_reply: str = ""
    on_the_spot: OnTheSpot = field(default_factory=OnTheSpot)
    suggested_action: str = ""
    destination: Destination = Destination.CENTRE
    local: LocalWork = field(default_factory=LocalWork)
    attachments: tuple[Attachment, ...] = ()
    external_source: str = ""
    external_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionForm:
    """One reception as typed.

    ``began`` is ``YYYY-MM-DDTHH:MM`` local, people are uids, ``contact_uid`` is a returning visitor's.
    """

    began: str = ""
    ended: str | None = None
    channel: str = ""
    mode: Mode = Mode.IN_PERSON
    recorder: str = ""
    event: str | None = None
    deputies: tuple[str, ...] = ()
    volunteer_only: bool = False
    contact: Contact = field(default_factory=Contact)
    contact_uid: str | None = None
    opinions: tuple[OpinionForm, ...] = field(default_factory=lambda: (OpinionForm(),))
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    ``field`` is a path such as ``contact.phone`` or ``opinions[0].title``, ``label`` its name on the screen.
    """

    field: str
    label: str
    sentence: str
