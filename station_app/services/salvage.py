"""A damaged station put together again from what can be read: nothing is thrown away, the old files are kept.

The change log is read page by page and filled into a new database, whose tables and search index are made from it. It
goes on as a new installation. A backup may fill in what is lost, its keys included.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from station_app.config import DataPaths
from station_app.db import archive, slot_file, swap
from station_app.db.blobs import BlobStore
from station_app.db.connection import StationDatabase, create_database, write_transaction
from station_app.db.drafts import DraftRow, put_draft
from station_app.db.faults import Damaged, disk_faults
from station_app.db.integrity import full_problems, require_whole
from station_app.db.keys import DatabaseKey
from station_app.db.lock import DataLock
from station_app.db.salvage import Wreck, shapes_of
from station_app.db.sheet import MistypedSheet, parse_sheet_key
from station_app.db.slot_file import DamagedSlots, MissingSlots
from station_app.db.slots import SlotFile
from station_app.db.statements import execute
from station_app.db.store import Store
from station_app.domain.clock import Clock
from station_app.services.backup_file import require_room
from station_app.services.backup_source import BackupSource, open_backup, reading
from station_app.services.checking import ATTACHMENTS
from station_app.services.opening import hold, refuse_wrong_clock, unlock
from station_app.services.pace import Pace, Unseen, step
from station_app.services.paper_book import OPENINGS, SERIALS, ask_last_number
from station_app.services.salvage_report import SalvageReport, look_back
from station_app.services.salvaged import FROM_BACKUP, FROM_WRECK, TABLES, Filling, Scratch
from station_app.services.station import Station

_OLD = "OLD-%Y%m%d-%H%M%S"
_CHANGES = "SELECT name, depth, header, salt, payload FROM change"


@dataclass(frozen=True, slots=True)
class _Work:
    """Where it comes from, where it is put together, under which key, by whose time."""

    paths: DataPaths
    staged: DataPaths
    key: DatabaseKey
    clock: Clock


def salvage(
    paths: DataPaths,
    secret: str,
    clock: Clock,
    backup: Path | None = None,
    lock: DataLock | None = None,
    pace: Pace | None = None,
) -> SalvageReport:
    """Put what can be read of a data folder in the place of its damaged files, as a new installation.

    ``secret`` is the passphrase or recovery sheet. With ``backup`` what is lost is taken from there, the key slots too.
    The files as they were are kept in ``backups/OLD-…``; the next save asks for the last numbers in the paper book.
    Raises StationError or Cancelled, and then leaves all as it was.
    """
    refuse_wrong_clock(clock.now())
    pace = pace or Unseen()
    with hold(paths) if lock is None else nullcontext():
        source = None if backup is None else open_backup(backup, secret, pace)
        slots, key = keys_of(paths, secret, source)
        kept = f"{clock.now():{_OLD}}"
        with _staged(paths) as staged:
            report = _gather(_Work(paths, staged, key, clock), source, pace)
            slot_file.save(staged.slots, slots)
            step(pace, 1, 1, "正在换上找回的数据")
            swap.commit(paths, keep_as=kept)
    return replace(report, kept_in=paths.backups / kept)


def keys_of(paths: DataPaths, secret: str, source: BackupSource | None) -> tuple[SlotFile, DatabaseKey]:
    """The key slots of the folder, or those of a backup where they are lost, with the key.

    Raises MissingSlots, DamagedSlots, NewerSlots, WrongPassphrase, WrongSheet or TooManyAttempts.
    """
    try:
        slots = slot_file.load(paths.slots)
    except (MissingSlots, DamagedSlots):
        if source is None:
            raise
        return source.slots, source.key
    if source is not None and source.slots.database_salt == slots.database_salt:
        return slots, source.key
    try:
        parse_sheet_key(secret)
    except MistypedSheet:
        return slots, unlock(paths, secret)
    return slots, slots.open_with_sheet(secret).key


@contextmanager
def _staged(paths: DataPaths) -> Iterator[DataPaths]:
    folder = swap.begin(paths)
    try:
        yield DataPaths(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _gather(work: _Work, source: BackupSource | None, pace: Pace) -> SalvageReport:
    """Fill the folder ``staged`` with a whole state; says what it holds."""
    with disk_faults(work.paths.folder):
        size = sum(file.stat().st_size for file in work.paths.folder.glob("station.db*"))
    require_room(work.paths.folder, 3 * size)
    store = Store.create(work.staged, work.key)
    try:
        wreck = Wreck(work.paths.station_db, work.key, shapes_of(store.db, TABLES))
        with closing(create_database(work.staged.folder / "scratch.db", work.key)) as scratch_db:
            scratch = Scratch(scratch_db)
            settings = _collect(scratch, wreck, source, work.staged, pace)
            filling = Filling(store, wreck, scratch, work.paths, work.clock)
            with write_transaction(store.db):
                filling.fill(settings, pace)
        filling.save_marker(work.staged)
        _save_drafts(store.drafts, work.paths, work.key)
    finally:
        store.close()
    return _finish(work, source, wreck, filling, pace)


def _collect(
    scratch: Scratch, wreck: Wreck, source: BackupSource | None, staged: DataPaths, pace: Pace
) -> list[tuple[str, str]]:
    """Gather all changes of the damaged file and of the backup; returns the settings of the backup."""
    total = wreck.pages.count
    for number, row in wreck.changes():
        scratch.keep(row, FROM_WRECK)
        step(pace, number, total, f"正在逐页读取 {number:,} / {total:,}")
    if source is None:
        if not scratch.count(FROM_WRECK):
            raise Damaged("数据文件里一条登记也读不出来", "请用备份恢复；损坏的文件没有改动。")
        return []
    folder = staged.folder / "backup"
    with disk_faults(folder):
        folder.mkdir(mode=0o700)
    source.file.extract([archive.STATION], folder, lambda _size: step(pace, total, total, "正在取出备份"))
    with reading(folder / archive.STATION, source.key) as db:
        for name, depth, header, salt, payload in execute(db, _CHANGES):
            row = {"name": name, "depth": depth, "header": header, "salt": salt, "payload": payload}
            scratch.keep(row, FROM_BACKUP)
        settings = execute(db, "SELECT key, value FROM setting WHERE key <> 'identity'").fetchall()
    shutil.rmtree(folder, ignore_errors=True)
    return [(key, value) for key, value in settings]


def _save_drafts(drafts: StationDatabase, paths: DataPaths, key: DatabaseKey) -> None:
    """Take over the half-typed forms that can be read; they are never a reason to stop."""
    if not paths.drafts_db.is_file():
        return
    for row in Wreck(paths.drafts_db, key, shapes_of(drafts, ["draft"])).rows("draft"):
        row.pop("id", None)
        put_draft(drafts, DraftRow(**row))


def _finish(work: _Work, source: BackupSource | None, wreck: Wreck, filling: Filling, pace: Pace) -> SalvageReport:
    """Reopen the new database, have the paper book asked for, look at the attachments, check and count all."""
    store = Store.open(work.staged, work.key, lambda _db: None)
    try:
        station = Station(store, work.clock)
        for series in (SERIALS, OPENINGS):
            ask_last_number(station, series)
        lost = _lost_attachments(station, work.paths, source, pace)
        require_whole(full_problems(store.db))
        return look_back(
            store.db,
            pages=wreck.pages.count,
            bad_pages=len(wreck.pages.bad),
            repeated=filling.repeated,
            from_backup=filling.from_backup,
            blank=filling.blank,
            attachments=lost,
            site=station.identity.site,
        )
    finally:
        store.close()


def _lost_attachments(station: Station, paths: DataPaths, source: BackupSource | None, pace: Pace) -> dict[str, str]:
    """Hash and serial of the attachments that cannot be opened, after those of the backup were put back."""
    blobs = BlobStore(paths.blobs, station.store.blobs.identity)
    lost = {}
    for sha256, serial in execute(station.db, ATTACHMENTS).fetchall():
        step(pace, 1, 1, "正在核对附件")
        if not blobs.verify(sha256) and not _put_back(blobs, sha256, source):
            lost[sha256] = serial
    return lost


def _put_back(blobs: BlobStore, sha256: str, source: BackupSource | None) -> bool:
    """Take an attachment's file out of the backup if it is there and can be opened."""
    member = f"blobs/{sha256}.age"
    if source is None or not source.file.has(member):
        return False
    return blobs.put_sealed(sha256, source.file.read(member))
