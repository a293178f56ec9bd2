"""Asks for a page of the list in a thread of its own, so that no question, however long, holds up the window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from station_app.services import feedback, listing
from station_app.services.listing import Choices, Filters, OpinionLine
from station_app.services.reading import read_apart
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.tasks import TaskRunner

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``rows`` lines from ``offset`` on, or the page of ``rows`` lines on which the opinion ``around`` stands.

    ``with_choices``: also what the filters offer.
    """

    filters: Filters
    offset: int = 0
    rows: int = 14
    around: str = ""
    with_choices: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The lines from ``offset`` on, of ``total``; ``waiting`` answers are to be told, whatever the filters."""

    question: Question
    lines: Sequence[OpinionLine]
    offset: int
    total: int
    waiting: int
    choices: Choices | None


class Lookups(TaskRunner):
    """A thread that only reads; each question closes its connection again, so nothing holds the files."""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._station, self._messages = context.station, context.messages
        self.crashed.connect(context.tasks.crashed)
        pool = self._pool
        self.destroyed.connect(lambda: pool.shutdown(wait=True, cancel_futures=True))

    def look_up(self, read: Callable[[Station], Result], on_found: Callable[[Result], object]) -> None:
        """Call ``read`` with the station there, ``on_found`` with what it gave in the GUI thread."""
        work = partial(read, self._station)
        self.run(lambda _progress: read_apart(self._station, work), on_found, self._messages.error)


class ListReader(QObject):
    """``answered`` gives the answer to the last question; answers to earlier ones are dropped."""

    answered = Signal(object)

    def __init__(self, lookups: Lookups) -> None:
        super().__init__(lookups)
        self._lookups = lookups
        self._asked = 0

    def ask(self, question: Question) -> None:
        """Ask; what was asked before is no longer wanted."""
        self._asked += 1
        self._lookups.look_up(partial(self._work, self._asked, question), partial(self._deliver, self._asked))

    def _work(self, number: int, question: Question, station: Station) -> Answer | None:
        return answer(station, question) if number == self._asked else None

    def _deliver(self, number: int, found: Answer | None) -> None:
        if number == self._asked and found is not None:
            self.answered.emit(found)


def answer(station: Station, question: Question) -> Answer:
    """Read what is asked; an offset past the end gives the last page."""
    filters, rows = question.filters, question.rows
    total = listing.count(station, filters)
    offset = question.offset
    if question.around:
        offset = (listing.place(station, filters, question.around) or 0) // rows * rows
    if offset >= total:
        offset = max(0, total - 1) // rows * rows
    return Answer(
        question=question,
        lines=listing.page(station, filters, offset, rows),
        offset=offset,
        total=total,
        waiting=feedback.count_awaiting(station),
        choices=listing.choices(station) if question.with_choices else None,
    )
