"""Drives the repair page: looks over the damage, restores or salvages, says how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from station_app.errors import StationError
from station_app.ui.gate.repair import RepairPage, backup_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from station_app.services.diagnosis import Diagnosis
    from station_app.services.salvage_report import SalvageReport
    from station_app.services.starting import DataFolder
    from station_app.ui.tasks import Progress, TaskRunner


class Repairing(QObject):
    """``repaired`` gives the secret that opens the repaired data. Without ``secret`` the page asks for it."""

    repaired = Signal(str)

    def __init__(self, folder: DataFolder, tasks: TaskRunner, problem: StationError, secret: str) -> None:
        self.page = RepairPage(problem, asks=not secret)
        super().__init__(self.page)
        self._folder, self._tasks, self._secret = folder, tasks, secret
        self._found: Diagnosis | None = None
        self._progress: Progress | None = None
        self.page.looked.connect(self.look)
        self.page.restored.connect(self._restore)
        self.page.salvaged.connect(lambda: self._salvage(fill_in=False))
        self.page.filled_in.connect(lambda: self._salvage(fill_in=True))
        self.page.opened.connect(lambda: self.repaired.emit(self._secret))
        self.page.stopped.connect(self._stop)

    def look(self, secret: str) -> None:
        """Look over the damage with the passphrase or sheet."""
        self._secret = secret
        self._run(lambda progress: self._folder.look_into(secret, progress), self._show)

    def _show(self, found: Diagnosis) -> None:
        self._found = found
        self.page.show_findings(found)

    def _restore(self) -> None:
        file, secret = backup_of(self._found), self._secret
        assert file is not None
        self._run(lambda progress: self._folder.restore(file, secret, None, progress), self._restored)

    def _restored(self, _result: object) -> None:
        self.repaired.emit(self._secret)

    def _salvage(self, *, fill_in: bool) -> None:
        backup, secret = backup_of(self._found) if fill_in else None, self._secret

        def work(progress: Progress) -> SalvageReport:
            return self._folder.salvage(secret, backup, progress)

        self._run(work, self.page.show_report)

    def _run(self, work: Callable[[Progress], object], done: Callable[..., None]) -> None:
        self.page.set_busy(True)
        self._progress = self._tasks.run(
            work,
            done,
            lambda problem: self.page.refuse(str(problem)),
            lambda count, total, text: self.page.progress.set_progress(count, total, None, text),
        )

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
