"""The whole loop in the windows of a station and the centre, by keys, with one stick between them."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from station_app.domain.enums import Satisfaction, Status, ToldHow
from station_app.services.held import hold
from station_app.services.packages import history, sticks
from station_app.services.replying import reply
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.main_window import MainWindow
from station_app.ui.station_window import make_window
from station_app.ui.tasks import TaskRunner
from tests.services.packages_pair import pair as pair_up
from tests.ui.helpers import RecordingMessages, clashing_keys

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@dataclass
class Seat:
    """Somebody before a window, with the stick at hand."""

    station: Station
    window: MainWindow
    context: PageContext
    stick: Path
    qtbot: object

    def press(self, key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        with self.qtbot.waitActive(self.window):
            self.window.activateWindow()
        self.qtbot.keyClick(self.window.focusWidget() or self.window, key, held)
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy, timeout=20_000)

    def plug(self) -> None:
        found = sticks.folder(self.station.identity, self.stick)
        self.context.sticks.show([replace(found, removable=True, label="社区优盘")])
        self.settle()

    def pull(self) -> None:
        self.context.sticks.show([])


@pytest.fixture
def seats(qtbot, station, centre, tmp_path):
    pair = pair_up(station, centre, tmp_path / "优盘")
    made = []
    for one in (station, centre):
        context = PageContext(one, TaskRunner(), RecordingMessages())
        window = make_window(context)
        qtbot.addWidget(window)
        window.show()
        window.show_page("home")
        made.append(Seat(one, window, context, pair.stick, qtbot))
        made[-1].settle()
    yield pair, *made
    for seat in made:
        seat.context.tasks.shutdown()


def test_an_opinion_goes_to_the_centre_and_its_answer_comes_back_to_the_resident(seats):
    pair, here, there = seats
    serial = pair.record()
    here.window.show_page("home")
    here.settle()
    assert here.window.page("home").cards[3].subtitle() == "1 条登记待上报"

    here.plug()
    assert here.window.page("home").offer.isVisibleTo(here.window)
    here.press(Key.Key_F8)
    assert here.window.current_key == "exchange"
    assert clashing_keys(here.window) == []
    here.press(Key.Key_F8)
    (sent,) = history.unacknowledged(here.station)
    assert (here.stick / sent.file_name).is_file()
    assert hold(here.station, serial).label == "已上报"
    here.pull()

    there.plug()
    there.press(Key.Key_F8)
    there.press(Key.Key_Return, CTRL)
    assert hold(there.station, serial).status is Status.TRIAGE
    reply(there.station, serial, "灯已全部修好。", "A")
    there.press(Key.Key_F8)
    there.pull()

    here.plug()
    here.press(Key.Key_Return, CTRL)
    assert history.unacknowledged(here.station) == []
    assert hold(here.station, serial).status is Status.AWAITING_FEEDBACK

    here.press(Key.Key_5, ALT)
    assert here.window.current_key == "feedback"
    here.press(Key.Key_F4)
    pane = here.window.page("feedback").form_sheet.form
    assert pane.banner.words.text() == "灯已全部修好。"
    pane.how.set_value(ToldHow.PHONE)
    pane.reached.set_value(True)
    pane.attitude.set_value(Satisfaction.SATISFIED)
    pane.result.set_value(Satisfaction.SATISFIED)
    here.press(Key.Key_S, CTRL)
    assert hold(here.station, serial).status is Status.CLOSED

    here.press(Key.Key_8, ALT)
    here.settle()
    assert here.window.page("exchange").send.contents.text() == "1 条反馈"
    here.press(Key.Key_F8)
    here.pull()
    there.plug()
    there.press(Key.Key_Return, CTRL)
    assert hold(there.station, serial).status is Status.CLOSED
    assert [seat.context.messages.errors for seat in (here, there)] == [[], []]


def test_the_centre_reaches_its_page_by_digit_too(seats):
    _pair, here, there = seats
    there.press(Key.Key_7, ALT)
    assert there.window.page("exchange").head.title.text() == "收发交换"
    here.press(Key.Key_8, ALT)
    assert here.window.page("exchange").head.title.text() == "上报交换"
