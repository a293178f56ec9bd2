"""Telling a resident of an answer: which answer is owed, and the rounds of attempts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from station_app.domain.enums import Outcome, Satisfaction
from station_app.domain.records import Attempt, Feedback, FeedbackRound
from station_app.domain.status import Facets, answers_told, unreached_enough


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer there is: the ISO day, its text, and who gave it (当场, 旧台账, the station's unit or 中心)."""

    date: str
    text: str
    source: str


def answers(facets: Facets) -> tuple[GivenAnswer, ...]:
    """All answers in the order in which they are told: on the spot or from the ledger, the station's, the centre's."""
    return tuple(_answers(facets))


def owed_answer(facets: Facets) -> GivenAnswer | None:
    """The first answer that the resident has not been told of."""
    untold = answers(facets)[answers_told(facets) :]
    return untold[0] if untold else None


def open_round(facets: Facets) -> FeedbackRound:
    """The round of attempts that is not over yet, an empty one when none was begun."""
    rounds = facets.feedback.rounds if facets.feedback else ()
    return rounds[-1] if rounds and rounds[-1].result is None else FeedbackRound()


def failed_days(one: FeedbackRound) -> tuple[str, ...]:
    """The different ISO days on which nobody was reached, in order."""
    return tuple(sorted({attempt.at[:10] for attempt in one.attempts if not attempt.reached}))


def may_give_up(one: FeedbackRound) -> bool:
    """Whether 联系不上 may be recorded: failed attempts on three different days."""
    return unreached_enough(failed_days(one))


def attempted(
    facets: Facets, attempt: Attempt, attitude: Satisfaction | None, result: Satisfaction | None, remark: str
) -> Feedback:
    """The feedback with one attempt more in the open round, which is over when ``result`` stands."""
    rounds = facets.feedback.rounds if facets.feedback else ()
    now = open_round(facets)
    done = rounds[:-1] if rounds and rounds[-1].result is None else rounds
    tried = (*now.attempts, attempt)
    said = replace(now, attempts=tried, attitude=attitude, result=result, remark=remark or now.remark)
    return Feedback(rounds=(*done, said))


def _answers(facets: Facets) -> Iterator[GivenAnswer]:
    intake = facets.intake
    assert intake is not None
    if intake.earlier_answer is not None:
        yield GivenAnswer(intake.earlier_answer.date or intake.received_on, intake.earlier_answer.text, "旧台账")
    elif intake.outcome is not Outcome.FILED:
        yield GivenAnswer(intake.received_on, intake.spot_reply, "当场")
    if facets.local is not None:
        for one in facets.local.answers:
            yield GivenAnswer(one.date, one.text, facets.local.unit)
    for reply in facets.reply.rounds if facets.reply else ():
        yield GivenAnswer(reply.date, reply.text, "中心")
