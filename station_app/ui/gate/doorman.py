"""From an empty window to an open station: unlock, recover, restore or set up, and say what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from station_app.services.starting import HEAD_NUMBER, DataFolder, DataState
from station_app.ui.gate.unlock import UnlockPage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from station_app.errors import StationError
    from station_app.services.setup import NewStation
    from station_app.services.station import Station
    from station_app.ui.shell import Shell
    from station_app.ui.tasks import TaskRunner


class Doorman(QObject):
    """Leads through the pages before the desk; ``entered`` gives the open station, ``opening`` that it is on its way.

    ``tasks`` hands out the worker, which is not there yet while the first page is painted.
    """

    entered = Signal(object)
    opening = Signal()

    def __init__(self, shell: Shell, folder: DataFolder, tasks: Callable[[], TaskRunner]) -> None:
        super().__init__(shell)
        self._shell, self._folder, self._tasks = shell, folder, tasks
        self.page: QWidget | None = None

    def begin(self) -> None:
        """Show the page that fits what the folder holds. Raises StorageProblem."""
        if self._folder.state() is DataState.PRESENT:
            self.show_unlock()
        else:
            self.show_first_run()

    def begin_demo(self) -> None:
        """Make a demonstration station and enter it."""
        from station_app.ui.gate.waiting import WaitingPage

        page = WaitingPage(self.tr("正在准备演示数据，都是虚构的……"))
        self._show(page)
        self._tasks().run(self._folder.fill_demo, self._enter, self.show_trouble, page.show_progress)

    def look_closer(self) -> None:
        """After the first page is painted: show what is wrong with the keys, or how long to wait."""
        if not isinstance(self.page, UnlockPage):
            return
        problem = self._folder.trouble()
        if problem is not None:
            self.show_trouble(problem)
        else:
            self._hold_off()

    def show_unlock(self) -> UnlockPage:
        """Ask for number and passphrase."""
        page = UnlockPage(number=self._folder.number)
        page.submitted.connect(self._open)
        page.forgotten.connect(self.show_recover)
        page.restore_wanted.connect(self.show_restore)
        self._show(page)
        return page

    def show_trouble(self, problem: StationError, secret: str = "") -> None:
        """Say why the station cannot be opened; of damage also what can be done, looked into with ``secret``."""
        if self._folder.is_repairable(problem):
            self._show_repair(problem, secret)
            return
        from station_app.ui.gate.trouble import TroublePage

        page = TroublePage(problem)
        page.restore_wanted.connect(self.show_restore)
        page.retry_wanted.connect(self._start_again)
        page.close_wanted.connect(self._shell.close)
        self._show(page)

    def _show_repair(self, problem: StationError, secret: str) -> None:
        from station_app.ui.gate.repairing import Repairing

        repairing = Repairing(self._folder, self._tasks(), problem, secret)
        repairing.repaired.connect(self._open_restored)
        repairing.page.restore_wanted.connect(self.show_restore)
        repairing.page.retry_wanted.connect(self._start_again)
        repairing.page.close_wanted.connect(self._shell.close)
        self._show(repairing.page)
        if secret:
            repairing.look(secret)

    def show_recover(self) -> None:
        """Set the passphrase anew."""
        from station_app.ui.gate.recover import RecoverPage

        page = RecoverPage()
        page.submitted.connect(self._recover)
        page.cancelled.connect(self._start_again)
        self._show(page)

    def show_restore(self) -> None:
        """Put a backup back."""
        from station_app.ui.gate.restoring import Restoring

        restoring = Restoring(self._folder, self._tasks())
        restoring.left.connect(self._start_again)
        restoring.restored.connect(self._open_restored)
        self._show(restoring.page)

    def show_first_run(self) -> None:
        """Set a new station up."""
        from station_app.ui.gate.first_run import FirstRun

        today = self._folder.clock.today().isoformat()
        page = FirstRun(self._folder.holds, today, again=self._folder.state() is DataState.UNFINISHED)
        page.finished.connect(self._create)
        page.restore_wanted.connect(self.show_restore)
        self._show(page)

    def _show(self, page: QWidget) -> None:
        before, self.page = self.page, page
        self._shell.show_content(page)
        if before is not None:
            self._shell.drop(before)

    def _start_again(self) -> None:
        from station_app.errors import StationError

        try:
            self.begin()
            self.look_closer()
        except StationError as problem:
            self.show_trouble(problem)

    def _open(self, number: str | None, passphrase: str) -> None:
        if isinstance(self.page, UnlockPage):
            self.page.set_busy(True)

        def refused(problem: StationError) -> None:
            self._refused(problem, passphrase)

        self._tasks().run(lambda _progress: self._folder.open(passphrase, number), self._enter, refused)
        self.opening.emit()

    def _refused(self, problem: StationError, passphrase: str) -> None:
        from station_app.services.opening import TooManyAttempts, WrongPassphrase

        page = self.page if isinstance(self.page, UnlockPage) else self.show_unlock()
        page.set_busy(False)
        if isinstance(problem, WrongPassphrase | TooManyAttempts):
            page.show_problem(str(problem))
            self._hold_off()
        else:
            self.show_trouble(problem, passphrase)

    def _hold_off(self) -> None:
        seconds = self._folder.seconds_to_wait()
        if seconds > 0 and isinstance(self.page, UnlockPage):
            self.page.hold_off(seconds)

    def _recover(self, sheet: str, passphrase: str) -> None:
        page = self.page
        page.set_busy(True)

        def work(_progress: object) -> Station:
            self._folder.recover(sheet, passphrase)
            return self._folder.open(passphrase, HEAD_NUMBER)

        self._tasks().run(work, self._enter, lambda problem: page.refuse(str(problem)))

    def _create(self, new: NewStation, sheet: str, recovery: str) -> None:
        page = self.page
        page.set_busy(True)
        self._tasks().run(lambda _progress: self._folder.create(new, sheet, recovery), self._enter, page.refuse)

    def _open_restored(self, secret: str) -> None:
        if self._folder.is_sheet(secret):
            self.show_recover()
            self.page.set_sheet(secret)
        else:
            self._open(None, secret)

    def _enter(self, station: Station) -> None:
        self.entered.emit(station)
