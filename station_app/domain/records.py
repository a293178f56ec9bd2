"""The records that travel between sites, as frozen dataclasses of plain values.

Each stands under a ``uid`` (UUIDv4) kept beside it, never inside. Fields hold what JSON holds: text, whole
numbers, booleans, None, tuples of these and nested records. Dates are ISO text: ``YYYY-MM-DD`` or
``YYYY-MM-DDTHH:MM`` in the station's local time.
"""

from dataclasses import dataclass

from station_app.domain.enums import (
    AgeBand,
    ContactKind,
    DayMode,
    DeputyEnd,
    DeputyLevel,
    Identity,
    Kind,
    Mode,
    Outcome,
    PersonRole,
    Satisfaction,
    Scope,
    Sex,
    SiteKind,
    ToldHow,
    Urgency,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Who wrote a version of a record and when: ``*_by`` are uids of persons, ``*_at`` ISO times with zone."""

    created_at: str
    created_by: str | None
    updated_at: str
    updated_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOwn:
    """What a site says of itself (facet ``site.own``)."""

    code: str
    name: str
    kind: SiteKind = SiteKind.COMMUNITY
    address: str = ""
    phone: str = ""
    hours: str = ""
    head: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who works at a site."""

    name: str
    role: PersonRole = PersonRole.VOLUNTEER
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputy:
    """A People's Congress deputy; ``same_as`` is the centre's record of the same one."""

    name: str
    level: DeputyLevel = DeputyLevel.DISTRICT
    sex: Sex | None = None
    ethnicity: str = ""
    party: str = ""
    term: str = ""
    ward: str = ""
    employer: str = ""
    certificate: str = ""
    phone: str = ""
    specialties: str = ""
    started_on: str | None = None
    ended_on: str | None = None
    end_reason: DeputyEnd | None = None
    by_election: bool = False
    same_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who brought an opinion; ``notice_at`` is when the use of personal data was explained, None where impossible."""

    kind: ContactKind = ContactKind.PERSON
    name: str = ""
    sex: Sex | None = None
    age_band: AgeBand | None = None
    phone: str = ""
    address: str = ""
    identity: Identity | None = None
    group_size: int = 1
    confidential: bool = False
    notice_at: str | None = None
    retain_until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """One reception of a contact: ``deputies`` are uids, and none stands only with ``volunteer_only``."""

    began: str
    recorder: str
    channel: str
    ended: str | None = None
    event: str | None = None
    deputies: tuple[str, ...] = ()
    contact: str | None = None
    volunteer_only: bool = False
    mode: Mode = Mode.IN_PERSON
    signed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionDay:
    """A day on which deputies receive, announced beforehand; receptions name it in ``event``.

    ``day`` is an ISO day, ``began`` and ``ended`` are ``HH:MM``, ``deputies`` the uids of those on duty;
    ``cancel_reason`` not None: it does not take place.
    """

    day: str
    began: str
    ended: str | None = None
    place: str = ""
    mode: DayMode = DayMode.TOGETHER
    theme: str = ""
    deputies: tuple[str, ...] = ()
    remark: str = ""
    cancel_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """An opinion box at a site, opened at least every ``interval_days``; ``since`` is the ISO day it was put up."""

    name: str
    since: str
    place: str = ""
    interval_days: int = 7
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidSlip:
    """A slip that is no opinion: ``place`` counts from 1 among the slips of the opening, ``reason`` may be empty."""

    place: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxOpening:
    """One opening of a box by two persons: ``slips_found`` = opinions transcribed + ``invalid``; it may be 0."""

    number: str
    box: str
    opened_at: str
    opener: str
    witness: str
    seal_intact: bool
    slips_found: int
    seal_before: str = ""
    seal_after: str = ""
    invalid: tuple[InvalidSlip, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A picture or PDF kept in the blob store under the SHA-256 of its plain bytes."""

    sha256: str
    name: str
    media: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAnswer:
    """The reply an old ledger already holds."""

    text: str
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a station took in (facet ``opinion.intake``): one opinion, one 条. A correction is a new version of it.

    ``tellable`` says whether there is anybody who can be told of the answer; ``void_reason`` not None makes it void.
    """

    serial: str
    received_on: str
    channel: str
    topic: str
    title: str
    content: str
    outcome: Outcome = Outcome.FILED
    former_serial: str | None = None
    kind: Kind | None = None
    subtopic: str = ""
    place: str = ""
    scope: Scope | None = None
    urgency: Urgency = Urgency.NORMAL
    sensitive: bool = False
    tellable: bool = False
    contact: str | None = None
    deputies: tuple[str, ...] = ()
    reception: str | None = None
    opening: str | None = None
    event: str | None = None
    spot_reply: str = ""
    suggested_action: str = ""
    remark: str = ""
    external_source: str = ""
    external_number: str = ""
    ledger_import: str | None = None
    earlier_answer: EarlierAnswer | None = None
    attachments: tuple[Attachment, ...] = ()
    void_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """A closed opinion taken up again; ``answers`` is how many answers it had by then."""

    on: str
    by: str
    reason: str
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer given by the station itself."""

    date: str
    text: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalHandling:
    """What the station does itself (facet ``opinion.local``): 站内办理. ``answers`` holds one per round.

    ``opened_on`` empty: nothing is being done, the facet only archives or reopens; ``passed_on``: handed on to the
    centre after all.
    """

    number: str = ""
    unit: str = ""
    opened_on: str = ""
    due_on: str | None = None
    meeting_at: str | None = None
    whistle: str = ""
    plan: str = ""
    answers: tuple[Answer, ...] = ()
    passed_on: str | None = None
    archived_on: str | None = None
    reopenings: tuple[Reopening, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One dated attempt to tell the resident."""

    at: str
    by: str
    how: ToldHow
    reached: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackRound:
    """Telling one answer: it is over when ``result`` stands (联系不上 only after three attempts on three days)."""

    attempts: tuple[Attempt, ...] = ()
    attitude: Satisfaction | None = None
    result: Satisfaction | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What residents said, one round an answer (facet ``opinion.feedback``)."""

    rounds: tuple[FeedbackRound, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """What a station may see of the centre's work on its opinion (facet ``opinion.handling``).

    ``track`` empty: only archived or reopened; ``based_on`` names the intake change it was decided on, ``correction``
    a newer one in spite of which it was handled on that older text.
    """

    track: str = ""
    unit: str = ""
    number: str = ""
    handed_on: str | None = None
    due_on: str | None = None
    based_on: str | None = None
    correction: str = ""
    archived_on: str | None = None
    reopenings: tuple[Reopening, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRound:
    """One answer of the centre; ``reply_class`` is A, B, C or D."""

    date: str
    text: str
    reply_class: str
    signer: str = ""
    later_measures: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The centre's answers, one a round (facet ``opinion.reply``)."""

    rounds: tuple[ReplyRound, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerImport:
    """One old ledger taken over: counts of its rows, and the reason when the whole of it was voided."""

    file_name: str
    sha256: str
    source: str
    rows: int
    new: int
    unchanged: int
    rejected: int
    void_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialGap:
    """Numbers ``first``..``last`` of a year that were passed over after a restore.

    ``series`` is "" for the serials of opinions, "K" for the numbers of openings.
    """

    code: str
    year: int
    first: int
    last: int
    reason: str
    series: str = ""
