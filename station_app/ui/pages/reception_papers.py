"""What the reception page puts on paper: sheets and receipts of what was saved last, and at any time a blank sheet."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from station_app.errors import StationError
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.papers import blank_wish, receipt_wish, sheet_wish
from station_app.ui.printing import PaperWish, print_paper
from station_app.ui.widgets.buttons import KeyCapButton

_Wish = Callable[[Station, str], PaperWish]


class ReceptionPapers(QObject):
    """``sheet`` stands in the action bar, ``more`` with its menu in the head; the page says what ``sheet`` does."""

    def __init__(self, context: PageContext, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self._serials: tuple[str, ...] = ()
        self.sheet = KeyCapButton(self.tr("打印登记表"), key="Ctrl+P", size="bar")
        self.more = KeyCapButton(self.tr("回执、空白表"), icon="printer")
        self.menu, self.choice = QMenu(self.more), QMenu(self.sheet)
        self.more.clicked.connect(self._open_menu)
        look().changed.connect(self._rescale)
        self._rescale()

    def take(self, serials: tuple[str, ...]) -> None:
        """Offer the papers of these opinions: they were just saved."""
        self._serials = serials

    def print_sheets(self) -> None:
        """Print the sheet of what was saved last; of several opinions the one that is chosen."""
        if not self._serials:
            title = self.tr("还没有可以打印的登记表")
            step = self.tr("填好登记后按 Ctrl+P，会先保存再打印；要手写的空白表，请按右上角「回执、空白表」。")
            self._context.messages.error(StationError(title, step))
        elif len(self._serials) == 1:
            self._offer(sheet_wish, self._serials[0])
        else:
            self.choice.clear()
            self._add(self.choice, self.tr("登记表 {serial}"), sheet_wish)
            self.choice.popup(self.sheet.mapToGlobal(QPoint(0, -self.choice.sizeHint().height() - 2)))

    def _open_menu(self) -> None:
        self.menu.clear()
        self._add(self.menu, self.tr("回执 {serial}（A5）"), receipt_wish)
        blank = self.menu.addAction(self.tr("空白登记表"))
        blank.triggered.connect(lambda: print_paper(self._context, self._page, blank_wish(self._context.station)))
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def _add(self, menu: QMenu, words: str, wish: _Wish) -> None:
        for serial in self._serials:
            action = menu.addAction(words.format(serial=serial))
            action.triggered.connect(partial(self._offer, wish, serial))

    def _offer(self, wish: _Wish, serial: str, _checked: bool = False) -> None:
        print_paper(self._context, self._page, wish(self._context.station, serial))

    def _rescale(self) -> None:
        self.sheet.setText(self.tr("打印") if look().compact else self.tr("打印登记表"))
