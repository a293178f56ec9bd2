"""个人信息: a person is found, what is held of them shown, handed over or deleted; and whose time is over."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from station_app.errors import StationError
from station_app.services.erasing import Holdings, Somebody, find, holdings
from station_app.services.personal_data import PersonPapers, export_person
from station_app.ui.context import PageContext
from station_app.ui.pages.settings_parts import FormSheet, Section, WorkStrip
from station_app.ui.pages.settings_personal_erase import EraseForm
from station_app.ui.pages.settings_personal_held import HeldSheet
from station_app.ui.pages.settings_personal_retention import RetentionSheet
from station_app.ui.printing import ask_for_file, saved_words
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.sheet import Sheet
from station_app.ui.widgets.table import Column, RowTable


class PersonalSection(Section):
    """The search with who was found, under it what is held of one, then the form, then the list of those over time."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.text = LineEdit("", self.tr("全名、电话，或他反映过的一条的编号"))
        self.field = Field(self.tr("找谁"), self.text)
        self.search = KeyCapButton(self.tr("查找"), kind="primary", icon="search")
        self.found = RowTable(self._columns(), self.tr("找到的人"), most=5)
        self.strip = WorkStrip(self, context.tasks, self.tr("取消后没有改动任何数据"))
        self.held = HeldSheet()
        self.form_sheet = FormSheet()
        self.retention = RetentionSheet(context)
        self._lay_out()
        self.text.returnPressed.connect(self._find)
        self.search.clicked.connect(self._find)
        self.found.opened.connect(self._look)
        self.found.clicked.connect(lambda _index: self._look(self.found.current()))
        self.held.export.clicked.connect(self._export)
        self.held.erase.clicked.connect(self._ask)
        self.retention.erased.connect(self._forget)
        self.strip.working.connect(self._set_busy)

    def refresh(self) -> None:
        """Only the head may look for a person here."""
        usable = self.tell_if_not_head()
        for widget in (self.text, self.search):
            widget.setEnabled(usable)
        self.retention.refresh(usable=usable)
        if not usable:
            self._forget()

    def may_leave(self) -> bool:
        """Ask when something was typed."""
        return self.form_sheet.may_leave()

    def _find(self) -> None:
        self.field.clear_error()
        if not self.form_sheet.may_leave():
            return
        self._forget()
        try:
            people = find(self.context.station, self.text.text())
        except StationError as problem:
            self.field.set_error(str(problem))
            return
        if not people:
            self.field.set_error(self.tr("没有这个人的资料。请核对，或换一种找法：电话、编号。"))
            return
        self.found.set_rows(people)
        self.found.show()
        self.found.setFocus()
        if len(people) == 1:
            self._look(people[0])

    def _look(self, who: Somebody | None) -> None:
        if who is None or self.strip.busy or not self.form_sheet.may_leave():
            return
        self.form_sheet.clear()
        station = self.context.station
        self.strip.run(
            lambda _progress: holdings(station, who), self._show, self._refuse, self.tr("正在清点这个人的资料")
        )

    def _show(self, held: Holdings) -> None:
        self.held.show_held(held)
        self.give_focus(self.held.export)
        self.bring(self.held.erase)

    def _refuse(self, problem: StationError) -> None:
        self.context.messages.error(problem)
        self.give_focus(self.text)

    def _export(self) -> None:
        held = self.held.held
        file = ask_for_file(self, self.tr("个人信息副本.pdf")) if held else None
        if held is None or file is None:
            return
        work = partial(export_person, self.context.station, held.somebody, file)
        self.strip.run(lambda _progress: work(), self._exported, self._refuse, self.tr("正在写个人信息副本"))
        self.strip.set_cancellable(False)

    def _exported(self, papers: PersonPapers) -> None:
        self.context.messages.say(saved_words(papers.pdf))
        self.give_focus(self.held.export)

    def _ask(self) -> None:
        if self.held.held is None or not self.form_sheet.may_leave():
            return
        form = EraseForm(self.context, self.held.held)
        self.form_sheet.open(form)
        form.saved.connect(self._erased)
        form.first().setFocus()
        self.bring(form.submit)

    def _erased(self, sentence: str) -> None:
        form = self.form_sheet.form
        uncleared = form.uncleared if isinstance(form, EraseForm) else None
        self._forget()
        self.context.messages.say(sentence)
        if uncleared is not None:
            self.context.messages.error(uncleared)
        self.retention.refresh(usable=True)
        self.text.setFocus()

    def _forget(self) -> None:
        """Show nobody any more."""
        self.form_sheet.clear()
        self.held.clear()
        self.found.set_rows(())
        self.found.hide()

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.text, self.search, self.held.export, self.held.erase):
            widget.setEnabled(not busy)

    def _columns(self) -> tuple[Column, ...]:
        def matters(one: Somebody) -> str:
            return self.tr("{count} 条").format(count=f"{len(one.matters):,}")

        site = Column(self.tr("站点"), lambda one: one.site, 190, quiet=True, drops=True)
        return (
            Column(self.tr("反映人"), lambda one: one.contact.label, 110),
            Column(self.tr("电话"), lambda one: one.contact.phone, 130),
            Column(self.tr("住址"), lambda one: one.contact.address),
            *((site,) if self.context.station.is_centre else ()),
            Column(self.tr("反映"), matters, 80, figure=True),
        )

    def _lay_out(self) -> None:
        told = self.tr("本人要求查看、复制或删除自己的资料时，在这里办。姓名和电话按全文找，列出时仍遮住一部分。")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.field, 1)
        row.addWidget(self.search)
        sheet = Sheet(self.tr("查找一个人的资料"))
        sheet.column.addWidget(Text(told, "body", "text2", wrap=True))
        sheet.column.addLayout(row)
        sheet.column.addWidget(self.found)
        sheet.column.addWidget(self.strip)
        self.found.hide()
        for widget in (sheet, self.held, self.form_sheet, self.retention):
            self.column.addWidget(widget)
        self.column.addStretch(1)
