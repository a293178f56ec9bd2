"""记反馈: who waits for an answer, each attempt, and what three failed days allow."""

import pytest

from station_app.domain.clock import FixedClock
from station_app.domain.enums import ContactKind, Kind, Satisfaction, Status, ToldHow
from station_app.domain.forms import LocalWork
from station_app.errors import StationError
from station_app.journal.log import count_changes
from station_app.services.detail import detail
from station_app.services.feedback import FeedbackForm, awaiting, count_awaiting, record_feedback, waiting_for
from station_app.services.handling import answer, open_local
from tests.services.opinions import answered, at_centre, nobody_at_the_desk, record, seat

GOOD, MOSTLY, POOR, UNREACHED = Satisfaction
TODAY = "2026-06-18T10:50"


def heard(result=GOOD, attitude=GOOD, at=TODAY, **more):
    return FeedbackForm(at=at, attitude=attitude, result=result, **more)


def missed(at, result=None, note=""):
    return FeedbackForm(at=at, reached=False, result=result, note=note)


def rounds_of(station, serial):
    return detail(station, serial).facets["opinion.feedback"]["rounds"]


def old(station, *opinions, began="2026-06-01T09:00"):
    """Opinions answered on the spot on 1 June."""
    return record(station, *(opinions or (answered(),)), began=began)


def test_who_waits_and_for_how_long(station):
    (first, quiet) = old(station, answered(), {"title": "不等答复"})
    (second,) = record(station, began="2026-06-10T09:00")
    open_local(station, second, LocalWork(unit="物业公司"))
    answer(station, second, "2026-06-16", "已换灯。")
    assert [one.serial for one in awaiting(station)] == [first, second]
    assert count_awaiting(station) == 2
    one = waiting_for(station, second)
    assert (one.answer, one.answered_by, one.answered_on, one.days) == ("已换灯。", "物业公司", "2026-06-16", 2)
    assert (one.contact_label, one.phone, one.failed_days, one.may_give_up) == ("吴**", "138****5678", (), False)
    other = waiting_for(station, first)
    assert (other.answer, other.answered_by, other.days) == ("明天请电工来换灯。", "当场", 17)
    assert waiting_for(station, quiet) is None
    assert [one.serial for one in awaiting(station, offset=1, limit=5)] == [second]


def test_confidential_ones_wait_without_a_name(station):
    (serial,) = old(station, answered() | {"kind": Kind.REPORT})
    one = waiting_for(station, serial)
    assert (one.contact_label, one.phone) == ("信息保密", "****")


@pytest.mark.parametrize(("result", "status"), [(GOOD, Status.CLOSED), (MOSTLY, Status.CLOSED), (POOR, Status.REDO)])
def test_the_result_decides_and_the_attitude_is_only_kept(station, result, status):
    (serial,) = old(station)
    form = heard(result, attitude=POOR if result is GOOD else GOOD, remark=" 灯亮了 ", note="本人接的")
    assert record_feedback(station, serial, form) is status
    (one,) = rounds_of(station, serial)
    assert (one["result"], one["remark"]) == (result.value, "灯亮了")
    assert one["attitude"] == (POOR if result is GOOD else GOOD).value
    assert one["attempts"] == [{"at": TODAY, "by": station.author, "how": "电话", "reached": True, "note": "本人接的"}]
    assert waiting_for(station, serial) is None


def test_three_failed_days_and_not_before(station):
    (serial,) = old(station)
    assert record_feedback(station, serial, missed("2026-06-02T09:00", note="没人接")) is Status.AWAITING_FEEDBACK
    assert record_feedback(station, serial, missed("2026-06-02T17:00")) is Status.AWAITING_FEEDBACK
    before = count_changes(station.db)
    with pytest.raises(StationError, match="现在是 2 天"):
        record_feedback(station, serial, missed("2026-06-03T09:00", UNREACHED))
    assert count_changes(station.db) == before
    record_feedback(station, serial, missed("2026-06-03T09:00"))
    waiting = waiting_for(station, serial)
    assert (waiting.failed_days, waiting.may_give_up) == (("2026-06-02", "2026-06-03"), True)
    assert record_feedback(station, serial, missed("2026-06-05T09:00", UNREACHED)) is Status.CLOSED
    (one,) = rounds_of(station, serial)
    assert (one["result"], one["attitude"], len(one["attempts"])) == ("联系不上", None, 4)


def test_reached_after_all(station):
    (serial,) = old(station)
    record_feedback(station, serial, missed("2026-06-02T09:00"))
    assert record_feedback(station, serial, heard(how=ToldHow.IN_PERSON)) is Status.CLOSED
    (one,) = rounds_of(station, serial)
    assert [attempt["reached"] for attempt in one["attempts"]] == [False, True]


def test_the_next_answer_is_told_in_a_round_of_its_own(station):
    (serial,) = old(station)
    record_feedback(station, serial, heard(POOR))
    open_local(station, serial, LocalWork(unit="物业公司"))
    assert answer(station, serial, "2026-06-18", "已换灯。") is Status.AWAITING_FEEDBACK
    assert record_feedback(station, serial, heard(GOOD)) is Status.CLOSED
    assert [one["result"] for one in rounds_of(station, serial)] == ["不满意", "满意"]


def test_told_without_a_result_waits_on_in_the_same_round(station):
    told = answered()
    told["on_the_spot"] = type(told["on_the_spot"])(told=True)
    (serial,) = old(station, told)
    assert detail(station, serial).status is Status.AWAITING_FEEDBACK
    record_feedback(station, serial, heard())
    assert [len(one["attempts"]) for one in rounds_of(station, serial)] == [2]


def test_the_centre_s_answer_is_told_by_the_station(station):
    (serial,) = record(station, began="2026-06-01T09:00")
    at_centre(station, serial, "2026-06-15")
    assert waiting_for(station, serial).answered_by == "中心"
    assert record_feedback(station, serial, heard(POOR)) is Status.REDO


@pytest.mark.parametrize(
    ("form", "label"),
    [
        (heard(None), "对结果"),
        (heard(GOOD, attitude=None), "对态度"),
        (heard(UNREACHED), "对结果"),
        (heard(GOOD, attitude=UNREACHED), "对态度"),
        (FeedbackForm(at=TODAY, reached=False, result=GOOD), "没有联系上"),
        (FeedbackForm(at=TODAY, reached=False, attitude=GOOD), "没有联系上"),
        (missed(TODAY, UNREACHED), "现在是 1 天"),
        (heard(at="2026-06-18T10:53"), "将来"),
        (heard(at="2026-05-31T10:00"), "还早"),
        (heard(at="昨天"), "告知时间"),
        (heard(at=""), "告知时间"),
        (heard(note="坏\0字"), "空字符"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_written(station, form, label):
    (serial,) = old(station)
    before = count_changes(station.db)
    with pytest.raises(StationError, match=label):
        record_feedback(station, serial, form)
    assert count_changes(station.db) == before


def test_only_what_waits_takes_feedback(station):
    (open_one, closed) = record(station, {}, answered(GOOD))
    for serial, state in ((open_one, "已登记"), (closed, "办结")):
        with pytest.raises(StationError, match=f"「{state}」，不能记反馈"):
            record_feedback(station, serial, heard())


def test_nobody_to_tell_waits_for_nothing_but_a_left_phone_does(station):
    nobody = {"kind": ContactKind.ANONYMOUS, "name": "", "phone": "", "notice_at": None}
    (silent,) = record(station, answered(), contact=nobody)
    (phone,) = record(station, answered(), contact={**nobody, "phone": "13800005678"})
    assert detail(station, silent).status is Status.CLOSED
    assert [(one.serial, one.contact_label, one.phone) for one in awaiting(station)] == [(phone, "匿名", "138****5678")]


def test_a_volunteer_records_feedback_and_signs_but_not_nobody(station):
    (serial,) = old(station)
    with nobody_at_the_desk(station), pytest.raises(StationError):
        record_feedback(station, serial, heard())
    seat(station, "周明")
    record_feedback(station, serial, heard())
    assert rounds_of(station, serial)[0]["attempts"][0]["by"] == station.author


def test_waiting_days_go_on_with_the_clock(station):
    (serial,) = old(station)
    later = FixedClock(station.clock.moment.replace(month=7))
    station.clock = later
    assert waiting_for(station, serial).days == 47
