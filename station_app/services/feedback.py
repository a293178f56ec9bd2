"""记反馈: telling residents of answers, and what they say."""

from dataclasses import dataclass

from station_app.domain.enums import Satisfaction, Status, ToldHow
from station_app.services.station import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackForm:
    """One attempt to tell the resident: ``at`` is ``YYYY-MM-DDTHH:MM`` local.

    ``reached`` needs attitude and result (满意, 基本满意, 不满意). Not reached: both empty, or ``result`` 联系不上 once attempts
    failed on three different days, this one included.
    """

    at: str
    how: ToldHow = ToldHow.PHONE
    reached: bool = True
    attitude: Satisfaction | None = None
    result: Satisfaction | None = None
    note: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An answer that a resident has not been told of. ``failed_days`` are the ISO days of failed attempts, so far.

    ``phone`` is masked; ``days`` since ``answered_on``; ``answer`` is what to tell.
    """

    uid: str
    serial: str
    title: str
    contact_label: str
    phone: str
    answered_on: str
    days: int
    answer: str
    answered_by: str
    failed_days: tuple[str, ...]


def record_feedback(station: Station, ref: str, form: FeedbackForm) -> Status:
    """Record an attempt and, with a result, what the resident said. 不满意 gives 重办. Returns the new status."""
    raise NotImplementedError


def awaiting(station: Station, offset: int = 0, limit: int = 50) -> list[Waiting]:
    """The answers to be told, highest serial first."""
    raise NotImplementedError


def count_awaiting(station: Station) -> int:
    """How many answers are to be told."""
    raise NotImplementedError


def waiting_for(station: Station, ref: str) -> Waiting | None:
    """The answer of one opinion that is to be told, None when there is none."""
    raise NotImplementedError
