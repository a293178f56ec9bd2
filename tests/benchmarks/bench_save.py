"""A durable save beside the bare insertion and commit of the same rows."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from station_app.config import DataPaths
from station_app.db.connection import DatabaseKey, StationDatabase, create_database, write_transaction
from station_app.db.search import SearchDoc
from station_app.db.statements import Row as Columns
from station_app.db.statements import rows
from station_app.domain.clock import SystemClock
from station_app.domain.forms import ReceptionForm
from station_app.services.recording import save_reception
from station_app.services.setup import NewStation, create_station
from station_app.services.station import Station
from tests.benchmarks.measure import Row, on_disk
from tests.benchmarks.texts import opinions
from tests.stations import PASSPHRASE, reception_form

TABLES = ("contact", "reception", "opinion")


def run(small: bool) -> Iterator[Row]:
    """The median save of a reception with a new contact and one opinion, journal and search index included."""
    number = 20 if small else 300
    with on_disk() as folder:
        station = _station(folder / "station")
        forms = [_form(station, doc) for doc in opinions(number)]
        ours, theirs = [], []
        raw = create_database(folder / "raw.db", DatabaseKey.generate())
        for place, form in enumerate(forms):
            ours.append(_seconds(lambda form=form: save_reception(station, form)))
            saved = _last_rows(station)
            if not place:
                _make_tables(raw, saved)
            theirs.append(_seconds(lambda saved=saved: _insert(raw, saved)))
        station.close()
        raw.close()
        note = f"{statistics.median(ours) * 1000:.1f} ms, {number} saves"
        yield Row("durable save of a reception", statistics.median(ours) / statistics.median(theirs), 3, note)


def _station(folder: Path) -> Station:
    new = NewStation(code="17", name="梧桐里社区联络站", passphrase=PASSPHRASE)
    return create_station(DataPaths(folder), new, SystemClock(), lambda _sheet: None)


def _form(station: Station, doc: SearchDoc) -> ReceptionForm:
    base = reception_form(station)
    opinion = replace(base.opinions[0], title=doc.title, content=doc.content, place=doc.place)
    return replace(base, contact=replace(base.contact, name=doc.names[:3]), opinions=(opinion,))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _last_rows(station: Station) -> dict[str, Columns]:
    return {table: rows(station.db, f"SELECT * FROM {table} ORDER BY rowid DESC LIMIT 1")[0] for table in TABLES}


def _make_tables(raw: StationDatabase, saved: dict[str, Columns]) -> None:
    for table, row in saved.items():
        columns = ", ".join("id INTEGER PRIMARY KEY" if name == "id" else f'"{name}" ANY' for name in row)
        raw.execute_sql(f"CREATE TABLE {table} ({columns}) STRICT")


def _insert(raw: StationDatabase, saved: dict[str, Columns]) -> None:
    with write_transaction(raw):
        for table, row in saved.items():
            raw.execute_sql(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
