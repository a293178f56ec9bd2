"""What every page is handed."""

from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from station_app.services.station import Station
from station_app.ui.messages import Messages
from station_app.ui.tasks import TaskRunner


class Wishes(QObject):
    """What a page may ask of the session: a backup, a restore, another person at the desk, names read anew."""

    backup = Signal()
    restore = Signal()
    switch_person = Signal()
    site_changed = Signal()


@dataclass(frozen=True, slots=True)
class PageContext:
    """The open station, the worker that writes to it, the one way to speak to the person, and what pages may ask."""

    station: Station
    tasks: TaskRunner
    messages: Messages
    wishes: Wishes = field(default_factory=Wishes)
