"""What importing and writing a batch share: the place, progress, what is to be said, one line a package, the verbs."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.errors import StationError
from station_app.services.pace import Cancelled
from station_app.ui.context import PageContext
from station_app.ui.pages.settings_parts import WorkStrip
from station_app.ui.pages.stations_place import PlaceSheet
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import Banner
from station_app.ui.widgets.sheet import SHEET_EDGE, ActionBar, PageBody, Sheet
from station_app.ui.widgets.table import Column, RowTable

_MOST = 24


class BatchView(QWidget):
    """``closed`` goes back to the stations, ``changed`` says that packages went or came.

    ``place`` settles the folder, ``table`` has a line a package; ``sum`` adds them up above it, ``told`` is
    the chosen line's whole sentence.
    """

    closed = Signal()
    changed = Signal()

    def __init__(
        self, context: PageContext, title: str, place: PlaceSheet, columns: Sequence[Column], cancel_tip: str
    ) -> None:
        super().__init__()
        self.context, self.place = context, place
        self.body = PageBody()
        self.strip = WorkStrip(self, context.tasks, cancel_tip)
        self.note = Banner()
        self.sheet = Sheet(title, padded=False)
        self.table = RowTable(columns, title, most=_MOST)
        self.sum = Text("", "strong", wrap=True)
        self.told = Text("", "body", "text2", wrap=True)
        self.submit = KeyCapButton("", kind="primary", key="Ctrl+Enter", size="bar")
        self.back = KeyCapButton(self.tr("返回"), key="Esc", size="bar", bind=False)
        self.bar = ActionBar()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()
        self.back.clicked.connect(self.leave)
        self.strip.working.connect(self._set_busy)
        self.table.chosen.connect(self._tell)

    def start(self) -> None:
        """Begin anew."""
        raise NotImplementedError

    def sentence(self, row: object) -> str:
        """Return all that a line has to say."""
        raise NotImplementedError

    def leave(self) -> None:
        """Go back, unless packages are on their way."""
        if not self.strip.busy:
            self.closed.emit()

    def say(self, words: str, kind: str) -> None:
        """Show a sentence above the table; empty takes it away."""
        self.note.set_text(words, kind)
        self.note.setVisible(bool(words))

    def refuse(self, problem: StationError) -> None:
        """Show why nothing was done."""
        self.say(str(problem), "plain" if isinstance(problem, Cancelled) else "danger")
        if self.isVisible():
            self.place.first().setFocus()

    def show_rows(self, rows: Sequence[object], total: str) -> None:
        """Show a line for each package and what they come to."""
        self.table.set_rows(rows)
        self.sheet.setVisible(bool(rows))
        self.sum.setText(total)
        self.told.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _tell(self, row: object) -> None:
        self.told.setText(self.sentence(row))
        self.told.show()

    def _set_busy(self, busy: bool) -> None:
        self.place.set_busy(busy)
        self.back.setEnabled(not busy)
        self.submit.setEnabled(not busy)
        if busy:
            self.say("", "info")

    def _lay_out(self) -> None:
        above = QWidget()
        lines = QVBoxLayout(above)
        lines.setContentsMargins(SHEET_EDGE - 1, 10, SHEET_EDGE - 1, 10)
        lines.setSpacing(4)
        lines.addWidget(self.sum)
        lines.addWidget(self.told)
        self.sheet.column.addWidget(above)
        self.sheet.column.addWidget(self.table)
        self.note.hide()
        for widget in (self.place, self.strip, self.note, self.sheet):
            self.body.column.addWidget(widget)
        self.body.column.addStretch(1)
        self.bar.add(self.submit)
        self.bar.add(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.body, 1)
        column.addWidget(self.bar)
