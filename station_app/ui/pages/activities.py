"""活动与代表: the days on which deputies receive, the deputies, and who works here; three parts, one in front."""

from importlib import import_module

from PySide6.QtWidgets import QApplication, QStackedWidget

from station_app.ui.context import PageContext
from station_app.ui.page import Page
from station_app.ui.pages.settings_parts import Section
from station_app.ui.widgets.notes import SuccessLine
from station_app.ui.widgets.segmented import Segmented
from station_app.ui.widgets.sheet import EDGE, PageHead

DAYS, DEPUTIES, PEOPLE = "days", "deputies", "people"
_MADE_BY = {
    DAYS: ("activities_days", "DaysSection"),
    DEPUTIES: ("settings_deputies", "DeputiesSection"),
    PEOPLE: ("settings_people", "PeopleSection"),
}


class ActivitiesPage(Page):
    """``on_shown`` takes None, the key of a part, or ``("day", uid)``: that day, ready for its notice."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.head = PageHead(self.tr("活动与代表"))
        self.said = SuccessLine()
        titles = (self.tr("接待日"), self.tr("代表"), self.tr("工作人员"))
        self.parts = Segmented(list(zip(_MADE_BY, titles, strict=True)), DAYS)
        self.parts.setAccessibleName(self.tr("活动与代表的部分"))
        self.sections: dict[str, Section] = {}
        self.current = ""
        self._stack = QStackedWidget()
        for widget in (self.said, self.parts):
            self.head.add(widget)
        self.column.addWidget(self.head)
        self.column.addWidget(self._stack, 1)
        self.parts.changed.connect(lambda: self.show_part(str(self.parts.value())))
        context.messages.success.connect(self._say)

    def on_shown(self, argument: object = None) -> None:
        """Come back to the part that was left, or go to what was asked for."""
        if argument in _MADE_BY:
            self.show_part(str(argument))
        elif isinstance(argument, tuple):
            self._show_day(str(argument[1]))
        else:
            self.show_part(self.current or DAYS)
        here = QApplication.focusWidget()
        if here is None or not self.isAncestorOf(here):
            (self.sections[self.current].first() or self.parts).setFocus()

    def show_part(self, key: str) -> bool:
        """Bring a part to the front; False when the one in front keeps the person."""
        here = self.sections.get(self.current)
        if here is not None and key != self.current and not here.may_leave():
            self.parts.set_value(self.current)
            return False
        self.current = key
        section = self.sections.get(key) or self._build(key)
        self.parts.set_value(key)
        self._stack.setCurrentWidget(section)
        section.refresh()
        return True

    def may_leave(self) -> bool:
        """Ask the part in front."""
        here = self.sections.get(self.current)
        return here is None or here.may_leave()

    def apply_scale(self, scale: int) -> None:
        """Rearrange the parts."""
        for section in self.sections.values():
            section.apply_scale()

    def _show_day(self, uid: str) -> None:
        from station_app.ui.pages.activities_days import DaysSection

        section = self.sections[DAYS] if self.show_part(DAYS) else None
        if isinstance(section, DaysSection):
            section.show_day(uid)

    def _build(self, key: str) -> Section:
        module, name = _MADE_BY[key]
        section: Section = getattr(import_module(f"station_app.ui.pages.{module}"), name)(self._context)
        section.column.setContentsMargins(EDGE, 16, EDGE, 16)
        section.apply_scale()
        self.sections[key] = section
        self._stack.addWidget(section)
        return section

    def _say(self, text: str) -> None:
        if self.isVisible():
            self.said.say(text)
