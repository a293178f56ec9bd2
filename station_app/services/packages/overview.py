"""All stations at a glance, as the centre sees them: when each last reported, what is missing or open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from station_app.db.derived import status_sql
from station_app.db.statements import Row, rows
from station_app.domain.enums import SiteKind, SiteRole, SiteStatus, Status, Zone
from station_app.exchange.roster import Roster
from station_app.exchange.trust import read_trust
from station_app.services.packages.missing import missing_numbers
from station_app.services.packages.roster_keeping import require_role
from station_app.services.setup import site_kind
from station_app.services.station import Station

SOON_DAYS, LATE_DAYS = 10, 14
_SETTLED = (Status.CLOSED, Status.ARCHIVED, Status.VOID)
_LAST = (
    "SELECT site, max(export_no) AS number, max(imported_at) AS at FROM import_log"
    " WHERE undone_at IS NULL GROUP BY site"
)
_UNACKNOWLEDGED = "SELECT site, count(*) AS number FROM export_log WHERE acknowledged_at IS NULL GROUP BY site"


class Reporting(StrEnum):
    """How a station keeps its reports coming."""

    ON_TIME = "按时"
    SOON = "快到期"
    LATE = "超期"
    GAP = "缺包"
    UNUSED = "未启用"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLine:
    """One station: ``uid`` "" before it has enrolled; ``last_on`` is the day its last package was taken in.

    ``opinions`` and ``open`` count this year's; ``unacknowledged`` are return packages it has not confirmed.
    """

    uid: str
    code: str
    name: str
    kind: SiteKind
    zone: Zone | None
    state: Reporting
    last_export_no: int | None
    last_on: date | None
    missing: tuple[int, ...]
    unacknowledged: int
    opinions: int
    open: int


def overview(station: Station) -> tuple[SiteLine, ...]:
    """The stations by code: those of the network's plan and those that enrolled. Raises StationError at a station."""
    require_role(station, SiteRole.CENTRE, "各站的情况在中心看")
    trust = read_trust(station.db)
    roster = None if trust is None else trust.roster
    look = _Look(station)
    return tuple(sorted(_lines(station, roster, look), key=lambda line: line.code))


def _lines(station: Station, roster: Roster | None, look: "_Look") -> Iterator[SiteLine]:
    planned = {
        row["code"]: row for row in rows(station.db, "SELECT * FROM site WHERE status <> ?", (SiteStatus.CLOSED,))
    }
    joined = {site.code: site.uid for site in roster.sites} if roster else {}
    names = {site.code: site.name for site in roster.sites} if roster else {}
    for code in (planned.keys() | joined.keys()) - {station.identity.code}:
        plan = planned.get(code)
        yield look.line(
            uid=joined.get(code, ""),
            code=code,
            name=plan["name"] if plan else names[code],
            kind=SiteKind(plan["kind"]) if plan else site_kind(code),
            zone=Zone(plan["zone"]) if plan and plan["zone"] else None,
        )


class _Look:
    """What the tables say of all sites, asked once."""

    def __init__(self, station: Station) -> None:
        self._db = station.db
        self._today = station.clock.today()
        self._last = {row["site"]: row for row in rows(station.db, _LAST)}
        self._unacknowledged = {row["site"]: row["number"] for row in rows(station.db, _UNACKNOWLEDGED)}
        settled = ", ".join(f"'{state.value}'" for state in _SETTLED)
        sql = (
            f"SELECT site, count(*) AS number, sum(({status_sql()}) NOT IN ({settled})) AS open FROM opinion"  # noqa: S608
            " WHERE received_on BETWEEN ? AND ? AND void = 0 GROUP BY site"
        )
        year = self._today.year
        self._counts: dict[str, Row] = {
            row["site"]: row for row in rows(station.db, sql, (f"{year}-01-01", f"{year}-12-31"))
        }

    def line(self, *, uid: str, code: str, name: str, kind: SiteKind, zone: Zone | None) -> SiteLine:
        """One station."""
        last, counts = self._last.get(uid), self._counts.get(uid)
        missing = tuple(missing_numbers(self._db, uid)) if last or uid else ()
        last_on = date.fromisoformat(last["at"][:10]) if last else None
        return SiteLine(
            uid=uid,
            code=code,
            name=name,
            kind=kind,
            zone=zone,
            state=self._state(last_on, missing),
            last_export_no=last["number"] if last else None,
            last_on=last_on,
            missing=missing,
            unacknowledged=self._unacknowledged.get(uid, 0),
            opinions=counts["number"] if counts else 0,
            open=counts["open"] if counts else 0,
        )

    def _state(self, last_on: date | None, missing: tuple[int, ...]) -> Reporting:
        if last_on is None:
            return Reporting.UNUSED
        if missing:
            return Reporting.GAP
        days = (self._today - last_on).days
        return Reporting.LATE if days > LATE_DAYS else Reporting.SOON if days > SOON_DAYS else Reporting.ON_TIME
