"""Walks over any log agree with what sets of names say."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from station_app.db.statements import scalar
from station_app.journal.graph import between, beyond, heads_of, maximal, placed, reaches
from tests.journal.lines import SITE, contact
from tests.journal.test_receiving import for_a_while, take

STREAM = f"S:{SITE}"
UNKNOWN = b"\xee" * 32


@st.composite
def graphs(draw):
    """Versions of three records in a stream that forks and joins, parents first."""
    made = [contact([], "c-0", "0")]
    for number in range(1, draw(st.integers(1, 14))):
        prev = draw(st.lists(st.sampled_from(made), min_size=1, max_size=3, unique=True))
        made.append(contact(prev, f"c-{draw(st.integers(0, 2))}", str(number)))
    return made


def below(made, heads):
    """The names at or below heads."""
    parents = {one.name: one.facts.prev for one in made}
    seen, todo = set(), [name for name in heads if name in parents]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += parents[name]
    return seen


def names(db, ids):
    return [bytes(scalar(db, "SELECT name FROM change WHERE id = ?", (number,))) for number in ids]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, phases=[Phase.generate])
@given(made=graphs(), data=st.data())
def test_walks_agree_with_sets(centre, made, data):
    some = st.lists(st.sampled_from([*(one.name for one in made), UNKNOWN]), max_size=4, unique=True)
    claims, tops, wanted = data.draw(st.lists(some, max_size=3)), data.draw(some), data.draw(some)
    everything = {one.name for one in made}
    with for_a_while(centre.db):
        take(centre.db, made)
        held = set.intersection(*(below(made, claim) for claim in claims)) if claims else set()
        found = names(centre.db, beyond(centre.db, [STREAM], claims))
        assert set(found) == everything - held
        assert len(found) == len(set(found))
        order = {name: at for at, name in enumerate(found)}
        for one in made:
            assert all(order[up] < order[one.name] for up in one.facts.prev if {up, one.name} <= order.keys())
        assert set(names(centre.db, between(centre.db, tops, claims))) == below(made, tops) - held
        assert reaches(centre.db, tops, wanted) == (set(wanted) <= below(made, tops))
        assert set(heads_of(centre.db, STREAM)) == everything - {up for one in made for up in one.facts.prev}
        for uid in ("c-0", "c-1", "c-2"):
            own = [one for one in made if one.facts.uid == uid]
            covered = {name for one in own for name in below(made, one.facts.prev)}
            top = {one.name for one in own} - covered
            assert set(names(centre.db, maximal(centre.db, uid, "contact.person"))) == top


def test_a_stream_that_is_not_held_has_no_heads(centre):
    assert heads_of(centre.db, "S:nobody") == []
    assert beyond(centre.db, ["S:nobody"], []) == []
    assert placed(centre.db, [UNKNOWN]) == []


@pytest.mark.parametrize("claimed", [1, 999])
def test_a_walk_costs_what_is_new(centre, claimed, monkeypatch):
    made = [contact([], "c-0", "0")]
    for number in range(1, 1000):
        made.append(contact([made[-1]], "c-0", str(number)))
    asked = []
    with for_a_while(centre.db):
        take(centre.db, made)
        real = centre.db.cursor

        class Counting:
            def __init__(self):
                self._cursor = real()

            def __getattr__(self, name):
                return getattr(self._cursor, name)

            def __iter__(self):
                return iter(self._cursor)

            def execute(self, *args):
                asked.append(args)
                return self._cursor.execute(*args)

        monkeypatch.setattr(centre.db, "cursor", Counting)
        found = beyond(centre.db, [STREAM], [[made[claimed - 1].name]])
        monkeypatch.undo()
    assert len(found) == 1000 - claimed
    assert len(asked) <= len(found) + 10
