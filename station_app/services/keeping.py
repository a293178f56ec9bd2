"""Which of the backups in the data folder are kept: names tell the day, and old ones make room."""

import re
from collections.abc import Iterable
from datetime import datetime

from station_app.errors import StationError

DAYS, WEEKS, NEWEST = 7, 4, 3
SUFFIX = ".zlb"
_NAME = re.compile(r"BACKUP-[0-9A-Z]{2,4}-(\d{8}-\d{6})(?:-(\d+))?\.zlb")


def backup_name(code: str, now: datetime, taken: Iterable[str]) -> str:
    """``BACKUP-<site>-<yyyymmdd-hhmmss>.zlb``, with a running number when that name is ``taken``."""
    stem, used = f"BACKUP-{code}-{now:%Y%m%d-%H%M%S}", set(taken)
    for number in range(1, 1000):
        name = f"{stem}-{number}{SUFFIX}" if number > 1 else f"{stem}{SUFFIX}"
        if name not in used:
            return name
    raise StationError("这一秒里的备份太多了", "请检查电脑的时间，然后再试一次。")


def made_at(name: str) -> datetime | None:
    """When a backup of that file name was made, in local time; None when it is no backup's name."""
    match = _NAME.fullmatch(name)
    try:
        return datetime.strptime(match[1], "%Y%m%d-%H%M%S").astimezone() if match else None
    except ValueError:
        return None


def surplus(names: Iterable[str]) -> list[str]:
    """The backups to remove: all but the newest of 7 days and of 4 weeks, and the newest three.

    Other files are no concern.
    """
    known = {name: moment for name in names if (moment := made_at(name)) is not None}
    ordered = sorted(known, key=lambda name: (known[name], _number(name)), reverse=True)
    kept = set(ordered[:NEWEST])
    for span, most in (("%Y-%m-%d", DAYS), ("%G-%V", WEEKS)):
        newest: dict[str, str] = {}
        for name in ordered:
            newest.setdefault(known[name].strftime(span), name)
        kept |= set(list(newest.values())[:most])
    return [name for name in ordered if name not in kept]


def _number(name: str) -> int:
    match = _NAME.fullmatch(name)
    return int(match[2] or 1) if match else 0
