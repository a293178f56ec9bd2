"""The pages of a 社情簿 as pictures, made in the worker: the first at once, the count of all soon after.

What a later choice has overtaken is dropped.
"""

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from station_app.errors import StationError
from station_app.services.register import RegisterWish
from station_app.services.register_choice import RegisterChoice, keep_choice, register_choice
from station_app.services.register_view import RegisterReader, RegisterView
from station_app.ui.context import PageContext
from station_app.ui.tasks import Progress

_PAUSE_MS = 80  # so that several choices in a row make one drawing


@dataclass(frozen=True, slots=True)
class Drawn:
    """What can be shown: the picture of ``page`` (from 1), how many pages are known and whether those are all."""

    picture: QImage
    page: int
    known: int
    complete: bool
    rows: int
    voids: int


class RegisterDrawing(QObject):
    """``drawn`` gives a Drawn, ``counted`` all pages and the characters without a glyph, ``refused`` the problem."""

    drawn = Signal(object)
    counted = Signal(int, tuple)
    refused = Signal(object)

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._reader = RegisterReader(context.station)
        self._wanted: tuple[RegisterWish, RegisterChoice] | None = None
        self._kept = register_choice(context.station)
        self._view: RegisterView | None = None
        self._under_way: list[Progress] = []
        self._page, self._size = 1, QSize(800, 566)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._begin)

    def forget(self) -> None:
        """Read the records anew at the next wish, in the worker like all reading."""
        self._context.tasks.run(lambda _progress: self._reader.forget())

    def wish(self, wish: RegisterWish, choice: RegisterChoice) -> None:
        """Draw this in a moment, and keep the choice that it comes from."""
        self._stop()
        self._wanted = (wish, choice)
        self._timer.start()

    def show(self, page: int, size: QSize) -> None:
        """Draw another page, or the same in another size (pixels)."""
        if (page, size) == (self._page, self._size):
            return
        self._page, self._size = page, size
        if self._view is not None and not self._timer.isActive():
            self._draw(self._view)

    def stop(self) -> None:
        """Let go of what is shown and under way."""
        self._timer.stop()
        self._stop()
        self._view = None

    def _stop(self) -> None:
        for progress in self._under_way:
            progress.cancel()
        self._under_way.clear()

    def _begin(self) -> None:
        if self._wanted is None:
            return
        wish, choice = self._wanted
        self._page = 1
        reader, size = self._reader, self._size

        def work(progress: Progress) -> tuple[RegisterView, Drawn] | None:
            if progress.cancelled:
                return None
            view = reader.view(wish)
            return view, _drawn(view, 1, size)

        def done(result: tuple[RegisterView, Drawn] | None) -> None:
            if result is not None and not progress.cancelled:
                self._view = result[0]
                self.drawn.emit(result[1])
                self._keep(choice)
                self._count(result[0])

        def failed(problem: StationError) -> None:
            if not progress.cancelled:
                self.refused.emit(problem)

        progress = self._context.tasks.run(work, done, failed)
        self._under_way.append(progress)

    def _keep(self, choice: RegisterChoice) -> None:
        """Remember the choice, once it was shown."""
        station = self._context.station
        if choice != self._kept:
            self._kept = choice
            self._context.tasks.run(lambda _progress: keep_choice(station, choice))

    def _draw(self, view: RegisterView) -> None:
        page, size = self._page, self._size

        def work(progress: Progress) -> Drawn | None:
            return None if progress.cancelled else _drawn(view, page, size)

        def done(result: Drawn | None) -> None:
            if result is not None and not progress.cancelled and (page, size) == (self._page, self._size):
                self.drawn.emit(result)

        progress = self._context.tasks.run(work, done)
        self._under_way.append(progress)

    def _count(self, view: RegisterView) -> None:
        """Lay out the rest a few pages at a time, so that whoever saves something meanwhile need not wait for it."""

        def work(progress: Progress) -> tuple[int | None, tuple[str, ...]]:
            if not progress.cancelled:
                view.go_on()
            return view.total, view.unprintable() if view.total is not None else ()

        def done(result: tuple[int | None, tuple[str, ...]]) -> None:
            total, unprintable = result
            if progress.cancelled:
                return
            if total is None:
                self._count(view)
                return
            self.counted.emit(total, unprintable)
            self._draw(view)

        progress = self._context.tasks.run(work, done)
        self._under_way = [*self._under_way[-2:], progress]


def _drawn(view: RegisterView, page: int, size: QSize) -> Drawn:
    data = view.page(page)
    page = min(page, view.known)
    return Drawn(_picture(data, size), page, view.known, view.total is not None, view.rows, view.voids)


def _picture(data: bytes, size: QSize) -> QImage:
    """The only page of a PDF, fitted into ``size``, on white."""
    from PySide6.QtPdf import QPdfDocument

    content, document = QBuffer(), QPdfDocument()
    content.setData(data)
    content.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(content)
    fitted = document.pagePointSize(0).scaled(size.toSizeF(), Qt.AspectRatioMode.KeepAspectRatio).toSize()
    picture = QImage(fitted, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.drawImage(QPoint(0, 0), document.render(0, fitted))
    painter.end()
    document.close()
    return picture
