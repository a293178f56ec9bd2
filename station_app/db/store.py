"""The open store of one data folder: the station's database, the drafts, the attachments."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from station_app.db import models, search
from station_app.db.blobs import BlobStore, new_identity
from station_app.db.connection import (
    MissingDatabase,
    StationDatabase,
    connect,
    create_database,
    write_transaction,
)
from station_app.db.faults import Damaged, disk_faults
from station_app.db.integrity import quick_problems, require_whole
from station_app.db.keys import DatabaseKey
from station_app.db.log_check import require_own_log
from station_app.db.migrating import DRAFT_SCRIPTS, STATION_SCRIPTS, migrate, pending
from station_app.db.places import DataPlaces

_BLOB_IDENTITY = "blob_identity"
_SIDE_FILES = ("", "-wal", "-shm")


@dataclass(frozen=True)
class Store:
    """``drafts_lost`` says that the drafts could not be read at this start and were set aside as ``.damaged``."""

    paths: DataPlaces
    key: DatabaseKey
    db: StationDatabase
    drafts: StationDatabase
    blobs: BlobStore
    drafts_lost: bool = False

    @classmethod
    def create(cls, paths: DataPlaces, key: DatabaseKey) -> Self:
        """Make the databases of a new station, inside ``setup.setting_up``; refused when there is one."""
        db = create_database(paths.station_db, key)
        try:
            migrate(db, STATION_SCRIPTS)
            _keep_blob_identity(db)
            return cls._with_drafts(paths, key, db)
        except BaseException:
            db.close()
            raise

    @classmethod
    def open(cls, paths: DataPlaces, key: DatabaseKey, before_migration: Callable[[StationDatabase], None]) -> Self:
        """Open an existing station, check it, bring it up to date; ``before_migration`` keeps a verified backup.

        Raises MissingDatabase, Damaged, NewerDatabase or another StorageProblem, and then changes nothing.
        """
        require_own_log(paths.station_db, key)
        db = connect(paths.station_db, key)
        try:
            pending(db, STATION_SCRIPTS)
            require_whole(quick_problems(db))
            migrate(db, STATION_SCRIPTS, before=lambda: before_migration(db))
            return cls._with_drafts(paths, key, db)
        except BaseException:
            db.close()
            raise

    @classmethod
    def _with_drafts(cls, paths: DataPlaces, key: DatabaseKey, db: StationDatabase) -> Self:
        _keep_search_current(db)
        blobs = BlobStore(paths.blobs, _blob_identity(db))
        drafts, lost = _open_drafts(paths.drafts_db, key)
        return cls(paths, key, db, drafts, blobs, lost)

    def close(self) -> None:
        """Close the calling thread's connections; a worker thread calls it once for its own before it ends."""
        self.drafts.close()
        self.db.close()


def _keep_search_current(db: StationDatabase) -> None:
    """Another Python may fold texts otherwise: then the index is made anew before anything is taken out of it."""
    if not search.is_current(db):
        with write_transaction(db):
            search.rebuild(db)


def _keep_blob_identity(db: StationDatabase) -> None:
    with write_transaction(db):
        models.Setting.insert(key=_BLOB_IDENTITY, value=json.dumps(new_identity())).execute(db)


def _blob_identity(db: StationDatabase) -> str:
    value = models.Setting.select(models.Setting.value).where(models.Setting.key == _BLOB_IDENTITY).scalar(db)
    if value is None:
        raise Damaged("数据文件里缺少附件的密钥", "请用最近的备份恢复。")
    return str(json.loads(value))


def _open_drafts(path: Path, key: DatabaseKey) -> tuple[StationDatabase, bool]:
    """Drafts are never a reason not to start: unreadable ones are set aside, missing ones made anew."""
    try:
        require_own_log(path, key)
        return _ready(connect(path, key)), False
    except MissingDatabase:
        lost = False
    except Damaged:
        lost = True
    with disk_faults(path):
        _set_aside(path)
    return _ready(create_database(path, key)), lost


def _set_aside(path: Path) -> None:
    for suffix in _SIDE_FILES:
        file = path.with_name(path.name + suffix)
        if file.exists():
            file.replace(path.with_name(f"{path.name}.damaged{suffix}"))


def _ready(db: StationDatabase) -> StationDatabase:
    try:
        require_whole(quick_problems(db))
        migrate(db, DRAFT_SCRIPTS)
    except BaseException:
        db.close()
        raise
    return db
