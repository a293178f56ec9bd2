"""The one top-level window: the gate pages before a station is open, the pages of the station after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent


class Shell(QMainWindow):
    """Shows one content at a time; a content that was put away keeps its state until it is dropped.

    ``may_close`` is asked when the person closes the window and says whether it may go; None means that it may.
    """

    closed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setWindowTitle(title)
        self.may_close: Callable[[], bool] | None = None
        self._stack = QStackedWidget()
        self._stack.setObjectName("ground")
        self.setCentralWidget(self._stack)
        self.resize(1366, 768)

    def show_content(self, content: QWidget) -> None:
        """Bring ``content`` to the front, kept from then on. A new one begins where it says, one known goes on."""
        begin = None
        if self._stack.indexOf(content) < 0:
            self._stack.addWidget(content)
            begin = content.focusProxy()
        self._stack.setCurrentWidget(content)
        (begin or content.focusWidget() or content).setFocus()

    def content(self) -> QWidget:
        """Return what is in front."""
        return self._stack.currentWidget()

    def drop(self, content: QWidget) -> None:
        """Forget a content that is not needed again."""
        self._stack.removeWidget(content)
        content.deleteLater()

    def come_forward(self) -> None:
        """Show the window to a person who started the program a second time."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when nobody objects."""
        if self.may_close is not None and not self.may_close():
            event.ignore()
            return
        event.accept()
        self.closed.emit()
