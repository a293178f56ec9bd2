"""Lines of a column: broken in one pass, each character measured once.

No text is lost: the lines of a paragraph joined are the paragraph; blanks at the end of a line hang over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from station_app.reports.evening import even_ends, mended_ends
from station_app.reports.faces import Face, widths
from station_app.reports.font_file import EM
from station_app.reports.kinsoku import BLANKS, is_alone, may_break

# A full square wide in the faces that set text: ideographs, and punctuation of three kinds.
_IDEOGRAPHS, _CLOSING, _OPENING = "\u4e00-\u9fff", "，。、；：？！）》”", "（《“"
_SQUARE = f"[{_IDEOGRAPHS}{_CLOSING}{_OPENING}]"
_STARTING, _ENDING = f"[{_IDEOGRAPHS}{_OPENING}]", f"[{_IDEOGRAPHS}{_CLOSING}]"
_MENDED_LINES = 4  # the last lines of a paragraph that are broken anew for the sake of the very last
_LEAST_SIMPLE = 3  # squares of a line that may give one to the next
_SHORT = 40  # characters; what is longer is filled, not broken evenly


class Breaker:
    """Breaks texts for a column of ``width`` points in a serif face at ``size`` points."""

    def __init__(self, face: Face, size: float, width: float) -> None:
        """Take the column's measures; a character wider than the column gets a line of its own."""
        self.limit = int(width * EM / size)
        self._widths = widths(face)
        self._squares = max(1, self.limit // EM)
        self._simple = _simple_line(self._squares)

    def fill(self, text: str) -> list[str]:
        """Lines as full as they can be; no punctuation begins one, no single character is the last."""
        if "\n" in text:
            return [line for part in text.split("\n") for line in self._paragraph(part)]
        return self._paragraph(text)

    def even(self, text: str) -> list[str]:
        """As few lines as ``fill`` makes, but of even length (来站 / 接待): for the short cells of a table."""
        return [line for part in text.split("\n") for line in self._even_paragraph(part)]

    def width(self, text: str) -> int:
        """The width of a line in thousandths of the type size."""
        return sum(map(self._widths.__getitem__, text))

    def _even_paragraph(self, text: str) -> list[str]:
        lines = self._paragraph(text)
        if len(lines) == 1 or len(text) > _SHORT:
            return lines
        return _cut(text, even_ends(text, self._measures(text), self.limit, len(lines))) or lines

    def _paragraph(self, text: str) -> list[str]:
        lines = []
        start, length, squares, simple = 0, len(text), self._squares, self._simple.match
        while length - start > squares or self.width(text[start:].rstrip(BLANKS)) > self.limit:
            if found := simple(text, start):
                end = found.end()
            else:
                end = self._fitting(text, start)
                if end < length and not may_break(text, end):
                    end = _other_end(text, start, end)
                if end >= length:
                    break
            lines.append(text[start:end])
            start = end
        lines.append(text[start:])
        if len(lines) > 1 and is_alone(lines[-1]):
            return self._mended(lines)
        return lines

    def _fitting(self, text: str, start: int) -> int:
        """Where the line that begins at ``start`` is full."""
        reach = self._squares + 4
        while True:
            measures = list(accumulate(map(self._widths.__getitem__, text[start : start + reach])))
            fit = bisect_right(measures, self.limit)
            if fit < len(measures) or start + reach >= len(text):
                return start + max(fit, 1)
            reach *= 2

    def _measures(self, text: str) -> list[int]:
        """The widths of all beginnings of ``text``, from the empty one."""
        return list(accumulate(map(self._widths.__getitem__, text), initial=0))

    def _mended(self, lines: list[str]) -> list[str]:
        """The last lines anew, so that the very last holds more than one character; the same if that cannot be."""
        kept, last = lines[:-_MENDED_LINES], lines[-_MENDED_LINES:]
        text = "".join(last)
        return kept + (_cut(text, mended_ends(text, self._measures(text), self.limit, len(last))) or last)


def _simple_line(squares: int) -> re.Pattern[str]:
    """A full line of squares, or one less where punctuation would begin the next line, if it may end there."""
    full = f"{_SQUARE}{{{squares - 1}}}{_ENDING}(?={_STARTING})"
    if squares < _LEAST_SIMPLE:
        return re.compile(full)
    return re.compile(f"{full}|{_SQUARE}{{{squares - 2}}}{_ENDING}(?={_STARTING}[{_CLOSING}])")


def _other_end(text: str, start: int, end: int) -> int:
    """The nearest end of a line where one is allowed: behind the blanks, else further back, else where it is full."""
    behind = end
    while behind < len(text) and text[behind] in BLANKS:
        behind += 1
    if behind == len(text) or (behind > end and may_break(text, behind)):
        return behind
    return next((at for at in range(end - 1, start, -1) if may_break(text, at)), behind)


def _cut(text: str, ends: list[int]) -> list[str]:
    """The text cut at the ends; no lines if there are none."""
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]
