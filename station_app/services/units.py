"""The offices and companies that matters are handed to, as the centre keeps them for all stations."""

from dataclasses import dataclass, replace
from uuid import uuid4

from station_app.db.network_models import Unit as UnitTable
from station_app.db.rows import all_rows, to_record
from station_app.domain.centre_moves import CLERKS
from station_app.domain.network_records import Unit
from station_app.domain.phone import check_phone
from station_app.domain.text import clean_digits, clean_line
from station_app.errors import StationError
from station_app.services.saving import saving
from station_app.services.station import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownUnit:
    """A unit under its uid."""

    uid: str
    unit: Unit


def units(station: Station, with_ended: bool = False) -> tuple[KnownUnit, ...]:
    """The units by kind and name; those no longer in use only ``with_ended``."""
    query = UnitTable.select().order_by(UnitTable.kind, UnitTable.name)
    known = [KnownUnit(uid=row["uid"], unit=to_record(Unit, row)) for row in all_rows(query, station.db)]
    return tuple(one for one in known if one.unit.active or with_ended)


def add_unit(station: Station, unit: Unit) -> str:
    """Add a unit and give its uid; clerks of the centre only. Raises StationError."""
    station.require_centre(*CLERKS)
    checked, uid = _checked(station, unit, ""), str(uuid4())
    with saving(station) as log:
        log.put(uid, "unit", checked, station.author)
    return uid


def change_unit(station: Station, uid: str, unit: Unit) -> None:
    """Change a unit or whether it is in use; clerks of the centre only. Raises StationError."""
    station.require_centre(*CLERKS)
    before = next((one.unit for one in units(station, with_ended=True) if one.uid == uid), None)
    if before is None:
        raise StationError("名单里没有这个单位", "请刷新后再试。")
    checked = _checked(station, unit, uid)
    if checked != before:
        with saving(station) as log:
            log.put(uid, "unit", checked, station.author)


def _checked(station: Station, unit: Unit, uid: str) -> Unit:
    name, kind, contact = (clean_line(text).text for text in (unit.name, unit.kind, unit.contact))
    unit = replace(unit, name=name, kind=kind, contact=contact, phone=clean_digits(unit.phone).text)
    if not unit.name:
        raise StationError("还没有填单位名称", "请填名称，例如「城市管理办公室」。")
    if sentence := check_phone(unit.phone):
        raise StationError(f"单位电话：{sentence}", "请改好电话，或先留空。")
    if any(one.unit.name == unit.name and one.uid != uid for one in units(station, with_ended=True)):
        raise StationError(f"名单里已经有「{unit.name}」", "停用的也算；请改那一个，或换一个名称。")
    return unit
