"""Where a data folder may lie: on a disk of this computer, under a path that every program can open."""

import os
import sys
from pathlib import Path

from station_app.db.faults import StorageProblem

MAX_BYTES = 440  # SQLite opens paths of up to 512 bytes; below the folder there are names like blobs/… too
MAX_WINDOWS_CHARACTERS = 180  # of 260, for the same reason
_MOUNTS = Path("/proc/self/mounts")
_SHARES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "davfs", "fuse.sshfs", "fuse.davfs2", "fuse.rclone"}
_REMOTE_DRIVE = 4


def refuse_unfit_place(folder: Path) -> None:
    """Raise StorageProblem for a folder on a network share, which loses data, or under too long a path."""
    if is_shared(folder):
        raise StorageProblem(
            f"数据文件夹在网络位置上：{folder}", "多台电脑共用会损坏数据，请把它放到本机硬盘上；备份可以放在网络位置。"
        )
    path = folder.absolute()
    long = len(str(path)) > MAX_WINDOWS_CHARACTERS if os.name == "nt" else len(os.fsencode(path)) > MAX_BYTES
    if long:
        raise StorageProblem(f"数据文件夹的路径太长：{str(path)[:40]}…", "请换一个路径较短的文件夹。")


def is_shared(folder: Path, mounts: Path = _MOUNTS) -> bool:
    """Whether a folder (which need not exist) lies on another computer; ``mounts`` lists what is mounted where."""
    path = folder.resolve()
    if str(path).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == _REMOTE_DRIVE)
    return _filesystem(path, mounts) in _SHARES


def _filesystem(path: Path, mounts: Path) -> str:
    """The kind of the file system a path lies on; empty where the system does not tell."""
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    found = [(_unescaped(line.split()[1]), line.split()[2]) for line in lines]
    return max(((len(at), kind) for at, kind in found if path.is_relative_to(at)), default=(0, ""))[1]


def _unescaped(text: str) -> str:
    return text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
