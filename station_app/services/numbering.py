"""Handing out numbers: highest known of that site and year + 1, inside the transaction that saves the record."""

from peewee import Database, fn

from station_app.db import models
from station_app.db.statements import scalar
from station_app.domain.serials import MAX_NUMBER, Serial, serial_of_key, year_range
from station_app.errors import StationError

OPENINGS = "K"  # what the number of an opening begins with


def next_serial(db: Database, code: str, year: int) -> Serial:
    """The serial the next opinion of that year gets; a forecast outside a transaction."""
    number = highest_number(db, code, year) + 1
    if number > MAX_NUMBER:
        raise StationError(f"{year} 年的编号用完了", "请联系中心。")
    return Serial(code, year, number)


def highest_number(db: Database, code: str, year: int) -> int:
    """The highest number known of a site and year: void records and gaps count."""
    low, high = year_range(code, year)
    key = scalar(db, "SELECT max(id) FROM opinion WHERE id BETWEEN ? AND ?", (low, high))
    return max(0 if key is None else serial_of_key(int(key)).number, _passed_over(db, code, year, ""))


def next_local_number(db: Database, code: str, year: int) -> str:
    """The number of a case handled at the station: ``<site>-<year>-B<4 digits>``."""
    prefix = f"{code}-{year}-B"
    number = fn.json_extract(models.Opinion.local, "$.number")
    known = models.Opinion.select(fn.MAX(number)).where(number.startswith(prefix)).scalar(db)
    return f"{prefix}{(int(str(known)[len(prefix) :]) if known else 0) + 1:04d}"


def next_opening_number(db: Database, code: str, year: int) -> str:
    """The number of the next opening of a box in that year: ``<site>-<year>-K<4 digits>``."""
    return f"{code}-{year}-{OPENINGS}{highest_opening_number(db, code, year) + 1:04d}"


def highest_opening_number(db: Database, code: str, year: int) -> int:
    """The highest number known of an opening of a site and year: gaps count."""
    prefix = f"{code}-{year}-{OPENINGS}"
    known = models.BoxOpening.select(models.BoxOpening.number).where(models.BoxOpening.number.startswith(prefix))
    numbers = [int(row.number.removeprefix(prefix)) for row in known.bind(db)]
    return max([*numbers, _passed_over(db, code, year, OPENINGS)])


def _passed_over(db: Database, code: str, year: int, series: str) -> int:
    query = "SELECT max(last) FROM serial_gap WHERE code = ? AND year = ? AND series = ?"
    return int(scalar(db, query, (code, year, series)) or 0)
