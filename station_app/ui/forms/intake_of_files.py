"""Pictures and PDFs on their way into a form: chosen, dropped or pasted."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QLineEdit, QTextEdit, QWidget

from station_app.domain.records import Attachment
from station_app.errors import StationError
from station_app.services import attachments
from station_app.ui.context import PageContext

Take = Callable[[Attachment], object]


class FileIntake(QObject):
    """Reads files in the worker. ``words_pasted`` gives text that came where no text field had the focus.

    ``receiver`` is asked, when something comes, where the finished attachment shall go. ``waiting`` tells how many are
    under way.
    """

    words_pasted = Signal(str)
    waiting = Signal(int)

    def __init__(self, context: PageContext, receiver: Callable[[], Take], parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._receiver, self._page = context, receiver, parent
        self.under_way = 0
        for edit in [*parent.findChildren(QLineEdit), *parent.findChildren(QTextEdit)]:
            edit.installEventFilter(self)
            edit.setAcceptDrops(False)  # a picture dropped on a text is an attachment, not its path

    def ask(self) -> None:
        """Let the person choose files."""
        kinds = self.tr("图片和 PDF (*.png *.jpg *.jpeg *.pdf)")
        names, _kind = QFileDialog.getOpenFileNames(self._page, self.tr("添加图片或 PDF"), "", kinds)
        self.add_files([Path(name) for name in names])

    def add_files(self, paths: list[Path]) -> None:
        """Take files in."""
        station = self._context.station
        for path in paths:
            self._run(partial(attachments.add_file, station, path))

    def paste(self) -> None:
        """Take in what the clipboard holds: files, a picture, else its words."""
        self.take(QGuiApplication.clipboard().mimeData())

    def take(self, data: QMimeData) -> None:
        """Take in what was pasted or dropped."""
        files = local_files(data)
        if files:
            self.add_files(files)
        elif data.hasImage():
            self._add_picture(QImage(data.imageData()))
        elif data.text():
            self.words_pasted.emit(data.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In a text field words are pasted as ever; a picture becomes an attachment."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            data = QGuiApplication.clipboard().mimeData() if event.matches(QKeySequence.StandardKey.Paste) else None
            if data is not None and (local_files(data) or (data.hasImage() and not data.hasText())):
                self.take(data)
                return True
        return super().eventFilter(watched, event)

    def _add_picture(self, image: QImage) -> None:
        station = self._context.station
        name = self._context.station.clock.now().strftime(self.tr("截图 %m-%d %H.%M"))
        self._run(lambda: attachments.add_bytes(station, f"{name}.png", png_bytes(image)))

    def _run(self, work: Callable[[], Attachment]) -> None:
        take = self._receiver()
        self._count(1)

        def done(attachment: Attachment) -> None:
            take(attachment)
            self._count(-1)

        def failed(problem: StationError) -> None:
            self._count(-1)
            self._context.messages.error(problem)

        self._context.tasks.run(lambda _progress: work(), done, failed)

    def _count(self, step: int) -> None:
        self.under_way += step
        self.waiting.emit(self.under_way)


def local_files(data: QMimeData) -> list[Path]:
    """The files that something dragged or copied names."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


def png_bytes(image: QImage) -> bytes:
    """A picture as PNG."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(kept.data())
