"""One transaction that knows whether it was saved, even when the commit reported an error."""

from collections.abc import Iterator
from contextlib import contextmanager

from station_app.db.connection import CommitUncertain
from station_app.db.statements import scalar
from station_app.journal.log import Log
from station_app.services.station import Station


@contextmanager
def saving(station: Station) -> Iterator[Log]:
    """As ``station.writing()``; an error on commit is raised only if the last change is not there afterwards."""
    last: bytes | None = None
    try:
        with station.writing() as log:
            yield log
            last = scalar(station.db, "SELECT name FROM change ORDER BY id DESC LIMIT 1")
    except CommitUncertain as doubt:
        if scalar(station.db, "SELECT 1 FROM change WHERE name = ?", (last,)) is None:
            raise doubt.problem from doubt
