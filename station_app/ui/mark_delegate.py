"""Draws a status in a cell: its mark, then its word."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.marks import MARKS, draw_mark, mark_tone

_GAP = 6
_EDGE = 8

Index = QModelIndex | QPersistentModelIndex


class MarkDelegate(QStyledItemDelegate):
    """For a column whose display text is a status word; a word without a mark is written alone."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell's ground, mark and word."""
        self.initStyleOption(option, index)
        word, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        draw_status(painter, option.rect.adjusted(_EDGE, 0, -2, 0), word)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for mark and word in a 36 px row."""
        word = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        return QSize(_EDGE + look().px(16) + _GAP + paint.text_width(word) + 6, look().px(36))


def draw_status(painter: QPainter, box: QRect, word: str, text: str = "", *, bold: bool = False) -> None:
    """Draw the mark of ``word`` and behind it ``text`` (or the word itself) in the mark's colour, from the left."""
    painter.save()
    left = box.left()
    tone = "text2"
    if word in MARKS:
        side = look().px(15)
        draw_mark(painter, QRectF(left, box.center().y() + 1 - side / 2, side, side), word)
        left += side + _GAP
        tone = mark_tone(word)
    words = QRect(left, box.top(), box.right() - left + 1, box.height())
    paint.words(painter, words, text or word, tone, bold=bold)
    painter.restore()
