"""The attachments of an opinion: small pictures in a row, and each of them large in a view of its own."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from station_app.domain.records import Attachment
from station_app.services import attachments
from station_app.services.station import Station
from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.pages.opinions_reader import Lookups
from station_app.ui.widgets.buttons import IconButton, KeyCapButton, PaintedButton
from station_app.ui.widgets.flow import FlowLayout
from station_app.ui.widgets.labels import ElidedLabel, Text
from station_app.ui.widgets.sheet import Sheet
from station_app.ui.widgets.tips import plain_tip

PDF = "application/pdf"
_SIDE = 72
_STEPS = (25, 33, 50, 67, 100, 150, 200, 300, 400)


class Thumbnail(PaintedButton):
    """One attachment, small; a press opens it."""

    def __init__(self, attachment: Attachment) -> None:
        super().__init__("")
        self.attachment = attachment
        self._picture = QPixmap()
        self.setAccessibleName(self.tr("打开附件 {name}").format(name=attachment.name))
        self.setToolTip(plain_tip(attachment.name))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def picture(self) -> QPixmap:
        """Return the small picture, a null one when there is none."""
        return self._picture

    def set_picture(self, png: bytes | None) -> None:
        """Show the small picture; None for what has none."""
        self._picture = QPixmap()
        if png is not None:
            self._picture.loadFromData(png)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a scaled square."""
        return QSize(look().px(_SIDE), look().px(_SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw frame and picture, or the sign of its kind."""
        painter = paint.smooth(self)
        focus = self.hasFocus() or self.hovered()
        paint.frame(painter, self.rect(), "sunken", "accent" if focus else "control", 2 if focus else 1)
        if self._picture.isNull():
            name = "file-type-pdf" if self.attachment.media == PDF else "photo"
            paint.icon(painter, (self.width() - look().px(28)) // 2, self.height() // 2, name, "text2", 28)
        else:
            self._draw_picture(painter)
        painter.end()

    def _draw_picture(self, painter: QPainter) -> None:
        size = self._picture.size().scaled(self.size() - QSize(8, 8), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect(
            (self.width() - size.width()) // 2, (self.height() - size.height()) // 2, size.width(), size.height()
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(box, self._picture)


class AttachmentStrip(QWidget):
    """The attachments in a row; ``wanted`` gives the one to be seen large."""

    wanted = Signal(object)

    def __init__(self, lookups: Lookups) -> None:
        super().__init__()
        self._lookups = lookups
        self._shown: tuple[Attachment, ...] = ()
        self.thumbnails: list[Thumbnail] = []
        self._flow = FlowLayout(self, gap=8)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_attachments(self, shown: Sequence[Attachment]) -> None:
        """Show attachments; the small pictures come as they are read."""
        if tuple(shown) == self._shown:
            return
        self._shown = tuple(shown)
        for old in self.thumbnails:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.thumbnails = [self._add(one) for one in shown]

    def _add(self, attachment: Attachment) -> Thumbnail:
        thumbnail = Thumbnail(attachment)
        thumbnail.clicked.connect(lambda: self.wanted.emit(attachment))
        self._flow.addWidget(thumbnail)
        if attachment.media != PDF:
            read = partial(_small, sha256=attachment.sha256, size=look().px(_SIDE))
            self._lookups.look_up(read, partial(self._show, thumbnail))
        return thumbnail

    def _show(self, thumbnail: Thumbnail, png: bytes | None) -> None:
        if thumbnail in self.thumbnails:
            thumbnail.set_picture(png)


class PictureView(QScrollArea):
    """A picture that fits the view or stands at a share of its own size (per cent)."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QPixmap()
        self.percent = 0
        self.label = QLabel()
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(self.label)

    def set_picture(self, data: bytes) -> None:
        """Show a picture, fitted."""
        self._picture = QPixmap()
        self._picture.loadFromData(data)
        self.fit()

    def fit(self) -> None:
        """Show the whole picture, never larger than it is."""
        size = self._picture.size()
        shown = size.scaled(self.viewport().size(), Qt.AspectRatioMode.KeepAspectRatio)
        self._show(min(100, shown.width() * 100 // max(size.width(), 1)))

    def zoom(self, by: int) -> None:
        """Take the next larger (+1) or smaller (-1) step."""
        steps = [step for step in _STEPS if (step > self.percent if by > 0 else step < self.percent)]
        if steps:
            self._show(steps[0] if by > 0 else steps[-1])

    def _show(self, percent: int) -> None:
        self.percent = max(1, percent)
        size = self._picture.size() * (self.percent / 100)
        mode = Qt.TransformationMode.SmoothTransformation
        self.label.setPixmap(self._picture.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, mode))
        self.label.adjustSize()


class AttachmentView(Sheet):
    """One attachment, large; Esc or the button goes back."""

    closed = Signal()

    def __init__(self, lookups: Lookups) -> None:
        super().__init__(padded=False)
        self._lookups = lookups
        self._attachment: Attachment | None = None
        self._pdf: PdfView | None = None
        self.name = ElidedLabel("", "strong")
        self.share = Text("", "caption", "text2")
        self.fit = KeyCapButton(self.tr("适合窗口"), size="row")
        self.smaller = IconButton("zoom-out", self.tr("缩小"))
        self.larger = IconButton("zoom-in", self.tr("放大"))
        self.back = KeyCapButton(self.tr("返回"), key="Esc", bind=False, size="row")
        self.picture = PictureView()
        self.views = QStackedWidget()
        self.views.addWidget(self.picture)
        self._lay_out()
        self.fit.clicked.connect(self._fit)
        self.smaller.clicked.connect(partial(self._zoom, -1))
        self.larger.clicked.connect(partial(self._zoom, 1))
        self.back.clicked.connect(self.closed)

    def show_attachment(self, attachment: Attachment) -> None:
        """Read an attachment and show it; nothing of it is written to a file."""
        self._attachment = attachment
        self.name.setText(attachment.name)
        self._lookups.look_up(partial(_whole, sha256=attachment.sha256), partial(self._show, attachment))
        self.back.setFocus()

    def view(self) -> "PictureView | PdfView":
        """Return what shows the attachment now."""
        return self._pdf if self._pdf is not None and self.views.currentWidget() is self._pdf else self.picture

    def _show(self, attachment: Attachment, data: bytes) -> None:
        if attachment is not self._attachment:
            return
        if attachment.media == PDF:
            self._pdf = self._pdf or self._make_pdf()
            self.views.setCurrentWidget(self._pdf)
            self._pdf.set_document(data)
        else:
            self.views.setCurrentWidget(self.picture)
            self.picture.set_picture(data)
        self._tell_share()

    def _make_pdf(self) -> "PdfView":
        view = PdfView()
        self.views.addWidget(view)
        return view

    def _fit(self) -> None:
        self.view().fit()
        self._tell_share()

    def _zoom(self, by: int) -> None:
        self.view().zoom(by)
        self._tell_share()

    def _tell_share(self) -> None:
        self.share.setText(f"{self.view().percent} %")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(15, 6, 15, 6)
        head.setSpacing(8)
        head.addWidget(self.name, 1)
        for widget in (self.share, self.smaller, self.larger, self.fit, self.back):
            head.addWidget(widget)
        self.column.addLayout(head)
        self.column.addWidget(self.views, 1)


class PdfView(QWidget):
    """The pages of a PDF below each other; QtPdf is loaded when the first one is opened."""

    def __init__(self) -> None:
        from PySide6.QtPdf import QPdfDocument
        from PySide6.QtPdfWidgets import QPdfView

        super().__init__()
        self.percent = 100
        self._modes = QPdfView.ZoomMode
        self.document = QPdfDocument(self)
        self.pages = QPdfView(self)
        self.pages.setDocument(self.document)
        self.pages.setPageMode(QPdfView.PageMode.MultiPage)
        # Fitting to the width loops for ever when the bars come and go with the size.
        self.pages.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._buffer = QBuffer(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)

    def set_document(self, data: bytes) -> None:
        """Show a PDF from memory."""
        self.document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self.fit()

    def fit(self) -> None:
        """Fit the pages to the width."""
        self.pages.setZoomMode(self._modes.FitToWidth)
        points = self.document.pagePointSize(0).width() if self.document.pageCount() else 0
        dots = points * self.logicalDpiX() / 72
        self.percent = round(self.pages.viewport().width() * 100 / dots) if dots else 100

    def zoom(self, by: int) -> None:
        """Take the next larger (+1) or smaller (-1) step."""
        steps = [step for step in _STEPS if (step > self.percent if by > 0 else step < self.percent)]
        if steps:
            self.percent = steps[0] if by > 0 else steps[-1]
            self.pages.setZoomMode(self._modes.Custom)
            self.pages.setZoomFactor(self.percent / 100)


def _small(station: Station, *, sha256: str, size: int) -> bytes | None:
    return attachments.thumbnail(station, sha256, size)


def _whole(station: Station, *, sha256: str) -> bytes:
    return attachments.read(station, sha256)
