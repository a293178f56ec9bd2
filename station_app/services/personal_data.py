"""All that is held of a person, for the person: a PDF to read, the same as JSON, and their pictures beside them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from station_app.db.statements import rows
from station_app.domain.file_names import clean_file_name
from station_app.domain.moves import HEADS
from station_app.domain.wording import CONTACT_LABELS
from station_app.errors import StationError
from station_app.services.audit import Action
from station_app.services.detail import OpinionDetail, detail
from station_app.services.erasing import Somebody, holdings
from station_app.services.reprints import Trace, check_place, deliver, outputs, save
from station_app.services.station import Station

Cells = tuple[str, str, str]
_IDS = "(SELECT value FROM json_each(?))"
_STAMPS = {"created_at": "登记时间", "updated_at": "更改时间"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPapers:
    """What was written: the PDF, its JSON, and the files of the folder of pictures (none: there is no folder)."""

    pdf: Path
    data: Path
    pictures: tuple[Path, ...]
    pages: int
    opinions: int


def export_person(station: Station, who: Somebody, out: Path) -> PersonPapers:
    """Write all that is held of a person to ``out`` (.pdf), and JSON and pictures beside it. Heads only; audited.

    Raises StationError; nothing is noted then.
    """
    from station_app.reports.exchange_list import ExchangeHead, print_exchange

    station.require(*HEADS)
    check_place(station, out, ".pdf")
    details = [detail(station, one.uid) for one in who.matters]
    value = person_value(station, who, details)
    head = ExchangeHead(
        title="个人信息副本",
        site=station.identity.name,
        subject="本人可以要求更正或删除；以下是登记在册的全部资料",
        sums="",
        counts=f"意见建议 {len(details):,} 条",
        printed_at=station.clock.now(),
        columns=("资料", "项目", "内容"),
    )
    printed = print_exchange(list(_cells(value, details)), head)
    names = list(_pictures(details))
    data = out.with_suffix(".json")
    for name, sha256 in names:
        folder = _folder(out)
        if not folder.is_dir():
            _make(folder)
        save(folder / name, station.store.blobs.get(sha256))()
    save(data, json.dumps(value, ensure_ascii=False, indent=1).encode())()
    trace = Trace(key="person data", subject=who.uids[0], detail="个人信息副本", action=Action.EXPORTED)
    deliver(station, trace, outputs(station, trace.key), out, printed.data)
    pictures = tuple(_folder(out) / name for name, _ in names)
    return PersonPapers(pdf=out, data=data, pictures=pictures, pages=printed.pages, opinions=len(details))


def person_value(station: Station, who: Somebody, details: Sequence[OpinionDetail]) -> dict[str, Any]:
    """All that is held of a person as JSON values: each version of each entry, receptions, opinions with their life."""
    ids = (json.dumps(list(who.uids)),)
    versions = (
        f"SELECT uid, payload FROM change WHERE uid IN {_IDS} AND facet = 'contact.person'"  # noqa: S608
        " AND payload IS NOT NULL ORDER BY uid, depth"
    )
    visits = f"SELECT began, ended, channel, mode, signed FROM reception WHERE contact IN {_IDS} ORDER BY began"  # noqa: S608
    return {
        "made_at": station.clock.now().isoformat(timespec="seconds"),
        "site": who.site,
        "contacts": [{"uid": row["uid"]} | json.loads(row["payload"]) for row in rows(station.db, versions, ids)],
        "receptions": rows(station.db, visits, ids),
        "opinions": [_opinion(one) for one in details],
        "mentioned_in": [{"record": one.label, "text": one.excerpt} for one in holdings(station, who).mentions],
    }


def _opinion(one: OpinionDetail) -> dict[str, Any]:
    timeline = [{"at": entry.at, "what": entry.what, "by": entry.by, "note": entry.note} for entry in one.timeline]
    return {"serial": one.serial, "status": one.status.value, "facets": one.facets, "timeline": timeline}


def _cells(value: dict[str, Any], details: Sequence[OpinionDetail]) -> Iterator[Cells]:
    for place, contact in enumerate(value["contacts"], 1):
        for name, label in {**CONTACT_LABELS, **_STAMPS}.items():
            if told := _told(contact.get(name)):
                yield f"本人资料 {place}", label, told
    for reception in value["receptions"]:
        yield "接待", reception["began"].replace("T", " "), f"{reception['channel']}　{reception['mode']}"
    for one in details:
        yield "意见建议", one.serial, f"{one.intake.title}（{one.label}）"
        yield "", one.intake.received_on, one.intake.content
        for entry in one.timeline:
            yield "", entry.at.replace("T", " "), "　".join(part for part in (entry.what, entry.note) if part)
        for file in one.intake.attachments:
            yield "", "附件", file.name
    for mention in value["mentioned_in"]:
        yield "提到本人", mention["record"], mention["text"]


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else ""
    return "" if value in (None, "") else str(value).replace("T", " ")


def _pictures(details: Iterable[OpinionDetail]) -> Iterator[tuple[str, str]]:
    """The name under which each attachment is written, and its SHA-256; the serial keeps the names apart."""
    for one in details:
        for number, file in enumerate(one.intake.attachments, 1):
            suffix = Path(file.name).suffix
            yield (
                clean_file_name(f"{one.serial}-{number}-{Path(file.name).stem}{suffix}", (suffix,), "附件"),
                file.sha256,
            )


def _folder(out: Path) -> Path:
    return out.with_name(f"{out.stem}-附件")


def _make(folder: Path) -> None:
    try:
        folder.mkdir()
    except OSError as error:
        raise StationError(f"建不了文件夹：{folder}", "请检查优盘是否插好、有没有写保护，再试一次。") from error
