"""A centre with eight stations that have reported, opened in its window, and two hands at the keys."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from station_app.config import DataPaths
from station_app.db import slots
from station_app.domain.clock import FixedClock
from station_app.services.demo.filling import PASSPHRASE
from station_app.services.demo.street import live_street
from station_app.services.opening import open_station
from station_app.services.packages import sending
from station_app.services.people import persons
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.main_window import MainWindow
from station_app.ui.pages.stations import StationsPage
from station_app.ui.pages.stations_zone import ZoneSheet
from station_app.ui.station_window import make_window
from station_app.ui.tasks import TaskRunner
from tests.stations import CHEAP
from tests.ui.helpers import RecordingMessages

STATIONS = 8
Key = Qt.Key
NOTHING = Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="session")
def lived_street(tmp_path_factory: pytest.TempPathFactory, session_clock: FixedClock) -> Path:
    """The folder of a centre and its stations, once a session."""
    folder = tmp_path_factory.mktemp("street") / "街道"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "Cost", lambda: CHEAP)
        live_street(folder, session_clock, stations=STATIONS, receptions=1)
    return folder


@pytest.fixture
def street(lived_street: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(lived_street, tmp_path / "街道"))


def opened(folder: Path, clock: FixedClock) -> Station:
    """Open one of the street, its first person at the desk."""
    station = open_station(DataPaths(folder), PASSPHRASE, clock)
    station.sit_down(persons(station)[0].uid)
    return station


@dataclass
class Desk:
    """The window with the page."""

    station: Station
    street: Path
    window: MainWindow
    messages: RecordingMessages
    context: PageContext
    qtbot: QtBot
    folders: list[Path]
    crashes: list[object] = field(default_factory=list)

    @property
    def page(self) -> StationsPage:
        page = self.window.page("stations")
        assert isinstance(page, StationsPage)
        return page

    @property
    def zones(self) -> list[ZoneSheet]:
        """South, then north."""
        return list(self.page.zones.values())

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NOTHING) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, held)
        QApplication.processEvents()

    def settle(self) -> None:
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy, timeout=20_000)
        QApplication.processEvents()
        assert self.crashes == []

    def names(self) -> list[list[str]]:
        """The stations shown in each table, by their short names."""
        return [[line.name.removesuffix("社区联络站") for line in zone.table.lines.rows()] for zone in self.zones]

    def open(self, number: int) -> Station:
        """Open the station with that place in the street, from 0; to be closed."""
        folder = sorted(one for one in self.street.iterdir() if one.name.isdigit())[number]
        return opened(folder, self.station.clock)

    def report(self, number: int, folder: Path) -> Path:
        """Let a station write one more package."""
        station = self.open(number)
        try:
            (sent,) = sending.export(station, folder)
        finally:
            station.close()
        return sent.file


@pytest.fixture
def sit(qtbot: QtBot, messages: RecordingMessages, look: object, monkeypatch: pytest.MonkeyPatch):
    """Open the page over a centre."""
    del look
    made: list[Desk] = []

    def at(centre: Station, street: Path) -> Desk:
        context = PageContext(centre, TaskRunner(), messages)
        window = make_window(context)
        qtbot.addWidget(window)
        folders: list[Path] = []
        desk = Desk(centre, street, window, messages, context, qtbot, folders)
        made.append(desk)
        context.tasks.crashed.connect(desk.crashes.append)
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(folders.pop(0)) if folders else "")
        window.resize(1366, 768)
        window.show_page("home")
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        desk.press(Key.Key_5, Qt.KeyboardModifier.AltModifier)
        desk.settle()
        return desk

    yield at
    for desk in made:
        desk.context.tasks.shutdown(desk.station.store.close)
        assert desk.crashes == []


@pytest.fixture
def desk(sit, street: Path, clock: FixedClock) -> Desk:
    """The page over the centre of the street, its head at the desk."""
    return sit(opened(street / "中心", clock), street)
