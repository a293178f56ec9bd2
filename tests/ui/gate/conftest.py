"""The program from the first page on, in the test's own process."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station_app.app import Program
from station_app.domain.clock import FixedClock
from station_app.services.starting import DataFolder
from station_app.ui.crashing import CrashReporter
from tests.stations import PASSPHRASE, Template
from tests.ui.helpers import RecordingMessages


@dataclass
class Driver:
    """Presses keys where the focus is, and waits."""

    program: Program
    messages: RecordingMessages
    qtbot: QtBot
    ended: bool = False

    def end(self) -> None:
        """End the program; once."""
        if not self.ended:
            self.ended = True
            self.program.end()

    @property
    def page(self) -> QWidget:
        """What is in front."""
        return self.program.shell.content()

    @property
    def focus(self) -> QWidget:
        """What has the focus; nothing is a mistake of the page."""
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        return QApplication.focusWidget()

    def type(self, text: str) -> None:
        """Type where the focus is; Chinese comes as an input method hands it over."""
        if text.isascii():
            self.qtbot.keyClicks(self.focus, text)
            return
        composed = QInputMethodEvent()
        composed.setCommitString(text)
        QApplication.sendEvent(self.focus, composed)

    def press(self, key: Qt.Key, control: bool = False, shift: bool = False) -> None:
        """Press a key where the focus is."""
        held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        held |= Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        self.qtbot.keyClick(self.focus, key, held)

    def go_on(self) -> None:
        """Press Ctrl+Enter."""
        self.press(Qt.Key.Key_Return, control=True)

    def until(self, what: Callable[[], object]) -> None:
        """Wait for something, the worker included."""
        self.qtbot.waitUntil(lambda: bool(what()), timeout=20_000)

    def idle(self) -> None:
        """Wait until the worker has nothing left."""
        self.until(lambda: not self.program.tasks.busy)

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        """Type the passphrase and Enter, and wait for the answer."""
        self.type(passphrase)
        self.press(Qt.Key.Key_Return)
        self.idle()

    def sit_down(self, digit: str = "1") -> None:
        """Choose who is at the desk."""
        self.type(digit)
        self.until(lambda: self.program.session.desk is None)


Open = Callable[[Path], Driver]


@pytest.fixture
def open_program(
    qtbot: QtBot, qapp: QApplication, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """Opens the program on a folder; closed at the end of the test."""
    running: list[Driver] = []
    monkeypatch.setattr(CrashReporter, "install", lambda _self: None)

    def opened(folder: Path) -> Driver:
        program = Program(qapp, DataFolder.take(folder, "", clock), "", demo=False)
        messages = RecordingMessages()
        program.messages = messages
        qtbot.addWidget(program.shell)
        program.shell.activateWindow()
        qtbot.waitUntil(program.shell.isActiveWindow)
        running.append(Driver(program, messages, qtbot))
        return running[-1]

    yield opened
    for driver in running:
        driver.end()


@pytest.fixture
def folder(station_template: Template, tmp_path: Path) -> Path:
    """The folder of a station that was set up."""
    place = tmp_path / "数据 17"
    shutil.copytree(station_template.folder, place)
    return place


@pytest.fixture
def driver(open_program: Open, folder: Path) -> Driver:
    """The program at its unlock page."""
    return open_program(folder)


@pytest.fixture
def at_home(driver: Driver) -> Driver:
    """The program with the head at the desk."""
    driver.unlock()
    driver.sit_down()
    return driver
