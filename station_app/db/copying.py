"""A verified copy of an open encrypted database, for backups and snapshots: it appears whole or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from station_app.db.connection import StationDatabase, connect, create_database, storage_faults
from station_app.db.faults import disk_faults
from station_app.db.files import remove_quietly, replace_durably, sync_file
from station_app.db.integrity import full_problems, require_whole
from station_app.db.keys import DatabaseKey

PAGES_A_STEP = 512

Progress = Callable[[int, int], None]


def copy_database(source: StationDatabase, target: Path, key: DatabaseKey, progress: Progress | None = None) -> None:
    """Copy ``source`` page by page into one closed file ``target`` under the same key, while others read and write.

    ``progress(done, total)`` counts pages and may raise to cancel. The copy is reopened and checked before it takes the
    name; an older ``target`` is replaced only then. Raises StorageProblem (Damaged when either side is not whole).
    """
    part = target.with_name(f"{target.name}.part")
    _remove_all(part)
    try:
        with storage_faults(), _snapshot(source):
            _copy_pages(source, part, key, progress)
        verify_database(part, key)
        with disk_faults(target):
            sync_file(part)
            replace_durably(part, target)
    except BaseException:
        _remove_all(part)
        raise


def verify_database(path: Path, key: DatabaseKey) -> None:
    """Reopen a closed copy without writing to it and check all of it; raises Damaged or another StorageProblem."""
    db = connect(path, key, read_only=True)
    try:
        require_whole(full_problems(db))
    finally:
        db.close()


@contextlib.contextmanager
def _snapshot(source: StationDatabase) -> Iterator[None]:
    """Hold one read transaction, or each write by another connection would start the copy anew."""
    if source.in_transaction():
        raise RuntimeError("copy_database inside a transaction")
    source.execute_sql("BEGIN")
    try:
        source.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()
        yield
    finally:
        source.rollback()


def _copy_pages(source: StationDatabase, part: Path, key: DatabaseKey, progress: Progress | None) -> None:
    target = create_database(part, key)
    try:
        target.execute_sql("PRAGMA journal_mode = DELETE").fetchone()
        source.connection().backup(target.connection(), pages=PAGES_A_STEP, progress=_counter(progress))
        # The copied header says WAL; a backup is one file, readable on a write-protected stick.
        target.execute_sql("PRAGMA journal_mode = DELETE").fetchone()
    finally:
        target.close()


def _counter(progress: Progress | None) -> Callable[[int, int, int], None] | None:
    if progress is None:
        return None
    return lambda _status, remaining, total: progress(total - remaining, total)


def _remove_all(path: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        remove_quietly(path.with_name(path.name + suffix))
