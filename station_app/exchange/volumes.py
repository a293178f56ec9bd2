"""Which sticks are in, and whose they are: removable volumes, and the small file that labels a stick."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from station_app.db.faults import disk_faults
from station_app.db.files import write_durably
from station_app.domain.codec import canonical
from station_app.errors import StationError
from station_app.exchange.strict import CODE, UID, Fields, Refused, read_object

LABEL_FILE = "zlt-stick.json"
FORMAT = 1
_MAX_LABEL = 4096
_SYSTEM = {"/", "/boot", "/boot/efi", "/home"}


@dataclass(frozen=True, slots=True)
class Volume:
    """A stick that is in: where it is mounted, its label (or the folder's name), file system, bytes free and in all."""

    path: Path
    label: str
    filesystem: str
    free: int
    total: int
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class StickLabel:
    """Whose stick it is: uid, code and name of the site."""

    site: str
    code: str
    name: str


class AnothersStick(StationError):
    """The stick is labelled as another site's; ``label`` says whose."""

    def __init__(self, label: StickLabel) -> None:
        super().__init__(
            f"这是「{label.name}」（{label.code}）的优盘",
            f"请换用本站的优盘；如果就用这一只，请先删去它上面的 {LABEL_FILE}。",
        )
        self.label = label


def removable_volumes(system: Path = Path("/")) -> list[Volume]:
    """The sticks that are mounted now, by path; one that is pulled in this moment is left out.

    ``system`` is the root below which ``sys`` and ``dev`` are looked up.
    """
    import psutil

    found = (_volume(part, system) for part in psutil.disk_partitions(all=False) if _is_removable(part, system))
    return sorted((one for one in found if one is not None), key=lambda one: one.path)


def read_label(folder: Path) -> StickLabel | None:
    """Whose stick it is; None when it has no label, or one that cannot be read. Raises StorageProblem."""
    path = folder / LABEL_FILE
    with disk_faults(path):
        if not path.is_file():
            return None
        with path.open("rb") as file:
            data = file.read(_MAX_LABEL + 1)
    try:
        fields = Fields(read_object(data, "优盘标签", _MAX_LABEL), "优盘标签")
        fields.whole("format", FORMAT, FORMAT)
        return StickLabel(fields.text("site", UID), fields.text("code", CODE), fields.text("name"))
    except Refused:
        return None


def write_label(folder: Path, label: StickLabel) -> None:
    """Say on the stick whose it is, in place of what it said before; raises StorageProblem."""
    values = {"format": FORMAT, "site": label.site, "code": label.code, "name": label.name}
    write_durably(folder / LABEL_FILE, canonical(values).encode())


def require_ours(folder: Path, site: str) -> None:
    """Raise AnothersStick when the stick is labelled as another site's (the uid counts, not the code)."""
    label = read_label(folder)
    if label is not None and label.site != site:
        raise AnothersStick(label)


def _volume(part: Any, system: Path) -> Volume | None:
    path = Path(part.mountpoint)
    try:
        usage = shutil.disk_usage(path)
    except OSError:
        return None
    read_only = "ro" in part.opts.split(",")
    return Volume(path, _label(part, system), part.fstype, usage.free, usage.total, read_only)


def _is_removable(part: Any, system: Path) -> bool:
    if os.name == "nt":
        return "removable" in part.opts.split(",")
    if part.mountpoint in _SYSTEM:
        return False
    device = system / "sys/class/block" / Path(part.device).name
    try:
        where = device.resolve(strict=True)
        flag = next((disk / "removable" for disk in (where, where.parent) if (disk / "removable").is_file()), None)
        return "/usb" in where.as_posix() or (flag is not None and flag.read_text().strip() == "1")
    except OSError:
        return False


def _label(part: Any, system: Path) -> str:
    device = Path(part.device).name
    try:
        names = sorted((system / "dev/disk/by-label").iterdir())
        label = next((_unescaped(one.name) for one in names if one.resolve().name == device), "")
    except OSError:
        label = ""
    return label or Path(part.mountpoint).name or part.mountpoint


def _unescaped(name: str) -> str:
    # udev writes each byte that is no plain letter as \xNN.
    raw = re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes([int(found[1], 16)]), os.fsencode(name))
    return raw.decode("utf-8", "replace")
