"""The opinions of one reception side by side."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.buttons import LinkButton, PaintedButton
from station_app.ui.widgets.flow import FlowLayout

_PADDING = 12


class OpinionTab(PaintedButton):
    """One opinion by its number."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """The form decides which opinion is shown, not the press."""

    def sizeHint(self) -> QSize:
        """Return room for the bold words."""
        return QSize(paint.text_width(self.text(), bold=True) + 2 * _PADDING, look().px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the tab."""
        painter = paint.smooth(self)
        here, focus = self.isChecked(), self.hasFocus()
        fill = "accent_soft" if here or self.hovered() else "surface"
        paint.frame(painter, self.rect(), fill, "accent" if here or focus else "control", 2 if focus else 1)
        area = self.rect().adjusted(_PADDING, 0, 0, 0)
        paint.words(painter, area, self.text(), "accent" if here else "text", bold=here)
        painter.end()


class OpinionTabs(QWidget):
    """Shown from two opinions on. ``wanted`` gives the index asked for, ``removal`` asks to drop the one in front.

    Ctrl+PgUp and Ctrl+PgDn go round.
    """

    wanted = Signal(int)
    removal = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tabs: list[OpinionTab] = []
        self._count, self._current = 1, 0
        self._flow = FlowLayout(self, gap=6)
        self._add()
        self.remove_link = LinkButton(self.tr("删去这条"))
        self.remove_link.clicked.connect(self.removal)
        self._flow.addWidget(self.remove_link)
        for key, step in (("Ctrl+PgUp", -1), ("Ctrl+PgDown", 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda by=step: self._turn(by))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_tabs(self, count: int, current: int) -> None:
        """Show ``count`` tabs, ``current`` (from 0) in front."""
        while len(self.tabs) < count:
            self._add()
        while len(self.tabs) > count:
            tab = self.tabs.pop()
            self._flow.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        self._count, self._current = count, current
        for index, tab in enumerate(self.tabs):
            tab.setChecked(index == current)
        self.setVisible(count > 1)

    def _add(self) -> None:
        index = len(self.tabs)
        tab = OpinionTab(self.tr("意见 {number}").format(number=index + 1))
        tab.clicked.connect(lambda: self.wanted.emit(index))
        self._flow.insert_widget(index, tab)
        if self.tabs:
            self.setTabOrder(self.tabs[-1], tab)
        tab.show()
        self.tabs.append(tab)

    def _turn(self, step: int) -> None:
        if self._count > 1:
            self.wanted.emit((self._current + step) % self._count)
