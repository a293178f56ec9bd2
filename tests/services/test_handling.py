"""站内办理 over a real station: each step written, each illegal one refused and nothing written."""

import pytest

from station_app.domain.enums import ContactKind, Satisfaction, Status
from station_app.domain.forms import LocalWork
from station_app.errors import StationError
from station_app.journal.log import count_changes
from station_app.services.correcting import void
from station_app.services.detail import detail
from station_app.services.feedback import FeedbackForm, record_feedback
from station_app.services.handling import answer, archive, change_local, open_local, pass_on, reopen, work_of
from station_app.services.listing import Filters, count
from tests.services.opinions import answered, at_centre, mark_sent, nobody_at_the_desk, record, seat, uid_of

GOOD, POOR = Satisfaction.SATISFIED, Satisfaction.DISSATISFIED
WORK = LocalWork(unit="物业公司", due_on="2026-07-01", meeting_at="2026-06-20T09:00", whistle="消防", plan="换灯")
STEPS = {
    "open": lambda station, ref: open_local(station, ref, WORK),
    "change": lambda station, ref: change_local(station, ref, LocalWork(unit="街道")),
    "answer": lambda station, ref: answer(station, ref, "2026-06-18", "已换灯。"),
    "pass on": pass_on,
    "archive": archive,
    "reopen": lambda station, ref: reopen(station, ref, "又坏了"),
}


def local_of(station, serial):
    return detail(station, serial).facets["opinion.local"]


def feedback(station, serial, result):
    return record_feedback(station, serial, FeedbackForm(at="2026-06-18T10:50", attitude=result, result=result))


def test_from_opened_to_archived(station):
    (serial,) = record(station)
    assert open_local(station, serial, WORK) is Status.LOCAL
    local = local_of(station, serial)
    assert (local["number"], local["opened_on"], local["unit"]) == ("17-2026-B0001", "2026-06-18", "物业公司")
    assert work_of(station, serial) == WORK
    assert change_local(station, serial, LocalWork(unit="街道城管办", due_on="2026-06-30")) is Status.LOCAL
    assert work_of(station, serial) == LocalWork(unit="街道城管办", due_on="2026-06-30")
    assert detail(station, serial).due.on == "2026-06-30"
    assert answer(station, serial, "2026-06-18", " 已换灯。\r\n ") is Status.AWAITING_FEEDBACK
    assert feedback(station, serial, GOOD) is Status.CLOSED
    assert archive(station, serial) is Status.ARCHIVED
    local = local_of(station, serial)
    assert local["number"] == "17-2026-B0001"
    assert [one["text"] for one in local["answers"]] == ["已换灯。"]
    assert local["archived_on"] == "2026-06-18"
    assert count(station, Filters(statuses=(Status.ARCHIVED,))) == 1


def test_dissatisfied_it_is_done_again_under_the_same_number(station):
    (serial,) = record(station)
    open_local(station, serial, WORK)
    answer(station, serial, "2026-06-18", "已换灯。")
    assert feedback(station, serial, POOR) is Status.REDO
    assert change_local(station, serial, LocalWork(unit="街道城管办")) is Status.REDO
    assert answer(station, serial, "2026-06-18", "又换了。") is Status.AWAITING_FEEDBACK
    assert feedback(station, serial, GOOD) is Status.CLOSED
    local = local_of(station, serial)
    assert local["number"] == "17-2026-B0001"
    assert len(local["answers"]) == 2


def test_what_was_answered_on_the_spot_and_found_wanting_is_taken_in_hand(station):
    (serial,) = record(station, answered(POOR))
    assert detail(station, serial).status is Status.REDO
    assert open_local(station, serial, WORK) is Status.REDO
    assert answer(station, serial, "2026-06-18", "已换灯。") is Status.AWAITING_FEEDBACK
    assert feedback(station, serial, GOOD) is Status.CLOSED


def test_nobody_to_tell_means_closed_with_the_answer(station):
    nobody = {"kind": ContactKind.ANONYMOUS, "name": "", "phone": "", "notice_at": None}
    (serial,) = record(station, contact=nobody)
    open_local(station, serial, WORK)
    assert answer(station, serial, "2026-06-18", "已换灯。") is Status.CLOSED


def test_handed_on_and_taken_back_until_the_centre_has_it(station):
    (serial,) = record(station)
    open_local(station, serial, WORK)
    assert pass_on(station, serial) is Status.RECORDED
    assert open_local(station, serial, WORK) is Status.LOCAL
    assert local_of(station, serial)["number"] == "17-2026-B0001"
    pass_on(station, serial)
    mark_sent(station, serial, "acknowledged")
    assert detail(station, serial).status is Status.TRIAGE
    with pytest.raises(StationError, match="待研判"):
        open_local(station, serial, WORK)


def test_numbers_follow_on_and_are_of_the_year(station):
    numbers = []
    for serial in record(station, {}, {}, {}):
        open_local(station, serial, WORK)
        numbers.append(local_of(station, serial)["number"])
    assert numbers == ["17-2026-B0001", "17-2026-B0002", "17-2026-B0003"]


def test_taken_up_again_with_a_reason(station):
    (serial,) = record(station, answered(GOOD))
    archive(station, serial)
    assert reopen(station, serial, " 又坏了\n") is Status.REDO
    local = local_of(station, serial)
    assert local["archived_on"] is None
    assert [(one["reason"], one["answers"], one["by"]) for one in local["reopenings"]] == [
        ("又坏了", 1, station.author)
    ]
    assert open_local(station, serial, WORK) is Status.REDO
    answer(station, serial, "2026-06-18", "修好了。")
    assert feedback(station, serial, GOOD) is Status.CLOSED
    assert reopen(station, serial, "再坏") is Status.REDO


@pytest.mark.parametrize("reason", ["", " ", "\u200b"])
def test_no_reason_no_reopening(station, reason):
    (serial,) = record(station, answered(GOOD))
    with pytest.raises(StationError, match="原因"):
        reopen(station, serial, reason)
    assert detail(station, serial).status is Status.CLOSED


@pytest.fixture
def in_state(station):
    """An opinion brought into a state, by its name."""

    def void_one(serial):
        void(station, serial, "重复")

    def acknowledged(serial):
        mark_sent(station, serial, "acknowledged")

    ways = {
        "已登记": lambda: record(station)[0],
        "站内办理": lambda: follow(open_local, WORK),
        "待研判": lambda: follow(lambda _s, serial: acknowledged(serial)),
        "办理中": lambda: follow(at_centre),
        "中心重办": lambda: follow(lambda s, serial: (at_centre(s, serial, "2026-06-18"), feedback(s, serial, POOR))),
        "中心办结": lambda: follow(lambda s, serial: (at_centre(s, serial, "2026-06-18"), feedback(s, serial, GOOD))),
        "待反馈": lambda: record(station, answered())[0],
        "重办": lambda: record(station, answered(POOR))[0],
        "办结": lambda: record(station, answered(GOOD))[0],
        "归档": lambda: follow(archive, start=answered(GOOD)),
        "作废": lambda: follow(lambda _s, serial: void_one(serial)),
    }

    def follow(step, *more, start=None):
        (serial,) = record(station, start or {})
        step(station, serial, *more)
        return serial

    return lambda name: ways[name]()


@pytest.mark.parametrize(
    ("state", "legal"),
    [
        ("已登记", {"open"}),
        ("站内办理", {"change", "answer", "pass on"}),
        ("待研判", set()),
        ("办理中", set()),
        ("中心重办", set()),
        ("中心办结", set()),
        ("待反馈", set()),
        ("重办", {"open"}),
        ("办结", {"archive", "reopen"}),
        ("归档", {"reopen"}),
        ("作废", set()),
    ],
)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_done_where_it_is_legal_and_else_refused_with_the_state(station, in_state, state, legal, step):
    serial = in_state(state)
    before = count_changes(station.db)
    if step in legal:
        STEPS[step](station, serial)
        assert count_changes(station.db) == before + 1
    else:
        with pytest.raises(StationError) as refused:
            STEPS[step](station, serial)
        assert f"「{state.removeprefix('中心')}」" in refused.value.title
        assert refused.value.next_step
        assert count_changes(station.db) == before


@pytest.mark.parametrize(
    ("work", "label"),
    [
        (LocalWork(), "承办单位"),
        (LocalWork(unit=" \u200b"), "承办单位"),
        (LocalWork(unit="物业", due_on="2026-06-17"), "办理期限"),
        (LocalWork(unit="物业", due_on="2026-02-30"), "办理期限"),
        (LocalWork(unit="物业", due_on="下周"), "办理期限"),
        (LocalWork(unit="物业", meeting_at="2026-06-17T09:00"), "会议时间"),
        (LocalWork(unit="物\0业"), "空字符"),
    ],
)
def test_work_that_does_not_fit_is_refused(station, work, label):
    (serial,) = record(station)
    before = count_changes(station.db)
    with pytest.raises(StationError, match=label):
        open_local(station, serial, work)
    assert count_changes(station.db) == before
    assert detail(station, serial).status is Status.RECORDED


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2026-06-18", " "),
        ("2026-06-19", "已换灯。"),
        ("2026-06-17", "已换灯。"),
        ("六月", "已换灯。"),
        ("", "已换灯。"),
        ("2026-06-18", "坏\0字"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(station, day, text):
    (serial,) = record(station)
    open_local(station, serial, WORK)
    before = count_changes(station.db)
    with pytest.raises(StationError):
        answer(station, serial, day, text)
    assert count_changes(station.db) == before


def test_a_change_that_changes_nothing_is_said(station):
    (serial,) = record(station)
    open_local(station, serial, WORK)
    with pytest.raises(StationError, match="没有改动"):
        change_local(station, serial, work_of(station, serial))


@pytest.mark.parametrize("step", ["archive", "reopen"])
def test_a_volunteer_does_not_file_away_or_take_up_again(station, in_state, step):
    serial = in_state("办结")
    seat(station, "徐桂兰")
    with pytest.raises(StationError, match="站长"):
        STEPS[step](station, serial)
    assert detail(station, serial).status is Status.CLOSED


@pytest.mark.parametrize(
    ("step", "state"), [("open", "已登记"), ("change", "站内办理"), ("answer", "站内办理"), ("pass on", "站内办理")]
)
def test_a_volunteer_handles_and_signs_for_it(station, in_state, step, state):
    serial = in_state(state)
    seat(station, "徐桂兰")
    STEPS[step](station, serial)
    assert local_of(station, serial)["updated_by"] == station.author


@pytest.mark.parametrize("step", STEPS)
def test_nobody_handles_with_an_empty_desk(station, in_state, step):
    serial = in_state("已登记")
    with nobody_at_the_desk(station), pytest.raises(StationError):
        STEPS[step](station, serial)


def test_answers_are_signed(station):
    (serial,) = record(station)
    open_local(station, serial, WORK)
    seat(station, "周明")
    answer(station, uid_of(station, serial), "2026-06-18", "已换灯。")
    assert detail(station, serial).facets["opinion.local"]["answers"] == [
        {"by": station.author, "date": "2026-06-18", "text": "已换灯。"}
    ]
