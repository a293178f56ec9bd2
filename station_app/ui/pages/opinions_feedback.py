"""记反馈: telling a resident of an answer, an attempt at a time; nothing is preset."""

from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from station_app.domain.enums import Satisfaction, ToldHow
from station_app.domain.status import unreached_enough
from station_app.services import feedback
from station_app.services.feedback import FeedbackForm, Waiting
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm, Work, first_of, need
from station_app.ui.widgets.choices import CheckBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.moment_field import DateTimeField
from station_app.ui.widgets.notes import Banner
from station_app.ui.widgets.segmented import Segmented

ATTEMPTS = 3
_SAID = (Satisfaction.SATISFIED, Satisfaction.MOSTLY, Satisfaction.DISSATISFIED)


class FeedbackPane(PaneForm):
    """The answer to read out, then one attempt: when, how, reached or not, and what the resident said."""

    def __init__(self, context: PageContext, waiting: Waiting) -> None:
        super().__init__(context, self.tr("记反馈"), self.tr("保存反馈"))
        self._waiting = waiting
        said = [(one, one.value) for one in _SAID]
        self.at = DateTimeField(context.station.clock.now)
        self.at.set_value(context.station.clock.now().replace(tzinfo=None))
        self.how = Segmented([(how, how.value) for how in ToldHow])
        self.reached = Segmented([(True, self.tr("联系上了")), (False, self.tr("没联系上"))])
        self.attitude, self.result = Segmented(said), Segmented(said)
        self.give_up = CheckBox(self.tr("按「联系不上」结束"))
        self.remark = LineEdit()
        self.attempts = Text("", "caption", "text2", wrap=True)
        self._make_fields()
        self.add(self._rows())
        self._connect()
        self._follow()

    def check(self) -> Field | None:
        """What was reached or not must be said, and what the resident said when reached."""
        got = self.reached.value()
        chosen = self.tr("请选满意、基本满意或不满意")
        return first_of(
            need(self._at_field, self.tr("时间没有看懂，例如 6-18 10:20"), when=self.at.value() is None),
            need(self._how_field, self.tr("请选怎么告知的"), when=self.how.value() is None),
            need(self._reached_field, self.tr("请选有没有联系上"), when=got is None),
            need(self._attitude_field, chosen, when=got is True and self.attitude.value() is None),
            need(self._result_field, chosen, when=got is True and self.result.value() is None),
        )

    def work(self) -> tuple[Work, str]:
        """Record the attempt."""
        got = self.reached.value() is True
        result = self._outcome(got=got)
        form = FeedbackForm(
            at=self._moment(),
            how=ToldHow(str(self.how.value())),
            reached=got,
            attitude=Satisfaction(str(self.attitude.value())) if got else None,
            result=result,
            note="" if got else self.remark.text(),
            remark=self.remark.text() if got else "",
        )
        return partial(_record, uid=self._waiting.uid, form=form), self._told(result)

    def _outcome(self, *, got: bool) -> Satisfaction | None:
        if got:
            return Satisfaction(str(self.result.value()))
        return Satisfaction.UNREACHED if self._gives_up() else None

    def days_tried(self) -> int:
        """On how many days nobody was reached, the one in the form included."""
        return len({*self._waiting.failed_days, self._moment()[:10]} - {""})

    def _told(self, result: Satisfaction | None) -> str:
        serial = self._waiting.serial
        if result is None:
            return self.tr("已记下这一次没联系上，{serial} 仍待反馈").format(serial=serial)
        if result is Satisfaction.DISSATISFIED:
            return self.tr("已记反馈：不满意，{serial} 转为重办").format(serial=serial)
        return self.tr("已记反馈，{serial} 办结").format(serial=serial)

    def _gives_up(self) -> bool:
        return self.give_up.isEnabled() and self.give_up.isChecked()

    def _moment(self) -> str:
        value = self.at.value()
        return value.isoformat(timespec="minutes") if isinstance(value, datetime) else ""

    def _make_fields(self) -> None:
        self._at_field = Field(self.tr("告知时间"), self.at, required=True, above=True)
        self._how_field = Field(self.tr("怎么告知"), self.how, required=True, above=True)
        self._reached_field = Field(self.tr("联系上没有"), self.reached, required=True, above=True)
        self._attitude_field = Field(self.tr("对态度"), self.attitude, required=True, above=True)
        self._result_field = Field(self.tr("对结果"), self.result, required=True, above=True)
        self._remark_field = Field(self.tr("备注"), self.remark, above=True)

    def _rows(self) -> list[QWidget]:
        waiting = self._waiting
        to_tell = self.tr("念给反映人听（{who}　{phone}）").format(
            who=waiting.contact_label, phone=waiting.phone or "—"
        )
        self.banner = Banner(waiting.answer)
        self.banner.column.insertWidget(0, Text(to_tell, "caption", "text2", wrap=True))
        source = self.tr("{who}　{day} 答复").format(who=waiting.answered_by, day=waiting.answered_on)
        self.banner.column.addWidget(Text(source, "caption", "text2", wrap=True))
        return [
            self.banner,
            self._at_field,
            self._how_field,
            self._reached_field,
            self._attitude_field,
            self._result_field,
            self.attempts,
            self.give_up,
            self._remark_field,
        ]

    def _connect(self) -> None:
        for choice in (self.how, self.reached, self.attitude, self.result):
            choice.changed.connect(self.touch)
        self.give_up.toggled.connect(self.touch)
        self.reached.changed.connect(self._follow)
        self.at.changed.connect(self._follow)

    def _follow(self) -> None:
        """Ask only for what fits: what was said when reached, the attempts when not."""
        got = self.reached.value()
        for field in (self._attitude_field, self._result_field):
            field.setVisible(got is True)
        self.give_up.setVisible(got is False)
        self.attempts.setVisible(got is False or bool(self._waiting.failed_days))
        enough = unreached_enough([*self._waiting.failed_days, self._moment()]) if self._moment() else False
        self.give_up.setEnabled(enough)
        self.attempts.setText(self._attempt_words(enough=enough, failed=got is False))

    def _attempt_words(self, *, enough: bool, failed: bool) -> str:
        days = [_day(one) for one in self._waiting.failed_days]
        words = self.tr("没联系上过：{days}。").format(days="、".join(days)) if days else ""
        if not failed:
            return words
        if enough:
            return words + self.tr("已在 {count} 个不同的日子联系过，可以结束。").format(count=self.days_tried())
        more = ATTEMPTS - self.days_tried()
        return words + self.tr("连同这一次还差 {count} 个不同的日子，才能按「联系不上」结束。").format(count=more)


def _day(iso: str) -> str:
    return f"{int(iso[5:7])}-{int(iso[8:10])}"


def _record(station: Station, *, uid: str, form: FeedbackForm) -> object:
    return feedback.record_feedback(station, uid, form)
