"""冲突: a record that two PCs have changed, its versions side by side; a person says which counts, field by field."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station_app.errors import StationError
from station_app.services.packages.conflicts import Differing, Disputed, conflicts, note_seen, resolve
from station_app.ui.context import PageContext
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.labels import Rule, Text
from station_app.ui.widgets.notes import Banner, EmptyState
from station_app.ui.widgets.segmented import Segmented
from station_app.ui.widgets.sheet import PageBody, Sheet
from station_app.ui.widgets.table import Column, RowTable

_ROWS = 5


class ConflictsView(PageBody):
    """``closed`` follows the way back, ``settled`` each conflict that was settled."""

    closed = Signal()
    settled = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._choices: dict[str, Segmented] = {}
        self.table = RowTable(_columns(), self.tr("有冲突的登记"), most=_ROWS)
        self.list = Sheet(self.tr("有冲突，请选一条为准"), self.tr("选定以前两边都留着"), padded=False)
        self.list.column.addWidget(self.table)
        self.empty = EmptyState(self.tr("没有冲突。"))
        self.sheet = Sheet(self.tr("两个版本"), " ")
        self.told = Banner("", "plain")
        self.problem = Banner("", "danger")
        self.fields = QWidget()
        self.submit = KeyCapButton(self.tr("以所选为准"), kind="primary", key="Ctrl+S")
        self.all_first = KeyCapButton(self.tr("都用第一个"))
        self.all_second = KeyCapButton(self.tr("都用第二个"))
        self.back = KeyCapButton(self.tr("返回"), key="Esc")
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read anew what is to be settled."""
        found = conflicts(self._context.station)
        self.table.set_rows(found)
        self.list.setVisible(bool(found))
        self.sheet.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.table.choose(0)
        self._show(self.table.current())
        (self.table if found else self.back).setFocus()

    def _show(self, one: Disputed | None) -> None:
        self._choices = {}
        self.problem.hide()
        fresh = QWidget()
        if one is not None:
            self.sheet.title.setText(f"{one.kind}　{one.lead}")
            self._fill(QGridLayout(fresh), one)
            self.told.set_text(self._told(one))
            self.told.setVisible(one.secret or not one.ours)
            self._context.tasks.run(
                lambda _progress: note_seen(self._context.station, one), None, self._refused, owner=self
            )
        self.sheet.column.replaceWidget(self.fields, fresh)
        self.fields.hide()
        self.fields.deleteLater()
        self.fields = fresh
        for button in (self.submit, self.all_first, self.all_second):
            button.setVisible(one is not None and one.ours and not one.secret)

    def _told(self, one: Disputed) -> str:
        if one.secret:
            return self.tr("反映人信息保密，请站长坐到电脑前，在右下角换人后来定。")
        return self.tr("这一项由写它的那一边来定；等对方定好，再取一次包就没有冲突了。")

    def _fill(self, grid: QGridLayout, one: Disputed) -> None:
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        count = len(one.versions)
        for column, version in enumerate(one.versions, 1):
            words = self.tr("第 {place} 个　电脑 {letters}\n{by}　{at}").format(
                place=column, letters=version.letters, by=version.by, at=version.at.replace("T", " ")[:16]
            )
            grid.addWidget(Text(words, "caption", "text2", wrap=True), 0, column)
            grid.setColumnStretch(column, 1)
        for place, field in enumerate(one.fields):
            self._add_field(grid, 1 + 2 * place, field, count, ours=one.ours)

    def _add_field(self, grid: QGridLayout, row: int, field: Differing, count: int, *, ours: bool) -> None:
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(Rule(), row, 0, 1, count + 2)
        grid.addWidget(Text(field.label, "strong"), row + 1, 0, top)
        for column, words in enumerate(field.words, 1):
            text = Text(words, wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(text, row + 1, column, top)
        if ours:
            options = [(place, self.tr("第 {place} 个").format(place=place + 1)) for place in range(count)]
            choice = self._choices[field.name] = Segmented(options)
            choice.setAccessibleName(self.tr("{label} 以哪个为准").format(label=field.label))
            grid.addWidget(choice, row + 1, count + 1, top)

    def _choose_all(self, place: int) -> None:
        for choice in self._choices.values():
            choice.set_value(place)
        self.submit.setFocus()

    def _settle(self) -> None:
        one: Disputed | None = self.table.current()
        if one is None or not one.ours or one.secret:
            return
        unsaid = [choice for choice in self._choices.values() if choice.value() is None]
        if unsaid:
            self._say(self.tr("还有 {count} 处没有选以哪个为准").format(count=len(unsaid)))
            unsaid[0].setFocus()
            return
        places = {name: int(str(choice.value())) for name, choice in self._choices.items()}
        base = next(iter(places.values()))
        other = {name: one.versions[place].change for name, place in places.items() if place != base}
        work = partial(resolve, self._context.station, one.uid, one.facet, one.versions[base].change, other)
        self.submit.setEnabled(False)
        self._context.tasks.run(lambda _progress: work(), lambda _none: self._done(one), self._refused, owner=self)

    def _done(self, one: Disputed) -> None:
        self.submit.setEnabled(True)
        words = self.tr("{kind} {lead} 已定好，下一个包会告诉另一边")
        self._context.messages.say(words.format(kind=one.kind, lead=one.lead))
        self.refresh()
        self.settled.emit()

    def _refused(self, problem: StationError) -> None:
        self.submit.setEnabled(True)
        self._say(str(problem))

    def _say(self, sentence: str) -> None:
        self.problem.set_text(sentence)
        self.problem.show()

    def _lay_out(self) -> None:
        verbs = QHBoxLayout()
        verbs.setSpacing(10)
        for button in (self.submit, self.all_first, self.all_second):
            verbs.addWidget(button)
        verbs.addStretch(1)
        inner = QVBoxLayout()
        inner.setSpacing(10)
        for widget in (self.told, self.fields, self.problem):
            inner.addWidget(widget)
        inner.addLayout(verbs)
        self.sheet.column.addLayout(inner)
        for widget in (self.list, self.empty, self.sheet):
            self.column.addWidget(widget)
        below = QHBoxLayout()
        below.addWidget(self.back)
        below.addStretch(1)
        self.column.addLayout(below)
        self.column.addStretch(1)

    def _connect(self) -> None:
        self.table.chosen.connect(self._show)
        self.submit.clicked.connect(self._settle)
        self.all_first.clicked.connect(lambda: self._choose_all(0))
        self.all_second.clicked.connect(lambda: self._choose_all(1))
        self.back.clicked.connect(self.closed)


def _columns() -> tuple[Column, ...]:
    tr = QCoreApplication.translate
    return (
        Column(tr("ConflictsView", "什么"), lambda one: one.kind, 110),
        Column(tr("ConflictsView", "编号"), lambda one: one.lead, 130),
        Column(tr("ConflictsView", "不一样的地方"), lambda one: "、".join(field.label for field in one.fields)),
        Column(tr("ConflictsView", "谁来定"), _who, 110, quiet=True),
    )


def _who(one: Disputed) -> str:
    tr = QCoreApplication.translate
    return tr("ConflictsView", "本机来定") if one.ours else tr("ConflictsView", "另一边来定")
