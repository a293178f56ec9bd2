"""Reading away from the window's thread."""

from collections.abc import Callable
from typing import TypeVar

from station_app.services.station import Station

Result = TypeVar("Result")


def read_apart(station: Station, read: Callable[[], Result]) -> Result:
    """Call ``read`` in a thread that only looks things up, and let its connection go: nothing holds the files after."""
    try:
        return read()
    finally:
        station.store.close()
