"""What must not be taken is refused in its own words, and nothing changes; what may is taken once, whole."""

import dataclasses
import json

import pytest

from station_app.exchange import outgoing
from station_app.exchange.keys import SigningKey
from station_app.exchange.manifest import Voucher
from station_app.exchange.names import Direction
from station_app.exchange.roster import sign_roster
from station_app.exchange.trust import NotEnrolled, read_trust
from station_app.journal.compare import row_problems
from station_app.journal.receiving import Outcome
from station_app.services.packages import enrolling, roster_keeping, sending, taking
from station_app.services.packages.missing import missing_numbers
from tests.exchange import network
from tests.exchange.network import make_network, new_installation
from tests.services.opinions import writing_as_centre


def refusal(station, file, unchanged):
    with unchanged(station):
        (report,) = taking.take(station, [file])
        (foreseen,) = taking.preview(station, [file])
    assert report.problem is not None
    assert (foreseen.problem.title, foreseen.problem.next_step) == (report.problem.title, report.problem.next_step)
    assert (report.total, report.items) == (0, ())
    return report.problem.title


def counts(report):
    assert report.problem is None, report.problem
    return {outcome: number for outcome, number in report.counts.items() if number}


@pytest.fixture
def evil(monkeypatch):
    """Has packages made with other values of the manifest, signed by the sender all the same."""

    def change(**values):
        real = outgoing.Manifest

        def altered(**named):
            return real(**{**named, **{name: value(named[name]) for name, value in values.items()}})

        monkeypatch.setattr(outgoing, "Manifest", altered)

    yield change
    monkeypatch.undo()


def test_a_package_goes_in_once(net):
    for title in ("路灯", "下水道"):
        network.take_in(net.station, title)
    file = net.send(net.station)
    (foreseen,) = taking.preview(net.centre, [file])
    (report,) = taking.take(net.centre, [file])
    assert counts(report) == counts(foreseen) == {Outcome.NEW: 4}
    assert report.items == foreseen.items
    assert network.titles(net.centre) == ["下水道", "路灯"]
    before = file.read_bytes()
    (again,) = taking.take(net.centre, [file])
    assert again.earlier == report.written_at == "2026-06-18T10:52:00+08:00"
    assert counts(again) == {Outcome.UNCHANGED: 4}
    assert file.read_bytes() == before


def test_the_whole_loop_ends_with_the_same_at_both_ends(net):
    uid = network.take_in(net.station)
    net.carry(net.station, net.centre)
    network.handle(net.centre, uid, "城管办")
    network.answer(net.centre, uid, "已修好。")
    back = net.carry(net.centre, net.station, "17")
    assert back.acknowledged == (1,)
    network.feed_back(net.station, uid)
    net.carry(net.station, net.centre)
    sql = "SELECT * FROM opinion"
    assert list(net.centre.db.execute_sql(sql)) == list(net.station.db.execute_sql(sql))
    for pc in (net.centre, net.station):
        assert [one for one in row_problems(pc.db) if one] == []


def test_a_package_for_another_station(net, unchanged):
    file = net.send(net.centre, "18")
    assert refusal(net.station, file, unchanged) == "这个包本机打不开：它是发给别处的"


def test_a_package_that_names_another_receiver(net, unchanged, evil):
    evil(receiver=lambda _: net.made["18"].uid)
    file = net.send(net.centre, "17")
    assert refusal(net.station, file, unchanged) == "这个包是发给「青石巷社区联络站」的"


def test_a_report_package_at_a_station(net, unchanged, evil):
    mine = read_trust(net.station.db).keys.public.receive
    evil(recipients=lambda found: (*found, mine))
    file = net.send(net.station)
    assert refusal(net.station, file, unchanged) == "这是交给中心的上报包，不是回传包"


def test_a_return_package_at_the_centre(net, unchanged, evil):
    mine = read_trust(net.centre.db).keys.public.receive
    evil(recipients=lambda found: (*found, mine))
    file = net.send(net.centre, "17")
    assert refusal(net.centre, file, unchanged) == "这是中心发给站点的回传包"


@pytest.mark.parametrize("kind", [Direction.DOWN, Direction.CENTRE])
def test_a_station_that_plays_the_centre(net, unchanged, evil, kind):
    other = read_trust(net.pc("18").db).keys.public.receive
    evil(kind=lambda _: kind, receiver=lambda _: net.made["18"].uid, recipients=lambda _: (other,))
    file = net.send(net.station)
    assert refusal(net.pc("18"), file, unchanged) == "这个包的方向和它的签发站点对不上"


def test_streams_of_others_have_no_place_in_a_package(net, unchanged, monkeypatch):
    network.take_in(net.station)
    monkeypatch.setattr(outgoing.Link, "streams", lambda *_: (f"S:{net.made['17'].uid}", f"C:{net.made['18'].uid}"))
    with writing_as_centre(net.station) as log:
        log._site = net.made["18"].uid
        log._append(f"C:{net.made['18'].uid}", "uid", "opinion.reply", {})
    file = net.send(net.station)
    assert refusal(net.centre, file, unchanged) == "包里有不该走这条路的内容"


def test_a_stranger(net, unchanged, tmp_path, clock, evil):
    foreign = make_network(tmp_path / "另一个街道", clock, ["17"])
    station = net.keep(foreign["17"].open(tmp_path / "生人", clock))
    theirs, ours = read_trust(net.centre.db), read_trust(station.db)
    evil(receiver=lambda _: net.centre.identity.site, recipients=lambda _: (theirs.keys.public.receive,))
    assert refusal(net.centre, net.send(station), unchanged) == "这份站点名册不是本街道中心签发的"
    evil(
        receiver=lambda _: net.centre.identity.site,
        recipients=lambda _: (theirs.keys.public.receive,),
        roster=lambda _: "",
    )
    assert refusal(net.centre, net.send(station), unchanged) == "这个包来自名册里没有的站点"
    assert ours.root != theirs.root


def test_before_enrolment_nothing_goes(net, tmp_path, clock):
    new = net.keep(new_installation(tmp_path / "新站", "19", clock, "新站"))
    file = net.send(net.centre, "17")
    for attempt in (lambda: taking.take(new, [file]), lambda: taking.preview(new, [file])):
        with pytest.raises(NotEnrolled):
            attempt()
    with pytest.raises(NotEnrolled):
        sending.export(new, net.stick)


@pytest.mark.parametrize(
    ("name", "data", "title"),
    [
        ("空.zlt", b"", "这个包是空的"),
        ("台账.xlsx", b"PK\3\4" + bytes(3000), ""),
        ("说明.txt", "请查收".encode(), ""),
    ],
)
def test_other_kinds_of_file(net, unchanged, name, data, title):
    file = net.stick / name
    file.write_bytes(data)
    assert refusal(net.station, file, unchanged).startswith(title)


def test_enrolment_files_are_no_packages(net, unchanged):
    enrolling.request(net.station, net.stick / "a.zlq")
    assert "包" in refusal(net.centre, net.stick / "a.zlq", unchanged)


def test_an_opinion_under_the_uid_of_another_station_is_refused_whole(net, unchanged):
    uid = network.take_in(net.pc("18"))
    net.carry(net.pc("18"), net.centre)
    network.take_in(net.station, "真的")
    with net.station.writing() as log:
        intake = {"serial": "17-2026-00009", "title": "假的"}
        log._append(f"S:{net.made['17'].uid}", uid, "opinion.intake", intake)
    assert refusal(net.centre, net.send(net.station), unchanged) == "包里有一条登记属于别的站点"
    assert network.titles(net.centre) == ["路灯不亮"]


@pytest.mark.parametrize("payload", [{}, {"serial": 7}, {"serial": "x", "title": "t"}])
def test_a_payload_that_makes_no_row_is_refused_whole(net, unchanged, payload):
    network.take_in(net.station, "好的")
    with net.station.writing() as log:
        log._append(f"S:{net.made['17'].uid}", "uid", "opinion.intake", payload)
    assert refusal(net.centre, net.send(net.station), unchanged) == "包里有一条登记读不懂"


def test_what_the_centre_did_not_sign_is_not_taken_as_its_word(net):
    uid = network.take_in(net.station)
    net.carry(net.station, net.centre)
    with writing_as_centre(net.station) as log:
        log._append(f"C:{net.made['17'].uid}", uid, "opinion.reply", {"rounds": []})
    network.take_in(net.station, "另一件")
    report = net.carry(net.station, net.centre)
    assert counts(report) == {Outcome.NEW: 1, Outcome.UNCHANGED: 3, Outcome.REJECTED: 1}
    assert [one.reason for one in report.items if one.outcome is Outcome.REJECTED] == ["没有写它的一方的签名担保"]
    assert list(net.centre.db.execute_sql("SELECT reply FROM opinion WHERE uid = ?", (uid,))) == [(None,)]
    assert not report.renewed


def test_a_forged_statement_of_the_centre(net, unchanged, evil):
    network.take_in(net.station)
    net.carry(net.station, net.centre)
    net.carry(net.centre, net.station, "17")
    evil(vouchers=lambda found: (*found, Voucher(found[-1].text, "0" * 128)))
    assert refusal(net.centre, net.send(net.station), unchanged) == "包里的凭据签名不对"


def test_a_roster_of_the_same_version_with_other_words(net, unchanged, evil):
    net.carry(net.centre, net.station, "17")
    trust = read_trust(net.centre.db)
    other = dataclasses.replace(trust.roster, issued_at="2026-01-01T00:00:00+08:00")
    evil(roster=lambda _: sign_roster(other, trust.root_secret).decode())
    title = refusal(net.station, net.send(net.centre, "17"), unchanged)
    assert title.startswith(f"同是第 {trust.roster.version} 版的站点名册")


def test_a_roster_by_another_root(net, unchanged, evil):
    trust, root = read_trust(net.centre.db), SigningKey.generate()
    foreign = dataclasses.replace(
        trust.roster, version=99, chain=(dataclasses.replace(trust.roster.chain[0], root=root.public),)
    )
    evil(roster=lambda _: sign_roster(foreign, root).decode())
    assert refusal(net.station, net.send(net.centre, "17"), unchanged) == "这份站点名册不是本街道中心签发的"


def test_an_older_roster_does_not_replace_a_newer_one(net):
    old = net.send(net.centre, "17")
    roster_keeping.rotate_root(net.centre)
    newer = net.carry(net.centre, net.station, "17")
    assert newer.problem is None
    version = read_trust(net.station.db).roster.version
    (report,) = taking.take(net.station, [old])
    assert report.problem is None
    assert read_trust(net.station.db).roster.version == version == read_trust(net.centre.db).roster.version


def test_a_station_follows_when_the_root_changes_twice(net):
    for _ in range(2):
        roster_keeping.rotate_root(net.centre)
    assert net.carry(net.centre, net.station, "17").problem is None
    assert read_trust(net.station.db).roster.root == read_trust(net.centre.db).root
    network.take_in(net.station)
    assert counts(net.carry(net.station, net.centre))[Outcome.NEW] == 3


def test_a_centre_that_was_put_back_adopts_the_newer_roster(net):
    old = net.clone("00", "00", "旧")
    old.close()
    roster_keeping.rotate_root(net.centre)
    net.carry(net.centre, net.station, "17")
    centre = net.put_back("00", "00", "旧")
    assert net.carry(net.station, centre).problem is None
    assert read_trust(centre.db).roster.version == read_trust(net.station.db).roster.version


def test_what_a_revoked_key_signed_is_kept_apart(net):
    network.take_in(net.station, "吊销前")
    net.carry(net.station, net.centre)
    key = read_trust(net.station.db).keys.public.sign
    roster_keeping.revoke(net.centre, net.made["17"].uid, key)
    network.take_in(net.station, "吊销后")
    claimed = list(net.centre.db.execute_sql("SELECT * FROM claim"))
    report = net.carry(net.station, net.centre, full=True)
    assert counts(report) == {Outcome.UNCHANGED: 3, Outcome.REJECTED: 1}
    assert [one.reason for one in report.items] == ["签名的钥匙已吊销，先隔离"]
    assert network.titles(net.centre) == ["吊销前"]
    assert len(network.names_in(net.centre, "quarantine")) == 1
    assert list(net.centre.db.execute_sql("SELECT * FROM claim")) == claimed
    assert not report.renewed
    again = net.carry(net.station, net.centre, full=True)
    assert counts(again) == {Outcome.UNCHANGED: 3, Outcome.REJECTED: 1}
    assert len(network.names_in(net.centre, "quarantine")) == 1


def test_a_gap_is_told_and_closes_by_itself(net):
    older = net.clone("00", "00", "旧")
    older.close()
    network.take_in(net.station, "一")
    net.carry(net.station, net.centre)
    net.carry(net.centre, net.station, "17")
    network.take_in(net.station, "二")
    centre = net.put_back("00", "00", "旧")
    (later,) = sending.export(net.station, net.stick)
    (report,) = taking.take(centre, [later.file])
    assert counts(report) == {Outcome.PARKED: 1}
    site = net.made["17"].uid
    assert missing_numbers(centre.db, site) == [1]
    assert network.titles(centre) == []
    (first,) = net.stick.glob("UP-17-2026-001-*")
    (report,) = taking.take(centre, [first])
    assert (counts(report), report.late) == ({Outcome.NEW: 3}, 1)
    assert network.titles(centre) == ["一", "二"]
    assert missing_numbers(centre.db, site) == []
    assert network.names_in(centre, "parked") == set()


def test_a_folder_is_one_run_in_the_order_of_the_numbers(net):
    files = []
    for number in range(12):
        network.take_in(net.station, str(number))
        files.append(net.send(net.station))
    (net.stick / "UP-17-2026-099-000000.zlt.part").write_bytes(b"half")
    (net.stick / "照片.jpg").write_bytes(b"photo")
    reports = taking.take(net.centre, [net.stick])
    assert [report.file for report in reports] == files
    assert [report.counts[Outcome.NEW] for report in reports] == [3] + [1] * 11
    assert net.centre.db.execute_sql("SELECT count(DISTINCT run) FROM import_log").fetchone() == (1,)


def test_one_bad_package_does_not_hold_up_the_others(net):
    network.take_in(net.station)
    good, bad = net.send(net.station), net.stick / "UP-17-2026-000-000000.zlt"
    bad.write_bytes(good.read_bytes()[:-1])
    reports = taking.take(net.centre, [net.stick])
    assert [report.problem is None for report in reports] == [False, True]
    assert network.titles(net.centre) == ["路灯不亮"]


def test_of_a_folder_only_what_is_for_this_side(net):
    network.take_in(net.station)
    up = net.send(net.station)
    taking.take(net.centre, [up])
    downs = [sent.file for sent in sending.export(net.centre, net.stick)]
    assert [report.file for report in taking.preview(net.station, [net.stick])] == [downs[0]]
    assert [report.file for report in taking.preview(net.pc("18"), [net.stick])] == [downs[1]]
    assert [report.file for report in taking.preview(net.centre, [net.stick])] == [up]


def test_nothing_to_take(net):
    with pytest.raises(taking.StationError, match="没有上报包"):
        taking.take(net.centre, [net.stick])


def test_the_answer_to_an_opinion_that_is_not_here_waits_for_it(net):
    uid = network.take_in(net.station)
    older = net.clone("17", "17", "旧")
    older.close()
    network.correct(net.station, uid, "改过")
    net.carry(net.station, net.centre)
    net.carry(net.centre, net.station, "17")
    network.answer(net.centre, uid, "已修好。")
    fresh = net.pc("17", "空机")
    (report,) = taking.take(fresh, [net.send(net.centre, "17")])
    assert counts(report)[Outcome.NEW] == len(report.items)
    assert list(fresh.db.execute_sql("SELECT uid FROM pending_row")) == [(uid,)]
    assert network.titles(fresh) == []
    net.carry(fresh, net.centre)
    net.carry(net.centre, fresh, "17")
    assert network.titles(fresh) == ["改过"]
    assert list(fresh.db.execute_sql("SELECT uid FROM pending_row")) == []
    assert json.loads(fresh.db.execute_sql("SELECT reply FROM opinion").fetchone()[0])["rounds"]
    assert [one for one in row_problems(fresh.db) if one] == []


def test_nobody_at_the_desk(net):
    file = net.send(net.centre, "17")
    net.station.desk = None
    with pytest.raises(taking.StationError, match="要由"):
        taking.take(net.station, [file])
