"""The trail read by the head: who looked at, printed, exported, unmasked or erased what, and whether it is whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from station_app.db.statements import rows, scalar
from station_app.domain.moves import HEADS
from station_app.services import audit
from station_app.services.audit import Action
from station_app.services.reprints import Trace, check_place, deliver, outputs
from station_app.services.station import Station

_PAGE = 500
_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_PACKAGE = "package "
_KEPT = {"import undone": "撤销导入"}
_WHERE = """
 WHERE (? IS NULL OR person IS ?) AND (? IS NULL OR action = ?)
   AND (? IS NULL OR at >= ?) AND (? IS NULL OR substr(at, 1, 10) <= ?)
"""
_ENTRIES = f"""
SELECT id, at, action, subject, detail,
       (SELECT name FROM person WHERE person.uid = audit.person) AS who,
       coalesce((SELECT serial FROM opinion WHERE opinion.uid = audit.subject),
                (SELECT name FROM person WHERE person.uid = audit.subject)) AS what
  FROM audit {_WHERE} ORDER BY id DESC LIMIT ? OFFSET ?
"""  # noqa: S608 - words of ours
_COUNT = f"SELECT count(*) FROM audit {_WHERE}"  # noqa: S608 - words of ours
_WHO = """
SELECT DISTINCT audit.person AS uid, person.name AS name FROM audit JOIN person ON person.uid = audit.person
 ORDER BY person.name
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailFilters:
    """What of the trail is wanted: a person (uid), an action, ISO days from and to; None: all."""

    person: str | None = None
    action: Action | None = None
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailEntry:
    """One line: its number, when (ISO), who, what was done, with what, and more about it."""

    number: int
    at: str
    who: str
    action: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Some lines, the newest first, and how many there are in all."""

    entries: tuple[TrailEntry, ...]
    total: int


def trail_page(station: Station, filters: TrailFilters, offset: int = 0, limit: int = 20) -> TrailPage:
    """A page of the trail; heads only. Raises StationError."""
    station.require(*HEADS)
    wanted = _values(filters)
    found = tuple(_entry(row) for row in rows(station.db, _ENTRIES, (*wanted, limit, offset)))
    return TrailPage(found, int(scalar(station.db, _COUNT, wanted)))


def trail_people(station: Station) -> tuple[tuple[str, str], ...]:
    """Who stands in the trail: uid and name."""
    return tuple((str(row["uid"]), str(row["name"])) for row in rows(station.db, _WHO, ()))


def trail_whole(station: Station) -> tuple[bool, str]:
    """Whether the chain of the trail is unbroken, and a sentence that says so; heads only."""
    station.require(*HEADS)
    total = int(scalar(station.db, "SELECT count(*) FROM audit"))
    for problem in audit.problems(station.db):
        return False, f"{problem}。从那一条起不能再作依据；请留好最近的备份，并告诉街道中心。"
    return True, f"共 {total:,} 条，一条接一条核对过，没有改动过，也没有少。"


def write_trail(station: Station, filters: TrailFilters, out: Path) -> int:
    """Write the lines as .xlsx, noted in the trail itself; heads only. Returns how many. Raises StationError."""
    from station_app.reports.trail_book import trail_workbook

    station.require(*HEADS)
    check_place(station, out, ".xlsx")
    entries = list(_all(station, filters))
    lines = [(one.at[:19].replace("T", " "), one.who, one.action, one.what, one.detail) for one in entries]
    data = trail_workbook(lines, station.identity.name, station.clock.now())
    noted = Trace(key="trail", subject="查看记录", detail=f"{len(lines)} 条", action=Action.EXPORTED)
    deliver(station, noted, outputs(station, noted.key), out, data)
    return len(lines)


def _all(station: Station, filters: TrailFilters) -> Iterator[TrailEntry]:
    offset = 0
    while found := trail_page(station, filters, offset, _PAGE).entries:
        yield from found
        offset += len(found)


def _values(filters: TrailFilters) -> Sequence[str | None]:
    wanted = (filters.person, filters.action.value if filters.action else None, filters.first, filters.last)
    return [value for value in wanted for _twice in range(2)]


def _entry(row: dict[str, object]) -> TrailEntry:
    return TrailEntry(
        number=int(str(row["id"])),
        at=str(row["at"]),
        who=str(row["who"] or "—"),
        action=str(row["action"]),
        what=str(row["what"] or _plain(str(row["subject"]))),
        detail=str(row["detail"]),
    )


def _plain(subject: str) -> str:
    """A subject in words; a uid says nothing to a person, what it was stands beside it."""
    if _UID.fullmatch(subject):
        return "—"
    return f"包 {subject.removeprefix(_PACKAGE)}" if subject.startswith(_PACKAGE) else _KEPT.get(subject, subject)
