"""Filling the tables again from the log, in the caller's transaction."""

import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from peewee import Database

from station_app.db import models
from station_app.db.network_models import SYNCED, CaseOpinion, Cases
from station_app.db.statements import execute, insert_many, table_name
from station_app.domain.serials import TIES
from station_app.journal.materialise import case_links
from station_app.journal.replay import Replayed, Row, base_id, names_in_log, replay

_BATCH = 1000


def rebuild_tables(db: Database, tick: Callable[[int], None]) -> None:
    """Empty all synced tables and fill them from the log; raises Unreadable. The search index is the caller's.

    ``tick`` is told after each 1,000 records how many are done.
    """
    emptied: list[type[models.Table]] = [models.OpinionTally, *SYNCED, models.OpinionDeputy, CaseOpinion]
    for table in reversed(emptied):
        execute(db, f'DELETE FROM "{table_name(table)}"')  # noqa: S608 - a name of ours
    filling = _Filling(db)
    for number, replayed in enumerate(replay(db, names_in_log(db)), 1):
        filling.take(replayed)
        if number % _BATCH == 0:
            filling.flush()
            tick(number)
    filling.flush()


class _Filling:
    """Rows on their way into the tables, some at a time."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: dict[type[models.Table], list[Row]] = defaultdict(list)
        self._places: set[int] = set()

    def take(self, replayed: Replayed) -> None:
        """Add the row with an id that keeps its order: of opinions the serial's, else that of the first change."""
        row, opinion = replayed.row, replayed.table is models.Opinion
        row["id"] = self._place(row) if opinion else replayed.subject.first
        self._waiting[replayed.table].append(row)
        if opinion:
            links = [{"opinion_id": row["id"], "deputy": uid} for uid in sorted(set(json.loads(row["deputies"])))]
            self._waiting[models.OpinionDeputy] += links
        if replayed.table is Cases:
            self._waiting[CaseOpinion] += case_links(row["uid"], json.loads(row["opinions"]))

    def flush(self) -> None:
        """Insert what has gathered."""
        for table, rows in self._waiting.items():
            insert_many(self._db, table, rows)
        self._waiting.clear()

    def _place(self, row: dict[str, Any]) -> int:
        low = base_id(row)
        place = next(one for one in range(low, low + TIES) if one not in self._places)
        self._places.add(place)
        return place
