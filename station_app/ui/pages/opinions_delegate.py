"""Draws the cells of the table of opinions: marks, hits, what is struck through, the chosen row."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from station_app.domain.enums import ContactKind
from station_app.services.listing import OpinionLine
from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.mark_delegate import draw_status
from station_app.ui.pages.opinions_model import LINE_ROLE, Column, Index

ROW = 36
EDGE = 8
FIRST_EDGE = 16
_BAR = 3
_PARTS = 14
_DOTS = "…"

Span = tuple[int, int]


def left_edge(column: int) -> int:
    """Return the gap before the words of a column (pixels): the first one leaves room for the bar."""
    return FIRST_EDGE if column == Column.STATUS else EDGE


class OpinionDelegate(QStyledItemDelegate):
    """Draws every cell of a row; ``hovered`` is the row under the pointer, -1 for none."""

    hovered = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for the words and their edges in a row of 36 px."""
        column, line = Column(index.column()), index.data(LINE_ROLE)
        words = str(index.data() or "")
        width = left_edge(column) + paint.text_width(words) + EDGE
        if column is Column.STATUS:
            width += look().px(15) + 6
        if column is Column.TITLE and line is not None and line.snippet:
            width += _PARTS + paint.text_width(line.snippet)
        return QSize(width, look().px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground, the line under the row and the words."""
        line: OpinionLine | None = index.data(LINE_ROLE)
        if line is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        column = Column(index.column())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._draw_ground(painter, option, index, chosen)
        box = option.rect.adjusted(left_edge(column), 0, -EDGE, -1)
        if column is Column.STATUS:
            draw_status(painter, box.adjusted(0, 0, EDGE, 0), line.label)
        elif column is Column.TITLE:
            self._draw_title(painter, box, line, chosen)
        else:
            self._draw_words(painter, box, str(index.data()), column, line)
        painter.restore()

    def _draw_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, chosen: bool) -> None:
        box = option.rect
        if chosen or index.row() == self.hovered:
            painter.fillRect(box, look().color("selected" if chosen else "hover"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, look().color("border"))
        if chosen and index.column() == Column.STATUS:
            painter.fillRect(box.left(), box.top(), _BAR, box.height() - 1, look().color("accent"))
        table = option.widget
        if chosen and table is not None and table.hasFocus():
            _draw_focus(painter, box, table.width())

    def _draw_title(self, painter: QPainter, box: QRect, line: OpinionLine, chosen: bool) -> None:
        ink = "text2" if line.void else "text"
        if line.pending:
            box = self._draw_pending(painter, box, line.pending)
        rest = line.void_reason or line.snippet
        hits = () if line.void_reason else line.snippet_hits
        share = title_room(box.width(), rest if hits else "")
        title, title_hits = fitted(line.title, line.title_hits, share, bold=chosen)
        own = QRect(box.left(), box.top(), share, box.height())
        left = draw_hits(painter, own, title, title_hits, ink, bold=chosen, struck=line.void)
        left += _PARTS
        room = QRect(left, box.top(), box.right() - left + 1, box.height())
        if rest and room.width() > look().px(30):
            draw_hits(painter, room, *fitted(rest, hits, room.width()), "text2")

    def _draw_pending(self, painter: QPainter, box: QRect, words: str) -> QRect:
        """Say at the right of the title what waits; return the room that is left."""
        width = paint.text_width(words, "caption", bold=True)
        own = QRect(box.right() - width, box.top(), width + 1, box.height())
        paint.words(painter, own, words, "warn", kind="caption", bold=True)
        return box.adjusted(0, 0, -width - EDGE, 0)

    def _draw_words(self, painter: QPainter, box: QRect, words: str, column: Column, line: OpinionLine) -> None:
        quiet = column is Column.DATE or (line.void and column is not Column.SERIAL)
        quiet = quiet or (column is Column.CONTACT and words == ContactKind.ANONYMOUS.value)
        if column is Column.SERIAL and line.void:
            draw_hits(painter, box, words, (), "text2", struck=True)
        else:
            paint.words(painter, box.adjusted(0, 0, EDGE, 0), words, "text2" if quiet else "text")


def draw_hits(
    painter: QPainter,
    box: QRect,
    text: str,
    hits: Sequence[Span],
    ink: str,
    *,
    bold: bool = False,
    struck: bool = False,
) -> int:
    """Write one line with its ``hits`` ([start, end)) on the colour of hits, elided; return its right edge (pixels)."""
    font = look().font(bold=bold)
    metrics = QFontMetrics(font)
    whole = text.replace("\n", " ")
    shown = metrics.elidedText(whole, Qt.TextElideMode.ElideRight, box.width())
    kept = len(shown) - (0 if shown == whole else len(_DOTS))  # the dots are no hit
    painter.setFont(font)
    left = float(box.left())
    for start, end, hit in pieces(len(shown), [(first, min(last, kept)) for first, last in hits if first < kept]):
        part = shown[start:end]
        width = metrics.horizontalAdvance(shown[:end]) - metrics.horizontalAdvance(shown[:start])
        if hit:
            half = look().px(11)
            ground = QRectF(left, box.center().y() + 1 - half, width, 2 * half)
            paint.frame(painter, ground, "hit", None, radius=2)
        painter.setPen(look().color("text" if hit else ink))
        painter.drawText(QRectF(left, box.top(), width + 2, box.height()), _MIDDLE, part)
        left += width
    if struck:
        painter.setPen(look().color(ink))
        middle = box.center().y() + 1
        painter.drawLine(QPointF(box.left(), middle), QPointF(left, middle))
    return round(left)


def title_room(room: int, piece: str) -> int:
    """Return what the title may take of ``room`` pixels before a ``piece`` with a hit, which gets up to one half."""
    return room - min(room // 2, paint.text_width(piece) + _PARTS) if piece else room


def fitted(text: str, hits: Sequence[Span], room: int, *, bold: bool = False) -> tuple[str, Sequence[Span]]:
    """Cut the start of a text whose first hit would be elided in ``room`` pixels; the hit stands in the middle."""
    metrics = QFontMetrics(look().font(bold=bold))
    if not hits or metrics.horizontalAdvance(text) <= room:
        return text, hits
    first, last = hits[0]
    if metrics.horizontalAdvance(text[:last] + _DOTS) <= room:
        return text, hits
    start = 1
    while start < first and metrics.horizontalAdvance(_DOTS + text[start : last + first - start] + _DOTS) > room:
        start += 1
    if start > first:
        return text, hits
    shift = start - len(_DOTS)
    return _DOTS + text[start:], [(begin - shift, end - shift) for begin, end in hits]


def pieces(length: int, hits: Sequence[Span]) -> Iterator[tuple[int, int, bool]]:
    """Cut [0, length) at the borders of ``hits``: (start, end, whether it is a hit), in order, none empty."""
    at = 0
    for first, last in hits:
        start, end = min(first, length), min(last, length)
        if start > at:
            yield at, start, False
        if end > start:
            yield start, end, True
        at = max(at, end)
    if at < length:
        yield at, length, False


def _draw_focus(painter: QPainter, box: QRect, width: int) -> None:
    accent = look().color("accent")
    painter.fillRect(box.left(), box.top(), box.width(), 2, accent)
    painter.fillRect(box.left(), box.bottom() - 2, box.width(), 2, accent)
    if box.right() >= width - 3:
        painter.fillRect(box.right() - 1, box.top(), 2, box.height() - 1, accent)


_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
