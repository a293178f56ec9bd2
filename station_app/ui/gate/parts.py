"""The few widgets of the unlock page, drawn by the style sheet alone: it is painted before anything heavy is loaded.

Nothing here may ask for the Qt namespace, a painter or an icon; each takes as long to load as the page to paint.
"""

from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from station_app.ui.look import look

EDGE = 28


class GateCard(QFrame):
    """A white sheet in the middle of an empty window; ``column`` takes its content."""

    def __init__(self, width: int = 440) -> None:
        super().__init__()
        self._width = width
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(EDGE, EDGE, EDGE, 20)
        self.column.setSpacing(12)
        look().changed.connect(self._rescale)
        self._rescale()

    def _rescale(self) -> None:
        self.setFixedWidth(look().px(self._width))


class GateButton(QPushButton):
    """A verb; ``kind``: primary, secondary or link. Enter presses the one that has the focus."""

    def __init__(self, text: str, kind: str = "secondary") -> None:
        super().__init__(text)
        self.setProperty("kind", kind)
        self.setAutoDefault(True)


class GatePage(QWidget):
    """A page with one card in its middle and nothing around it."""

    def __init__(self, width: int = 440) -> None:
        super().__init__()
        self.card = GateCard(width)
        grid = QGridLayout(self)
        grid.setRowStretch(0, 2)
        grid.setRowStretch(2, 3)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        grid.addWidget(self.card, 1, 1)


def words(text: str, kind: str = "body", tone: str = "text", *, wrap: bool = False) -> QLabel:
    """Return a label of a type size and colour role."""
    label = QLabel(text)
    label.setProperty("kind", kind)
    label.setProperty("tone", tone)
    label.setWordWrap(wrap)
    return label
