"""Backups: to a stick when the person asks, into the data folder every day and before something big."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from station_app.config import DataPaths
from station_app.db.connection import StationDatabase, sure_transaction
from station_app.db.faults import disk_faults
from station_app.db.files import make_folder, remove_quietly
from station_app.db.keys import DatabaseKey
from station_app.errors import StationError
from station_app.services.backup_file import BackupResult as BackupResult
from station_app.services.backup_file import make_backup
from station_app.services.keeping import SUFFIX, made_at, surplus
from station_app.services.pace import Pace
from station_app.services.station import Station, get_setting, set_setting

WARN_AFTER = timedelta(days=7)
_SETTING = "last_backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBackup:
    """The last backup to a stick or another folder: ``at`` ISO with zone, ``folder`` as it was chosen."""

    at: str
    folder: str
    file: str
    opinions: int
    changes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBackup:
    """A backup that the program keeps by itself; ``made_at`` aware, ``size`` in bytes."""

    made_at: datetime
    file: Path
    size: int


def backup_to(station: Station, folder: Path, pace: Pace | None = None) -> BackupResult:
    """Write a backup into a folder outside the data folder (made if only its last part is missing), and remember it.

    Raises StationError and then leaves nothing behind; an existing file is never replaced.
    """
    folder = _outside(station.store.paths.folder, folder)
    made = make_backup(station.db, station.store.key, _paths(station), station.clock.now(), folder, pace)
    last = LastBackup(
        at=station.clock.now().isoformat(timespec="seconds"),
        folder=str(folder),
        file=made.file.name,
        opinions=made.opinions,
        changes=made.changes,
    )
    with sure_transaction(station.db, lambda: last_backup(station) == last):
        set_setting(station.db, _SETTING, json.dumps(asdict(last)))
    return made


def keep_backup(station: Station, pace: Pace | None = None) -> BackupResult:
    """Write a backup into the data folder itself, before something big; older ones make room (services.keeping)."""
    return keep_in_folder(station.db, station.store.key, _paths(station), station.clock.now(), pace)


def daily_backup(station: Station, pace: Pace | None = None) -> BackupResult | None:
    """The day's backup into the data folder; None when there is one of today already."""
    today = station.clock.today()
    times = [made_at(path.name) for path in station.store.paths.backups.glob(f"*{SUFFIX}")]
    if any(moment is not None and moment.date() == today for moment in times):
        return None
    return keep_backup(station, pace)


def last_backup(station: Station) -> LastBackup | None:
    """The last backup that left this data folder; None when there was none."""
    kept = get_setting(station.db, _SETTING)
    return None if kept is None else LastBackup(**json.loads(kept))


def kept_backups(station: Station) -> tuple[KeptBackup, ...]:
    """The backups inside the data folder, the newest first."""
    found = [(made_at(path.name), path) for path in station.store.paths.backups.glob(f"*{SUFFIX}")]
    kept = [KeptBackup(made_at=at, file=path, size=path.stat().st_size) for at, path in found if at is not None]
    return tuple(sorted(kept, key=lambda one: (one.made_at, len(one.file.name), one.file.name), reverse=True))


def due(station: Station) -> bool:
    """Whether a backup is due: none yet, or the last is over seven days old."""
    last = last_backup(station)
    return last is None or station.clock.now() - datetime.fromisoformat(last.at) > WARN_AFTER


def keep_in_folder(
    db: StationDatabase, key: DatabaseKey, paths: DataPaths, now: datetime, pace: Pace | None = None
) -> BackupResult:
    """`keep_backup` for a database of any version that is not open as a station: before a migration or restore."""
    with disk_faults(paths.backups):
        make_folder(paths.backups)
    made = make_backup(db, key, paths, now, paths.backups, pace)
    for name in surplus(path.name for path in paths.backups.glob(f"*{SUFFIX}")):
        remove_quietly(paths.backups / name)
    return made


def _paths(station: Station) -> DataPaths:
    return DataPaths(station.store.paths.folder)


def _outside(data: Path, folder: Path) -> Path:
    folder, data = folder.absolute(), data.resolve()
    if data in (folder.resolve(), *folder.resolve().parents):
        raise StationError(
            "备份不能放在数据文件夹里", "请插上U盘，选U盘上的文件夹；电脑坏了，放在一起的备份也会一起丢失。"
        )
    if not folder.parent.is_dir() or (folder.exists() and not folder.is_dir()):
        raise StationError(f"找不到备份要放的文件夹：{folder}", "请检查U盘是否插好，再选一次文件夹。")
    with disk_faults(folder):
        make_folder(folder)
    return folder
