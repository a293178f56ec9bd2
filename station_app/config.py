"""What must be known before the database opens: where things lie, and how the window looks on this PC."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from station_app.errors import StationError

APP_FOLDER = "zlt-station"
THEMES = ("system", "light", "dark")
SCALE_MIN, SCALE_MAX = 100, 200


@dataclass(frozen=True)
class DataPaths:
    """The places inside one data folder; nothing is made by asking for them."""

    folder: Path

    @property
    def station_db(self) -> Path:
        """The encrypted database."""
        return self.folder / "station.db"

    @property
    def drafts_db(self) -> Path:
        """Half-typed forms, encrypted by the same key."""
        return self.folder / "drafts.db"

    @property
    def slots(self) -> Path:
        """The wrapped copies of the database key."""
        return self.folder / "slots.json"

    @property
    def attempts(self) -> Path:
        """The count of failed sign-ins."""
        return self.folder / "attempts.json"

    @property
    def instance(self) -> Path:
        """The marker of this installation, compared with the one in the database."""
        return self.folder / "instance"

    @property
    def setup(self) -> Path:
        """There only while the first run has not ended."""
        return self.folder / "setup"

    @property
    def lock(self) -> Path:
        """Held while a program has this folder open."""
        return self.folder / "lock"

    @property
    def blobs(self) -> Path:
        """Encrypted attachments."""
        return self.folder / "blobs"

    @property
    def backups(self) -> Path:
        """The daily backups and those before an import or a migration."""
        return self.folder / "backups"

    @property
    def erased(self) -> Path:
        """The uids of contacts whose data were erased: outside the database, so that a restore erases them again."""
        return self.folder / "erased"

    @property
    def crash(self) -> Path:
        """Crash files, free of personal data."""
        return self.folder / "crash"

    @property
    def settings(self) -> Path:
        """Theme, scale and the last sign-in number."""
        return self.folder / "settings.json"


@dataclass(frozen=True)
class LocalSettings:
    """How the window looks: ``theme`` is one of THEMES, ``scale`` a percentage from 100 to 200. Nothing personal.

    ``number`` is the sign-in number that opened the station last, two digits; whose it is stands nowhere in the clear.
    """

    theme: str = "system"
    scale: int = 100
    number: str = "01"

    @classmethod
    def load(cls, path: Path) -> LocalSettings:
        """Read the file; what is missing, damaged or out of range falls back to its default."""
        if not path.exists():
            return cls()
        import json

        try:
            kept = json.loads(path.read_text("utf-8"))
            theme, scale, number = kept.get("theme"), kept.get("scale"), kept.get("number")
        except (OSError, ValueError, AttributeError, RecursionError):
            return cls()
        known = type(scale) is int and SCALE_MIN <= scale <= SCALE_MAX
        fits = isinstance(number, str) and len(number) == 2 and number.isascii() and number.isdigit()
        return cls(
            theme if theme in THEMES else cls.theme, scale if known else cls.scale, number if fits else cls.number
        )

    def save(self, path: Path) -> None:
        """Replace the file whole; raises StationError when the disk refuses."""
        import json

        part = path.with_name(f"{path.name}.part")
        try:
            part.write_text(json.dumps(asdict(self)), "utf-8")
            part.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise StationError(
                f"界面设置没有存下来：{error.strerror or error}", "请检查磁盘空间和数据文件夹的权限。"
            ) from error


def default_data_folder() -> Path:
    """The platform's folder for application data, which need not exist yet."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / APP_FOLDER
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / APP_FOLDER
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / APP_FOLDER


def resource_path(name: str) -> Path:
    """A file shipped under ``resources/``, in a source checkout or a frozen build; raises StationError when missing."""
    base = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
    path = base / "resources" / name
    if not path.exists():
        raise StationError(f"程序文件不完整，缺少：{name}", "请重新安装本程序；数据不受影响。")
    return path
