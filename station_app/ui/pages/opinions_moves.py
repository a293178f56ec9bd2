"""Starts what may be done with an opinion: a form in the pane, a question, or the correction view."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from station_app.domain.centre_moves import CentreMove
from station_app.domain.forms import ReceptionForm
from station_app.domain.moves import Move
from station_app.errors import StationError
from station_app.services import correcting, feedback, handling, replying
from station_app.services.detail import OpinionDetail
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.pages.opinions_correct import CorrectionView, correction_note
from station_app.ui.pages.opinions_detail import DetailPane
from station_app.ui.pages.opinions_feedback import FeedbackPane
from station_app.ui.pages.opinions_form import PaneForm
from station_app.ui.pages.opinions_reply import CorrectionWordForm, ReopenForm, ReplyForm
from station_app.ui.pages.opinions_work import AnswerForm, ReasonForm, WorkForm

Work = Callable[[Station, str], object]


class Moves(QObject):
    """``correcting`` wants the correction view in front; ``held``: whether a form is open; ``done`` follows a save."""

    correcting = Signal()
    held = Signal(bool)
    done = Signal()

    def __init__(self, context: PageContext, pane: DetailPane, correction: CorrectionView) -> None:
        super().__init__(pane)
        self._context, self._pane, self._correction = context, pane, correction
        self._starts: dict[Move | CentreMove, Callable[[OpinionDetail], object]] = {
            Move.CORRECT: self._correct,
            Move.VOID: self._reason(Move.VOID),
            Move.REOPEN: self._reason(Move.REOPEN),
            Move.OPEN: lambda detail: self._open(WorkForm(context, detail, changing=False)),
            Move.CHANGE: lambda detail: self._open(WorkForm(context, detail, changing=True)),
            Move.ANSWER: lambda detail: self._open(AnswerForm(context, detail)),
            Move.FEEDBACK: self._feedback,
            Move.PASS_ON: self._pass_on,
            Move.ARCHIVE: self._archive,
            CentreMove.REPLY: lambda detail: self._open(ReplyForm(context, detail)),
            CentreMove.ARCHIVE: lambda detail: self._archive(detail, replying.archive),
            CentreMove.REOPEN: lambda detail: self._open(ReopenForm(context, detail)),
            CentreMove.JUDGE_CORRECTION: lambda detail: self._open(CorrectionWordForm(context, detail)),
        }
        correction.saved.connect(lambda corrected: self._saved(correction_note(corrected)))

    def start(self, move: Move | CentreMove) -> None:
        """Begin a move with the opinion in the pane; one that its state does not allow is passed over."""
        detail = self._pane.detail
        if detail is not None and move in {*detail.moves, *detail.centre_moves} and self._pane.form is None:
            self._starts[move](detail)

    def _reason(self, move: Move) -> Callable[[OpinionDetail], object]:
        return lambda detail: self._open(ReasonForm(self._context, detail, move))

    def _open(self, form: PaneForm) -> None:
        form.saved.connect(self._saved)
        form.closed.connect(self._close)
        self.held.emit(True)
        self._pane.show_form(form)

    def _close(self) -> None:
        self._pane.close_form()
        self.held.emit(False)

    def _saved(self, sentence: str) -> None:
        self._close()
        self._context.messages.say(sentence)
        self.done.emit()

    def _feedback(self, detail: OpinionDetail) -> None:
        waiting = feedback.waiting_for(self._context.station, detail.uid)
        if waiting is not None:
            self._open(FeedbackPane(self._context, waiting))

    def _correct(self, detail: OpinionDetail) -> None:
        """Reading the contact in full is logged, so it is the worker's."""
        self.held.emit(True)

        def load(form: ReceptionForm) -> None:
            self._correction.load(detail, form)
            self.correcting.emit()

        self._run(partial(_form, uid=detail.uid), load)

    def _pass_on(self, detail: OpinionDetail) -> None:
        question = self.tr("把 {serial} 上报中心？").format(serial=detail.serial)
        loss = self.tr("本站不再办理，等中心研判；已填的承办单位和打算都留着。")
        if self._context.messages.confirm(question, loss, self.tr("上报中心"), danger=False):
            told = self.tr("{serial} 已转交中心，下次上报时带上").format(serial=detail.serial)
            self._run(partial(_do, do=handling.pass_on, uid=detail.uid), lambda _done: self._saved(told))

    def _archive(self, detail: OpinionDetail, do: Work = handling.archive) -> None:
        told = self.tr("{serial} 已归档，需要时可以重启").format(serial=detail.serial)
        self._run(partial(_do, do=do, uid=detail.uid), lambda _done: self._saved(told))

    def _run(self, work: Callable[[Station], Any], done: Callable[[Any], object]) -> None:
        def refused(problem: StationError) -> None:
            self.held.emit(False)
            self._context.messages.error(problem)

        station = self._context.station
        self._context.tasks.run(lambda _progress: work(station), done, refused)


def _do(station: Station, *, do: Work, uid: str) -> object:
    return do(station, uid)


def _form(station: Station, *, uid: str) -> ReceptionForm:
    return correcting.form_of(station, uid)
