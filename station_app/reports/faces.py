"""The bundled faces of printed documents, and which of them has a character."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from enum import Enum
from functools import cache
from pathlib import Path

from station_app.errors import StationError
from station_app.reports.font_file import FontFile, font_file

FONTS = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[2])) / "resources" / "fonts"
RARE = FONTS / "HanaMinB.ttf"  # opened only when a character is in no other
_IDEOGRAPHS = 0x3400


class Face(Enum):
    """A face for a purpose; the value is its file."""

    SERIF = "NotoSerifSC_400Regular.ttf"
    SERIF_BOLD = "NotoSerifSC_700Bold.ttf"
    SANS = "NotoSansSC_400Regular.ttf"
    SANS_BOLD = "NotoSansSC_700Bold.ttf"

    @property
    def file(self) -> Path:
        """Where it lies."""
        return FONTS / self.value


class Widths(dict[str, int]):
    """Character → width in thousandths of the type size, each measured once."""

    def __init__(self, face: Face) -> None:
        """Start empty, for one face."""
        super().__init__()
        self._face = face

    def __missing__(self, character: str) -> int:
        """Measure a character, or its stand-in."""
        found = find(self._face, character)
        width = sum(self[sign] for sign in stand_in(character)) if found is None else found[0].width(found[1])
        self[character] = width
        return width


def find(face: Face, character: str) -> tuple[FontFile, int] | None:
    """The file that has a character, and its glyph there; None: no bundled font has it."""
    code = ord(character)
    file = main_file(face)
    if glyph := file.glyph(code):
        return file, glyph
    if code >= _IDEOGRAPHS and (glyph := _open(RARE).glyph(code)):
        return _open(RARE), glyph
    return None


@cache
def main_file(face: Face) -> FontFile:
    """The file of a face, where nearly all characters are. Raises StationError if it is missing."""
    return _open(face.file)


def stand_in(character: str) -> str:
    """What is drawn for a character that no font has: 〔U+1F600〕."""
    return f"〔U+{ord(character):04X}〕"


@cache
def widths(face: Face) -> Widths:
    """The widths of a face, kept for the life of the program."""
    return Widths(face)


def unprintable(texts: Iterable[str]) -> tuple[str, ...]:
    """The characters of ``texts`` that will be drawn as their number, in the order of their code."""
    signs = set().union(*texts) - {"\n"}
    return tuple(sorted(sign for sign in signs if find(Face.SERIF, sign) is None))


def _open(path: Path) -> FontFile:
    try:
        return font_file(path)
    except OSError as error:
        raise StationError(f"缺少字体文件：{path.name}", "程序文件不完整，请重新安装后再打印。") from error
