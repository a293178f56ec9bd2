"""人员: who works here; changed by the station head."""

from dataclasses import replace
from functools import partial
from typing import cast

from station_app.domain.enums import PersonRole
from station_app.domain.records import Person
from station_app.services.people import KnownPerson, add_person, change_person, end_person, persons
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm, Work, need
from station_app.ui.pages.settings_listed import KeptForm, ListSection
from station_app.ui.pages.settings_signing import SigningSheet
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.segmented import Segmented
from station_app.ui.widgets.table import Column

_ROLES = (PersonRole.VOLUNTEER, PersonRole.HEAD)
_CENTRE_ROLES = (PersonRole.CLERK, PersonRole.CENTRE_HEAD, PersonRole.VOLUNTEER)


class PeopleSection(ListSection):
    """The people in a table, and under it the form of the one that was entered."""

    def __init__(self, context: PageContext) -> None:
        title = self.tr("在中心工作的人") if context.station.is_centre else self.tr("在本站工作的人")
        super().__init__(context, title, self.tr("Enter 改姓名和岗位"), self.tr("添加一位"))
        self.table.setAccessibleName(self.tr("人员"))
        self.table.clicked.connect(lambda _index: self.enter(self.table.current()))
        self.signing = SigningSheet(self)
        self.column.insertWidget(self.column.count() - 1, self.signing)

    def refresh(self) -> None:
        """Read the people anew."""
        self.allow(self.add_button, told=self.tr("由{head}添加"))
        self.table.set_rows(persons(self.context.station, with_ended=self.ended.isChecked()))
        self.signing.refresh()

    def may_leave(self) -> bool:
        """Ask when something was typed, here or below."""
        return super().may_leave() and self.signing.may_leave()

    def form(self, known: KnownPerson | None) -> PaneForm:
        """Return the form of a person."""
        return PersonForm(self.context, known)

    def may_enter(self) -> bool:
        """Only the head changes people."""
        return self.is_head()

    def saved(self, sentence: str) -> None:
        """The one at the desk may have another name now."""
        self.context.wishes.site_changed.emit()
        super().saved(sentence)

    def columns(self) -> tuple[Column, ...]:
        """Return name, role and whether they work here."""

        def state(one: KnownPerson) -> str:
            return self.tr("在岗") if one.person.active else self.tr("已停用")

        return (
            Column(self.tr("姓名"), lambda one: one.person.name),
            Column(self.tr("岗位"), lambda one: one.person.role.value, 140),
            Column(self.tr("状态"), state, 110, quiet=True),
        )


class PersonForm(KeptForm):
    """Somebody new, or another name, role or state of somebody known."""

    def __init__(self, context: PageContext, known: KnownPerson | None) -> None:
        super().__init__(context, known.person.name if known else "", self.tr("添加一位"))
        self._known = known
        roles = _CENTRE_ROLES if context.station.is_centre else _ROLES
        person = known.person if known else Person(name="", role=roles[0])
        self.name = LineEdit(person.name)
        self.role = Segmented([(role, role.value) for role in roles], person.role)
        self._name_field = Field(self.tr("姓名"), self.name, required=True)
        self.add((self._name_field, Field(self.tr("岗位"), self.role)))
        self.role.changed.connect(self.touch)
        if known:
            told = self.tr("停用的人不再出现在名单里，以前登记上的姓名不变。")
            self.active = self.add_state(active=person.active, told=told, on=self.tr("在岗"))

    def check(self) -> Field | None:
        """A name is needed."""
        return need(self._name_field, self.tr("请填姓名"), when=not self.name.text().strip())

    def work(self) -> tuple[Work, str]:
        """Add or change."""
        person = Person(name=self.name.text(), role=cast("PersonRole", self.role.value()))
        name = self.name.text().strip()
        if self._known is None:
            return partial(add_person, person=person), self.tr("已添加 {name}").format(name=name)
        person = replace(person, active=bool(self.active.value()))
        return partial(_change, uid=self._known.uid, person=person), self.tr("{name} 的资料已保存").format(name=name)


def _change(station: Station, uid: str, person: Person) -> None:
    """The one at the desk cannot be ended, which only ``end_person`` looks at."""
    if not person.active and any(one.uid == uid for one in persons(station)):
        end_person(station, uid)
    else:
        change_person(station, uid, person)
