"""Check box, radio button and combo box in the look."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
)

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.tips import plain_tip

_BOX = 18
_GAP = 8


class CheckBox(QCheckBox):
    """A check box of 18 px; ``height`` is that of box and words at 100 %."""

    def __init__(self, text: str = "", *, tone: str = "text", height: int = 28) -> None:
        super().__init__(text)
        self._tone, self._height = tone, height
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return room for box and words."""
        return QSize(_mark_size(self.text()).width(), look().px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Never be cut."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """The words belong to the box."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw box, tick and words."""
        painter = paint.smooth(self)
        size = look().px(_BOX)
        box = QRect(2, (self.height() - size) // 2, size, size)
        if not self.isEnabled():
            paint.frame(painter, box, "mute_soft", "border")
        elif self.isChecked():
            paint.frame(painter, box, "accent", "accent")
        else:
            paint.frame(painter, box, "surface", "accent" if self.underMouse() else "control")
        if self.isChecked():
            tick = "on_accent" if self.isEnabled() else "text3"
            paint.icon(painter, box.left() + look().px(1), box.center().y() + 1, "check", tick)
        _draw_words(painter, self, self._tone)
        painter.end()


class RadioButton(QRadioButton):
    """A radio button of 18 px; bold when chosen."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return room for ring and bold words."""
        return _mark_size(self.text(), bold=True)

    def minimumSizeHint(self) -> QSize:
        """Never be cut."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """The words belong to the ring."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ring and words."""
        painter = paint.smooth(self)
        size = look().px(_BOX)
        box = QRect(2, (self.height() - size) // 2, size, size)
        line = "border" if not self.isEnabled() else "accent" if self.underMouse() else "control"
        if self.isChecked():
            fill = "accent" if self.isEnabled() else "text3"
            paint.frame(painter, box, fill, None, radius=size / 2)
            inner = size // 3
            paint.frame(painter, box.adjusted(inner, inner, -inner, -inner), "surface", None, radius=size / 2)
        else:
            paint.frame(painter, box, "surface", line, radius=size / 2)
        _draw_words(painter, self, "text", bold=self.isChecked())
        painter.end()


def _mark_size(text: str, *, bold: bool = False) -> QSize:
    words = _GAP + paint.text_width(text, bold=bold) + 2 if text else 0
    return QSize(4 + look().px(_BOX) + words, look().px(28))


def _draw_words(painter: QPainter, widget: QCheckBox | QRadioButton, tone: str, *, bold: bool = False) -> None:
    left = 2 + look().px(_BOX) + _GAP
    words = QRect(left, 0, widget.width() - left, widget.height())
    paint.words(painter, words, widget.text(), tone if widget.isEnabled() else "text3", bold=bold)
    if widget.hasFocus():
        paint.frame(painter, widget.rect(), None, "accent", 2)


class ComboBox(QComboBox):
    """A choice of values with labels; ``value_changed`` also follows the program's own changes."""

    value_changed = Signal()

    def __init__(self, options: Sequence[tuple[object, str]] = ()) -> None:
        super().__init__()
        self.set_options(options)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.currentIndexChanged.connect(lambda _index: self.value_changed.emit())

    def set_options(self, options: Iterable[tuple[object, str]]) -> None:
        """Replace the options (value, label), keeping the chosen value where it is still there."""
        kept = self.value()
        self.blockSignals(True)
        self.clear()
        for value, label in options:
            self.addItem(label, value)
        self.set_value(kept)
        self.blockSignals(False)

    def value(self) -> object:
        """Return the chosen value; None when nothing is chosen."""
        return self.currentData()

    def set_value(self, value: object) -> None:
        """Choose by value; one that is not offered leaves the first (or none in an empty list)."""
        found = (index for index in range(self.count()) if self.itemData(index) == value)
        self.setCurrentIndex(next(found, 0 if self.count() else -1))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll: a wheel must not change an entry."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Elide what does not fit (the tooltip has the whole), and add the chevron."""
        self._draw_box()
        painter = paint.smooth(self)
        left = self.width() - look().px(16) - 12
        paint.icon(painter, left, self.height() // 2, "chevron-down", "text2" if self.isEnabled() else "text3")
        painter.end()

    def _draw_box(self) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(_COMBO, option, QStyle.SubControl.SC_ComboBoxEditField, self).width()
        whole = self.currentText()
        option.currentText = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(plain_tip(whole) if option.currentText != whole else "")
        painter = QStylePainter(self)
        painter.drawComplexControl(_COMBO, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


_COMBO = QStyle.ComplexControl.CC_ComboBox
