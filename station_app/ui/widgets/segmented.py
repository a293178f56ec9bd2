"""A choice of one in a row of segments."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from station_app.ui import paint
from station_app.ui.look import look

_PADDING = 8


class Segment(QRadioButton):
    """One segment; arrows move the choice, digits choose by place, Backspace and Delete take the choice back."""

    digit_pressed = Signal(int)
    taken_back = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return room for the bold words."""
        return QSize(paint.text_width(self.text(), bold=True) + 2 * _PADDING, look().px(34))

    def minimumSizeHint(self) -> QSize:
        """Never be cut."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """The whole segment can be pressed."""
        return self.rect().contains(pos)

    def event(self, event: QEvent) -> bool:
        """Claim plain digits before a shortcut of the page gets them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and pressed_digit(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digit; Enter goes on."""
        digit = pressed_digit(event)
        if digit:
            self.digit_pressed.emit(int(digit))
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.taken_back.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write the words and draw the focus; the frame is the parent's."""
        painter = paint.smooth(self)
        chosen = self.isChecked()
        ink = "text3" if not self.isEnabled() else "accent" if chosen else "text"
        width = paint.text_width(self.text(), bold=chosen) + 1
        words = QRect((self.width() - width) // 2, 0, width, self.height())
        paint.words(painter, words, self.text(), ink, bold=chosen)
        if self.hasFocus():
            paint.frame(painter, self.rect(), None, "accent", 2)
        painter.end()


class Segmented(QWidget):
    """Options (value, label) of which one or none is chosen; ``changed`` follows the person's choice.

    It is one Tab stop. With ``optional`` the choice can be taken back.
    """

    changed = Signal()

    def __init__(self, options: Sequence[tuple[object, str]], value: object = None, *, optional: bool = False) -> None:
        super().__init__()
        self._values = [value for value, _label in options]
        self._optional = optional
        self.segments = [Segment(label) for _value, label in options]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for segment in self.segments:
            row.addWidget(segment)
            segment.clicked.connect(self._clicked)
            segment.digit_pressed.connect(self.choose_place)
            segment.taken_back.connect(self._take_back)
            segment.toggled.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.segments[0])
        self.set_value(value)
        self._told = value

    def value(self) -> object:
        """Return the chosen value; None when none is chosen."""
        return next((v for v, s in zip(self._values, self.segments, strict=True) if s.isChecked()), None)

    def set_value(self, value: object) -> None:
        """Choose by value without a signal; an unknown value chooses none."""
        for segment in self.segments:
            segment.setAutoExclusive(False)
            segment.setChecked(False)
        for own, segment in zip(self._values, self.segments, strict=True):
            segment.setChecked(own == value)
        for segment in self.segments:
            segment.setAutoExclusive(True)
        self._set_tab_stop()
        self._told = self.value()

    def choose_place(self, place: int) -> None:
        """Choose the segment ``place`` (from 1) as the person would; a place outside is ignored."""
        if 1 <= place <= len(self.segments):
            segment = self.segments[place - 1]
            segment.setFocus(Qt.FocusReason.OtherFocusReason)
            segment.click()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame, the chosen segment's ground and the lines between."""
        painter = paint.smooth(self)
        paint.frame(painter, self.rect(), "surface" if self.isEnabled() else "mute_soft", None)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setClipPath(path)
        for index, segment in enumerate(self.segments):
            if segment.isChecked():
                painter.fillRect(segment.geometry(), look().color("accent_soft"))
            if index:
                painter.fillRect(segment.x(), 1, 1, self.height() - 2, look().color("border"))
        painter.setClipping(False)
        paint.frame(painter, self.rect(), None, "control")
        painter.end()

    def _take_back(self) -> None:
        if self._optional and self.value() is not None:
            self.set_value(None)
            self.focusProxy().setFocus()
            self.changed.emit()

    def _set_tab_stop(self) -> None:
        stop = next((s for s in self.segments if s.isChecked()), self.segments[0])
        for segment in self.segments:
            policy = Qt.FocusPolicy.StrongFocus if segment is stop else Qt.FocusPolicy.ClickFocus
            segment.setFocusPolicy(policy)
        self.setFocusProxy(stop)

    def _clicked(self) -> None:
        self._set_tab_stop()
        if self.value() != self._told:
            self._told = self.value()
            self.changed.emit()


def pressed_digit(event: QKeyEvent) -> str:
    """Return the digit of a plain key press, keypad included, else an empty string."""
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    text = event.text()
    return text if plain and len(text) == 1 and text in "0123456789" else ""
