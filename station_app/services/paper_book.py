"""After a restore: the last number in the paper book, so that none on paper is given out a second time."""

import json
from uuid import uuid4

from station_app.db.connection import write_transaction
from station_app.domain.records import SerialGap
from station_app.domain.serials import MAX_NUMBER
from station_app.errors import StationError
from station_app.services.numbering import highest_number
from station_app.services.station import Station, get_setting, set_setting

REASON = "因恢复数据未启用"
_SETTING = "ask_last_number"


def ask_last_number(station: Station) -> None:
    """Have the next save ask for the last number in the paper book."""
    with write_transaction(station.db):
        set_setting(station.db, _SETTING, json.dumps(True))


def wants_last_number(station: Station) -> bool:
    """Whether data were restored and nobody has said the last number in the paper book yet."""
    return get_setting(station.db, _SETTING) == json.dumps(True)


def note_last_number(station: Station, number: int, year: int | None = None) -> SerialGap | None:
    """Pass over the numbers up to ``number`` (0: the book has none) of a year, by default this one.

    Returns what was passed over, None when nothing was: the number is known already. Raises StationError.
    """
    if not 0 <= number <= MAX_NUMBER:
        raise StationError(f"最后的编号 {number} 不对", f"请填 0 到 {MAX_NUMBER} 的整数，只填最后一段，例如 92。")
    year = year or station.clock.today().year
    code = station.identity.code
    with station.writing() as log:
        set_setting(station.db, _SETTING, json.dumps(False))
        known = highest_number(station.db, code, year)
        if number <= known:
            return None
        gap = SerialGap(code=code, year=year, first=known + 1, last=number, reason=REASON)
        log.put(str(uuid4()), "serial_gap", gap, station.author)
    return gap
