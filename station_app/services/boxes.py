"""The opinion boxes of a station: which there are, when each was opened last, and which should be opened now."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import uuid4

from station_app.db import models
from station_app.db.rows import to_record
from station_app.db.statements import by_uid, rows
from station_app.domain.moves import EVERYBODY
from station_app.domain.records import Box
from station_app.domain.text import clean_line
from station_app.errors import StationError
from station_app.services.station import Station

MAX_INTERVAL = 366
_LINES = """
    SELECT b.*, max(o.opened_at) AS last_opened, count(o.uid) AS openings
    FROM box b LEFT JOIN box_opening o ON o.box = b.uid WHERE b.site = ? GROUP BY b.uid ORDER BY b.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBox:
    """A box: ``openings`` so far, the ISO minute of the last one, and the ISO day by which the next is due."""

    uid: str
    box: Box
    openings: int
    last_opened: str | None
    due_on: str

    @property
    def title(self) -> str:
        """Name and place, e.g. 「2号箱　社区服务中心大厅」."""
        return f"{self.box.name}　{self.box.place}".rstrip()


def boxes(station: Station, with_ended: bool = False) -> tuple[KnownBox, ...]:
    """The boxes in the order they were put up; those no longer in use only ``with_ended``."""
    known = [_known(row) for row in rows(station.db, _LINES, (station.identity.site,))]
    return tuple(one for one in known if one.box.active or with_ended)


def overdue_boxes(station: Station) -> tuple[KnownBox, ...]:
    """The boxes in use whose day has come, the longest waiting first."""
    today = station.clock.today().isoformat()
    return tuple(sorted((one for one in boxes(station) if one.due_on <= today), key=lambda one: one.due_on))


def add_box(station: Station, box: Box) -> str:
    """Put up a box and give its uid. Raises StationError when the name is missing or there already."""
    station.require(*EVERYBODY)
    box, uid = checked_box(station, box), str(uuid4())
    with station.writing() as log:
        log.put(uid, "box", box, station.author)
    return uid


def change_box(station: Station, uid: str, box: Box) -> None:
    """Change name, place, interval or whether it is in use. Raises StationError."""
    station.require(*EVERYBODY)
    before = box_of(station, uid)
    box = checked_box(station, replace(box, since=before.since), uid)
    if box != before:
        with station.writing() as log:
            log.put(uid, "box", box, station.author)


def box_of(station: Station, uid: str) -> Box:
    """The box of that uid; raises StationError when there is none."""
    row = by_uid(station.db, models.Box, uid)
    if row is None or row["site"] != station.identity.site:
        raise StationError("找不到这个意见箱", "请重新选择意见箱。")
    return to_record(Box, row)


def checked_box(station: Station, box: Box, uid: str = "") -> Box:
    """The box with its texts cleaned; raises StationError. ``uid`` is its own when it is there already."""
    box = replace(box, name=clean_line(box.name).text, place=clean_line(box.place).text)
    if not box.name:
        raise StationError("还没有填意见箱的名称", "请填名称，例如「1号箱」。")
    if not 1 <= box.interval_days <= MAX_INTERVAL:
        raise StationError("开箱间隔不对", f"间隔是 1 到 {MAX_INTERVAL} 天，例如 7 天。")
    if any(one.box.name == box.name and one.uid != uid for one in boxes(station)):
        raise StationError(f"已经有一个「{box.name}」", "请换一个名称，例如加上号数。")
    return box


def _known(row: dict[str, object]) -> KnownBox:
    box = to_record(Box, row)
    last = None if row["last_opened"] is None else str(row["last_opened"])
    due = date.fromisoformat((last or box.since)[:10]) + timedelta(days=box.interval_days)
    opened = int(str(row["openings"]))
    return KnownBox(uid=str(row["uid"]), box=box, openings=opened, last_opened=last, due_on=due.isoformat())
