"""What every page is handed."""

from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from station_app.services.station import Station
from station_app.ui.messages import Messages
from station_app.ui.stick_watch import StickWatch
from station_app.ui.tasks import TaskRunner


class Wishes(QObject):
    """What a page may ask of the session: a backup, a restore, another person at the desk, names or badges anew."""

    backup = Signal()
    restore = Signal()
    switch_person = Signal()
    site_changed = Signal()
    exchanged = Signal()


@dataclass(frozen=True, slots=True)
class PageContext:
    """The open station, the worker that writes to it, the one way to speak to the person, and what pages may ask.

    ``sticks`` knows which sticks are in.
    """

    station: Station
    tasks: TaskRunner
    messages: Messages
    wishes: Wishes = field(default_factory=Wishes)
    sticks: StickWatch = field(default_factory=StickWatch)
