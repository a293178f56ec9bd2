"""承办单位: the offices and companies that matters are handed to."""

from dataclasses import replace
from functools import partial

from station_app.domain.network_records import Unit
from station_app.services.station import Station
from station_app.services.units import KnownUnit, add_unit, change_unit, units
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm, Work, need
from station_app.ui.pages.settings_listed import KeptForm, ListSection
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.table import Column


class UnitsSection(ListSection):
    """The units in a table, and under it the form of the one that was entered."""

    def __init__(self, context: PageContext) -> None:
        told = self.tr("随回传包发给各站；Enter 改")
        super().__init__(context, self.tr("承办单位"), told, self.tr("添加单位"), most=12)

    def refresh(self) -> None:
        """Read the units anew."""
        self.table.set_rows(units(self.context.station, with_ended=self.ended.isChecked()))

    def form(self, known: KnownUnit | None) -> PaneForm:
        """Return the form of a unit."""
        return UnitForm(self.context, known)

    def columns(self) -> tuple[Column, ...]:
        """Return name, kind, whom to call, and whether it is in use."""

        def state(one: KnownUnit) -> str:
            return self.tr("在用") if one.unit.active else self.tr("已停用")

        return (
            Column(self.tr("名称"), lambda one: one.unit.name),
            Column(self.tr("类型"), lambda one: one.unit.kind, 130),
            Column(self.tr("联系人"), lambda one: one.unit.contact, 110),
            Column(self.tr("电话"), lambda one: one.unit.phone, 150, quiet=True, drops=True),
            Column(self.tr("状态"), state, 90, quiet=True),
        )


class UnitForm(KeptForm):
    """A new unit, or what is known of one."""

    def __init__(self, context: PageContext, known: KnownUnit | None) -> None:
        super().__init__(context, known.unit.name if known else "", self.tr("添加单位"))
        self._known = known
        unit = known.unit if known else Unit(name="")
        self.name = LineEdit(unit.name, self.tr("例如 城市管理办公室"))
        self.kind = LineEdit(unit.kind, self.tr("例如 街道科室"))
        self.contact, self.phone = LineEdit(unit.contact), LineEdit(unit.phone)
        self._name_field = Field(self.tr("名称"), self.name, required=True)
        contact, phone = Field(self.tr("联系人"), self.contact), Field(self.tr("电话"), self.phone)
        self.add((self._name_field, Field(self.tr("类型"), self.kind), contact, phone))
        if known:
            told = self.tr("停用的单位不再列出，以前的记录不变。")
            self.active = self.add_state(active=unit.active, told=told)

    def check(self) -> Field | None:
        """A name is needed."""
        return need(self._name_field, self.tr("请填单位名称"), when=not self.name.text().strip())

    def work(self) -> tuple[Work, str]:
        """Add or change."""
        unit = Unit(
            name=self.name.text(),
            kind=self.kind.text(),
            contact=self.contact.text(),
            phone=self.phone.text(),
        )
        name = unit.name.strip()
        if self._known is None:
            return partial(_add, unit=unit), self.tr("已添加 {name}").format(name=name)
        unit = replace(unit, active=bool(self.active.value()))
        return partial(change_unit, uid=self._known.uid, unit=unit), self.tr("{name} 已保存").format(name=name)


def _add(station: Station, unit: Unit) -> object:
    return add_unit(station, unit)
