"""Commands that put paper out: register, sheet, opening."""

from datetime import date
from typing import TYPE_CHECKING

from station_app.cli.call import Answer, Call
from station_app.errors import StationError

if TYPE_CHECKING:
    from station_app.domain.periods import Period
    from station_app.services.reprints import Paper


def register(call: Call) -> Answer:
    """Write the register of a year or of some days as PDF or Excel."""
    from station_app.domain.masking import EVERYTHING
    from station_app.services.codes import code_book
    from station_app.services.register import RegisterWish, write_register

    args = call.args
    period = _period(call)
    with call.station() as station:
        book = code_book(station)
        wish = RegisterWish(
            period=period,
            channels=tuple(dict.fromkeys(book.check_known_channel(name) for name in args.channel)),
            shown=EVERYTHING if args.unmasked else frozenset(),
            reason=args.reason,
        )
        paper = write_register(station, wish, args.out, preview=args.preview)
    return _answer(paper, {"rows": paper.rows}, f"{paper.rows:,} 条")


def sheet(call: Call) -> Answer:
    """Write the sheet of one opinion, or a blank one."""
    from station_app.services.papers import write_blank_sheet, write_sheet

    args = call.args
    with call.station() as station:
        paper = write_blank_sheet(station, args.out) if args.blank else write_sheet(station, args.serial, args.out)
    return _answer(paper, {}, "空白登记表" if args.blank else "登记表")


def opening(call: Call) -> Answer:
    """Write the record of one opening of an opinion box."""
    from station_app.services.papers import write_opening

    with call.station() as station:
        return _answer(write_opening(station, call.args.number, call.args.out), {}, "开箱记录")


def _period(call: Call) -> "Period":
    from station_app.domain.periods import Period, year_period

    args = call.args
    if args.year is not None:
        if args.to is not None:
            raise StationError("--year 和 --to 不能一起用", "请只写 --year，或写 --from 和 --to。")
        return year_period(args.year)
    if args.to is None:
        raise StationError("只写了 --from，没有写 --to", "请写明到哪一天，例如 --to 2026-06-30。")
    return Period(_day(args.first), _day(args.to))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise StationError(f"日期「{text[:20]}」写得不对", "日期形如 2026-06-18。") from None


def _answer(paper: "Paper", more: dict[str, int], what: str) -> Answer:
    value = {
        "out": str(paper.out),
        **more,
        "pages": paper.pages,
        "reprint": paper.reprint,
        "unprintable": list(paper.unprintable),
    }
    pages = f"，{paper.pages} 页" if paper.pages else ""
    again = f"，重印 第 {paper.reprint} 次" if paper.reprint else ""
    lines = [f"{what}{pages}{again}，已存到 {paper.out}"]
    if paper.unprintable:
        lines.append(f"字库里没有、印成代码的字：{' '.join(paper.unprintable)}")
    return Answer(value, "\n".join(lines))
