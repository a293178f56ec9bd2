"""Asks for a page of the list in a thread of its own, so that no question, however long, holds up the window."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from station_app.services import feedback, listing
from station_app.services.listing import Choices, Filters, OpinionLine
from station_app.services.reading import read_apart
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.tasks import Progress, TaskRunner


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


class ListReader(QObject):
    """``answered`` gives the answer to the last question; answers to earlier ones are dropped."""

    answered = Signal(object)

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._station, self._messages = context.station, context.messages
        self._tasks = TaskRunner(self)
        self._tasks.crashed.connect(context.tasks.crashed)
        self._asked = 0
        self.destroyed.connect(self._tasks.shutdown)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._tasks.busy

    def ask(self, question: Question) -> None:
        """Ask; what was asked before is no longer wanted."""
        self._asked += 1
        self._tasks.run(partial(self._work, self._asked, question), self._deliver, self._messages.error)

    def _work(self, number: int, question: Question, _progress: Progress) -> tuple[int, Answer | None]:
        wanted = number == self._asked
        return number, read_apart(self._station, partial(answer, self._station, question)) if wanted else None

    def _deliver(self, result: tuple[int, Answer | None]) -> None:
        number, found = result
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
