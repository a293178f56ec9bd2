"""A key on paper or as a file: the recovery sheet, or the centre's offline key; A4, black, to be typed from."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from station_app.errors import StationError
from station_app.services.recovery_paper import offline_key_pdf, recovery_sheet_pdf

_DPI = 300


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What stands on the sheet: whose it is, the day (``2026-06-18``) and the key; ``offline``: the centre's key."""

    site: str
    day: str
    key: str
    offline: bool = False

    @property
    def file_name(self) -> str:
        """The name that is proposed for a file."""
        what = "离线恢复密钥" if self.offline else "恢复单"
        return f"{self.site} {what} {self.day}.pdf"


def print_sheet(facts: SheetFacts, parent: QWidget) -> bool:
    """Print it; False when the person thinks better of it. Raises StationError without a printer."""
    if not QPrinterInfo.availablePrinterNames():
        raise StationError(
            QCoreApplication.translate("SheetPaper", "这台电脑没有装打印机"),
            QCoreApplication.translate("SheetPaper", "请另存到U盘，到有打印机的电脑上打印。"),
        )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, parent).exec() != QDialog.DialogCode.Accepted:
        return False
    if not _paint_on(printer, facts):
        raise StationError(
            QCoreApplication.translate("SheetPaper", "没有打印出来"),
            QCoreApplication.translate("SheetPaper", "请检查打印机，或另存到U盘。"),
        )
    return True


def save_sheet(facts: SheetFacts, file: Path) -> None:
    """Save it as PDF, or the key alone as text when the name ends with .txt. Raises StationError."""
    try:
        if file.suffix.lower() == ".txt":
            file.write_text(f"{facts.key}\n", "utf-8")
        else:
            file.write_bytes(_pdf(facts))
    except OSError as error:
        title = QCoreApplication.translate("SheetPaper", "没有存下来：{why}").format(why=error.strerror or error)
        raise StationError(
            title, QCoreApplication.translate("SheetPaper", "请换一个文件夹或U盘，再试一次。")
        ) from error


def _pdf(facts: SheetFacts) -> bytes:
    made = offline_key_pdf if facts.offline else recovery_sheet_pdf
    return made(facts.site, facts.day, facts.key)


def _paint_on(printer: QPrinter, facts: SheetFacts) -> bool:
    """Draw the page as a picture over the whole sheet."""
    from PySide6.QtPdf import QPdfDocument

    content = QBuffer()
    content.setData(_pdf(facts))
    content.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(content)
    printer.setResolution(_DPI)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    whole = printer.pageLayout().fullRectPixels(printer.resolution())
    painter = QPainter()
    if not painter.begin(printer):
        return False
    painter.drawImage(whole, document.render(0, whole.size()))
    return painter.end()
