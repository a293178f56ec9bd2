"""设置: the sections and what of them is shown."""

from importlib import import_module

from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.page import Page
from station_app.ui.pages.settings_list import SectionChoice, SectionList
from station_app.ui.pages.settings_parts import Section
from station_app.ui.widgets.notes import SuccessLine
from station_app.ui.widgets.sheet import EDGE, GAP, PageHead


class SettingsPage(Page):
    """The settings; a section is made when it is first wanted. ``on_shown`` takes the key of one."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._parts = self._offered()
        titles = [(key, title) for key, title, _module, _name in self._parts]
        self.head = PageHead(self.tr("设置"))
        self.said = SuccessLine()
        self.list = SectionList(titles)
        self.choice = SectionChoice(titles)
        self.sections: dict[str, Section] = {}
        self.current = ""
        self._stack = QStackedWidget()
        self._lay_out()
        self.list.wanted.connect(self.show_section)
        self.choice.wanted.connect(self.show_section)
        context.messages.success.connect(self.said.say)

    def on_shown(self, argument: object = None) -> None:
        """Come back to the section that was left, or go to the one asked for."""
        known = any(argument == key for key, *_rest in self._parts)
        if known and argument != self.current:
            self.show_section(str(argument))
        elif self.current:
            self.sections[self.current].refresh()
        else:
            self.show_section(self._parts[0][0])
        self._take_focus(sent=known)

    def show_section(self, key: str) -> bool:
        """Bring a section to the front; False when the one in front keeps the person."""
        here = self.sections.get(self.current)
        if here is not None and key != self.current and not here.may_leave():
            self._mark(self.current)
            return False
        section = self.sections.get(key) or self._build(key)
        self.current = key
        self._mark(key)
        self._stack.setCurrentWidget(section)
        section.refresh()
        self._show_bar()
        return True

    def may_leave(self) -> bool:
        """Ask the section in front."""
        here = self.sections.get(self.current)
        return here is None or here.may_leave()

    def apply_scale(self, scale: int) -> None:
        """From 130 % the list is one field above."""
        compact = look().compact
        self.list.setVisible(not compact)
        self.choice.setVisible(compact)
        for section in self.sections.values():
            self._fit(section)

    def _take_focus(self, *, sent: bool) -> None:
        """Who was sent to a section begins there; who opened the page, at the list, unless the focus is in the page."""
        begin = self.sections[self.current].first() if sent else None
        here = QApplication.focusWidget()
        if begin is not None:
            begin.setFocus()
        elif here is None or not self.isAncestorOf(here):
            (self.choice.combo if look().compact else self.list).setFocus()

    def _offered(self) -> tuple[tuple[str, str, str, str], ...]:
        centre = self._context.station.is_centre
        network = (
            ("network", self.tr("站点网络"), "network", "NetworkSection"),
            ("units", self.tr("承办单位"), "units", "UnitsSection"),
            ("codes", self.tr("分类与渠道"), "codes", "CodesSection"),
            ("limits", self.tr("办理期限"), "limits", "LimitsSection"),
            ("matching", self.tr("代表核对"), "matching", "MatchingSection"),
        )
        return (
            ("site", self.tr("中心资料") if centre else self.tr("本站资料"), "site", "SiteSection"),
            ("people", self.tr("人员"), "people", "PeopleSection"),
            ("deputies", self.tr("代表"), "deputies", "DeputiesSection"),
            *(network if centre else ()),
            ("boxes", self.tr("意见箱"), "boxes", "BoxesSection"),
            ("look", self.tr("外观"), "look", "LookSection"),
            ("keys", self.tr("口令与恢复单"), "keys", "KeysSection"),
            ("backup", self.tr("备份与恢复"), "backup", "BackupSection"),
            ("personal", self.tr("个人信息"), "personal", "PersonalSection"),
            ("ledger", self.tr("旧台账"), "ledger", "LedgerSection"),
            ("audit", self.tr("查看记录"), "audit", "AuditSection"),
            ("check", self.tr("检查数据"), "check", "CheckSection"),
            ("about", self.tr("关于"), "about", "AboutSection"),
        )

    def _build(self, key: str) -> Section:
        module, name = next((module, name) for own, _title, module, name in self._parts if own == key)
        section = getattr(import_module(f"station_app.ui.pages.settings_{module}"), name)(self._context)
        self._fit(section)
        self.sections[key] = section
        self._stack.addWidget(section)
        if section.bar is not None:
            section.bar.hide()
            self.column.addWidget(section.bar)
            section.bar_changed.connect(self._show_bar)
        return section

    def _fit(self, section: Section) -> None:
        section.column.setContentsMargins(EDGE if look().compact else 0, 16, EDGE, 16)
        section.apply_scale()

    def _show_bar(self) -> None:
        for key, section in self.sections.items():
            if section.bar is not None:
                section.bar.setVisible(key == self.current and section.bar_wanted)

    def _mark(self, key: str) -> None:
        self.list.set_current(key)
        self.choice.set_current(key)

    def _lay_out(self) -> None:
        self.head.add(self.said)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.choice)
        right.addWidget(self._stack, 1)
        below = QWidget()
        row = QHBoxLayout(below)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.column.addWidget(self.head)
        self.column.addWidget(below, 1)
