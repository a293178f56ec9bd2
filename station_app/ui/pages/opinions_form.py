"""A short form in the pane: what it shares with the others."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from station_app.errors import StationError
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import IconText

Work = Callable[[Station], object]


class PaneForm(QWidget):
    """A head, fields, what is wrong, and two verbs. ``saved`` gives the sentence that tells it, ``closed`` goes back.

    A form adds its fields by ``add``, and says in ``check`` what must be mended and in ``work`` what is to be done.
    ``key`` presses the first verb.
    """

    saved = Signal(str)
    closed = Signal()

    def __init__(
        self, context: PageContext, title: str, verb: str, *, kind: str = "primary", key: str = "Ctrl+S"
    ) -> None:
        super().__init__()
        self.context, self.title = context, title
        self.fields: list[Field] = []
        self._typed = False
        self.problem = IconText("", "alert-circle", "danger", wrap=True)
        self.problem.hide()
        self.submit = KeyCapButton(verb, kind=kind, key=key)
        self.back = KeyCapButton(self.tr("先不"))
        self.submit.clicked.connect(self._submit)
        self.back.clicked.connect(self.leave)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(Text(title, "strong"))
        self._column.addWidget(self.problem)
        self._column.addLayout(self._verbs())
        self._column.addStretch(1)

    def add(self, widgets: Iterable[QWidget]) -> None:
        """Put widgets above the verbs; fields are watched for typing."""
        for widget in widgets:
            self._column.insertWidget(self._column.count() - 3, widget)
            if isinstance(widget, Field):
                self.fields.append(widget)
            self._watch(widget)

    def check(self) -> QWidget | None:
        """Mark what must be mended; return the first such field."""
        return None

    def work(self) -> tuple[Work, str]:
        """Return what is done in the worker thread, and the sentence that tells it is done."""
        raise NotImplementedError

    def agreed(self) -> bool:
        """Ask before what cannot be undone."""
        return True

    def dirty(self) -> bool:
        """Whether something typed would be lost."""
        return self._typed

    def first(self) -> QWidget:
        """Return where the typing begins."""
        return self.fields[0]

    def leave(self) -> bool:
        """Close the form, after asking when something was typed; say whether it is closed."""
        if self._typed and not self._may_drop():
            return False
        self._typed = False
        self.closed.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; it never discards typing unasked."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def touch(self) -> None:
        """Note that the person has changed something."""
        self._typed = True

    def _may_drop(self) -> bool:
        return self.context.messages.confirm(
            self.tr("「{title}」还没有保存").format(title=self.title),
            self.tr("离开后，刚才填的就没有了。"),
            self.tr("不保存，离开"),
        )

    def _submit(self) -> None:
        self.problem.hide()
        for field in self.fields:
            field.clear_error()
        wrong = self.check()
        if wrong is not None:
            wrong.setFocus()
            return
        if not self.agreed():
            return
        work, sentence = self.work()
        station = self.context.station
        self.submit.setEnabled(False)
        self.context.tasks.run(lambda _progress: work(station), lambda _done: self._done(sentence), self._refused)

    def _done(self, sentence: str) -> None:
        self._typed = False
        self.saved.emit(sentence)

    def _refused(self, problem: StationError) -> None:
        self.submit.setEnabled(True)
        self.problem.set_text(str(problem))
        self.problem.show()
        self.submit.setFocus()

    def _verbs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.submit)
        row.addWidget(self.back)
        row.addStretch(1)
        return row

    def _watch(self, widget: QWidget) -> None:
        for line in widget.findChildren(QLineEdit):
            line.textEdited.connect(self.touch)
        for area in widget.findChildren(QTextEdit):
            area.textChanged.connect(self.touch)


def need(field: Field, sentence: str, *, when: bool) -> Field | None:
    """Mark a field as to be mended when it is; give it back then."""
    if when:
        field.set_error(sentence)
        return field
    return None


def first_of(*wrong: Field | None) -> Field | None:
    """Return the first field that is to be mended."""
    return next((field for field in wrong if field is not None), None)
