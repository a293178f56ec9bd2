"""Putting a restored state in the place of the old one, so that a crash at any step leaves the old or the new.

The new state is gathered in ``restoring``. Renaming that folder to ``restored`` decides: before it a start throws the
folder away, after it a start moves its files to their places, step by step, as often as it takes.
"""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from station_app.db.faults import disk_faults, os_problem
from station_app.db.files import make_folder, replace_durably, sync_file, sync_folder, write_synced
from station_app.db.places import DataPlaces

_SIDE_FILES = ("-wal", "-shm", "-journal")
_KEEP = "keep"


def restoring_folder(paths: DataPlaces) -> Path:
    """Where a new state is gathered."""
    return paths.folder / "restoring"


def restored_folder(paths: DataPlaces) -> Path:
    """A new state that counts, whatever still lies at the old places."""
    return paths.folder / "restored"


def begin(paths: DataPlaces) -> Path:
    """An empty folder for a new state, to be filled with the files of a data folder. Raises StorageProblem."""
    folder = restoring_folder(paths)
    with disk_faults(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
    return folder


def commit(paths: DataPlaces, keep_as: str = "") -> None:
    """Let the gathered state (closed files) take the place of the old one; raises StorageProblem.

    With ``keep_as`` the old files are kept below ``backups`` in a folder of that name, else they are removed.
    """
    folder = restoring_folder(paths)
    with disk_faults(folder):
        require_closed(folder)
        if keep_as:
            write_synced(folder / _KEEP, keep_as.encode())
        for path in (paths.station_db, paths.drafts_db, paths.slots, paths.instance):
            sync_file(folder / path.name)
        sync_folder(folder)
        folder.rename(restored_folder(paths))
        sync_folder(paths.folder)
    settle(paths)


def require_closed(folder: Path) -> None:
    """Raise StorageProblem when the disk kept a closed database from taking over its log: alone it is not whole."""
    for log in folder.glob("*.db-wal"):
        if log.stat().st_size:
            raise os_problem(OSError(errno.EIO, os.strerror(errno.EIO)), log)


def settle(paths: DataPlaces) -> None:
    """Finish or forget a restore that was cut short; to be called under the lock before anything else is read."""
    shutil.rmtree(restoring_folder(paths), ignore_errors=True)
    source = restored_folder(paths)
    if not source.is_dir():
        return
    aside = paths.folder / "replaced"
    with disk_faults(paths.folder):
        aside.mkdir(mode=0o700, exist_ok=True)
        for path in (paths.station_db, paths.drafts_db, paths.slots, paths.instance, paths.blobs):
            if (source / path.name).exists():
                _exchange(source / path.name, path, aside)
        for path in (paths.attempts, paths.setup):
            path.unlink(missing_ok=True)
        _end(paths, source, aside)


def _exchange(new: Path, place: Path, aside: Path) -> None:
    for old in (*(place.with_name(place.name + suffix) for suffix in _SIDE_FILES), place):
        if old.exists():
            replace_durably(old, aside / old.name)
    replace_durably(new, place)
    sync_folder(place.parent)


def _end(paths: DataPlaces, source: Path, aside: Path) -> None:
    note = source / _KEEP
    if note.exists() and any(aside.iterdir()):
        make_folder(paths.backups)
        replace_durably(aside, paths.backups / note.read_text())
    shutil.rmtree(aside, ignore_errors=True)
    shutil.rmtree(source, ignore_errors=True)
    sync_folder(paths.folder)
