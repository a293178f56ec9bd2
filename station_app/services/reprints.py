"""Papers that leave the program, as files or by a printer: each is whole, counted, and noted in the trail.

The count is this installation's: by it a second output of the same is marked 重印 第 1 次.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from station_app.db.connection import write_transaction
from station_app.db.files import write_durably
from station_app.errors import StationError
from station_app.services import audit
from station_app.services.audit import Action
from station_app.services.station import Station, get_setting, set_setting

_PREFIX = "outputs "


class Press(Protocol):
    """A printer, as a place to which a finished PDF goes; its bytes stay in memory."""

    def begin(self, data: bytes) -> None:
        """Begin the job, so that it is known to be taken; raises StationError when it is not."""

    def run(self) -> None:
        """Print what was begun; raises StationError when that ended early. It counts as put out all the same."""


Output = Path | Press


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What was put out, and where: how many pages (None: a workbook has none), the how manieth reprint (0: the first).

    ``unprintable`` are the characters that no bundled font has; ``rows`` only a register has.
    """

    out: Output
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


def deliver(station: Station, trace: Trace | None, reprint: int, out: Output, data: bytes) -> None:
    """Put a finished document on disk or paper; counted and noted as by ``put_out`` unless ``trace`` is None.

    What is printed is counted when the printer has taken it, and not while it prints: nobody waits for the paper to
    be able to write.
    """
    begin = save(out, data) if isinstance(out, Path) else lambda: out.begin(data)
    if trace is None:
        begin()
    else:
        put_out(station, _noted(trace, out), reprint, begin)
    if not isinstance(out, Path):
        out.run()


def _noted(trace: Trace, out: Output) -> Trace:
    printed = not isinstance(out, Path) and trace.action is Action.EXPORTED
    return replace(trace, action=Action.PRINTED) if printed else trace


def check_place(station: Station, out: Output, *suffixes: str) -> None:
    """Raise StationError for a file that is of another kind or would stand among the station's data."""
    if not isinstance(out, Path):
        return
    if out.suffix.lower() not in suffixes:
        raise StationError(f"文件名要以 {' 或 '.join(suffixes)} 结尾：{out.name}", "请改文件名后再试。")
    if station.store.paths.folder.resolve() in out.resolve().parents:
        raise StationError("文书不能存在数据文件夹里", "请存到U盘或另一个文件夹。")


def save(out: Path, data: bytes) -> Callable[[], None]:
    """What writes ``data`` durably to ``out`` when called; raises StorageProblem then."""
    return lambda: write_durably(out, data)
