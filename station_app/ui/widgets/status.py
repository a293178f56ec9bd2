"""A status in a page: its mark and its word."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.marks import draw_mark, mark_tone
from station_app.ui.widgets.labels import Text


class MarkView(QWidget):
    """A mark alone, 15 px (20 where a step is told); ``tone`` replaces its own colour role."""

    def __init__(self, name: str, size: int = 15, tone: str = "") -> None:
        super().__init__()
        self._name, self._size, self._tone = name, size, tone
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.updateGeometry)

    def set_mark(self, name: str, tone: str = "") -> None:
        """Change the mark."""
        self._name, self._tone = name, tone
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the scaled square."""
        return QSize(look().px(self._size), look().px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the mark."""
        painter = paint.smooth(self)
        draw_mark(painter, QRectF(self.rect()), self._name, self._tone)
        painter.end()


class StatusMarkLabel(QWidget):
    """Mark and word; ``text`` stands instead of the word, such as 还剩 2 天，6月20日到期 behind 临期."""

    def __init__(self, name: str, text: str = "", *, kind: str = "body", tone: str = "") -> None:
        super().__init__()
        self.mark = MarkView(name)
        self.words = Text(text or name, kind, tone or mark_tone(name))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.mark)
        row.addWidget(self.words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return the words beside the mark."""
        return self.words.text()

    def set_status(self, name: str, text: str = "") -> None:
        """Change mark, words and colour."""
        self.mark.set_mark(name)
        self.words.setText(text or name)
        self.words.set_tone(mark_tone(name))
