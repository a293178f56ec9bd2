"""Pages of a list."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.buttons import PaintedButton
from station_app.ui.widgets.labels import Text


class TurnButton(PaintedButton):
    """上页 with its chevron before, 下页 with it behind."""

    def __init__(self, text: str, *, forward: bool) -> None:
        super().__init__(text)
        self._forward = forward
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for words and chevron."""
        return QSize(paint.text_width(self.text()) + look().px(16) + 28, look().px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button."""
        painter = paint.smooth(self)
        focus, usable = self.hasFocus(), self.isEnabled()
        fill = "mute_soft" if not usable else "accent_soft" if self.hovered() else "surface"
        line = "border" if not usable else "accent" if focus else "control"
        paint.frame(painter, self.rect(), fill, line, 2 if focus else 1)
        words = paint.text_width(self.text())
        ink = "text" if usable else "text3"
        left = 10 if self._forward else 10 + look().px(16) + 8
        paint.words(painter, QRect(left, 0, words + 1, self.height()), self.text(), ink)
        at = 10 + words + 8 if self._forward else 10
        paint.icon(painter, at, self.height() // 2, "chevron-right" if self._forward else "chevron-left", ink)
        painter.end()


class Pager(QWidget):
    """上页 1 / 3 下页; ``page_wanted`` gives the page (from 1). PgUp and PgDn turn while it is visible."""

    page_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._page, self._pages = 1, 1
        self.back = TurnButton(self.tr("上页"), forward=False)
        self.forward = TurnButton(self.tr("下页"), forward=True)
        self.place = Text("1 / 1")
        self.back.clicked.connect(lambda: self._turn(-1))
        self.forward.clicked.connect(lambda: self._turn(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for widget in (self.back, self.place, self.forward):
            row.addWidget(widget)
        for key, step in (("PgUp", -1), ("PgDown", 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda by=step: self._turn(by))
        self.set_page(1, 1)

    def set_page(self, page: int, pages: int) -> None:
        """Show ``page`` of ``pages`` (both from 1)."""
        self._page, self._pages = page, pages
        self.place.setText(f"{page} / {pages}")
        self.back.setEnabled(page > 1)
        self.forward.setEnabled(page < pages)

    def _turn(self, by: int) -> None:
        wanted = self._page + by
        if 1 <= wanted <= self._pages:
            self.page_wanted.emit(wanted)
