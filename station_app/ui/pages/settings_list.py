"""The list of sections at the left of the settings; from 130 % a choice above them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.buttons import PaintedButton
from station_app.ui.widgets.choices import ComboBox
from station_app.ui.widgets.sheet import EDGE, Sheet

WIDTH = 200
_HEIGHT, _LEAST_HEIGHT = 38, 28
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class SectionItem(PaintedButton):
    """One section; lower where the window has no room for all of them."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def nextCheckState(self) -> None:
        """The page decides which section is shown, not the press."""

    def sizeHint(self) -> QSize:
        return QSize(paint.text_width(self.text(), bold=True) + 32, look().px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), look().px(_LEAST_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the list."""
        if event.key() in _MOVES:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = paint.smooth(self)
        here = self.isChecked()
        if here or self.hovered():
            painter.fillRect(self.rect(), look().color("selected" if here else "hover"))
        if here:
            painter.fillRect(0, 0, 3, self.height(), look().color("accent"))
        if self.hasFocus():
            paint.frame(painter, self.rect(), None, "accent", 2)
        paint.words(painter, self.rect().adjusted(16, 0, -8, 0), self.text(), "text", bold=here)
        painter.end()


class SectionList(QWidget):
    """The sections one under the other, one Tab stop, moved through by ↑ and ↓; ``wanted`` gives the key."""

    wanted = Signal(str)

    def __init__(self, sections: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.items = {key: SectionItem(title) for key, title in sections}
        sheet = Sheet(padded=False)
        sheet.column.setContentsMargins(0, 5, 0, 5)
        for key, item in self.items.items():
            sheet.column.addWidget(item)
            item.clicked.connect(lambda _checked=False, key=key: self.wanted.emit(key))
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, 16, 0, 16)
        column.addWidget(sheet)
        column.addStretch(1)
        look().changed.connect(self._rescale)
        self._rescale()

    def set_current(self, key: str) -> None:
        """Mark the section that is shown."""
        for own, item in self.items.items():
            item.setChecked(own == key)
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if own == key else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.items[key])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the section above or below."""
        keys = list(self.items)
        here = next((place for place, key in enumerate(keys) if self.items[key].isChecked()), 0)
        to = here + _MOVES.get(Qt.Key(event.key()), 0)
        if to == here or not 0 <= to < len(keys):
            super().keyPressEvent(event)
            return
        self.wanted.emit(keys[to])
        if self.items[keys[to]].isChecked():
            self.items[keys[to]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _rescale(self) -> None:
        self.setFixedWidth(EDGE + max(look().px(WIDTH), WIDTH))


class SectionChoice(QWidget):
    """The same as one field, for large type."""

    wanted = Signal(str)

    def __init__(self, sections: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.combo = ComboBox(sections)
        self.combo.setAccessibleName(self.tr("设置的部分"))
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, 12, EDGE, 0)
        row.addWidget(self.combo, 1)
        self.combo.activated.connect(lambda _index: self.wanted.emit(str(self.combo.value())))

    def set_current(self, key: str) -> None:
        """Show the section that is shown."""
        self.combo.set_value(key)
