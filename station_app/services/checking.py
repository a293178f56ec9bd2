"""Is a station's data whole? File, references, change chain, rows against the log, search index, attachments, trail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from station_app.db import search
from station_app.db.connection import StationDatabase, storage_faults
from station_app.db.derived import status_sql
from station_app.db.faults import Damaged
from station_app.db.integrity import full_problems
from station_app.db.statements import execute
from station_app.errors import StationError
from station_app.journal.compare import row_problems
from station_app.journal.verify import chain_problems
from station_app.services import audit
from station_app.services.counting import counted
from station_app.services.pace import Pace, Unseen, step
from station_app.services.station import Station

MOST_PROBLEMS = 20
_COUNTS = "SELECT substr(received_on, 1, 4), {status}, topic, channel, count(*) FROM opinion GROUP BY 1, 2, 3, 4"
_TALLY = "SELECT year, status, topic, channel, number FROM opinion_tally WHERE number <> 0"
ATTACHMENTS = """
    SELECT a.value ->> '$.sha256', min(o.serial) FROM opinion o, json_each(o.attachments) a
    WHERE o.attachments <> '[]' GROUP BY 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What a check found; ``problems`` are Chinese sentences, at most twenty, and ``ok`` says that there are none.

    ``rebuild_helps``: the tables or the index differ from the log, which is whole as far as one has seen.
    """

    ok: bool
    opinions: int
    receptions: int
    box_openings: int
    changes: int
    problems: tuple[str, ...]
    rebuild_helps: bool = False


def check(station: Station, pace: Pace | None = None) -> CheckResult:
    """Read all of the data and compare all that can be compared; changes nothing. Raises Cancelled or StorageProblem.

    A damaged file is a finding, and then nothing else is looked at. The time grows in step with the data.
    """
    lines, tables_differ = full_problems(station.db), False
    if not lines:
        found = list(islice(_problems(station, pace or Unseen()), MOST_PROBLEMS))
        lines, tables_differ = [line for line, _ in found], any(of_tables for _, of_tables in found)
    problems = tuple(f"数据文件内部不一致：{line}" if line.isascii() else line for line in lines)
    try:
        with storage_faults():
            counts = counted(station.db)
    except Damaged:
        return unreadable(*problems)
    return CheckResult(
        ok=not problems,
        opinions=counts.opinions,
        receptions=counts.receptions,
        box_openings=counts.box_openings,
        changes=counts.changes,
        problems=problems,
        rebuild_helps=tables_differ,
    )


def unreadable(*problems: str) -> CheckResult:
    """The result for data that cannot even be counted."""
    return CheckResult(ok=False, opinions=0, receptions=0, box_openings=0, changes=0, problems=problems)


def _problems(station: Station, pace: Pace) -> Iterator[tuple[str, bool]]:
    """Each problem, and whether it is one of the tables, which can be made again from the log."""
    db, identity = station.db, station.identity
    stages: tuple[tuple[str, Callable[[], Iterator[str]], bool], ...] = (
        ("正在核对变更链", lambda: chain_problems(db, identity.instance), False),
        ("正在核对各条登记", lambda: row_problems(db), True),
        ("正在核对检索", lambda: _index_problems(db), True),
        ("正在核对附件", lambda: _attachment_problems(station), False),
        ("正在核对查看记录", lambda: audit.problems(db), False),
    )
    for number, (text, look, of_tables) in enumerate(stages):
        step(pace, number, len(stages), text)
        for problem in look():
            if problem:
                yield problem, of_tables
            else:
                step(pace, number, len(stages), text)


def _index_problems(db: StationDatabase) -> Iterator[str]:
    if not search.check(db):
        yield "检索索引和登记内容不一致"
    counts = _COUNTS.format(status=status_sql())
    different = f"SELECT 1 FROM ({counts} EXCEPT {_TALLY}) UNION ALL SELECT 1 FROM ({_TALLY} EXCEPT {counts})"  # noqa: S608
    if execute(db, different).fetchone():
        yield "各年各类的条数和登记内容不一致"


def _attachment_problems(station: Station) -> Iterator[str]:
    blobs = station.store.blobs
    for sha256, serial in execute(station.db, ATTACHMENTS).fetchall():
        try:
            blobs.get(sha256)
        except StationError as error:
            yield f"{serial} 的附件有问题：{error.title}"
        else:
            yield ""
