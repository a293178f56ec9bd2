"""The life of an opinion: whatever is done in whatever order, each step leads where the table says."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain import local_work
from station_app.domain.enums import Outcome, PersonRole, Satisfaction, Status
from station_app.domain.forms import LocalWork
from station_app.domain.moves import Move, moves, who_may, with_centre
from station_app.domain.records import Answer, LocalHandling, ReplyRound
from station_app.domain.status import Facets, status
from station_app.domain.telling import attempted, may_give_up, open_round
from tests.domain.facets import EARLIER, HANDLING, attempt, intake, local, reopened, reply, spot, told

ALWAYS = {Move.CORRECT, Move.VOID}
WORK = LocalWork(unit="物业公司", due_on="2026-07-01")
GOOD, POOR, NOBODY = Satisfaction.SATISFIED, Satisfaction.DISSATISFIED, Satisfaction.UNREACHED

HANDLED, ANSWERED = "中心交办", "中心答复"
TO = {
    Move.OPEN: {Status.LOCAL, Status.REDO},
    Move.CHANGE: {Status.LOCAL, Status.REDO},
    Move.ANSWER: {Status.AWAITING_FEEDBACK, Status.CLOSED},
    Move.PASS_ON: {Status.RECORDED, Status.TRIAGE, Status.REDO},
    Move.FEEDBACK: {Status.AWAITING_FEEDBACK, Status.CLOSED, Status.REDO},
    Move.ARCHIVE: {Status.ARCHIVED},
    Move.REOPEN: {Status.REDO},
    Move.VOID: {Status.VOID},
    HANDLED: {Status.IN_PROGRESS},
    ANSWERED: {Status.AWAITING_FEEDBACK, Status.CLOSED},
}


def told_of(facets: Facets, said: Satisfaction) -> Facets:
    """One attempt more, on a day of its own: the resident says ``said``, or is not reached."""
    reached, tries = said is not NOBODY, len(open_round(facets).attempts)
    tried = attempt(f"2026-06-{10 + tries % 20:02d}", reached)
    enough = may_give_up(replace(open_round(facets), attempts=(*open_round(facets).attempts, tried)))
    result = said if reached or enough else None
    return replace(facets, feedback=attempted(facets, tried, said if reached else None, result, ""))


STEPS = {
    Move.CORRECT: lambda facets, _: replace(facets, intake=replace(facets.intake, title="改过的标题")),
    Move.VOID: lambda facets, _: replace(facets, intake=replace(facets.intake, void_reason="重复")),
    Move.OPEN: lambda facets, _: replace(
        facets, local=local_work.opened(facets.local, WORK, "17-2026-B0001", "2026-06-04")
    ),
    Move.CHANGE: lambda facets, _: replace(facets, local=local_work.changed(facets.local, replace(WORK, unit="街道"))),
    Move.ANSWER: lambda facets, _: replace(
        facets, local=local_work.answered(facets.local, Answer(date="2026-06-09", text="好了", by="p"))
    ),
    Move.PASS_ON: lambda facets, _: replace(facets, local=local_work.passed_on(facets.local, "2026-06-10")),
    Move.ARCHIVE: lambda facets, _: replace(facets, local=local_work.archived(facets.local, "2026-06-17")),
    Move.REOPEN: lambda facets, _: replace(facets, local=local_work.reopened(facets, "2026-06-17", "p", "又坏了")),
    Move.FEEDBACK: told_of,
    HANDLED: lambda facets, _: replace(facets, handling=HANDLING),
    ANSWERED: lambda facets, _: replace(facets, reply=reply(*["2026-06-15"] * (len(given_by_centre(facets)) + 1))),
}


def given_by_centre(facets: Facets) -> tuple[ReplyRound, ...]:
    return facets.reply.rounds if facets.reply else ()


def centre_steps(facets: Facets, sent: bool) -> set[str]:
    """What the centre may do, as far as a station sees it."""
    state = status(facets, sent)
    if state is Status.TRIAGE:
        return {HANDLED}
    at_centre = state is Status.IN_PROGRESS or (state is Status.REDO and with_centre(facets, sent))
    return {ANSWERED} if at_centre else set()


@given(
    st.sampled_from([intake(), intake(tellable=False), spot(), spot(Outcome.REFUSED), intake(earlier_answer=EARLIER)]),
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from([GOOD, POOR, NOBODY, Satisfaction.MOSTLY])), max_size=25),
    st.booleans(),
)
def test_every_way_through_life_keeps_to_the_table(taken_in, steps, sent):
    facets = Facets(intake=taken_in)
    for choice, said in steps:
        before = status(facets, sent)
        possible = sorted(moves(facets, sent) | centre_steps(facets, sent))
        if not possible:
            assert before is Status.VOID
            return
        step = possible[choice % len(possible)]
        facets = STEPS[step](facets, said)
        assert status(facets, sent) in TO.get(step, {before})


@pytest.mark.parametrize(
    ("facets", "sent", "more"),
    [
        (Facets(intake=intake()), False, {Move.OPEN}),
        (Facets(intake=intake()), True, set()),
        (Facets(intake=intake(), local=local()), False, {Move.CHANGE, Move.ANSWER, Move.PASS_ON}),
        (Facets(intake=intake(), local=local()), True, {Move.CHANGE, Move.ANSWER, Move.PASS_ON}),
        (Facets(intake=intake(), local=local(passed_on="2026-06-09")), False, {Move.OPEN}),
        (Facets(intake=intake(), local=local(passed_on="2026-06-09")), True, set()),
        (Facets(intake=intake(), handling=HANDLING), True, set()),
        (Facets(intake=spot()), False, {Move.FEEDBACK}),
        (Facets(intake=spot(), feedback=told(GOOD)), False, {Move.ARCHIVE, Move.REOPEN}),
        (Facets(intake=spot(), feedback=told(POOR)), False, {Move.OPEN}),
        (Facets(intake=spot(), feedback=told(POOR), local=local()), False, {Move.CHANGE, Move.ANSWER, Move.PASS_ON}),
        (Facets(intake=spot(), feedback=told(POOR), local=local(passed_on="2026-06-09")), True, set()),
        (Facets(intake=intake(), handling=HANDLING, reply=reply("2026-06-15")), True, {Move.FEEDBACK}),
        (Facets(intake=intake(), handling=HANDLING, reply=reply("2026-06-15"), feedback=told(GOOD)), True, set()),
        (Facets(intake=intake(), handling=HANDLING, reply=reply("2026-06-15"), feedback=told(POOR)), True, set()),
        (Facets(intake=intake(earlier_answer=EARLIER)), False, {Move.ARCHIVE, Move.REOPEN}),
        (
            Facets(intake=intake(earlier_answer=EARLIER), local=LocalHandling(archived_on="2026-06-17")),
            False,
            {Move.REOPEN},
        ),
        (
            Facets(intake=intake(earlier_answer=EARLIER), local=LocalHandling(reopenings=reopened(1))),
            False,
            {Move.OPEN},
        ),
    ],
)
def test_what_a_station_may_do(facets, sent, more):
    assert moves(facets, sent) == ALWAYS | more


def test_nothing_may_be_done_with_a_void_one_or_a_draft():
    assert moves(Facets(intake=intake(void_reason="重复"), local=local()), False) == frozenset()
    assert moves(Facets(), False) == frozenset()


@pytest.mark.parametrize("move", Move)
def test_who_may_do_it(move):
    everybody = set(PersonRole)
    heads = {PersonRole.HEAD, PersonRole.CENTRE_HEAD}
    assert set(who_may(move)) == (heads if move in {Move.ARCHIVE, Move.REOPEN} else everybody)


def test_a_second_round_keeps_number_and_answers():
    first = local("2026-06-05", passed_on="2026-06-06")
    again = local_work.opened(first, WORK, "17-2026-B0002", "2026-06-10")
    assert (again.number, again.answers, again.passed_on) == (first.number, first.answers, None)
    assert (again.opened_on, again.unit, again.due_on) == ("2026-06-10", "物业公司", "2026-07-01")
    assert local_work.work_in(again) == WORK
    assert local_work.work_in(None) == LocalWork()
