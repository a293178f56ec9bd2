"""Sticks are noticed off the GUI thread; what appears is told once."""

import threading
from pathlib import Path

import pytest

from station_app.services.packages.sticks import Stick
from station_app.ui.stick_watch import StickWatch


def stick(name: str, free: int = 1) -> Stick:
    return Stick(
        path=Path(name),
        label=name,
        filesystem="exFAT",
        free=free,
        removable=True,
        read_only=False,
        owner="",
        ours=True,
        packages=(),
        requests=(),
        certificates=(),
    )


@pytest.fixture
def watch():
    made = StickWatch()
    yield made
    made.stop()


def test_it_looks_in_another_thread_again_and_again(qtbot, watch):
    seen: list[int] = []
    found: list[Stick] = []

    def find() -> list[Stick]:
        seen.append(threading.get_ident())
        return list(found)

    with qtbot.assertNotEmitted(watch.appeared):
        watch.start(find, every_ms=5)
        qtbot.waitUntil(lambda: len(seen) > 2)
    found.append(stick("A"))
    with qtbot.waitSignal(watch.appeared) as came:
        pass
    assert came.args[0].label == "A"
    assert threading.get_ident() not in seen
    found.clear()
    with qtbot.waitSignal(watch.changed):
        pass
    assert watch.sticks == ()


def test_a_stick_that_stays_appears_once(qtbot, watch):
    watch.show([stick("A")])
    with qtbot.assertNotEmitted(watch.changed):
        watch.show([stick("A")])
    with qtbot.assertNotEmitted(watch.appeared), qtbot.waitSignal(watch.changed):
        watch.show([stick("A", free=2)])


def test_it_rests_until_it_is_started_and_after_it_was_stopped(qtbot, watch):
    seen: list[int] = []
    watch.look()
    watch.start(lambda: seen.append(1) or [], every_ms=60_000)
    watch.stop()
    count = len(seen)
    watch.look()
    assert len(seen) == count
