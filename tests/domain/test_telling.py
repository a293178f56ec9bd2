"""Telling residents: which answer is owed, and when a round of attempts is over."""

from hypothesis import given

from station_app.domain.enums import Outcome, Satisfaction
from station_app.domain.records import Feedback, FeedbackRound
from station_app.domain.status import Facets, answers_given, answers_told, facts
from station_app.domain.telling import answers, attempted, failed_days, may_give_up, open_round, owed_answer
from tests.domain.facets import EARLIER, any_facets, attempt, intake, local, reply, spot, told

GOOD = Satisfaction.SATISFIED


@given(any_facets)
def test_the_answers_are_those_that_the_state_counts(facets):
    assert len(answers(facets)) == answers_given(facets)
    if facts(facets).owed:
        assert owed_answer(facets) == answers(facets)[answers_told(facets)]


def test_answers_are_told_in_their_order():
    facets = Facets(
        intake=spot(Outcome.REFUSED), local=local("2026-06-09"), reply=reply("2026-06-15"), feedback=told(GOOD)
    )
    assert [one.source for one in answers(facets)] == ["当场", "物业公司", "中心"]
    assert owed_answer(facets).date == "2026-06-09"
    assert owed_answer(Facets(intake=intake())) is None


def test_an_answer_from_an_old_ledger_needs_no_telling():
    facets = Facets(intake=intake(earlier_answer=EARLIER))
    assert [one.source for one in answers(facets)] == ["旧台账"]
    assert owed_answer(facets) is None


def test_attempts_stay_in_one_round_until_there_is_a_result():
    facets = Facets(intake=spot())
    for day in ("2026-06-08", "2026-06-09"):
        facets = Facets(intake=spot(), feedback=attempted(facets, attempt(day, reached=False), None, None, "没人接"))
    assert len(facets.feedback.rounds) == 1
    assert failed_days(open_round(facets)) == ("2026-06-08", "2026-06-09")
    done = attempted(facets, attempt("2026-06-10"), GOOD, GOOD, "")
    assert [len(one.attempts) for one in done.rounds] == [3]
    assert (done.rounds[0].result, done.rounds[0].remark) == (GOOD, "没人接")
    assert open_round(Facets(intake=spot(), feedback=done)) == FeedbackRound()


def test_the_next_answer_opens_a_round_of_its_own():
    facets = Facets(intake=spot(), local=local("2026-06-09"), feedback=told(Satisfaction.DISSATISFIED))
    again = attempted(facets, attempt("2026-06-10"), GOOD, GOOD, "")
    assert [one.result for one in again.rounds] == [Satisfaction.DISSATISFIED, GOOD]


def test_only_failed_attempts_on_three_days_allow_giving_up():
    tries = [attempt(f"2026-06-0{day}T0{hour}:00", reached=False) for day, hour in ((8, 8), (8, 9), (9, 8))]
    assert not may_give_up(FeedbackRound(attempts=tuple(tries)))
    assert not may_give_up(FeedbackRound(attempts=(*tries, attempt("2026-06-10T08:00"))))
    assert may_give_up(FeedbackRound(attempts=(*tries, attempt("2026-06-10T08:00", reached=False))))
    assert open_round(Facets(intake=spot(), feedback=Feedback())) == FeedbackRound()
