"""登录口令, below the people: who signs in by which number, set and taken away by the head."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.services.sign_in import (
    HEAD_NUMBER,
    SignIn,
    give_passphrase,
    set_sharing,
    shares,
    sign_ins,
    take_away,
)
from station_app.ui.context import PageContext
from station_app.ui.gate.passphrase import NewPassphrase
from station_app.ui.pages.opinions_form import PaneForm, Work
from station_app.ui.pages.settings_parts import FormSheet, Section
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.choices import CheckBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.sheet import GAP, Sheet
from station_app.ui.widgets.table import Column, RowTable


class SigningSheet(QWidget):
    """A table of numbers, two verbs for the chosen row, and whether the others may sit down by their name."""

    def __init__(self, section: Section) -> None:
        super().__init__()
        self._section, self.context = section, section.context
        self.table = RowTable(self._columns(), self.tr("登录口令"), most=6)
        self.give = KeyCapButton(self.tr("设口令…"), size="row")
        self.take = KeyCapButton(self.tr("取消口令"), size="row")
        self.shared = CheckBox(self.tr("没有口令的人，用 01 号打开后可以直接选自己的名字"))
        self.form_sheet = FormSheet()
        self._lay_out()
        self.give.clicked.connect(lambda: self._open(self.table.current()))
        self.take.clicked.connect(self._take)
        self.shared.clicked.connect(self._share)
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._follow)

    def refresh(self) -> None:
        """Read the numbers anew."""
        head = self._section.is_head()
        row = max(self.table.currentIndex().row(), 0)
        self.table.set_rows(sign_ins(self.context.station))
        self.table.choose(row)
        self.shared.setChecked(shares(self.context.station))
        self.shared.setEnabled(head)
        self._follow(self.table.current())

    def may_leave(self) -> bool:
        """Ask when something was typed."""
        return self.form_sheet.may_leave()

    def _follow(self, one: SignIn | None) -> None:
        head = self._section.is_head()
        self.give.setText(self.tr("换一个口令…") if one is not None and one.number else self.tr("设口令…"))
        self.give.setEnabled(head and one is not None)
        self.take.setEnabled(head and one is not None and one.number not in ("", HEAD_NUMBER))
        stays = self.tr("01 号是站长（负责人）的，不能取消")
        self.take.setToolTip(stays if one is not None and one.number == HEAD_NUMBER else "")

    def _open(self, one: SignIn | None) -> None:
        if one is None or not self._section.is_head() or not self.form_sheet.may_leave():
            return
        form = GiveForm(self.context, one)
        self.form_sheet.open(form)
        form.saved.connect(self._saved)
        form.new.first.setFocus()
        self._section.bring(form.submit)

    def _take(self) -> None:
        one = self.table.current()
        name = one.known.person.name
        question = self.tr("取消「{name}」的口令？").format(name=name)
        loss = self.tr("{number} 号和它的口令马上失效；登记过的内容都不变。").format(number=one.number)
        if self.context.messages.confirm(question, loss, self.tr("取消口令")):
            self._do(partial(take_away, uid=one.known.uid), self.tr("{name} 的口令已取消").format(name=name))

    def _share(self) -> None:
        on = self.shared.isChecked()
        told = self.tr("没有口令的人可以直接选名字") if on else self.tr("以后只有自己有口令的人能坐到电脑前")
        self._do(partial(set_sharing, shared=on), told)

    def _do(self, work: Work, sentence: str) -> None:
        station, messages = self.context.station, self.context.messages
        self.context.tasks.run(
            lambda _progress: work(station), lambda _done: self._saved(sentence), messages.error, owner=self
        )

    def _saved(self, sentence: str) -> None:
        self.form_sheet.clear()
        self.context.messages.say(sentence)
        self.refresh()
        self.table.setFocus()

    def _columns(self) -> tuple[Column, ...]:
        def number(one: SignIn) -> str:
            return one.number or self.tr("没有口令")

        return (
            Column(self.tr("姓名"), lambda one: one.known.person.name),
            Column(self.tr("岗位"), lambda one: one.known.person.role.value, 140),
            Column(self.tr("登录编号"), number, 110, quiet=True),
        )

    def _lay_out(self) -> None:
        sheet = Sheet(self.tr("登录口令"), self.tr("Enter 设口令"), padded=False)
        for button in (self.give, self.take):
            sheet.add_to_head(button)
        sheet.column.addWidget(self.table)
        foot = Sheet()
        told = self.tr("打开程序时输自己的编号和口令；第一个口令由站长（负责人）设，本人再到「口令与恢复单」里换。")
        foot.column.addWidget(self.shared)
        foot.column.addWidget(Text(told, "caption", "text2", wrap=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for widget in (sheet, foot, self.form_sheet):
            column.addWidget(widget)


class GiveForm(PaneForm):
    """A first passphrase for somebody, or another for a forgotten one."""

    def __init__(self, context: PageContext, one: SignIn) -> None:
        title = self.tr("给「{name}」设口令").format(name=one.known.person.name)
        super().__init__(context, title, self.tr("设为口令"))
        self._one = one
        self.new = NewPassphrase()
        self.add((self.new,))

    def check(self) -> Field | None:
        """Both must be there and the same."""
        return next(iter(self.new.wrong()), None)

    def work(self) -> tuple[Work, str]:
        """Give it."""
        name = self._one.known.person.name
        sentence = self.tr("已给 {name} 设口令，登录编号在表里；请当面告诉本人").format(name=name)
        return partial(give_passphrase, uid=self._one.known.uid, text=self.new.text()), sentence

    def first(self) -> QWidget:
        """Begin with the passphrase."""
        return self.new.first
