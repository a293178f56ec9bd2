"""What every page is handed."""

from dataclasses import dataclass

from station_app.services.station import Station
from station_app.ui.messages import Messages
from station_app.ui.tasks import TaskRunner


@dataclass(frozen=True, slots=True)
class PageContext:
    """The open station, the worker that writes to it, and the one way to speak to the person."""

    station: Station
    tasks: TaskRunner
    messages: Messages
