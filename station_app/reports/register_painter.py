"""Draws a laid-out page of the 社情簿: the texts of the table go straight into the page's code."""

from __future__ import annotations

from station_app.reports.drawing import THICK, THIN
from station_app.reports.faces import Face
from station_app.reports.page import Document
from station_app.reports.pens import Pen
from station_app.reports.records import RegisterHead
from station_app.reports.register_columns import CONTENT, REMARK, RESULT, SERIAL
from station_app.reports.register_frame import FOOT, LEFT, RIGHT, SMALL, column_edges, draw_frame, squeezed
from station_app.reports.register_layout import PAD_X, TABLE_TOP, Fragment, RegisterLayout

_STRIKE = 0.28  # above the base line, in type sizes


class RegisterPainter:
    """Draws the pages of one register into one document."""

    def __init__(self, document: Document, layout: RegisterLayout, head: RegisterHead) -> None:
        """Take the document to draw into; pens and positions are made once."""
        self._document = document
        self._layout = layout
        self._pen = document.pen(Face.SERIF, layout.size)
        self._bold = document.pen(Face.SERIF_BOLD, layout.size)
        self._small = document.pen(Face.SERIF, SMALL)
        self._edges = column_edges(layout)
        self._names = [column.name for column in layout.columns]
        self._base = layout.base_line
        self._centred: dict[tuple[int, str], tuple[str, str]] = {}
        self._frame = document.add_form(draw_frame(document, layout, head))

    def draw(self, page: list[Fragment], number: int, total: int | None) -> str:
        """The code of page ``number`` of ``total`` (None: not known yet)."""
        rules, texts = self._table(page)
        foot = f"第 {number} 页　共 {total or '…'} 页"
        x, y = (LEFT + RIGHT - self._small.width(foot)) / 2, self._document.size[1] - FOOT
        begin = f"BT {self._small.select} 1 0 0 1 {x:.2f} {y:.2f} Tm {self._small.show(foot)}"
        leading = f"{self._layout.leading:.2f} TL {self._pen.select}"
        return "\n".join([f"/{self._frame} Do", *rules, begin, leading, *texts, "ET"])

    def _table(self, page: list[Fragment]) -> tuple[list[str], list[str]]:
        paper = self._document.size[1]
        top = paper - TABLE_TOP - self._layout.head_height
        rules = [f"{THIN:g} w"]
        texts: list[str] = []
        for fragment in page:
            self._row(fragment, top, texts)
            if fragment.struck:
                rules += self._strikes(fragment, top)
            top -= self._layout.height(fragment.count)
            rules.append(f"{LEFT:.2f} {top:.2f} m {RIGHT:.2f} {top:.2f} l")
        high = paper - TABLE_TOP
        rules += [f"{x:.2f} {high:.2f} m {x:.2f} {top:.2f} l" for x in self._edges[1:-1]]
        under = high - self._layout.head_height
        rules.append(f"S {THICK:g} w {LEFT:.2f} {under:.2f} m {RIGHT:.2f} {under:.2f} l")
        rules.append(f"{LEFT:.2f} {top:.2f} {RIGHT - LEFT:.2f} {high - top:.2f} re S")
        return rules, texts

    def _row(self, fragment: Fragment, top: float, texts: list[str]) -> None:
        for place, text in enumerate(fragment.cells):
            if not text:
                continue
            y = self._first_line(fragment, text, top)
            name = self._names[place]
            if name in (CONTENT, RESULT):
                x = self._edges[place] + PAD_X
                texts.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm {self._pen.show(text)}")
            else:
                before, after = self._serial(place, text) if name == SERIAL else self._centre(place, text)
                texts.append(f"{before}{y:.2f}{after}")

    def _first_line(self, fragment: Fragment, text: str, top: float) -> float:
        """The first base line of a cell in the middle of its row."""
        return top - self._base - (fragment.count - 1 - text.count("\n")) * self._layout.leading / 2

    def _centre(self, place: int, text: str) -> tuple[str, str]:
        """The code of centred lines before and behind their height, kept for the next row that has them."""
        key = place, text
        if key not in self._centred:
            self._centred[key] = self._lines(place, [(line, self._pen) for line in text.split("\n")])
        return self._centred[key]

    def _serial(self, place: int, text: str) -> tuple[str, str]:
        """A serial's lines, the last bold."""
        lines = text.split("\n")
        return self._lines(
            place, [*((line, self._pen) for line in lines[:2]), *((line, self._bold) for line in lines[2:])]
        )

    def _lines(self, place: int, lines: list[tuple[str, Pen]]) -> tuple[str, str]:
        first, _ = self._start(place, *lines[0])
        before, after, x = f"1 0 0 1 {first:.2f} ", [" Tm"], first
        for at, (line, pen) in enumerate(lines):
            start, scale = self._start(place, line, pen)
            if at:
                after.append(f" {start - x:.2f} {-self._layout.leading:.2f} Td")
            after.append(self._shown(line, pen, scale))
            x = start
        return before, "".join(after)

    def _shown(self, line: str, pen: Pen, scale: float) -> str:
        code = f" {pen.show(line)}"
        if scale < 1:
            code = f" {100 * scale:.1f} Tz{code} 100 Tz"
        return code if pen is self._pen else f" {pen.select}{code} {self._pen.select}"

    def _start(self, place: int, line: str, pen: Pen) -> tuple[float, float]:
        return squeezed(self._edges[place], self._edges[place + 1], line, pen)

    def _strikes(self, fragment: Fragment, top: float) -> list[str]:
        rules = []
        for place, text in enumerate(fragment.cells):
            name = self._names[place]
            if not text or name == REMARK:
                continue
            y = self._first_line(fragment, text, top) + _STRIKE * self._layout.size
            for at, line in enumerate(text.split("\n")):
                pen = self._bold if name == SERIAL and at > 1 else self._pen
                start, scale = self._start(place, line, pen)
                if name in (CONTENT, RESULT):
                    start, scale = self._edges[place] + PAD_X, 1.0
                rules.append(f"{start:.2f} {y:.2f} m {start + scale * pen.width(line):.2f} {y:.2f} l")
                y -= self._layout.leading
        return rules
