"""The recovery sheet on paper or as a file: A4, black, the key large enough to be typed from."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPainterPath, QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from station_app.errors import StationError
from station_app.ui.look import look

_MARGINS = QMarginsF(25, 25, 20, 20)
_DPI = 300
_WIDTH = 465  # points inside the margins
_KEY_SIZE, _IN_A_ROW = 24, 4


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What stands on the sheet: whose it is, the day (``2026-06-18``) and the key as seven groups."""

    site: str
    day: str
    key: str

    @property
    def file_name(self) -> str:
        """The name that is proposed for a file."""
        return f"{self.site} 恢复单 {self.day}.pdf"


def print_sheet(facts: SheetFacts, parent: QWidget) -> bool:
    """Print it; False when the person thinks better of it. Raises StationError without a printer."""
    if not QPrinterInfo.availablePrinterNames():
        raise StationError(
            QCoreApplication.translate("SheetPaper", "这台电脑没有装打印机"),
            QCoreApplication.translate("SheetPaper", "请另存到U盘，到有打印机的电脑上打印。"),
        )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    _set_page(printer)
    if QPrintDialog(printer, parent).exec() != QDialog.DialogCode.Accepted:
        return False
    if not _paint_on(printer, facts, printer.resolution()):
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
            _save_pdf(facts, file)
    except OSError as error:
        title = QCoreApplication.translate("SheetPaper", "恢复单没有存下来：{why}").format(why=error.strerror or error)
        raise StationError(
            title, QCoreApplication.translate("SheetPaper", "请换一个文件夹或U盘，再试一次。")
        ) from error


def _save_pdf(facts: SheetFacts, file: Path) -> None:
    """Into a buffer first: QPdfWriter does not say when a disk is full."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setTitle(QCoreApplication.translate("SheetPaper", "恢复单"))
    _set_page(writer)
    _paint_on(writer, facts, _DPI)
    file.write_bytes(content.data())


def _set_page(device: QPagedPaintDevice) -> None:
    size = QPageSize(QPageSize.PageSizeId.A4)
    layout = QPageLayout(size, QPageLayout.Orientation.Portrait, _MARGINS, QPageLayout.Unit.Millimeter)
    device.setPageLayout(layout)


def _paint_on(device: QPagedPaintDevice, facts: SheetFacts, dpi: int) -> bool:
    painter = QPainter()
    if not painter.begin(device):
        return False
    painter.scale(dpi / 72, dpi / 72)
    painter.setPen(Qt.GlobalColor.black)
    _paint(painter, facts)
    return painter.end()


def _paint(painter: QPainter, facts: SheetFacts) -> None:
    """In points from the upper left corner inside the margins."""
    _write(painter, 0, 34, QCoreApplication.translate("SheetPaper", "数据恢复单"), 22, bold=True)
    _write(painter, 44, 20, f"{facts.site}　　{facts.day}", 12)
    painter.drawRect(QRectF(0, 84, _WIDTH, 110))
    _draw_key(painter, facts.key)
    rules = (
        QCoreApplication.translate(
            "SheetPaper", "1. 忘了口令时，在打开程序的窗口点「忘了口令」，照上面输入 7 组字符，就能设新的口令。"
        ),
        QCoreApplication.translate("SheetPaper", "2. 字符里没有字母 O、I、L、U；输错一组，程序会说是哪一组。"),
        QCoreApplication.translate(
            "SheetPaper", "3. 谁拿到这张单子，谁就能打开数据：请锁好，不要和电脑放在一起，不要拍照。"
        ),
        QCoreApplication.translate("SheetPaper", "4. 丢了或被人看到，请站长在「设置」里换一张新的，这一张随即作废。"),
    )
    for place, rule in enumerate(rules):
        _write(painter, 220 + 40 * place, 36, rule, 12)
    _write(
        painter, 420, 20, QCoreApplication.translate("SheetPaper", "保管人：　　　　　　　　　　　　　保管地点："), 12
    )


def _write(painter: QPainter, top: int, height: int, text: str, size: int, *, bold: bool = False) -> None:
    font = QFont(look().font(bold=bold))
    font.setPixelSize(size)
    painter.setFont(font)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.drawText(QRectF(0, top, _WIDTH, height), int(flags), text)


def _draw_key(painter: QPainter, key: str) -> None:
    """As outlines, the groups in columns: Qt's PDF gives digits of this font wrongly when they are copied as text."""
    font = QFont(look().font(bold=True))
    font.setPixelSize(_KEY_SIZE)
    for place, group in enumerate(key.split("-")):
        path = QPainterPath()
        row, column = divmod(place, _IN_A_ROW)
        path.addText(24 + 108 * column, 128 + 40 * row, font, group)
        painter.fillPath(path, Qt.GlobalColor.black)
