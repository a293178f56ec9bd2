"""The list under a token field."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.labels import Rule, Text
from station_app.ui.widgets.row_list import Index, RowList

_SHOWN = 8
_ROW = 34
_EDGE = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """One choice: ``hits`` are the places of the characters in ``label`` that the typing met."""

    value: object
    label: str
    detail: str = ""
    note: str = ""
    hits: tuple[int, ...] = ()


class CandidateModel(RowList[Candidate]):
    """The candidates in the order of the matcher."""

    def words(self, row: Candidate, role: Qt.ItemDataRole) -> str | None:
        """Return the label, and all of it to a reader aloud."""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.label} {row.detail} {row.note}".strip()
        return row.label if role == Qt.ItemDataRole.DisplayRole else None


class CandidateDelegate(QStyledItemDelegate):
    """Draws label with hits, detail and the note at the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        row = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & option.state.State_Selected:
            paint.frame(painter, option.rect, "selected", None)
        box = option.rect.adjusted(_EDGE, 0, -_EDGE, 0)
        self._draw_note(painter, box, row.note)
        left = self._draw_label(painter, box, row) + 12
        detail = QRect(left, box.top(), box.right() - left - paint.text_width(row.note, "caption") - 8, box.height())
        paint.words(painter, detail, row.detail, "text2", kind="caption")
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(100, look().px(_ROW))

    def _draw_label(self, painter: QPainter, box: QRect, row: Candidate) -> int:
        left = box.left()
        for place, letter in enumerate(row.label):
            hit = place in row.hits
            width = paint.text_width(letter, bold=hit)
            cell = QRect(left, box.top(), width + 1, box.height())
            paint.words(painter, cell, letter, "accent" if hit else "text", bold=hit)
            if hit:
                below = box.center().y() + look().px(9)
                painter.fillRect(left, below, width, 1, look().color("accent"))
            left += width
        return left

    def _draw_note(self, painter: QPainter, box: QRect, note: str) -> None:
        width = paint.text_width(note, "caption")
        at = QRect(box.right() - width, box.top(), width + 1, box.height())
        paint.words(painter, at, note, "text2", kind="caption")


class TokenPopup(QFrame):
    """A list over the page under ``field``; it never takes the focus. ``picked`` gives the candidate.

    It can say one sentence instead of the list.
    """

    picked = Signal(object)

    def __init__(self, field: QWidget, hint: str) -> None:
        super().__init__(field)
        self._field = field
        self.model = CandidateModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(CandidateDelegate(self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(lambda index: self.picked.emit(self.model.row(index.row())))
        self._hint = hint
        self._foot = Text(hint, "caption", "text2", wrap=True)
        self._rule = Rule()
        column = QVBoxLayout(self)
        column.setContentsMargins(5, 5, 5, 5)
        column.setSpacing(4)
        column.addWidget(self.view)
        column.addWidget(self._rule)
        column.addWidget(self._foot)
        self._foot.setIndent(_EDGE)
        self.hide()

    def show_rows(self, rows: Sequence[Candidate]) -> None:
        """Show candidates, the first one chosen; without any the list is hidden."""
        self.model.set_rows(rows)
        if not rows:
            self.hide()
            return
        self.view.setCurrentIndex(self.model.index(0))
        self._open(self._hint, listing=True)

    def show_sentence(self, sentence: str) -> None:
        """Say why there is nothing to choose."""
        self.model.set_rows(())
        self._open(sentence, listing=False)

    def sentence(self) -> str:
        """Return the sentence that is shown instead of a list, or an empty string."""
        return self._foot.text() if self.isVisible() and not self.model.rowCount() else ""

    def current(self) -> Candidate | None:
        """Return the chosen row of a visible list."""
        index = self.view.currentIndex()
        return self.model.row(index.row()) if self.isVisible() and index.isValid() else None

    def move_choice(self, by: int) -> None:
        """Go up or down, staying in the list."""
        row = min(max(self.view.currentIndex().row() + by, 0), self.model.rowCount() - 1)
        self.view.setCurrentIndex(self.model.index(row))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground and outline."""
        painter = paint.smooth(self)
        paint.frame(painter, self.rect(), "surface", "control")
        painter.end()

    def _open(self, foot: str, *, listing: bool) -> None:
        self._foot.setText(foot)
        for part in (self.view, self._rule):
            part.setVisible(listing)
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self.view.setFixedHeight(min(self.model.rowCount(), _SHOWN) * look().px(_ROW))
        self.layout().activate()
        height = self.layout().totalHeightForWidth(self._field.width())
        below = self._field.mapTo(window, QPoint(0, self._field.height() + 3))
        if below.y() + height > window.height():
            below.setY(max(0, below.y() - self._field.height() - height - 6))
        self.setGeometry(QRect(below, QSize(self._field.width(), height)))
