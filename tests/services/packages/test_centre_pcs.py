"""Several PCs of the centre: what is kept only there goes between them in a package of its own."""

import pytest

from station_app.domain.network_records import Case
from station_app.journal.compare import row_problems
from station_app.journal.receiving import Outcome
from station_app.journal.verify import chain_problems
from station_app.services.packages import sending, taking
from tests.exchange import network


@pytest.fixture
def second(net):
    """A second PC of the centre, made by copying the first."""
    return net.clone("00", "00", "第二台")


def to_other(net, sender, receiver, **more):
    (sent,) = sending.export_to_centre_pcs(sender, net.stick, **more)
    assert sent.file.name.endswith("-centre.zlt")
    (report,) = taking.take(receiver, [sent.file])
    assert report.problem is None, report.problem
    return report


def open_case(centre, uid):
    with centre.writing() as log:
        days = {"handed_on": "2026-06-18", "due_on": "2026-07-08"}
        case = Case(number="JB-2026-0001", opinions=(), track="转街道办", lead="城管办", **days)
        log.put(uid, "case", case, centre.author)


def cases(centre):
    return [uid for (uid,) in centre.db.execute_sql("SELECT uid FROM cases ORDER BY uid")]


def test_two_pcs_come_to_the_same(net, second):
    uid = network.take_in(net.station, "一")
    net.carry(net.station, net.centre)
    network.answer(net.centre, uid, "好")
    open_case(net.centre, "case-1")
    open_case(second, "case-2")
    for _ in range(2):
        to_other(net, net.centre, second)
        to_other(net, second, net.centre)
    assert cases(net.centre) == cases(second) == ["case-1", "case-2"]
    assert network.titles(second) == ["一"]
    assert network.names_in(net.centre) == network.names_in(second)
    for pc in (net.centre, second):
        assert [one for one in row_problems(pc.db) if one] == []
        assert [one for one in chain_problems(pc.db, pc.identity.instance) if one] == []
    assert net.centre.identity.instance != second.identity.instance


def test_both_may_take_from_and_give_to_a_station(net, second):
    uid = network.take_in(net.station, "一")
    (sent,) = sending.export(net.station, net.stick)
    for pc in (net.centre, second):
        (report,) = taking.take(pc, [sent.file])
        assert report.counts[Outcome.NEW] == 3
    network.handle(net.centre, uid, "城管办")
    network.answer(second, uid, "好")
    for pc in (net.centre, second, net.centre):
        assert net.carry(pc, net.station, "17").problem is None
        to_other(net, net.centre, second)
        to_other(net, second, net.centre)
        assert net.carry(net.station, net.centre).problem is None
        assert net.carry(net.station, second).problem is None
    row = "SELECT handling, reply FROM opinion"
    found = {pc.db.execute_sql(row).fetchone() for pc in (net.centre, second, net.station)}
    assert len(found) == 1
    assert None not in found.pop()


def test_what_is_only_the_centres_never_goes_to_a_station(net):
    open_case(net.centre, "case-1")
    net.carry(net.centre, net.station, "17", full=True)
    streams = [name for (name,) in net.station.db.execute_sql("SELECT name FROM stream")]
    assert "C:0" not in streams
    assert not [name for name in streams if net.made["18"].uid in name]


def test_a_package_between_pcs_of_the_centre_is_not_for_a_station(net, second):
    (sent,) = sending.export_to_centre_pcs(second, net.stick)
    (report,) = taking.take(net.station, [sent.file])
    assert report.problem is not None
    with pytest.raises(AssertionError):
        sending.export_to_centre_pcs(net.station, net.stick)


def test_only_what_is_new_goes(net, second):
    open_case(net.centre, "case-1")
    to_other(net, net.centre, second)
    to_other(net, second, net.centre)
    open_case(net.centre, "case-2")
    (sent,) = sending.export_to_centre_pcs(net.centre, net.stick)
    assert sent.changes == 1
