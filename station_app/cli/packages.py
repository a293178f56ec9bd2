"""Commands of the exchange: export, import, enrol, stations."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from station_app.cli.call import Answer, Call
from station_app.errors import StationError

if TYPE_CHECKING:
    from station_app.services.packages.taking import Report
    from station_app.services.station import Station


def export(call: Call) -> Answer:
    """Write packages to a folder."""
    from station_app.services.packages.sending import export as write
    from station_app.services.packages.sticks import require_own

    args = call.args
    with call.station() as station:
        require_own(station.identity, args.to)
        sent = write(station, args.to, code=args.station, full=args.full)
    value = [
        {"file": str(one.file), "station": one.station, "export_no": one.export_no, "changes": one.changes}
        for one in sent
    ]
    said = [
        f"已写入并校验 {one.file.name}：第 {one.export_no} 号包，{one.changes:,} 项，{one.size:,} 字节。"
        for one in sent
    ]
    return Answer(value, "\n".join(said) or "名册里还没有别的站点，没有写包。")


def take(call: Call) -> Answer:
    """Import packages, or look what an import would do."""
    from station_app.services.packages.taking import preview
    from station_app.services.packages.taking import take as take_in

    with call.station() as station:
        reports = (preview if call.args.preview else take_in)(station, call.args.paths)
        values = [_report(station, one) for one in reports]
    refused = any(one.problem is not None for one in reports)
    return Answer(values, "\n".join(_sentence(one) for one in reports), int(refused))


def enrol(call: Call) -> Answer:
    """One step of joining the network."""
    with call.station() as station:
        return _ENROLMENT[call.args.action](station, call.args)


def stations(call: Call) -> Answer:
    """All stations as the centre sees them."""
    from station_app.services.packages.missing import in_words
    from station_app.services.packages.overview import overview

    with call.station() as station:
        lines = overview(station)
    names = ("code", "name", "state", "last_export_no", "missing", "opinions")
    value = [{name: _plain(getattr(line, name)) for name in names} for line in lines]
    said = [
        f"{line.code}\t{line.name}\t{line.state}\t{line.opinions} 条"
        + (f"\t缺第 {in_words(list(line.missing))} 包" if line.missing else "")
        for line in lines
    ]
    return Answer(value, "\n".join(said) or "还没有站点。")


def _report(station: "Station", report: "Report") -> dict[str, Any]:
    from station_app.services.packages.taking import Outcome
    from station_app.services.packages.wording import subject

    count = report.counts.get
    rejected = [
        {"item": subject(station, item.uid, item.facet), "reason": item.reason}
        for item in report.items
        if item.outcome is Outcome.REJECTED
    ]
    if report.problem is not None:
        rejected.append({"item": report.file.name, "reason": str(report.problem)})
    return {
        "package": report.file.name,
        "new": count(Outcome.NEW, 0),
        "updated": count(Outcome.UPDATED, 0),
        "unchanged": count(Outcome.UNCHANGED, 0),
        "conflict": count(Outcome.CONFLICT, 0),
        "parked": count(Outcome.PARKED, 0),
        "rejected": rejected,
        "already_imported": bool(report.earlier),
    }


def _sentence(report: "Report") -> str:
    if report.problem is not None:
        return f"{report.file.name}：没有导入。{report.problem}"
    if report.earlier:
        return f"{report.file.name}：已在 {report.earlier[:16].replace('T', ' ')} 导入过，新增 0。"
    parts = [f"{outcome}{number:,}" for outcome, number in report.counts.items()]
    return f"{report.file.name}：{'、'.join(parts)}，共 {report.total:,} 项。"


def _request(station: "Station", args: argparse.Namespace) -> Answer:
    from station_app.services.packages.enrolling import request

    asked = request(station, _out(args))
    return Answer({"out": str(args.out), "code": asked.code, "name": asked.name}, f"入网申请已写到 {args.out}。")


def _approve(station: "Station", args: argparse.Namespace) -> Answer:
    from station_app.services.packages.enrolling import approve

    made = approve(station, _file(args), _out(args), code=args.give or "", reinstall=args.reinstall or "")
    value = {"out": str(args.out), "code": made.code, "name": made.name, "digits": made.digits}
    return Answer(value, f"已批准 {made.code} {made.name}，证书在 {args.out}。\n核对码：{made.digits}")


def _accept(station: "Station", args: argparse.Namespace) -> Answer:
    from station_app.services.packages.enrolling import accept

    made = accept(station, _file(args))
    value = {"code": made.code, "name": made.name, "digits": made.digits}
    return Answer(value, f"已入网，站点代码 {made.code}。\n核对码：{made.digits}（请打电话和中心核对）")


def _code(station: "Station", _args: argparse.Namespace) -> Answer:
    from station_app.services.packages.enrolling import last_digits

    digits = last_digits(station)
    return Answer({"code": digits}, digits)


_ENROLMENT: dict[str, Callable[["Station", argparse.Namespace], Answer]] = {
    "request": _request,
    "approve": _approve,
    "accept": _accept,
    "code": _code,
}


def fill_export(command: argparse.ArgumentParser) -> None:
    """The options of export."""
    command.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="写到哪个文件夹，例如优盘")
    command.add_argument("--station", default="", metavar="代码", help="只给这个站点写（中心用）")
    command.add_argument("--full", action="store_true", help="全部重写一份，不管对方确认过什么")


def fill_import(command: argparse.ArgumentParser) -> None:
    """The options of import."""
    command.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="包，或放包的文件夹")
    command.add_argument("--preview", action="store_true", help="只看结果，不导入")


def fill_enrol(command: argparse.ArgumentParser) -> None:
    """The options of enrol."""
    command.add_argument("action", choices=_ENROLMENT, help="申请、批准、接受、看核对码")
    command.add_argument("file", type=Path, nargs="?", metavar="F", help="批准：申请文件；接受：证书文件")
    command.add_argument("--out", type=Path, metavar="F", help="申请或证书写到哪个文件")
    command.add_argument("--give", metavar="代码", help="批准时给的站点代码，默认用申请里的")
    command.add_argument("--reinstall", metavar="UID", help="批准为某站的重装，它的登记会还给它")


def _out(args: argparse.Namespace) -> Path:
    if args.out is None:
        raise StationError("没有写 --out", "请写明文件写到哪里。")
    return Path(args.out)


def _file(args: argparse.Namespace) -> Path:
    if args.file is None:
        raise StationError("没有写是哪个文件", "请写明申请或证书文件。")
    return Path(args.file)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else str(value) if isinstance(value, str) else value
