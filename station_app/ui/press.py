"""A finished PDF on a printer: page by page, in bands, so that the memory stays flat at any resolution.

The PDF is read from memory and never lies in a file of its own. All of it runs in the worker thread.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QPoint, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrinter

from station_app.errors import StationError

_MOST_DPI = 600
_BAND = 512  # rows of pixels that are in memory at once
_POINTS = 72


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """What is asked of a printer: pages ``first`` to ``last`` (from 1, None: to the end), copies, both sides."""

    first: int = 1
    last: int | None = None
    copies: int = 1
    both_sides: bool = False


class PrinterPress:
    """One job on ``printer``; ``heard`` is told (pages printed, in all), ``stopped`` asked whether to stop.

    ``pages`` is how many pages one copy has, known when the job has begun.
    """

    def __init__(
        self,
        printer: QPrinter,
        choice: PrintChoice,
        heard: Callable[[int, int], None] = lambda _done, _total: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._printer, self._choice = printer, choice
        self._heard, self._stopped = heard, stopped
        self._content, self._document = QBuffer(), QPdfDocument()
        self._painter = QPainter()
        self._drawn = 0
        self.pages = 0

    def begin(self, data: bytes) -> None:
        """Read the PDF and begin the job; raises StationError for pages that are not there or a printer that fails."""
        self._content.setData(data)
        self._content.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._content)
        self._check_pages()
        self._set_up()
        if not self._painter.begin(self._printer):
            raise _failed()

    def run(self) -> None:
        """Draw the pages; raises StationError when that is stopped or the printer fails."""
        order = list(self._order())
        try:
            for done, page in enumerate(order, 1):
                self._print(page, new=done > 1)
                self._heard(done, len(order))
        except StationError:
            self._printer.abort()
            raise
        finally:
            ended = self._painter.end()
            self._document.close()
        if not ended or self._printer.printerState() is QPrinter.PrinterState.Error:
            raise _failed()

    def _check_pages(self) -> None:
        count, choice = self._document.pageCount(), self._choice
        if choice.first > count:
            title = QCoreApplication.translate("Press", "这份文书只有 {count} 页").format(count=count)
            raise StationError(title, QCoreApplication.translate("Press", "请改要打印的页数，再按打印。"))
        self.pages = min(choice.last or count, count) - choice.first + 1

    def _set_up(self) -> None:
        printer, size = self._printer, self._document.pagePointSize(0)
        wide = size.width() > size.height()
        upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
        match = QPageSize.SizeMatchPolicy.FuzzyMatch
        printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point, "", match))
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
        printer.setFullPage(True)
        printer.setResolution(_MOST_DPI)
        # What is bound at the left turns over its left edge: the short one of a landscape page.
        over = QPrinter.DuplexMode.DuplexShortSide if wide else QPrinter.DuplexMode.DuplexLongSide
        printer.setDuplex(over if self._choice.both_sides else QPrinter.DuplexMode.DuplexNone)
        if printer.supportsMultipleCopies():
            printer.setCopyCount(self._choice.copies)
            printer.setCollateCopies(True)

    def _order(self) -> Iterator[int | None]:
        """The pages from 0; None is an empty back, so that each copy begins on a sheet of its own."""
        choice = self._choice
        pages = range(choice.first - 1, choice.first - 1 + self.pages)
        copies = 1 if self._printer.supportsMultipleCopies() else choice.copies
        for copy in range(copies):
            yield from pages
            if choice.both_sides and len(pages) % 2 and copy + 1 < copies:
                yield None

    def _print(self, page: int | None, *, new: bool) -> None:
        if self._stopped():
            raise StationError(
                QCoreApplication.translate("Press", "已停下，只印了 {pages} 页").format(pages=self._drawn),
                QCoreApplication.translate("Press", "已送出的几页可能还会印出来；这一次也计入重印次数。"),
            )
        if new and not self._printer.newPage():
            raise _failed()
        if page is not None:
            self._draw(page)
            self._drawn += 1

    def _draw(self, page: int) -> None:
        resolution = self._printer.resolution()
        paper = self._printer.pageLayout().fullRectPixels(resolution)
        points = self._document.pagePointSize(page)
        dpi = min(resolution, _MOST_DPI)
        size = QSize(round(points.width() * dpi / _POINTS), round(points.height() * dpi / _POINTS))
        for top in range(0, size.height(), _BAND):
            band = QRect(0, top, size.width(), min(_BAND, size.height() - top))
            first, end = (row * paper.height() // size.height() for row in (top, top + band.height()))
            target = QRect(paper.left(), paper.top() + first, paper.width(), end - first)
            self._painter.drawImage(target, _band(self._document, page, size, band))


def _band(document: QPdfDocument, page: int, size: QSize, band: QRect) -> QImage:
    """Some rows of a page in greys on white."""
    options = QPdfDocumentRenderOptions()
    options.setScaledSize(size)
    options.setScaledClipRect(band)
    drawn = QImage(band.size(), QImage.Format.Format_Grayscale8)
    drawn.fill(Qt.GlobalColor.white)
    painter = QPainter(drawn)
    painter.drawImage(QPoint(0, 0), document.render(page, band.size(), options))
    painter.end()
    return drawn


def _failed() -> StationError:
    return StationError(
        QCoreApplication.translate("Press", "打印机没有接收"),
        QCoreApplication.translate("Press", "请看打印机是不是开着、有没有纸，再试一次；也可以存为 PDF。"),
    )
