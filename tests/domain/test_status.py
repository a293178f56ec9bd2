"""The one rule of state: each line of the table, what holds for any facets, and the same in SQL."""

import sqlite3
from importlib import import_module
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.db.derived import status_sql
from station_app.domain.enums import Outcome, Satisfaction, Status
from station_app.domain.records import Handling, LocalHandling
from station_app.domain.status import (
    STATUS_RULES,
    Facets,
    Facts,
    answers_given,
    answers_told,
    facts,
    status,
    status_of,
    unreached_enough,
)
from tests.domain.facets import EARLIER, HANDLING, any_facets, intake, local, reopened, reply, spot, told

GOOD, POOR, NOBODY = Satisfaction.SATISFIED, Satisfaction.DISSATISFIED, Satisfaction.UNREACHED
NAMES = Facts.__slots__


@pytest.mark.parametrize(
    ("facets", "sent", "expected"),
    [
        (Facets(), False, "草稿"),
        (Facets(intake=intake()), False, "已登记"),
        (Facets(intake=intake()), True, "待研判"),
        (Facets(intake=spot()), False, "待反馈"),
        (Facets(intake=spot()), True, "待反馈"),
        (Facets(intake=spot(Outcome.REFUSED)), False, "待反馈"),
        (Facets(intake=spot(tellable=False)), False, "办结"),
        (Facets(intake=spot(), feedback=told(GOOD)), False, "办结"),
        (Facets(intake=spot(), feedback=told(Satisfaction.MOSTLY)), False, "办结"),
        (Facets(intake=spot(), feedback=told(NOBODY)), False, "办结"),
        (Facets(intake=spot(), feedback=told(None)), False, "待反馈"),
        (Facets(intake=spot(), feedback=told(POOR)), False, "重办"),
        (Facets(intake=spot(), feedback=told(POOR), local=local()), False, "重办"),
        (Facets(intake=spot(), feedback=told(POOR), local=local("2026-06-09")), False, "待反馈"),
        (Facets(intake=spot(), feedback=told(POOR, GOOD), local=local("2026-06-09")), False, "办结"),
        (Facets(intake=intake(), local=local()), False, "站内办理"),
        (Facets(intake=intake(), local=local()), True, "站内办理"),
        (Facets(intake=intake(), local=local("2026-06-09")), False, "待反馈"),
        (Facets(intake=intake(tellable=False), local=local("2026-06-09")), False, "办结"),
        (Facets(intake=intake(), local=local(passed_on="2026-06-05")), False, "已登记"),
        (Facets(intake=intake(), local=local(passed_on="2026-06-05")), True, "待研判"),
        (Facets(intake=intake(), handling=HANDLING), True, "办理中"),
        (Facets(intake=intake(), local=local(), handling=HANDLING), True, "办理中"),
        (Facets(intake=intake(), handling=HANDLING, reply=reply("2026-06-15")), True, "待反馈"),
        (Facets(intake=intake(), handling=HANDLING, reply=reply("2026-06-15"), feedback=told(POOR)), True, "重办"),
        (Facets(intake=intake(), handling=HANDLING, reply=reply("2026-06-15"), feedback=told(GOOD)), True, "办结"),
        (Facets(intake=intake(earlier_answer=EARLIER)), False, "办结"),
        (Facets(intake=intake(earlier_answer=EARLIER), local=LocalHandling(reopenings=reopened(1))), False, "重办"),
        (Facets(intake=intake(earlier_answer=EARLIER), local=LocalHandling(archived_on="2026-06-17")), False, "归档"),
        (Facets(intake=spot(tellable=False), local=local(reopenings=reopened(1))), False, "重办"),
        (Facets(intake=spot(tellable=False), local=local("2026-06-17", reopenings=reopened(1))), False, "办结"),
        (Facets(intake=spot(), feedback=told(GOOD), handling=Handling(archived_on="2026-06-17")), True, "归档"),
        (Facets(intake=intake(void_reason="重复"), handling=HANDLING), True, "作废"),
    ],
)
def test_the_table_of_states(facets, sent, expected):
    assert status(facets, sent).value == expected


@given(any_facets, st.booleans())
def test_there_is_always_one_state_and_it_follows_from_the_facts(facets, sent):
    state = status(facets, sent)
    known = facts(facets)
    assert state is status_of(known, sent)
    assert state is not Status.DRAFT
    assert (state is Status.VOID) == (facets.intake.void_reason is not None)
    if state is Status.AWAITING_FEEDBACK:
        assert facets.intake.tellable
        assert answers_given(facets) > answers_told(facets)
    if state in {Status.CLOSED, Status.REDO}:
        assert answers_given(facets) > 0
    if status(facets, not sent) is not state:
        assert {state, status(facets, not sent)} == {Status.RECORDED, Status.TRIAGE}
        assert known.for_centre


@given(any_facets)
def test_a_result_for_each_answer_leaves_nothing_owed(facets):
    enough = told(*[GOOD] * answers_given(facets))
    heard = Facets(
        intake=facets.intake, local=facets.local, feedback=enough, handling=facets.handling, reply=facets.reply
    )
    assert status(heard, False) is not Status.AWAITING_FEEDBACK


@pytest.fixture(scope="module")
def rows():
    """A table with a row for each combination of facts."""
    db = sqlite3.connect(":memory:")
    db.execute(f"CREATE TABLE opinion ({', '.join(NAMES)})")
    marks = ", ".join("?" * len(NAMES))
    db.executemany(f"INSERT INTO opinion VALUES ({marks})", product((0, 1), repeat=len(NAMES)))
    yield db
    db.close()


def test_the_database_says_the_same_of_every_combination_of_facts(rows):
    said = rows.execute(f"SELECT {status_sql()}, {', '.join(NAMES)} FROM opinion").fetchall()
    assert len(said) == 2 ** len(NAMES)
    for state, *values in said:
        known = Facts(**{name: bool(value) for name, value in zip(NAMES, values, strict=True)})
        assert state == status_of(known, sent=False).value


def test_the_index_of_the_database_is_over_the_same_expression(rows):
    frozen = import_module("station_app.db.migrations.0001_initial").STATUS.format("")
    differ = rows.execute(f"SELECT count(*) FROM opinion WHERE {frozen} <> {status_sql()}").fetchone()
    assert differ == (0,)


def test_rules_name_facts():
    assert {name for name, _ in STATUS_RULES} | {"for_centre"} == set(NAMES)


@pytest.mark.parametrize(
    ("days", "enough"),
    [
        ([], False),
        (["2026-06-01", "2026-06-02"], False),
        (["2026-06-01T09:00", "2026-06-01T15:00", "2026-06-02"], False),
        (["2026-06-01T09:00", "2026-06-03", "2026-06-02T08:00"], True),
    ],
)
def test_nobody_is_given_up_before_three_different_days(days, enough):
    assert unreached_enough(days) is enough
