"""What a page says in place: notes, empty states, progress, success."""

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.labels import ElidedLabel, Text

SUCCESS_MS = 6000


class IconView(QWidget):
    """An icon that stands before words."""

    def __init__(self, icon: str, role: str = "text2", size: int = 16) -> None:
        super().__init__()
        self._icon, self._role, self._size = icon, role, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.updateGeometry)

    def set_icon(self, icon: str, role: str) -> None:
        """Change icon and colour."""
        self._icon, self._role = icon, role
        self.update()

    def sizeHint(self) -> QSize:
        """Return the scaled square."""
        return QSize(look().px(self._size), look().px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = paint.smooth(self)
        paint.icon(painter, 0, self.height() // 2, self._icon, self._role, self._size)
        painter.end()


class IconText(QWidget):
    """An icon and one sentence of the same colour."""

    def __init__(
        self, text: str, icon: str, tone: str, kind: str = "body", *, wrap: bool = False, elide: bool = False
    ) -> None:
        super().__init__()
        self.icon = IconView(icon, tone)
        self.words = ElidedLabel(text, kind, tone) if elide else Text(text, kind, tone, wrap=wrap)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.icon)
        row.addWidget(self.words, 1)

    def text(self) -> str:
        """Return the whole sentence."""
        return self.words.whole() if isinstance(self.words, ElidedLabel) else self.words.text()

    def set_text(self, text: str) -> None:
        """Change the sentence."""
        self.words.setText(text)

    def set_tone(self, icon: str, tone: str) -> None:
        """Change icon and colour."""
        self.icon.set_icon(icon, tone)
        self.words.set_tone(tone)


_FILLS = {"info": "accent_soft", "ok": "ok_soft", "warn": "warn_soft", "danger": "danger_soft", "plain": "sunken"}
_BARS = {"info": "accent", "ok": "ok", "warn": "warn", "danger": "danger", "plain": "control"}


class Banner(QFrame):
    """A note with an accent bar; ``kind``: info, ok, warn, danger or plain. Links and verbs go into ``column``."""

    def __init__(self, text: str = "", kind: str = "info") -> None:
        super().__init__()
        self.kind = kind
        self.words = Text(text, wrap=True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 6, 12, 6)
        self.column.setSpacing(4)
        self.column.addWidget(self.words)
        self.words.setVisible(bool(text))

    def set_text(self, text: str, kind: str | None = None) -> None:
        """Change the sentence, and the kind when one is given."""
        self.kind = kind or self.kind
        self.words.setText(text)
        self.words.setVisible(bool(text))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, line and bar."""
        painter = paint.smooth(self)
        paint.frame(painter, self.rect(), _FILLS[self.kind], "border")
        painter.fillRect(0, 1, 3, self.height() - 2, look().color(_BARS[self.kind]))
        painter.end()


class EmptyState(QWidget):
    """One sentence and the one action; ``pressed`` follows the action."""

    pressed = Signal()

    def __init__(self, sentence: str, action: str = "", key: str = "") -> None:
        super().__init__()
        self.sentence = Text(sentence, "body", "text2", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self.sentence)
        self.button = KeyCapButton(action, key=key, bind=False)
        self.button.clicked.connect(self.pressed)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.button.setVisible(bool(action))
        column.addStretch(1)


class ProgressBar(QWidget):
    """A thin bar; ``set_share`` takes 0 to 1."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setFixedHeight(6)
        self.setMinimumWidth(80)

    def set_share(self, share: float) -> None:
        """Fill the bar to ``share`` (0 to 1)."""
        self._share = min(1.0, max(0.0, share))
        self.update()

    def share(self) -> float:
        """Return how far the bar is filled (0 to 1)."""
        return self._share

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw outline and filling."""
        painter = paint.smooth(self)
        box = self.rect()
        paint.frame(painter, box, "surface", "accent", radius=3)
        box.setWidth(round(box.width() * self._share))
        if box.width() > 0:
            paint.frame(painter, box, "accent", None, radius=3)
        painter.end()


class ProgressStrip(QWidget):
    """Long work in place: what is done, bar, share and rest, and a cancel that says what stays."""

    cancelled = Signal()

    def __init__(self, cancel_tip: str = "") -> None:
        super().__init__()
        self.words = Text()
        self.bar = ProgressBar()
        self.rest = Text("", "caption", "text2")
        self.cancel = KeyCapButton(self.tr("取消"), size="row")
        self.cancel.setToolTip(cancel_tip)
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for widget, stretch in ((self.words, 0), (self.bar, 1), (self.rest, 0), (self.cancel, 0)):
            row.addWidget(widget, stretch)

    def set_progress(self, done: int, total: int, seconds_left: float | None = None, text: str = "") -> None:
        """Show ``done`` of ``total``; ``seconds_left`` is the estimate of the rest."""
        share = done / total if total else 0.0
        self.bar.set_share(share)
        if text:
            self.words.setText(text)
        self.rest.setText(progress_words(share, seconds_left))

    def set_cancellable(self, possible: bool) -> None:
        """Switch the cancel off while work must not stop."""
        self.cancel.setEnabled(possible)


def progress_words(share: float, seconds_left: float | None) -> str:
    """Return for instance ``62 %，约 3 秒``."""
    percent = QCoreApplication.translate("ProgressStrip", "{share} %").format(share=int(share * 100))
    if seconds_left is None:
        return percent
    rest = QCoreApplication.translate("ProgressStrip", "{share}，约 {seconds} 秒")
    return rest.format(share=percent, seconds=max(1, round(seconds_left)))


class SuccessLine(IconText):
    """One line in place for 6 s, with an undo or a look where the caller gives one."""

    def __init__(self) -> None:
        super().__init__("", "check", "ok", elide=True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str, milliseconds: int = SUCCESS_MS) -> None:
        """Show ``text``, then hide it again."""
        self.set_text(text)
        self.show()
        self._timer.start(milliseconds)
