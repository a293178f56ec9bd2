"""The forms of a reception day: all that is known of one, and calling it off."""

from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from station_app.domain.enums import DayMode
from station_app.domain.reception_days import DayForm, check_day, clock_words, day_words, read_clock
from station_app.services.reception_days import KnownDay, add_day, cancel_day, change_day
from station_app.ui.context import PageContext
from station_app.ui.forms.fields import ControlRow, chosen
from station_app.ui.forms.people_choice import deputy_matcher, deputy_tokens, nobody_on_duty, unknown_deputy
from station_app.ui.pages.opinions_form import PaneForm, Work, need
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.moment_field import DateTimeField
from station_app.ui.widgets.segmented import Segmented
from station_app.ui.widgets.token_field import TokenField

_LABEL = 76


class DayPane(PaneForm):
    """A new day, or a known one changed; every field by keyboard, Enter goes on."""

    def __init__(self, context: PageContext, known: KnownDay | None, form: DayForm) -> None:
        title = self.tr("更改接待日") if known else self.tr("添加接待日")
        super().__init__(context, title, self.tr("保存") if known else self.tr("添加"))
        self._known, station = known, context.station
        self.day = DateTimeField(station.clock.now, with_time=False)
        self.day.set_value(date.fromisoformat(form.day) if form.day else None)
        self.began, self.ended = LineEdit(form.began, "9:00"), LineEdit(form.ended, "11:30")
        self.place, self.theme, self.remark = LineEdit(form.place), LineEdit(form.theme), LineEdit(form.remark)
        self.mode = Segmented([(mode, mode.value) for mode in DayMode], form.mode)
        self.deputies = TokenField(deputy_matcher(station, nobody_on_duty), unknown=unknown_deputy())
        self.deputies.set_tokens(deputy_tokens(station, form.deputies))
        self._by_name = self._make_fields()
        self.add(self._by_name.values())
        for signal in (self.day.changed, self.mode.changed, self.deputies.changed):
            signal.connect(self.touch)
        self._tell_times()

    def read(self) -> DayForm:
        """The form as it stands; a day that cannot be read is kept as typed."""
        day = self.day.value()
        return DayForm(
            day=day.isoformat() if day else self.day.text().strip(),
            began=self.began.text(),
            ended=self.ended.text(),
            place=self.place.text(),
            mode=chosen(DayMode, self.mode.value()) or DayMode.TOGETHER,
            theme=self.theme.text(),
            deputies=tuple(str(uid) for uid in self.deputies.values()),
            remark=self.remark.text(),
        )

    def check(self) -> QWidget | None:
        """Mark every problem; the first field of them is gone to."""
        wrong = []
        for problem in check_day(self.read(), self.context.station.clock.today()):
            field = self._by_name["began" if problem.field == "ended" else problem.field]
            if not field.error():
                field.set_error(problem.sentence)
                wrong.append(self.ended if problem.field == "ended" else field)
        typed = self.deputies.typed()
        if typed:
            sentence = self.tr("「{typed}」还没有选定，请从列表里选，或把它删去").format(typed=typed)
            known = self.deputies.knows(typed)
            self._by_name["deputies"].set_error(sentence if known else unknown_deputy())
            wrong.append(self._by_name["deputies"])
        return wrong[0] if wrong else None

    def work(self) -> tuple[Work, str]:
        """Add or change."""
        form = self.read()
        when = f"{day_words(form.day)}{clock_words(read_clock(form.began) or '')}"
        if self._known is None:
            past = form.day < self.context.station.clock.today().isoformat()
            words = self.tr("已补记 {year} 年 {when} 的接待日") if past else self.tr("已添加接待日 {when}")
            return partial(add_day, form=form), words.format(year=form.day[:4], when=when)
        return partial(change_day, uid=self._known.uid, form=form), self.tr("{when} 已保存").format(when=when)

    def _make_fields(self) -> dict[str, Field]:
        hours = _Hours(self.began, Text(self.tr("到"), "body", "text2"), self.ended, gap=8)
        return {
            "day": Field(self.tr("日期"), self.day, required=True, label_width=_LABEL),
            "began": Field(self.tr("时间"), hours, required=True, label_width=_LABEL),
            "place": Field(self.tr("地点"), self.place, required=True, label_width=_LABEL),
            "mode": Field(self.tr("方式"), self.mode, label_width=_LABEL),
            "theme": Field(self.tr("主题"), self.theme, label_width=_LABEL),
            "deputies": Field(self.tr("轮值代表"), self.deputies, label_width=_LABEL),
            "remark": Field(self.tr("备注"), self.remark, label_width=_LABEL),
        }

    def _tell_times(self) -> None:
        """Two lines share a field: say which is which, and write a time as it is understood when it is left."""
        for edit, name in ((self.began, self.tr("开始时间")), (self.ended, self.tr("结束时间"))):
            edit.setAccessibleName(name)
            edit.editingFinished.connect(partial(_write_clock, edit))
        self.day.edit.setAccessibleName(self.tr("日期"))
        self.deputies.edit.setAccessibleName(self.tr("轮值代表"))


class _Hours(ControlRow):
    """From when to when: two lines under one label."""

    def set_invalid(self, invalid: bool) -> None:
        """Mark both lines: what is wrong is said under them."""
        for edit in self.findChildren(LineEdit):
            edit.set_invalid(invalid)


class CancelPane(PaneForm):
    """Why a day does not take place."""

    def __init__(self, context: PageContext, known: KnownDay) -> None:
        title = self.tr("取消 {when}").format(when=known.when)
        super().__init__(context, title, self.tr("取消这个接待日"), kind="danger")
        self._known = known
        self.reason = LineEdit("", self.tr("例如：代表集中学习，改到下周"))
        self._field = Field(self.tr("原因"), self.reason, required=True, label_width=_LABEL)
        told = self.tr("取消后仍留在列表里，写着原因；公告已经贴出的，请另行告知。")
        self.add((self._field, Text(told, "caption", "text2", wrap=True)))

    def check(self) -> Field | None:
        """A reason is needed."""
        return need(self._field, self.tr("请写明取消的原因"), when=not self.reason.text().strip())

    def work(self) -> tuple[Work, str]:
        """Call it off."""
        cancelled = partial(cancel_day, uid=self._known.uid, reason=self.reason.text())
        return cancelled, self.tr("已取消 {when}").format(when=self._known.when)


def _write_clock(edit: LineEdit) -> None:
    clock = read_clock(edit.text())
    if clock is not None:
        edit.setText(clock_words(clock))
