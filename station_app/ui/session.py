"""An open station in the window: its pages, who is at the desk, lock, backup, and the way out."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog

from station_app.errors import StationError
from station_app.services.attachments import sweep_orphans
from station_app.services.drafts import drop_saved_drafts
from station_app.services.feedback import count_awaiting
from station_app.services.packages import sticks
from station_app.services.paper_book import OPENINGS, SERIALS, wants_last_number
from station_app.services.people import match_persons
from station_app.services.replying import count_triage
from station_app.services.sign_in import asks_who, go_on, number_to_go_on, sit, sit_signed_in
from station_app.services.starting import DataFolder
from station_app.services.station import Station
from station_app.ui.backing_up import BackingUp
from station_app.ui.context import PageContext
from station_app.ui.gate.desk import DeskPage
from station_app.ui.gate.unlock import UnlockPage
from station_app.ui.help import HelpPane
from station_app.ui.idle import IdleWatch
from station_app.ui.main_window import MainWindow
from station_app.ui.messages import Messages
from station_app.ui.shell import Shell
from station_app.ui.station_window import make_window, name_window
from station_app.ui.tasks import TaskRunner

_QUIET_MS = 2000


class Session(QObject):
    """Owns the station while it is open; ``left`` follows when it was closed to make room for a backup.

    ``label`` (演示) stands in the second line of the site's name and in the title of the window.
    """

    left = Signal()

    def __init__(
        self, shell: Shell, folder: DataFolder, station: Station, tasks: TaskRunner, messages: Messages, label: str = ""
    ) -> None:
        super().__init__(shell)
        self._shell, self._folder, self._tasks, self._label = shell, folder, tasks, label
        self.station = station
        self.context = PageContext(station, tasks, messages)
        self.backing_up = BackingUp(self.context, shell)
        self.help = HelpPane(shell)
        self.window: MainWindow | None = None
        self.desk: DeskPage | None = None
        self.locked: UnlockPage | None = None
        self._asked: set[str] = set()
        self._idle = IdleWatch(self)
        self._quiet_work = QTimer(self)
        self._quiet_work.setSingleShot(True)
        self._quiet_work.setInterval(_QUIET_MS)
        self._connect()

    def begin(self) -> None:
        """Let who signed in sit down, or ask who is there: on a shared account, and where something is to be read."""
        if self.station.desk is None and (asks_who(self.station) or self.station.notices):
            self.ask_who()
        else:
            if self.station.desk is None:
                sit_signed_in(self.station)
            self._show_window()
        self._quiet_work.start()
        self.context.sticks.start(lambda: sticks.sticks(self.station.identity))

    def ask_who(self) -> None:
        """Show the people who work here."""
        if self.locked is not None or self.desk is not None or not self.may_leave():
            return
        self.help.hide()
        self.desk = DeskPage(self.station, cancellable=self.station.desk is not None, hint=self._hint())
        self.desk.chosen.connect(self._sit)
        self.desk.proven.connect(self._prove)
        self.desk.cancelled.connect(self._back_to_work)
        self._shell.show_content(self.desk)

    def lock(self) -> None:
        """Hide everything until the passphrase is typed; the worker goes on."""
        if self.locked is not None or self.window is None or self.desk is not None:
            return
        _close_dialogs()
        self.help.hide()
        self.locked = UnlockPage(self._who(), number_to_go_on(self.station))
        self.locked.submitted.connect(lambda _number, passphrase: self._try_unlock(passphrase))
        self._shell.show_content(self.locked)
        self._hold_off()

    def may_leave(self) -> bool:
        """Say whether the page in front lets the person go."""
        here = self.window.page(self.window.current_key) if self.window is not None else None
        return here is None or here.may_leave()

    def end(self) -> None:
        """Let the worker finish what is queued, then close the station in both threads."""
        self._rest()
        self._tasks.shutdown(self.station.store.close)
        self.station.close()

    def leave(self) -> None:
        """Close the station and put its pages away; ``left`` follows."""
        if self.may_leave():
            self._rest()
            self._tasks.run(lambda _progress: self.station.store.close(), lambda _none: self._leave())

    def _rest(self) -> None:
        self._idle.stop()
        self._quiet_work.stop()
        self.context.sticks.stop()

    def _leave(self) -> None:
        self.station.close()
        self.help.hide()
        self.left.emit()
        if self.window is not None:
            self._shell.drop(self.window)
            self.window = None

    def _connect(self) -> None:
        wishes = self.context.wishes
        wishes.backup.connect(self.backing_up.ask)
        wishes.restore.connect(self.leave)
        wishes.switch_person.connect(self.ask_who)
        wishes.site_changed.connect(self._show_names)
        wishes.exchanged.connect(self._show_badges)
        self.help.closed.connect(self._refocus)
        self.backing_up.state_changed.connect(self._show_backup)
        self.backing_up.done.connect(self._refresh_page)
        self._idle.idle.connect(self.lock)
        self._quiet_work.timeout.connect(self._work_quietly)

    def _work_quietly(self) -> None:
        """What nobody waits for: tidying, the day's backup, and the dictionaries of pinyin, which load slowly."""
        station = self.station

        def tidy(_progress: object) -> None:
            drop_saved_drafts(station)
            sweep_orphans(station)

        self._tasks.run(tidy, on_error=_let_be)
        self.backing_up.daily()
        self._tasks.run(lambda _progress: match_persons(station, "a"))

    def _sit(self, uid: str) -> None:
        same = uid == self.station.author
        sit(self.station, uid)
        self._seated(same)

    def _prove(self, uid: str, passphrase: str) -> None:
        """The key is derived in the worker."""
        station = self.station
        self._tasks.run(
            lambda _progress: sit(station, uid, passphrase), lambda _none: self._seated(same=False), self._not_seated
        )

    def _not_seated(self, problem: StationError) -> None:
        if self.desk is not None:
            self.desk.refuse(problem)

    def _seated(self, same: bool) -> None:
        if same and self.window is not None:
            self._back_to_work()
        else:
            self._show_window()
        self._drop_desk()

    def _back_to_work(self) -> None:
        if self.window is not None:
            self._shell.show_content(self.window)
        self._drop_desk()

    def _drop_desk(self) -> None:
        if self.desk is not None:
            self._shell.drop(self.desk)
            self.desk = None

    def _show_window(self) -> None:
        """Make the pages anew for whoever sat down: nothing of the person before stays in sight."""
        before, self.window = self.window, self._make_window()
        self._show_names()
        self._show_backup()
        self._shell.show_content(self.window)
        self.window.show_page("home")
        self.window.stack.currentWidget().setFocus()
        if before is not None:
            self._shell.drop(before)

    def _make_window(self) -> MainWindow:
        window = make_window(self.context, self._label)
        window.lock_requested.connect(self.lock)
        window.help_requested.connect(self.help.open_page)
        window.user_requested.connect(self.ask_who)
        window.page_shown.connect(self._page_shown)
        window.bind_key("F9", self.backing_up.ask)
        return window

    def _page_shown(self, key: str) -> None:
        self._show_badges()
        series = {"reception": SERIALS, "opening": OPENINGS}.get(key)
        if series is not None and series not in self._asked and wants_last_number(self.station, series):
            self._asked.add(series)
            QTimer.singleShot(0, lambda: self._ask_last_number(series))

    def _show_badges(self) -> None:
        if self.window is not None:
            self.window.set_badge("feedback", count_awaiting(self.station))
            self.window.set_badge("opinions", count_triage(self.station))

    def _ask_last_number(self, series: str) -> None:
        """After a restore the paper book may be ahead: before the next number is given out, somebody should look."""
        title = self.tr("数据是从备份恢复的，还没有核对纸质社情簿的最后编号")
        why = self.tr("备份之后写在本子上的编号，这里不知道；不核对，新的登记可能重号。")
        if series == OPENINGS:
            title = self.tr("数据是从备份恢复的，还没有核对纸质开箱记录的最后编号")
            why = self.tr("备份之后印出的开箱记录，这里不知道；不核对，新的开箱可能重号。")
        look = self.tr("现在去核对")
        pressed = self.context.messages.error(StationError(title, why), [look, self.tr("先不核对")])
        if pressed == look and self.window is not None:
            self.window.show_page("settings", "backup")

    def _refocus(self) -> None:
        if self.window is not None and self._shell.content() is self.window:
            (self.window.focusWidget() or self.window).setFocus()

    def _show_backup(self) -> None:
        if self.window is not None:
            self.backing_up.show_state(self.window)

    def _refresh_page(self) -> None:
        here = self.window.page(self.window.current_key) if self.window is not None else None
        if here is not None and here.page_key == "home":
            here.on_shown()

    def _show_names(self) -> None:
        self.station.refresh_identity()
        name = self.station.identity.name
        self._shell.setWindowTitle(f"{self._label}　{name}" if self._label else name)
        if self.window is not None:
            name_window(self.window, self.station, self._label)

    def _who(self) -> str:
        parts = [self.station.identity.name, self.station.desk.person.name if self.station.desk else "", self._hint()]
        return "　".join(part for part in parts if part)

    def _hint(self) -> str:
        """What the demonstration's passphrase is."""
        if not self._label:
            return ""
        from station_app.services.demo import PASSPHRASE

        return self.tr("（演示的口令：{passphrase}）").format(passphrase=PASSPHRASE)

    def _try_unlock(self, passphrase: str) -> None:
        self.locked.set_busy(True)
        station = self.station
        self._tasks.run(lambda _progress: go_on(station, passphrase), self._unlocked, self._refused)

    def _unlocked(self, _none: object) -> None:
        page, self.locked = self.locked, None
        if page is not None and self.window is not None:
            self._shell.show_content(self.window)
            self._shell.drop(page)

    def _refused(self, problem: StationError) -> None:
        self.locked.set_busy(False)
        self.locked.show_problem(str(problem))
        self._hold_off()

    def _hold_off(self) -> None:
        seconds = self._folder.seconds_to_wait()
        if seconds > 0 and self.locked is not None:
            self.locked.hold_off(seconds)


def _let_be(_problem: StationError) -> None:
    """What could not be tidied is tidied at another start."""


def _close_dialogs() -> None:
    """What a dialog shows must not stay in sight; closing one gives back control to the next below it."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, QDialog) and dialog.isVisible():
            dialog.reject()
