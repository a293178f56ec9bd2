"""密钥与配对: joining the network in plain steps; nothing is accepted before both sides have compared the 24 digits."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from station_app.errors import StationError
from station_app.services.packages.pairing import grouped
from station_app.services.packages.sticks import Stick
from station_app.ui.context import PageContext
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.choices import CheckBox
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import Banner
from station_app.ui.widgets.sheet import PageBody, Sheet


class StepSheet(Sheet):
    """One numbered step: what to do in words, and its verbs in a row."""

    def __init__(self, title: str, told: str) -> None:
        super().__init__(title)
        self.told = Text(told, "body", "text2", wrap=True)
        self.row = QHBoxLayout()
        self.row.setSpacing(10)
        self.row.addStretch(1)
        self.column.addWidget(self.told)
        self.column.addLayout(self.row)

    def add(self, *widgets: QWidget) -> None:
        """Put verbs or fields after the last one."""
        for widget in widgets:
            self.row.insertWidget(self.row.count() - 1, widget)


class DigitsBox(QWidget):
    """The 24 digits in groups of four, large, with the box that says they were compared; ``compared`` follows it."""

    compared = Signal(bool)

    def __init__(self, told: str) -> None:
        super().__init__()
        self.digits = Text("", "figure", wrap=True)
        self.told = Text(told, wrap=True)
        self.same = CheckBox(self.tr("电话里念过了，24 位一个不差"))
        column = QHBoxLayout()
        column.addWidget(self.same)
        column.addStretch(1)
        box = Banner("", "info")
        for widget in (self.told, self.digits):
            box.column.addWidget(widget)
        box.column.addLayout(column)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(box, 1)
        self.same.toggled.connect(self.compared)

    def show_digits(self, digits: str) -> None:
        """Show new digits, not compared yet."""
        self.digits.setText(grouped(digits))
        self.same.setChecked(False)


class PairingView(PageBody):
    """What both sides share: where files go, what went wrong, the way back. ``joined`` follows a change."""

    closed = Signal()
    joined = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.context = context
        self.stick: Stick | None = None
        self.problem = Banner("", "danger")
        self.problem.hide()
        self.back = KeyCapButton(self.tr("返回"), key="Esc")
        self.back.clicked.connect(self.closed)
        self.column.addWidget(self.problem)

    def set_stick(self, stick: Stick | None) -> None:
        """Say which stick is in."""
        self.stick = stick

    def refresh(self) -> None:
        """Read anew how far it is."""

    def finish(self, *sheets: QWidget) -> None:
        """Put the steps on the page, the way back under them."""
        for sheet in sheets:
            self.column.addWidget(sheet)
        below = QHBoxLayout()
        below.addWidget(self.back)
        below.addStretch(1)
        self.column.addLayout(below)
        self.column.addStretch(1)

    def say(self, problem: StationError | None) -> None:
        """Say what went wrong; None: nothing."""
        self.problem.set_text("" if problem is None else str(problem))
        self.problem.setVisible(problem is not None)
        if problem is not None:
            self.ensureWidgetVisible(self.problem)

    def folder(self) -> Path | None:
        """Where a file is to go: the stick that is in, else a folder that is chosen now."""
        if self.stick is not None:
            return self.stick.path
        chosen = QFileDialog.getExistingDirectory(self, self.tr("写到哪个文件夹"))
        return Path(chosen) if chosen else None

    def file(self, offered: tuple[Path, ...], title: str, pattern: str) -> Path | None:
        """Which file to read: the only one on the stick, else one that is chosen now."""
        if len(offered) == 1:
            return offered[0]
        start = str(self.stick.path) if self.stick is not None else ""
        name, _kind = QFileDialog.getOpenFileName(self, title, start, pattern)
        return Path(name) if name else None
