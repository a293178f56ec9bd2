"""What is the same on all pages of a 社情簿: title, head, heads of columns, binding line and the rest of the foot."""

from __future__ import annotations

from itertools import accumulate

from station_app.reports.drawing import Drawing
from station_app.reports.faces import Face
from station_app.reports.page import MM, Document, printed_text
from station_app.reports.pens import Pen
from station_app.reports.records import RegisterHead
from station_app.reports.register_columns import TABLE_MM
from station_app.reports.register_layout import TABLE_TOP, RegisterLayout

LEFT = 25 * MM
RIGHT = LEFT + TABLE_MM * MM
FOOT = 561.0  # the base line of the foot, from above
SMALL = 10.5  # the type size of head and foot
_TITLE, _HEAD = 57.4, 80.6
_LEAST_SCALE = 0.5
_BINDING = 10.04 * MM
_DOTS = ((40.0, 153.5), (167.0, 288.0), (301.5, 422.0), (435.5, 555.0))
_BINDING_WORDS = (("装", 163.6), ("订", 298.0), ("线", 432.2))
_SIGNATURES = ((LEFT, "记录人：", 112.6, 192.4), (209.5, "站　长：", 251.3, 330.5))


def draw_frame(document: Document, layout: RegisterLayout, head: RegisterHead) -> str:
    """The code of it."""
    drawing = Drawing(document)
    _draw_head(document, drawing, head)
    _draw_column_heads(document, drawing, layout)
    _draw_binding(document, drawing)
    _draw_foot(document, drawing, head)
    return drawing.code()


def column_edges(layout: RegisterLayout) -> list[float]:
    """Where the columns begin and the last one ends, in points from the left."""
    return list(accumulate((column.width * MM for column in layout.columns), initial=LEFT))


def squeezed(left: float, right: float, line: str, pen: Pen) -> tuple[float, float]:
    """Where a centred line begins in its column, and by how much it is squeezed to fit."""
    width, room = pen.width(line), right - left - 2
    scale = max(_LEAST_SCALE, room / width) if width > room else 1.0
    return (left + right - width * scale) / 2, scale


def _draw_head(document: Document, drawing: Drawing, head: RegisterHead) -> None:
    pen = document.pen(Face.SERIF, SMALL)
    drawing.centred((LEFT + RIGHT) / 2, _TITLE, "社情簿", document.pen(Face.SERIF_BOLD, 20), spacing=10)
    start = drawing.right(RIGHT, _HEAD, f"{head.period}　{head.volume}", pen)
    drawing.fitted(LEFT, _HEAD, head.whose, pen, start - LEFT - SMALL)
    if head.reprint:
        sans = document.pen(Face.SANS, SMALL)
        start = drawing.right(RIGHT - 5, 54, f"重印 第 {head.reprint} 次", sans)
        drawing.box(start - 5, 41, RIGHT - start + 5, 18)


def _draw_column_heads(document: Document, drawing: Drawing, layout: RegisterLayout) -> None:
    bold = document.pen(Face.SANS_BOLD, layout.size)
    edges = column_edges(layout)
    for column, left, right in zip(layout.columns, edges, edges[1:], strict=False):
        y = TABLE_TOP + layout.base_line + (2 - len(column.head)) * layout.leading / 2
        for line in column.head:
            x, scale = squeezed(left, right, line, bold)
            drawing.fitted(x, y, line, bold, scale * bold.width(line))
            y += layout.leading


def _draw_binding(document: Document, drawing: Drawing) -> None:
    for start, end in _DOTS:
        drawing.dotted(_BINDING, start, end)
    small = document.pen(Face.SERIF, 9)
    for word, y in _BINDING_WORDS:
        drawing.centred(_BINDING, y, word, small)


def _draw_foot(document: Document, drawing: Drawing, head: RegisterHead) -> None:
    pen = document.pen(Face.SERIF, SMALL)
    for x, word, start, end in _SIGNATURES:
        drawing.text(x, FOOT, word, pen)
        drawing.line(start, FOOT, end, FOOT)
    start = drawing.right(RIGHT, FOOT, printed_text(head.printed_at), pen)
    drawing.right(start - 2 * SMALL, FOOT, "内部资料　注意保管", document.pen(Face.SANS, SMALL))
