"""Saving an opening: check, ask where needed, write in the worker, tell."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from station_app.domain.checks import clean_form
from station_app.domain.forms import Problem
from station_app.domain.opening_checks import check_opening
from station_app.domain.opening_forms import OpeningForm
from station_app.errors import StationError
from station_app.services.drafts import save_opening_from_draft
from station_app.services.opening_boxes import SavedOpening
from station_app.ui.context import PageContext


class OpeningSaving(QObject):
    """``done`` gives what was saved; ``failed`` follows a save that was refused: the form stays as it is."""

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

    def check(self, form: OpeningForm) -> list[Problem]:
        """All that must be mended before this can be saved."""
        now = self._context.station.clock.now()
        try:
            form = clean_form(form)
        except StationError:
            return check_opening(form, now, future_agreed=self._agreed_to(form))
        return check_opening(form, now, future_agreed=self._agreed_to(form))

    def agree(self, form: OpeningForm) -> None:
        """Ask whether a time in the future is meant, where that is all that is wrong with it."""
        now = self._context.station.clock.now()
        if self._agreed_to(form) or len(check_opening(form, now)) == len(check_opening(form, now, future_agreed=True)):
            return
        if self._context.messages.confirm(
            self.tr("开箱时间 {moment} 还没有到").format(moment=form.opened_at.replace("T", " ")),
            self.tr("一般是日期写错了。确实要照这个时间登记，请按「照此登记」。"),
            self.tr("照此登记"),
            danger=False,
        ):
            self._agreed = form.opened_at

    def save(self, draft_id: str, form: OpeningForm) -> None:
        """Write a checked form in the worker."""
        station, agreed = self._context.station, self._agreed_to(form)
        self.busy = True
        self._context.tasks.run(
            lambda _progress: save_opening_from_draft(station, draft_id, form, agreed),
            self._over(self.done.emit),
            self._refused,
        )

    def _over(self, tell: Callable[[SavedOpening], object]) -> Callable[[SavedOpening], None]:
        def over(saved: SavedOpening) -> None:
            self.busy = False
            tell(saved)

        return over

    def _refused(self, problem: StationError) -> None:
        self.busy = False
        self.failed.emit()
        self._context.messages.error(problem)

    def _agreed_to(self, form: OpeningForm) -> bool:
        return bool(self._agreed) and self._agreed == form.opened_at
