"""更正: what stood there beside what shall stand there; both versions are kept."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from station_app.domain.checks import clean_form
from station_app.domain.enums import ContactKind
from station_app.domain.forms import Problem, ReceptionForm
from station_app.errors import StationError
from station_app.services import correcting
from station_app.services.correcting import Corrected
from station_app.services.correction_form import correction_problems
from station_app.services.detail import OpinionDetail
from station_app.ui.context import PageContext
from station_app.ui.forms.fields import BareField, EnterGoesOn
from station_app.ui.look import look
from station_app.ui.pages.opinions_parts import Part, form_with, value_at
from station_app.ui.pages.opinions_sections import sections
from station_app.ui.tasks import Progress
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.sheet import ActionBar, PageBody, Sheet
from station_app.ui.widgets.status import MarkView

_LABEL = 84
_MARK = "更新"


class CorrectionRow(QWidget):
    """Label, what stood there, the control; the mark 更新 appears where it differs."""

    def __init__(self, part: Part, form: ReceptionForm) -> None:
        super().__init__()
        self.part, self._before = part, value_at(form, part.path)
        part.write(self._before)
        self.mark = MarkView(_MARK)
        policy = self.mark.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.mark.setSizePolicy(policy)
        self.label = Text(part.label, "body", "text2")
        self.old = Text(part.words(self._before), "body", "text2", wrap=True)
        self.old.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.old.setAccessibleName(part.label)
        self.field = BareField(part.label, part.control)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        part.changed.connect(self.follow)
        look().changed.connect(self.rearrange)
        self.rearrange()
        self.follow()

    def value(self) -> tuple[str, object]:
        """Return the path and what shall stand there."""
        return self.part.path, self.part.read()

    def changed(self) -> bool:
        """Whether that differs from what stood there."""
        return bool(self.part.read() != self._before)

    def follow(self) -> None:
        """Mark the row when it differs."""
        changed = self.changed()
        self.mark.setVisible(changed)
        self.label.set_tone("text" if changed else "text2")

    def rearrange(self) -> None:
        """Labels stand at the side, from 130 % above."""
        for widget in (self.mark, self.label, self.old, self.field):
            self._grid.removeWidget(widget)
        above = look().compact
        top, below = Qt.AlignmentFlag.AlignTop, int(above)
        self._grid.addWidget(self.mark, 0, 0, top)
        self._grid.addWidget(self.label, 0, 1, 1, 3 if above else 1, top)
        self._grid.addWidget(self.old, below, 2, top)
        self._grid.addWidget(self.field, below, 3, top)
        for widget in (self.label, self.mark, self.old):
            widget.setMinimumHeight(look().px(24 if above else 34))
        self._grid.setColumnMinimumWidth(1, 0 if above else look().px(_LABEL))
        for column in (2, 3):
            self._grid.setColumnStretch(column, 1)


class CorrectionView(QWidget):
    """The whole form of one opinion. ``saved`` gives what the service says of it, ``closed`` goes back."""

    saved = Signal(object)
    closed = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._form = ReceptionForm()
        self._uid, self._at_reception = "", True
        self.rows: list[CorrectionRow] = []
        self.body = PageBody()
        self.bar = ActionBar()
        self.submit = KeyCapButton(self.tr("保存更正"), kind="primary", key="Ctrl+S", size="bar")
        self.back = KeyCapButton(self.tr("不更正了"), key="Esc", bind=False, size="bar")
        self.submit.clicked.connect(self._submit)
        self.back.clicked.connect(self.leave)
        self._sheet = Sheet()
        self._lay_out()

    def load(self, detail: OpinionDetail, form: ReceptionForm) -> None:
        """Show an opinion as it stands, to be corrected."""
        self._uid, self._form = detail.uid, form
        self._at_reception = detail.reception is not None
        old, self._sheet = self._sheet, Sheet(self.tr("更正 {serial}").format(serial=detail.serial), self._hint(detail))
        self.rows = []
        self._sheet.column.addWidget(self._head())
        for title, parts in sections(self._context, form, at_reception=self._at_reception):
            self._sheet.column.addWidget(Text(title, "strong"))
            for part in parts:
                self._add(CorrectionRow(part, form))
        self.body.column.replaceWidget(old, self._sheet)
        old.hide()
        old.deleteLater()
        EnterGoesOn(self._sheet)
        self.bar.set_problems([])
        self.submit.setEnabled(True)
        self.body.verticalScrollBar().setValue(0)
        self.row("opinions[0].title").part.control.setFocus()

    def row(self, path: str) -> CorrectionRow:
        """Return the row of a field; KeyError when it has none."""
        found = {row.part.path: row for row in self.rows}
        return found[path]

    def dirty(self) -> bool:
        """Whether anything differs from what stood there."""
        return any(row.changed() for row in self.rows)

    def leave(self) -> bool:
        """Go back, after asking when something was changed; say whether it did."""
        if self.dirty() and not self._context.messages.confirm(
            self.tr("更正还没有保存"), self.tr("离开后，改过的地方就没有了；原来的内容不变。"), self.tr("不保存，离开")
        ):
            return False
        self.rows = []
        self.closed.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; it never discards typing unasked."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def form(self) -> ReceptionForm:
        """Return the form as it stands in the fields."""
        form = form_with(self._form, (row.value() for row in self.rows if row.changed()))
        if form.contact.kind is ContactKind.ANONYMOUS and form.contact.name:
            form = replace(form, contact=replace(form.contact, name=""))
        return form

    def _submit(self) -> None:
        for row in self.rows:
            row.field.clear_error()
        try:
            form = clean_form(self.form())
        except StationError as problem:
            self._context.messages.error(problem)
            return
        now = self._context.station.clock.now()
        agreed = form.began == self._form.began
        found = correction_problems(form, now, agreed, self._at_reception)
        if found and not correction_problems(form, now, True, self._at_reception):
            agreed = self._agrees_to_future(now)
            found = [] if agreed else found
        if found:
            self._show_problems(found)
            return
        self.submit.setEnabled(False)
        work = partial(_correct, context=self._context, uid=self._uid, form=form, agreed=agreed)
        self._context.tasks.run(work, self._done, self._refused)

    def _agrees_to_future(self, now: datetime) -> bool:
        return self._context.messages.confirm(
            self.tr("接待时间在将来，对吗？"),
            self.tr("现在是 {now}。电脑的时间不对，就先改好时间。").format(now=now.strftime("%Y-%m-%d %H:%M")),
            self.tr("就是这个时间"),
            danger=False,
        )

    def _show_problems(self, found: list[Problem]) -> None:
        known = {row.part.path: row for row in self.rows}
        self.bar.set_problems([problem.label for problem in found])
        for problem in reversed(found):
            row = known.get(problem.field)
            if row is not None:
                row.field.set_error(problem.sentence)
                row.part.control.setFocus()
                self.body.ensureWidgetVisible(row)

    def _done(self, corrected: Corrected) -> None:
        self.rows = []
        self.saved.emit(corrected)

    def _refused(self, problem: StationError) -> None:
        self.submit.setEnabled(True)
        self._context.messages.error(problem)

    def _add(self, row: CorrectionRow) -> None:
        self.rows.append(row)
        self._sheet.column.addWidget(row)

    def _hint(self, detail: OpinionDetail) -> str:
        if detail.reception is None:
            return self.tr("编号不变，新旧两版都留")
        return self.tr("编号不变，新旧两版都留；接待和反映人的更正，同一次接待的各条一并更正")

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(look().px(15) + (8 if look().compact else look().px(_LABEL) + 16), 0, 0, 0)
        row.setSpacing(8)
        for words in (self.tr("原来"), self.tr("更正为")):
            row.addWidget(Text(words, "caption", "text2"), 1)
        return head

    def _lay_out(self) -> None:
        self.body.column.addWidget(self._sheet)
        self.body.column.addStretch(1)
        self.bar.add(self.submit)
        self.bar.add(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.body, 1)
        column.addWidget(self.bar)


def correction_note(corrected: Corrected) -> str:
    """Tell in one line what a correction did."""
    told = QCoreApplication.translate("CorrectionView", "{serial} 已更正：{fields}")
    return "　".join((told.format(serial=corrected.serial, fields="、".join(corrected.changed)), *corrected.notes))


def _correct(_progress: Progress, *, context: PageContext, uid: str, form: ReceptionForm, agreed: bool) -> Corrected:
    return correcting.correct(context.station, uid, form, agreed)
