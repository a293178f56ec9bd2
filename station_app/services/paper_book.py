"""After a restore: the last numbers in the paper book, so that none on paper is given out a second time."""

import json
from uuid import uuid4

from station_app.db.connection import write_transaction
from station_app.domain.records import SerialGap
from station_app.domain.serials import MAX_NUMBER
from station_app.errors import StationError
from station_app.services.numbering import OPENINGS as OPENINGS
from station_app.services.numbering import highest_number, highest_opening_number
from station_app.services.station import Station, get_setting, set_setting

REASON = "因恢复数据未启用"
SERIALS = ""
_SETTINGS = {SERIALS: "ask_last_number", OPENINGS: "ask_last_opening_number"}
_MOST = {SERIALS: MAX_NUMBER, OPENINGS: 9_999}


def ask_last_number(station: Station, series: str = SERIALS) -> None:
    """Have the next save of that series ask for the last number in the paper book."""
    with write_transaction(station.db):
        set_setting(station.db, _SETTINGS[series], json.dumps(True))


def wants_last_number(station: Station, series: str = SERIALS) -> bool:
    """Whether data were restored and nobody has said the last number in the paper book yet."""
    return get_setting(station.db, _SETTINGS[series]) == json.dumps(True)


def note_last_number(station: Station, number: int, year: int | None = None, series: str = SERIALS) -> SerialGap | None:
    """Pass over the numbers up to ``number`` (0: the book has none) of a year, by default this one.

    ``series`` is that of the opinions or OPENINGS. Returns what was passed over, None when nothing was: the number is
    known already. Raises StationError.
    """
    if not 0 <= number <= _MOST[series]:
        raise StationError(f"最后的编号 {number} 不对", f"请填 0 到 {_MOST[series]} 的整数，只填最后一段，例如 92。")
    year = year or station.clock.today().year
    code = station.identity.code
    with station.writing() as log:
        set_setting(station.db, _SETTINGS[series], json.dumps(False))
        highest = highest_opening_number if series == OPENINGS else highest_number
        known = highest(station.db, code, year)
        if number <= known:
            return None
        gap = SerialGap(code=code, year=year, first=known + 1, last=number, reason=REASON, series=series)
        log.put(str(uuid4()), "serial_gap", gap, station.author)
    return gap
