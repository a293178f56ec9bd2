"""The search box of a page head."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from station_app.ui.look import look
from station_app.ui.widgets.buttons import IconButton
from station_app.ui.widgets.inputs import InputFrame, LineEdit
from station_app.ui.widgets.labels import KeyCap, Text
from station_app.ui.widgets.notes import IconView


class SearchBox(InputFrame):
    """Icon, words, count of hits, ×. ``changed`` follows typing, ``accepted`` Enter; Esc clears, Ctrl+F goes there.

    ``short`` is the placeholder from 130 %.
    """

    changed = Signal(str)
    accepted = Signal(str)

    def __init__(self, placeholder: str, width: int = 280, *, short: str = "") -> None:
        super().__init__()
        self._width, self._words = width, (placeholder, short or placeholder)
        self.edit = LineEdit(placeholder=placeholder)
        self.edit.setAccessibleName(placeholder)
        self.count = Text("", "caption", "text2")
        self.cap = KeyCap("Ctrl+F")
        self.clear_button = IconButton("x", self.tr("清除搜索"), size=24)
        self._lay_out()
        self.edit.textChanged.connect(self._changed)
        self.edit.returnPressed.connect(lambda: self.accepted.emit(self.text()))
        self.edit.installEventFilter(self)
        self.clear_button.clicked.connect(self._clear)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.take_focus)
        self.setFocusProxy(self.edit)
        look().changed.connect(self._rescale)
        self._rescale()
        self._changed("")

    def text(self) -> str:
        """Return the words without spaces around them."""
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        """Put words in, as if typed."""
        self.edit.setText(text)

    def set_count(self, text: str) -> None:
        """Show how many were found, such as ``31 条``; an empty string hides it."""
        self.count.setText(text)
        self.count.setVisible(bool(text))

    def take_focus(self) -> None:
        """Go there and mark what stands there."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw the focus on the frame; let Esc clear."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.set_focused(event.type() == QEvent.Type.FocusIn)
            self._show_parts()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._escaped(event):
            return True
        return super().eventFilter(watched, event)

    def _escaped(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Escape or not self.edit.text():
            return False
        self._clear()
        return True

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(IconView("search"))
        row.addWidget(self.edit, 1)
        for widget in (self.count, self.cap, self.clear_button):
            row.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _changed(self, _text: str) -> None:
        self._show_parts()
        self.changed.emit(self.text())

    def _show_parts(self) -> None:
        typed = bool(self.edit.text())
        self.clear_button.setVisible(typed)
        self.count.setVisible(typed and bool(self.count.text()))
        self.cap.setVisible(not typed and not self.edit.hasFocus())

    def _clear(self) -> None:
        self.edit.clear()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rescale(self) -> None:
        self.setFixedHeight(look().px(34))
        self.setFixedWidth(self._width + round(28 * (look().scale - 100) / 100))
        self.edit.setPlaceholderText(self._words[look().compact])
