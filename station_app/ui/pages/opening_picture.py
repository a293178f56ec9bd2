"""The picture of the slip in front: fitted, zoomed, turned; how it is looked at is kept with the slip."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtGui import QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import QStackedWidget

from station_app.domain.opening_forms import SlipForm
from station_app.domain.records import Attachment
from station_app.services import attachments
from station_app.services.station import Station
from station_app.ui.look import look
from station_app.ui.pages.opinions_pictures import PDF, PdfView, PictureView
from station_app.ui.pages.opinions_reader import Lookups
from station_app.ui.widgets.buttons import IconButton, LinkButton
from station_app.ui.widgets.notes import EmptyState
from station_app.ui.widgets.sheet import Sheet


class TurnedView(PictureView):
    """A picture that can be turned; fitted, it follows the size of the view."""

    def __init__(self) -> None:
        super().__init__()
        self._upright = QPixmap()
        self.turned, self.fitted = 0, True

    def show_picture(self, data: bytes, turned: int, percent: int) -> None:
        """Show a picture turned by degrees, at a share of its size (0: fitted)."""
        self._upright = QPixmap()
        self._upright.loadFromData(data)
        self.fitted = not percent
        self._turn_to(turned)
        if percent:
            self._show(percent)

    def turn(self) -> None:
        """A quarter more, clockwise."""
        self._turn_to((self.turned + 90) % 360)

    def fit(self) -> None:
        """Show the whole picture."""
        self.fitted = True
        super().fit()

    def zoom(self, by: int) -> None:
        """The next step, no longer fitted."""
        self.fitted = False
        super().zoom(by)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        if self.fitted and not self._picture.isNull():
            QTimer.singleShot(0, self, self._fit_again)

    def _fit_again(self) -> None:
        if self.fitted:
            super().fit()

    def _turn_to(self, turned: int) -> None:
        self.turned = turned
        self._picture = self._upright.transformed(QTransform().rotate(turned))
        if self.fitted:
            super().fit()
        else:
            self._show(self.percent)


class SlipPicture(Sheet):
    """``step`` asks for the slip before (-1) or after (+1), ``removed`` gives an attachment to take away.

    ``viewed`` follows another way to look at the picture.
    """

    step = Signal(int)
    removed = Signal(object)
    viewed = Signal()

    def __init__(self, lookups: Lookups) -> None:
        super().__init__(QCoreApplication.translate("SlipPicture", "第 1 张"), padded=False)
        self._lookups = lookups
        self._shown: Attachment | None = None
        self._all: tuple[Attachment, ...] = ()
        self._pdf: PdfView | None = None
        self.picture = TurnedView()
        self.empty = EmptyState(self.tr("没有照片，照信抄录"))
        self.views = QStackedWidget()
        self.views.addWidget(self.empty)
        self.views.addWidget(self.picture)
        self.views.setMinimumHeight(look().px(160))
        self.column.addWidget(self.views, 1)
        self._make_buttons()

    def show_slip(self, slip: SlipForm, index: int, count: int) -> None:
        """Show the picture of a slip, the last one it was given first."""
        self.show_place(index, count)
        self._all = slip.opinion.attachments
        self._show(self._all[-1] if self._all else None, slip.turned, slip.percent)

    def show_place(self, index: int, count: int) -> None:
        """Tell which slip of how many it is."""
        self.title.setText(self.tr("第 {number} / {count} 张").format(number=index + 1, count=count))
        self.back.setEnabled(index > 0)
        self.forth.setEnabled(index + 1 < count)

    def read(self, slip: SlipForm) -> SlipForm:
        """The slip with how its picture is looked at now."""
        if self._shown is None or self._shown.media == PDF:
            return slip
        return replace(slip, turned=self.picture.turned, percent=0 if self.picture.fitted else self.picture.percent)

    def _show(self, attachment: Attachment | None, turned: int, percent: int) -> None:
        self.other.setVisible(len(self._all) > 1)
        for button in (self.turn, self.larger, self.smaller, self.fit, self.drop):
            button.setEnabled(attachment is not None)
        if attachment == self._shown and attachment is not None and turned == self.picture.turned:
            return
        self._shown = attachment
        self.picture.turned, self.picture.fitted = turned, not percent
        self.picture.percent = percent
        if attachment is None:
            self.views.setCurrentWidget(self.empty)
            return
        read = partial(_whole, sha256=attachment.sha256)
        self._lookups.look_up(read, partial(self._found, attachment, turned, percent))

    def _found(self, attachment: Attachment, turned: int, percent: int, data: bytes) -> None:
        if attachment is not self._shown:
            return
        if attachment.media == PDF:
            self._pdf = self._pdf or self._make_pdf()
            self.views.setCurrentWidget(self._pdf)
            self._pdf.set_document(data)
        else:
            self.views.setCurrentWidget(self.picture)
            self.picture.show_picture(data, turned, percent)

    def _make_pdf(self) -> PdfView:
        view = PdfView()
        self.views.addWidget(view)
        return view

    def _make_buttons(self) -> None:
        self.other = LinkButton(self.tr("另一面"))
        self.back = IconButton("chevron-left", self.tr("上一张 PgUp"), framed=True)
        self.forth = IconButton("chevron-right", self.tr("下一张 PgDn"), framed=True)
        self.turn = IconButton("rotate-clockwise", self.tr("转一下"), framed=True)
        self.larger = IconButton("zoom-in", self.tr("放大"), framed=True)
        self.smaller = IconButton("zoom-out", self.tr("缩小"), framed=True)
        self.fit = LinkButton(self.tr("适合"))
        self.drop = IconButton("x", self.tr("去掉这张照片"), framed=True)
        for button in (self.other, self.back, self.forth, self.turn, self.larger, self.smaller, self.fit, self.drop):
            button.setFocusPolicy(button.focusPolicy().ClickFocus)
            self.add_to_head(button)
        self.back.clicked.connect(lambda: self.step.emit(-1))
        self.forth.clicked.connect(lambda: self.step.emit(1))
        self.other.clicked.connect(self._show_other)
        self.drop.clicked.connect(lambda: self.removed.emit(self._shown))
        self.turn.clicked.connect(lambda: self._look(self.picture.turn))
        self.larger.clicked.connect(lambda: self._look(partial(self._view().zoom, 1)))
        self.smaller.clicked.connect(lambda: self._look(partial(self._view().zoom, -1)))
        self.fit.clicked.connect(lambda: self._look(self._view().fit))

    def _view(self) -> TurnedView | PdfView:
        return self._pdf if self._pdf is not None and self.views.currentWidget() is self._pdf else self.picture

    def _look(self, change: Callable[[], None]) -> None:
        change()
        self.viewed.emit()

    def _show_other(self) -> None:
        if self._shown in self._all:
            place = (self._all.index(self._shown) + 1) % len(self._all)
            self._show(self._all[place], 0, 0)


def _whole(station: Station, *, sha256: str) -> bytes:
    return attachments.read(station, sha256)
