"""The filtered list of opinions as a file or on paper: the columns of the screen, names masked as there."""

from pathlib import Path

from station_app.domain.moves import EVERYBODY
from station_app.reports.list_rows import ListHead, ListRow, Progress
from station_app.services.filtering import Filters
from station_app.services.listing import OpinionLine, count, page
from station_app.services.register_rows import UNLISTED, deputy_names
from station_app.services.reprints import Output, Paper, Trace, check_place, deliver, outputs
from station_app.services.sites import site_names
from station_app.services.station import Station

SUFFIXES = (".xlsx", ".pdf")
_AT_ONCE = 200
UNLISTED_SITE = "（名单里没有的站点）"


def write_list(station: Station, filters: Filters, out: Output, progress: Progress | None = None) -> Paper:
    """Write the opinions that the filters leave, highest serial first; a printer gets them as PDF.

    Noted in the trail with what the list was narrowed to. ``progress`` hears (done, in all) and may raise to stop:
    nothing is written then. Raises StationError.
    """
    check_place(station, out, *SUFFIXES)
    station.require(*EVERYBODY)
    lines = _lines(station, filters, progress)
    rows = [_row(line, of_sites=station.is_centre) for line in lines]
    words = narrowed_words(station, filters)
    now = station.clock.now()
    head = ListHead(site=station.identity.name, narrowed=words, printed_at=now, of_sites=station.is_centre)
    data, paper = _drawn(rows, head, out, progress)
    trace = Trace(key="list", subject="意见建议清单", detail=f"{words}；共 {len(rows)} 条")
    deliver(station, trace, outputs(station, trace.key), out, data)  # each is another: no 重印 stands on it
    return paper


def narrowed_words(station: Station, filters: Filters) -> str:
    """What a list is narrowed to, in words."""
    names, sites = deputy_names(station), site_names(station.db)
    parts = [
        _span(filters),
        f"含「{filters.text.strip()}」" if filters.text.strip() else "",
        _chosen("状态", filters.statuses),
        _chosen("类别", filters.topics),
        _chosen("渠道", filters.channels),
        _chosen("诉求", filters.kinds),
        _chosen("代表", tuple(names.get(uid, UNLISTED) for uid in filters.deputies)),
        _chosen("站点", tuple(sites.get(uid, UNLISTED_SITE) for uid in filters.sites)),
        f"小区：{filters.estate}" if filters.estate else "",
        f"超过 {filters.older_than_days} 天未办结" if filters.older_than_days is not None else "",
        f"开箱 {filters.opening}" if filters.opening else "",
        "同一反映人" if filters.contact else "",
        "同一次接待" if filters.reception else "",
        "同一份旧台账" if filters.ledger_import else "",
    ]
    return "　".join(part for part in parts if part)


def _span(filters: Filters) -> str:
    first, last = filters.received_from, filters.received_to
    if first and last:
        return f"{first} 至 {last}"
    return f"{first} 起" if first else f"到 {last}" if last else "全部日期"


def _chosen(label: str, values: tuple[str, ...]) -> str:
    return f"{label}：{'、'.join(values)}" if values else ""


def _lines(station: Station, filters: Filters, progress: Progress | None) -> list[OpinionLine]:
    total = count(station, filters)
    lines: list[OpinionLine] = []
    while len(lines) < total and (more := page(station, filters, len(lines), _AT_ONCE)):
        lines += more
        if progress is not None:
            progress(len(lines), total)
    return lines


def _row(line: OpinionLine, *, of_sites: bool) -> ListRow:
    state = f"{line.label}：{line.void_reason}" if line.void else line.label
    serial = f"{line.serial}{line.doubled}"
    site = (line.site_name,) if of_sites else ()
    cells = (state, serial, *site, line.received_on, line.title, line.topic, line.contact_label)
    return ListRow(cells, line.void)


def _drawn(rows: list[ListRow], head: ListHead, out: Output, progress: Progress | None) -> tuple[bytes, Paper]:
    if isinstance(out, Path) and out.suffix.lower() == ".xlsx":
        from station_app.reports.list_workbook import list_workbook

        data = list_workbook(rows, head, progress)
        return data, Paper(out=out, rows=len(rows), pages=None, reprint=0, unprintable=())
    from station_app.reports.list_sheet import list_unprintable, print_list

    printed = print_list(rows, head, progress)
    return printed.data, Paper(
        out=out, rows=len(rows), pages=printed.pages, reprint=0, unprintable=list_unprintable(rows)
    )
