"""The station cannot be opened: what is wrong, and the way on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from station_app.errors import StationError
from station_app.ui.gate.parts import GateButton, GatePage, words
from station_app.ui.widgets.notes import IconView


class TroublePage(GatePage):
    """Missing, damaged or newer data, or a folder that cannot be used; ``restorable`` offers the backups."""

    restore_wanted = Signal()
    retry_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, problem: StationError, *, restorable: bool = True) -> None:
        super().__init__(560)
        self.title = words(problem.title, "lead", wrap=True)
        self.next_step = words(problem.next_step, wrap=True)
        self.restore = GateButton(self.tr("从备份恢复"), "primary")
        self.retry = GateButton(self.tr("再试一次"))
        self.close_button = GateButton(self.tr("关闭程序"))
        self.restore.clicked.connect(self.restore_wanted)
        self.retry.clicked.connect(self.retry_wanted)
        self.close_button.clicked.connect(self.close_wanted)
        self._lay_out()
        self.restore.setVisible(restorable)
        self.setFocusProxy(self.restore if restorable else self.retry)

    def _lay_out(self) -> None:
        head, verbs = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconView("alert-triangle", "warn", 20))
        head.addWidget(self.title, 1)
        verbs.setSpacing(10)
        for button in (self.restore, self.retry, self.close_button):
            verbs.addWidget(button)
        verbs.addStretch(1)
        self.card.column.addLayout(head)
        self.card.column.addWidget(self.next_step)
        self.card.column.addSpacing(8)
        self.card.column.addLayout(verbs)
