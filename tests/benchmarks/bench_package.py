"""Packages: taking one in beside the bare insertion of the rows it makes, their size, growth, memory and export."""

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from station_app.db import search
from station_app.db.connection import write_transaction
from station_app.db.pinyin import initials
from station_app.domain.clock import FixedClock
from station_app.exchange.incoming import apply
from station_app.exchange.reading import open_package
from station_app.exchange.trust import enrolled
from station_app.journal.opinions import search_doc
from station_app.services.packages import sending, taking
from station_app.services.packages.links import own_side
from station_app.services.station import Station
from tests.benchmarks.log_of import AT, ONE_OPINION, fill, records_only
from tests.benchmarks.measure import Row, on_disk, seconds
from tests.exchange.network import Made, make_network, take_in

CLOCK = FixedClock(datetime(2026, 6, 18, 10, 52, tzinfo=timezone(timedelta(hours=8))))
TABLES = ("change", "change_parent", "contact", "reception", "opinion")


def run(small: bool) -> Iterator[Row]:
    """From a small package to the largest."""
    initials("吴桂珍")  # its tables are read once a day, not once a package
    numbers = (60, 120) if small else (20_000, 200_000)
    with on_disk() as folder:
        net = make_network(folder / "net", CLOCK, ["17"])
        ours, theirs = {}, {}
        for number in numbers:
            sender = net["17"].open(folder / f"station {number}", CLOCK)
            fill(sender, number - sender.db.execute_sql("SELECT count(*) FROM change").fetchone()[0])
            file, export_seconds = _exported(sender, folder / f"stick {number}")
            if number == numbers[0]:
                yield from _sizes(sender, file)
                yield _export_of_news(sender, folder / "news")
            ours[number], theirs[number] = _import(net, folder, number, file)
            note = f"{number:,} changes: {ours[number]:.2f} s; export {export_seconds:.2f} s"
            yield Row(f"import of {number:,} changes", ours[number] / theirs[number], 3, note)
            sender.close()
        grown = numbers[1] / numbers[0]
        ratio = ours[numbers[1]] / ours[numbers[0]] * 10 / grown
        yield Row("import, ten times as much", ratio, 11)
        if sys.platform == "linux":
            yield _memory(folder, numbers)
        yield _whole_take(net, folder, numbers[0])
    yield _many_stations(2 if small else 24, 5 if small else 300)


def _exported(sender: Station, stick: Path) -> tuple[Path, float]:
    stick.mkdir()
    began = time.perf_counter()
    (sent,) = sending.export(sender, stick)
    return sent.file, time.perf_counter() - began


def _import(net: dict[str, Made], folder: Path, number: int, file: Path) -> tuple[float, float]:
    """Seconds to apply a verified package, and to insert the rows that it made into a centre like it."""
    centre, bare = (net["00"].open(folder / f"{what} {number}", CLOCK) for what in ("centre", "bare"))
    trust, stage = enrolled(centre.db), folder / f"stage {number}"
    stage.mkdir()
    with open_package(file, [trust.keys.identity], trust.signers, stage) as staged:
        ours = _seconds(centre, lambda: apply(centre.db, staged, trust, own_side(centre), AT))
    rows = {table: _new_rows(centre, bare, table) for table in TABLES}
    keys = [(row["id"], search._tokens(search._texts(search_doc(row)))) for row in _opinions(centre)]
    theirs = _seconds(bare, lambda: _insert(bare, rows, keys))
    centre.close()
    bare.close()
    return ours, theirs


def _seconds(station: Station, work: Callable[[], Any]) -> float:
    gc.collect()
    began = time.perf_counter()
    with write_transaction(station.db):
        work()
    return time.perf_counter() - began


def _new_rows(centre: Station, bare: Station, table: str) -> list[tuple[Any, ...]]:
    held = set(bare.db.execute_sql(f"SELECT * FROM {table}"))
    return [row for row in centre.db.execute_sql(f"SELECT * FROM {table}") if row not in held]


def _opinions(centre: Station) -> Iterator[dict[str, Any]]:
    cursor = centre.db.execute_sql("SELECT * FROM opinion")
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def _insert(bare: Station, rows: dict[str, list[tuple[Any, ...]]], keys: list[tuple[int, str]]) -> None:
    cursor = bare.db.cursor()
    # The stream that the changes name.
    cursor.execute("INSERT INTO stream (id, name, own_seq) SELECT max(id) + 1, 'S:bare', 0 FROM stream")
    for table, some in rows.items():
        cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(some[0]))})", some)
    cursor.executemany("INSERT INTO opinion_fts(rowid, keys) VALUES (?, ?)", keys)


def _sizes(sender: Station, file: Path) -> Iterator[Row]:
    from zstandard import ZstdCompressor

    from station_app.exchange.lines import write_line
    from station_app.exchange.outgoing import lines

    ids = [number for (number,) in sender.db.execute_sql("SELECT id FROM change ORDER BY id")]
    own = ZstdCompressor(level=3).compress(b"".join(write_line(line) for line in lines(sender.db, ids)))
    bare = ZstdCompressor(level=3).compress(records_only(sender))
    size = file.stat().st_size
    note = f"{size / 1e6:.2f} MB, {size // len(ids)} bytes a change"
    yield Row("package / zstd -3 of its lines + 4 KiB", size / (len(own) + 4096), 1.05, note)
    yield Row("package / zstd -3 of the records alone", size / len(bare), 1.8)


def _export_of_news(sender: Station, stick: Path) -> Row:
    """One more opinion in a long log whose other changes the centre holds, beside a log that holds nothing else."""
    stick.mkdir()
    heads = sender.db.execute_sql(
        "SELECT s.name, c.name FROM stream_head h JOIN change c ON c.id = h.change_id"
        " JOIN stream s ON s.id = h.stream_id"
    ).fetchall()
    centre = enrolled(sender.db).known_roster.centre()
    assert centre is not None
    with write_transaction(sender.db):
        sender.db.execute_sql("INSERT INTO peer VALUES (?, 'pc', 1, ?, 0)", (centre.uid, AT))
        for stream, head in heads:
            sender.db.execute_sql("INSERT INTO claim VALUES (?, 'pc', ?, ?)", (centre.uid, stream, head))
    changes = []
    empty = seconds(lambda: changes.append(sending.export(sender, stick)[0].changes))
    for _ in range(ONE_OPINION):
        take_in(sender)
    took = seconds(lambda: changes.append(sending.export(sender, stick)[0].changes))
    assert set(changes) == {0, ONE_OPINION}
    with write_transaction(sender.db):
        sender.db.execute_sql("DELETE FROM peer")
        sender.db.execute_sql("DELETE FROM claim")
    return Row("export of 3 new changes / of none", took / empty, 2, f"{took * 1000:.0f} ms")


def _memory(folder: Path, numbers: tuple[int, int]) -> Row:
    peaks = [_peak(folder, number) for number in numbers]
    return Row("memory of an import, ten times as much", peaks[1] / peaks[0], 1.3, f"{peaks[1]:.0f} MiB at the peak")


def _peak(folder: Path, number: int) -> float:
    centre = folder / f"fresh {number}"
    arguments = [str(folder / "net" / "00"), str(centre), str(next((folder / f"stick {number}").iterdir()))]
    command = [sys.executable, "-m", "tests.benchmarks.import_memory", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    return float(done.stdout)


def _whole_take(net: dict[str, Made], folder: Path, number: int) -> Row:
    """From the stick to the commit: snapshot, decryption, signature, hashes, and all lines read strictly."""
    centre = net["00"].open(folder / "whole", CLOCK)
    began = time.perf_counter()
    (report,) = taking.take(centre, [folder / f"stick {number}"])
    took = time.perf_counter() - began
    assert report.problem is None
    centre.close()
    return Row("changes a second, from stick to commit", report.total / took, None, f"{took:.2f} s")


def _many_stations(stations: int, opinions: int) -> Row:
    """A folder with the packages of many stations."""
    with on_disk() as folder:
        codes = [str(number) for number in range(11, 11 + stations)]
        net = make_network(folder / "net", CLOCK, codes)
        stick = folder / "stick"
        stick.mkdir()
        for code in codes:
            sender = net[code].open(folder / code, CLOCK)
            fill(sender, opinions * ONE_OPINION)
            sending.export(sender, stick)
            sender.close()
        centre = net["00"].open(folder / "centre", CLOCK)
        began = time.perf_counter()
        reports = taking.take(centre, [stick])
        took = time.perf_counter() - began
        held = centre.db.execute_sql("SELECT count(*) FROM opinion").fetchone()[0]
        assert (len(reports), held) == (stations, stations * opinions)
        centre.close()
    note = f"{stations} stations, {held:,} opinions, {sum(report.total for report in reports):,} changes"
    return Row("seconds for one folder of all stations", took, None, note)
