"""The parts that forms are made of: labelled cells, boxes to tick, lines to sign on, a QR with the number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from station_app.reports.drawing import THICK, Drawing
from station_app.reports.faces import Face
from station_app.reports.page import Document, printed_text
from station_app.reports.pens import Pen
from station_app.reports.records import SheetHead

LABEL, VALUE, SMALL, FINE = 11.0, 12.0, 10.5, 9.0
PAD = 5.9  # left and right of a value
LEADING = 20.6  # of the lines of a long text
_LABEL_LEADING = 14.7
_MIDDLE = 0.38  # from the middle of a character down to its base line, in type sizes
_TICK_BOX, _TICK_GAP, _CHOICE_GAP = 9.07, 3.7, 10.1
_TICK = ((0.2, 0.45), (0.4, 0.73), (0.82, 0.25))
_SIGN_ABOVE = 8.5  # a line to sign on, above the foot of its cell
_LEAST_SCALE = 0.6  # to which a value may be squeezed


class SheetPage:
    """One page of a form; all places in points from its upper left corner."""

    def __init__(self, document: Document) -> None:
        """Start an empty page of ``document``."""
        self._document = document
        self.drawing = Drawing(document)

    def end(self, bookmark: str = "") -> None:
        """Add it to the document."""
        self._document.add_page(self.drawing.code(), bookmark)

    def pen(self, face: Face, size: float) -> Pen:
        """A pen of the document."""
        return self._document.pen(face, size)

    def title(self, x: float, y: float, text: str, size: float = 22) -> None:
        """A title around ``x``, slightly spaced."""
        self.drawing.centred(x, y, text, self.pen(Face.SERIF_BOLD, size), spacing=0.06 * size)

    def frame(self, left: float, top: float, right: float, bottom: float) -> None:
        """The thick line around a form."""
        self.drawing.box(left, top, right - left, bottom - top, THICK)

    def label(self, left: float, right: float, top: float, bottom: float, text: str) -> None:
        """The name of a field in the middle of its cell; a newline begins another line."""
        lines = text.split("\n")
        pen = self.pen(Face.SANS, LABEL)
        y = (top + bottom) / 2 + _MIDDLE * LABEL - (len(lines) - 1) * _LABEL_LEADING / 2
        for line in lines:
            self.drawing.centred((left + right) / 2, y, line, pen)
            y += _LABEL_LEADING

    def value(self, left: float, right: float, top: float, bottom: float, text: str, face: Face = Face.SERIF) -> None:
        """A value on one line, squeezed a little where it must be."""
        y = (top + bottom) / 2 + _MIDDLE * VALUE
        self.drawing.fitted(left + PAD, y, text, self.pen(face, VALUE), right - left - 2 * PAD)

    def holds(self, left: float, right: float, text: str, face: Face = Face.SERIF) -> bool:
        """Whether a value can be read on one line of its cell."""
        return "\n" not in text and self.pen(face, VALUE).width(text) * _LEAST_SCALE <= right - left - 2 * PAD

    def choices(self, x: float, middle: float, words: Iterable[tuple[str, str]], ticked: str) -> None:
        """Boxes to tick, each a value and what is printed for it; ``middle`` is that of the row."""
        pen = self.pen(Face.SERIF, VALUE)
        top = middle + 1 - _TICK_BOX / 2
        for value, word in words:
            self.drawing.box(x, top, _TICK_BOX, _TICK_BOX, 0.75)
            if value == ticked:
                self.drawing.path([(x + across * _TICK_BOX, top + down * _TICK_BOX) for across, down in _TICK])
            end = self.drawing.text(x + _TICK_BOX + _TICK_GAP, middle + 1.3 + _MIDDLE * VALUE, word, pen)
            x = end + _CHOICE_GAP

    def text(self, left: float, top: float, lines: Sequence[str], face: Face = Face.SERIF) -> None:
        """Lines of a long text from the top of its cell on."""
        y = top + LEADING * 0.7 + _MIDDLE * VALUE
        self.drawing.block(left + PAD, y, list(lines), self.pen(face, VALUE), LEADING)

    def ruled(self, left: float, right: float, top: float, bottom: float, pitch: float = 24) -> None:
        """Lines for handwriting."""
        y = top + pitch
        while y < bottom:
            self.drawing.line(left + PAD, y, right - PAD, y, 0.25)
            y += pitch

    def signature(self, bottom: float, who: str, x: float = 328.6) -> None:
        """A line to sign on with 年 月 日 behind, near the foot of a cell; the line begins at ``x``."""
        pen = self.pen(Face.SERIF, SMALL)
        y = bottom - _SIGN_ABOVE
        self.drawing.right(x - 0.7, y + 0.4, f"{who}：", pen)
        self.drawing.line(x, y, x + 84.8, y)
        for word, place in (("年", 127.2), ("月", 158.7), ("日", 190.5)):
            self.drawing.text(x + place, y + 0.4, word, pen)

    def code(self, x: float, y: float, side: float, text: str) -> None:
        """A QR code of ``text``, ``side`` points wide."""
        import segno

        rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
        dot = side / len(rows)
        squares = []
        for down, row in enumerate(rows):
            for start, length in _runs(row):
                squares.append((x + start * dot, y + down * dot, length * dot, dot))
        self.drawing.black(squares)

    def foot(self, left: float, right: float, y: float, head: SheetHead, pages: tuple[int, int]) -> None:
        """内部资料, the page's number and the moment of printing."""
        pen = self.pen(Face.SERIF, FINE)
        start = self.drawing.text(left, y, "内部资料　注意保管", pen)
        end = self.drawing.right(right, y, printed_text(head.printed_at), pen)
        self.drawing.centred((start + end) / 2, y, f"第 {pages[0]} 页　共 {pages[1]} 页", pen)

    def reprint(self, left: float, y: float, head: SheetHead) -> None:
        """重印 第 n 次 in a box, where it is one."""
        if head.reprint:
            pen = self.pen(Face.SANS, SMALL)
            end = self.drawing.text(left + 5, y, f"重印 第 {head.reprint} 次", pen)
            self.drawing.box(left, y - 13, end + 5 - left, 18)


def _runs(row: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Start and length of the dark stretches of a row."""
    start = None
    for at, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            yield start, at - start
            start = None
