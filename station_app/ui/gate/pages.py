"""What all pages before the desk share: a head, a column of sheets, an action bar."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.ui.look import look
from station_app.ui.widgets.notes import Banner
from station_app.ui.widgets.sheet import ActionBar, PageBody, PageHead

WIDTH = 820


class PlainPage(QWidget):
    """Head, body whose content keeps a readable width, action bar; ``column`` takes the sheets."""

    def __init__(self, title: str, subtitle: str = "") -> None:
        super().__init__()
        self.head = PageHead(title, subtitle)
        self.body = PageBody()
        self.bar = ActionBar()
        self.problem = Banner("", "danger")
        self.problem.hide()
        self._middle = QWidget()
        self.column = QVBoxLayout(self._middle)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(14)
        self.column.addWidget(self.problem)
        row = QHBoxLayout()
        row.addWidget(self._middle, 1)
        row.addStretch(0)
        self.body.column.addLayout(row)
        self.body.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for widget in (self.head, self.body, self.bar):
            whole.addWidget(widget)
        look().changed.connect(self._rescale)
        self._rescale()

    def show_problem(self, sentence: str) -> None:
        """Say at the top what was refused; an empty sentence clears it."""
        self.problem.set_text(sentence)
        self.problem.setVisible(bool(sentence))
        if sentence:
            self.body.ensureWidgetVisible(self.problem)

    def _rescale(self) -> None:
        self._middle.setMaximumWidth(look().px(WIDTH))
