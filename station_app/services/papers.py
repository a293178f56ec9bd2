"""The sheets of single records as PDF, to a file or a printer: 意见建议登记表 (filled or blank), 开箱记录 and 回执.

A filled sheet bears name and phone in full, for the person signs it: so each output is in the trail, and that of a
matter kept back (保密, 举报) is the head's.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from station_app.db import models
from station_app.db.rows import Row, to_record
from station_app.db.statements import by_uid, rows
from station_app.domain.enums import ContactKind
from station_app.domain.moves import EVERYBODY
from station_app.domain.records import Box, BoxOpening, Contact, Intake, Reception
from station_app.errors import StationError
from station_app.reports.records import OpeningSheet, OpeningSlip, OpinionSheet, Receipt, SheetHead
from station_app.services.held import Held, hold, person_name, refuse_secret
from station_app.services.people import site_details
from station_app.services.register_rows import UNLISTED, deputy_names, handed, last_told, result_text
from station_app.services.reprints import Output, Paper, Trace, check_place, deliver, outputs
from station_app.services.station import Station

if TYPE_CHECKING:
    from station_app.reports.page import Printed

SUFFIX = ".pdf"
_OPENING = "SELECT * FROM box_opening WHERE number = ? AND site = ?"
_SLIPS = "SELECT serial, content, sensitive, void_reason FROM opinion WHERE opening = ? ORDER BY id"


def write_sheet(station: Station, ref: str, out: Output) -> Paper:
    """The 意见建议登记表 of the opinion ``ref`` (serial or uid). Raises StationError."""
    from station_app.reports.opinion_sheet import print_opinion_sheet, sheet_unprintable

    check_place(station, out, SUFFIX)
    held = hold(station, ref)
    refuse_secret(station, held)
    sheet = opinion_sheet(station, held)
    trace = Trace(key=f"sheet {held.uid}", subject=held.uid, detail=f"登记表 {held.intake.serial}")
    job = _Job(out, trace, lambda head: print_opinion_sheet(sheet, head), sheet_unprintable(sheet))
    return job.run(station)


def write_blank_sheet(station: Station, out: Output) -> Paper:
    """A 意见建议登记表 for handwriting: nobody's data, so neither counted nor noted. Raises StationError."""
    from station_app.reports.opinion_sheet import print_opinion_sheet

    check_place(station, out, SUFFIX)
    station.require(*EVERYBODY)
    printed = print_opinion_sheet(None, _head(station, 0))
    deliver(station, None, 0, out, printed.data)
    return Paper(out=out, pages=printed.pages, reprint=0, unprintable=())


def write_receipt(station: Station, ref: str, out: Output) -> Paper:
    """The 回执 of the opinion ``ref`` (serial or uid), which says nothing of the matter. Raises StationError."""
    from station_app.reports.receipt import print_receipt

    check_place(station, out, SUFFIX)
    station.require(*EVERYBODY)
    held = hold(station, ref)
    receipt = receipt_of(station, held)
    trace = Trace(key=f"receipt {held.uid}", subject=held.uid, detail=f"回执 {held.intake.serial}")
    return _Job(out, trace, lambda head: print_receipt(receipt, head), ()).run(station)


def write_opening(station: Station, number: str, out: Output) -> Paper:
    """The 开箱记录 of that number. Raises StationError."""
    from station_app.reports.opening_sheet import opening_unprintable, print_opening_sheet

    check_place(station, out, SUFFIX)
    station.require(*EVERYBODY)
    row = _opening_row(station, number)
    sheet = opening_sheet(station, row)
    trace = Trace(key=f"opening {row['uid']}", subject=row["uid"], detail=f"开箱记录 {sheet.number}")
    job = _Job(out, trace, lambda head: print_opening_sheet(sheet, head), opening_unprintable(sheet))
    return job.run(station)


@dataclass(frozen=True, slots=True)
class _Job:
    """One sheet on its way out."""

    out: Output
    trace: Trace
    draw: "Callable[[SheetHead], Printed]"
    unprintable: tuple[str, ...]

    def run(self, station: Station) -> Paper:
        reprint = outputs(station, self.trace.key)
        printed = self.draw(_head(station, reprint))
        deliver(station, self.trace, reprint, self.out, printed.data)
        return Paper(out=self.out, pages=printed.pages, reprint=reprint, unprintable=self.unprintable)


def opinion_sheet(station: Station, held: Held) -> OpinionSheet:
    """The values of an opinion's sheet, name and phone in full."""
    intake, contact, told = held.intake, held.contact, last_told(held.facets)
    row = by_uid(station.db, models.Reception, intake.reception) if intake.reception else None
    reception = to_record(Reception, row) if row else None
    names = deputy_names(station)
    void = f"作废：{intake.void_reason}" if intake.void_reason is not None else ""
    return OpinionSheet(
        serial=intake.serial,
        **_who(contact),
        time=_time(reception, intake),
        channel=f"{intake.channel}（{reception.mode}）" if reception else intake.channel,
        deputies="　".join(names.get(uid, UNLISTED) for uid in intake.deputies),
        recorder=person_name(station.db, reception.recorder) if reception else "",
        kind=intake.kind.value if intake.kind else "",
        topic=f"{intake.topic}（{intake.subtopic}）" if intake.subtopic else intake.topic,
        urgency=f"{intake.urgency}　{intake.scope}范围" if intake.scope else intake.urgency.value,
        title=intake.title,
        content=intake.content,
        outcome=intake.outcome.value,
        deputy_opinion=intake.suggested_action,
        handover=_handover(held),
        result=result_text(held.facets),
        attitude=told.result.value if told and told.result else "",
        remark="　".join(part for part in (void, intake.remark) if part),
    )


def receipt_of(station: Station, held: Held) -> Receipt:
    """The values of an opinion's receipt. Raises StationError for a void one."""
    intake, site = held.intake, site_details(station)
    if intake.void_reason is not None:
        raise StationError(f"{intake.serial} 已作废，不能再开回执", "请核对编号。")
    day = date.fromisoformat(intake.received_on)
    return Receipt(serial=intake.serial, day=day, channel=intake.channel, hours=site.hours, address=site.address)


def opening_sheet(station: Station, row: Row) -> OpeningSheet:
    """The values of an opening's record; the content of sensitive slips stays off it."""
    opening = to_record(BoxOpening, row)
    found = by_uid(station.db, models.Box, opening.box)
    box = to_record(Box, found) if found else Box(name="", since="")
    slips = tuple(_slips(opening, rows(station.db, _SLIPS, (row["uid"],))))
    return OpeningSheet(
        number=opening.number,
        box=box.name,
        place=box.place,
        time=_moment(opening.opened_at),
        openers=tuple(person_name(station.db, uid) for uid in (opening.opener, opening.witness)),
        seal="完好" if opening.seal_intact else "不完好",
        old_seal=opening.seal_before,
        new_seal=opening.seal_after,
        found=opening.slips_found,
        taken=opening.slips_found - len(opening.invalid),
        invalid=len(opening.invalid),
        remark=opening.remark,
        slips=slips,
    )


def _slips(opening: BoxOpening, taken: list[Row]) -> Iterator[OpeningSlip]:
    """All slips in the order in which they lay there: the invalid ones know their place, the others fill the rest."""
    from station_app.reports.register_layout import SENSITIVE

    invalid = {one.place: one for one in opening.invalid}
    left = iter(taken)
    for place in range(1, opening.slips_found + 1):
        if place in invalid:
            yield OpeningSlip(serial="", text="", remark=invalid[place].reason)
        elif (row := next(left, None)) is not None:
            text = SENSITIVE if row["sensitive"] else row["content"]
            void = row["void_reason"]
            yield OpeningSlip(serial=row["serial"], text=text, remark="" if void is None else f"作废：{void}")


def _opening_row(station: Station, number: str) -> Row:
    found = rows(station.db, _OPENING, (number.strip().upper(), station.identity.site))
    if not found:
        raise StationError(f"没有编号为 {number.strip()[:40]} 的开箱记录", "请核对编号，形如 17-2026-K0001。")
    if len(found) > 1:
        times = "、".join(_moment(row["opened_at"]) for row in found)
        raise StationError(f"开箱编号 {number.strip()} 有重号：{times}", "请核对这几次开箱的纸质记录。")
    return found[0]


def _head(station: Station, reprint: int) -> SheetHead:
    site = site_details(station)
    return SheetHead(site=site.name, printed_at=station.clock.now(), phone=site.phone, reprint=reprint)


def _who(contact: Contact | None) -> dict[str, str]:
    if contact is None:
        return {"name": ContactKind.ANONYMOUS.value}
    if contact.kind is ContactKind.ERASED:
        return {"name": contact.kind.value}
    words = [contact.identity.value] if contact.identity else []
    return {
        "name": contact.name or ContactKind.ANONYMOUS.value,
        "sex_and_age": "　".join(part.value for part in (contact.sex, contact.age_band) if part),
        "phone": contact.phone,
        "address": contact.address,
        "identity": "　".join([*words, f"{contact.group_size}人"]),
    }


def _time(reception: Reception | None, intake: Intake) -> str:
    if reception is None:
        return _day(intake.received_on)
    end = f" 至 {_clock(reception.ended)}" if reception.ended else ""
    return f"{_moment(reception.began)}{end}"


def _handover(held: Held) -> str:
    facets = held.facets
    unit, on = handed(facets)
    work = facets.handling if facets.handling and facets.handling.track else facets.local
    if work is None or on is None:
        return unit
    parts = [unit, work.number, f"{_day(on)}交办", f"限{_day(work.due_on)}前办结" if work.due_on else ""]
    return "　".join(part for part in parts if part)


def _moment(iso: str) -> str:
    return f"{_day(iso)} {_clock(iso)}" if len(iso) > 10 else _day(iso)


def _day(iso: str) -> str:
    year, month, day = iso[:10].split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def _clock(iso: str) -> str:
    hour, minute = iso[11:16].split(":")
    return f"{int(hour)}:{minute}"
