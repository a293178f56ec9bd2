"""The right of the 社情簿: the page as it will be printed, turned and zoomed."""

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.buttons import IconButton, LinkButton
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Rule, Text
from station_app.ui.widgets.notes import Banner, EmptyState, ProgressStrip
from station_app.ui.widgets.pager import TurnButton
from station_app.ui.widgets.sheet import Sheet

_ASPECT = (842, 595)  # A4 landscape
_EDGE = 22
_STEPS = (100, 125, 150, 200, 250, 300)
_SETTLE_MS = 60


class _Leaf(QWidget):
    """The picture of a page with its edge; stretched until the sharp one comes."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = QImage()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it, in the dark look too, as paper: white."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self.picture.isNull():
            painter.drawImage(self.rect(), self.picture)
        paint.frame(painter, self.rect(), None, "control", 1, 0)
        painter.end()


class LeafView(QScrollArea):
    """The ground on which the page lies; ``size_changed`` follows another size of the page."""

    size_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("leaves")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._step = 0
        self.leaf = _Leaf()
        self.setWidget(self.leaf)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLE_MS)
        self._settled.timeout.connect(self.size_changed)
        self._resize_leaf()

    def percent(self) -> int:
        """How large the page is: 100 is the whole page in view."""
        return _STEPS[self._step]

    def zoom(self, by: int) -> None:
        """The next step; 0 goes back to the whole page."""
        self._step = max(0, min(len(_STEPS) - 1, self._step + by)) if by else 0
        self._resize_leaf()
        self.size_changed.emit()

    def pixels(self) -> QSize:
        """The size of the page in the pixels of the screen."""
        return self.leaf.size() * self.devicePixelRatioF()

    def show_picture(self, picture: QImage) -> None:
        """Show a page; null shows none."""
        self.leaf.picture = picture
        self.leaf.setVisible(not picture.isNull())
        self.leaf.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        self._resize_leaf()
        self._settled.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = QPainter(self.viewport())
        painter.fillRect(QRect(0, 0, self.width(), self.height()), look().color("mute_soft"))
        painter.end()
        super().paintEvent(event)

    def _resize_leaf(self) -> None:
        room = self.maximumViewportSize() - QSize(2 * _EDGE, 2 * _EDGE)
        whole = QSize(*_ASPECT).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        self.leaf.resize((whole * (self.percent() / 100)).expandedTo(QSize(80, 56)))


class RegisterPaper(Sheet):
    """``page_wanted`` gives a page (from 1), ``size_changed`` follows another size; ``empty`` stands without rows."""

    page_wanted = Signal(int)
    size_changed = Signal()

    def __init__(self) -> None:
        super().__init__(padded=False)
        self.page, self.pages = 1, 1
        self.back = TurnButton(self.tr("上页"), forward=False)
        self.forth = TurnButton(self.tr("下页"), forward=True)
        self.number = LineEdit("1")
        self.count = Text("")
        self.paper_words = Text(self.tr("A4 横向　左侧装订　黑白"), "caption", "text2")
        self.smaller = IconButton("zoom-out", self.tr("缩小"), framed=True)
        self.whole = LinkButton(self.tr("整页"))
        self.larger = IconButton("zoom-in", self.tr("放大"), framed=True)
        self.progress = ProgressStrip(self.tr("已写部分会删去，什么也不留"))
        self.warning = Banner("", "warn")
        self.view = LeafView()
        self.empty = EmptyState("", self.tr("改看全年"))
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.show_count(1, complete=False)

    def show_page(self, picture: QImage, page: int) -> None:
        """Show a page."""
        self.stack.setCurrentWidget(self.view)
        self.view.show_picture(picture)
        self.page = page
        self._show_place()

    def show_count(self, pages: int, *, complete: bool) -> None:
        """Say how many pages there are, or how many are known so far."""
        self.pages = pages
        words = self.tr("页，共 {count} 页") if complete else self.tr("页，已排 {count} 页…")
        self.count.setText(words.format(count=pages))
        self._show_place()

    def show_empty(self, sentence: str, action: str) -> None:
        """Say why there is nothing, and what can be done."""
        self.empty.sentence.setText(sentence)
        self.empty.button.setText(action)
        self.empty.button.setVisible(bool(action))
        self.stack.setCurrentWidget(self.empty)
        self.page = self.pages = 0
        self.show_count(0, complete=True)

    def show_warning(self, sentence: str) -> None:
        """Say what should be known before printing; an empty sentence takes it away."""
        self.warning.set_text(sentence)
        self.warning.setVisible(bool(sentence))

    def apply_scale(self) -> None:
        """Give up words about the paper where the row has no room for them."""
        self.paper_words.setVisible(not look().compact)
        self.number.setFixedWidth(look().px(44))
        self.bar.setFixedHeight(look().px(48))
        self.view.setMinimumHeight(look().px(420 if look().compact else 300))

    def turn(self, by: int) -> None:
        """Go to another page."""
        self._want(self.page + by)

    def _lay_out(self) -> None:
        self.bar = QWidget()
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(10)
        row.addWidget(self.back)
        for words in (Text(self.tr("第")), self.number, self.count):
            row.addWidget(words)
        row.addWidget(self.forth)
        row.addStretch(1)
        row.addWidget(self.paper_words)
        for button in (self.smaller, self.whole, self.larger):
            row.addWidget(button)
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number.setAccessibleName(self.tr("第几页"))
        self.notes = QWidget()
        notes = QHBoxLayout(self.notes)
        notes.setContentsMargins(14, 0, 14, 8)
        notes.addWidget(self.progress)
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        for part in (self.bar, self.notes, self.warning, Rule()):
            self.column.addWidget(part)
        self.column.addWidget(self.stack, 1)
        self.notes.hide()
        self.warning.hide()

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self.turn(-1))
        self.forth.clicked.connect(lambda: self.turn(1))
        self.number.editingFinished.connect(self._typed)
        self.smaller.clicked.connect(lambda: self.view.zoom(-1))
        self.larger.clicked.connect(lambda: self.view.zoom(1))
        self.whole.clicked.connect(lambda: self.view.zoom(0))
        self.view.size_changed.connect(self._show_zoom)
        self.view.size_changed.connect(self.size_changed)
        for key, step in (("PgUp", -1), ("PgDown", 1)):
            QShortcut(QKeySequence(key), self).activated.connect(lambda by=step: self.turn(by))

    def _want(self, page: int) -> None:
        if 1 <= page <= self.pages and page != self.page:
            self.page_wanted.emit(page)

    def _typed(self) -> None:
        text = self.number.text().strip()
        if text.isdecimal():
            self._want(max(1, min(self.pages, int(text))))
        self._show_place()

    def _show_place(self) -> None:
        self.number.setText(str(self.page))
        self.back.setEnabled(self.page > 1)
        self.forth.setEnabled(self.page < self.pages)

    def _show_zoom(self) -> None:
        percent = self.view.percent()
        self.whole.setText(self.tr("整页") if percent == _STEPS[0] else self.tr("{percent} %").format(percent=percent))
        self.smaller.setEnabled(percent > _STEPS[0])
        self.larger.setEnabled(percent < _STEPS[-1])
