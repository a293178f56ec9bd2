"""The first run as one step: until it ends, what it made may be thrown away; afterwards nothing ever is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from enum import Enum

from station_app.db.faults import disk_faults
from station_app.db.files import make_folder, remove_quietly, sync_folder, write_durably
from station_app.db.places import DataPlaces
from station_app.db.swap import restored_folder
from station_app.errors import StationError


class DataState(Enum):
    """What a start finds in the data folder."""

    EMPTY = "nothing yet: offer the first run"
    UNFINISHED = "a first run was cut short before any record: offer it again"
    PRESENT = "a station, whole or not: open it, and name what is missing"


def data_state(paths: DataPlaces) -> DataState:
    """Look at the folder without changing it; any trace of a station makes it PRESENT. Raises StorageProblem."""
    with disk_faults(paths.folder):
        if paths.setup.is_file():
            return DataState.UNFINISHED
        traces = (paths.station_db, paths.slots, paths.instance, paths.blobs, paths.backups, restored_folder(paths))
        return DataState.PRESENT if any(path.exists() for path in traces) else DataState.EMPTY


@contextlib.contextmanager
def setting_up(paths: DataPlaces) -> Iterator[None]:
    """Make the folder and mark it unfinished for the block; an error or a kill inside leaves nothing that counts.

    Refused where a station is present. Raises StationError or StorageProblem.
    """
    if data_state(paths) is DataState.PRESENT:
        raise StationError(f"这个文件夹里已有站点数据：{paths.folder}", "请直接打开它，或换一个空的文件夹。")
    with disk_faults(paths.folder):
        make_folder(paths.folder, parents=True)
    write_durably(paths.setup, b"")
    _remove_station(paths)
    try:
        yield
    except BaseException:
        _remove_station(paths)
        remove_quietly(paths.setup)
        raise
    with disk_faults(paths.setup):
        paths.setup.unlink()
        sync_folder(paths.folder)


def _remove_station(paths: DataPlaces) -> None:
    """Only ever called while the folder is marked unfinished."""
    for database in (paths.station_db, paths.drafts_db):
        for suffix in ("", "-wal", "-shm", "-journal"):
            remove_quietly(database.with_name(database.name + suffix))
    for path in (paths.slots, paths.attempts, paths.instance):
        remove_quietly(path)
