"""One opinion in full: found by serial or uid, its contact masked, its life told, what may be done."""

import pytest

from station_app.domain.enums import ContactKind, Kind, Outcome, Satisfaction, Status, ToldHow
from station_app.domain.forms import Destination, LocalWork
from station_app.domain.moves import Move
from station_app.errors import StationError
from station_app.services import audit
from station_app.services.correcting import correct, void
from station_app.services.detail import detail, reveal
from station_app.services.feedback import FeedbackForm, record_feedback
from station_app.services.handling import answer, open_local
from tests.services.opinions import answered, at_centre, mark_sent, nobody_at_the_desk, record, seat, twin, uid_of

GOOD = Satisfaction.SATISFIED


def story(station, serial):
    return [(one.what, one.by, one.note) for one in detail(station, serial).timeline]


def unmasked(station):
    rows = station.db.execute_sql("SELECT person, action, subject FROM audit").fetchall()
    return [(person, subject) for person, action, subject in rows if action == audit.Action.UNMASKED]


def test_all_of_a_fresh_opinion(station):
    chen = station.db.execute_sql("SELECT uid FROM deputy WHERE name = '陈立新'").fetchone()[0]
    (serial,) = record(station, deputies=(chen,), volunteer_only=False, ended="2026-06-18T10:40")
    seen = detail(station, serial)
    assert (seen.uid, seen.serial, seen.former_serial, seen.doubled) == (uid_of(station, serial), serial, None, "")
    assert (seen.status, seen.label, seen.sent) == (Status.RECORDED, "已登记", "")
    assert (seen.site, seen.recorder, seen.deputies) == ("梧桐里社区联络站", "沈立群", ("陈立新",))
    assert seen.intake.title == "地下车库 B 区照明灯不亮"
    assert seen.reception.ended == "2026-06-18T10:40"
    assert seen.due is None
    assert seen.next_steps == "上报中心，或站内办理 → 答复 → 告诉反映人 → 办结"
    assert seen.moves == {Move.CORRECT, Move.VOID, Move.OPEN}
    assert story(station, serial) == [("登记", "沈立群", "来站接待　2026-06-18 收到")]
    assert len(seen.versions) == 1
    assert seen.versions[0].changes == ()
    assert set(seen.facets) == {"opinion.intake"}
    assert seen.facets["opinion.intake"]["serial"] == serial


def test_found_by_uid_or_serial_in_any_writing(station):
    (serial,) = record(station)
    uid = uid_of(station, serial)
    assert {detail(station, ref).uid for ref in (uid, uid.upper(), serial, f" {serial.lower()} ")} == {uid}


@pytest.mark.parametrize(
    ("ref", "what"),
    [
        ("17-2026-00009", "没有编号为 17-2026-00009"),
        ("0b9c7a6e-0000-4000-8000-000000000000", "找不到这条意见建议"),
        ("停车", "写得不对"),
        ("", "写得不对"),
    ],
)
def test_what_is_not_there_is_said(station, ref, what):
    record(station)
    with pytest.raises(StationError, match=what):
        detail(station, ref)


def test_a_doubled_serial_is_refused_and_both_are_named(station):
    (serial,) = record(station)
    other = twin(station, serial)
    with pytest.raises(StationError) as refused:
        detail(station, serial)
    letters = {detail(station, uid).doubled[-3:-1] for uid in (other, uid_of(station, serial))}
    assert len(letters) == 2
    assert all(f"{serial}〔{one}〕" in refused.value.title for one in letters)
    for uid in (other, uid_of(station, serial)):
        mark = detail(station, uid).doubled[-3:-1]
        for ref in (f"{serial}〔{mark}〕", f"{serial} {mark.lower()}", f"{serial}〔重号 {mark}〕", f"{serial}-{mark}"):
            assert detail(station, ref).uid == uid
    with pytest.raises(StationError, match="没有编号"):
        detail(station, f"{serial}〔ZZ〕" if "ZZ" not in letters else f"{serial}〔QQ〕")


def test_the_contact_is_masked_until_revealed_and_that_is_kept(station):
    (serial,) = record(station)
    masked = detail(station, serial).contact
    assert (masked.name, masked.phone, masked.address, masked.revealed) == ("吴**", "138****5678", "梧桐苑 ****", False)
    assert unmasked(station) == []
    full = reveal(station, serial)
    assert (full.name, full.phone, full.address, full.revealed) == ("吴桂珍", "13800005678", "梧桐苑 6 栋 1 单元", True)
    assert unmasked(station) == [(station.author, uid_of(station, serial))]
    assert list(audit.problems(station.db)) == []


@pytest.mark.parametrize(("opinion", "contact"), [({"kind": Kind.REPORT}, {}), ({}, {"confidential": True})])
def test_what_is_confidential_is_for_the_head_alone(station, opinion, contact):
    (serial,) = record(station, opinion, contact=contact)
    hidden = detail(station, serial).contact
    assert (hidden.name, hidden.phone, hidden.secret, hidden.label) == ("信息保密", "****", True, "信息保密")
    seat(station, "徐桂兰")
    with pytest.raises(StationError, match="只有站长"):
        reveal(station, serial)
    assert unmasked(station) == []
    seat(station, "沈立群")
    assert reveal(station, serial).phone == "13800005678"
    assert len(unmasked(station)) == 1


def test_nobody_reveals_anything_with_an_empty_desk(station):
    (serial,) = record(station)
    with nobody_at_the_desk(station):
        assert detail(station, serial).moves == frozenset()
        with pytest.raises(StationError):
            reveal(station, serial)
    assert unmasked(station) == []


def test_an_anonymous_one_has_nobody_to_show(station):
    (serial,) = record(
        station,
        contact={
            "kind": ContactKind.ANONYMOUS,
            "name": "",
            "phone": "",
            "address": "",
            "sex": None,
            "age_band": None,
            "identity": None,
            "notice_at": None,
        },
    )
    assert detail(station, serial).contact is None
    with pytest.raises(StationError, match="没有留下反映人"):
        reveal(station, serial)


def test_no_masked_detail_holds_name_or_phone(station):
    (serial,) = record(station, answered(), {"kind": Kind.REPORT})[:1]
    for ref in (serial, "17-2026-00002"):
        seen = repr(detail(station, ref))
        assert "吴桂珍" not in seen
        assert "13800005678" not in seen


def test_a_life_is_told_in_order_with_names_and_notes(station):
    (serial,) = record(station, {"destination": Destination.STATION, "local": LocalWork(unit="物业公司")})
    seat(station, "徐桂兰")
    correct(station, serial, {"title": "车库灯不亮", "contact": {"phone": "13900001234"}, "ended": "2026-06-18T10:30"})
    answer(station, serial, "2026-06-18", "已换灯。")
    form = FeedbackForm(at="2026-06-18T10:50", how=ToldHow.WECHAT, attitude=GOOD, result=GOOD)
    record_feedback(station, serial, form)
    assert story(station, serial) == [
        ("登记", "沈立群", "来站接待　2026-06-18 收到"),
        ("站内办理", "沈立群", "物业公司　17-2026-B0001"),
        ("更正反映人资料", "徐桂兰", "改了电话"),
        ("更正接待记录", "徐桂兰", "改了结束时间"),
        ("更正", "徐桂兰", "改了标题"),
        ("本站答复", "徐桂兰", "已换灯。"),
        ("微信告知", "徐桂兰", ""),
        ("反馈：满意", "徐桂兰", ""),
    ]
    seen = detail(station, serial)
    assert (seen.status, seen.next_steps) == (Status.CLOSED, "归档")
    assert [one.intake.title for one in seen.versions] == ["地下车库 B 区照明灯不亮", "车库灯不亮"]
    assert [(one.label, one.before, one.after) for one in seen.versions[1].changes] == [
        ("标题", "地下车库 B 区照明灯不亮", "车库灯不亮")
    ]
    assert seen.versions[1].by == "徐桂兰"
    assert {"opinion.intake", "opinion.local", "opinion.feedback"} == set(seen.facets)


def test_days_of_their_own_put_things_in_order(station):
    (serial,) = record(
        station, {"destination": Destination.STATION, "local": LocalWork(unit="物业公司")}, began="2026-06-01T09:00"
    )
    answer(station, serial, "2026-06-05", "已换灯。")
    assert [one.at for one in detail(station, serial).timeline] == [
        "2026-06-05",
        "2026-06-18T10:52",
        "2026-06-18T10:52",
    ]


def test_what_the_centre_did_and_how_long_it_has(station):
    (serial,) = record(station)
    mark_sent(station, serial, "written")
    assert (detail(station, serial).label, detail(station, serial).sent) == ("已上报", "written")
    at_centre(station, serial)
    seen = detail(station, serial)
    assert (seen.label, seen.due.words, seen.moves) == ("办理中", "还剩 20 天", {Move.CORRECT, Move.VOID})
    assert ("转街道办　城市管理办公室", "", "JB-2026-0041　2026-07-08 前办结") in story(station, serial)
    at_centre(station, serial, "2026-06-18")
    seen = detail(station, serial)
    assert (seen.status, seen.due, seen.moves) == (
        Status.AWAITING_FEEDBACK,
        None,
        {Move.CORRECT, Move.VOID, Move.FEEDBACK},
    )


def test_the_work_in_hand_has_its_day(station):
    (serial,) = record(station, began="2026-06-10T09:00")
    open_local(station, serial, LocalWork(unit="物业公司", due_on="2026-06-16"))
    assert detail(station, serial).due.words == "逾期 2 天"


def test_only_the_head_is_offered_what_only_the_head_may_do(station):
    (serial,) = record(station, answered(GOOD))
    assert {Move.ARCHIVE, Move.REOPEN} <= detail(station, serial).moves
    seat(station, "徐桂兰")
    assert detail(station, serial).moves == {Move.CORRECT, Move.VOID}


def test_a_void_one_can_still_be_looked_at(station):
    (serial,) = record(station, answered(GOOD, Outcome.REFUSED))
    assert detail(station, serial).label == "不予受理"
    void(station, serial, "重复登记")
    seen = detail(station, serial)
    assert (seen.label, seen.moves, seen.next_steps) == ("作废", frozenset(), "")
    assert story(station, serial)[-1] == ("作废", "沈立群", "重复登记")


def test_the_opinion_of_another_site_may_only_be_read(station):
    (serial,) = record(station)
    station.db.execute_sql("UPDATE opinion SET site = 'elsewhere'")
    assert detail(station, serial).moves == frozenset()
    with pytest.raises(StationError, match="别的站点"):
        void(station, serial, "重复")
