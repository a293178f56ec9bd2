"""Commands about the data of one person: person-data and erase."""

from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from station_app.cli.call import Answer, Call

if TYPE_CHECKING:
    from station_app.services.erasing import Holdings, Somebody
    from station_app.services.station import Station


def fill_person_data(command: ArgumentParser) -> None:
    """The options of ``person-data``."""
    _fill_who(command)
    command.add_argument("--out", type=Path, required=True, metavar="F.pdf", help="同名的 .json 和附件写在旁边")


def fill_erase(command: ArgumentParser) -> None:
    """The options of ``erase``."""
    _fill_who(command)
    command.add_argument("--reason", required=True, metavar="原因", help="不要写姓名和电话")
    command.add_argument("--words", action="store_true", help="连同本站登记的文字里出现的姓名和电话一起删去")
    command.add_argument("--dry-run", action="store_true", help="只列出将删去什么")


def person_data(call: Call) -> Answer:
    """Write all that is held of a person to a PDF, with JSON and pictures beside it."""
    from station_app.services.personal_data import export_person

    with call.station() as station:
        papers = export_person(station, _who(station, call), call.args.out)
    value = {
        "out": str(papers.pdf),
        "data": str(papers.data),
        "pictures": [str(path) for path in papers.pictures],
        "pages": papers.pages,
        "opinions": papers.opinions,
    }
    return Answer(value, f"已写好 {papers.pdf}（{papers.pages} 页，意见建议 {papers.opinions} 条）和 {papers.data}")


def erase(call: Call) -> Answer:
    """Delete the data of a person for good, or list what would go."""
    from station_app.services.erasing import erase as delete
    from station_app.services.erasing import holdings

    args = call.args
    with call.station() as station:
        held = holdings(station, _who(station, call))
        value = _value(held)
        if args.dry_run:
            return Answer(
                value | {"erased": False}, "\n".join([f"将删去 {len(held.somebody.uids)} 份资料", *held.unreached])
            )
        words = held.words if args.words else ()
        done = delete(station, held.somebody.uids, args.reason, words)
    value |= {"erased": True, "redacted": done.redacted, "uncleared": str(done.uncleared or "")}
    told = [f"已删去 {done.contacts} 份资料，改了 {done.redacted} 处文字；意见建议保留。", *held.unreached]
    return Answer(value, "\n".join([*told, *([f"还没有清完：{done.uncleared}"] if done.uncleared else [])]))


def _value(held: "Holdings") -> dict[str, Any]:
    return {
        "contacts": len(held.somebody.uids),
        "opinions": [one.serial for one in held.somebody.matters],
        "attachments": held.attachments,
        "drafts": len(held.drafts),
        "mentions": [one.label for one in held.mentions],
        "unreached": list(held.unreached),
    }


def _fill_who(command: ArgumentParser) -> None:
    who = command.add_mutually_exclusive_group(required=True)
    who.add_argument("--serial", metavar="编号", help="这个人反映过的一条")
    who.add_argument("--contact", metavar="UID", help="反映人资料的 uid")


def _who(station: "Station", call: Call) -> "Somebody":
    from station_app.errors import StationError
    from station_app.services.erasing import find, somebody

    if call.args.contact:
        return somebody(station, call.args.contact)
    found = find(station, call.args.serial)
    if not found:
        raise StationError(f"{call.args.serial} 没有反映人的资料", "这条是匿名的，或者资料已经删除。")
    return found[0]
