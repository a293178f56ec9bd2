"""The line at the foot: where the data lies, the last backup, who works, lock and scale."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.buttons import PaintedButton
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import IconText
from station_app.ui.widgets.status import StatusMarkLabel
from station_app.ui.widgets.tips import plain_tip


class QuietButton(PaintedButton):
    """A caption-sized word that can be pressed, with an icon before it where it has one."""

    def __init__(self, text: str, name: str = "", icon: str = "") -> None:
        super().__init__(text)
        self._icon = icon
        self.setAccessibleName(name or text)
        self.setToolTip(plain_tip(name))

    def sizeHint(self) -> QSize:
        """Return the word's room."""
        return QSize(self._left() + paint.text_width(self.text(), "caption") + 5, look().px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the word; the focus and the pointer show."""
        painter = paint.smooth(self)
        if self.hovered():
            paint.frame(painter, self.rect(), "hover", None)
        if self.hasFocus():
            paint.frame(painter, self.rect(), None, "accent", 2)
        ink = "text2" if self.isEnabled() else "text3"
        left = self._left()
        if self._icon:
            paint.icon(painter, 5, self.height() // 2, self._icon, ink)
        paint.words(painter, QRect(left, 0, self.width() - left, self.height()), self.text(), ink, kind="caption")
        painter.end()

    def _left(self) -> int:
        return 5 + (look().px(16) + 6 if self._icon else 0)


class StatusBar(QFrame):
    """30 px at the foot of the window."""

    lock_wanted = Signal()
    user_wanted = Signal()
    scale_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.place = IconText(self.tr("数据加密保存在本机，不联网"), "lock", "text2", "caption")
        self.backup = StatusMarkLabel("办结", " ", kind="caption", tone="text2")
        self.user = QuietButton("", self.tr("换人"), "user")
        self.lock = QuietButton(self.tr("锁定 Ctrl+L"))
        self.scale = Text("", "caption", "text2")
        self.smaller = QuietButton("A−", self.tr("字号小一些 Ctrl+−"))
        self.larger = QuietButton("A+", self.tr("字号大一些 Ctrl+="))
        self._lay_out()
        self.lock.clicked.connect(self.lock_wanted)
        self.user.clicked.connect(self.user_wanted)
        self.smaller.clicked.connect(lambda: self.scale_wanted.emit(look().scale - 10))
        self.larger.clicked.connect(lambda: self.scale_wanted.emit(look().scale + 10))
        look().changed.connect(self._rescale)
        self._rescale()

    def set_user(self, text: str) -> None:
        """Show who is at the desk; an empty string hides user and lock."""
        self.user.setText(text)
        self.user.setAccessibleDescription(text)
        self.user.setVisible(bool(text))
        self.lock.setVisible(bool(text))

    def set_backup(self, text: str, tone: str) -> None:
        """Show the last backup; ``tone``: ok, warn or danger."""
        self.backup.set_status({"ok": "办结", "warn": "临期", "danger": "逾期"}[tone], text)
        self.backup.words.set_tone("text2" if tone == "ok" else tone)
        self.backup.setVisible(bool(text))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 15, 0)
        row.setSpacing(6)
        row.addWidget(self.place)
        self.place.layout().setContentsMargins(0, 0, 12, 0)
        row.addWidget(self.backup)
        row.addStretch(1)
        for widget, gap in ((self.user, 8), (self.lock, 8), (self.scale, 4), (self.smaller, 0), (self.larger, 0)):
            row.addWidget(widget)
            row.addSpacing(gap)
        self.backup.hide()
        self.set_user("")

    def _rescale(self) -> None:
        scale = look().scale
        self.setFixedHeight(30 + round(20 * (scale - 100) / 100))
        self.scale.setText(self.tr("字号 {scale}%").format(scale=scale))
        self.place.setVisible(not look().compact)
