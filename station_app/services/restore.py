"""Restoring a backup: gathered beside the old state, checked, and put in its place in one step."""

import contextlib
import shutil
from pathlib import Path

from station_app.config import DataPaths
from station_app.db import archive, slot_file, swap
from station_app.db.connection import CommitUncertain, MissingDatabase, connect
from station_app.db.copying import verify_database
from station_app.db.faults import Damaged, disk_faults
from station_app.db.files import make_folder
from station_app.db.keys import SALT_BYTES, DatabaseKey
from station_app.db.lock import DataLock
from station_app.db.log_check import require_own_log
from station_app.db.setup import DataState, data_state
from station_app.db.slot_file import DamagedSlots, MissingSlots, NewerSlots
from station_app.db.store import Store
from station_app.domain.clock import Clock
from station_app.errors import StationError
from station_app.services.backup_file import BackupResult, make_backup, require_room, ticker
from station_app.services.backup_source import BackupSource, open_backup, reading, told_counts
from station_app.services.clearing import apply_list
from station_app.services.counting import Counts, counted
from station_app.services.installation import renew_instance
from station_app.services.opening import hold, refuse_wrong_clock
from station_app.services.pace import Pace, Unseen
from station_app.services.paper_book import OPENINGS, ask_last_number, note_last_number
from station_app.services.station import Station


def restore(
    file: Path,
    paths: DataPaths,
    secret: str,
    clock: Clock,
    last_number: int | None = None,
    lock: DataLock | None = None,
    pace: Pace | None = None,
) -> BackupResult:
    """Put a backup in the place of what the data folder holds, as a new installation; the folder may be empty.

    ``secret`` is the passphrase or recovery sheet valid when it was made. What the folder held is kept first: as a
    backup if it can still be read, else as it is in ``backups/OLD-…``. ``last_number`` is the last one of this year in
    the paper book (None: the next save asks; the first opening asks for its own). Hand in ``lock`` when the folder is
    held; no station may be open on it.
    Raises StationError and then leaves all as it was, unless the disk failed in the swap: the next start ends that.
    """
    refuse_wrong_clock(clock.now())
    pace = pace or Unseen()
    source = open_backup(file, secret, pace)
    with hold(paths, make=True) if lock is None else contextlib.nullcontext():
        _refuse_foreign(paths, source)
        counts = _gather(source, paths, clock, last_number, pace)
        swap.commit(paths, keep_as=_keep_old(paths, source.key, clock))
    return BackupResult(file, counts.opinions, counts.changes)


def _refuse_foreign(paths: DataPaths, source: BackupSource) -> None:
    """The salt is the mark of a database and of the slots that belong to it, and stays for life."""
    salt = _known_salt(paths)
    if salt is not None and salt != source.slots.database_salt:
        raise StationError(
            "这份备份属于另一个站点", f"请换一份本站的备份，或恢复到一个空的文件夹。现有数据没有改动：{paths.folder}"
        )


def _known_salt(paths: DataPaths) -> bytes | None:
    if data_state(paths) is not DataState.PRESENT:
        return None
    try:
        return slot_file.load(paths.slots).database_salt
    except (MissingSlots, DamagedSlots, NewerSlots):
        if not paths.station_db.is_file():
            return None
        with disk_faults(paths.station_db), paths.station_db.open("rb") as file:
            return file.read(SALT_BYTES)


def _gather(source: BackupSource, paths: DataPaths, clock: Clock, last_number: int | None, pace: Pace) -> Counts:
    """Fill the folder ``restoring`` with a whole state that is this installation's; returns what it holds."""
    size = sum(member.size for member in source.file.members)
    require_room(paths.folder, size)
    staged = DataPaths(swap.begin(paths))
    try:
        names = [member.name for member in source.file.members]
        source.file.extract(names, staged.folder, ticker(pace, size, 2 * size, "正在取出数据"))
        verify_database(staged.station_db, source.key)
        with reading(staged.station_db, source.key) as db:
            if counted(db) != told_counts(source):
                raise archive.BadBackup("备份里的数据和清单上的数目对不上", "请换一份备份；现有数据没有改动。")
        counts = _take_over(staged, paths, source.key, clock, last_number)
        swap.require_closed(staged.folder)
        return counts
    except BaseException:
        shutil.rmtree(staged.folder, ignore_errors=True)
        raise


def _take_over(staged: DataPaths, paths: DataPaths, key: DatabaseKey, clock: Clock, last_number: int | None) -> Counts:
    """Make the gathered state a new installation's, without the data of contacts that ``paths`` lists as erased."""
    store = Store.open(staged, key, lambda _db: None)
    try:
        renew_instance(store.db, staged)
        apply_list(store.db, paths, clock)
        station = Station(store, clock)
        ask_last_number(station, OPENINGS)
        if last_number is None:
            ask_last_number(station)
        else:
            note_last_number(station, last_number)
        return counted(store.db)
    except CommitUncertain as doubt:  # about a copy that is thrown away now
        raise doubt.problem from doubt
    finally:
        store.close()


def _keep_old(paths: DataPaths, key: DatabaseKey, clock: Clock) -> str:
    """Keep the old state as a backup; the name under which to keep its bare files when it cannot be read any more."""
    if data_state(paths) is not DataState.PRESENT:
        return ""
    try:
        slot_file.load(paths.slots)
        require_own_log(paths.station_db, key)
        old = connect(paths.station_db, key)
        try:
            with disk_faults(paths.backups):
                make_folder(paths.backups)
            make_backup(old, key, paths, clock.now(), paths.backups)
        finally:
            old.close()
    except (MissingDatabase, MissingSlots, DamagedSlots, NewerSlots, Damaged):
        return f"OLD-{clock.now():%Y%m%d-%H%M%S}"
    return ""
