"""站内办理: what a station does itself about an opinion. Each function refuses what the state or the role does not allow.

``ref`` is a serial or uid; each returns the new status.
"""

from station_app.domain.enums import Status
from station_app.domain.forms import LocalWork
from station_app.services.station import Station


def open_local(station: Station, ref: str, work: LocalWork) -> Status:
    """Take a matter in hand: ``work.unit`` is required; gives it a number ``<site>-<year>-B<4>``."""
    raise NotImplementedError


def work_of(station: Station, ref: str) -> LocalWork:
    """The work in hand as a form, to be changed; empty when nothing is in hand."""
    raise NotImplementedError


def change_local(station: Station, ref: str, work: LocalWork) -> Status:
    """Change unit, due day, meeting, whistle or plan of the work in hand."""
    raise NotImplementedError


def answer(station: Station, ref: str, date: str, text: str) -> Status:
    """Record the station's answer of that ISO day: 待反馈, or 办结 when nobody can be told."""
    raise NotImplementedError


def pass_on(station: Station, ref: str) -> Status:
    """Hand the matter on to the centre after all (上报)."""
    raise NotImplementedError


def archive(station: Station, ref: str) -> Status:
    """File a closed matter away. Station head only."""
    raise NotImplementedError


def reopen(station: Station, ref: str, reason: str) -> Status:
    """Take a closed or archived matter up again, with a reason. Station head only."""
    raise NotImplementedError
