"""The opinions page in a window, over a station with opinions in every state."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station_app.domain.clock import FixedClock
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.main_window import MainWindow
from station_app.ui.page import Page, PageSpec
from station_app.ui.pages.opinions import OpinionsPage
from station_app.ui.tasks import TaskRunner
from tests.stations import Template, open_copy
from tests.ui.helpers import RecordingMessages
from tests.ui.pages.opinions.sample import fill


@dataclass
class Desk:
    """A person before the page: keys go in, what is seen comes out."""

    qtbot: QtBot
    window: MainWindow
    station: Station
    messages: RecordingMessages
    tasks: TaskRunner
    serials: dict[str, str]
    bugs: list[object] = field(default_factory=list)

    @property
    def page(self) -> OpinionsPage:
        """The page under test."""
        return self.window.page("opinions")

    @property
    def pane(self):
        """Its detail pane."""
        return self.page.pane

    def settle(self) -> None:
        """Wait until nothing is asked, read or written any more."""
        self.qtbot.waitUntil(self._still, timeout=10_000)
        for _level in range(10):  # a new height goes up one layout a round
            QApplication.processEvents()
        self.qtbot.waitUntil(self._still, timeout=10_000)
        assert self.bugs == []

    def _still(self) -> bool:
        return not (self.page.finder.timer.isActive() or self.page.lookups.busy or self.tasks.busy)

    def show(self, argument: object = None) -> None:
        """Open the page as another page would."""
        self.window.show_page("opinions", argument)
        self.settle()

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier, *, on: QWidget | None = None) -> None:
        """Press a key where the focus is, and wait."""
        self.qtbot.keyClick(on or self.focus(), key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.qtbot.keyClicks(self.focus(), text)
        self.settle()

    def write(self, text: str) -> None:
        """Type words that keys alone cannot make, as an input method does."""
        self.focus().insert(text) if hasattr(self.focus(), "insert") else self.focus().insertPlainText(text)
        self.settle()

    def focus(self) -> QWidget:
        """Where the keys go."""
        return QApplication.focusWidget() or self.window

    def titles(self) -> list[str]:
        """The titles of the lines shown."""
        return [line.title for line in self.page.finder.model.lines()]

    def search(self, text: str) -> None:
        """Ctrl+F, then the words."""
        self.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        self.focus().setText(text)
        self.settle()

    def go_to(self, title: str) -> None:
        """Choose the line of a title by the arrow keys."""
        table = self.page.finder.table
        table.setFocus()
        row = self.titles().index(title)
        while table.currentIndex().row() != row:
            self.press(Qt.Key.Key_Down if table.currentIndex().row() < row else Qt.Key.Key_Up)

    def uid(self, title: str) -> str:
        """The uid of the opinion of a title."""
        query = "SELECT uid FROM opinion WHERE serial = ?"
        return self.station.db.execute_sql(query, (self.serials[title],)).fetchone()[0]

    def audit(self) -> list[tuple[str, str]]:
        """What was looked at: action and subject."""
        return self.station.db.execute_sql("SELECT action, subject FROM audit ORDER BY id").fetchall()


@pytest.fixture(scope="session")
def filled(station_template: Template, session_clock: FixedClock, tmp_path_factory) -> tuple[Template, dict[str, str]]:
    """A station with the sample, made once a session, and its serials by title."""
    folder: Path = tmp_path_factory.mktemp("filled") / "站"
    station = open_copy(station_template, folder, session_clock)
    query = "SELECT uid FROM deputy WHERE name IN ('陈立新', '何素琴') ORDER BY name DESC"
    deputies = [row[0] for row in station.db.execute_sql(query).fetchall()]
    serials = fill(station, deputies=tuple(deputies))
    station.close()
    return replace(station_template, folder=folder), serials


@pytest.fixture
def station(filled, tmp_path, clock) -> Iterator[Station]:
    """The filled station, the head at the desk."""
    opened = open_copy(filled[0], tmp_path / "联络站 17", clock)
    yield opened
    opened.close()


@pytest.fixture
def make_desk(qtbot, messages, look) -> Iterator[Callable[..., Desk]]:
    """Opens the page of a station in a shown window."""
    runners = []

    def make(station: Station, serials: dict[str, str] | None = None) -> Desk:
        tasks = TaskRunner()
        runners.append((tasks, station))
        context = PageContext(station, tasks, messages)
        specs = [
            PageSpec("home", "今日", "home", "1", Page, "a"),
            PageSpec("reception", "登记接待", "pencil-plus", "2", Page, "a", "F2"),
            PageSpec("opinions", "意见建议", "list-details", "4", lambda: OpinionsPage(context), "b"),
        ]
        window = MainWindow("站", specs)
        qtbot.addWidget(window)
        desk = Desk(qtbot, window, station, messages, tasks, serials or {})
        tasks.crashed.connect(desk.bugs.append)
        window.show_page("home")
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        desk.show()
        return desk

    yield make
    for tasks, station in runners:
        tasks.shutdown(station.store.close)


@pytest.fixture
def desk(make_desk, station, filled) -> Desk:
    """The page with the sample before it."""
    return make_desk(station, filled[1])
