"""Joining: both screens show the same digits; a station set up anew gets its records back."""

import pytest

from station_app.errors import StationError
from station_app.exchange.trust import read_trust
from station_app.journal.compare import row_problems
from station_app.journal.verify import chain_problems
from station_app.services.numbering import next_serial
from station_app.services.packages import enrolling, roster_keeping, sending, taking
from tests.exchange import network
from tests.exchange.network import enrol, new_installation


@pytest.fixture
def fresh(net, tmp_path, clock):
    """A new installation that calls itself 19."""
    return net.keep(new_installation(tmp_path / "新站", "19", clock, "桂花里社区联络站"))


def test_both_sides_show_the_same_digits(net, fresh):
    asked, given = net.stick / "a.zlq", net.stick / "a.zlc"
    enrolling.request(fresh, asked)
    assert enrolling.look_at_request(asked).name == "桂花里社区联络站"
    approved = enrolling.approve(net.centre, asked, given)
    seen = enrolling.look_at_certificate(fresh, given)
    accepted = enrolling.accept(fresh, given)
    assert approved == seen == accepted
    assert (accepted.code, accepted.reinstalled) == ("19", False)
    assert len(accepted.digits.replace(" ", "")) == 24
    assert enrolling.last_digits(fresh) == enrolling.last_digits(net.centre) == accepted.digits
    network.take_in(fresh)
    assert net.carry(fresh, net.centre).problem is None


def test_a_taken_code_gives_another_for_new_serials(net, tmp_path, clock):
    twin = net.keep(new_installation(tmp_path / "另一个17", "17", clock, "同号站"))
    old = network.take_in(twin)
    told = enrol(twin, net.centre, net.stick)
    assert told.code not in {"00", "17", "18"}
    assert twin.identity.code == told.code
    assert str(next_serial(twin.db, twin.identity.code, 2026)).startswith(f"{told.code}-")
    sql = "SELECT serial FROM opinion WHERE uid = ?"
    assert twin.db.execute_sql(sql, (old,)).fetchone()[0].startswith("17-")
    assert net.carry(twin, net.centre).problem is None


def test_a_code_may_be_chosen_but_not_twice(net, fresh):
    with pytest.raises(StationError, match="「18」已给了别的站点"):
        enrol(fresh, net.centre, net.stick, code="18")
    assert enrol(fresh, net.centre, net.stick, code="20").code == "20"


def test_only_the_centre_approves_and_only_stations_ask(net, fresh):
    enrolling.request(fresh, net.stick / "a.zlq")
    with pytest.raises(StationError, match="由街道中心批准"):
        enrolling.approve(fresh, net.stick / "a.zlq", net.stick / "a.zlc")
    with pytest.raises(StationError, match="中心不用申请"):
        enrolling.request(net.centre, net.stick / "b.zlq")


def test_a_certificate_for_another_request(net, fresh, tmp_path, clock):
    other = net.keep(new_installation(tmp_path / "别站", "21", clock, "别站"))
    enrolling.request(other, net.stick / "b.zlq")
    enrolling.request(fresh, net.stick / "a.zlq")
    enrolling.approve(net.centre, net.stick / "b.zlq", net.stick / "b.zlc")
    with pytest.raises(StationError):
        enrolling.accept(fresh, net.stick / "b.zlc")
    assert read_trust(fresh.db).roster is None


def test_a_certificate_without_a_request(net, fresh):
    enrolling.request(net.station, net.stick / "a.zlq")
    enrolling.approve(net.centre, net.stick / "a.zlq", net.stick / "a.zlc")
    with pytest.raises(StationError, match="还没有生成入网申请"):
        enrolling.accept(fresh, net.stick / "a.zlc")


def test_a_station_set_up_anew_gets_its_records_back(net, fresh):
    uid = network.take_in(net.station, "旧机上的")
    net.carry(net.station, net.centre)
    network.answer(net.centre, uid, "好")
    site = net.made["17"].uid
    told = enrol(fresh, net.centre, net.stick, reinstall=site)
    assert told.reinstalled
    assert (fresh.identity.site, fresh.identity.code, fresh.identity.name) == (site, "17", "梧桐里社区联络站")
    report = net.carry(net.centre, fresh, "17")
    assert report.problem is None
    assert network.titles(fresh) == ["旧机上的"]
    assert fresh.db.execute_sql("SELECT reply IS NOT NULL FROM opinion").fetchone() == (1,)
    network.take_in(fresh, "新机上的")
    assert fresh.db.execute_sql("SELECT max(serial) FROM opinion").fetchone() == ("17-2026-00002",)
    net.carry(fresh, net.centre)
    net.carry(net.centre, fresh, "17")
    assert network.titles(net.centre) == network.titles(fresh) == ["新机上的", "旧机上的"]
    for pc in (fresh, net.centre):
        assert [one for one in row_problems(pc.db) if one] == []
        assert [one for one in chain_problems(pc.db, pc.identity.instance) if one] == []


def test_old_and_new_pc_of_a_station_come_together(net, fresh):
    network.take_in(net.station, "一")
    net.carry(net.station, net.centre)
    enrol(fresh, net.centre, net.stick, reinstall=net.made["17"].uid)
    net.carry(net.centre, fresh, "17")
    network.take_in(net.station, "旧机")
    network.take_in(fresh, "新机")
    for _ in range(2):
        for pc in (net.station, fresh):
            net.carry(pc, net.centre)
        (back,) = sending.export(net.centre, net.stick, code="17")
        for pc in (net.station, fresh):
            (report,) = taking.take(pc, [back.file])
            assert report.problem is None
    for pc in (net.centre, net.station, fresh):
        assert network.titles(pc) == ["一", "新机", "旧机"]


def test_records_of_ones_own_are_never_dropped_by_a_certificate(net, fresh):
    network.take_in(fresh)
    with pytest.raises(StationError, match="已有登记"):
        enrol(fresh, net.centre, net.stick, reinstall=net.made["17"].uid)
    assert network.titles(fresh) == ["路灯不亮"]
    assert fresh.identity.code == "19"


def test_a_revoked_key_is_not_taken_back(net):
    trust = read_trust(net.station.db)
    roster_keeping.revoke(net.centre, net.made["17"].uid, trust.keys.public.sign)
    with pytest.raises(StationError, match="吊销"):
        enrol(net.station, net.centre, net.stick)


def test_who_has_not_the_root_key_cannot_approve(net, fresh):
    old = net.clone("00", "00", "旧")
    old.close()
    roster_keeping.rotate_root(net.centre)
    net.carry(net.centre, net.station, "17")
    centre = net.put_back("00", "00", "旧")
    assert net.carry(net.station, centre).problem is None
    with pytest.raises(StationError, match="没有签发名册的钥匙"):
        enrol(fresh, centre, net.stick)
