"""The recovery sheet's key as a text file, for those who cannot print at once."""

from pathlib import Path

from station_app.config import DataPaths
from station_app.db.faults import disk_faults
from station_app.db.files import write_durably
from station_app.db.sheet import MistypedSheet, parse_sheet_key
from station_app.errors import StationError

MAX_BYTES = 64 * 1024


SHEET = "恢复单"


def check_sheet_place(paths: DataPaths, target: Path, paper: str = SHEET) -> None:
    """Raise StationError for a file in the data folder (who takes the folder would have the key) or one that exists.

    ``paper`` is what the key stands on, as the sentences call it.
    """
    if paths.folder.resolve() in target.resolve().parents:
        raise StationError(f"{paper}不能存在数据文件夹里", "请存到U盘或另一个文件夹：和数据放在一起，丢了就一起丢了。")
    if target.exists():
        raise StationError(f"文件已存在：{target}", f"里面可能是另一张{paper}，不会覆盖它；请换一个文件名。")
    if not target.absolute().parent.is_dir():
        raise StationError(f"找不到文件夹：{target.absolute().parent}", "请检查U盘是否插好，再选一次位置。")


def save_sheet(paths: DataPaths, target: Path, sheet: str, paper: str = SHEET) -> None:
    """Write the key into a new file outside the data folder, for its owner only; raises StationError."""
    check_sheet_place(paths, target, paper)
    write_durably(target, f"{sheet}\n".encode())


def read_sheet(file: Path) -> str:
    """The key in such a file, whatever else stands in it; without one, its first line. Raises StorageProblem."""
    with disk_faults(file), file.open("rb") as opened:
        text = opened.read(MAX_BYTES).decode("utf-8-sig", "replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines if _is_sheet(line)), lines[0] if lines else "")


def _is_sheet(line: str) -> bool:
    try:
        parse_sheet_key(line)
    except MistypedSheet:
        return False
    return True
