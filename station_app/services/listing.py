"""The list of opinions: any number of them, a page at a time, under filters."""

from dataclasses import dataclass

from station_app.domain.enums import Kind, Status
from station_app.services.station import Station

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list is narrowed to; an empty value means all. Dates are ISO days, both ends included.

    ``deputies`` and ``recorded_by`` are uids; ``older_than_days`` keeps what is still open and was received more than so
    many days ago; ``estate`` is the estate of the contact's address; ``ledger_import`` the uid of an old ledger.
    """

    text: str = ""
    received_from: str | None = None
    received_to: str | None = None
    statuses: tuple[Status, ...] = ()
    topics: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    deputies: tuple[str, ...] = ()
    estate: str = ""
    older_than_days: int | None = None
    recorded_by: str | None = None
    contact: str | None = None
    reception: str | None = None
    ledger_import: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """One line of the list.

    ``label`` is the word and shape to show: the status, or 已上报 on 已登记, 不予受理 on 办结. ``title_hits`` and
    ``snippet_hits`` are [start, end) of what was searched for; ``snippet`` is a piece of the text, only when the title has no
    hit. ``doubled`` is 〔重号 AB〕 when the serial occurs twice, else empty. ``due_on`` is the day the work in hand is due.
    """

    id: int
    uid: str
    serial: str
    received_on: str
    title: str
    topic: str
    channel: str
    contact_label: str
    status: Status
    label: str
    title_hits: tuple[Span, ...] = ()
    snippet: str = ""
    snippet_hits: tuple[Span, ...] = ()
    void_reason: str | None = None
    due_on: str | None = None
    doubled: str = ""
    attachments: int = 0

    @property
    def void(self) -> bool:
        """Whether the number and title are shown struck through."""
        return self.void_reason is not None


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a filter menu; ``count`` None: not counted."""

    value: str
    label: str
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the filter menus offer: what is in use, newest year first, else the most used first."""

    years: tuple[Choice, ...]
    topics: tuple[Choice, ...]
    channels: tuple[Choice, ...]
    estates: tuple[Choice, ...]
    deputies: tuple[Choice, ...]


def page(station: Station, filters: Filters, offset: int = 0, limit: int = 50) -> list[OpinionLine]:
    """The lines ``offset`` .. ``offset + limit``, highest serial first."""
    raise NotImplementedError


def count(station: Station, filters: Filters) -> int:
    """How many opinions the filters leave."""
    raise NotImplementedError


def choices(station: Station) -> Choices:
    """What the filter menus offer."""
    raise NotImplementedError
