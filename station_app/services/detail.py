"""One opinion in full: its fields, its people (masked), what happened to it, and what may be done now."""

from dataclasses import dataclass, field
from typing import Any

from station_app.domain.enums import Status
from station_app.domain.moves import Move
from station_app.domain.records import Contact, Intake, Reception
from station_app.services.station import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownContact:
    """A contact as it may be read now. ``secret``: 保密 or 举报, to be shown as 「信息保密」 wherever it leaves the screen.

    ``label`` is the short form of the list (刘**, 12 人联名, 匿名); ``revealed`` says whether names and phones stand in full.
    """

    uid: str | None
    label: str
    name: str
    phone: str
    address: str
    person: str
    identity: str
    group_size: int
    notice_at: str | None
    secret: bool
    revealed: bool


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened: ``at`` is an ISO day or minute (local), ``by`` the person's name, ``note`` a second line."""

    at: str
    what: str
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that a correction changed, in words for the screen."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class IntakeVersion:
    """One version of what was taken in; ``changes`` against the version before, empty for the first."""

    at: str
    by: str
    intake: Intake
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """The day the work in hand is due; ``days`` left, below zero when overdue; ``state`` 正常, 临期 (within 7 days) or 逾期."""

    on: str
    days: int
    state: str

    @property
    def words(self) -> str:
        """还剩 n 天, 今天到期 or 逾期 n 天."""
        if self.days == 0:
            return "今天到期"
        return f"还剩 {self.days} 天" if self.days > 0 else f"逾期 {-self.days} 天"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionDetail:
    """All of one opinion. ``facets`` are the payloads by facet name; ``moves`` what the person at the desk may do now.

    ``sent`` is '' or written, verified, acknowledged; ``versions`` oldest first; ``label`` as in the list.
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
    facets: dict[str, Any] = field(default_factory=dict)


def detail(station: Station, ref: str) -> OpinionDetail:
    """The opinion of that serial or uid, its contact masked. A doubled serial is refused and both are named."""
    raise NotImplementedError


def shown(contact: Contact, uid: str | None = None, *, secret: bool = False, revealed: bool = False) -> ShownContact:
    """A contact as it may be read: masked unless ``revealed``."""
    raise NotImplementedError


def reveal(station: Station, ref: str) -> ShownContact:
    """The contact of an opinion in full; audited, so it writes (worker thread). 保密 and 举报 only for the station head."""
    raise NotImplementedError
