"""Text entry: one line, or long text with a count."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QLineEdit, QTextEdit

from station_app.domain.text import clean_text
from station_app.errors import StationError
from station_app.ui.look import look
from station_app.ui.widgets.labels import Text, restyle

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LineEdit(QLineEdit):
    """One line; Enter goes to the next field."""

    def __init__(self, text: str = "", placeholder: str = "") -> None:
        super().__init__(text)
        self.setPlaceholderText(placeholder)

    def set_invalid(self, invalid: bool) -> None:
        """Draw the red border or take it away."""
        self.setProperty("invalid", invalid)
        restyle(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter leave the field."""
        super().keyPressEvent(event)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and plain and self.hasFocus():
            self.focusNextChild()


class TextArea(QTextEdit):
    """Long plain text: Tab leaves, Enter is a new line, the count stands at the lower right.

    ``changed`` follows every change of the text; ``limit`` (characters) colours the count. A counted text is cleaned
    when it is left, and what was changed stands beside the count.
    """

    changed = Signal()

    def __init__(self, placeholder: str = "", *, limit: int = 0, counted: bool = True) -> None:
        super().__init__()
        self._limit = limit
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.setPlaceholderText(placeholder)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._count = Text("", "caption", "text2")
        self._count.setParent(self)
        self._count.setVisible(counted)
        self.textChanged.connect(self._changed)
        self.verticalScrollBar().rangeChanged.connect(self._place_count)
        look().changed.connect(self._rescale)
        self._rescale()

    def text(self) -> str:
        """Return the text as typed."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace the text; that cannot be undone."""
        self.setPlainText(text)
        self._set_line()
        self.document().clearUndoRedoStacks()

    def set_invalid(self, invalid: bool) -> None:
        """Draw the red border or take it away."""
        self.setProperty("invalid", invalid)
        restyle(self)

    def sizeHint(self) -> QSize:
        """Return room for three lines and the count."""
        return QSize(look().px(200), look().px(104))

    def minimumSizeHint(self) -> QSize:
        """Return room for two lines."""
        return QSize(look().px(80), look().px(60))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Clean the text, unless only a menu or another program came in between."""
        super().focusOutEvent(event)
        between = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if self._count.isVisibleTo(self) and event.reason() not in between:
            self._tidy()

    def _tidy(self) -> None:
        """Apply the text rules; what cannot be kept is refused when it is saved."""
        try:
            cleaned = clean_text(self.text())
        except StationError:
            return
        if cleaned.text != self.text():
            self.set_text(cleaned.text)
            self.moveCursor(QTextCursor.MoveOperation.End)
            words = self.tr("{count} 字 · {changes}")
            self._count.setText(words.format(count=len(cleaned.text), changes="，".join(cleaned.changes)))
            self._place_count()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the count in its corner."""
        super().resizeEvent(event)
        self._place_count()

    def _changed(self) -> None:
        length = len(self.toPlainText().strip())
        self._count.setText(self.tr("{count} 字").format(count=length))
        tone = "danger" if self._limit and length > self._limit else "text2"
        if tone != self._count.property("tone"):
            self._count.set_tone(tone)
        self._place_count()
        self.changed.emit()

    def _place_count(self) -> None:
        self._count.adjustSize()
        bar = self.verticalScrollBar()
        x = self.width() - self._count.width() - 10 - (bar.width() if bar.isVisible() else 0)
        self._count.move(x, self.height() - self._count.height() - 4)

    def _rescale(self) -> None:
        below = look().px(16) if self._count.isVisibleTo(self) else 0
        self.setViewportMargins(0, 0, 0, below)
        self.updateGeometry()
        self._set_line()
        self._changed()

    def _set_line(self) -> None:
        self.blockSignals(True)
        line = QTextBlockFormat()
        line.setLineHeight(look().px(24), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(line)
        self.blockSignals(False)


class InputFrame(QFrame):
    """The outline of a field made of several widgets; ``set_focused`` draws the focus, ``set_invalid`` the error."""

    def set_focused(self, focused: bool) -> None:
        """Draw the focus border or the plain one."""
        self.setProperty("focused", focused)
        restyle(self)

    def set_invalid(self, invalid: bool) -> None:
        """Draw the red border or take it away."""
        self.setProperty("invalid", invalid)
        restyle(self)
