"""A TrueType file read where it lies: mapped, not copied, and only the entries that are asked for."""

from __future__ import annotations

import mmap
import struct
from bisect import bisect_right
from functools import cache
from pathlib import Path

EM = 1000  # all widths are given in thousandths of the type size
_FORMAT_12 = 12
_MORE, _WORDS, _SCALE, _XY_SCALE, _TWO_BY_TWO = 32, 1, 8, 64, 128
_COPIED = ("cvt ", "fpgm", "prep")


class FontFile:
    """One face: which glyph a character has, how wide it is, and a subset of it to embed."""

    def __init__(self, path: Path) -> None:
        """Map the file and read its directory; raises OSError, or ValueError without a map of format 12."""
        with path.open("rb") as opened:
            self._data = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        self._tables = self._read_directory()
        self.name = path.stem.replace("_", "-")
        self.units = self._number(">H", "head", 18)
        self._long_loca = bool(self._number(">H", "head", 50))
        self.box = [self._scaled(value) for value in self._numbers(">4h", "head", 36)]
        self.ascent, self.descent = (self._scaled(value) for value in self._numbers(">2h", "hhea", 4))
        self._metrics = self._number(">H", "hhea", 34)
        self._starts, self._ends, self._glyphs = self._read_characters()

    def glyph(self, code: int) -> int:
        """The glyph of a character, 0 if the font has none."""
        place = bisect_right(self._starts, code) - 1
        if place < 0 or code > self._ends[place]:
            return 0
        return self._glyphs[place] + code - self._starts[place]

    def width(self, glyph: int) -> int:
        """The advance of a glyph in thousandths of the type size."""
        return self._scaled(self._number(">H", "hmtx", 4 * min(glyph, self._metrics - 1)))

    def subset(self, glyphs: list[int]) -> bytes:
        """A font whose glyphs are .notdef and then ``glyphs`` in their order, with the parts they are made of."""
        from reportlab.pdfbase.ttfonts import TTFontMaker

        order, outlines = self._with_parts([0, *glyphs])
        places = [0]
        for outline in outlines:
            places.append(places[-1] + len(outline))
        maker = TTFontMaker()
        for tag in _COPIED:
            if tag in self._tables:
                maker.add(tag, self._table(tag))
        maker.add("glyf", b"".join(outlines))
        maker.add("loca", struct.pack(f">{len(places)}L", *places))
        maker.add("hmtx", b"".join(self._metric(glyph) for glyph in order))
        maker.add("maxp", _with_short(self._table("maxp"), 4, len(order)))
        maker.add("hhea", _with_short(self._table("hhea"), 34, len(order)))
        maker.add("head", _with_short(self._table("head"), 50, 1))
        return bytes(maker.makeStream())

    def _with_parts(self, order: list[int]) -> tuple[list[int], list[bytes]]:
        """All glyphs of a subset and their outlines, whose references to parts follow the new numbers."""
        numbers: dict[int, int] = {}
        for number, glyph in enumerate(order):
            numbers.setdefault(glyph, number)
        outlines = []
        for glyph in order:  # grows while it is walked
            outline = bytearray(self._outline(glyph))
            for place in _part_places(outline):
                part = int.from_bytes(outline[place : place + 2], "big")
                if part not in numbers:
                    numbers[part] = len(order)
                    order.append(part)
                outline[place : place + 2] = numbers[part].to_bytes(2, "big")
            outlines.append(bytes(outline) + b"\0" * (-len(outline) % 4))
        return order, outlines

    def _outline(self, glyph: int) -> bytes:
        if self._long_loca:
            start, end = self._numbers(">2L", "loca", 4 * glyph)
        else:
            start, end = (2 * value for value in self._numbers(">2H", "loca", 2 * glyph))
        base = self._tables["glyf"][0]
        return self._data[base + start : base + end]

    def _metric(self, glyph: int) -> bytes:
        base = self._tables["hmtx"][0]
        if glyph < self._metrics:
            return self._data[base + 4 * glyph : base + 4 * glyph + 4]
        bearing = base + 4 * self._metrics + 2 * (glyph - self._metrics)
        last = base + 4 * (self._metrics - 1)
        return self._data[last : last + 2] + self._data[bearing : bearing + 2]

    def _read_directory(self) -> dict[str, tuple[int, int]]:
        count = struct.unpack_from(">H", self._data, 4)[0]
        entries = [struct.unpack_from(">4s3L", self._data, 12 + 16 * index) for index in range(count)]
        return {tag.decode("latin1"): (offset, length) for tag, _, offset, length in entries}

    def _read_characters(self) -> tuple[list[int], list[int], list[int]]:
        """Starts, ends and first glyphs of the runs of a format 12 character map."""
        base = self._tables["cmap"][0]
        for index in range(self._number(">H", "cmap", 2)):
            start = base + self._numbers(">2HL", "cmap", 4 + 8 * index)[2]
            if struct.unpack_from(">H", self._data, start)[0] == _FORMAT_12:
                runs = struct.unpack_from(">L", self._data, start + 12)[0]
                values = struct.unpack_from(f">{3 * runs}L", self._data, start + 16)
                return list(values[0::3]), list(values[1::3]), list(values[2::3])
        raise ValueError(f"{self.name} has no character map of format 12")

    def _table(self, tag: str) -> bytes:
        offset, length = self._tables[tag]
        return self._data[offset : offset + length]

    def _number(self, form: str, tag: str, at: int) -> int:
        return self._numbers(form, tag, at)[0]

    def _numbers(self, form: str, tag: str, at: int) -> tuple[int, ...]:
        return struct.unpack_from(form, self._data, self._tables[tag][0] + at)

    def _scaled(self, value: int) -> int:
        return round(value * EM / self.units)


@cache
def font_file(path: Path) -> FontFile:
    """The file's reader, opened once for the life of the program."""
    return FontFile(path)


def _part_places(outline: bytearray) -> list[int]:
    """Where a composite outline names its parts; none in a simple one."""
    places: list[int] = []
    if not outline or outline[0] < 0x80:  # the count of contours, negative in a composite
        return places
    at, flags = 10, _MORE
    while flags & _MORE:
        flags = int.from_bytes(outline[at : at + 2], "big")
        places.append(at + 2)
        scale = 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
        at += 4 + (4 if flags & _WORDS else 2) + scale
    return places


def _with_short(table: bytes, at: int, value: int) -> bytes:
    return table[:at] + struct.pack(">H", value) + table[at + 2 :]
