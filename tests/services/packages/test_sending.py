"""What goes into a package: what some PC of the other side may lack, no less, and no more than that."""

import json

import pytest

from station_app.domain.codec import from_payload
from station_app.domain.records import Intake
from station_app.errors import StationError
from station_app.exchange import outgoing
from station_app.exchange.stick import NameTaken, Step
from station_app.exchange.trust import read_trust
from station_app.journal.receiving import Outcome
from station_app.services.packages import roster_keeping, sending, taking
from tests.exchange import network


def test_only_what_is_new_travels(net):
    network.take_in(net.station, "一")
    net.carry(net.station, net.centre)
    net.carry(net.centre, net.station, "17")
    (nothing,) = sending.export(net.station, net.stick)
    assert nothing.changes == 0
    uid = network.take_in(net.station, "二")
    (second,) = sending.export(net.station, net.stick)
    assert second.changes == 1
    (full,) = sending.export(net.station, net.stick, full=True)
    assert full.changes == net.station.db.execute_sql("SELECT count(*) FROM change").fetchone()[0]
    taking.take(net.centre, [full.file])
    network.answer(net.centre, uid, "好")
    assert [one.changes for one in sending.export(net.centre, net.stick)] == [1, 2]


def test_a_lost_package_heals_with_the_next(net):
    network.take_in(net.station, "一")
    net.send(net.station).unlink()
    network.take_in(net.station, "二")
    assert net.carry(net.station, net.centre).counts[Outcome.NEW] == 4
    assert network.titles(net.centre) == ["一", "二"]


def test_a_lost_answer_of_the_centre_heals_with_the_next(net):
    network.take_in(net.station, "一")
    net.carry(net.station, net.centre)
    net.send(net.centre, "17").unlink()
    assert net.carry(net.station, net.centre).counts[Outcome.UNCHANGED] == 3
    assert net.carry(net.centre, net.station, "17").acknowledged == (1, 2)


def test_numbers_and_names_count_up(net):
    sent = [sending.export(net.station, net.stick)[0] for _ in range(3)]
    assert [one.export_no for one in sent] == [1, 2, 3]
    assert [one.file.name[:15] for one in sent] == ["UP-17-2026-001-", "UP-17-2026-002-", "UP-17-2026-003-"]
    assert [one.size for one in sent] == [one.file.stat().st_size for one in sent]


def test_the_centre_writes_for_each_live_station(net):
    assert [one.station for one in sending.export(net.centre, net.stick)] == ["17", "18"]
    roster_keeping.revoke(net.centre, net.made["18"].uid, read_trust(net.pc("18").db).keys.public.sign)
    assert [one.station for one in sending.export(net.centre, net.stick)] == ["17"]
    with pytest.raises(StationError, match="代码为「18」"):
        sending.export(net.centre, net.stick, code="18")


def test_each_step_is_told_and_only_a_verified_package_counts(net):
    steps = []
    sending.export(net.station, net.stick, on_step=steps.append)
    assert steps == [Step.WRITTEN, Step.VERIFIED]
    kept = "SELECT count(*), count(verified_at), count(acknowledged_at) FROM export_log"
    assert net.station.db.execute_sql(kept).fetchone() == (1, 1, 0)


def test_a_name_that_is_taken_is_left_alone(net, monkeypatch):
    monkeypatch.setattr(sending, "uuid4", lambda: type("Same", (), {"hex": "3f" * 16}))
    file = net.stick / "UP-17-2026-001-3f3f3f.zlt"
    file.write_bytes(b"somebody's")
    with pytest.raises(NameTaken):
        sending.export(net.station, net.stick)
    assert file.read_bytes() == b"somebody's"
    assert net.station.db.execute_sql("SELECT count(*) FROM export_log").fetchone() == (0,)


@pytest.mark.parametrize("backwards", [False, True])
def test_what_is_too_much_for_one_package_is_split(net, monkeypatch, backwards):
    for number in range(9):
        network.take_in(net.station, str(number))
    monkeypatch.setattr(outgoing, "MAX_CHANGES", 4)
    sent = sending.export(net.station, net.stick)
    assert [one.changes for one in sent] == [4, 4, 3]
    instance = net.centre.identity.instance
    for one in reversed(sent) if backwards else sent:
        (report,) = taking.take(net.centre, [one.file])
        assert report.problem is None
    assert network.titles(net.centre) == [str(number) for number in range(9)]
    assert network.names_in(net.centre, "parked") == set()
    assert backwards or net.centre.identity.instance == instance
    assert net.carry(net.centre, net.station, "17").acknowledged == (1, 2, 3)


def test_opinions_on_the_way_are_marked_and_acknowledged(net):
    uid = network.take_in(net.station)
    sql = "SELECT opinion, state FROM sent_mark"
    net.carry(net.station, net.centre)
    assert list(net.station.db.execute_sql(sql)) == [(uid, "verified")]
    net.carry(net.centre, net.station, "17")
    assert list(net.station.db.execute_sql(sql)) == [(uid, "acknowledged")]
    network.correct(net.station, uid, "改过")
    net.send(net.station)
    assert list(net.station.db.execute_sql(sql)) == [(uid, "acknowledged")]


def attach(station, uid, data):
    sha256 = station.store.blobs.put(data)
    with station.writing() as log:
        payload = station.db.execute_sql("SELECT payload FROM change WHERE uid = ?", (uid,)).fetchone()[0]
        values = json.loads(payload) | {
            "attachments": [{"sha256": sha256, "name": "照片.jpg", "size": len(data), "media": "image/jpeg"}]
        }
        log.put(uid, "opinion.intake", from_payload(Intake, values), station.author)
    return sha256


def test_attachments_travel_once_and_again_when_they_are_missed(net):
    uid = network.take_in(net.station)
    name = attach(net.station, uid, b"photo" * 100)
    net.carry(net.station, net.centre)
    assert net.centre.store.blobs.get(name) == b"photo" * 100
    net.carry(net.centre, net.station, "17")
    path = next(path for path in (net.centre.store.paths.folder / "blobs").rglob("*") if path.is_file())
    path.unlink()
    assert not net.centre.store.blobs.exists(name)
    assert net.carry(net.centre, net.station, "17").problem is None
    assert net.carry(net.station, net.centre).problem is None
    assert net.centre.store.blobs.get(name) == b"photo" * 100


def test_an_attachment_of_another_station_is_not_given_out(net, monkeypatch):
    uid = network.take_in(net.pc("18"))
    name = attach(net.pc("18"), uid, b"secret")
    net.carry(net.pc("18"), net.centre)
    monkeypatch.setattr(sending, "lacking", lambda *_: (name,))
    net.carry(net.station, net.centre)
    monkeypatch.undo()
    (sent,) = sending.export(net.centre, net.stick, code="17")
    taking.take(net.station, [sent.file])
    assert not net.station.store.blobs.exists(name)
