"""An import, or its preview, as a person reads it: counts that add up, and a line for each thing to know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from station_app.db.connection import StationDatabase
from station_app.db.statements import rows
from station_app.errors import StationError
from station_app.exchange.incoming import Item
from station_app.exchange.trust import read_trust
from station_app.journal.receiving import Outcome
from station_app.services.packages.history import Kept
from station_app.services.packages.missing import in_words
from station_app.services.packages.taking import Report
from station_app.services.station import Station

OUTCOMES = tuple(outcome.value for outcome in Outcome)
CONFLICT = Outcome.CONFLICT.value
_ORDER = (Outcome.CONFLICT, Outcome.REJECTED, Outcome.PARKED, Outcome.UPDATED, Outcome.NEW, Outcome.UNCHANGED)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the outcome, the number or kind of what it is about, what it says; ``uid`` "" of several together."""

    outcome: str
    lead: str
    words: str
    uid: str = ""
    facet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """``counts`` by the outcome's word; they add up to ``total``. ``late`` had waited since before and are not in it.

    ``title`` names sender and package, ``refused`` the files that were not taken and why.
    """

    title: str
    counts: dict[str, int]
    lines: tuple[Line, ...]
    late: int
    acknowledged: tuple[int, ...]
    earlier: int
    refused: tuple[tuple[str, StationError], ...]
    packages: int

    @property
    def total(self) -> int:
        """How many changes the packages held."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class _Part:
    """What of one package is summed up."""

    site: str
    number: int
    counts: dict[Outcome, int]
    items: Sequence[Item]


def summarise(station: Station, reports: Sequence[Report]) -> Summary:
    """The reports of one run, or of its preview, together."""
    whole = [report for report in reports if report.problem is None]
    parts = [_Part(one.site, one.export_no, one.counts, one.items) for one in whole]
    return Summary(
        title=_title(station, whole),
        counts=_counts(parts),
        lines=_lines(station, parts),
        late=sum(one.late for one in whole),
        acknowledged=tuple(number for one in whole for number in one.acknowledged),
        earlier=sum(1 for one in whole if one.earlier),
        refused=tuple((one.file.name, one.problem) for one in reports if one.problem is not None),
        packages=len(whole),
    )


def summarise_kept(station: Station, kept: Kept) -> Summary:
    """The report that was kept of one import."""
    parts = [_Part(kept.site, kept.passage.number, kept.counts, kept.items)]
    return Summary(
        title=f"{kept.passage.partner}　第 {kept.passage.number} 号包",
        counts=_counts(parts),
        lines=_lines(station, parts),
        late=0,
        acknowledged=(),
        earlier=0,
        refused=(),
        packages=1,
    )


def sum_words(summary: Summary) -> str:
    """8 + 14 + 31 + 1 + 2 + 0 = 56 项，与清单一致；签名无误；附第 12 号上报包的回执."""
    figures = " ＋ ".join(f"{number:,}" for number in summary.counts.values())
    said = [f"{figures} ＝ {summary.total:,} 项，与清单一致", "签名无误"]
    if summary.packages > 1:
        said.insert(0, f"{summary.packages} 个包")
    if summary.late:
        said.append(f"另补上先前存着的 {summary.late:,} 项")
    if summary.acknowledged:
        said.append(f"附第 {in_words(sorted(set(summary.acknowledged)))} 号包的回执")
    if summary.earlier:
        said.append(f"{summary.earlier} 个包以前导入过")
    return "；".join(said)


def refused_words(summary: Summary) -> str:
    """What was not taken, a line a file."""
    return "\n".join(f"{name} 不能导入：{problem}" for name, problem in summary.refused)


def _counts(parts: Iterable[_Part]) -> dict[str, int]:
    counts = dict.fromkeys(OUTCOMES, 0)
    for part in parts:
        for outcome, number in part.counts.items():
            counts[outcome.value] += number
    return counts


def _lines(station: Station, parts: Sequence[_Part]) -> tuple[Line, ...]:
    lines = [_line(item) for part in parts for item in part.items if item.outcome is not Outcome.PARKED]
    lines += [_waiting(station, part, parts) for part in parts if part.counts.get(Outcome.PARKED)]
    order = {outcome.value: place for place, outcome in enumerate(_ORDER)}
    return tuple(sorted(lines, key=lambda line: (order[line.outcome], not line.facet.startswith("opinion."))))


def _line(item: Item) -> Line:
    return Line(item.outcome.value, item.lead, item.reason, item.uid, item.facet)


def _waiting(station: Station, part: _Part, parts: Sequence[_Part]) -> Line:
    """All that waits of one package, in one line that names the packages to look for."""
    numbers = _awaited(station.db, part, {one.number for one in parts if one.site == part.site})
    lead = f"第 {in_words(numbers)} 号包" if numbers else "前面的包"
    return Line(Outcome.PARKED.value, lead, f"{part.counts[Outcome.PARKED]:,} 项要等{lead}，先存着，到了自动补上")


def _awaited(db: StationDatabase, part: _Part, together: set[int]) -> list[int]:
    sql = "SELECT DISTINCT export_no FROM import_log WHERE site = ? AND undone_at IS NULL"
    taken = {row["export_no"] for row in rows(db, sql, (part.site,))} | together
    last = max((number for number in taken if number < part.number), default=0)
    return list(range(last + 1, part.number))


def _title(station: Station, reports: Sequence[Report]) -> str:
    """临湖街道人大街道工委　第 9 号包　6月17日 16:20; of several how many and from how many sites."""
    if not reports:
        return ""
    trust = read_trust(station.db)
    sites = trust.roster.sites if trust is not None and trust.roster else ()
    names = {site.uid: site.name for site in sites}
    if len(reports) > 1:
        senders = {report.site for report in reports}
        who = names.get(reports[0].site, "") if len(senders) == 1 else f"{len(senders)} 个站"
        return f"{who}　{len(reports)} 个包"
    one = reports[0]
    month, day = int(one.written_at[5:7]), int(one.written_at[8:10])
    return f"{names.get(one.site, '')}　第 {one.export_no} 号包　{month}月{day}日 {one.written_at[11:16]}"
