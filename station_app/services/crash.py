"""What is kept of a bug: where it happened, and of whom nothing. Messages and values may hold personal data."""

import platform
import traceback
from datetime import datetime
from pathlib import Path, PurePath

from station_app import __version__
from station_app.config import DataPaths
from station_app.domain.clock import SystemClock

KEPT = 20
_ROOTS = ("station_app", "site-packages", "lib")


def crash_text(error: BaseException, now: datetime) -> str:
    """Versions, and for the error and each one behind it the type and the places it came through."""
    lines = [
        f"station-app {__version__}",
        f"python {platform.python_version()} on {platform.system()} {platform.release()}",
        now.isoformat(timespec="seconds"),
    ]
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        lines += ["", f"{type(cause).__module__}.{type(cause).__qualname__}"]
        frames = traceback.walk_tb(cause.__traceback__)
        lines += [f"  {_place(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}" for frame, line in frames]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines) + "\n"


def keep_crash(folder: Path, error: BaseException) -> Path | None:
    """Write the crash file of a data folder; None when that is not possible: a bug must not hide behind another.

    Only the last twenty are kept.
    """
    paths, now = DataPaths(folder), SystemClock().now()
    try:
        if not folder.is_dir():
            return None
        paths.crash.mkdir(mode=0o700, exist_ok=True)
        file = paths.crash / f"crash-{now:%Y%m%d-%H%M%S}.txt"
        file.write_text(crash_text(error, now), "utf-8")
        for old in sorted(paths.crash.glob("crash-*.txt"))[:-KEPT]:
            old.unlink()
    except OSError:
        return None
    return file


def _place(name: str) -> str:
    """The part of a path that is the program's or a library's, without the folders of this PC."""
    parts = PurePath(name).parts
    starts = [parts.index(root) for root in _ROOTS if root in parts]
    return "/".join(parts[min(starts) :]) if starts else parts[-1]
