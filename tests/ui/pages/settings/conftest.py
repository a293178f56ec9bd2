"""The settings page in a window, as a person before the keyboard has it."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from station_app.services.people import persons
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.main_window import MainWindow
from station_app.ui.page import Page, PageSpec
from station_app.ui.pages.settings import SettingsPage
from station_app.ui.pages.settings_parts import Section
from station_app.ui.tasks import TaskRunner
from tests.ui.helpers import RecordingMessages

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
HEAD = ("编号", "日期", "标题", "反映内容", "反映人", "电话", "来源渠道", "类别")


@dataclass
class Desk:
    """A person before the page."""

    qtbot: QtBot
    window: MainWindow
    station: Station
    messages: RecordingMessages
    context: PageContext
    bugs: list[object] = field(default_factory=list)

    @property
    def page(self) -> SettingsPage:
        return self.window.page("settings")

    @property
    def section(self) -> Section:
        return self.page.sections[self.page.current]

    def go(self, key: str) -> Section:
        """Open a section as another page would."""
        self.window.show_page("settings", key)
        self.settle()
        return self.section

    def settle(self, timeout: int = 60_000) -> None:
        """Wait until nothing is read or written any more and all is laid out."""
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy, timeout=timeout)
        for _level in range(10):
            QApplication.processEvents()
        assert self.bugs == []

    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def press(self, *keys: Qt.Key, with_: Qt.KeyboardModifier = NONE) -> None:
        """Press keys where the focus is, and wait for what they begin."""
        for key in keys:
            self.qtbot.keyClick(self.focus(), key, with_)
        self.settle()

    def type(self, text: str) -> None:
        """Type where the focus is; characters that no key gives come as from an input method."""
        if text.isascii():
            self.qtbot.keyClicks(self.focus(), text)
        else:
            self.focus().insert(text)
            self.focus().textEdited.emit(text)

    def sit(self, name: str) -> None:
        """Put somebody else at the desk."""
        self.station.sit_down(next(one.uid for one in persons(self.station) if one.person.name == name))


@pytest.fixture
def desk(qtbot: QtBot, station: Station, messages: RecordingMessages) -> Iterator[Desk]:
    """The window at 1366×690 with the page in front; bugs of the worker fail the test."""
    tasks = TaskRunner()
    context = PageContext(station, tasks, messages)
    specs = [
        PageSpec("home", "今日", "home", "1", Page, "day"),
        PageSpec("settings", "设置", "settings", "0", lambda: SettingsPage(context), "foot"),
    ]
    window = MainWindow("站", specs)
    qtbot.addWidget(window)
    made = Desk(qtbot, window, station, messages, context)
    tasks.crashed.connect(made.bugs.append)
    window.resize(1366, 690)
    window.show()
    window.show_page("settings")
    with qtbot.waitActive(window):
        window.activateWindow()
    yield made
    tasks.shutdown()


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Stand in for the person who picks a file in the system's dialog."""

    def pick(path: Path) -> None:
        for name in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, lambda *_args, **_names: (str(path), ""))

    return pick


@pytest.fixture
def ledger(tmp_path: Path) -> Callable[..., Path]:
    """Write a ledger as WPS saves a table as text: GB18030."""

    def write(*lines: tuple[str, ...], head: tuple[str, ...] = HEAD, name: str = "台账.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows([head, *lines])
        return path

    return write
