"""The stations at a glance, parted into the tables of the two zones, with sums that add up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from station_app.domain.enums import SiteKind, Zone
from station_app.services.packages.missing import in_words
from station_app.services.packages.overview import SiteLine

_ENDINGS = ("社区联络站", "联络站", "社区")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What a number of sites come to: opinions of this year, those still open, return packages not confirmed."""

    opinions: int
    open: int
    unacknowledged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneTable:
    """One zone: ``lines`` are its community stations by code, ``centre`` its zone centre.

    ``zone`` is None for stations that the plan puts into no zone.
    """

    zone: Zone | None
    centre: SiteLine | None
    lines: tuple[SiteLine, ...]

    @property
    def title(self) -> str:
        """南片, 北片, or what stands for no zone."""
        return self.zone.value if self.zone else "未分片"

    @property
    def sums(self) -> Sums:
        """The sums of its stations and of its centre."""
        return sums([*self.lines, *([self.centre] if self.centre else [])])


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """All sites: the tables of the zones, and the ``others`` (室, 联络点) that belong to none of them."""

    tables: tuple[ZoneTable, ...]
    others: tuple[SiteLine, ...]

    @property
    def stations(self) -> tuple[SiteLine, ...]:
        """The community stations of all tables."""
        return tuple(line for table in self.tables for line in table.lines)

    @property
    def sites(self) -> tuple[SiteLine, ...]:
        """Every site there is."""
        centres = (table.centre for table in self.tables if table.centre is not None)
        return (*self.stations, *centres, *self.others)

    @property
    def network(self) -> str:
        """1 室　2 片区中心站　24 社区站　1 联络点; levels without a site are left out."""
        words = {SiteKind.HUB: "室", SiteKind.ZONE_CENTRE: "片区中心站"}
        words |= {SiteKind.COMMUNITY: "社区站", SiteKind.POINT: "联络点"}
        counts = ((word, sum(site.kind is kind for site in self.sites)) for kind, word in words.items())
        return "　".join(f"{count} {word}" for word, count in counts if count)


def glance(lines: Iterable[SiteLine]) -> Glance:
    """Part the sites into south, north, and (only if there are any) stations of no zone."""
    known = tuple(lines)
    stations = [line for line in known if line.kind is SiteKind.COMMUNITY]
    wanted: list[Zone | None] = [*Zone]
    if any(line.zone is None for line in stations):
        wanted.append(None)
    tables = tuple(
        ZoneTable(zone=zone, centre=_centre(known, zone), lines=tuple(line for line in stations if line.zone is zone))
        for zone in wanted
        if zone is None or any(line.zone is zone for line in known)
    )
    centres = {table.centre.code for table in tables if table.centre is not None}
    others = (line for line in known if line.kind is not SiteKind.COMMUNITY and line.code not in centres)
    return Glance(tables=tables, others=tuple(others))


def sums(lines: Iterable[SiteLine]) -> Sums:
    """Add them up."""
    known = tuple(lines)
    return Sums(
        opinions=sum(line.opinions for line in known),
        open=sum(line.open for line in known),
        unacknowledged=sum(line.unacknowledged for line in known),
    )


def short_name(name: str) -> str:
    """梧桐里 of 梧桐里社区联络站; a name that is nothing else stays."""
    for ending in _ENDINGS:
        if name.endswith(ending) and name != ending:
            return name.removesuffix(ending)
    return name


def days_since(line: SiteLine, today: date) -> int | None:
    """How many days ago its last package was taken in; None when there was none."""
    return None if line.last_on is None else max(0, (today - line.last_on).days)


def last_words(line: SiteLine, today: date) -> str:
    """第 12 包　7 天前, 今天 of today's; or that there was none."""
    days = days_since(line, today)
    if line.last_export_no is None or days is None:
        return "还没有交过"
    return f"第 {line.last_export_no} 包　{f'{days} 天前' if days else '今天'}"


def missing_words(line: SiteLine) -> str:
    """缺第 7–8 包; "" when none is missing."""
    return f"缺第 {in_words(list(line.missing))} 包" if line.missing else ""


def _centre(lines: Sequence[SiteLine], zone: Zone | None) -> SiteLine | None:
    found = (line for line in lines if line.kind is SiteKind.ZONE_CENTRE and zone is not None and line.zone is zone)
    return next(found, None)
