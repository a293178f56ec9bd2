"""A second start raises the window of the first."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from station_app.ui.second_start import SecondStarts, raise_first

ROOT = Path(__file__).parents[2]


RAISE = "import sys; from station_app.ui.second_start import raise_first; sys.exit(not raise_first(sys.argv[1]))"


def test_each_second_start_raises_the_first_window(qtbot):
    parent, raised = QObject(), []
    SecondStarts("zlt-test-first", lambda: raised.append("raised"), parent)
    for turn in (1, 2):
        with subprocess.Popen([sys.executable, "-c", RAISE, "zlt-test-first"], cwd=ROOT) as second:
            qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        assert second.returncode == 0
        qtbot.waitUntil(lambda turn=turn: len(raised) == turn)
    parent.deleteLater()


@pytest.mark.parametrize("name", ["", "zlt-nobody-listens"])
def test_nobody_who_listens_is_told(qapp, name):
    assert not raise_first(name)
