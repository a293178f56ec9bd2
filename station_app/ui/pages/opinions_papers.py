"""The papers of one opinion, offered in the pane: its sheet and, where it is open, its receipt."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from station_app.services.detail import OpinionDetail
from station_app.ui.context import PageContext
from station_app.ui.papers import receipt_wish, sheet_wish
from station_app.ui.printing import print_paper
from station_app.ui.widgets.buttons import KeyCapButton


class PaperVerbs(QObject):
    """Three buttons: beside the list Ctrl+P is the list's, so ``sheet`` has no key there and ``open_sheet`` has it."""

    def __init__(self, context: PageContext, pane: QWidget) -> None:
        super().__init__(pane)
        self._context, self._pane = context, pane
        self._uid = self._serial = ""
        self.sheet = KeyCapButton(self.tr("打印登记表"))
        self.open_sheet = KeyCapButton(self.tr("打印登记表"), key="Ctrl+P")
        self.receipt = KeyCapButton(self.tr("打印回执"))
        self.sheet.clicked.connect(self._print_sheet)
        self.open_sheet.clicked.connect(self._print_sheet)
        self.receipt.clicked.connect(self._print_receipt)

    def buttons(self) -> tuple[KeyCapButton, ...]:
        """Return the three in the order in which they stand."""
        return self.sheet, self.open_sheet, self.receipt

    def offer(self, detail: OpinionDetail, *, wide: bool) -> None:
        """Offer the papers of an opinion; a void one has no receipt any more."""
        self._uid, self._serial = detail.uid, detail.serial
        self.sheet.setVisible(not wide)
        self.open_sheet.setVisible(wide)
        self.receipt.setVisible(wide and detail.intake.void_reason is None)

    def _print_sheet(self) -> None:
        print_paper(self._context, self._pane, sheet_wish(self._context.station, self._serial, self._uid))

    def _print_receipt(self) -> None:
        print_paper(self._context, self._pane, receipt_wish(self._context.station, self._serial, self._uid))
