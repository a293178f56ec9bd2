"""Changes of others may come in any order: heads, rows and conflicts are the same in the end."""

import contextlib

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from station_app.db import search
from station_app.db.connection import write_transaction
from station_app.errors import StationError
from station_app.journal.compare import row_problems
from station_app.journal.graph import heads_of
from station_app.journal.receiving import Origin, Outcome, Receiver
from station_app.journal.verify import chain_problems
from tests.journal.lines import OTHER, SITE, STAMPS, contact, feedback, handling, intake, line, reply

ORIGIN = Origin(site=SITE, export_no=7)


class RolledBack(Exception):
    pass


@contextlib.contextmanager
def for_a_while(db):
    """A transaction of which nothing stays."""
    with contextlib.suppress(RolledBack), write_transaction(db):
        yield
        raise RolledBack


def take(db, lines, origin=ORIGIN):
    receiver = Receiver(db, origin)
    found = [one for each in lines for one in receiver.take(each)]
    receiver.finish()
    return found


def outcomes(found):
    return [one.outcome for one in found]


def state(db):
    """What a person and the protocol see, without the order in which it came."""
    rows = "SELECT uid, serial, title, handling, reply, feedback, names FROM opinion ORDER BY uid"
    conflicts = "SELECT k.uid, k.facet, c.name FROM conflict k JOIN change c ON c.id = k.change_id ORDER BY 1, 2, 3"
    heads = {stream: heads_of(db, stream) for stream in (f"S:{SITE}", f"C:{SITE}")}
    waiting = "SELECT count(*) FROM parked", "SELECT count(DISTINCT uid) FROM pending_row"
    return (
        heads,
        list(db.execute_sql(rows)),
        list(db.execute_sql(conflicts)),
        [db.execute_sql(sql).fetchone()[0] for sql in waiting],
    )


def whole(db, instance):
    """The log, the tables and the search index agree."""
    assert [one for one in chain_problems(db, instance) if one] == []
    assert [one for one in row_problems(db) if one] == []
    assert search.check(db)


@st.composite
def logs(draw):
    """A station's stream that forks and joins at will, and the centre's word on it; parents first."""
    station, centre = [contact([], "c-1", "吴桂珍")], []
    for number in range(draw(st.integers(1, 9))):
        prev = draw(st.lists(st.sampled_from(station), min_size=1, max_size=2, unique=True))
        uid = draw(st.sampled_from(["o-1", "o-2", "o-3"]))
        kind = draw(st.sampled_from(["intake", "intake", "feedback", "contact"]))
        if kind == "intake":
            station.append(intake(prev, uid, f"第{number}版", int(uid[-1]), contact="c-1"))
        elif kind == "feedback":
            station.append(feedback(prev, uid))
        else:
            station.append(contact(prev, "c-1", f"第{number}名"))
    for number in range(draw(st.integers(0, 4))):
        prev = draw(st.lists(st.sampled_from(centre), max_size=2, unique=True)) if centre else []
        uid = draw(st.sampled_from(["o-1", "o-2"]))
        make = draw(st.sampled_from([reply, handling]))
        centre.append(make(prev, uid, f"第{number}次"))
    return station, centre


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, phases=[Phase.generate])
@given(log=logs(), chance=st.randoms(use_true_random=False))
def test_any_order_comes_to_the_same(centre, log, chance):
    in_order = [*log[0], *log[1]]
    shuffled = list(in_order)
    chance.shuffle(shuffled)
    with for_a_while(centre.db):
        first = take(centre.db, in_order)
        wanted = state(centre.db)
        whole(centre.db, centre.identity.instance)
        assert Outcome.PARKED not in outcomes(first)
    with for_a_while(centre.db):
        cut = chance.randrange(len(shuffled) + 1)
        found = [*take(centre.db, shuffled[:cut]), *take(centre.db, shuffled[cut:])]
        assert state(centre.db) == wanted
        whole(centre.db, centre.identity.instance)
        applied = [one for one in found if one.outcome not in {Outcome.PARKED, Outcome.UNCHANGED}]
        assert len(applied) == len(in_order)
        assert sum(one.late for one in found) == outcomes(found).count(Outcome.PARKED)
        assert set(outcomes(take(centre.db, shuffled))) == {Outcome.UNCHANGED}
        assert state(centre.db) == wanted


def test_each_change_has_one_outcome(centre):
    one = intake([], "o-1", "一")
    two, fork = intake([one], "o-1", "二"), intake([one], "o-1", "叉")
    join = intake([two, fork], "o-1", "合")
    with write_transaction(centre.db):
        assert outcomes(take(centre.db, [one, one])) == [Outcome.NEW, Outcome.UNCHANGED]
        assert outcomes(take(centre.db, [two])) == [Outcome.UPDATED]
        assert outcomes(take(centre.db, [fork])) == [Outcome.CONFLICT]
        assert centre.db.execute_sql("SELECT count(*) FROM conflict").fetchone() == (2,)
        assert outcomes(take(centre.db, [join])) == [Outcome.UPDATED]
        assert centre.db.execute_sql("SELECT count(*) FROM conflict").fetchone() == (0,)
    assert centre.db.execute_sql("SELECT title FROM opinion").fetchone() == ("合",)


def test_of_two_versions_side_by_side_the_same_is_shown_everywhere(centre):
    one = intake([], "o-1", "一")
    sides = [intake([one], "o-1", title) for title in ("甲", "乙", "丙")]
    wanted = max(sides, key=lambda side: side.name)
    with write_transaction(centre.db):
        take(centre.db, [one, *sides])
    assert wanted.payload is not None
    assert centre.db.execute_sql("SELECT title FROM opinion").fetchone()[0] in wanted.payload


def test_what_lacks_a_parent_waits_with_its_number(centre):
    one, two, three = (made := [intake([], "o-1", "一")])[0], None, None
    two = intake(made, "o-1", "二")
    three = intake([two], "o-2", "三", 2)
    with write_transaction(centre.db):
        assert outcomes(take(centre.db, [three, two])) == [Outcome.PARKED, Outcome.PARKED]
        assert outcomes(take(centre.db, [three])) == [Outcome.PARKED]
        assert set(centre.db.execute_sql("SELECT site, export_no FROM parked")) == {(SITE, 7)}
        found = take(centre.db, [one])
        assert [(taken.outcome, taken.late) for taken in found] == [
            (Outcome.NEW, False),
            (Outcome.UPDATED, True),
            (Outcome.NEW, True),
        ]
        assert centre.db.execute_sql("SELECT count(*) FROM parked_parent").fetchone() == (0,)
    whole(centre.db, centre.identity.instance)


def test_a_parent_in_another_stream_is_no_parent(centre):
    there = intake([], "o-1", "一")
    here = reply([there], "o-1", "好")
    with write_transaction(centre.db):
        assert outcomes(take(centre.db, [there, here])) == [Outcome.NEW, Outcome.PARKED]


def test_the_answer_waits_for_the_opinion(centre):
    said = reply([], "o-1", "好")
    with write_transaction(centre.db):
        assert outcomes(take(centre.db, [said, handling([said], "o-1", "城管办")])) == [Outcome.NEW, Outcome.NEW]
        assert centre.db.execute_sql("SELECT count(*) FROM pending_row").fetchone() == (2,)
        take(centre.db, [intake([], "o-1", "一")])
        assert centre.db.execute_sql("SELECT count(*) FROM pending_row").fetchone() == (0,)
        row = centre.db.execute_sql("SELECT reply IS NOT NULL, handling IS NOT NULL FROM opinion").fetchone()
    assert row == (1, 1)
    whole(centre.db, centre.identity.instance)


def test_an_unknown_facet_is_kept_and_makes_no_row(centre):
    strange = line(f"S:{SITE}", [], "x-1", "later.thing", {"anything": 1})
    with write_transaction(centre.db):
        assert outcomes(take(centre.db, [strange])) == [Outcome.NEW]
        assert centre.db.execute_sql("SELECT count(*) FROM pending_row").fetchone() == (0,)
    whole(centre.db, centre.identity.instance)


@pytest.mark.parametrize(
    "foreign",
    [
        lambda: intake([], "o-1", "别人的", site=OTHER),
        lambda: feedback([], "o-1", site=OTHER),
        lambda: reply([], "o-1", "别人的", site=OTHER),
    ],
)
def test_the_uid_of_another_station_is_refused(centre, foreign):
    one = intake([], "o-1", "一")
    with write_transaction(centre.db):
        take(centre.db, [one])
    with pytest.raises(StationError, match="属于别的站点"), write_transaction(centre.db):
        take(centre.db, [foreign()])
    assert centre.db.execute_sql("SELECT title FROM opinion").fetchone() == ("一",)


@pytest.mark.parametrize(
    ("facet", "payload"),
    [
        ("opinion.intake", {}),
        ("opinion.intake", []),
        ("contact.person", {"name": 7} | STAMPS),
        ("contact.person", {"name": "吴"}),
        ("reception", {"began": None} | STAMPS),
        ("opinion.feedback", {"rounds": 7} | STAMPS),
        ("site.own", "text"),
    ],
)
def test_a_payload_that_makes_no_row_is_refused(centre, facet, payload):
    with write_transaction(centre.db):
        take(centre.db, [first := intake([], "o-1", "一")])
    with pytest.raises(StationError, match="读不懂"), write_transaction(centre.db):
        take(centre.db, [line(f"S:{SITE}", [first], "o-1", facet, payload)])
    assert centre.db.execute_sql("SELECT count(*) FROM change WHERE uid = 'o-1'").fetchone() == (1,)


def test_search_finds_what_came_and_what_it_became(centre):
    one = contact([], "c-1", "吴桂珍")
    two = intake([one], "o-1", "路灯不亮", contact="c-1")
    with write_transaction(centre.db):
        take(centre.db, [one, two, contact([two], "c-1", "武贵真"), intake([two], "o-1", "路灯亮了", contact="c-1")])
    assert search.check(centre.db)
    assert [search.count(centre.db, text) for text in ("吴桂珍", "武贵真", "不亮", "亮了")] == [0, 1, 0, 1]
