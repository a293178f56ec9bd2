"""What is drawn on one page, in points from its upper left corner; the code it becomes counts from the lower left."""

from __future__ import annotations

from collections.abc import Iterable

from station_app.reports.page import Document
from station_app.reports.pens import Pen

THIN, THICK = 0.5, 1.0
_FIT = 0.5  # a line is squeezed to half its width at most


class Drawing:
    """Lines and texts of a page, black."""

    def __init__(self, document: Document) -> None:
        """Draw on a page of ``document``."""
        self._document = document
        self._height = document.size[1]
        self._lines: list[str] = []
        self._texts: list[str] = []

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = THIN) -> None:
        """A straight line of ``width`` points."""
        top, end = self._height - y1, self._height - y2
        self._lines.append(f"{width:g} w {x1:.2f} {top:.2f} m {x2:.2f} {end:.2f} l S")

    def dotted(self, x: float, y1: float, y2: float) -> None:
        """A dotted upright line."""
        self._lines.append("[1 1] 0 d")
        self.line(x, y1, x, y2, 0.75)
        self._lines.append("[] 0 d")

    def box(self, x: float, y: float, width: float, height: float, pen_width: float = THIN) -> None:
        """An empty rectangle, ``x`` and ``y`` its upper left corner."""
        low = self._height - y - height
        self._lines.append(f"{pen_width:g} w {x:.2f} {low:.2f} {width:.2f} {height:.2f} re S")

    def path(self, points: list[tuple[float, float]], width: float = THICK) -> None:
        """A line through several points."""
        steps = [f"{x:.2f} {self._height - y:.2f} {'l' if at else 'm'}" for at, (x, y) in enumerate(points)]
        self._lines.append(" ".join([f"{width:g} w", *steps, "S"]))

    def black(self, squares: Iterable[tuple[float, float, float, float]]) -> None:
        """Filled rectangles: x, y, width, height."""
        parts = [f"{x:.2f} {self._height - y - high:.2f} {wide:.2f} {high:.2f} re" for x, y, wide, high in squares]
        self._lines.append(" ".join([*parts, "f"]))

    def text(self, x: float, y: float, text: str, pen: Pen, *, spacing: float = 0) -> float:
        """Text from ``x`` on, its base line at ``y``, ``spacing`` points behind each character; returns its end."""
        spaced = (f"{spacing:g} Tc ", " 0 Tc") if spacing else ("", "")
        place = f"1 0 0 1 {x:.2f} {self._height - y:.2f} Tm"
        self._texts.append(f"{pen.select} {place} {spaced[0]}{pen.show(_one_line(text))}{spaced[1]}")
        return x + pen.width(text) + spacing * len(text)

    def centred(self, x: float, y: float, text: str, pen: Pen, *, spacing: float = 0) -> None:
        """Text around ``x``."""
        width = pen.width(text) + spacing * (len(text) - 1)
        self.text(x - width / 2, y, text, pen, spacing=spacing)

    def right(self, x: float, y: float, text: str, pen: Pen) -> float:
        """Text that ends at ``x``; returns its start."""
        start = x - pen.width(text)
        self.text(start, y, text, pen)
        return start

    def fitted(self, x: float, y: float, text: str, pen: Pen, width: float) -> None:
        """One line from ``x`` on, squeezed where it is wider than ``width``."""
        scale = max(_FIT, min(1.0, width / max(pen.width(text), 0.01)))
        squeezed = (f"{100 * scale:.1f} Tz ", " 100 Tz") if scale < 1 else ("", "")
        place = f"1 0 0 1 {x:.2f} {self._height - y:.2f} Tm"
        self._texts.append(f"{pen.select} {place} {squeezed[0]}{pen.show(_one_line(text))}{squeezed[1]}")

    def block(self, x: float, y: float, lines: list[str], pen: Pen, leading: float) -> None:
        """Lines from ``x`` on, the first base line at ``y``."""
        place = f"{leading:g} TL 1 0 0 1 {x:.2f} {self._height - y:.2f} Tm"
        self._texts.append(f"{pen.select} {place} {pen.show(chr(10).join(lines))}")

    def code(self) -> str:
        """The operators of all this."""
        return "\n".join([*self._lines, "BT", *self._texts, "ET"])


def _one_line(text: str) -> str:
    return text.replace("\n", " ")
