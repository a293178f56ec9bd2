"""Phrases at the side: filtered by a few letters, put into the text that was being written."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QListView, QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from station_app.services.phrases import Phrase, matching_phrases
from station_app.services.station import Station
from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.row_list import Index, RowList
from station_app.ui.widgets.tips import plain_tip

_ROW = 32
_EDGE = 16
_CODE_WIDTH = 42
_LEAST_ROWS = 2


class PhraseModel(RowList[Phrase]):
    """The phrases that fit what was typed, best first."""

    def words(self, row: Phrase, role: Qt.ItemDataRole) -> str | None:
        """Return the phrase."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.text)
        return row.text if role == Qt.ItemDataRole.DisplayRole else None


class PhraseDelegate(QStyledItemDelegate):
    """Draws the letters and the phrase."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        row: Phrase = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & option.state.State_Selected:
            painter.fillRect(option.rect, look().color("selected"))
        elif option.state & option.state.State_MouseOver:
            painter.fillRect(option.rect, look().color("hover"))
        box = option.rect.adjusted(_EDGE, 0, -8, 0)
        code = look().px(_CODE_WIDTH)
        paint.words(painter, QRect(box.left(), box.top(), code, box.height()), row.code, "text2", kind="caption")
        paint.words(painter, box.adjusted(code, 0, 0, 0), row.text, "text")
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(100, look().px(_ROW))


class PhraseList(QListView):
    """At least two rows, more where there is room; it never takes the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(PhraseDelegate(self))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Return room for two rows."""
        return QSize(100, _LEAST_ROWS * look().px(_ROW))

    def minimumSizeHint(self) -> QSize:
        """Return room for two rows."""
        return self.sizeHint()


class PhrasePanel(QObject):
    """``filter`` and ``list`` are laid out by the sheet. ``picked`` gives the words, ``left`` follows Esc.

    Ctrl+/ goes to the filter, ↑ ↓ choose, Enter picks.
    """

    picked = Signal(str)
    left = Signal()

    def __init__(self, station: Station, parent: QWidget) -> None:
        super().__init__(parent)
        self._station = station
        self.filter = LineEdit(placeholder=self.tr("首字母"))
        self.filter.setAccessibleName(self.tr("找常用语"))
        # Not a stop of Tab: the form goes from the opinion on to its outcome; Ctrl+/ comes here.
        self.filter.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.filter.installEventFilter(self)
        self.filter.textChanged.connect(self.refresh)
        self.model = PhraseModel(self)
        self.list = PhraseList()
        self.list.setModel(self.model)
        self.list.clicked.connect(lambda index: self._pick(index.row()))
        QShortcut(QKeySequence("Ctrl+/"), parent).activated.connect(self._enter)

    def refresh(self) -> None:
        """Show the phrases that fit the filter."""
        self.model.set_rows(matching_phrases(self._station, self.filter.text()))
        if self.model.rowCount() and (self.filter.text() or self.filter.hasFocus()):
            self.list.setCurrentIndex(self.model.index(0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the keys of the filter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._handled(event):
            return True
        return super().eventFilter(watched, event)

    def _handled(self, event: QKeyEvent) -> bool:
        key, row = event.key(), self.list.currentIndex().row()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.model.rowCount():
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentIndex(self.model.index(min(max(row + step, 0), self.model.rowCount() - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _CONTROL:
            if row >= 0:
                self._pick(row)
        elif key == Qt.Key.Key_Escape:
            self._clear()
            self.left.emit()
        else:
            return False
        return True

    def _enter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()
        self.refresh()

    def _pick(self, row: int) -> None:
        text = self.model.row(row).text
        self._clear()
        self.picked.emit(text)

    def _clear(self) -> None:
        self.filter.clear()
        self.refresh()
        self.list.setCurrentIndex(QModelIndex())


_CONTROL = Qt.KeyboardModifier.ControlModifier
