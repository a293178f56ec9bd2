"""What the centre may do, by the state of an opinion."""

import pytest

from station_app.domain.centre_moves import CentreMove, centre_moves, correction_pending
from station_app.domain.enums import Satisfaction
from station_app.domain.moves import Move
from station_app.domain.records import Handling
from station_app.domain.status import Facets
from tests.domain.facets import DAY, intake, local, reply, spot, told

REPLY, JUDGE, ARCHIVE, REOPEN = CentreMove
GOOD, POOR = Satisfaction.SATISFIED, Satisfaction.DISSATISFIED
DIRECT = Handling(track="直接答复", based_on="a")
FILED = Handling(track="直接答复", based_on="a", archived_on=DAY)


def test_no_button_bears_the_name_of_one_of_the_stations():
    assert not {str(one) for one in CentreMove} & {str(one) for one in Move}


@pytest.mark.parametrize(
    ("facets", "moves"),
    [
        (Facets(intake=intake()), {REPLY}),
        (Facets(intake=intake(), handling=DIRECT), {REPLY}),
        (Facets(intake=intake(void_reason="重"), handling=DIRECT), set()),
        (Facets(intake=intake(), handling=DIRECT, reply=reply(DAY)), set()),
        (Facets(intake=intake(), handling=DIRECT, reply=reply(DAY), feedback=told(POOR)), {REPLY}),
        (Facets(intake=intake(), handling=DIRECT, reply=reply(DAY), feedback=told(GOOD)), {ARCHIVE, REOPEN}),
        (Facets(intake=intake(), handling=FILED, reply=reply(DAY), feedback=told(GOOD)), {REOPEN}),
        (Facets(intake=intake(), local=local()), set()),
        (Facets(intake=spot(), feedback=told(GOOD)), set()),
        (Facets(intake=spot(), feedback=told(POOR)), set()),
    ],
)
def test_it_answers_what_is_its_turn(facets, moves):
    assert centre_moves(facets, "a") == moves


@pytest.mark.parametrize(
    ("based_on", "correction", "waits"),
    [("a", "", False), ("b", "", True), ("b", "a", False), ("b", "c", True), (None, "", False)],
)
def test_a_newer_intake_waits_for_a_word(based_on, correction, waits):
    facets = Facets(intake=intake(), handling=Handling(track="吹哨", based_on=based_on, correction=correction))
    assert correction_pending(facets, "a") is waits
    assert (JUDGE in centre_moves(facets, "a")) is waits
