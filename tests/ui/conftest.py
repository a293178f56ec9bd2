"""Widgets are tested in the bundled font, in Chinese, at 100 % and light unless the test changes that."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from station_app.ui.look import Look, install_look
from station_app.ui.theme import Theme
from station_app.ui.translation import load_qt_chinese
from tests.ui.helpers import RecordingMessages


@pytest.fixture(scope="session")
def installed_look(qapp: QApplication) -> Look:
    """The look on the one application, in the bundled font."""
    load_qt_chinese(qapp)
    return install_look(qapp, chosen=Theme.LIGHT, always_bundled=True)


@pytest.fixture(autouse=True)
def look(installed_look: Look) -> Iterator[Look]:
    """The look, back at 100 % and light for every test."""
    yield installed_look
    installed_look.set_scale(100)
    installed_look.set_theme(Theme.LIGHT)


@pytest.fixture
def messages() -> RecordingMessages:
    """Messages that are recorded instead of shown."""
    return RecordingMessages()
