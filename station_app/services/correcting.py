"""Correcting and voiding: a new version of what was taken in, under the same uid and serial, the old one kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from station_app.domain.forms import ReceptionForm
from station_app.services.station import Station


@dataclass(frozen=True, slots=True)
class Corrected:
    """``changed`` are the labels of the fields that changed; ``notes`` sentences to show (e.g. that the serial stays)."""

    uid: str
    serial: str
    changed: tuple[str, ...]
    notes: tuple[str, ...] = ()


def form_of(station: Station, ref: str) -> ReceptionForm:
    """The opinion as a form with exactly one opinion, people in full: audited as revealed, so it writes (worker thread)."""
    raise NotImplementedError


def correct(
    station: Station, ref: str, changed: ReceptionForm | Mapping[str, Any], reason: str = "", future_agreed: bool = False
) -> Corrected:
    """Save a correction of the opinion ``ref`` (serial or uid), its reception and its contact.

    ``changed`` is the whole form, or only the fields that change (names of ``ReceptionForm`` and ``OpinionForm`` side by side,
    ``received_on``, and ``contact`` with the contact's). Raises StationError when nothing changes or something does not fit.
    """
    raise NotImplementedError


def void(station: Station, ref: str, reason: str) -> Corrected:
    """Make an opinion void from any state; it keeps its number. A reason is required."""
    raise NotImplementedError


def renumber(station: Station, ref: str) -> Corrected:
    """Give a doubled opinion the next free number of its year; the old one is kept as ``former_serial``. Head only."""
    raise NotImplementedError
