"""Backups in the window: the quiet one of each day, and the one to a stick when the person asks."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from station_app.errors import StationError
from station_app.services.backup import BackupResult, backup_to, daily_backup, due, last_backup
from station_app.ui.context import PageContext
from station_app.ui.dialogs.backup import BackupDialog
from station_app.ui.main_window import MainWindow
from station_app.ui.pages.home_side import backup_time
from station_app.ui.tasks import Progress


class BackingUp(QObject):
    """``done`` follows a backup that left the data folder, ``state_changed`` what the status bar should say."""

    done = Signal()
    state_changed = Signal()

    def __init__(self, context: PageContext, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._progress: Progress | None = None
        self._daily_problem: StationError | None = None

    def daily(self) -> None:
        """Keep the day's backup in the data folder; only a failure is told, in the status bar."""
        station = self._context.station
        self._context.tasks.run(lambda progress: daily_backup(station, progress), None, self._daily_failed)

    def show_state(self, window: MainWindow) -> None:
        """Put the last backup into the status bar."""
        station = self._context.station
        last = last_backup(station)
        if self._daily_problem is not None:
            words = self.tr("今天的自动备份没有做成：{why}")
            window.set_backup_state(words.format(why=self._daily_problem.title), "danger")
        elif last is None:
            window.set_backup_state(self.tr("还没有备份到U盘，按 F9 备份"), "warn")
        else:
            words = self.tr("{when} 备份，已超过 7 天") if due(station) else self.tr("{when} 已备份")
            when = backup_time(last.at, station.clock.now())
            window.set_backup_state(words.format(when=when), "warn" if due(station) else "ok")

    def ask(self) -> None:
        """Open the dialog."""
        last = last_backup(self._context.station)
        folder = last.folder if last is not None and Path(last.folder).is_dir() else ""
        dialog = BackupDialog(folder, self._window)
        dialog.begun.connect(lambda chosen: self._begin(dialog, chosen))
        dialog.stopped.connect(self._stop)
        dialog.exec()
        dialog.deleteLater()

    def _begin(self, dialog: BackupDialog, folder: Path) -> None:
        station = self._context.station

        def finished(result: BackupResult) -> None:
            dialog.show_done(result)
            self.state_changed.emit()
            self.done.emit()

        self._progress = self._context.tasks.run(
            lambda progress: backup_to(station, folder, progress),
            finished,
            lambda problem: dialog.show_problem(str(problem)),
            dialog.show_progress,
        )

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _daily_failed(self, problem: StationError) -> None:
        self._daily_problem = problem
        self.state_changed.emit()
