"""A desk with the reception page in the real window on a real station, and two hands at its keyboard."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station_app.db import models
from station_app.domain.forms import ReceptionForm
from station_app.services import people
from station_app.services.held import Held, hold
from station_app.services.recording import save_reception
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.main_window import MainWindow
from station_app.ui.page import PageSpec
from station_app.ui.pages.reception import ReceptionPage
from station_app.ui.tasks import TaskRunner
from tests.stations import reception_form
from tests.ui.helpers import RecordingMessages, window_with

Key = Qt.Key
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@dataclass
class Desk:
    """The window, the page and what was said; ``keys`` counts the keys pressed besides free text."""

    station: Station
    window: MainWindow
    messages: RecordingMessages
    tasks: TaskRunner
    qtbot: QtBot
    keys: int = 0
    crashes: list[object] = field(default_factory=list)

    @property
    def page(self) -> ReceptionPage:
        page = self.window.page("reception")
        assert isinstance(page, ReceptionPage)
        return page

    @property
    def sheets(self):
        return self.page.sheets

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def press(self, *keys: Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys where the focus is; a text presses each of its characters."""
        for key in keys:
            for one in key if isinstance(key, str) else (key,):
                self.keys += 1
                QTest.keyClick(self.focus, one, modifier)
                QApplication.processEvents()

    def enter(self, times: int = 1) -> None:
        self.press(*[Key.Key_Return] * times)

    def write(self, text: str) -> None:
        """Type free text as an input method hands it over."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.focus, event)

    def open(self, argument: object = None) -> None:
        """Come to the page from another one."""
        self.window.show_page("home")
        self.window.show_page("reception", argument)
        QApplication.processEvents()

    def idle(self) -> None:
        """Wait until the worker has nothing left to do."""
        self.qtbot.waitUntil(lambda: not self.tasks.busy)
        assert self.crashes == []

    def save(self) -> tuple[str, ...]:
        """Ctrl+Enter, and the serials that were given."""
        with self.qtbot.waitSignal(self.page.saving.done) as done:
            self.press(Key.Key_Return, modifier=CTRL)
            assert self.page.board.problems == []
        return done.args[0].saved.serials

    def held(self, serial: str) -> Held:
        return hold(self.station, serial)

    def deputy(self, name: str) -> str:
        return next(one.uid for one in people.deputies(self.station) if one.deputy.name == name)

    def visited_before(self) -> ReceptionForm:
        """Somebody has been here: 吴桂珍 about the lights of a garage."""
        form = reception_form(self.station)
        save_reception(self.station, form)
        return form

    def station_contact(self) -> str:
        """The uid of the only contact there is."""
        return str(models.Contact.select(models.Contact.uid).scalar(self.station.db))

    def fill_opinion(self, title: str = "单元门禁坏了", content: str = "刷卡没有反应。", outcome: str = "2") -> None:
        """From the title on, to an outcome."""
        self.write(title)
        self.enter()
        self.write(content)
        self.press(Key.Key_Tab)
        self.press("5")
        self.enter()
        self.press("1", "2")
        self.enter(4)
        self.press(outcome)


@pytest.fixture
def desk(qtbot: QtBot, station: Station, messages: RecordingMessages, look: object) -> Iterator[Desk]:
    """The window on its first page, volunteers receiving alone."""
    del look
    tasks = TaskRunner()
    context = PageContext(station, tasks, messages)
    window = window_with(
        qtbot, PageSpec("reception", "登记接待", "pencil-plus", "2", lambda: ReceptionPage(context), "a", "F2")
    )
    made = Desk(station, window, messages, tasks, qtbot)
    tasks.crashed.connect(made.crashes.append)
    yield made
    tasks.shutdown(station.store.close)
    assert made.crashes == []


@pytest.fixture
def alone(desk: Desk) -> Desk:
    """The page in front, 仅志愿者接待 ticked, the focus in the name."""
    desk.open()
    desk.sheets.strip.volunteers.click()
    desk.sheets.go_on()
    desk.keys = 0
    return desk
