"""Text into the code of a page: numbers in a Type0 font, with the switch to another font inside where it must be."""

from __future__ import annotations

from station_app.reports.faces import Face, find, main_file, stand_in, widths
from station_app.reports.font_file import EM, FontFile
from station_app.reports.type0 import Type0Font


class FontBook:
    """The fonts that one document uses, each made at its first character."""

    def __init__(self) -> None:
        """Start without any."""
        self.fonts: dict[str, Type0Font] = {}
        self._numbers: dict[tuple[str, int], str] = {}

    def font(self, file: FontFile) -> Type0Font:
        """The document's font of a file."""
        if file.name not in self.fonts:
            self.fonts[file.name] = Type0Font(file, f"F{len(self.fonts) + 1}")
        return self.fonts[file.name]

    def number(self, file: FontFile, code: int, glyph: int) -> str:
        """The two bytes (as Latin 1) that draw a character with that file's font."""
        key = file.name, code
        if key not in self._numbers:
            self._numbers[key] = self.font(file).add(code, glyph)
        return self._numbers[key]


class Pen(dict[int, str]):
    """A face at a size in one document: the table for ``str.translate`` into the inside of a PDF string."""

    def __init__(self, book: FontBook, face: Face, size: float) -> None:
        """Take a face at ``size`` points."""
        super().__init__()
        self._book = book
        self.face = face
        self.size = size
        self._widths = widths(face)
        self._file = main_file(face)
        self.select = self._select(self._file)
        self[ord("\n")] = ") Tj T* ("

    def __missing__(self, code: int) -> str:
        """The number of a character met for the first time."""
        found = find(self.face, chr(code))
        if found is None:
            number = stand_in(chr(code)).translate(self)
        else:
            number = self._book.number(found[0], code, found[1])
            if found[0] is not self._file:
                number = f") Tj {self._select(found[0])} ({number}) Tj {self.select} ("
        self[code] = number
        return number

    def show(self, text: str) -> str:
        """The operators that draw ``text`` where the text position is; a newline goes to the next line."""
        return f"({text.translate(self)}) Tj"

    def width(self, text: str) -> float:
        """How wide a line of text is, in points."""
        return sum(map(self._widths.__getitem__, text)) * self.size / EM

    def _select(self, file: FontFile) -> str:
        return f"/{self._book.font(file).resource} {self.size:g} Tf"
