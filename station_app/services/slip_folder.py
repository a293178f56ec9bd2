"""The folder into which the scanner or phone puts its pictures, and the newest of them."""

import json
from pathlib import Path

from station_app.db.connection import write_transaction
from station_app.errors import StationError
from station_app.services.station import Station, get_setting, set_setting

_SETTING = "slip_folder"
_KINDS = frozenset({".png", ".jpg", ".jpeg", ".pdf"})


def slip_folder(station: Station) -> Path | None:
    """The folder chosen on this PC, None when none was chosen yet."""
    kept = get_setting(station.db, _SETTING)
    return None if kept is None else Path(json.loads(kept))


def choose_slip_folder(station: Station, folder: Path) -> None:
    """Remember the folder on this PC."""
    with write_transaction(station.db):
        set_setting(station.db, _SETTING, json.dumps(str(folder)))


def newest_picture(folder: Path, passed_over: frozenset[Path] = frozenset()) -> Path:
    """The picture or PDF written last; raises StationError when there is none but those ``passed_over``."""
    try:
        files = [one for one in folder.iterdir() if one.suffix.lower() in _KINDS and one.is_file()]
        dated = sorted((one.stat().st_mtime_ns, one) for one in files if one not in passed_over)
    except OSError as error:
        raise StationError(f"读不了照片文件夹：{folder}", "请检查扫描仪或手机是否连好，或另选一个文件夹。") from error
    if not dated:
        raise StationError(f"照片文件夹里没有新的照片：{folder}", "请先扫描或拍照，再按一次；也可以另选一个文件夹。")
    return dated[-1][1]
