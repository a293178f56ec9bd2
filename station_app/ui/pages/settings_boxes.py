"""意见箱: which boxes there are, where they hang and how often each is opened."""

from dataclasses import replace
from functools import partial

from PySide6.QtGui import QIntValidator

from station_app.domain.records import Box
from station_app.services.boxes import MAX_INTERVAL, KnownBox, add_box, boxes, change_box
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm, Work, first_of, need
from station_app.ui.pages.settings_listed import KeptForm, ListSection
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.table import Column

_USUAL_DAYS = 7


class BoxesSection(ListSection):
    """The boxes in a table, and under it the form of the one that was entered."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, self.tr("本站的意见箱"), self.tr("Enter 改名称和间隔"), self.tr("添加意见箱"))
        self.table.setAccessibleName(self.tr("意见箱"))
        self.table.clicked.connect(lambda _index: self.enter(self.table.current()))

    def refresh(self) -> None:
        """Read the boxes anew."""
        self.table.set_rows(boxes(self.context.station, with_ended=self.ended.isChecked()))

    def form(self, known: KnownBox | None) -> PaneForm:
        """Return the form of a box."""
        return BoxForm(self.context, known)

    def columns(self) -> tuple[Column, ...]:
        """Return name, place, interval, the last opening, and whether it is in use."""

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


class BoxForm(KeptForm):
    """A new box, or another name, place, interval or state of one."""

    def __init__(self, context: PageContext, known: KnownBox | None) -> None:
        super().__init__(context, known.box.name if known else "", self.tr("添加意见箱"))
        self._known = known
        self._since = context.station.clock.today().isoformat()
        box = known.box if known else Box(name="", since=self._since, interval_days=_USUAL_DAYS)
        self.name = LineEdit(box.name, placeholder=self.tr("例如 1号箱"))
        self.place = LineEdit(box.place, placeholder=self.tr("例如 社区服务中心大厅"))
        self.days = LineEdit(str(box.interval_days))
        self.days.setValidator(QIntValidator(1, MAX_INTERVAL, self.days))
        self._name_field = Field(self.tr("名称"), self.name, required=True)
        self._days_field = Field(self.tr("间隔天数"), self.days, required=True)
        self.add((self._name_field, Field(self.tr("放在哪里"), self.place), self._days_field))
        if known:
            told = self.tr("停用的箱不再提醒、不再列出，以前的开箱记录不变。")
            self.active = self.add_state(active=box.active, told=told)

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
