"""常用: filters of the list that a station keeps under names of its own, on this PC only."""

import json
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from station_app.db.connection import write_transaction
from station_app.domain.enums import Kind, Status
from station_app.domain.text import clean_line
from station_app.errors import StationError
from station_app.services.filtering import Filters
from station_app.services.station import Station, get_setting, set_setting

MAX_SAVED = 12
MAX_NAME = 16
_SETTING = "saved_filters"
_WORDS: dict[str, type[StrEnum]] = {"statuses": Status, "kinds": Kind}
_LISTS = ("topics", "channels", "deputies", "sites")


@dataclass(frozen=True, slots=True)
class SavedFilters:
    """Filters under a name; there is one of each name."""

    name: str
    filters: Filters


def saved_filters(station: Station) -> tuple[SavedFilters, ...]:
    """What is kept, in the order in which it was kept."""
    kept = json.loads(get_setting(station.db, _SETTING) or "[]")
    return tuple(SavedFilters(one["name"], _read(one["filters"])) for one in kept)


def save_filters(station: Station, name: str, filters: Filters) -> None:
    """Keep filters; those of the same name are replaced. Writes (worker thread); raises StationError."""
    wanted = clean_line(name).text
    if not wanted:
        raise StationError("还没有起名字", "请给这组筛选起个名字，例如「停车 今年」。")
    if len(wanted) > MAX_NAME:
        raise StationError(f"名字最多 {MAX_NAME} 字，这个有 {len(wanted)} 字", "请起短一些。")
    if filters == Filters():
        raise StationError("现在没有筛选", "请先选好筛选或输入要查找的字，再存为常用。")
    rest = tuple(one for one in saved_filters(station) if one.name != wanted)
    if len(rest) >= MAX_SAVED:
        raise StationError(f"常用筛选最多 {MAX_SAVED} 组", "请先删去不用的。")
    _keep(station, (*rest, SavedFilters(wanted, filters)))


def forget_filters(station: Station, name: str) -> None:
    """Take what is kept under a name away; nothing when there is none. Writes (worker thread)."""
    _keep(station, tuple(one for one in saved_filters(station) if one.name != name))


def _keep(station: Station, all_of_them: tuple[SavedFilters, ...]) -> None:
    with write_transaction(station.db):
        set_setting(station.db, _SETTING, json.dumps([asdict(one) for one in all_of_them], ensure_ascii=False))


def _read(kept: dict[str, Any]) -> Filters:
    """Words of another version of the program that this one does not know are left out."""
    known = {field.name for field in fields(Filters)}
    values = {name: value for name, value in kept.items() if name in known}
    values |= {name: tuple(values.get(name, ())) for name in _LISTS}
    for name, words in _WORDS.items():
        values[name] = tuple(words(one) for one in values.get(name, ()) if one in list(words))
    return Filters(**values)
