"""Undoing the last import run: the state from before it is put back, while nothing was written or exported since.

One snapshot is kept beside the database, encrypted by the same key, for seven days at most. What must not go back is
taken over: the newest roster. The installation goes on as a new one, as after every restore.
"""

import json
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from station_app.config import DataPaths
from station_app.db.connection import commits, connect, set_commits, storage_faults, write_transaction
from station_app.db.copying import copy_database
from station_app.db.exchange_models import ImportItem, ImportLog
from station_app.db.files import remove_quietly
from station_app.db.statements import Row, execute, insert, insert_many, rows, scalar
from station_app.domain.moves import OFFICE
from station_app.errors import StationError
from station_app.exchange.trust import keep_trust, read_trust
from station_app.services import audit
from station_app.services.clearing import apply_list
from station_app.services.installation import renew_instance
from station_app.services.pace import Pace, step
from station_app.services.station import Station, get_setting, set_setting

KEPT = timedelta(days=7)
_SETTING = "import snapshot"


def keep_snapshot(station: Station, pace: Pace) -> None:
    """Keep the state before an import run; the one before goes. Raises StationError, Cancelled."""
    copy_database(
        station.db,
        _file(station),
        station.store.key,
        lambda done, total: step(pace, done, total, "正在留快照，以便撤销"),
    )


def note_end(station: Station) -> None:
    """Remember how the log stood when the run ended: a later write ends the right to undo it.

    Where the disk refuses that, only this right is lost: what was taken is taken, and the reports must be seen.
    """
    kept = {"at": station.clock.now().isoformat(timespec="seconds"), "mark": _mark(station)}
    with suppress(StationError), write_transaction(station.db):
        set_setting(station.db, _SETTING, json.dumps(kept))


def can_undo(station: Station) -> bool:
    """Whether the last run can still be undone."""
    kept = json.loads(get_setting(station.db, _SETTING) or "null")
    if kept is None or not _file(station).is_file() or kept["mark"] != _mark(station):
        return False
    return station.clock.now() - datetime.fromisoformat(kept["at"]) < KEPT


def forget_old(station: Station) -> None:
    """Delete a snapshot that is over seven days old; called when a station opens."""
    kept = json.loads(get_setting(station.db, _SETTING) or "null")
    if kept is not None and station.clock.now() - datetime.fromisoformat(kept["at"]) >= KEPT:
        remove_quietly(_file(station))


def undo(station: Station) -> None:
    """Put the state from before the last run back. Raises StationError when it cannot be undone any more."""
    station.require(*OFFICE)
    if not can_undo(station):
        raise StationError("这次导入已不能撤销", "导入以后又登记、导出过，或已过 7 天。要改请用更正，或用备份恢复。")
    trust, count, undone = read_trust(station.db), commits(station.db), _last_run(station)
    snapshot = connect(_file(station), station.store.key, read_only=True)
    try:
        with storage_faults():
            snapshot.connection().backup(station.db.connection())
            set_commits(station.db, count)
    finally:
        snapshot.close()
    with write_transaction(station.db):
        if trust is not None:
            keep_trust(station.db, trust)
        execute(station.db, "DELETE FROM setting WHERE key = ?", (_SETTING,))
        _keep_undone(station, undone)
        audit.add(station, audit.Action.EXPORTED, "import undone", "撤销导入")
    paths = DataPaths(station.store.paths.folder)
    renew_instance(station.db, paths)
    apply_list(station.db, paths, station.clock)
    station.refresh_identity()
    remove_quietly(_file(station))


def _last_run(station: Station) -> list[tuple[Row, list[Row]]]:
    """The reports of the last run, each with its items."""
    sql = "SELECT * FROM import_log WHERE run = (SELECT run FROM import_log ORDER BY id DESC LIMIT 1) ORDER BY id"
    items = "SELECT outcome, uid, facet, reason FROM import_item WHERE log = ? ORDER BY id"
    return [(row, rows(station.db, items, (row["id"],))) for row in rows(station.db, sql)]


def _keep_undone(station: Station, reports: list[tuple[Row, list[Row]]]) -> None:
    """The history never shrinks: what was undone stays in it, marked so."""
    now = station.clock.now().isoformat(timespec="seconds")
    for row, items in reports:
        execute(station.db, "DELETE FROM import_log WHERE package_id = ?", (row["package_id"],))
        values = {name: value for name, value in row.items() if name != "id"}
        number = insert(station.db, ImportLog, values | {"undone_at": now})
        insert_many(station.db, ImportItem, [{"log": number, **item} for item in items])


def _file(station: Station) -> Path:
    return station.store.paths.folder / "before-import.db"


def _mark(station: Station) -> list[int]:
    """What grows with every write and export."""
    counted = ("SELECT max(id) FROM change", "SELECT max(id) FROM export_log")
    return [int(scalar(station.db, sql) or 0) for sql in counted]
