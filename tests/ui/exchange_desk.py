"""The exchange page over a station, and two hands; for the tests of its parts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from station_app.services.packages import sticks
from station_app.services.packages.sticks import Stick
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.pages.exchange import ExchangePage
from station_app.ui.pages.exchange_history import PassageRow
from station_app.ui.tasks import TaskRunner
from station_app.ui.widgets.buttons import LinkButton
from tests.services.packages_pair import Pair
from tests.services.packages_pair import pair as pair_up
from tests.ui.helpers import RecordingMessages


@dataclass
class Desk:
    """A page over a station, and two hands."""

    page: ExchangePage
    context: PageContext
    messages: RecordingMessages
    qtbot: object

    @property
    def station(self) -> Station:
        return self.context.station

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.page.focusWidget() or self.page, key, held)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy, timeout=20_000)

    def plug(self, folder: Path, **changes: object) -> Stick:
        stick = replace(
            sticks.folder(self.station.identity, folder), removable=True, label="社区优盘", filesystem="exFAT"
        )
        stick = replace(stick, **changes)
        self.context.sticks.show([stick])
        self.settle()
        return stick

    def pull(self) -> None:
        self.context.sticks.show([])

    def rows(self) -> list[PassageRow]:
        return self.page.history._content.findChildren(PassageRow)

    def links(self, row: int) -> dict[str, LinkButton]:
        return {link.text(): link for link in self.rows()[row].findChildren(LinkButton)}


@pytest.fixture
def sit(qtbot) -> Iterator[Callable[[Station], Desk]]:
    """Open the page over a station."""
    runners: list[TaskRunner] = []

    def opened(station: Station) -> Desk:
        messages, tasks = RecordingMessages(), TaskRunner()
        runners.append(tasks)
        context = PageContext(station, tasks, messages)
        page = ExchangePage(context)
        qtbot.addWidget(page)
        page.resize(1178, 704)
        page.apply_scale(100)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.on_shown()
        desk = Desk(page, context, messages, qtbot)
        desk.settle()
        return desk

    yield opened
    for tasks in runners:
        tasks.shutdown()


@pytest.fixture
def pair(station, centre, tmp_path) -> Pair:
    return pair_up(station, centre, tmp_path / "优盘")


@pytest.fixture
def desk(sit, pair) -> Desk:
    return sit(pair.station)
