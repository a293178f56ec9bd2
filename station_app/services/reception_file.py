"""Receptions and corrections as JSON files, for the command line: names as on the forms, people by name or uid."""

from typing import Any

from station_app.domain.forms import ReceptionForm
from station_app.services.station import Station


def read_reception(station: Station, text: str) -> ReceptionForm:
    """The form in a JSON text with what it leaves out filled in; raises StationError that names the field."""
    raise NotImplementedError


def read_correction(station: Station, text: str) -> dict[str, Any]:
    """The fields that a correction changes, as ``services.correcting.correct`` takes them; raises StationError."""
    raise NotImplementedError
