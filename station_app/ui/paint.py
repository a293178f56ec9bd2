"""Painting primitives shared by the widgets: frames, key caps and centred icons."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from station_app.ui.look import look

KEY_CAP_PADDING = 6
_RADIUS = 4.0


def smooth(widget: QWidget) -> QPainter:
    """Return an antialiasing painter on ``widget``."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def frame(
    painter: QPainter,
    rect: QRect | QRectF,
    fill: str | None,
    line: str | None,
    width: float = 1.0,
    radius: float = _RADIUS,
) -> None:
    """Draw a rounded box wholly inside ``rect``; ``fill`` and ``line`` are role names."""
    half = width / 2 if line else 0.0
    painter.setBrush(look().color(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look().color(line), width) if line else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius)


def key_cap_width(text: str) -> int:
    """Return the width of a printed key cap."""
    return QFontMetrics(look().font("caption")).horizontalAdvance(text) + 2 * KEY_CAP_PADDING + 2


def key_cap_height() -> int:
    """Return the height of a printed key cap."""
    return look().px(20)


def key_cap(painter: QPainter, right: int, middle: int, text: str, ink: str, line: str) -> int:
    """Draw a key cap that ends at ``right``, centred on ``middle``; return its left edge."""
    width, height = key_cap_width(text), key_cap_height()
    box = QRect(right - width, middle - height // 2, width, height)
    frame(painter, box, None, line, radius=3)
    painter.setFont(look().font("caption"))
    painter.setPen(look().color(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    return box.left()


def icon(painter: QPainter, left: int, middle: int, name: str, role: str, size: int = 16) -> int:
    """Draw an icon from ``left``, centred on ``middle``; return its right edge."""
    device = painter.device()
    pixmap: QPixmap = look().icon(name, role, size, device.devicePixelRatio())
    edge = look().px(size)
    painter.drawPixmap(QPointF(left, middle - edge / 2), pixmap)
    return left + edge


def words(painter: QPainter, rect: QRect, text: str, ink: str, *, kind: str = "body", bold: bool = False) -> None:
    """Write one line at the left of ``rect``, elided when it does not fit."""
    font = look().font(kind, bold=bold)
    painter.setFont(font)
    painter.setPen(look().color(ink))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def text_width(text: str, kind: str = "body", *, bold: bool = False) -> int:
    """Return the width of ``text`` in a type size."""
    return QFontMetrics(look().font(kind, bold=bold)).horizontalAdvance(text)
