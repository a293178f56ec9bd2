"""查看记录: who looked at, printed, exported, unmasked or erased what; read by the head only."""

from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_app.errors import StationError
from station_app.services.audit import Action
from station_app.services.audit_trail import (
    TrailEntry,
    TrailFilters,
    trail_page,
    trail_people,
    trail_whole,
    write_trail,
)
from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.pages.settings_audit_parts import asked_file, periods
from station_app.ui.pages.settings_parts import Section
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.choices import ComboBox
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import Banner
from station_app.ui.widgets.pager import Pager
from station_app.ui.widgets.sheet import Sheet
from station_app.ui.widgets.table import Column, RowTable

_LINES = 8


class AuditSection(Section):
    """Filters, the lines a page at a time, and two verbs: check the chain, and the list as a file."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.who = ComboBox()
        self.action = ComboBox([(None, self.tr("所有动作")), *((one, one.value) for one in Action)])
        self.period = ComboBox(periods())
        self.count = Text("", "caption", "text2")
        self.table = RowTable(self._columns(), self.tr("查看记录"), most=_LINES)
        self.detail = Text("", "body", "text2", wrap=True)
        self.pager = Pager()
        self.check_button = KeyCapButton(self.tr("核对记录"), icon="shield-check")
        self.export_button = KeyCapButton(self.tr("存为 Excel…"), key="Ctrl+S", icon="table-export")
        self.verdict = Banner("", "ok")
        self._page = 1
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read the trail anew; who is not the head learns whom to ask."""
        usable = self.is_head()
        self.note.set_text(
            self.tr("查看记录只给{head}看。要看请换人：按右下角的姓名。").format(head=self.head_word()), "plain"
        )
        self.note.setVisible(not usable)
        self.sheet.setVisible(usable)
        if usable:
            self.who.set_options([(None, self.tr("所有人")), *trail_people(self.context.station)])
            self._show(self._page)

    def first(self) -> QWidget:
        """Begin with the filters."""
        return self.who

    def apply_scale(self) -> None:
        """From 130 % the words of what is shown go under the table's page turner."""
        self.count.setVisible(not look().compact)

    def filters(self) -> TrailFilters:
        """Return what was chosen."""
        days = self.period.value()
        first = (
            None if days is None else (self.context.station.clock.today() - timedelta(days=int(str(days)))).isoformat()
        )
        chosen = self.action.value()  # as text: Qt keeps no enum
        action = None if chosen is None else Action(str(chosen))
        person = self.who.value()
        return TrailFilters(person=None if person is None else str(person), action=action, first=first)

    def _show(self, page: int) -> None:
        found = trail_page(self.context.station, self.filters(), (page - 1) * _LINES, _LINES)
        pages = max(1, -(-found.total // _LINES))
        if page > pages:
            self._show(pages)
            return
        self._page = page
        self.table.set_rows(found.entries)
        self.pager.set_page(page, pages)
        self.count.setText(self.tr("共 {count} 条").format(count=f"{found.total:,}"))
        self.detail.setText("" if found.total else self.tr("没有这样的记录。"))
        self.export_button.setEnabled(found.total > 0)

    def _filtered(self) -> None:
        if self.is_head():
            self._show(1)

    def _follow(self, one: TrailEntry) -> None:
        self.detail.setText(f"{one.at[:19].replace('T', ' ')}　{one.who}　{one.action}　{one.what}　{one.detail}")

    def _check(self) -> None:
        station = self.context.station
        self.check_button.setEnabled(False)
        self.context.tasks.run(lambda _progress: trail_whole(station), self._checked, self._refused, owner=self)

    def _checked(self, verdict: tuple[bool, str]) -> None:
        whole, sentence = verdict
        self._say(sentence, whole=whole)

    def _refused(self, problem: StationError) -> None:
        self._say(str(problem), whole=False)

    def _say(self, sentence: str, *, whole: bool) -> None:
        self.check_button.setEnabled(True)
        self.verdict.set_text(sentence, "ok" if whole else "danger")
        self.verdict.show()
        self.bring(self.verdict)
        self.give_focus(self.check_button)

    def _export(self) -> None:
        file = asked_file(self, self.context.station.clock.today())
        if file is None:
            return
        work = partial(write_trail, self.context.station, self.filters(), file)
        self.context.tasks.run(lambda _progress: work(), self._exported, self._refused, owner=self)

    def _exported(self, count: int) -> None:
        self.context.messages.say(self.tr("已存 {count} 条查看记录；这次导出也记在里面").format(count=f"{count:,}"))
        self.refresh()

    def _connect(self) -> None:
        for choice in (self.who, self.action, self.period):
            choice.value_changed.connect(self._filtered)
        self.pager.page_wanted.connect(self._show)
        self.table.chosen.connect(self._follow)
        self.check_button.clicked.connect(self._check)
        self.export_button.clicked.connect(self._export)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("时间"), lambda one: one.at[:16].replace("T", " "), 150, quiet=True),
            Column(self.tr("谁"), lambda one: one.who, 90),
            Column(self.tr("做了什么"), lambda one: one.action, 90),
            Column(self.tr("对象"), lambda one: one.what, 170, drops=True),
            Column(self.tr("说明"), lambda one: one.detail),
        )

    def _lay_out(self) -> None:
        self.sheet = Sheet(self.tr("查看记录"))
        told = self.tr("谁在什么时候看过全文、打印、导出或删除了什么。谁也不能改；每条都接着前一条，改一条就对不上。")
        self.sheet.column.addWidget(Text(told, "body", "text2", wrap=True))
        choices, foot, verbs = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (choices, foot, verbs):
            row.setSpacing(10)
        for name, choice in ((self.tr("谁"), self.who), (self.tr("动作"), self.action), (self.tr("时间"), self.period)):
            choice.setAccessibleName(name)
            choices.addWidget(choice, 1)
        for widget in (self.check_button, self.export_button):
            verbs.addWidget(widget)
        verbs.addStretch(1)
        foot.addWidget(self.count)
        foot.addStretch(1)
        foot.addWidget(self.pager)
        for part in (choices, foot, verbs):
            self.sheet.column.addLayout(part)
        self.sheet.column.insertWidget(2, self.table)
        self.sheet.column.insertWidget(3, self.detail)
        self.sheet.column.addWidget(self.verdict)
        self.verdict.hide()
        self.column.addWidget(self.sheet)
        self.column.addStretch(1)
