"""The big actions of the home page."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.buttons import PaintedButton
from station_app.ui.widgets.tips import plain_tip

_EDGE = 20


class ActionCard(PaintedButton):
    """One big action: icon, bold title, subtitle, printed key; from 130 % title and key alone.

    The key is only printed: the window binds it to the page it opens.
    """

    def __init__(self, title: str, subtitle: str, icon: str, key: str = "", *, primary: bool = False) -> None:
        super().__init__(title)
        self._subtitle, self._icon, self.key, self._primary = subtitle, icon, key, primary
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription(subtitle)

    def set_subtitle(self, text: str) -> None:
        """Change the second line."""
        self._subtitle = text
        self.setAccessibleDescription(text)
        self.updateGeometry()
        self.update()

    def subtitle(self) -> str:
        """Return the second line."""
        return self._subtitle

    def sizeHint(self) -> QSize:
        """Return 92 px of height with a subtitle, 75 at 150 % without."""
        title = paint.text_width(self.text(), "action", bold=True)
        cap = paint.key_cap_width(self.key) + 12 if self.key else 0
        if look().compact:
            return QSize(2 * 18 + title + cap, look().px(27) + 34)
        body = max(title + cap, paint.text_width(self._subtitle) if self._subtitle else 0)
        return QSize(self._text_left() + body + _EDGE, look().px(60) + 32)

    def minimumSizeHint(self) -> QSize:
        """Keep title and key; the subtitle may be elided."""
        hint = self.sizeHint()
        title = paint.text_width(self.text(), "action", bold=True)
        cap = paint.key_cap_width(self.key) + 12 if self.key else 0
        left = 18 if look().compact else self._text_left()
        return QSize(left + title + cap + 18, hint.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        painter = paint.smooth(self)
        self._draw_box(painter)
        ink = "on_accent" if self._primary else "text"
        if look().compact:
            self._draw_title(painter, 18, self.height() // 2, ink)
        else:
            accent = "on_accent" if self._primary else "accent"
            paint.icon(painter, _EDGE, look().px(32), self._icon, accent, 28)
            self._draw_title(painter, self._text_left(), look().px(32), ink)
            self._draw_subtitle(painter)
        painter.end()

    def _text_left(self) -> int:
        return _EDGE + look().px(28) + 18

    def _draw_box(self, painter: QPainter) -> None:
        focus = self.hasFocus()
        if self._primary:
            paint.frame(painter, self.rect(), "accent_hover" if self.hovered() else "accent", None, radius=6)
            if focus:
                paint.frame(painter, self.rect().adjusted(2, 2, -2, -2), None, "on_accent", 2)
        else:
            fill = "accent_soft" if self.hovered() else "surface"
            paint.frame(painter, self.rect(), fill, "accent" if focus else "control", 2 if focus else 1, 6)

    def _draw_title(self, painter: QPainter, left: int, middle: int, ink: str) -> None:
        line = look().px(30)
        width = paint.text_width(self.text(), "action", bold=True) + 2
        paint.words(painter, QRect(left, middle - line // 2, width, line), self.text(), ink, kind="action", bold=True)
        if self.key:
            soft = ("on_accent", "on_accent") if self._primary else ("text2", "control")
            paint.key_cap(painter, self.width() - 17, middle, self.key, *soft)

    def _draw_subtitle(self, painter: QPainter) -> None:
        left = self._text_left()
        box = QRect(left, look().px(52), self.width() - left - 12, look().px(26))
        paint.words(painter, box, self._subtitle, "on_accent" if self._primary else "text2")
        cut = paint.text_width(self._subtitle) > box.width()
        self.setToolTip(plain_tip(self._subtitle) if cut else "")
