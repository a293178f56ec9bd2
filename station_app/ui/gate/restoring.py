"""Drives the restore page: reads a backup, puts it back, says how far it is."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from station_app.errors import StationError
from station_app.services.starting import DataFolder, DataState
from station_app.ui.gate.restore import RestorePage
from station_app.ui.tasks import Progress, TaskRunner


class Restoring(QObject):
    """``restored`` gives the secret that opens the restored data, ``left`` follows when nothing was restored."""

    restored = Signal(str)
    left = Signal()

    def __init__(self, folder: DataFolder, tasks: TaskRunner) -> None:
        self.page = RestorePage(replacing=folder.state() is DataState.PRESENT)
        super().__init__(self.page)
        self._folder, self._tasks = folder, tasks
        self._file, self._secret = Path(), ""
        self._progress: Progress | None = None
        self.page.looked.connect(self._look)
        self.page.confirmed.connect(self._restore)
        self.page.cancelled.connect(self.left)
        self.page.stopped.connect(self._stop)

    def _look(self, file: Path, secret: str) -> None:
        self._file, self._secret = file, secret
        self._tasks.run(lambda _progress: self._folder.inspect(file, secret), self.page.show_facts, self._refuse)

    def _restore(self, last_number: int | None) -> None:
        file, secret = self._file, self._secret
        self._progress = self._tasks.run(
            lambda progress: self._folder.restore(file, secret, last_number, progress),
            lambda _result: self.restored.emit(secret),
            self._refuse,
            lambda done, total, text: self.page.progress.set_progress(done, total, None, text),
        )

    def _refuse(self, problem: StationError) -> None:
        self.page.refuse(str(problem))

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
