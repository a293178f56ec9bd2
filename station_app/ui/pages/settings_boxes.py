"""意见箱: which boxes there are, where they hang and how often each is opened."""

from dataclasses import replace
from functools import partial

from PySide6.QtGui import QIntValidator

from station_app.domain.records import Box
from station_app.services.boxes import MAX_INTERVAL, KnownBox, add_box, boxes, change_box
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm, Work, first_of, need
from station_app.ui.pages.settings_parts import FormSheet, Section
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.choices import CheckBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.segmented import Segmented
from station_app.ui.widgets.sheet import Sheet
from station_app.ui.widgets.table import Column, RowTable

_USUAL_DAYS = 7


class BoxesSection(Section):
    """The boxes in a table, and under it the form of the one that was entered."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.add_button = KeyCapButton(self.tr("添加意见箱"), key="Insert", size="row", icon="plus")
        self.ended = CheckBox(self.tr("也列出停用的"))
        self.table = RowTable(self._columns(), self.tr("意见箱"), most=9)
        self.form_sheet = FormSheet()
        sheet = Sheet(self.tr("本站的意见箱"), self.tr("Enter 改名称和间隔"), padded=False)
        sheet.add_to_head(self.ended)
        sheet.add_to_head(self.add_button)
        sheet.column.addWidget(self.table)
        for widget in (sheet, self.form_sheet):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.add_button.clicked.connect(lambda: self._open(None))
        self.ended.toggled.connect(self.refresh)
        self.table.opened.connect(self._open)
        self.table.clicked.connect(lambda _index: self._open(self.table.current()))

    def refresh(self) -> None:
        """Read the boxes anew."""
        self.table.set_rows(boxes(self.context.station, with_ended=self.ended.isChecked()))

    def may_leave(self) -> bool:
        """Ask when something was typed."""
        return self.form_sheet.may_leave()

    def _open(self, known: KnownBox | None) -> None:
        if not self.form_sheet.may_leave():
            return
        form = BoxForm(self.context, known)
        self.form_sheet.open(form)
        form.saved.connect(self._saved)
        form.name.setFocus()
        self.bring(form.submit)

    def _saved(self, sentence: str) -> None:
        self.form_sheet.clear()
        self.context.messages.say(sentence)
        self.refresh()
        self.table.setFocus()

    def _columns(self) -> tuple[Column, ...]:
        def state(one: KnownBox) -> str:
            return self.tr("在用") if one.box.active else self.tr("已停用")

        def interval(one: KnownBox) -> str:
            return self.tr("{days} 天").format(days=one.box.interval_days)

        def last(one: KnownBox) -> str:
            return one.last_opened[:10] if one.last_opened else self.tr("还没有开过")

        return (
            Column(self.tr("名称"), lambda one: one.box.name, 130),
            Column(self.tr("放在哪里"), lambda one: one.box.place),
            Column(self.tr("开箱间隔"), interval, 100),
            Column(self.tr("上次开箱"), last, 120),
            Column(self.tr("状态"), state, 90, quiet=True),
        )


class BoxForm(PaneForm):
    """A new box, or another name, place, interval or state of one."""

    def __init__(self, context: PageContext, known: KnownBox | None) -> None:
        title = self.tr("改「{name}」").format(name=known.box.name) if known else self.tr("添加意见箱")
        super().__init__(context, title, self.tr("保存") if known else self.tr("添加"))
        self._known = known
        self._since = context.station.clock.today().isoformat()
        box = known.box if known else Box(name="", since=self._since, interval_days=_USUAL_DAYS)
        self.name = LineEdit(box.name, placeholder=self.tr("例如 1号箱"))
        self.place = LineEdit(box.place, placeholder=self.tr("例如 社区服务中心大厅"))
        self.days = LineEdit(str(box.interval_days))
        self.days.setValidator(QIntValidator(1, MAX_INTERVAL, self.days))
        self.active = Segmented([(True, self.tr("在用")), (False, self.tr("停用"))], box.active)
        self._name_field = Field(self.tr("名称"), self.name, required=True)
        self._days_field = Field(self.tr("间隔天数"), self.days, required=True)
        told = self.tr("停用的箱不再提醒、不再列出，以前的开箱记录不变。")
        state = (Field(self.tr("状态"), self.active), Text(told, "caption", "text2", wrap=True)) if known else ()
        self.add((self._name_field, Field(self.tr("放在哪里"), self.place), self._days_field, *state))
        self.active.changed.connect(self.touch)

    def check(self) -> Field | None:
        """A name and an interval are needed."""
        return first_of(
            need(self._name_field, self.tr("请填名称，例如 1号箱"), when=not self.name.text().strip()),
            need(self._days_field, self.tr("填 1 到 366 天"), when=not self._interval()),
        )

    def work(self) -> tuple[Work, str]:
        """Add or change."""
        name = self.name.text().strip()
        box = Box(name=self.name.text(), place=self.place.text(), since=self._since, interval_days=self._interval())
        if self._known is None:
            return partial(_add, box=box), self.tr("已添加 {name}").format(name=name)
        box = replace(self._known.box, name=box.name, place=box.place, interval_days=box.interval_days)
        box = replace(box, active=bool(self.active.value()))
        return partial(_change, uid=self._known.uid, box=box), self.tr("{name} 已保存").format(name=name)

    def _interval(self) -> int:
        """The days, 0 when there is no such interval."""
        text = self.days.text().strip()
        return int(text) if text.isdecimal() and 1 <= int(text) <= MAX_INTERVAL else 0


def _add(station: Station, box: Box) -> str:
    return add_box(station, box)


def _change(station: Station, uid: str, box: Box) -> None:
    change_box(station, uid, box)
