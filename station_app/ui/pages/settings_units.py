"""承办单位: the offices and companies that matters are handed to."""

from functools import partial

from station_app.domain.network_records import Unit
from station_app.services.station import Station
from station_app.services.units import KnownUnit, add_unit, change_unit, units
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm, Work, need
from station_app.ui.pages.settings_parts import FormSheet, Section
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.choices import CheckBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.segmented import Segmented
from station_app.ui.widgets.sheet import Sheet
from station_app.ui.widgets.table import Column, RowTable


class UnitsSection(Section):
    """The units in a table, and under it the form of the one that was entered."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.add_button = KeyCapButton(self.tr("添加单位"), key="Insert", size="row", icon="plus")
        self.ended = CheckBox(self.tr("也列出停用的"))
        self.table = RowTable(self._columns(), self.tr("承办单位"), most=12)
        self.form_sheet = FormSheet()
        sheet = Sheet(self.tr("承办单位"), self.tr("随回传包发给各站；Enter 改"), padded=False)
        sheet.add_to_head(self.ended)
        sheet.add_to_head(self.add_button)
        sheet.column.addWidget(self.table)
        for widget in (sheet, self.form_sheet):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.add_button.clicked.connect(lambda: self._open(None))
        self.ended.toggled.connect(self.refresh)
        self.table.opened.connect(self._open)

    def refresh(self) -> None:
        """Read the units anew."""
        self.table.set_rows(units(self.context.station, with_ended=self.ended.isChecked()))

    def may_leave(self) -> bool:
        """Ask when something was typed."""
        return self.form_sheet.may_leave()

    def _open(self, known: KnownUnit | None) -> None:
        if not self.form_sheet.may_leave():
            return
        form = UnitForm(self.context, known)
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
        def state(one: KnownUnit) -> str:
            return self.tr("在用") if one.unit.active else self.tr("已停用")

        return (
            Column(self.tr("名称"), lambda one: one.unit.name),
            Column(self.tr("类型"), lambda one: one.unit.kind, 130),
            Column(self.tr("联系人"), lambda one: one.unit.contact, 110),
            Column(self.tr("电话"), lambda one: one.unit.phone, 150, quiet=True, drops=True),
            Column(self.tr("状态"), state, 90, quiet=True),
        )


class UnitForm(PaneForm):
    """A new unit, or what is known of one."""

    def __init__(self, context: PageContext, known: KnownUnit | None) -> None:
        title = self.tr("改「{name}」").format(name=known.unit.name) if known else self.tr("添加单位")
        super().__init__(context, title, self.tr("保存") if known else self.tr("添加"))
        self._known = known
        unit = known.unit if known else Unit(name="")
        self.name = LineEdit(unit.name, self.tr("例如 城市管理办公室"))
        self.kind = LineEdit(unit.kind, self.tr("例如 街道科室"))
        self.contact, self.phone = LineEdit(unit.contact), LineEdit(unit.phone)
        self.active = Segmented([(True, self.tr("在用")), (False, self.tr("停用"))], unit.active)
        self._name_field = Field(self.tr("名称"), self.name, required=True)
        told = self.tr("停用的单位不再列出，以前的记录不变。")
        state = (Field(self.tr("状态"), self.active), Text(told, "caption", "text2", wrap=True)) if known else ()
        contact, phone = Field(self.tr("联系人"), self.contact), Field(self.tr("电话"), self.phone)
        self.add((self._name_field, Field(self.tr("类型"), self.kind), contact, phone, *state))
        self.active.changed.connect(self.touch)

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
            active=bool(self.active.value()),
        )
        name = unit.name.strip()
        if self._known is None:
            return partial(_add, unit=unit), self.tr("已添加 {name}").format(name=name)
        return partial(change_unit, uid=self._known.uid, unit=unit), self.tr("{name} 已保存").format(name=name)


def _add(station: Station, unit: Unit) -> object:
    return add_unit(station, unit)
