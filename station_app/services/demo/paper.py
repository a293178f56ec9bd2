"""One of each paper that the station prints, from the demonstration's own records."""

from pathlib import Path

from station_app.db.statements import scalar
from station_app.domain.periods import year_period
from station_app.services.list_export import write_list
from station_app.services.listing import Filters
from station_app.services.notices import write_notice
from station_app.services.papers import write_blank_sheet, write_opening, write_receipt, write_sheet
from station_app.services.recovery_paper import recovery_sheet_pdf
from station_app.services.register import RegisterWish, write_register
from station_app.services.reprints import save
from station_app.services.station import Station

_SHOWN = "SELECT serial FROM opinion WHERE local IS NOT NULL AND contact IS NOT NULL ORDER BY id DESC LIMIT 1"
_FULL = "SELECT number FROM box_opening ORDER BY slips_found DESC, id LIMIT 1"
_EMPTY = "SELECT number FROM box_opening WHERE slips_found = 0 ORDER BY id LIMIT 1"
_DAY = "SELECT uid FROM reception_day WHERE day >= ? AND cancel_reason IS NULL ORDER BY day LIMIT 1"


def print_all(station: Station, folder: Path, key: str) -> list[Path]:
    """Write them into ``folder``; ``key`` is the one of the recovery sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    today = station.clock.today()
    wish = RegisterWish(period=year_period(today.year))
    serial, full, empty = (str(scalar(station.db, query)) for query in (_SHOWN, _FULL, _EMPTY))
    day = str(scalar(station.db, _DAY, (today.isoformat(),)))
    papers = [
        write_register(station, wish, folder / f"社情簿 {today.year} 年.pdf"),
        write_register(station, wish, folder / f"社情簿 {today.year} 年.xlsx"),
        write_sheet(station, serial, folder / f"登记表 {serial}.pdf"),
        write_blank_sheet(station, folder / "空白登记表.pdf"),
        write_receipt(station, serial, folder / f"回执 {serial}.pdf"),
        write_opening(station, full, folder / f"开箱记录 {full}.pdf"),
        write_opening(station, empty, folder / f"开箱记录 {empty}（空箱）.pdf"),
        write_notice(station, day, folder / "接待公告.pdf"),
        write_list(station, Filters(), folder / "意见建议清单.xlsx"),
    ]
    sheet = folder / "恢复单.pdf"
    save(sheet, recovery_sheet_pdf(station.identity.name, today.isoformat(), key))()
    return [*(folder / str(paper.out) for paper in papers), sheet]
