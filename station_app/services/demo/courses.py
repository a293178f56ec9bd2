"""What becomes of an invented matter, as steps on later days: told, handled at the station, answered, filed away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from station_app.domain.enums import Outcome, Satisfaction, ToldHow
from station_app.domain.forms import Destination, LocalWork, OnTheSpot
from station_app.services import correcting, feedback, handling
from station_app.services.station import Station

Act = Callable[[Station, str], object]


@dataclass(frozen=True, slots=True)
class Later:
    """Something done ``days`` after the reception; ``head``: by the station head."""

    days: int
    act: Act
    head: bool = False


class Course(Enum):
    """How a matter goes."""

    FILED = "登记，交中心"
    SPOT = "当场答复，满意"
    SPOT_UNTOLD = "当场答复，还没告知"
    REFUSED = "引导到别处"
    AT_WORK = "站内办理中"
    ANSWERED = "已答复，待反馈"
    CLOSED = "办结"
    ARCHIVED = "归档"
    REDO = "不满意，重办"
    UNREACHED = "三次联系不上"
    PASSED_ON = "办不了，上报"
    REOPENED = "重启"
    CORRECTED = "更正过"
    VOID = "作废"


_AT_STATION = {
    Course.AT_WORK,
    Course.ANSWERED,
    Course.CLOSED,
    Course.ARCHIVED,
    Course.REDO,
    Course.UNREACHED,
    Course.PASSED_ON,
    Course.REOPENED,
}
_UNITS = ("物业服务处", "社区居委会", "街道市政科", "街道综合执法队", "供水营业所", "社区卫生服务站")
_ANSWER = "已到现场看过，由{unit}处理，今天回来报告已办好；一个月后再去看一次。"


def outcome_of(course: Course) -> Outcome:
    """What the reception came to."""
    if course in {Course.SPOT, Course.SPOT_UNTOLD}:
        return Outcome.ANSWERED
    return Outcome.REFUSED if course is Course.REFUSED else Outcome.FILED


def said_at_once(course: Course) -> OnTheSpot:
    """What the resident said face to face."""
    if course is Course.SPOT:
        return OnTheSpot(told=True, attitude=Satisfaction.SATISFIED, result=Satisfaction.SATISFIED)
    if course is Course.REFUSED:
        return OnTheSpot(told=True, attitude=Satisfaction.SATISFIED, result=Satisfaction.MOSTLY)
    return OnTheSpot()


def destination_of(course: Course) -> Destination:
    """Who deals with it."""
    return Destination.STATION if course in _AT_STATION else Destination.CENTRE


def work_of(course: Course, began: datetime, turn: int, days: int) -> LocalWork:
    """What the station takes in hand; ``days`` until it is due."""
    if course not in _AT_STATION:
        return LocalWork()
    due = (began + timedelta(days=days)).date().isoformat()
    meeting = (began + timedelta(days=3)).replace(hour=9, minute=30).isoformat()[:16] if turn % 5 == 0 else None
    return LocalWork(unit=_UNITS[turn % len(_UNITS)], due_on=due, meeting_at=meeting, plan="先到现场看，再约各方商量。")


def steps(course: Course, turn: int) -> Iterator[Later]:
    """What is done later, in order; ``turn`` varies the words."""
    unit = _UNITS[turn % len(_UNITS)]
    if course in _AT_STATION - {Course.AT_WORK, Course.PASSED_ON}:
        yield Later(6, lambda station, ref: handling.answer(station, ref, _today(station), _ANSWER.format(unit=unit)))
    if course in {Course.CLOSED, Course.ARCHIVED, Course.REOPENED}:
        happy = Satisfaction.SATISFIED if turn % 3 else Satisfaction.MOSTLY
        yield Later(8, _told(happy))
    if course is Course.REDO:
        yield Later(9, _told(Satisfaction.DISSATISFIED, "说只修了一半，雨天还是不行。"))
    if course is Course.UNREACHED:
        yield Later(8, _missed(None))
        yield Later(10, _missed(None))
        yield Later(12, _missed(Satisfaction.UNREACHED))
    if course is Course.ARCHIVED:
        yield Later(16, handling.archive, head=True)
    if course is Course.REOPENED:
        yield Later(15, lambda station, ref: handling.reopen(station, ref, "又出现同样的问题"), head=True)
    if course is Course.PASSED_ON:
        yield Later(4, handling.pass_on)
    if course is Course.CORRECTED:
        yield Later(1, lambda station, ref: correcting.correct(station, ref, {"urgency": "急"}))
    if course is Course.VOID:
        yield Later(1, lambda station, ref: correcting.void(station, ref, "重复登记，已并到前一条"))


def _told(result: Satisfaction, remark: str = "") -> Act:
    def act(station: Station, ref: str) -> object:
        form = feedback.FeedbackForm(
            at=_now(station), how=ToldHow.PHONE, attitude=Satisfaction.SATISFIED, result=result, remark=remark
        )
        return feedback.record_feedback(station, ref, form)

    return act


def _missed(result: Satisfaction | None) -> Act:
    def act(station: Station, ref: str) -> object:
        form = feedback.FeedbackForm(at=_now(station), reached=False, result=result, note="没人接")
        return feedback.record_feedback(station, ref, form)

    return act


def _today(station: Station) -> str:
    return station.clock.today().isoformat()


def _now(station: Station) -> str:
    return station.clock.now().replace(tzinfo=None).isoformat(timespec="minutes")
