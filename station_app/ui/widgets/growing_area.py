"""A scrolling area that can also be as high as its content, when the page around it scrolls."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class GrowingArea(QScrollArea):
    """Put content into ``column``. It scrolls down by itself unless it is set to grow."""

    def __init__(self) -> None:
        super().__init__()
        self._growing = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.ground = QWidget()
        self.ground.setObjectName("ground")
        self.column = QVBoxLayout(self.ground)
        self.setWidget(self.ground)
        self.ground.installEventFilter(self)

    def set_growing(self, growing: bool) -> None:
        """Be as high as the content, or scroll."""
        self._growing = growing
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if growing else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(bar)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Return the height of the content at this width while growing."""
        hint = super().minimumSizeHint()
        if self._growing:
            hint.setHeight(self.column.totalHeightForWidth(max(self.viewport().width(), 1)))
        return hint

    def sizeHint(self) -> QSize:
        """Return the same; elsewhere the room given is taken."""
        return self.minimumSizeHint() if self._growing else super().sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the content has changed."""
        if event.type() == QEvent.Type.LayoutRequest and self._growing:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width needs another height."""
        super().resizeEvent(event)
        if self._growing and event.size().width() != event.oldSize().width():
            self.updateGeometry()
