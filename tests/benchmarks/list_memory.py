"""In a process of its own: the bytes by which it grows while a list is leafed through.

Folder and key come on two lines by the standard input, so that the key is in no list of processes.
"""

import resource
import sys
from pathlib import Path

from station_app.config import DataPaths
from station_app.db.blobs import BlobStore
from station_app.db.connection import connect
from station_app.db.keys import DatabaseKey
from station_app.db.store import Store
from station_app.services.listing import Filters, count, page
from station_app.services.station import Station
from tests.benchmarks.many import CLOCK

LEAVES, LINES = 20, 14


def main() -> None:
    """Open, leaf through, print."""
    folder, key = sys.stdin.read().split("\n")
    paths, secret = DataPaths(Path(folder)), bytes.fromhex(key)
    database_key = DatabaseKey(secret[:32], secret[32:])
    db = connect(paths.station_db, database_key)
    # Not opened as a station: its check would have read the file before, and memory with it.
    station = Station(Store(paths, database_key, db, db, BlobStore(paths.blobs, "")), CLOCK)
    before = _in_memory()
    for leaf in range(LEAVES):
        page(station, Filters(), leaf * LINES, LINES)
        count(station, Filters())
    print(_in_memory() - before)


def _in_memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    main()
