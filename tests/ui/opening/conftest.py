"""A desk with the opening page in the real window on a real station with one box, and two hands at its keyboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.page import PageSpec
from station_app.ui.pages.opening import OpeningPage
from station_app.ui.tasks import TaskRunner
from tests.services.openings import person, put_up
from tests.ui.helpers import RecordingMessages, window_with
from tests.ui.reception.conftest import CTRL, Desk, Key


class OpeningDesk(Desk):
    """The desk of a box opening."""

    @property
    def page(self) -> OpeningPage:
        page = self.window.page("opening")
        assert isinstance(page, OpeningPage)
        return page

    def open(self, argument: object = None) -> None:
        self.window.show_page("home")
        self.window.show_page("opening", argument)
        QApplication.processEvents()

    def begin(self, found: str) -> None:
        """Fill the strip by keys, the focus in the words of the first slip."""
        self.open()
        witness = self.page.sheets.strip.witness
        witness.set_value(person(self.station, "周明"))
        self.page.sheets.strip.seal.segments[0].setFocus()
        self.press("1")
        self.enter()
        self.write("0417")
        self.enter()
        self.write("0418")
        self.enter()
        self.press(found)
        self.enter()

    def slip(self, content: str, title: str, topic: str = "1") -> None:
        """Type one slip from its words on, and go to the next."""
        self.write(content)
        self.press(Key.Key_Tab)
        self.write(title)
        self.enter()
        self.press(topic)
        self.next()

    def next(self) -> None:
        self.press(Key.Key_Return, modifier=CTRL)

    def close_box(self):
        with self.qtbot.waitSignal(self.page.saving.done) as done:
            self.press("s", modifier=CTRL)
        return done.args[0]


@pytest.fixture
def desk(qtbot: QtBot, station: Station, messages: RecordingMessages, look: object) -> Iterator[OpeningDesk]:
    """The window on its first page; the station has 2号箱."""
    del look
    put_up(station)
    yield from sit_down(qtbot, station, messages)


@pytest.fixture
def bare(qtbot: QtBot, station: Station, messages: RecordingMessages, look: object) -> Iterator[OpeningDesk]:
    """The window of a station without any box."""
    del look
    yield from sit_down(qtbot, station, messages)


def sit_down(qtbot: QtBot, station: Station, messages: RecordingMessages) -> Iterator[OpeningDesk]:
    tasks = TaskRunner()
    context = PageContext(station, tasks, messages)
    window = window_with(
        qtbot, PageSpec("opening", "开箱登记", "mailbox", "3", lambda: OpeningPage(context), "a", "F3")
    )
    made = OpeningDesk(station, window, messages, tasks, qtbot)
    tasks.crashed.connect(made.crashes.append)
    yield made
    tasks.shutdown(station.store.close)
    assert made.crashes == []
