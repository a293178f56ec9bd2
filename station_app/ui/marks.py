"""The status shapes: one painter for all, told apart in grey at 15 px."""

from collections.abc import Callable
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from station_app.ui.look import look

Draw = Callable[[QPainter, QColor], None]

_STROKE = 1.8


def draw_mark(painter: QPainter, box: QRectF, name: str, tone: str = "") -> None:
    """Draw the mark of a status, due state or import result inside ``box``; KeyError for an unknown word.

    ``tone`` is a colour role that replaces the mark's own, such as ``text3`` in a disabled row.
    """
    draw, role = MARKS[name]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center())
    side = min(box.width(), box.height()) / 16
    painter.scale(side, side)
    draw(painter, look().color(tone or role))
    painter.restore()


def mark_tone(name: str) -> str:
    """Return the colour role of a mark; the word beside it has the same."""
    return MARKS[name][1]


def _line(painter: QPainter, ink: QColor, width: float = _STROKE) -> None:
    pen = QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _solid(painter: QPainter, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)


def _path(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline([QPointF(x, y) for x, y in points])


def _paper() -> QColor:
    return look().color("surface")


def _ring(painter: QPainter, ink: QColor) -> None:
    _line(painter, ink)
    painter.drawEllipse(QPointF(0, 0), 5.5, 5.5)


def _dashed_ring(painter: QPainter, ink: QColor) -> None:
    _line(painter, ink)
    box = QRectF(-5.5, -5.5, 11, 11)
    for part in range(8):
        painter.drawArc(box, part * 45 * 16, 18 * 16)


def _disc(painter: QPainter, ink: QColor) -> None:
    _solid(painter, ink)
    painter.drawEllipse(QPointF(0, 0), 5, 5)


def _left_half(painter: QPainter, ink: QColor) -> None:
    _ring(painter, ink)
    _solid(painter, ink)
    painter.drawPie(QRectF(-5.5, -5.5, 11, 11), 90 * 16, 180 * 16)


def _right_half(painter: QPainter, ink: QColor) -> None:
    _ring(painter, ink)
    _solid(painter, ink)
    painter.drawPie(QRectF(-5.5, -5.5, 11, 11), 270 * 16, 180 * 16)


def _arrow_up(painter: QPainter, ink: QColor) -> None:
    _line(painter, ink)
    _path(painter, (0, 5.5), (0, -5.5))
    _path(painter, (-4, -1.5), (0, -5.5), (4, -1.5))


def _arrow_down(painter: QPainter, ink: QColor) -> None:
    _line(painter, ink)
    _path(painter, (0, -5.5), (0, 5.5))
    _path(painter, (-4, 1.5), (0, 5.5), (4, 1.5))


def _diamond_shape(reach: float) -> QPolygonF:
    return QPolygonF([QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)])


def _diamond_outline(painter: QPainter, ink: QColor) -> None:
    _line(painter, ink)
    painter.drawPolygon(_diamond_shape(5.8))


def _diamond(painter: QPainter, ink: QColor) -> None:
    _solid(painter, ink)
    painter.drawPolygon(_diamond_shape(6.6))


def _speech(painter: QPainter, ink: QColor) -> None:
    _line(painter, ink)
    corners = ((-6, -5.5), (6, -5.5), (6, 3), (1, 3), (-2, 6), (-2, 3), (-6, 3))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    _line(painter, ink, 1.4)
    _path(painter, (-3, -2.5), (3, -2.5))
    _path(painter, (-3, 0.2), (1.5, 0.2))


def _ticked_disc(painter: QPainter, ink: QColor) -> None:
    _solid(painter, ink)
    painter.drawEllipse(QPointF(0, 0), 6.8, 6.8)
    _line(painter, _paper())
    _path(painter, (-3, 0.2), (-0.8, 2.4), (3.2, -2.2))


def _archive(painter: QPainter, ink: QColor) -> None:
    _line(painter, ink)
    painter.drawRect(QRectF(-6.2, -5.5, 12.4, 3.4))
    _path(painter, (-5, -2), (-5, 5.5), (5, 5.5), (5, -2))
    _path(painter, (-1.6, 1.2), (1.6, 1.2))


def _struck_ring(painter: QPainter, ink: QColor) -> None:
    _ring(painter, ink)
    _path(painter, (-3.6, 3.6), (3.6, -3.6))


def _turning_arrow(painter: QPainter, ink: QColor) -> None:
    _line(painter, ink)
    painter.drawArc(QRectF(-5.3, -5.3, 10.6, 10.6), 45 * 16, 290 * 16)
    tip = QPointF(5.3 * cos(pi / 4), -5.3 * sin(pi / 4))
    _path(painter, (tip.x() + 0.9, tip.y() - 3.2), (tip.x() + 0.9, tip.y() + 0.9), (tip.x() - 3.2, tip.y() + 0.9))


def _cross(painter: QPainter, ink: QColor) -> None:
    _line(painter, ink)
    _path(painter, (-4.6, -4.6), (4.6, 4.6))
    _path(painter, (-4.6, 4.6), (4.6, -4.6))


def _call(painter: QPainter, top: float) -> None:
    _line(painter, _paper())
    _path(painter, (0, top), (0, 1.2))
    painter.drawPoint(QPointF(0, 3.9))


def _warning(painter: QPainter, ink: QColor) -> None:
    _line(painter, ink, 1.6)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([QPointF(0, -5.8), QPointF(6.4, 5.6), QPointF(-6.4, 5.6)]))
    _call(painter, -1.8)


def _overdue(painter: QPainter, ink: QColor) -> None:
    _solid(painter, ink)
    painter.drawRoundedRect(QRectF(-6.2, -6.2, 12.4, 12.4), 1.5, 1.5)
    _call(painter, -3.4)


def _triangle(painter: QPainter, ink: QColor) -> None:
    _line(painter, ink, 1.6)
    painter.drawPolygon(QPolygonF([QPointF(0, -5.6), QPointF(6.2, 5.6), QPointF(-6.2, 5.6)]))
    _path(painter, (0, -1.6), (0, 1.2))
    painter.drawPoint(QPointF(0, 3.3))


def _plus(painter: QPainter, ink: QColor) -> None:
    _line(painter, ink)
    _path(painter, (-5.5, 0), (5.5, 0))
    _path(painter, (0, -5.5), (0, 5.5))


def _equal(painter: QPainter, ink: QColor) -> None:
    _line(painter, ink)
    _path(painter, (-5, -2.4), (5, -2.4))
    _path(painter, (-5, 2.4), (5, 2.4))


def _hourglass(painter: QPainter, ink: QColor) -> None:
    _line(painter, ink, 1.6)
    corners = ((-4.4, -6), (4.4, -6), (-4.4, 6), (4.4, 6))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))


def _dash(painter: QPainter, ink: QColor) -> None:
    _line(painter, ink)
    _path(painter, (-4.5, 0), (4.5, 0))


MARKS: dict[str, tuple[Draw, str]] = {
    "草稿": (_dashed_ring, "text2"),
    "已登记": (_ring, "text2"),
    "站内办理": (_left_half, "accent"),
    "已上报": (_arrow_up, "text2"),
    "待研判": (_diamond_outline, "warn"),
    "办理中": (_right_half, "accent"),
    "已答复": (_speech, "accent"),
    "待反馈": (_diamond, "warn"),
    "办结": (_ticked_disc, "ok"),
    "归档": (_archive, "text2"),
    "不予受理": (_struck_ring, "text2"),
    "重办": (_turning_arrow, "danger"),
    "作废": (_cross, "text2"),
    "正常": (_disc, "ok"),
    "临期": (_warning, "warn"),
    "逾期": (_overdue, "danger"),
    "按时": (_disc, "ok"),
    "快到期": (_warning, "warn"),
    "超期": (_overdue, "danger"),
    "缺包": (_hourglass, "accent"),
    "未启用": (_dash, "text2"),
    "该开箱": (_warning, "warn"),
    "该贴公告": (_warning, "warn"),
    "新增": (_plus, "ok"),
    "更新": (_arrow_up, "accent"),
    "不变": (_equal, "text2"),
    "冲突": (_triangle, "warn"),
    "等前包": (_hourglass, "accent"),
    "拒绝": (_cross, "text2"),
    "可导入": (_plus, "ok"),
    "已导入": (_ticked_disc, "ok"),
    "导入过": (_equal, "text2"),
    "已写好": (_ticked_disc, "ok"),
    "没写成": (_overdue, "danger"),
    "还没写": (_ring, "text3"),
    "取回": (_arrow_down, "text"),
    "未到": (_ring, "text3"),
    "不适用": (_dash, "text3"),
}
