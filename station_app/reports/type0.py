"""A Type0 (Identity-H) font for reportlab, which has none: two bytes a character, one font for a whole face.

Characters are numbered (CID) in the order of their first use, past those numbers whose bytes a PDF string would have to
escape; so are the glyphs of the subset.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

from reportlab.pdfbase import pdfdoc

from station_app.reports.font_file import EM, FontFile

LEVEL = 6  # of deflate
_CMAP_BLOCK = 100  # entries of one bfchar block, as the format allows
_SYMBOLIC = 4
_ESCAPED = frozenset(b"()\\\r\n")
_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
    "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
    "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
)
_CMAP_FOOT = "\nendcmap CMapName currentdict /CMap defineresource pop end end"


class Type0Font:
    """One face in one document; reportlab calls ``addObjects`` when the document is written."""

    def __init__(self, file: FontFile, resource: str) -> None:
        """Take the face of ``file``, named ``resource`` (F1, F2, …) in the pages' code."""
        self.resource = resource
        self._file = file
        self._codes: dict[int, int] = {}
        self._glyphs: dict[int, int] = {}
        self._next = 0

    def add(self, code: int, glyph: int) -> str:
        """The next number, as two characters of Latin 1; to be called once for each character."""
        self._next += 1
        while _ESCAPED.intersection(divmod(self._next, 256)):
            self._next += 1
        self._codes[self._next] = code
        self._glyphs[self._next] = glyph
        return chr(self._next >> 8) + chr(self._next & 255)

    def addObjects(self, doc: Any) -> None:  # noqa: N802 (reportlab's name)
        """Write the subset, its widths and the way back to Unicode into a reportlab document."""
        tag = self._tag()
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(tag),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(self._descendant(doc, tag))]),
                "ToUnicode": doc.Reference(packed(_to_unicode(self._codes).encode())),
            }
        )
        doc.idToObject["BasicFonts"].dict[self.resource] = doc.Reference(font, self.resource)

    def _descendant(self, doc: Any, tag: str) -> Any:
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(tag),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": doc.Reference(self._descriptor(doc, tag)),
                "DW": EM,
                "W": self._widths(),
                "CIDToGIDMap": pdfdoc.PDFName("Identity"),
            }
        )

    def _descriptor(self, doc: Any, tag: str) -> Any:
        program = self._file.subset([self._glyphs.get(cid, 0) for cid in range(1, self._next + 1)])
        stream = packed(program)
        stream.dictionary["Length1"] = len(program)
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": pdfdoc.PDFName(tag),
                "Flags": _SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray(self._file.box),
                "ItalicAngle": 0,
                "Ascent": self._file.ascent,
                "Descent": self._file.descent,
                "CapHeight": self._file.ascent,
                "StemV": 80,
                "FontFile2": doc.Reference(stream),
            }
        )

    def _widths(self) -> Any:
        """The W array: those that are no full square, in runs."""
        entries: list[Any] = []
        last = -1
        for cid, glyph in self._glyphs.items():
            width = self._file.width(glyph)
            if width == EM:
                continue
            if cid != last + 1:
                entries += [cid, pdfdoc.PDFArrayCompact([])]
            entries[-1].sequence.append(width)
            last = cid
        return pdfdoc.PDFArrayCompact(entries)

    def _tag(self) -> str:
        """The name with six letters in front that differ where the subset differs."""
        digest = hashlib.sha256(repr([*self._glyphs.values()]).encode()).digest()
        return "".join(chr(ord("A") + byte % 26) for byte in digest[:6]) + "+" + self._file.name


def packed(data: bytes) -> Any:
    """A stream of a reportlab document that is deflated now and not when the document is written."""
    dictionary = pdfdoc.PDFDictionary({"Filter": pdfdoc.PDFName("FlateDecode")})
    return pdfdoc.PDFStream(dictionary, zlib.compress(data, LEVEL))


def _to_unicode(codes: dict[int, int]) -> str:
    entries = [f"<{cid:04x}> <{chr(code).encode('utf-16-be').hex()}>" for cid, code in codes.items()]
    blocks = []
    for first in range(0, len(entries), _CMAP_BLOCK):
        part = entries[first : first + _CMAP_BLOCK]
        blocks.append("\n".join([f"{len(part)} beginbfchar", *part, "endbfchar"]))
    return _CMAP_HEAD + "\n".join(blocks) + _CMAP_FOOT
