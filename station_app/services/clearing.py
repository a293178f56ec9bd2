"""Clearing away what an erase left beside the log: drafts, pictures, snapshot, backups, and stale pages of the files.

What is still to be cleared stands in the database, so that it goes on after a crash. The uids of erased contacts are
also kept in a small file of the data folder, so that a restored older state loses them again.
"""

import json
import shutil
import tempfile
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from station_app.config import DataPaths
from station_app.db import archive
from station_app.db.connection import StationDatabase, connect, storage_faults, write_transaction
from station_app.db.drafts import DraftRow, all_drafts, remove_draft
from station_app.db.faults import disk_faults
from station_app.db.files import write_durably
from station_app.db.keys import DatabaseKey
from station_app.db.statements import execute, rows, scalar
from station_app.domain.clock import Clock
from station_app.errors import StationError
from station_app.journal.erased import all_erased
from station_app.journal.erasing import traces_left
from station_app.journal.log import Log
from station_app.services.backup import keep_backup
from station_app.services.keeping import SUFFIX
from station_app.services.pace import Pace, Unseen, step
from station_app.services.saved_filters import forget_filters, saved_filters
from station_app.services.station import Station, read_identity

_STEPS = 5
_NAME_LENGTH = 64
_HELD = """
    SELECT 1 FROM change WHERE payload IS NOT NULL
    AND (facet = 'contact.person' AND uid IN (SELECT value FROM json_each(?1))
         OR lower(hex(name)) IN (SELECT value FROM json_each(?1)))
"""


def clear_traces(station: Station, pace: Pace | None = None) -> bool:
    """Clear what erases left beside the log; whether there was anything. Raises StationError, and goes on next time."""
    words = traces_left(station.db)
    if words is None:
        return False
    pace = pace or Unseen()
    gone = [what for _, what in all_erased(station.db)]
    keep_list(station.db, _paths(station))
    step(pace, 1, _STEPS, "正在清除草稿和图片")
    for row in drafts_naming(station, gone, words):
        remove_draft(station.store.drafts, row.uid)
    for name in filters_naming(station, words):
        forget_filters(station, name)
    _remove_pictures(station)
    snapshot = station.store.paths.folder / "before-import.db"
    with disk_faults(snapshot):
        snapshot.unlink(missing_ok=True)
    with write_transaction(station.db):
        _blank_reports(station.db, words)
        execute(station.db, "UPDATE erased SET words = '[]' WHERE words IS NOT NULL")
    pace.report(2, _STEPS, "正在清空数据文件里的旧页")
    squeezed = _squeeze(station.db) and _squeeze(station.store.drafts)
    pace.report(3, _STEPS, "正在重做本机备份")
    _renew_backups(station, gone, words)
    if squeezed:
        with write_transaction(station.db):
            execute(station.db, "UPDATE erased SET words = NULL")
    return True


def resume(station: Station) -> str:
    """Go on with a clearing that was cut short, when a station opens; a sentence if that fails again, else ''."""
    try:
        clear_traces(station)
    except StationError as problem:
        return f"以前的一次个人信息删除还没有清完：{problem.title}。{problem.next_step}下次打开时再清。"
    return ""


def drafts_naming(station: Station, uids: Collection[str], words: Collection[str]) -> list[DraftRow]:
    """The drafts in which one of the contacts was taken over, or one of the words stands."""
    wanted = [*uids, *(word for word in words if len(word) > 1)]
    return [
        row for row in all_drafts(station.store.drafts) if any(one in row.body or one in row.label for one in wanted)
    ]


def filters_naming(station: Station, words: Collection[str]) -> list[str]:
    """The names of the saved filters that have one of the words."""
    wanted = [word for word in words if len(word) > 1]
    return [
        one.name
        for one in saved_filters(station)
        if any(word in one.name or word in one.filters.text for word in wanted)
    ]


def local_backups(station: Station) -> list[Path]:
    """The backups inside the data folder."""
    return sorted(station.store.paths.backups.glob(f"*{SUFFIX}"))


def keep_list(db: StationDatabase, paths: DataPaths) -> None:
    """Write the list of erased contacts beside the database, one ``<site> <uid>`` a line, with what it held before."""
    known = {key for key in all_erased(db) if len(key[1]) != _NAME_LENGTH} | read_list(paths)
    text = "".join(f"{site} {uid}\n" for site, uid in sorted(known)).encode("ascii")
    if known and (not paths.erased.exists() or paths.erased.read_bytes() != text):
        write_durably(paths.erased, text)


def read_list(paths: DataPaths) -> set[tuple[str, str]]:
    """The erased contacts of the list, none when there is no list; a line that is none of ours is passed over."""
    if not paths.erased.is_file():
        return set()
    with disk_faults(paths.erased):
        lines = [line.split() for line in paths.erased.read_text("ascii", "replace").splitlines()]
    return {(line[0], line[1]) for line in lines if len(line) == 2 and "".join(line).isascii()}


def apply_list(db: StationDatabase, paths: DataPaths, clock: Clock) -> int:
    """Erase again what the list names and an older state that was put back still holds; how many contacts."""
    missing = read_list(paths) - set(all_erased(db))
    identity = read_identity(db)
    ours = sorted(key for key in missing if key[0] == identity.site or identity.role.value == "centre")
    if ours:
        with write_transaction(db):
            log = Log(db, identity.site, identity.instance, clock, identity.role)
            for site, uid in ours:
                log.erase_contact(site, uid, None)
    return len(ours)


def _blank_reports(db: StationDatabase, words: Collection[str]) -> None:
    """The reports kept of imports say no more what was in versions that are gone, nor the words themselves."""
    execute(db, "UPDATE import_item SET reason = '' WHERE uid IN (SELECT uid FROM change WHERE payload IS NULL)")
    for word in words:
        execute(db, "UPDATE import_item SET reason = '' WHERE instr(reason, ?)", (word,))


def _remove_pictures(station: Station) -> None:
    """Remove the attachments that only opinions of erased contacts name."""
    sql = (
        "SELECT a.value ->> '$.sha256' AS name, max(e.what IS NULL) AS kept FROM change c"
        " JOIN stream s ON s.id = c.stream_id, json_each(c.payload, '$.attachments') a"
        " LEFT JOIN erased e ON e.what = c.payload ->> '$.contact' AND 'S:' || e.site = s.name"
        " WHERE c.facet = 'opinion.intake' AND c.payload -> '$.attachments' <> '[]' GROUP BY 1"
    )
    drafted = "".join(row.body for row in all_drafts(station.store.drafts))
    named = {row["name"]: bool(row["kept"]) for row in rows(station.db, sql)}
    for name in list(station.store.blobs.names()):
        if not named.get(name, True) and name not in drafted:
            station.store.blobs.remove(name)


def _squeeze(db: StationDatabase) -> bool:
    """Write the whole file anew, so that no page keeps a stale copy; false when a reader held the old pages."""
    with storage_faults():
        execute(db, "VACUUM")
        return int(scalar(db, "PRAGMA wal_checkpoint(TRUNCATE)")) == 0


def _renew_backups(station: Station, gone: Collection[str], words: Collection[str]) -> None:
    """Make a backup, and only then remove those that still hold what was erased."""
    work = station.store.paths.folder / "working"  # a crash leaves nothing there: the next start empties it
    with disk_faults(work):
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
    old = [file for file in local_backups(station) if backup_holds(file, station.store.key, gone, words, work)]
    if old:
        keep_backup(station)
    for file in old:
        with disk_faults(file):
            file.unlink(missing_ok=True)
    for leftover in ("stage", "working"):
        shutil.rmtree(station.store.paths.folder / leftover, ignore_errors=True)


def backup_holds(file: Path, key: DatabaseKey, gone: Collection[str], words: Collection[str], work: Path) -> bool:
    """Whether a backup of this station holds any of what was erased; one that cannot be read counts as holding it.

    It is unpacked in the folder ``work``, and removed there again.
    """
    with tempfile.TemporaryDirectory(dir=work) as folder:
        try:
            source = archive.read_archive(file)
            names = [name for name in (archive.STATION, archive.DRAFTS) if source.has(name)]
            source.extract(names, Path(folder), lambda _size: None)
            with closing(connect(Path(folder) / archive.STATION, key, read_only=True)) as db:
                if scalar(db, _HELD, (json.dumps(list(gone)),)) is not None:
                    return True
            wanted = [word for word in words if len(word) > 1]
            if archive.DRAFTS not in names or not wanted:
                return False
            with closing(connect(Path(folder) / archive.DRAFTS, key, read_only=True)) as drafts:
                return any(word in row.body for row in all_drafts(drafts) for word in wanted)
        except StationError:
            return True


def _paths(station: Station) -> DataPaths:
    return DataPaths(station.store.paths.folder)
