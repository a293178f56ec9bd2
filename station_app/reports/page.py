"""A PDF page by page: each one's operators are deflated as it ends; fonts and tables follow when it is written."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reportlab.pdfbase import pdfdoc

from station_app.reports.faces import Face
from station_app.reports.pens import FontBook, Pen
from station_app.reports.type0 import LEVEL

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
A4_LANDSCAPE = (297 * MM, 210 * MM)
A5 = (148 * MM, 210 * MM)
_LANGUAGE = "zh-CN"
_MADE_BY = "station-app"


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished document: the file's bytes and how many pages it has."""

    data: bytes
    pages: int


@dataclass(frozen=True)
class _Moment:
    """The moment of printing in the form that reportlab asks for."""

    t: float
    YMDhms: tuple[int, ...]
    dhh: int
    dmm: int


class Document:
    """A PDF in the making: the same pages and moment give the same bytes."""

    def __init__(self, title: str, printed_at: datetime, size: tuple[float, float] = A4) -> None:
        """Start a document of pages of ``size`` (points); ``printed_at`` is aware."""
        self.size = size
        self._fonts = FontBook()
        self._pens: dict[tuple[Face, float], Pen] = {}
        self._digest = hashlib.sha256(title.encode())
        self._doc: Any = pdfdoc.PDFDocument(compression=1, invariant=1, lang=_LANGUAGE)
        self._doc._timeStamp = _moment(printed_at)
        self._doc.setTitle(title)
        for put in (self._doc.setAuthor, self._doc.setSubject):
            put("")
        for put in (self._doc.setCreator, self._doc.setProducer):
            put(_MADE_BY)
        resources = pdfdoc.PDFResourceDictionary()
        resources.basicFonts()
        self._forms: dict[str, Any] = resources.XObject
        self._resources = self._doc.Reference(resources, "Resources")
        self._frame = f"/MediaBox [0 0 {size[0]:.2f} {size[1]:.2f}]"
        self._bookmarks: list[dict[str, Any]] = []

    def pen(self, face: Face, size: float) -> Pen:
        """The pen of a face and size, always the same one."""
        key = face, size
        if key not in self._pens:
            self._pens[key] = Pen(self._fonts, face, size)
        return self._pens[key]

    def add_page(self, code: str, bookmark: str = "") -> None:
        """End a page whose operators are ``code``; ``bookmark`` names it in the outline."""
        data = code.encode("latin1")
        self._digest.update(data)
        page = _Page(self._doc, self._frame, self._doc.Reference(_Stream("", data)))
        self._doc.addPage(page)
        if bookmark:
            name = f"{len(self._bookmarks)}"
            self._doc.Outlines.destinationnamestotitles[name] = bookmark
            self._bookmarks.append({name: pdfdoc.PDFDestinationFit(page)})

    def add_form(self, code: str) -> str:
        """Keep a drawing that pages show by ``/name Do``; returns the name."""
        name = f"X{len(self._forms) + 1}"
        box = f"/Type /XObject /Subtype /Form /BBox [0 0 {self.size[0]:.2f} {self.size[1]:.2f}]"
        form = _Stream(f"{box} /Resources {_reference(self._doc, self._resources)} ", code.encode("latin1"))
        self._forms[name] = self._doc.Reference(form)
        return name

    def data(self) -> bytes:
        """The file; nothing can be added afterwards."""
        self._doc.delayedFonts.extend(self._fonts.fonts.values())
        self._doc.updateSignature(self._digest.digest())
        if self._bookmarks:
            self._doc.Outlines.setDestinations(self._bookmarks)
        return bytes(self._doc.GetPDFData(None))


def printed_text(moment: datetime) -> str:
    """When a page was printed, as it stands at its foot."""
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment.hour}:{moment.minute:02d} 打印"


class _Page(pdfdoc.PDFObject):  # type: ignore[misc]
    """A page of few words: reportlab's own writes the same resources again for each."""

    def __init__(self, doc: Any, entries: str, contents: Any) -> None:
        self._entries = f"/Type /Page {entries} /Contents {_reference(doc, contents)}"

    def format(self, document: Any) -> bytes:
        """Its object."""
        parent = _reference(document, document.Reference(document.Pages))
        resources = _reference(document, document.Reference(document.idToObject["Resources"]))
        return f"<<{self._entries} /Parent {parent} /Resources {resources}>>".encode()


class _Stream(pdfdoc.PDFObject):  # type: ignore[misc]
    """Operators, deflated at once."""

    def __init__(self, entries: str, data: bytes) -> None:
        self._data = zlib.compress(data, LEVEL)
        self._entries = f"{entries}/Filter /FlateDecode /Length {len(self._data)}"

    def format(self, document: Any) -> bytes:  # noqa: ARG002 (reportlab's way to call it)
        """Its object."""
        return b"<<%b>>\nstream\n%b\nendstream" % (self._entries.encode(), self._data)


def _reference(doc: Any, target: Any) -> str:
    """How an object is named in another."""
    number, _ = doc.idToObjectNumberAndVersion[target.name]
    return f"{number} 0 R"


def _moment(when: datetime) -> _Moment:
    hours, minutes = divmod(int((when.utcoffset() or when - when).total_seconds()) // 60, 60)
    return _Moment(when.timestamp(), tuple(when.timetuple())[:6], hours, minutes)
