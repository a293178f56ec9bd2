"""What the centre writes for all its stations, and its cases: frozen dataclasses of plain values like `records`."""

from dataclasses import dataclass

from station_app.domain.enums import CaseRelation, SiteKind, SiteStatus, Zone

LIMITS_UID = "limits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site of the network as the centre keeps it; ``parent`` is the uid of the site above, ``opened_on`` an ISO day.

    ``head`` and ``liaison`` are names: its people are the station's own records.
    """

    code: str
    name: str
    kind: SiteKind = SiteKind.COMMUNITY
    zone: Zone | None = None
    parent: str | None = None
    head: str = ""
    liaison: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""
    opened_on: str | None = None
    status: SiteStatus = SiteStatus.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An office or company that matters are handed to; ``kind`` as people there say it (街道科室, 物业公司)."""

    name: str
    kind: str = ""
    contact: str = ""
    phone: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntry:
    """One entry of a code list; ``parent`` is the code of the entry above in a list of two levels."""

    code: str
    name: str
    parent: str | None = None
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """A list of codes; its uid is fixed. An entry that is no longer chosen is retired, never taken out."""

    name: str
    entries: tuple[CodeEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Time limits in days; that for sending back what is not the unit's counts working days."""

    hand_over_days: int = 10
    answer_days: int = 30
    return_days: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The ISO days of one year that are off though in the week, and those worked though at its end."""

    year: int
    days_off: tuple[str, ...] = ()
    work_days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpinion:
    """An opinion (uid) that a case is about."""

    opinion: str
    relation: CaseRelation = CaseRelation.SINGLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """More time for a case, granted on the ISO day ``on``."""

    on: str
    due_on: str
    reason: str
    approver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One piece of work handed to somebody, one 件; ``matter`` says which part of a split opinion it is about.

    ``number`` is ``JB-<year>-<4 digits>``, ``lead`` and ``co_units`` name units, days are ISO days.
    """

    number: str
    opinions: tuple[CaseOpinion, ...]
    track: str
    lead: str
    handed_on: str
    due_on: str
    matter: str = ""
    co_units: tuple[str, ...] = ()
    returned_on: str | None = None
    return_reason: str = ""
    extensions: tuple[Extension, ...] = ()
    handler: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRound:
    """One question of the centre (退回补充): ``based_on`` names the intake change it is about.

    ``answered_on`` is the ISO day on which a correction was taken as the answer.
    """

    asked_on: str
    by: str
    question: str
    based_on: str
    answered_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the centre asked the station to add (facet ``opinion.request``), one question a round."""

    rounds: tuple[RequestRound, ...] = ()
