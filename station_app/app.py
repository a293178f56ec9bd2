"""The composition root: arguments, one program a data folder, the window, and what happens when something fails.

The unlock page is painted before anything heavy is loaded, so most imports stand where they are used; and the garbage
collector, which has nothing to find in a starting program, waits until then.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from station_app.config import LocalSettings
from station_app.errors import StationError
from station_app.services.starting import AlreadyOpen, DataFolder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from station_app.services.station import Station
    from station_app.ui.gate.doorman import Doorman
    from station_app.ui.messages import Messages
    from station_app.ui.session import Session
    from station_app.ui.shell import Shell
    from station_app.ui.tasks import TaskRunner

USAGE = """用法：python main.py [--data 文件夹] [--demo]
      python main.py 命令 …（见 python main.py 命令 --help）

  --data 文件夹   数据放在哪里；不写就放在本机用户的应用数据里
  --demo          打开一个填好虚构数据的演示站点，关闭后删去
"""
NO_DISPLAY = "这里没有图形界面，打不开窗口。想看看效果，请运行 make demo。"


_QUIET_MS = 200


class WindowOptions(NamedTuple):
    """What the window is started with."""

    data: Path | None = None
    demo: bool = False


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, or run the command that the arguments name; gives the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments in (["--help"], ["-h"]):
        print(USAGE, end="")  # noqa: T201
        return 0
    options = window_options(arguments)
    if options is None:
        return _command(arguments)
    if lacks_display():
        return _say(NO_DISPLAY)
    try:
        return open_window(options)
    except StationError as problem:
        return _say(str(problem))


def window_options(arguments: Sequence[str]) -> WindowOptions | None:
    """Read the options of the window; None when anything else is among them, which makes it a command."""
    options, rest = WindowOptions(), list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--demo":
            options = options._replace(demo=True)
        elif word == "--data" and rest:
            options = options._replace(data=Path(rest.pop(0)))
        elif word.startswith("--data=") and len(word) > len("--data="):
            options = options._replace(data=Path(word.removeprefix("--data=")))
        else:
            return None
    return options


def lacks_display() -> bool:
    """Whether Qt would find no screen."""
    known = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not any(os.environ.get(name) for name in known)


def open_window(options: WindowOptions) -> int:
    """Show the window until it is closed; a second start raises the first one. Raises StationError."""
    try:
        program = start(options)
    except AlreadyOpen as first:
        from station_app.ui.second_start import raise_first

        return 0 if raise_first(first.socket_name) else _say(str(first))
    return program.run()


def start(options: WindowOptions) -> Program:
    """Hold the data folder and paint the first page. Raises AlreadyOpen or another StationError."""
    gc.disable()
    name = f"zlt-{os.urandom(8).hex()}"
    folder = DataFolder.take(_throw_away_folder() if options.demo else options.data, name)

    from PySide6.QtWidgets import QApplication

    from station_app.ui.look import install_look
    from station_app.ui.theme import Theme

    app = QApplication([sys.argv[0], "-style", "Fusion"])
    settings = LocalSettings.load(folder.paths.settings)
    install_look(app, scale=settings.scale, chosen=Theme(settings.theme), styled=True)
    return Program(app, folder, name, demo=options.demo)


class Program:
    """The running program: the window, the data folder it holds, and from the unlocking on the session."""

    def __init__(self, app: QApplication, folder: DataFolder, name: str, *, demo: bool) -> None:
        from station_app.ui.gate.doorman import Doorman
        from station_app.ui.shell import Shell

        self.app = app
        self.folder = folder
        self.shell: Shell = Shell("代表联络站工作台")
        self.doorman: Doorman = Doorman(self.shell, folder, lambda: self.tasks)
        self.session: Session | None = None
        self._name, self._demo, self._closing = name, demo, False
        if not demo:
            self.doorman.begin()
        self.shell.show()
        app.processEvents()
        self._settle_in()

    def run(self) -> int:
        """Work until the window is closed."""
        code = int(self.app.exec())
        self.end()
        return code

    def end(self) -> None:
        """Close the station, in both threads, and let the folder go."""
        if self.session is not None:
            self.session.end()
        else:
            self.tasks.shutdown()
        self.folder.release()
        if self._demo:
            shutil.rmtree(self.folder.paths.folder, ignore_errors=True)

    def _settle_in(self) -> None:
        """Load what the first page could do without."""
        from PySide6.QtCore import QTimer

        from station_app.ui.look import look
        from station_app.ui.messages import Messages
        from station_app.ui.second_start import SecondStarts
        from station_app.ui.tasks import TaskRunner
        from station_app.ui.translation import load_qt_chinese

        load_qt_chinese(self.app)
        self.tasks: TaskRunner = TaskRunner(self.shell)
        self.messages: Messages = Messages(self.shell)
        self._watch_for_crashes()
        SecondStarts(self._name, self.shell.come_forward, self.shell)
        look().changed.connect(self._keep_settings)
        self.shell.may_close = self._may_close
        self.doorman.entered.connect(self._enter)
        self.doorman.opening.connect(self._load_pages)
        QTimer.singleShot(_QUIET_MS, self._load_pages)
        if self._demo:
            self.doorman.begin_demo()
        else:
            self.doorman.look_closer()
        gc.freeze()
        gc.enable()

    def _watch_for_crashes(self) -> None:
        from station_app.services.crash import keep_crash
        from station_app.ui.crashing import CrashReporter

        reporter = CrashReporter(self.messages, lambda error: keep_crash(self.folder.paths.folder, error))
        reporter.install()
        self.tasks.crashed.connect(reporter.tell)

    def _load_pages(self) -> None:
        """Load what the desk and the first page need, while the person types or the key is derived."""
        gc.disable()
        import station_app.ui.pages.home
        import station_app.ui.session  # noqa: F401 - loaded, not used

        gc.freeze()
        gc.enable()

    def _enter(self, station: Station) -> None:
        from station_app.ui.session import Session

        label = "演示" if self._demo else ""
        self.session = Session(self.shell, self.folder, station, self.tasks, self.messages, label)
        self.session.left.connect(self._leave)
        self.session.begin()

    def _leave(self) -> None:
        self.session = None
        self.doorman.show_restore()

    def _may_close(self) -> bool:
        if self.session is not None and not self.session.may_leave():
            return False
        if self.tasks.busy:
            self._close_when_idle()
        return not self.tasks.busy

    def _close_when_idle(self) -> None:
        """What is being written is written to its end first."""
        from station_app.ui.gate.waiting import WaitingPage

        if not self._closing:
            self._closing = True
            self.shell.show_content(WaitingPage("正在写完最后的数据，写完就关闭。"))
            self.tasks.busy_changed.connect(lambda busy: busy or self.shell.close())

    def _keep_settings(self) -> None:
        from station_app.ui.look import look

        place = self.folder.paths.settings
        replace(LocalSettings.load(place), theme=look().theme.value, scale=look().scale).save(place)


def _throw_away_folder() -> Path:
    import tempfile

    return Path(tempfile.mkdtemp(prefix="zlt-demo-"))


def _command(arguments: list[str]) -> int:
    if arguments[0] in {"demo", "shots"}:
        from station_app.ui import demonstration

        return demonstration.run(arguments)
    from station_app import cli

    return int(cli.main(arguments))


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return 1
