"""Buttons: with a printed key, as a link, as an icon with a tooltip."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from station_app.ui import paint
from station_app.ui.look import look

HEIGHTS = {"row": 30, "control": 34, "bar": 40}
_PADDING = {"row": 11, "control": 15, "bar": 19}
_GAP = 8


class PaintedButton(QPushButton):
    """A push button drawn by us: Enter and Space press it, its focus is always visible."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(False)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look().changed.connect(self._relook)

    def hovered(self) -> bool:
        """Whether the pointer is over an enabled button."""
        return self.isEnabled() and self.underMouse()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _COMMANDS:
            self.click()
        else:
            super().keyPressEvent(event)

    def setText(self, text: str) -> None:
        """Take a text and let screen readers say it."""
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Never be cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Show a disabled button without the hand."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            usable = Qt.CursorShape.PointingHandCursor if self.isEnabled() else Qt.CursorShape.ArrowCursor
            self.setCursor(usable)

    def _relook(self) -> None:
        self.updateGeometry()
        self.update()


_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class KeyCapButton(PaintedButton):
    """A verb, with an icon before and a key cap behind it where it has them.

    ``kind``: primary, secondary or danger. ``size``: row (30), control (34) or bar (40). ``key`` is printed; with
    ``bind`` it also presses the button while the button can be seen. ``Ctrl+Enter`` means both Enter keys.
    """

    def __init__(
        self,
        text: str,
        *,
        kind: str = "secondary",
        key: str = "",
        icon: str = "",
        size: str = "control",
        bind: bool = True,
    ) -> None:
        super().__init__(text)
        self.kind, self.key, self.icon_name, self.size_name = kind, key, icon, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if key:
            self.setAccessibleDescription(key)
        if key and bind:
            bind_key(self, key)

    def set_kind(self, kind: str) -> None:
        """Change between primary, secondary and danger."""
        self.kind = kind
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for icon, text, key cap and padding."""
        width = 2 * _PADDING[self.size_name] + paint.text_width(self.text(), bold=self._filled_kind())
        if self.icon_name:
            width += look().px(16) + (_GAP if self.text() else 0)
        if self.key:
            width += _GAP + paint.key_cap_width(self.key)
        return QSize(width, look().px(HEIGHTS[self.size_name]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button in its present state."""
        painter = paint.smooth(self)
        self._draw_box(painter)
        self._draw_content(painter)
        painter.end()

    def _filled_kind(self) -> bool:
        return self.kind != "secondary"

    def _draw_box(self, painter: QPainter) -> None:
        box = self.rect()
        if not self.isEnabled():
            paint.frame(painter, box, "mute_soft", "border")
        elif self._filled_kind():
            strong = "accent_hover" if self.hovered() or self.isDown() else "accent"
            paint.frame(painter, box, "danger" if self.kind == "danger" else strong, None)
            if self.hasFocus():
                paint.frame(painter, box.adjusted(2, 2, -2, -2), None, "on_accent", 2, 3)
        else:
            fill = "accent_soft" if self.hovered() or self.isDown() else "surface"
            focus = self.hasFocus()
            paint.frame(painter, box, fill, "accent" if focus else "control", 2 if focus else 1)

    def _draw_content(self, painter: QPainter) -> None:
        ink, line = self._inks()
        middle = self.height() // 2
        left = max(0, (self.width() - self.sizeHint().width()) // 2) + _PADDING[self.size_name]
        if self.icon_name:
            left = paint.icon(painter, left, middle, self.icon_name, ink) + _GAP
        bold = self._filled_kind()
        width = paint.text_width(self.text(), bold=bold) + 1
        paint.words(painter, QRect(left, 0, width, self.height()), self.text(), ink, bold=bold)
        if self.key:
            right = left + width - 1 + _GAP + paint.key_cap_width(self.key)
            paint.key_cap(painter, right, middle, self.key, line[0], line[1])

    def _inks(self) -> tuple[str, tuple[str, str]]:
        if not self.isEnabled():
            return "text3", ("text3", "border")
        if self._filled_kind():
            return "on_accent", ("on_accent", "on_accent")
        return "text", ("text2", "control")


class LinkButton(PaintedButton):
    """An action written as a link, such as ``全部 5 条 ›``; ``key`` and ``bind`` as for a button."""

    def __init__(self, text: str, *, key: str = "", kind: str = "body", bind: bool = True) -> None:
        super().__init__(text)
        self._kind, self.key = kind, key
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if key:
            self.setAccessibleDescription(key)
        if key and bind:
            bind_key(self, key)

    def sizeHint(self) -> QSize:
        """Return the text's room, and that of the key."""
        extra = _GAP + paint.key_cap_width(self.key) if self.key else 0
        return QSize(paint.text_width(self.text(), self._kind) + 8 + extra, look().px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words; underlined under the pointer, framed with the focus."""
        painter = paint.smooth(self)
        if self.hasFocus():
            paint.frame(painter, self.rect(), None, "accent", 2)
        ink = "accent" if self.isEnabled() else "text3"
        width = paint.text_width(self.text(), self._kind)
        paint.words(painter, QRect(4, 0, width + 1, self.height()), self.text(), ink, kind=self._kind)
        if self.hovered():
            below = self.height() // 2 + look().px(9)
            painter.fillRect(4, below, width, 1, look().color(ink))
        if self.key:
            paint.key_cap(painter, self.width() - 4, self.height() // 2, self.key, "text2", "control")
        painter.end()


class IconButton(PaintedButton):
    """An icon alone, for closing, zooming, turning and the like; ``name`` is its tooltip and accessible name."""

    def __init__(self, icon: str, name: str, *, framed: bool = False, role: str = "text2", size: int = 34) -> None:
        super().__init__()
        self.icon_name, self._framed, self._role, self._size = icon, framed, role, size
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str, name: str) -> None:
        """Change the icon and what it is called."""
        self.icon_name = icon
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square."""
        return QSize(look().px(self._size), look().px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon in the middle."""
        painter = paint.smooth(self)
        line = "accent" if self.hasFocus() else "control" if self._framed else None
        fill = "accent_soft" if self.hovered() else "surface" if self._framed else None
        paint.frame(painter, self.rect(), fill, line, 2 if self.hasFocus() else 1)
        left = (self.width() - look().px(16)) // 2
        paint.icon(painter, left, self.height() // 2, self.icon_name, self._role if self.isEnabled() else "text3")
        painter.end()


def bind_key(button: QPushButton, key: str) -> None:
    """Let ``key`` press ``button`` while the button can be seen and used."""
    for name in {key, key.replace("Enter", "Return")}:
        shortcut = QShortcut(QKeySequence(name), button)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(button.click)
