"""The tables made again from the log are the same in all columns but the integer id."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station_app.db.faults import Damaged
from station_app.db.network_models import SYNCED
from station_app.db.search import hits
from station_app.db.statements import rows, table_name
from station_app.domain.enums import Outcome, Satisfaction
from station_app.domain.records import Contact, Deputy
from station_app.journal.log import count_changes
from station_app.services.checking import check
from station_app.services.correcting import correct, void
from station_app.services.pace import Cancelled
from station_app.services.rebuilding import rebuild
from tests.services.opinions import answered, at_centre, record, twin, uid_of
from tests.stations import open_copy


def tables(station):
    """All synced rows without the integer id, by uid; with what hangs on them."""
    found = {}
    for table in SYNCED:
        lines = rows(station.db, f"SELECT * FROM {table_name(table)} ORDER BY uid")
        found[table_name(table)] = [{name: value for name, value in line.items() if name != "id"} for line in lines]
    found["deputies"] = rows(
        station.db,
        "SELECT o.uid, d.deputy FROM opinion_deputy d JOIN opinion o ON o.id = d.opinion_id ORDER BY o.uid, d.deputy",
    )
    found["tally"] = rows(station.db, "SELECT * FROM opinion_tally WHERE number <> 0")
    return found


def busy(station):
    deputies = tuple(uid for (uid,) in station.db.execute_sql("SELECT uid FROM deputy"))
    first, second, third = record(
        station,
        {},
        answered(Satisfaction.SATISFIED),
        {"outcome": Outcome.FILED},
        deputies=deputies,
        volunteer_only=False,
    )
    correct(station, first, {"title": "改过的标题", "contact": {"name": "吴桂真"}})
    void(station, second, "重复")
    at_centre(station, third, "2026-06-18")
    with station.writing() as log:
        log.put(deputies[0], "deputy.provisional", Deputy(name="陈立辛"), station.author)


def test_the_same_rows_come_out(station):
    busy(station)
    before = tables(station)
    found = rebuild(station)
    assert (found.ok, found.problems) == (True, ())
    assert tables(station) == before
    assert rebuild(station) == found


def test_it_mends_what_check_complains_of(station):
    busy(station)
    before = tables(station)
    for sql in (
        "UPDATE opinion SET title = '别的', void = 0",
        "DELETE FROM opinion WHERE serial = '17-2026-00003'",
        "DELETE FROM opinion_deputy",
        "UPDATE contact SET name = '无名'",
        "DELETE FROM person WHERE name = '周明'",
        "UPDATE opinion_tally SET number = 99",
        "DELETE FROM opinion_fts_data WHERE id > 10",
    ):
        station.db.execute_sql(sql)
    assert not check(station).ok
    assert rebuild(station).ok
    assert tables(station) == before
    assert len(hits(station.db, "改过的", 9)) == 1
    assert hits(station.db, "别的", 9) == []


def test_lists_keep_their_order(station):
    busy(station)
    queries = [
        f"SELECT uid FROM {name} ORDER BY id" for name in ("person", "deputy", "contact", "reception", "opinion")
    ]
    before = [station.db.execute_sql(query).fetchall() for query in queries]
    rebuild(station)
    assert [station.db.execute_sql(query).fetchall() for query in queries] == before


def test_doubled_serials_both_stay(station):
    record(station)
    twin(station, "17-2026-00001")
    before = tables(station)
    rebuild(station)
    assert tables(station) == before
    assert station.db.execute_sql("SELECT count(*) FROM opinion WHERE serial = '17-2026-00001'").fetchone() == (2,)


def test_work_goes_on_after_it(station):
    busy(station)
    rebuild(station)
    assert record(station) == ("17-2026-00004",)
    correct(station, "17-2026-00001", {"place": "6 栋"})
    assert check(station).ok


def test_a_later_version_beats_an_earlier_one_whatever_their_ids(station):
    """Changes that came in another order than they were written: depth decides."""
    busy(station)
    before = tables(station)
    uid = uid_of(station, "17-2026-00001")
    versions = rows(station.db, "SELECT id FROM change WHERE uid = ? AND facet = 'opinion.intake' ORDER BY id", (uid,))
    assert len(versions) == 2
    station.db.execute_sql("PRAGMA foreign_keys = 0")
    for old, new in ((versions[0]["id"], 9_000), (versions[1]["id"], versions[0]["id"]), (9_000, versions[1]["id"])):
        for sql in (
            "UPDATE change SET id = ? WHERE id = ?",
            "UPDATE change_parent SET child_id = ? WHERE child_id = ?",
            "UPDATE change_parent SET parent_id = ? WHERE parent_id = ?",
            "UPDATE stream_head SET change_id = ? WHERE change_id = ?",
        ):
            station.db.execute_sql(sql, (new, old))
    rebuild(station)
    assert tables(station) == before


def test_a_log_that_cannot_be_read_changes_nothing(station):
    busy(station)
    before = tables(station)
    station.db.execute_sql("UPDATE change SET payload = '{' WHERE facet = 'opinion.intake' AND depth < 20")
    with pytest.raises(Damaged) as refusal:
        rebuild(station)
    assert "读不出来" in refusal.value.title
    assert tables(station) == before


def test_it_can_be_cancelled_and_then_changes_nothing(station):
    busy(station)
    before = tables(station)

    class Stop:
        cancelled = True

        def report(self, done, total, text=""):
            raise AssertionError

    with pytest.raises(Cancelled):
        rebuild(station, Stop())
    assert tables(station) == before


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from("recvnl"), st.integers(0, 30)), max_size=12))
def test_whatever_was_done_the_rows_come_out_the_same(station_template, tmp_path_factory, clock, steps):
    station = open_copy(station_template, tmp_path_factory.mktemp("rebuild") / "站", clock)
    try:
        serials = list(record(station))
        for what, number in steps:
            do(station, serials, what, number)
        before = tables(station)
        assert rebuild(station).ok
        assert tables(station) == before
    finally:
        station.close()


def do(station, serials, what, number):
    serial = serials[number % len(serials)]
    if what == "r":
        serials += record(station, {"title": f"第 {number} 件"}, answered(), contact={"name": f"人{number % 3}"})
    elif what == "e":
        at_centre(station, serial, *(["2026-06-18"] * (number % 3)))
    elif what == "c" and check_open(station, serial):
        correct(station, serial, {"content": f"{count_changes(station.db)} 又说了一遍"})
    elif what == "v" and check_open(station, serial):
        void(station, serial, "重复")
    elif what == "n":
        contact = rows(station.db, "SELECT uid FROM contact ORDER BY uid")[0]["uid"]
        with station.writing() as log:
            log.put(contact, "contact.person", Contact(name=f"改名{number}", notice_at="2026-06-18"), None)
    elif what == "l":
        rebuild(station)


def check_open(station, serial):
    return station.db.execute_sql("SELECT void FROM opinion WHERE serial = ?", (serial,)).fetchone() == (0,)


def test_a_payload_older_than_a_field_gets_its_default(station):
    """Written before the record had ``remark`` and ``urgency``: the row has what a migration would have given it."""
    record(station)
    before = tables(station)
    drop = "UPDATE change SET payload = json_remove(payload, '$.remark', '$.urgency') WHERE facet = 'opinion.intake'"
    station.db.execute_sql(drop)
    rebuild(station)
    assert tables(station) == before
