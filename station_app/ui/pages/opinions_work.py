"""站内办理 in the pane: taking in hand, changing, answering; and the reasons for voiding and reopening."""

from datetime import date, datetime
from functools import partial

from station_app.domain.forms import LocalWork
from station_app.domain.moves import Move
from station_app.services import correcting, handling
from station_app.services.detail import OpinionDetail
from station_app.services.limits import answer_due
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm, Work, first_of, need
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit, TextArea
from station_app.ui.widgets.moment_field import DateTimeField
from station_app.ui.widgets.notes import Banner


class WorkForm(PaneForm):
    """Who does it, by when, and a meeting or a whistle if there is one; ``changing``: it is in hand already."""

    def __init__(self, context: PageContext, detail: OpinionDetail, *, changing: bool) -> None:
        move = Move.CHANGE if changing else Move.OPEN
        super().__init__(context, move.value, self.tr("保存办理安排") if changing else self.tr("转为站内办理"))
        self._uid, self._serial, self._changing = detail.uid, detail.serial, changing
        now = context.station.clock.now
        self.unit = LineEdit(placeholder=self.tr("例如 物业服务中心"))
        self.due = DateTimeField(now, with_time=False)
        self.meeting = DateTimeField(now)
        self.whistle = LineEdit(placeholder=self.tr("吹哨叫了谁来，没有就不填"))
        self.plan = TextArea(counted=False)
        self._unit_field = Field(self.tr("承办单位"), self.unit, required=True, above=True)
        self._due_field = Field(self.tr("办理期限"), self.due, above=True)
        self._meeting_field = Field(self.tr("会议时间"), self.meeting, above=True)
        self._fill(handling.work_of(context.station, detail.uid))
        if not changing and self.due.value() is None:
            self.due.set_value(answer_due(context.station))
        whistle = Field(self.tr("吹哨"), self.whistle, above=True)
        plan = Field(self.tr("办理打算"), self.plan, above=True)
        self.add((self._unit_field, self._due_field, self._meeting_field, whistle, plan))

    def check(self) -> Field | None:
        """A unit is needed, and dates that can be read."""
        return first_of(
            need(self._unit_field, self.tr("请填由谁办，例如物业服务中心"), when=not self.unit.text().strip()),
            _unread(self._due_field, self.due, self.tr("日期没有看懂，例如 2026-06-30")),
            _unread(self._meeting_field, self.meeting, self.tr("时间没有看懂，例如 6-20 14:30")),
        )

    def work(self) -> tuple[Work, str]:
        """Take in hand, or change."""
        form = LocalWork(
            unit=self.unit.text(),
            due_on=_iso(self.due),
            meeting_at=_iso(self.meeting),
            whistle=self.whistle.text(),
            plan=self.plan.text(),
        )
        if self._changing:
            return partial(_change, uid=self._uid, form=form), self.tr("办理安排已保存")
        told = self.tr("{serial} 已转为站内办理").format(serial=self._serial)
        return partial(_open, uid=self._uid, form=form), told

    def _fill(self, work: LocalWork) -> None:
        self.unit.setText(work.unit)
        self.due.set_value(date.fromisoformat(work.due_on) if work.due_on else None)
        self.meeting.set_value(datetime.fromisoformat(work.meeting_at) if work.meeting_at else None)
        self.whistle.setText(work.whistle)
        self.plan.set_text(work.plan)


class AnswerForm(PaneForm):
    """What the station itself answers, and when."""

    def __init__(self, context: PageContext, detail: OpinionDetail) -> None:
        super().__init__(context, self.tr("本站答复"), self.tr("保存答复"))
        self._uid, self._tellable = detail.uid, detail.intake.tellable
        self.day = DateTimeField(context.station.clock.now, with_time=False)
        self.day.set_value(context.station.clock.today())
        self.answer = TextArea(self.tr("照实写办了什么、结果怎样，之后会原样念给反映人听"))
        self._day_field = Field(self.tr("答复日期"), self.day, required=True, above=True)
        self._answer_field = Field(self.tr("答复内容"), self.answer, required=True, above=True)
        self.add((self._answer_field, self._day_field))

    def check(self) -> Field | None:
        """Both are needed."""
        return first_of(
            need(self._answer_field, self.tr("请写下答复了什么"), when=not self.answer.text().strip()),
            need(self._day_field, self.tr("日期没有看懂，例如 6-18"), when=self.day.value() is None),
        )

    def work(self) -> tuple[Work, str]:
        """Record the answer."""
        told = self.tr("答复已保存，接着告诉反映人") if self._tellable else self.tr("答复已保存")
        work = partial(_answer, uid=self._uid, day=_iso(self.day) or "", text=self.answer.text())
        return work, told


class ReasonForm(PaneForm):
    """A move that needs a reason: 作废 or 重启."""

    def __init__(self, context: PageContext, detail: OpinionDetail, move: Move) -> None:
        self._void = move is Move.VOID
        verb = self.tr("作废这条") if self._void else self.tr("重新办理")
        super().__init__(context, move.value, verb, kind="danger" if self._void else "primary")
        self._uid, self._serial = detail.uid, detail.serial
        self.note = Banner(self._stays(), "warn" if self._void else "info")
        example = self.tr("例如 重复登记，见 00070") if self._void else self.tr("例如 反映人说又漏水了")
        self.reason = LineEdit(placeholder=example)
        self._reason_field = Field(self.tr("原因"), self.reason, required=True, above=True)
        self.add((self.note, self._reason_field))

    def check(self) -> Field | None:
        """A reason is needed."""
        what = self.tr("请写明为什么作废") if self._void else self.tr("请写明为什么重新办理")
        return need(self._reason_field, what, when=not self.reason.text().strip())

    def agreed(self) -> bool:
        """Voiding cannot be undone."""
        if not self._void:
            return True
        question = self.tr("作废 {serial}？").format(serial=self._serial)
        return self.context.messages.confirm(question, self._stays(), self.tr("作废这条"))

    def work(self) -> tuple[Work, str]:
        """Void or reopen."""
        words = self.tr("{serial} 已作废，编号保留") if self._void else self.tr("{serial} 已重启")
        do = _void if self._void else _reopen
        return partial(do, uid=self._uid, reason=self.reason.text()), words.format(serial=self._serial)

    def _stays(self) -> str:
        if self._void:
            return self.tr("作废后不能再改、再办。编号、内容、附件和原因都留着，列表和社情簿上划线显示，编号不会再用。")
        return self.tr("重启后回到重办，以前的答复和反馈都留着。")


def _unread(field: Field, control: DateTimeField, sentence: str) -> Field | None:
    return need(field, sentence, when=bool(control.text().strip()) and control.value() is None)


def _iso(control: DateTimeField) -> str | None:
    value = control.value()
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if value is not None else None


def _open(station: Station, *, uid: str, form: LocalWork) -> object:
    return handling.open_local(station, uid, form)


def _change(station: Station, *, uid: str, form: LocalWork) -> object:
    return handling.change_local(station, uid, form)


def _answer(station: Station, *, uid: str, day: str, text: str) -> object:
    return handling.answer(station, uid, day, text)


def _void(station: Station, *, uid: str, reason: str) -> object:
    return correcting.void(station, uid, reason)


def _reopen(station: Station, *, uid: str, reason: str) -> object:
    return handling.reopen(station, uid, reason)
