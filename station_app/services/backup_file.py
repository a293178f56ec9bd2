"""Making one backup file: copied, written, read back, reopened and counted before it gets its name.

It holds the encrypted database, the drafts, the attachments and the key slots, and is opened by the passphrase or
recovery sheet of its day. Its manifest says nothing of persons and is sealed with the database's key.
"""

import errno
import hashlib
import hmac
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from station_app import __version__
from station_app.config import DataPaths
from station_app.db import archive
from station_app.db.connection import MissingDatabase, StationDatabase, connect
from station_app.db.copying import copy_database
from station_app.db.faults import Damaged, StorageProblem, disk_faults
from station_app.db.files import remove_quietly, replace_durably
from station_app.db.keys import DatabaseKey
from station_app.db.statements import scalar
from station_app.errors import StationError
from station_app.services.counting import Counts, counted
from station_app.services.keeping import SUFFIX, backup_name
from station_app.services.pace import Pace, Unseen, step

SPARE_BYTES = 1024 * 1024
_MAC_TAG = b"zlt/backup/1\0"
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class BackupResult:
    """A written and verified backup, and how many opinions and changes it holds."""

    file: Path
    opinions: int
    changes: int


def make_backup(
    db: StationDatabase, key: DatabaseKey, paths: DataPaths, now: datetime, folder: Path, pace: Pace | None = None
) -> BackupResult:
    """Copy, write, read back, compare, and only then give the file its name. Raises StationError."""
    pace = pace or Unseen()
    with _working_folder(paths) as work:
        before = counted(db)
        _copy(db, key, paths, work, pace)
        counts = _reopened(work / archive.STATION, key)
        if counts != before:
            raise Damaged("备份里的数据和原数据对不上", "请再试一次；仍不行，请先不要关机，联系技术人员。")
        members = [archive.describe(name, _source(work, paths, name)) for name in _names(work, paths)]
        code = site_code(db)
        manifest = archive.manifest_bytes(_facts(code, now, counts), members)
        target = folder / _free_name(folder, code, now)
        require_room(folder, archive.total_size(manifest, members))
        _write(target, manifest, seal(key, manifest), members, lambda name: _source(work, paths, name), pace)
    return BackupResult(target, counts.opinions, counts.changes)


def seal(key: DatabaseKey, manifest: bytes) -> str:
    """What only the holder of the key can say of a manifest, 64 hex digits."""
    return hmac.new(key.key, _MAC_TAG + manifest, hashlib.sha256).hexdigest()


def site_code(db: StationDatabase) -> str:
    """The code of the station a database belongs to."""
    kept = json.loads(scalar(db, "SELECT value FROM setting WHERE key = 'identity'") or "null")
    code = scalar(db, "SELECT code FROM site_own WHERE uid = ?", (kept["site"],)) if kept else None
    if code is None:
        raise StationError("这份数据还没有设好站点", "请用备份恢复，或重新建站。")
    return str(code)


def ticker(pace: Pace, done: int, total: int, text: str) -> archive.Tick:
    """What counts bytes on from ``done`` of ``total`` and tells the pace."""

    def tick(count: int) -> None:
        nonlocal done
        done += count
        step(pace, done, total, text)

    return tick


def clear_leftovers(paths: DataPaths) -> None:
    """Remove what a backup that was cut short left in the data folder."""
    shutil.rmtree(_work(paths), ignore_errors=True)
    for part in paths.backups.glob(f"*{SUFFIX}.part"):
        remove_quietly(part)


def _work(paths: DataPaths) -> Path:
    return paths.folder / "working"


@contextmanager
def _working_folder(paths: DataPaths) -> Iterator[Path]:
    work = _work(paths)
    with disk_faults(work):
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _copy(db: StationDatabase, key: DatabaseKey, paths: DataPaths, work: Path, pace: Pace) -> None:
    require_room(work, sum(path.stat().st_size for path in (paths.station_db, paths.drafts_db) if path.is_file()))
    copy_database(db, work / archive.STATION, key, lambda done, total: step(pace, done, total * 3, "正在复制数据"))
    with disk_faults(paths.slots):
        shutil.copyfile(paths.slots, work / archive.SLOTS)
    # Drafts are never a reason not to back up the records.
    with suppress(Damaged, MissingDatabase), closing(connect(paths.drafts_db, key)) as drafts:
        copy_database(drafts, work / archive.DRAFTS, key)


def _reopened(path: Path, key: DatabaseKey) -> Counts:
    copy = connect(path, key, read_only=True)
    try:
        return counted(copy)
    finally:
        copy.close()


def _names(work: Path, paths: DataPaths) -> list[str]:
    files = [archive.SLOTS, archive.STATION, archive.DRAFTS]
    blobs = sorted(path.name for path in paths.blobs.glob("*.age"))
    return [name for name in files if (work / name).exists()] + [f"blobs/{name}" for name in blobs]


def _source(work: Path, paths: DataPaths, name: str) -> Path:
    return paths.folder / name if name.startswith("blobs/") else work / name


def _facts(code: str, now: datetime, counts: Counts) -> dict[str, object]:
    return {
        "kind": "station-backup",
        "app_version": __version__,
        "site": code,
        "made_at": now.isoformat(timespec="seconds"),
        "counts": asdict(counts),
    }


def _free_name(folder: Path, code: str, now: datetime) -> str:
    """A name that no file has; what a backup that was cut short left there is removed."""
    with disk_faults(folder):
        for part in folder.glob(f"BACKUP-{code}-*{SUFFIX}.part"):
            remove_quietly(part)
        return backup_name(code, now, (path.name for path in folder.iterdir()))


def require_room(folder: Path, needed: int) -> None:
    """Raise StorageProblem with the missing megabytes unless ``needed`` bytes fit."""
    with disk_faults(folder):
        missing = needed + SPARE_BYTES - shutil.disk_usage(folder).free
    if missing > 0:
        raise StorageProblem(
            f"空间不够，还差 {max(1, -(-missing // 1_000_000)):,} MB：{folder}",
            "请删去U盘上不用的文件，或换一个U盘；现有数据没有改动。",
        )


def _write(
    target: Path, manifest: bytes, mac: str, members: list[archive.Member], source: archive.Source, pace: Pace
) -> None:
    size = archive.total_size(manifest, members)
    part = target.with_name(f"{target.name}.part")
    try:
        with disk_faults(part), part.open("wb") as file:
            written = archive.write_archive(
                file, manifest, mac, members, source, ticker(pace, size, 3 * size, "正在写入")
            )
            file.flush()
            os.fsync(file.fileno())
        if _read_back(part, ticker(pace, 2 * size, 3 * size, "正在读回核对")) != written:
            raise StorageProblem(f"读回的内容和写入的不一致：{target.parent}", "U盘可能已损坏，请换一个U盘再备份。")
        with disk_faults(target):
            replace_durably(part, target)
    except BaseException as error:
        remove_quietly(part)
        if isinstance(error.__cause__, OSError) and error.__cause__.errno == errno.ENOSPC:
            require_room(target.parent, size)
        raise


def _read_back(path: Path, tick: archive.Tick) -> str:
    digest = hashlib.sha256()
    with disk_faults(path), path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):  # not what the system remembers of it: what the disk holds
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            tick(len(chunk))
    return digest.hexdigest()
