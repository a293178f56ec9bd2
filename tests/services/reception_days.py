"""Filled forms of reception days."""

from dataclasses import replace

from station_app.domain.reception_days import DayForm
from station_app.services.people import deputies
from station_app.services.reception_days import add_day
from station_app.services.station import Station


def deputy(station: Station, name: str) -> str:
    """The uid of a deputy."""
    return next(one.uid for one in deputies(station, with_ended=True) if one.deputy.name == name)


def day_form(station: Station, day: str = "2026-06-20", **changes: object) -> DayForm:
    """The morning of a day in the reception room, 陈立新 and 何素琴 on duty."""
    served = (deputy(station, "陈立新"), deputy(station, "何素琴"))
    form = DayForm(day=day, began="9:00", ended="11:30", place="联络站接待室", theme="消防通道", deputies=served)
    return replace(form, **changes)


def put_down(station: Station, day: str = "2026-06-20", **changes: object) -> str:
    """Put such a day down; gives its uid."""
    return add_day(station, day_form(station, day, **changes))
