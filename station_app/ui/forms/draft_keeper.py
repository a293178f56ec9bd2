"""Keeps a half-typed form within seconds, in a thread of its own, so that no import or backup delays it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from station_app.domain.forms import ReceptionForm
from station_app.domain.opening_forms import OpeningForm
from station_app.errors import StationError
from station_app.services import drafts
from station_app.services.station import Station
from station_app.ui.tasks import TaskRunner

KEEP_MS = 3000
Form = ReceptionForm | OpeningForm


class DraftKeeper(QObject):
    """Watches one form. ``kept`` gives the ISO time of each writing, ``failed`` the StationError that prevented one.

    The clock runs from the first key that is not kept yet, so at most ``KEEP_MS`` and the writing itself are ever lost.
    """

    kept = Signal(str)
    failed = Signal(object)

    def __init__(self, station: Station, read: Callable[[], Form], parent: QObject) -> None:
        super().__init__(parent)
        self._station = station
        self._read = read
        self._writer = writer = TaskRunner()
        self.draft_id = ""
        self._pristine = self._seen = read()
        self._stored = False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(KEEP_MS)
        self.timer.timeout.connect(self._write)
        self.destroyed.connect(partial(writer.shutdown))

    @property
    def touched(self) -> bool:
        """Whether anything has been filled in, be it in the strip only."""
        return self._stored or self._read() != self._pristine

    def begin(self, form: Form, draft_id: str = "") -> None:
        """Watch another form: a new one, or a draft that is kept under ``draft_id`` already."""
        self.timer.stop()
        self._stored = bool(draft_id)
        self.draft_id = draft_id or drafts.new_draft_id()
        self._pristine = self._seen = form

    def look(self) -> bool:
        """See whether the form has changed since the last look, and if so have it kept soon."""
        form = self._read()
        if form == self._seen:
            return False
        self._seen = form
        if self._worth_keeping(form) and not self.timer.isActive():
            self.timer.start()
        return True

    def flush(self) -> None:
        """Keep now what is not kept yet, before this returns. Raises StationError."""
        if self.timer.isActive():
            self.timer.stop()
            self._told(drafts.save_draft(self._station, self.draft_id, self._read()))

    def stop(self) -> None:
        """Keep nothing more for the present; the next change or ``resume`` goes on."""
        self.timer.stop()

    def resume(self) -> None:
        """Go on after a failed save: what stands there is kept soon."""
        self.timer.start()

    def discard(self) -> None:
        """Remove the draft; what is being written goes too."""
        self.timer.stop()
        station, draft_id = self._station, self.draft_id
        self._run(lambda: drafts.discard_draft(station, draft_id), None)

    def _worth_keeping(self, form: Form) -> bool:
        """Who received whom when is kept with the first word about the visitor or the matter, not before."""
        begun = self._pristine
        if isinstance(form, ReceptionForm) and isinstance(begun, ReceptionForm):
            return self._stored or form.contact != begun.contact or form.opinions != begun.opinions
        return self._stored or form != begun

    def _write(self) -> None:
        station, draft_id, form = self._station, self.draft_id, self._read()

        def told(moment: str) -> None:
            if draft_id == self.draft_id:
                self._told(moment)

        self._run(lambda: drafts.save_draft(station, draft_id, form), told)

    def _run(self, work: Callable[[], object], on_done: Callable[[str], object] | None) -> None:
        station = self._station

        def in_writer(_progress: object) -> object:
            try:
                return work()
            finally:
                station.store.close()

        self._writer.run(in_writer, on_done, self._failed)

    def _told(self, moment: str) -> None:
        self._stored = True
        self.kept.emit(moment)

    def _failed(self, problem: StationError) -> None:
        """Say it, and try again."""
        self.failed.emit(problem)
        if self.touched:
            self.timer.start()
