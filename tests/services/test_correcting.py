"""Corrections: a new version under the same uid and serial, whole or not at all; void and renumbered with a reason."""

from dataclasses import replace

import pytest

from station_app.domain.codec import DoesNotFit, from_payload
from station_app.domain.enums import ContactKind, Kind, Satisfaction, Status
from station_app.domain.forms import Destination, LocalWork
from station_app.domain.records import Attachment, EarlierAnswer, Intake
from station_app.domain.text import TextRefused
from station_app.errors import StationError
from station_app.journal.log import count_changes
from station_app.services.correcting import correct, form_of, renumber, void
from station_app.services.detail import detail, reveal
from station_app.services.listing import Filters, page
from station_app.services.station import Station
from tests.services.opinions import answered, at_centre, mark_sent, record, seat, twin, uid_of

GOOD = Satisfaction.SATISFIED


def found(station: Station, text: str) -> list[str]:
    return [line.serial for line in page(station, Filters(text=text))]


def deputy(station: Station, name: str) -> str:
    return station.db.execute_sql("SELECT uid FROM deputy WHERE name = ?", (name,)).fetchone()[0]


def intake_of(station: Station, serial: str) -> Intake:
    return detail(station, serial).intake


def record_ledger_row(station: Station) -> str:
    """An opinion as an old ledger leaves it: no reception, no deputies, nobody's name."""
    uid = "00000000-0000-4000-8000-0000000000bb"
    intake = Intake(
        serial="17-2025-00001",
        received_on="2025-03-01",
        channel="其他",
        topic="文体及其他",
        title="路灯不亮",
        content="西门路灯不亮。",
        external_number="A-7",
        earlier_answer=EarlierAnswer(text="已修复。", date="2025-03-09"),
    )
    with station.writing() as log:
        log.put(uid, "opinion.intake", intake, station.author)
    return intake.serial


def test_a_few_fields_change_and_all_else_stays(station):
    (serial,) = record(station, {"kind": Kind.SUGGESTION})
    before = intake_of(station, serial)
    done = correct(station, serial, {"title": "车库灯不亮", "topic": "住房"})
    assert (done.uid, done.serial, done.changed, done.notes) == (uid_of(station, serial), serial, ("类别", "标题"), ())
    assert intake_of(station, serial) == replace(before, title="车库灯不亮", topic="住房")
    assert [one.intake for one in detail(station, serial).versions] == [before, intake_of(station, serial)]
    assert found(station, "车库灯") == [serial]
    assert found(station, "照明灯") == []


def test_the_form_comes_back_as_it_was_typed_and_saves_what_was_changed_in_it(station):
    chen = deputy(station, "陈立新")
    (serial,) = record(station, deputies=(chen,), volunteer_only=False, ended="2026-06-18T10:40")
    form = form_of(station, serial)
    assert (form.began, form.ended, form.deputies) == ("2026-06-18T10:20", "2026-06-18T10:40", (chen,))
    assert (form.contact.name, form.contact.phone) == ("吴桂珍", "13800005678")
    assert form.opinions[0].content == intake_of(station, serial).content
    changed = replace(form, opinions=(replace(form.opinions[0], content=" 灯还是不亮。\r\n请来看看。 "),))
    assert correct(station, serial, changed).changed == ("内容",)
    assert intake_of(station, serial).content == "灯还是不亮。\n请来看看。"


def test_nothing_changed_is_said_and_nothing_written(station):
    (serial,) = record(station)
    before = count_changes(station.db)
    for same in (form_of(station, serial), {}, {"title": " 地下车库 B 区照明灯不亮 "}):
        with pytest.raises(StationError, match="没有改动"):
            correct(station, serial, same)
    assert count_changes(station.db) == before


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"title": ""}, StationError),
        ({"content": "  "}, StationError),
        ({"topic": ""}, StationError),
        ({"channel": ""}, StationError),
        ({"received_on": "2026-06-19"}, StationError),
        ({"received_on": "2026-02-29"}, StationError),
        ({"received_on": "昨天"}, StationError),
        ({"deputies": ["nobody"]}, StationError),
        ({"recorder": "nobody"}, StationError),
        ({"contact": {"phone": "1380000"}}, StationError),
        ({"contact": {"name": ""}}, StationError),
        ({"contact": {"notice_at": None}}, StationError),
        ({"contact_uid": "nobody"}, StationError),
        ({"contact": "吴"}, DoesNotFit),
        ({"titel": "灯"}, DoesNotFit),
        ({"serial": "17-2026-00009"}, DoesNotFit),
        ({"void_reason": "重复"}, DoesNotFit),
        ({"local": {"unit": "物业"}}, DoesNotFit),
        ({"on_the_spot": {"told": True}}, DoesNotFit),
        ({"title": 7}, DoesNotFit),
        ({"kind": "吵架"}, DoesNotFit),
        ({"sensitive": "是"}, DoesNotFit),
        ({"content": "坏\0字"}, TextRefused),
        ({"content": "\ud800"}, TextRefused),
        ({"content": "长" * 100_001}, TextRefused),
        ({"attachments": [{"sha256": "0" * 64, "name": "无.jpg", "media": "image/jpeg", "size": 1}]}, StationError),
        ({"attachments": [{"sha256": "../x", "name": "无.jpg", "media": "image/jpeg", "size": 1}]}, StationError),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(station, changed, error):
    (serial,) = record(station)
    before, changes = intake_of(station, serial), count_changes(station.db)
    with pytest.raises(error):
        correct(station, serial, changed)
    assert intake_of(station, serial) == before
    assert count_changes(station.db) == changes


def test_the_contact_is_corrected_once_for_all_that_this_person_brought(station):
    (serial, other) = record(station, {}, {"title": "楼道灯"})
    done = correct(station, serial, {"contact": {"name": "吴桂真", "phone": "139 0000 1234"}})
    assert done.changed == ("姓名", "电话")
    assert reveal(station, other).phone == "13900001234"
    assert found(station, "吴桂真") == [other, serial]
    assert found(station, "吴桂珍") == []
    assert len(detail(station, serial).versions) == 1


def test_an_opinion_may_turn_out_to_be_anonymous_or_somebody_else_s(station):
    (serial,) = record(station, answered())
    assert detail(station, serial).status is Status.AWAITING_FEEDBACK
    blank = {"kind": "匿名", "name": "", "phone": "", "address": "", "sex": None, "age_band": None, "identity": None}
    assert correct(station, serial, {"contact": {**blank, "notice_at": None}}).changed[0] == "反映人"
    seen = detail(station, serial)
    assert (seen.contact, seen.status, seen.reception.contact) == (None, Status.CLOSED, None)
    assert found(station, "吴桂珍") == []
    named = {"kind": "个人", "name": "李建国", "phone": "13700001111", "notice_at": "2026-06-18T10:30"}
    correct(station, serial, {"contact": named})
    assert detail(station, serial).status is Status.AWAITING_FEEDBACK
    assert reveal(station, serial).name == "李建国"
    assert found(station, "李建国") == [serial]


def test_a_known_visitor_can_be_put_in_place_of_the_wrong_one(station):
    (wrong,) = record(station, contact={"name": "李建国", "phone": "13700001111"})
    (right,) = record(station)
    form = form_of(station, wrong)
    other = form_of(station, right)
    correct(station, wrong, replace(form, contact=other.contact, contact_uid=other.contact_uid))
    assert reveal(station, wrong).uid == reveal(station, right).uid


def test_what_belongs_to_the_reception_changes_for_all_of_it(station):
    chen = deputy(station, "陈立新")
    (serial, other, gone) = record(station, {}, {"title": "楼道灯"}, {"title": "路灯"})
    void(station, gone, "重复")
    done = correct(station, serial, {"received_on": "2026-06-17", "channel": "电话", "deputies": [chen], "title": "灯"})
    assert done.changed == ("收到日期", "来源渠道", "标题", "接待代表", "接待时间", "仅志愿者接待")
    assert done.notes == (f"同一次接待的另外 1 条（{other}）也一并更正。",)
    second = intake_of(station, other)
    assert (second.received_on, second.channel, second.deputies, second.title) == (
        "2026-06-17",
        "电话",
        (chen,),
        "楼道灯",
    )
    assert intake_of(station, gone).received_on == "2026-06-18"
    reception = detail(station, serial).reception
    assert (reception.began, reception.channel, reception.volunteer_only) == ("2026-06-17T10:20", "电话", False)
    assert [line.serial for line in page(station, Filters(deputies=(chen,)))] == [other, serial]


def test_only_the_reception_changed(station):
    (serial, other) = record(station, {}, {})
    done = correct(station, serial, {"ended": "2026-06-18T10:45", "mode": "线上"})
    assert (done.changed, done.notes) == (("结束时间", "接待方式"), ())
    assert detail(station, other).reception.mode.value == "线上"
    assert len(detail(station, other).versions) == len(detail(station, serial).versions) == 1


def test_another_year_keeps_the_serial_and_says_so(station):
    (serial,) = record(station)
    done = correct(station, serial, {"received_on": "2025-12-31"})
    assert done.serial == serial == "17-2026-00001"
    assert done.notes == ("收到日期改到了 2025 年；编号 17-2026-00001 已写在纸上，保持不变。",)
    assert intake_of(station, serial).received_on == "2025-12-31"
    assert record(station) == ("17-2026-00002",)
    assert correct(station, serial, {"received_on": "2026-01-01"}).notes == ()


def test_a_day_in_the_future_only_when_it_is_agreed(station):
    (serial,) = record(station)
    with pytest.raises(StationError, match="将来"):
        correct(station, serial, {"began": "2026-06-18T18:00"})
    correct(station, serial, {"began": "2026-06-18T18:00"}, future_agreed=True)
    correct(station, serial, {"title": "照旧能改"})
    assert detail(station, serial).reception.began == "2026-06-18T18:00"


def test_attachments_come_and_go(station):
    sha = station.store.blobs.put(b"picture")
    picture = {"sha256": sha, "name": "灯.jpg", "media": "image/jpeg", "size": 7}
    (serial,) = record(station)
    assert correct(station, serial, {"attachments": [picture]}).changed == ("附件",)
    assert intake_of(station, serial).attachments == (from_payload(Attachment, picture),)
    assert page(station, Filters())[0].attachments == 1
    station.store.blobs.remove(sha)
    correct(station, serial, {"title": "附件不在也能改别的"})
    correct(station, serial, {"attachments": []})
    assert intake_of(station, serial).attachments == ()
    assert len(detail(station, serial).versions) == 4


def test_the_outcome_changes_only_while_nothing_rests_on_it(station):
    (serial,) = record(station)
    correct(station, serial, {"outcome": "当场答复", "spot_reply": "已换灯。"})
    assert detail(station, serial).status is Status.AWAITING_FEEDBACK
    (worked,) = record(station, {"destination": Destination.STATION, "local": LocalWork(unit="物业")})
    (told,) = record(station, answered(GOOD))
    (handed,) = record(station)
    at_centre(station, handed)
    for late, outcome in ((worked, "当场答复"), (told, "不予受理引导"), (handed, "当场答复")):
        with pytest.raises(StationError, match="处理方式"):
            correct(station, late, {"outcome": outcome, "spot_reply": "说明了。"})


def test_a_row_of_an_old_ledger_needs_no_reception_to_be_corrected(station):
    serial = record_ledger_row(station)
    form = form_of(station, serial)
    assert (form.began, form.recorder, form.contact.kind) == ("2025-03-01", "", ContactKind.ANONYMOUS)
    correct(station, serial, {"title": "西门路灯不亮", "received_on": "2025-03-02"})
    correct(station, serial, {"contact": {"kind": "个人", "name": "赵国强"}})
    intake = intake_of(station, serial)
    assert (intake.title, intake.received_on, intake.reception) == ("西门路灯不亮", "2025-03-02", None)
    assert (intake.external_number, intake.earlier_answer.text) == ("A-7", "已修复。")
    assert reveal(station, serial).name == "赵国强"
    with pytest.raises(StationError, match="处理方式"):
        correct(station, serial, {"outcome": "当场答复", "spot_reply": "说明了。"})


def test_what_was_sent_may_still_be_corrected(station):
    (serial,) = record(station)
    mark_sent(station, serial, "acknowledged")
    correct(station, serial, {"title": "改了标题"})
    assert detail(station, serial).label == "待研判"


def test_a_report_s_contact_is_changed_by_the_head_alone(station):
    (serial,) = record(station, {"kind": Kind.REPORT})
    seat(station, "徐桂兰")
    with pytest.raises(StationError, match="只有站长"):
        form_of(station, serial)
    with pytest.raises(StationError, match="只有站长"):
        correct(station, serial, {"contact": {"phone": "13900001234"}})
    with pytest.raises(StationError, match="只有站长"):
        correct(station, serial, {"kind": "投诉"})
    correct(station, serial, {"title": "举报材料"})
    seat(station, "沈立群")
    correct(station, serial, {"contact": {"phone": "13900001234"}})
    assert reveal(station, serial).phone == "13900001234"


def test_void_keeps_the_number_and_says_why(station):
    (serial,) = record(station, answered(GOOD))
    assert void(station, serial, " 重复登记，\n见 00002 ").serial == serial
    intake = intake_of(station, serial)
    assert (intake.void_reason, detail(station, serial).status) == ("重复登记， 见 00002", Status.VOID)
    assert found(station, "照明灯") == [serial]
    assert record(station) == ("17-2026-00002",)


@pytest.mark.parametrize("reason", ["", "  ", "\u200b"])
def test_void_needs_a_reason(station, reason):
    (serial,) = record(station)
    with pytest.raises(StationError, match="原因"):
        void(station, serial, reason)
    assert detail(station, serial).status is Status.RECORDED


def test_what_is_void_is_left_alone(station):
    (serial,) = record(station)
    void(station, serial, "重复")
    changes = count_changes(station.db)
    with pytest.raises(StationError, match="「作废」，不能作废"):
        void(station, serial, "再来一次")
    for change in (lambda: correct(station, serial, {"title": "改"}), lambda: form_of(station, serial)):
        with pytest.raises(StationError, match="「作废」，不能更正"):
            change()
    assert count_changes(station.db) == changes


def test_a_doubled_one_is_renumbered_by_the_head(station):
    (serial,) = record(station)
    uid = twin(station, serial)
    record(station)
    with pytest.raises(StationError, match="重号"):
        correct(station, serial, {"title": "改"})
    seat(station, "徐桂兰")
    with pytest.raises(StationError, match="站长"):
        renumber(station, uid)
    seat(station, "沈立群")
    done = renumber(station, uid)
    assert (done.serial, done.uid) == ("17-2026-00003", uid)
    assert serial in done.notes[0]
    seen = detail(station, "17-2026-00003")
    assert (seen.uid, seen.former_serial, seen.doubled) == (uid, serial, "")
    assert detail(station, serial).uid != uid
    assert found(station, "00003") == ["17-2026-00003"]
    with pytest.raises(StationError, match="没有重号"):
        renumber(station, serial)
    assert record(station) == ("17-2026-00004",)
