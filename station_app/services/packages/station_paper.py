"""The stations at a glance on paper: the tables of the page with their sums."""

from station_app.domain.enums import SiteRole
from station_app.domain.moves import EVERYBODY
from station_app.reports.table_rows import TableColumn, TableGroup, TableSheet
from station_app.services.packages.overview import SiteLine, overview
from station_app.services.packages.roster_keeping import require_role
from station_app.services.packages.tables import Glance, Sums, ZoneTable, glance, last_words, missing_words, sums
from station_app.services.reprints import Output, Paper, Trace, check_place, deliver, outputs
from station_app.services.station import Station

_COLUMNS = (
    TableColumn("状态", 8),
    TableColumn("代码", 6),
    TableColumn("站点", 24),
    TableColumn("最近上报包", 18),
    TableColumn("缺口", 16),
    TableColumn("未回执", 8, figure=True),
    TableColumn("本年", 9, figure=True),
    TableColumn("未办结", 9, figure=True),
)


def write_stations(station: Station, out: Output) -> Paper:
    """Put the table of all stations out as PDF, counted and noted in the trail. Raises StationError."""
    from station_app.reports.table_sheet import print_table, table_unprintable

    check_place(station, out, ".pdf")
    require_role(station, SiteRole.CENTRE, "各站的情况在中心看")
    station.require(*EVERYBODY)
    sheet = _sheet(station, glance(overview(station)))
    printed = print_table(sheet)
    trace = Trace(key="stations", subject="站点情况表", detail=sheet.told)
    deliver(station, trace, outputs(station, trace.key), out, printed.data)  # each is another: no 重印 stands on it
    return Paper(out=out, pages=printed.pages, reprint=0, unprintable=table_unprintable(sheet))


def _sheet(station: Station, seen: Glance) -> TableSheet:
    groups = [_zone(station, table) for table in seen.tables]
    if seen.others:
        groups.append(_group(station, "室、联络点", seen.others, sums(seen.others)))
    return TableSheet(
        title="站点情况表",
        site=f"{station.identity.name}　{station.clock.today():%Y-%m-%d}",
        told=f"{seen.network}　「未回执」是站点还没有确认收到的回传包",
        columns=_COLUMNS,
        groups=tuple(groups),
        total=_total("合计", sums(seen.sites)),
        printed_at=station.clock.now(),
    )


def _zone(station: Station, table: ZoneTable) -> TableGroup:
    title = f"{table.title}　{len(table.lines)} 个社区站"
    return _group(station, title, (*([table.centre] if table.centre else []), *table.lines), table.sums)


def _group(station: Station, title: str, lines: tuple[SiteLine, ...], total: Sums) -> TableGroup:
    return TableGroup(title, tuple(_row(station, line) for line in lines), _total("小计", total))


def _row(station: Station, line: SiteLine) -> tuple[str, ...]:
    return (
        line.state.value,
        line.code,
        line.name,
        last_words(line, station.clock.today()),
        missing_words(line) or "—",
        str(line.unacknowledged) if line.unacknowledged else "—",
        f"{line.opinions:,}",
        f"{line.open:,}",
    )


def _total(word: str, total: Sums) -> tuple[str, ...]:
    return (word, "", "", "", "", f"{total.unacknowledged:,}", f"{total.opinions:,}", f"{total.open:,}")
