"""The last import run can be undone while nothing was written or exported since; what must not go back does not."""

from datetime import timedelta

import pytest

from station_app.db.faults import StorageProblem
from station_app.domain.clock import FixedClock
from station_app.errors import StationError
from station_app.exchange.trust import read_trust
from station_app.journal.verify import chain_problems
from station_app.services.packages import roster_keeping, sending, taking, undoing
from tests.exchange import network


@pytest.fixture
def imported(net):
    """The centre after the import of one opinion."""
    network.take_in(net.station, "一")
    net.carry(net.station, net.centre)
    assert undoing.can_undo(net.centre)
    return net.centre


def snapshot(station):
    return station.store.paths.folder / "before-import.db"


def test_the_state_before_is_back_and_the_package_may_come_again(net, imported):
    instance = imported.identity.instance
    undoing.undo(imported)
    assert network.titles(imported) == []
    assert imported.identity.predecessor == instance
    assert not undoing.can_undo(imported)
    assert not snapshot(imported).exists()
    assert [one for one in chain_problems(imported.db, imported.identity.instance) if one] == []
    (report,) = taking.take(imported, [net.stick])
    assert (report.earlier, network.titles(imported)) == ("", ["一"])


def test_a_run_of_several_packages_goes_back_as_one(net):
    for title in ("一", "二"):
        network.take_in(net.station, title)
        net.send(net.station)
    taking.take(net.centre, [net.stick])
    undoing.undo(net.centre)
    assert network.titles(net.centre) == []


def test_only_the_last_run_can_be_undone(net, imported):
    network.take_in(net.station, "二")
    net.carry(net.station, imported)
    undoing.undo(imported)
    assert network.titles(imported) == ["一"]
    with pytest.raises(StationError, match="不能撤销"):
        undoing.undo(imported)


def after_a_write(net):
    network.answer(net.centre, network.opinions_of(net.centre, net.made["17"].uid)[0], "好")


def after_an_export(net):
    sending.export(net.centre, net.stick)


def after_a_week(net):
    net.centre.clock = FixedClock(net.clock.now() + timedelta(days=7))


@pytest.mark.parametrize("then", [after_a_write, after_an_export, after_a_week])
def test_not_after(net, imported, then):
    then(net)
    assert not undoing.can_undo(imported)
    with pytest.raises(StationError, match="不能撤销"):
        undoing.undo(imported)
    assert network.titles(imported) == ["一"]


def test_a_look_at_a_package_leaves_the_right_to_undo(net, imported):
    network.take_in(net.station, "二")
    taking.preview(imported, [net.send(net.station)])
    assert undoing.can_undo(imported)


def test_the_newest_roster_stays(net):
    roster_keeping.rotate_root(net.centre)
    net.carry(net.centre, net.station, "17")
    version = read_trust(net.station.db).roster.version
    undoing.undo(net.station)
    assert read_trust(net.station.db).roster.version == version
    assert version == read_trust(net.centre.db).roster.version


def test_an_old_snapshot_goes(net, imported):
    undoing.forget_old(imported)
    assert snapshot(imported).exists()
    after_a_week(net)
    undoing.forget_old(imported)
    assert not snapshot(imported).exists()


def test_both_sides_agree_again_after_an_undo(net):
    uid = network.take_in(net.station, "一")
    net.carry(net.station, net.centre)
    network.answer(net.centre, uid, "好")
    net.carry(net.centre, net.station, "17")
    undoing.undo(net.station)
    network.take_in(net.station, "二")
    for _ in range(2):
        net.carry(net.station, net.centre)
        net.carry(net.centre, net.station, "17")
    assert network.names_in(net.station) <= network.names_in(net.centre)
    rows = "SELECT * FROM opinion ORDER BY id"
    assert list(net.station.db.execute_sql(rows)) == list(net.centre.db.execute_sql(rows))


def test_a_disk_that_refuses_the_note_hides_no_report(net, monkeypatch):
    def refuse(*_args):
        raise StorageProblem("磁盘已满，没有写入", "请清理磁盘。")

    network.take_in(net.station, "一")
    net.send(net.station)
    monkeypatch.setattr(undoing, "set_setting", refuse)
    (report,) = taking.take(net.centre, [net.stick])
    assert report.problem is None
    assert network.titles(net.centre) == ["一"]
    assert not undoing.can_undo(net.centre)
