"""Counts that are filters over the list beneath: mark, word, figure."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.marks import draw_mark, mark_tone
from station_app.ui.widgets.buttons import PaintedButton

_EDGE = 12


class CountCell(PaintedButton):
    """One count; pressed, it shows its rows alone."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.count = 0
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int) -> None:
        """Show another count; a zero is grey and cannot be pressed."""
        self.count = count
        self.setAccessibleName(f"{self.text()} {count:,}")
        self.setEnabled(count > 0)
        self.update()

    def sizeHint(self) -> QSize:
        word = look().px(15) + 6 + paint.text_width(self.text())
        figure = paint.text_width(f"{self.count:,}", "figure", bold=True)
        return QSize(max(word, figure) + 2 * _EDGE, look().px(50) + 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = paint.smooth(self)
        if self.isChecked() or self.hovered():
            painter.fillRect(self.rect(), look().color("selected" if self.isChecked() else "hover"))
        tone = mark_tone(self.text()) if self.count else "text2"
        side, line = look().px(15), look().px(22)
        draw_mark(painter, QRectF(_EDGE, 10 + (line - side) / 2, side, side), self.text(), tone)
        left = _EDGE + side + 6
        paint.words(painter, QRect(left, 10, self.width() - left, line), self.text(), tone)
        below = QRect(_EDGE, 10 + line, self.width() - _EDGE, look().px(28))
        figure = "text" if self.count else "text3"
        paint.words(painter, below, f"{self.count:,}", figure, kind="figure", bold=self.count > 0)
        if self.hasFocus():
            paint.frame(painter, self.rect(), None, "accent", 2)
        painter.end()


class CountStrip(QWidget):
    """The counts in a row; ``changed`` gives the word whose rows shall be shown alone, empty for all."""

    changed = Signal(str)

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.cells = {word: CountCell(word) for word in words}
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(1)
        for cell in self.cells.values():
            row.addWidget(cell, 1)
            cell.clicked.connect(lambda _checked=False, cell=cell: self._press(cell))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_counts(self, counts: dict[str, int]) -> None:
        """Show new counts, unfiltered."""
        for word, cell in self.cells.items():
            cell.setChecked(False)
            cell.set_count(counts[word])

    def chosen(self) -> str:
        """Return the word of the pressed count, empty without one."""
        return next((word for word, cell in self.cells.items() if cell.isChecked()), "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = paint.smooth(self)
        paint.frame(painter, self.rect(), None, "border")
        for cell in list(self.cells.values())[1:]:
            painter.fillRect(cell.x() - 1, 1, 1, self.height() - 2, look().color("border"))
        painter.end()

    def _press(self, pressed: CountCell) -> None:
        for cell in self.cells.values():
            cell.setChecked(cell is pressed and cell.isChecked())
        self.changed.emit(self.chosen())
