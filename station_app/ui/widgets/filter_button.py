"""A filter above a list."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.buttons import PaintedButton


class StayingMenu(QMenu):
    """A menu that stays open while several entries are ticked."""

    stays = True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick without closing."""
        if not self._tick():
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter ticks and closes."""
        if event.key() != Qt.Key.Key_Space or not self._tick():
            super().keyPressEvent(event)

    def _tick(self) -> bool:
        action = self.activeAction()
        if not self.stays or action is None or not action.isEnabled():
            return False
        action.trigger()
        return True


class FilterButton(PaintedButton):
    """Label and bold value; a popup ticks the options. No tick means all. ``changed`` follows the person's ticks."""

    changed = Signal()

    def __init__(self, label: str, options: Sequence[tuple[object, str]] = (), *, multiple: bool = True) -> None:
        super().__init__(label)
        self._label, self._multiple = label, multiple
        self._options: list[tuple[object, str]] = []
        self._chosen: list[object] = []
        self.menu_box = StayingMenu(self)
        self.menu_box.stays = multiple
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[object, str]]) -> None:
        """Replace the options (value, label); ticks on values that are gone are dropped."""
        self._options = list(options)
        offered = [value for value, _label in options]
        self.set_values([value for value in self._chosen if value in offered])

    def values(self) -> list[object]:
        """Return the ticked values in the order of the options; empty means all."""
        return list(self._chosen)

    def set_values(self, values: Sequence[object]) -> None:
        """Tick values without a signal."""
        self._chosen = [value for value, _label in self._options if value in values]
        self.setAccessibleName(f"{self._label} {self.shown_value()}")
        self.updateGeometry()
        self.update()

    def shown_value(self) -> str:
        """Return what stands behind the label: 全部, the one label, or their number."""
        labels = [label for value, label in self._options if value in self._chosen]
        if not labels:
            return self.tr("全部")
        return labels[0] if len(labels) == 1 else self.tr("{count} 项").format(count=len(labels))

    def open_menu(self) -> None:
        """Show the options under the button."""
        self.menu_box.clear()
        everything = self._entry(self.tr("全部"), not self._chosen)
        everything.triggered.connect(lambda: self._take([]))
        for value, label in self._options:
            action = self._entry(label, value in self._chosen)
            action.triggered.connect(lambda checked=False, own=value: self._toggle(own, checked))
        self.menu_box.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def sizeHint(self) -> QSize:
        """Return room for label, bold value and chevron."""
        label = paint.text_width(self._label, "caption") + 6
        value = paint.text_width(self.shown_value(), bold=True)
        return QSize(label + value + look().px(16) + 28, look().px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button; with a tick it is accent."""
        painter = paint.smooth(self)
        focus, active = self.hasFocus(), bool(self._chosen)
        line = "accent" if focus or active else "control"
        fill = "mute_soft" if not self.isEnabled() else "accent_soft" if self.hovered() else "surface"
        paint.frame(painter, self.rect(), fill, line, 2 if focus else 1)
        middle, left = self.height() // 2, 10
        width = paint.text_width(self._label, "caption")
        label = QRect(left, 0, width + 1, self.height())
        paint.words(painter, label, self._label, "accent" if active else "text2", kind="caption")
        left += width + 6
        shown = self.shown_value()
        value = QRect(left, 0, paint.text_width(shown, bold=True) + 1, self.height())
        paint.words(painter, value, shown, "accent" if active else "text", bold=active)
        chevron = self.width() - look().px(16) - 10
        paint.icon(painter, chevron, middle, "chevron-down", "accent" if active else "text2")
        painter.end()

    def _entry(self, label: str, checked: bool) -> QAction:
        action = self.menu_box.addAction(label)
        action.setCheckable(True)
        action.setChecked(checked)
        return action

    def _toggle(self, value: object, checked: bool) -> None:
        if not self._multiple:
            self._take([value] if checked else [])
        elif checked:
            self._take([*self._chosen, value])
        else:
            self._take([other for other in self._chosen if other != value])

    def _take(self, values: list[object]) -> None:
        self.set_values(values)
        actions = self.menu_box.actions()
        actions[0].setChecked(not self._chosen)
        for action, (value, _label) in zip(actions[1:], self._options, strict=True):
            action.setChecked(value in self._chosen)
        self.changed.emit()
