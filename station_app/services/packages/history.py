"""往来记录: every package that was written or taken in, how far each got, and the report that was kept of an import."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from station_app.db.statements import Row, rows, scalar
from station_app.exchange.incoming import Item
from station_app.exchange.trust import read_trust
from station_app.journal.receiving import Outcome
from station_app.services.packages.contents import contents_words
from station_app.services.packages.describing import lead
from station_app.services.packages.undoing import can_undo
from station_app.services.packages.wording import FACET_WORDS
from station_app.services.station import Station

WARNED_AT = 3
_BOTH = (
    "SELECT 1 AS sent, id, written_at AS at FROM export_log UNION ALL SELECT 0, id, imported_at FROM import_log"
    " ORDER BY at DESC, sent, id DESC LIMIT ? OFFSET ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One package on its way: ``sent`` by us or taken in; ``id`` names its row among those of its direction.

    ``partner`` is the site it went to or came from. Moments are ISO, "" while it has not happened; ``days`` it waits
    for the other side's word, ``undoable`` whether the import can be taken back, ``undone`` whether it was.
    """

    sent: bool
    id: int
    number: int
    partner: str
    at: str
    contents: str
    file_name: str
    verified_at: str = ""
    acknowledged_at: str = ""
    days: int = 0
    undoable: bool = False
    undone: bool = False

    @property
    def waiting(self) -> bool:
        """Whether the other side's word is still to come."""
        return self.sent and not self.acknowledged_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The report kept of one import: ``counts`` add up to what the package held, ``items`` leave out the unchanged.

    ``site`` is the uid of the sender.
    """

    passage: Passage
    site: str
    counts: dict[Outcome, int]
    items: tuple[Item, ...]


def history(station: Station, offset: int = 0, limit: int = 50) -> list[Passage]:
    """What went and came, the latest first."""
    names, last = _names(station), _undoable_run(station)
    found = rows(station.db, _BOTH, (limit, offset))
    return [
        _sent(station, one["id"], names) if one["sent"] else _taken(station, one["id"], names, last) for one in found
    ]


def count_history(station: Station) -> int:
    """How many packages went and came."""
    return sum(int(scalar(station.db, f"SELECT count(*) FROM {table}")) for table in ("export_log", "import_log"))  # noqa: S608


def unacknowledged(station: Station) -> list[Passage]:
    """The packages that the other side has not confirmed yet, the oldest first."""
    names = _names(station)
    found = rows(station.db, "SELECT id FROM export_log WHERE acknowledged_at IS NULL ORDER BY id")
    return [_sent(station, one["id"], names) for one in found]


def warning(waiting: int) -> str:
    """What to say of so many packages without a word from the other side; "" of none."""
    if not waiting:
        return ""
    if waiting < WARNED_AT:
        return f"{waiting} 个包未确认，满 {WARNED_AT} 个将警告"
    return f"{waiting} 个包没有回执，请问问优盘是不是丢了"


def warning_of(station: Station) -> tuple[str, bool]:
    """The same of this site, and whether it is pressing: at the centre it is about the stations with too many."""
    waiting = Counter(one.partner for one in unacknowledged(station))
    if not station.is_centre:
        return warning(waiting.total()), waiting.total() >= WARNED_AT
    late = [name for name, number in waiting.items() if number >= WARNED_AT]
    return (f"{len(late)} 个站各有 {WARNED_AT} 个以上的包没有回执" if late else ""), bool(late)


def kept_report(station: Station, number: int) -> Kept:
    """The report of the import with that id."""
    passage = _taken(station, number, _names(station), _undoable_run(station))
    row = rows(station.db, "SELECT site, counts FROM import_log WHERE id = ?", (number,))[0]
    counts = json.loads(row["counts"])
    return Kept(
        passage=passage,
        site=row["site"],
        counts={outcome: int(counts.get(outcome.value, 0)) for outcome in Outcome},
        items=tuple(_item(station, row) for row in _kept_items(station, number)),
    )


def count_words(counts: dict[Outcome, int]) -> str:
    """新增 3、更新 9、不变 26，共 38 项, the zeros left out."""
    said = "、".join(f"{outcome} {number:,}" for outcome, number in counts.items() if number)
    return f"{said}，共 {sum(counts.values()):,} 项" if said else "没有新内容"


def _kept_items(station: Station, number: int) -> Sequence[Row]:
    return rows(station.db, "SELECT * FROM import_item WHERE log = ? ORDER BY id", (number,))


def _item(station: Station, row: Row) -> Item:
    return Item(
        outcome=Outcome(row["outcome"]),
        uid=row["uid"],
        facet=row["facet"],
        reason=row["reason"] or FACET_WORDS.get(row["facet"], ""),
        lead=lead(station, row["uid"], row["facet"]),
    )


def _sent(station: Station, number: int, names: dict[str, str]) -> Passage:
    row = rows(station.db, "SELECT * FROM export_log WHERE id = ?", (number,))[0]
    return Passage(
        sent=True,
        id=number,
        number=row["export_no"],
        partner=names.get(row["site"], ""),
        at=row["written_at"],
        contents=contents_words(json.loads(row["counts"])),
        file_name=row["file_name"],
        verified_at=row["verified_at"] or "",
        acknowledged_at=row["acknowledged_at"] or "",
        days=(station.clock.today() - date.fromisoformat(row["written_at"][:10])).days,
    )


def _taken(station: Station, number: int, names: dict[str, str], undoable: str) -> Passage:
    row = rows(station.db, "SELECT * FROM import_log WHERE id = ?", (number,))[0]
    counts = {Outcome(word): int(found) for word, found in json.loads(row["counts"]).items()}
    return Passage(
        sent=False,
        id=number,
        number=row["export_no"],
        partner=names.get(row["site"], ""),
        at=row["imported_at"],
        contents=count_words(counts),
        file_name=row["file_name"],
        verified_at=row["imported_at"],
        undoable=row["run"] == undoable,
        undone=row["undone_at"] is not None,
    )


def _undoable_run(station: Station) -> str:
    """The run that can be taken back, "" when none can."""
    if not can_undo(station):
        return ""
    return str(scalar(station.db, "SELECT run FROM import_log WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1") or "")


def _names(station: Station) -> dict[str, str]:
    trust = read_trust(station.db)
    return {site.uid: site.name for site in trust.roster.sites} if trust is not None and trust.roster else {}
