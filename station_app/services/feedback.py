"""记反馈: telling residents of answers, and what they say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from station_app.db.derived import status_sql
from station_app.db.statements import rows, scalar
from station_app.domain.checks import clean_form, moment_problem, refuse
from station_app.domain.enums import Satisfaction, Status, ToldHow
from station_app.domain.forms import Problem
from station_app.domain.masking import mask_phone
from station_app.domain.moves import Move
from station_app.domain.records import Attempt, FeedbackRound
from station_app.domain.showing import HIDDEN, contact_label
from station_app.domain.status import ATTEMPTS_NEEDED
from station_app.domain.telling import attempted, failed_days, may_give_up, open_round, owed_answer
from station_app.services.held import Held, held_of_row, hold, hold_for
from station_app.services.saving import saving
from station_app.services.station import Station

_OWED = status_sql()
_REAL = frozenset({Satisfaction.SATISFIED, Satisfaction.MOSTLY, Satisfaction.DISSATISFIED})


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackForm:
    """One attempt to tell the resident: ``at`` is ``YYYY-MM-DDTHH:MM`` local.

    ``reached`` needs attitude and result (满意, 基本满意, 不满意). Not reached: both empty, or ``result`` 联系不上 once
    attempts failed on three different days, this one included.
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
    """An answer that a resident has not been told of. ``failed_days`` are the ISO days of failed attempts so far.

    ``phone`` is masked; ``days`` since ``answered_on``; ``answer`` is what to tell, ``answered_by`` who gave it.
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

    @property
    def may_give_up(self) -> bool:
        """Whether one more failed attempt on a new day (or none, when three failed) allows 联系不上."""
        return len(self.failed_days) >= ATTEMPTS_NEEDED - 1


def record_feedback(station: Station, ref: str, form: FeedbackForm) -> Status:
    """Record an attempt and, with a result, what the resident said. Returns the new status: 不满意 gives 重办."""
    held = hold_for(station, ref, Move.FEEDBACK)
    form = clean_form(form)
    attempt = Attempt(at=form.at, by=station.author or "", how=form.how, reached=form.reached, note=form.note)
    refuse([*_when_problems(station, held, form), *_said_problems(form, held, attempt)])
    with saving(station) as log:
        said = attempted(held.facets, attempt, form.attitude, form.result, form.remark)
        log.put(held.uid, "opinion.feedback", said, station.author)
    return hold(station, held.uid).status


def awaiting(station: Station, offset: int = 0, limit: int = 50) -> list[Waiting]:
    """The answers we are to tell, lowest serial first: who has waited longest."""
    query = f"SELECT * FROM opinion WHERE {_OWED} = ? AND site = ? ORDER BY id LIMIT ? OFFSET ?"  # noqa: S608 - ours
    found = rows(station.db, query, (Status.AWAITING_FEEDBACK.value, station.identity.site, limit, offset))
    held = [held_of_row(station, row) for row in found]
    return [waiting for one in held if (waiting := _waiting(station, one)) is not None]


def count_awaiting(station: Station) -> int:
    """How many answers we are to tell; at the centre only those of what it took in itself."""
    if station.is_centre:
        query = f"SELECT count(*) FROM opinion WHERE {_OWED} = ? AND site = ?"  # noqa: S608 - an expression of ours
        return int(scalar(station.db, query, (Status.AWAITING_FEEDBACK.value, station.identity.site)))
    query = "SELECT sum(number) FROM opinion_tally WHERE status = ?"
    return int(scalar(station.db, query, (Status.AWAITING_FEEDBACK.value,)) or 0)


def waiting_for(station: Station, ref: str) -> Waiting | None:
    """The answer of one opinion that is to be told, None when there is none."""
    held = hold(station, ref)
    return _waiting(station, held) if held.status is Status.AWAITING_FEEDBACK else None


def _waiting(station: Station, held: Held) -> Waiting | None:
    owed = owed_answer(held.facets)
    if owed is None:
        return None
    phone = held.contact.phone if held.contact else ""
    return Waiting(
        uid=held.uid,
        serial=held.intake.serial,
        title=held.intake.title,
        contact_label=contact_label(held.contact, held.secret),
        phone=(HIDDEN if phone else "") if held.secret else mask_phone(phone),
        answered_on=owed.date,
        days=(station.clock.today() - date.fromisoformat(owed.date[:10])).days,
        answer=owed.text,
        answered_by=owed.source,
        failed_days=failed_days(open_round(held.facets)),
    )


def _when_problems(station: Station, held: Held, form: FeedbackForm) -> Iterator[Problem]:
    owed = owed_answer(held.facets)
    if sentence := moment_problem(form.at, station.clock.now()):
        yield Problem("at", "告知时间", sentence)
    elif owed is not None and form.at[:10] < owed.date[:10]:
        yield Problem("at", "告知时间", f"比答复的日期 {owed.date[:10]} 还早，请核对")


def _said_problems(form: FeedbackForm, held: Held, attempt: Attempt) -> Iterator[Problem]:
    if form.reached:
        if form.attitude not in _REAL:
            yield Problem("attitude", "对态度", "请选满意、基本满意或不满意")
        if form.result not in _REAL:
            yield Problem("result", "对结果", "请选满意、基本满意或不满意")
    elif form.attitude is not None or form.result in _REAL:
        yield Problem("result", "满意度", "没有联系上，就没有满意度可记")
    elif form.result is Satisfaction.UNREACHED:
        now = open_round(held.facets)
        tried = FeedbackRound(attempts=(*now.attempts, attempt))
        if not may_give_up(tried):
            days = len(failed_days(tried))
            yield Problem("result", "联系不上", f"要在 {ATTEMPTS_NEEDED} 个不同的日子都联系过才能记，现在是 {days} 天")
