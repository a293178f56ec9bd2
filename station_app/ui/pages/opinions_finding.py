"""Search, filters and list of the opinions page, kept together: what is asked for, and the place in the list."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from station_app.services.codes import code_book
from station_app.services.finding import numbered
from station_app.services.listing import Filters
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_filters import FilterBar
from station_app.ui.pages.opinions_list import ListSheet
from station_app.ui.pages.opinions_model import OpinionModel
from station_app.ui.pages.opinions_reader import Answer, ListReader, Lookups, Question
from station_app.ui.pages.opinions_saved import SavedMenu
from station_app.ui.widgets.search_box import SearchBox

TYPING_MS = 150
_SEARCH_WIDTH = 380
_FIRST, _LAST = 0, 1_000_000


class Finder(QObject):
    """``chosen`` gives the uid of the line that is current now, empty when the list has none.

    ``numbered`` gives the uid of the opinion whose number was typed or scanned.

    Questions are answered apart from the window's thread; only the answer to the last one is shown.
    """

    chosen = Signal(str)
    answered = Signal()
    numbered = Signal(str)

    def __init__(self, context: PageContext, lookups: Lookups, parent: QObject) -> None:
        super().__init__(parent)
        station = self._station = context.station
        model = OpinionModel(
            f"{station.identity.code}-",
            station.clock.today().year,
            self,
            of_all_sites=station.is_centre,
            book=lambda: code_book(station),
        )
        placeholder = self.tr("内容、标题、地点、姓名、编号")
        self.search = SearchBox(placeholder, _SEARCH_WIDTH, short=self.tr("内容、姓名、编号"))
        self.filters = FilterBar(station.clock.today(), station.identity.site if station.is_centre else "")
        self.list = ListSheet(model)
        self.table, self.model = self.list.table, model
        self.saved = SavedMenu(context, self.filters.saved)
        self._reader = ListReader(lookups)
        self._offset, self._row, self._uid = 0, _FIRST, ""
        self._around = ""
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(TYPING_MS)
        self._connect()

    def current_filters(self) -> Filters:
        """Return what the list is narrowed to, the words of the search included."""
        return replace(self.filters.filters(), text=self.search.text())

    def use(self, filters: Filters) -> None:
        """Narrow the list, from its beginning."""
        self._set_search(filters.text)
        self.filters.set_filters(filters)
        self._ask_anew()

    def go_to(self, uid: str) -> None:
        """Show all opinions, on the page where that one stands."""
        self._set_search("")
        self.filters.set_filters(Filters())
        self._around = self._uid = uid
        self._ask(with_choices=True)

    def refresh(self) -> None:
        """Read the same page anew, and what the filters offer; the same line stays chosen where it is still there."""
        self._remember_line()
        self._ask(with_choices=True)

    def hold(self, held: bool) -> None:
        """Let nobody change the list while something is being typed about one of its lines."""
        for widget in (self.search, self.filters, self.list):
            widget.setEnabled(not held)

    def clear(self) -> None:
        """Take all filters away, not the words of the search."""
        self.filters.set_filters(Filters())
        self._ask_anew()

    def _connect(self) -> None:
        self._reader.answered.connect(self._show)
        self.timer.timeout.connect(self._ask_anew)
        self.search.changed.connect(self.timer.start)
        self.search.accepted.connect(self._accept)
        self.filters.changed.connect(self._ask_anew)
        self.filters.cleared.connect(self.clear)
        self.filters.saved_wanted.connect(lambda: self.saved.open_with(self.current_filters()))
        self.saved.chosen.connect(self.use)
        self.table.chosen.connect(self.chosen)
        self.table.beyond.connect(self._go_beyond)
        self.table.capacity_changed.connect(self._refit)
        self.list.page_wanted.connect(self._turn)
        self.list.nothing.cleared.connect(self.clear)
        self.list.nothing.search_cleared.connect(lambda: self.search.set_text(""))
        self.list.nothing.all_years.connect(self._search_all_years)

    def _ask(self, *, with_choices: bool = False) -> None:
        self.timer.stop()
        question = Question(
            filters=self.current_filters(),
            offset=self._offset,
            rows=self.table.capacity(),
            around=self._around,
            with_choices=with_choices,
        )
        self._reader.ask(question)

    def _ask_anew(self) -> None:
        self._offset, self._row, self._around = 0, _FIRST, ""
        self._uid = self.table.current_uid() or self._uid
        self._ask()

    def _refit(self) -> None:
        """More or fewer rows fit: the line that is chosen stays in sight."""
        self._remember_line()
        self._around = self._uid
        self._ask()

    def _turn(self, page: int) -> None:
        self._offset, self._around, self._uid, self._row = (page - 1) * self.table.capacity(), "", "", _FIRST
        self._ask()

    def _go_beyond(self, step: int) -> None:
        pager = self.list.foot.pager
        button = pager.forward if step > 0 else pager.back
        if button.isEnabled():
            self._turn(self._offset // self.table.capacity() + 1 + step)
            self._row = _FIRST if step > 0 else _LAST

    def _remember_line(self) -> None:
        self._row = max(self.table.currentIndex().row(), 0)
        self._uid = self.table.current_uid() or self._uid

    def _show(self, answer: Answer) -> None:
        self._offset, self._around = answer.offset, ""
        if answer.choices is not None:
            self.filters.set_choices(answer.choices, answer.waiting)
        self.filters.set_waiting(answer.waiting)
        self.search.set_count(self.tr("{count} 条").format(count=answer.total) if answer.question.filters.text else "")
        self.list.show_answer(answer)
        row = self.model.row_of(self._uid)
        self.table.choose(self._row if row is None else row)
        if not answer.lines:
            self.chosen.emit("")
        self.answered.emit()

    def open_number(self, text: str) -> bool:
        """Whether ``text`` is a number that only one thing bears: then that opinion, or the slips of that opening."""
        found = numbered(self._station, text)
        if found is None:
            return False
        if found.opinion:
            self.numbered.emit(found.opinion)
        else:
            self.use(Filters(opening=found.opening))
            self.table.setFocus()
        return True

    def _accept(self) -> None:
        """Enter: open what has that number, or search now; and go to the list."""
        if self.open_number(self.search.text()):
            return
        if self.timer.isActive():
            self._ask_anew()
        self.table.setFocus()

    def _search_all_years(self) -> None:
        self.filters.set_filters(replace(self.filters.filters(), received_from=None, received_to=None))
        self._ask_anew()

    def _set_search(self, text: str) -> None:
        self.search.blockSignals(True)
        self.search.set_text(text)
        self.search.blockSignals(False)
