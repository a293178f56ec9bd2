"""Labels: type sizes, eliding, key caps."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.tips import plain_tip


class Text(QLabel):
    """Plain text; ``kind`` is caption, body, strong, lead, title, figure or large, ``tone`` a colour role."""

    def __init__(self, text: str = "", kind: str = "body", tone: str = "text", *, wrap: bool = False) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("kind", kind)
        self.setProperty("tone", tone)

    def set_tone(self, tone: str) -> None:
        """Change the colour role."""
        self.setProperty("tone", tone)
        restyle(self)


class ElidedLabel(Text):
    """One line that is cut with … where it does not fit, and then says the whole in its tooltip."""

    def __init__(self, text: str = "", kind: str = "body", tone: str = "text") -> None:
        self._whole = text
        super().__init__(text, kind, tone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def setText(self, text: str) -> None:
        """Take the whole text."""
        self._whole = text
        self.setAccessibleName(text)
        super().setText(text)
        self.updateGeometry()
        self._elide()

    def whole(self) -> str:
        """Return the text as it was given."""
        return self._whole

    def sizeHint(self) -> QSize:
        """Ask for the width of the whole text."""
        self.ensurePolished()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Allow two characters and the dots."""
        return QSize(min(self.sizeHint().width(), 3 * self.fontMetrics().height()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        """Cut anew when the font has changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        super().setText(shown)
        self.setToolTip(plain_tip(self._whole) if shown != self._whole else "")


class KeyCap(QWidget):
    """A printed key, such as ``Ctrl+F``."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.updateGeometry)

    def text(self) -> str:
        """Return what is printed."""
        return self._text

    def sizeHint(self) -> QSize:
        """Return the size of the cap."""
        return QSize(paint.key_cap_width(self._text), paint.key_cap_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the cap."""
        painter = paint.smooth(self)
        paint.key_cap(painter, self.width(), self.height() // 2, self._text, "text2", "control")
        painter.end()


class Rule(QFrame):
    """A 1 px decoration line."""

    def __init__(self, *, vertical: bool = False) -> None:
        super().__init__()
        self.setObjectName("rule")
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


def restyle(widget: QWidget) -> None:
    """Apply the style sheet again after a property has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
