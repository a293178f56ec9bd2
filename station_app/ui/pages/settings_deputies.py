"""代表: who serves here; added one by one or pasted, changed and ended by the station head."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_app.services.people import KnownDeputy, match_deputies
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_form import PaneForm
from station_app.ui.pages.settings_deputy_forms import DeputyForm, EndForm, PasteForm
from station_app.ui.pages.settings_listed import ListSection
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.notes import EmptyState
from station_app.ui.widgets.search_box import SearchBox
from station_app.ui.widgets.table import Column


class DeputiesSection(ListSection):
    """The deputies in a table, and under it the form that was asked for."""

    def __init__(self, context: PageContext) -> None:
        self.paste_button = KeyCapButton(self.tr("从表格粘贴…"), size="row")
        self.change_button = KeyCapButton(self.tr("改资料"), size="row")
        self.end_button = KeyCapButton(self.tr("离任…"), size="row")
        self.search = SearchBox(self.tr("姓名或拼音首字母"), 260, short=self.tr("姓名"))
        self.empty = EmptyState("")
        super().__init__(context, self.tr("代表"), " ", self.tr("添加一位"))
        self.ended.setText(self.tr("也列出离任的"))
        self._connect()

    def refresh(self) -> None:
        """Read the deputies anew."""
        typed = self.search.text()
        matches = match_deputies(self.context.station, typed, with_ended=self.ended.isChecked())
        self.table.set_rows([one.known for one in matches])
        self.table.setVisible(bool(matches))
        self.empty.setVisible(not matches)
        self.empty.sentence.setText(self._nobody(typed))
        self.sheet.subtitle.setText(self.tr("{count} 位").format(count=len(matches)) if matches else "")
        self.allow(self.add_button, self.paste_button, told=self.tr("由{head}来做"))
        self._follow()

    def first(self) -> QWidget:
        """Begin in the list, or by looking for somebody."""
        return self.table if self.table.lines.rowCount() else self.search

    def _nobody(self, typed: str) -> str:
        if typed:
            return self.tr("没有叫「{typed}」的代表。按 Esc 清除搜索。").format(typed=typed)
        return self.tr("还没有填代表。可以一位一位添加，也可以从表格里整批粘贴。")

    def _enter_found(self) -> None:
        """From the search into what it found."""
        if self.table.lines.rowCount():
            self.table.setFocus()

    def _follow(self) -> None:
        known = self.table.current()
        why = self._why_not(known)
        self.change_button.setEnabled(not why)
        self.change_button.setToolTip(why)
        ended = known is not None and known.deputy.ended_on is not None
        self.end_button.setEnabled(not why and not ended)
        self.end_button.setToolTip(why or (self.tr("这位已经离任") if ended else ""))

    def _why_not(self, known: KnownDeputy | None) -> str:
        if not self.is_head():
            return self.tr("由{head}来做").format(head=self.head_word())
        if known is None:
            return self.tr("请先选一位")
        if self.context.station.is_centre:
            return ""
        return "" if known.provisional else self.tr("这位的资料由中心维护")

    def form(self, known: KnownDeputy | None) -> PaneForm:
        """Return the form of a deputy."""
        return DeputyForm(self.context, known)

    def arrange(self) -> None:
        """Found by name in the head; what is done with the chosen one stands below."""
        for widget in (self.search, self.paste_button, self.add_button):
            self.sheet.add_to_head(widget)
        below = QHBoxLayout()
        below.setContentsMargins(16, 8, 16, 8)
        below.setSpacing(10)
        for button in (self.change_button, self.end_button):
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.ended)
        self.sheet.column.addWidget(self.table)
        self.sheet.column.addWidget(self.empty)
        self.sheet.column.addLayout(below)

    def enter(self, known: KnownDeputy | None) -> None:
        """What the centre keeps is not changed here."""
        if known is None or not self._why_not(known):
            super().enter(known)

    def _connect(self) -> None:
        self.paste_button.clicked.connect(lambda: self.open(PasteForm(self.context)))
        self.change_button.clicked.connect(lambda: self.enter(self.table.current()))
        self.end_button.clicked.connect(lambda: self.open(EndForm(self.context, self.table.current())))
        self.search.changed.connect(self.refresh)
        self.search.accepted.connect(self._enter_found)
        self.table.chosen.connect(self._follow)

    def columns(self) -> Sequence[Column]:
        """Return name, level, ward, phone and what is special."""

        def state(one: KnownDeputy) -> str:
            deputy = one.deputy
            if deputy.ended_on is not None:
                return f"{deputy.ended_on} {deputy.end_reason.value if deputy.end_reason else ''}"
            return self.tr("补选") if deputy.by_election else ""

        return (
            Column(self.tr("姓名"), lambda one: one.deputy.name, 140),
            Column(self.tr("级别"), lambda one: one.deputy.level.value, 64),
            Column(self.tr("选区"), lambda one: one.deputy.ward),
            Column(self.tr("电话"), lambda one: one.deputy.phone, 140, quiet=True, drops=True),
            Column(self.tr("备注"), state, 170, quiet=True, drops=True),
        )
