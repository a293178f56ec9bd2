"""The forms of a deputy: all that is known of one, the end of a mandate, a pasted list."""

from datetime import date
from functools import partial
from typing import cast

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from station_app.domain.enums import DeputyEnd, DeputyLevel, Sex
from station_app.domain.phone import check_phone
from station_app.domain.records import Deputy
from station_app.services.people import KnownDeputy, add_deputies, add_deputy, change_deputy, end_deputy
from station_app.ui.context import PageContext
from station_app.ui.gate.steps import DeputiesStep
from station_app.ui.look import look
from station_app.ui.pages.opinions_form import PaneForm, Work, first_of, need
from station_app.ui.widgets.choices import CheckBox, ComboBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.moment_field import DateTimeField
from station_app.ui.widgets.segmented import Segmented

_LABEL = 84


class DeputyForm(PaneForm):
    """A new deputy, or what is known of one; two columns, one from 130 %."""

    def __init__(self, context: PageContext, known: KnownDeputy | None) -> None:
        title = self.tr("改「{name}」").format(name=known.deputy.name) if known else self.tr("添加一位代表")
        super().__init__(context, title, self.tr("保存") if known else self.tr("添加"))
        self._known = known
        self._before = known.deputy if known else Deputy(name="")
        was = self._before
        self.name, self.ward, self.phone = LineEdit(was.name), LineEdit(was.ward), LineEdit(was.phone)
        self.level = Segmented([(level, level.value) for level in DeputyLevel], was.level)
        self.sex = Segmented([(sex, sex.value) for sex in Sex], was.sex, optional=True)
        self.started = DateTimeField(context.station.clock.now, with_time=False)
        self.started.set_value(date.fromisoformat(was.started_on) if was.started_on else None)
        self.by_election = CheckBox(self.tr("补选"))
        self.by_election.setChecked(was.by_election)
        names = ("term", "employer", "certificate", "ethnicity", "party", "specialties")
        self.texts = {name: LineEdit(str(getattr(was, name))) for name in names}
        self._grid = QGridLayout()
        self._make_fields()
        self._connect()

    def check(self) -> Field | None:
        """A name is needed; phone and date must be right."""
        self._check_phone()
        unread = bool(self.started.text().strip()) and self.started.value() is None
        return first_of(
            need(self.name_field, self.tr("请填姓名"), when=not self.name.text().strip()),
            self.phone_field if self.phone_field.error() else None,
            need(self._started_field, self.tr("日期没有看懂，例如 2024-01-15"), when=unread),
        )

    def work(self) -> tuple[Work, str]:
        """Add or change."""
        deputy = self._deputy()
        name = deputy.name.strip()
        if self._known is None:
            return partial(add_deputy, deputy=deputy), self.tr("已添加代表 {name}").format(name=name)
        kept = partial(change_deputy, uid=self._known.uid, deputy=deputy)
        return kept, self.tr("{name} 的资料已保存").format(name=name)

    def first(self) -> QWidget:
        """Begin with the name."""
        return self.name

    def _deputy(self) -> Deputy:
        started, was = self.started.value(), self._before
        texts = {name: line.text() for name, line in self.texts.items()}
        return Deputy(
            name=self.name.text(),
            level=cast("DeputyLevel", self.level.value()),
            sex=cast("Sex | None", self.sex.value()),
            ward=self.ward.text(),
            phone=self.phone.text(),
            started_on=started.isoformat() if started else None,
            by_election=self.by_election.isChecked(),
            ended_on=was.ended_on,
            end_reason=was.end_reason,
            same_as=was.same_as,
            **texts,
        )

    def _make_fields(self) -> None:
        words = {
            "term": self.tr("届次"),
            "employer": self.tr("单位职务"),
            "certificate": self.tr("代表证号"),
            "ethnicity": self.tr("民族"),
            "party": self.tr("党派"),
            "specialties": self.tr("专长"),
        }
        self.name_field = Field(self.tr("姓名"), self.name, required=True, label_width=_LABEL)
        self.phone_field = Field(self.tr("电话"), self.phone, label_width=_LABEL)
        self._started_field = Field(self.tr("就任日期"), self.started, label_width=_LABEL)
        self.fields = [
            self.name_field,
            Field(self.tr("级别"), self.level, required=True, label_width=_LABEL),
            Field(self.tr("选区"), self.ward, label_width=_LABEL),
            self.phone_field,
            Field(self.tr("性别"), self.sex, label_width=_LABEL),
            self._started_field,
            *(Field(words[name], line, label_width=_LABEL) for name, line in self.texts.items()),
            Field("", _at_left(self.by_election), label_width=_LABEL),
        ]
        holder = QWidget()
        holder.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(10)
        self._arrange()
        self.add((holder,))

    def _connect(self) -> None:
        self.phone_field.left.connect(self._check_phone)
        self.level.changed.connect(self.touch)
        self.sex.changed.connect(self.touch)
        self.started.changed.connect(self.touch)
        self.by_election.toggled.connect(self.touch)
        look().changed.connect(self._arrange)

    def _arrange(self) -> None:
        columns = 1 if look().compact else 2
        for place, field in enumerate(self.fields):
            self._grid.addWidget(field, place // columns, place % columns)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _check_phone(self) -> None:
        self.phone_field.set_error(check_phone(self.phone.text()) or "")


def _at_left(box: CheckBox) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(box)
    row.addStretch(1)
    holder.setFocusProxy(box)
    return holder


class EndForm(PaneForm):
    """When and why a mandate ended."""

    def __init__(self, context: PageContext, known: KnownDeputy) -> None:
        title = self.tr("「{name}」离任").format(name=known.deputy.name)
        super().__init__(context, title, self.tr("记为离任"))
        self._known = known
        self.day = DateTimeField(context.station.clock.now, with_time=False)
        self.day.set_value(context.station.clock.today())
        self.reason = ComboBox([(None, self.tr("请选择")), *((reason, reason.value) for reason in DeputyEnd)])
        self._day_field = Field(self.tr("离任日期"), self.day, required=True, label_width=_LABEL)
        self._reason_field = Field(self.tr("原因"), self.reason, required=True, label_width=_LABEL)
        self.add((self._day_field, self._reason_field))
        self.reason.value_changed.connect(self.touch)

    def check(self) -> Field | None:
        """Both are needed."""
        return first_of(
            need(self._day_field, self.tr("日期没有看懂，例如 2026-06-18"), when=self.day.value() is None),
            need(self._reason_field, self.tr("请选离任的原因"), when=self.reason.value() is None),
        )

    def work(self) -> tuple[Work, str]:
        """End it."""
        day, reason = cast("date", self.day.value()), cast("DeputyEnd", self.reason.value())
        ended = partial(end_deputy, uid=self._known.uid, ended_on=day.isoformat(), reason=reason)
        return ended, self.tr("{name} 已记为离任，以前的记录不变").format(name=self._known.deputy.name)


class PasteForm(PaneForm):
    """A list from a spreadsheet: who was recognised, and each line that was not, with the reason."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, self.tr("从表格粘贴"), self.tr("添加这些代表"))
        self.step = DeputiesStep()
        self.add((self.step,))

    def check(self) -> Field | None:
        """Nobody shall be lost unnoticed: every line must be understood."""
        if self.step.wrong():
            return need(self.step.field, self.tr("有的行没有认出来，请照下面说的改好，或删去那一行"), when=True)
        return need(self.step.field, self.tr("还没有粘贴名单"), when=not self.step.deputies())

    def work(self) -> tuple[Work, str]:
        """Add them all, or none."""
        many = self.step.deputies()
        return partial(add_deputies, many=many), self.tr("已添加 {count} 位代表").format(count=len(many))

    def first(self) -> QWidget:
        """Begin with the list."""
        return self.step.text
