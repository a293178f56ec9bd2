"""A grid of short choices that digits choose."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.buttons import PaintedButton
from station_app.ui.widgets.segmented import pressed_digit

_COLUMNS = 5
_LEFT, _RIGHT = 4, 2


class GridButton(PaintedButton):
    """One choice: its digit and a short label. Enter goes to the next field, Space chooses."""

    digit_pressed = Signal(int)
    arrow_pressed = Signal(int)

    def __init__(self, digit: str, label: str) -> None:
        super().__init__()
        self.digit = digit
        self.setText(label)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for digit and bold label."""
        width = paint.text_width(f"{self.digit} {self.text()}", bold=True)
        return QSize(width + _LEFT + _RIGHT, look().px(30))

    def event(self, event: QEvent) -> bool:
        """Claim plain digits before a shortcut of the page gets them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and pressed_digit(event):
            event.accept()
            return True
        return super().event(event)

    def setText(self, text: str) -> None:
        """Take a label and let screen readers say it with its digit."""
        super().setText(text)
        self.setAccessibleName(f"{self.digit} {text}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digit, move by arrow."""
        digit = pressed_digit(event)
        if digit:
            self.digit_pressed.emit(int(digit))
        elif event.key() in _ARROWS:
            self.arrow_pressed.emit(event.key())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _COMMANDS:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the choice."""
        painter = paint.smooth(self)
        chosen, focus = self.isChecked(), self.hasFocus()
        fill = "mute_soft" if not self.isEnabled() else "accent_soft" if chosen or self.hovered() else "surface"
        line = "accent" if chosen or focus else "control"
        paint.frame(painter, self.rect(), fill, line, 2 if focus else 1)
        ink = "text3" if not self.isEnabled() else "accent" if chosen else "text"
        area = self.rect().adjusted(_LEFT, 0, 0, 0)
        paint.words(painter, area, self.digit, ink if chosen else "text2", bold=chosen)
        area.setLeft(area.left() + paint.text_width(f"{self.digit} ", bold=chosen))
        paint.words(painter, area, self.text(), ink, bold=chosen)
        painter.end()


_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class DigitGrid(QWidget):
    """Up to ten choices (value, label); the digits 1 to 9 stand before them, 0 before ``more``.

    It is one Tab stop; arrows move inside. ``changed`` follows the person's choice, ``more_pressed`` the choice of 0.
    """

    changed = Signal()
    more_pressed = Signal()

    def __init__(self, options: Sequence[tuple[object, str]] = (), *, more: str = "", columns: int = _COLUMNS) -> None:
        super().__init__()
        self._more, self._columns = more, columns
        self._values: list[object] = []
        # Made once: a button made later would come last in the order of Tab.
        self._places = [self._make_button(digit) for digit in (*range(1, 10), *([0] if more else []))]
        self.buttons: list[GridButton] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[object, str]]) -> None:
        """Replace the choices; the chosen value is kept where it is still offered."""
        kept = self.value()
        self._values = [value for value, _label in options[:9]]
        for button, (_value, label) in zip(self._places, options, strict=False):
            button.setText(label)
        self.buttons = [*self._places[: len(self._values)], *self._places[9:]]
        for button in self._places:
            button.setVisible(button in self.buttons)
        self._place()
        self.set_value(kept)

    def set_columns(self, columns: int) -> None:
        """Lay the choices out in that many columns."""
        if columns != self._columns:
            self._columns = columns
            self._place()

    def value(self) -> object:
        """Return the chosen value; None when none is chosen."""
        return next((v for v, b in zip(self._values, self.buttons, strict=False) if b.isChecked()), None)

    def set_value(self, value: object) -> None:
        """Choose by value without a signal; None or an unknown value chooses none."""
        for index, button in enumerate(self.buttons):
            button.setChecked(index < len(self._values) and value is not None and self._values[index] == value)
        stop = next((b for b in self.buttons if b.isChecked()), self.buttons[0] if self.buttons else None)
        for button in self.buttons:
            policy = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
        if stop is not None:
            self.setFocusProxy(stop)

    def press_digit(self, digit: int) -> None:
        """Choose by digit as the person would; one that is not offered is ignored."""
        if digit == 0 and self._more:
            self.buttons[-1].setChecked(False)
            self.more_pressed.emit()
        elif 1 <= digit <= len(self._values):
            inside = any(button.hasFocus() for button in self.buttons)
            self.set_value(self._values[digit - 1])
            if inside:
                self.buttons[digit - 1].setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()

    def set_invalid(self, invalid: bool) -> None:
        """Nothing to draw: the error line under the grid says it."""

    def _make_button(self, digit: int) -> GridButton:
        button = GridButton(str(digit), self._more if digit == 0 else "")
        button.setParent(self)
        button.clicked.connect(lambda: self.press_digit(digit))
        button.digit_pressed.connect(self.press_digit)
        button.arrow_pressed.connect(lambda key: self._move(self.buttons.index(button), key))
        return button

    def _place(self) -> None:
        for button in self._places:
            self._grid.removeWidget(button)
        for index, button in enumerate(self.buttons):
            self._grid.addWidget(button, index // self._columns, index % self._columns)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)

    def _move(self, index: int, key: int) -> None:
        steps = dict(zip(_ARROWS, (-1, 1, -self._columns, self._columns), strict=True))
        target = index + steps[Qt.Key(key)]
        if 0 <= target < len(self.buttons):
            self.buttons[target].setFocus(Qt.FocusReason.OtherFocusReason)


class DigitKeys(QObject):
    """Sends the digits typed on a page to one target while no text field has the focus, from the keypad too."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._target: Callable[[int], None] | None = None
        for digit in range(10):
            shortcut = QShortcut(QKeySequence(str(digit)), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda pressed=digit: self._press(pressed))

    def set_target(self, target: Callable[[int], None] | None) -> None:
        """Name who takes the digits now, such as ``grid.press_digit``; None for nobody."""
        self._target = target

    def _press(self, digit: int) -> None:
        if self._target is not None:
            self._target(digit)
