"""人员: who works here; changed by the station head."""

from functools import partial
from typing import cast

from station_app.domain.enums import PersonRole
from station_app.domain.records import Person
from station_app.services.people import KnownPerson, add_person, change_person, end_person, persons
from station_app.services.station import Station
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

_ROLES = (PersonRole.VOLUNTEER, PersonRole.HEAD)
_CENTRE_ROLES = (PersonRole.CLERK, PersonRole.CENTRE_HEAD, PersonRole.VOLUNTEER)


class PeopleSection(Section):
    """The people in a table, and under it the form of the one that was entered."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.add_button = KeyCapButton(self.tr("添加一位"), key="Insert", size="row", icon="plus")
        self.ended = CheckBox(self.tr("也列出停用的"))
        self.table = RowTable(self._columns(), self.tr("人员"), most=9)
        self.form_sheet = FormSheet()
        sheet = Sheet(
            self.tr("在中心工作的人") if context.station.is_centre else self.tr("在本站工作的人"),
            self.tr("Enter 改姓名和岗位"),
            padded=False,
        )
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
        """Read the people anew."""
        usable = self.tell_if_not_head()
        self.add_button.setEnabled(usable)
        self.add_button.setToolTip("" if usable else self.tr("由{head}添加").format(head=self.head_word()))
        self.table.set_rows(persons(self.context.station, with_ended=self.ended.isChecked()))

    def may_leave(self) -> bool:
        """Ask when something was typed."""
        return self.form_sheet.may_leave()

    def _open(self, known: KnownPerson | None) -> None:
        if not self.is_head() or not self.form_sheet.may_leave():
            return
        form = PersonForm(self.context, known)
        self.form_sheet.open(form)
        form.saved.connect(self._saved)
        form.name.setFocus()
        self.bring(form.submit)

    def _saved(self, sentence: str) -> None:
        self.form_sheet.clear()
        self.context.messages.say(sentence)
        self.context.wishes.site_changed.emit()
        self.refresh()
        self.table.setFocus()

    def _columns(self) -> tuple[Column, ...]:
        def state(one: KnownPerson) -> str:
            return self.tr("在岗") if one.person.active else self.tr("已停用")

        return (
            Column(self.tr("姓名"), lambda one: one.person.name),
            Column(self.tr("岗位"), lambda one: one.person.role.value, 140),
            Column(self.tr("状态"), state, 110, quiet=True),
        )


class PersonForm(PaneForm):
    """Somebody new, or another name, role or state of somebody known."""

    def __init__(self, context: PageContext, known: KnownPerson | None) -> None:
        title = self.tr("改「{name}」").format(name=known.person.name) if known else self.tr("添加一位")
        super().__init__(context, title, self.tr("保存") if known else self.tr("添加"))
        self._known = known
        roles = _CENTRE_ROLES if context.station.is_centre else _ROLES
        person = known.person if known else Person(name="", role=roles[0])
        self.name = LineEdit(person.name)
        self.role = Segmented([(role, role.value) for role in roles], person.role)
        self.active = Segmented([(True, self.tr("在岗")), (False, self.tr("停用"))], person.active)
        self._name_field = Field(self.tr("姓名"), self.name, required=True)
        told = self.tr("停用的人不再出现在名单里，以前登记上的姓名不变。")
        state = (Field(self.tr("状态"), self.active), Text(told, "caption", "text2", wrap=True)) if known else ()
        self.add((self._name_field, Field(self.tr("岗位"), self.role), *state))
        self.role.changed.connect(self.touch)
        self.active.changed.connect(self.touch)

    def check(self) -> Field | None:
        """A name is needed."""
        return need(self._name_field, self.tr("请填姓名"), when=not self.name.text().strip())

    def work(self) -> tuple[Work, str]:
        """Add or change."""
        person = Person(
            name=self.name.text(), role=cast("PersonRole", self.role.value()), active=bool(self.active.value())
        )
        name = self.name.text().strip()
        if self._known is None:
            return partial(add_person, person=person), self.tr("已添加 {name}").format(name=name)
        return partial(_change, uid=self._known.uid, person=person), self.tr("{name} 的资料已保存").format(name=name)


def _change(station: Station, uid: str, person: Person) -> None:
    """The one at the desk cannot be ended, which only ``end_person`` looks at."""
    if not person.active and any(one.uid == uid for one in persons(station)):
        end_person(station, uid)
    else:
        change_person(station, uid, person)
