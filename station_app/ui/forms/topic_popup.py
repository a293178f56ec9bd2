"""All topics of the first level over the form, chosen by two digits, arrows or a press."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from station_app.services.codes import Topic
from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.buttons import PaintedButton
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.segmented import pressed_digit

_COLUMNS = 3
_PADDING = 8
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -_COLUMNS, Qt.Key.Key_Down: _COLUMNS}


class TopicButton(PaintedButton):
    """One topic with its two digits."""

    def __init__(self, number: int, name: str) -> None:
        super().__init__(name)
        self.digits = f"{number:02d}"
        self.setAccessibleName(f"{self.digits} {name}")

    def event(self, event: QEvent) -> bool:
        """Claim digits before the page under the list gets them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and pressed_digit(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave digits and arrows to the list."""
        if pressed_digit(event) or event.key() in STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return room for digits and name."""
        return QSize(paint.text_width(f"{self.digits} {self.text()}") + 2 * _PADDING, look().px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the topic."""
        painter = paint.smooth(self)
        fill = "selected" if self.hasFocus() else "hover" if self.hovered() else None
        paint.frame(painter, self.rect(), fill, "accent" if self.hasFocus() else None, 2)
        area = self.rect().adjusted(_PADDING, 0, 0, 0)
        paint.words(painter, area, self.digits, "text2")
        area.setLeft(area.left() + paint.text_width(f"{self.digits} "))
        paint.words(painter, area, self.text(), "text")
        painter.end()


class TopicPopup(QFrame):
    """``picked`` gives the name of a topic; Esc closes without one."""

    picked = Signal(str)

    def __init__(self, topics: Sequence[Topic], chosen: str, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._typed = ""
        self.buttons = [TopicButton(number, topic.name) for number, topic in enumerate(topics, 1)]
        self._lay_out()
        for button, topic in zip(self.buttons, topics, strict=True):
            button.clicked.connect(lambda _checked=False, name=topic.name: self._pick(name))
        names = [topic.name for topic in topics]
        self._first = self.buttons[names.index(chosen) if chosen in names else 0]

    def open_under(self, widget: QWidget) -> None:
        """Show the topics under ``widget``, or above it where the screen ends."""
        self.adjustSize()
        below = widget.mapToGlobal(QPoint(0, widget.height() + 2))
        screen = widget.screen().availableGeometry()
        if below.y() + self.height() > screen.bottom():
            below.setY(max(screen.top(), below.y() - widget.height() - self.height() - 4))
        below.setX(max(screen.left(), min(below.x(), screen.right() - self.width())))
        self.move(below)
        self.show()
        self._first.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Two digits choose; arrows move."""
        digit = pressed_digit(event)
        if digit:
            self._type(digit)
        elif event.key() in STEPS:
            self._move(STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground and outline."""
        painter = paint.smooth(self)
        paint.frame(painter, self.rect(), "surface", "control")
        painter.end()

    def _type(self, digit: str) -> None:
        self._typed += digit
        if len(self._typed) == 2:
            hit = next((button for button in self.buttons if button.digits == self._typed), None)
            self._typed = ""
            if hit is not None:
                hit.click()

    def _move(self, step: int) -> None:
        here = next((index for index, button in enumerate(self.buttons) if button.hasFocus()), 0)
        if 0 <= here + step < len(self.buttons):
            self.buttons[here + step].setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self, name: str) -> None:
        self.close()
        self.picked.emit(name)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        grid = QGridLayout()
        grid.setSpacing(4)
        for index, button in enumerate(self.buttons):
            grid.addWidget(button, index // _COLUMNS, index % _COLUMNS)
        column.addLayout(grid)
        column.addWidget(Text(self.tr("按两位数字，或用方向键和 Enter；Esc 关闭"), "caption", "text2"))
