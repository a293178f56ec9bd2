"""Saving what stands in the reception form: check, ask where needed, write in the worker, tell."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from station_app.domain.checks import check_reception, clean_form
from station_app.domain.forms import Problem, ReceptionForm
from station_app.domain.hidden import without_hidden
from station_app.errors import StationError
from station_app.services.drafts import save_from_draft
from station_app.services.recording import Saved
from station_app.ui.context import PageContext


@dataclass(frozen=True, slots=True)
class Done:
    """What was saved, and whether the next visitor follows at once."""

    saved: Saved
    form: ReceptionForm
    next_follows: bool


class ReceptionSaving(QObject):
    """``done`` follows a save; ``failed`` one that was refused or went wrong: the form stays as it is."""

    done = Signal(object)
    failed = Signal()

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._agreed = ""
        self.busy = False

    def begin(self) -> None:
        """Another form: nothing has been agreed to."""
        self._agreed = ""

    def check(self, form: ReceptionForm) -> list[Problem]:
        """All that must be mended before this can be saved."""
        now = self._context.station.clock.now()
        try:
            form = clean_form(without_hidden(form))
        except StationError:
            form = without_hidden(form)
        return check_reception(form, now, future_agreed=self._agreed_to(form))

    def lies_ahead(self, form: ReceptionForm) -> bool:
        """Whether the one thing wrong with the time is that it is in the future, which may be meant."""
        now = self._context.station.clock.now()
        wrong = check_reception(form, now)
        agreed = check_reception(form, now, future_agreed=True)
        return len(wrong) > len(agreed)

    def agree(self, form: ReceptionForm) -> bool:
        """Ask whether a time in the future is meant."""
        if self._agreed_to(form) or not self.lies_ahead(form):
            return True
        asked = self._context.messages.confirm(
            self.tr("接待时间 {moment} 还没有到").format(moment=form.began.replace("T", " ")),
            self.tr("一般是日期写错了。确实要照这个时间登记，请按「照此登记」。"),
            self.tr("照此登记"),
            danger=False,
        )
        if asked:
            self._agreed = form.began
        return asked

    def save(self, draft_id: str, form: ReceptionForm, next_follows: bool) -> None:
        """Write a checked form in the worker."""
        station, agreed = self._context.station, self._agreed_to(form)
        wanted = without_hidden(form)
        self.busy = True
        self._context.tasks.run(
            lambda _progress: save_from_draft(station, draft_id, wanted, agreed),
            lambda saved: self._saved(Done(saved, form, next_follows)),
            self._refused,
        )

    def _saved(self, done: Done) -> None:
        self.busy = False
        self.done.emit(done)

    def _refused(self, problem: StationError) -> None:
        self.busy = False
        self.failed.emit()
        self._context.messages.error(problem)

    def _agreed_to(self, form: ReceptionForm) -> bool:
        return bool(self._agreed) and self._agreed == form.began
