"""Papers that leave the program: each is written whole, counted, and noted in the trail of what was looked at.

The count is this installation's: by it a second output of the same is marked 重印 第 1 次.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from station_app.db.connection import write_transaction
from station_app.db.files import write_durably
from station_app.errors import StationError
from station_app.services import audit
from station_app.services.audit import Action
from station_app.services.station import Station, get_setting, set_setting

_PREFIX = "outputs "


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file that was written: how many pages (None: a workbook has none), the how manieth reprint (0: the first).

    ``unprintable`` are the characters that no bundled font has; ``rows`` only a register has.
    """

    out: Path
    pages: int | None
    reprint: int
    unprintable: tuple[str, ...]
    rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What an output leaves behind: the key by which it is counted and the entry in the trail."""

    key: str
    subject: str
    detail: str = ""
    action: Action = Action.EXPORTED


def outputs(station: Station, key: str) -> int:
    """How often what has that key was put out: the number of the reprint that comes next."""
    return int(json.loads(get_setting(station.db, _PREFIX + key) or "0"))


def put_out(station: Station, trace: Trace, reprint: int, write: Callable[[], None]) -> None:
    """Count one output, note it, and let ``write`` put it on paper or disk: all of it or nothing.

    ``reprint`` is the number that stands on it; raises StationError when another output has taken it meanwhile.
    """
    with write_transaction(station.db):
        if outputs(station, trace.key) != reprint:
            raise StationError("同一份文书刚刚又打印了一次", "重印次数变了，请再试一次。")
        set_setting(station.db, _PREFIX + trace.key, json.dumps(reprint + 1))
        audit.add(station, trace.action, trace.subject, trace.detail)
        write()


def check_place(station: Station, out: Path, *suffixes: str) -> None:
    """Raise StationError for a file that is of another kind or would stand among the station's data."""
    if out.suffix.lower() not in suffixes:
        raise StationError(f"文件名要以 {' 或 '.join(suffixes)} 结尾：{out.name}", "请改文件名后再试。")
    if station.store.paths.folder.resolve() in out.resolve().parents:
        raise StationError("文书不能存在数据文件夹里", "请存到U盘或另一个文件夹。")


def save(out: Path, data: bytes) -> Callable[[], None]:
    """What writes ``data`` durably to ``out`` when called; raises StorageProblem then."""
    return lambda: write_durably(out, data)
