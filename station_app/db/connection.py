"""Connections to the encrypted databases, and the one way to write to them.

peewee keeps one connection per thread: the window's thread only reads, one worker thread writes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import peewee
from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2

from station_app.db.faults import DAMAGED, Damaged, disk_faults, sqlite_codes, sqlite_problem
from station_app.db.keys import DatabaseKey as DatabaseKey
from station_app.errors import StationError

BUSY_SECONDS = 5
CACHE_KIB = 32 * 1024
SMALLEST_BYTES = 4096
WAL_KEEP_BYTES = 64 * 1024 * 1024
# peewee wraps what a statement raises, but rows fetched from a cursor raise the driver's own errors.
DATABASE_ERRORS = (peewee.PeeweeException, dbapi2.Error)
_NOT_A_DATABASE = 26
_MOST_COMMITS = 0x7FFFFFFF


class MissingDatabase(StationError):
    """The database file is not there (or empty): never answered by a silent new one."""


class ForeignDatabase(Damaged):
    """The key, though authentic, does not open the file: a file of another station, or one overwritten at its start."""


class CommitUncertain(StationError):
    """COMMIT reported an error, which does not mean "not saved": look the record up by uid before telling anyone.

    ``problem`` is the true cause, to be raised when the record turns out not to be there.
    """

    def __init__(self, problem: StationError) -> None:
        super().__init__(f"不能确定是否已保存：{problem.title}", problem.next_step)
        self.problem = problem


class StationDatabase(SqlCipherDatabase):  # type: ignore[misc]  # peewee has no types
    """SQLCipher under peewee, with a rollback that cannot hide the error that ended the transaction."""

    def rollback(self) -> None:
        """Roll back if SQLite has not done so itself (on a full disk it has)."""
        if self.connection().in_transaction:
            super().rollback()


def connect(path: Path, key: DatabaseKey, read_only: bool = False, query_only: bool = False) -> StationDatabase:
    """Open an existing database and read its schema: raises MissingDatabase, Damaged or another StorageProblem.

    ``read_only`` opens the file itself so (backups, checks); ``query_only`` refuses writes on an ordinary connection.
    """
    with disk_faults(path):
        size = path.stat().st_size if path.is_file() else 0
    if size == 0:
        raise MissingDatabase(
            f"找不到数据文件：{path.name}",
            "请检查数据文件夹是否完整，或从菜单“恢复备份”用最近的备份恢复。程序不会自行新建空的数据。",
        )
    if size < SMALLEST_BYTES:  # SQLite takes a single byte for an empty database
        raise Damaged(*DAMAGED)
    return _open(path, key, "ro" if read_only else "rw", query_only)


def create_database(path: Path, key: DatabaseKey) -> StationDatabase:
    """Make a new, empty, encrypted database and open it; refused when the file exists."""
    if path.exists():
        raise StationError(f"数据文件已存在：{path.name}", "请换一个空的数据文件夹。")
    return _open(path, key, "rwc", query_only=False)


@contextlib.contextmanager
def write_transaction(db: SqlCipherDatabase) -> Iterator[None]:
    """One immediate transaction: all of the block is saved when it ends, or nothing when it raises.

    Raises StorageProblem with the true cause (disk full, I/O, read-only, locked, damaged), or CommitUncertain when
    only the commit failed. Not to be nested: use ``db.savepoint()`` inside.
    """
    if db.in_transaction():
        raise RuntimeError("write_transaction inside a transaction")
    with storage_faults():
        transaction = db.transaction("IMMEDIATE")
        transaction.__enter__()
    try:
        yield
        with storage_faults():
            set_commits(db, commits(db) + 1)
    except BaseException as error:
        with storage_faults():
            transaction.__exit__(type(error), error, error.__traceback__)
            raise
    _commit(db, transaction)


def commits(db: SqlCipherDatabase) -> int:
    """How many transactions the database has seen: by this a log of another time is told (`db.log_check`)."""
    return int(db.execute_sql("PRAGMA user_version").fetchone()[0])


def set_commits(db: SqlCipherDatabase, number: int) -> None:
    """Set the count, which never goes down; it stands in the header of the file and is part of the transaction."""
    db.execute_sql(f"PRAGMA user_version = {number & _MOST_COMMITS}")


@contextlib.contextmanager
def sure_transaction(db: SqlCipherDatabase, is_there: Callable[[], object]) -> Iterator[None]:
    """`write_transaction` that looks again when only the commit failed: the true cause is raised unless it is there."""
    try:
        with write_transaction(db):
            yield
    except CommitUncertain as doubt:
        if not is_there():
            raise doubt.problem from doubt


@contextlib.contextmanager
def storage_faults() -> Iterator[None]:
    """Turn a database error that comes from outside (disk, lock, damage) into a StorageProblem; ours pass through."""
    try:
        yield
    except DATABASE_ERRORS as error:
        problem = sqlite_problem(error)
        if problem is None:
            raise
        raise problem from error


def _commit(db: SqlCipherDatabase, transaction: peewee._transaction) -> None:
    try:
        transaction.__exit__(None, None, None)
    except DATABASE_ERRORS as error:
        _settle(db)
        problem = sqlite_problem(error)
        if problem is None:
            raise
        raise CommitUncertain(problem) from error


def _settle(db: SqlCipherDatabase) -> None:
    """Empty the write-ahead log if possible, so that frames of the failed commit cannot come back after a crash."""
    with contextlib.suppress(*DATABASE_ERRORS):
        db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _open(path: Path, key: DatabaseKey, mode: str, query_only: bool) -> StationDatabase:
    db = StationDatabase(
        f"file://{_absolute(path)}?mode={mode}", uri=True, passphrase=key.raw(), pragmas=_pragmas(mode, query_only)
    )
    try:
        db.connect()
        db.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()
    except DATABASE_ERRORS as error:
        db.close()
        raise _open_problem(error, path, key) from error
    return db


def _open_problem(error: Exception, path: Path, key: DatabaseKey) -> Exception:
    """Tell a wrong key from damage: with a key out of an authenticated slot, an unreadable first page is damage.

    Unless the salt in the file's first bytes shows that slots and database were never a pair.
    """
    if _NOT_A_DATABASE in sqlite_codes(error) and _salt_of(path) != key.salt:
        return ForeignDatabase(
            "密钥文件与数据文件不是一套，或数据文件开头已损坏",
            "请检查数据文件夹里的文件是否来自同一台电脑；如是，请用最近的备份恢复。",
        )
    return sqlite_problem(error) or error


def _pragmas(mode: str, query_only: bool) -> list[tuple[str, str | int]]:
    """In order: silence SQLCipher's own stderr log first, wait for locks next, touch the file last."""
    pragmas: list[tuple[str, str | int]] = [("cipher_log_level", "NONE"), ("busy_timeout", BUSY_SECONDS * 1000)]
    if mode != "ro":
        pragmas += [("journal_mode", "WAL"), ("journal_size_limit", WAL_KEEP_BYTES)]
    pragmas += [
        ("synchronous", "FULL"),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("temp_store", "MEMORY"),
        ("cache_size", -CACHE_KIB),
    ]
    return [*pragmas, ("query_only", 1)] if query_only else pragmas


def _absolute(path: Path) -> str:
    """The path as SQLite's URI wants it, with exactly one slash before a drive letter."""
    posix = path.absolute().as_posix()
    return quote(posix if posix.startswith("/") else f"/{posix}")


def _salt_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(16)
