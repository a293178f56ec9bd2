"""Finding one opinion by serial or uid, and holding what a use case has to know of it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import Database

from station_app.db import models
from station_app.db.rows import to_record
from station_app.db.statements import by_uid, rows, scalar
from station_app.domain.enums import Status
from station_app.domain.moves import EVERYBODY, HEADS, Move, moves, who_may
from station_app.domain.records import Contact, Intake
from station_app.domain.serials import installation_letters, parse_serial
from station_app.domain.showing import ended_refused, is_secret, label_of
from station_app.domain.status import Facets, status
from station_app.errors import StationError
from station_app.journal.opinions import facets_of_row
from station_app.services.station import Station

ACKNOWLEDGED = "acknowledged"
_MARKED = re.compile(r"(.*\d)\s*[〔\[(（-]?\s*(?:重号)?\s*([A-Za-z]{2})\s*[〕\])）]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An opinion: ``mark`` is '' or how far it got on its way to the centre (written, verified, acknowledged)."""

    uid: str
    id: int
    site: str
    facets: Facets
    contact: Contact | None
    mark: str
    sent: bool

    @property
    def intake(self) -> Intake:
        """What was taken in."""
        assert self.facets.intake is not None
        return self.facets.intake

    @property
    def status(self) -> Status:
        """The state it is in."""
        return status(self.facets, self.sent)

    @property
    def label(self) -> str:
        """The word shown for the state."""
        return label_of(self.status, self.mark, ended_refused(self.facets))

    @property
    def secret(self) -> bool:
        """Whether its contact is kept back: 保密, or 举报."""
        return is_secret(self.intake.kind, self.contact)


def locate(station: Station, ref: str) -> str:
    """The uid of an opinion named by uid, by serial, or by a doubled serial with its letters (``17-2026-00144〔AB〕``).

    Raises StationError when there is none, and, naming all, when the serial alone stands for several.
    """
    text = ref.strip()
    if _is_uid(text):
        if scalar(station.db, "SELECT 1 FROM opinion WHERE uid = ?", (text.lower(),)) is None:
            raise StationError("找不到这条意见建议", "请刷新列表后再试。")
        return text.lower()
    marked = _MARKED.fullmatch(text)
    serial = str(parse_serial(marked[1] if marked else text))
    found = _bearers(station.db, serial)
    if marked:
        found = {uid: letters for uid, letters in found.items() if letters == marked[2].upper()}
    if not found:
        raise StationError(f"没有编号为 {serial} 的意见建议", "请核对编号，或在「意见建议」里查找。")
    if len(found) > 1:
        all_of_them = "、".join(f"{serial}〔{letters}〕" for letters in found.values())
        raise StationError(f"编号 {serial} 是重号：{all_of_them}", "请连同括号里的两个字母一起写明是哪一条。")
    return next(iter(found))


def hold(station: Station, ref: str) -> Held:
    """The opinion named by ``ref`` as in ``locate``."""
    uid = locate(station, ref)
    row = by_uid(station.db, models.Opinion, uid)
    assert row is not None
    return held_of_row(station, row)


def held_of_row(station: Station, row: dict[str, Any]) -> Held:
    """The same from its row."""
    mark = sent_mark(station.db, row["uid"])
    contact = by_uid(station.db, models.Contact, row["contact"]) if row["contact"] else None
    return Held(
        uid=row["uid"],
        id=row["id"],
        site=row["site"],
        facets=facets_of_row(row),
        contact=to_record(Contact, contact) if contact else None,
        mark=mark,
        sent=is_sent(station, mark),
    )


def hold_for(station: Station, ref: str, move: Move) -> Held:
    """The opinion, if its state and the role of the person at the desk allow ``move``; raises StationError if not."""
    station.require(*who_may(move))
    held = hold(station, ref)
    refuse_foreign(station, held)
    if move not in moves(held.facets, held.sent):
        raise StationError(f"{held.intake.serial} 现在是「{held.status.value}」，不能{move.value}", _instead(held))
    return held


def allowed(station: Station, held: Held) -> frozenset[Move]:
    """What the person at the desk may do with it now."""
    if station.desk is None or held.site != station.identity.site:
        return frozenset()
    role = station.desk.person.role
    return frozenset(move for move in moves(held.facets, held.sent) if role in who_may(move))


def refuse_foreign(station: Station, held: Held) -> None:
    """Raise StationError for an opinion that another site took in."""
    if held.site != station.identity.site:
        raise StationError(f"{held.intake.serial} 是别的站点登记的", "请由登记它的站点来改。")


def refuse_secret(station: Station, held: Held) -> None:
    """Raise StationError when the contact is kept back (保密, 举报) and it is not the head who asks."""
    station.require(*EVERYBODY)
    assert station.desk is not None
    if held.secret and station.desk.person.role not in HEADS:
        raise StationError("这条的反映人信息保密，只有站长可以看和改", "请站长坐到电脑前，在右下角换人后再做。")


def is_sent(station: Station, mark: str) -> bool:
    """Whether the centre holds an opinion with that mark; at the centre it always does."""
    return mark == ACKNOWLEDGED or station.is_centre


def sent_mark(db: Database, uid: str) -> str:
    """How far an opinion got on its way to the centre, '' when it never left."""
    return str(scalar(db, "SELECT state FROM sent_mark WHERE opinion = ?", (uid,)) or "")


def doubled_marks(db: Database, serials: Collection[str]) -> dict[str, str]:
    """The letters of those opinions (by uid) whose serial occurs more than once among all."""
    marks = ", ".join("?" * len(serials))
    query = f"SELECT serial FROM opinion WHERE serial IN ({marks}) GROUP BY serial HAVING count(*) > 1"  # noqa: S608 - only marks
    return {uid: letters for row in rows(db, query, serials) for uid, letters in _bearers(db, row["serial"]).items()}


def doubled_label(letters: str | None) -> str:
    """The mark of a doubled serial, 〔重号 AB〕; empty for any other."""
    return f"〔重号 {letters}〕" if letters else ""


def person_name(db: Database, uid: str | None) -> str:
    """The name of somebody who works at a site, '' when unknown."""
    return str(scalar(db, "SELECT name FROM person WHERE uid = ?", (uid,)) or "")


def _bearers(db: Database, serial: str) -> dict[str, str]:
    """The opinions (uid) that bear a serial, with the letters of the installation that wrote each first."""
    query = (
        "SELECT uid, (SELECT instance FROM change WHERE change.uid = opinion.uid AND facet = 'opinion.intake' "
        "ORDER BY depth, id LIMIT 1) AS instance FROM opinion WHERE serial = ? ORDER BY id"
    )
    return {row["uid"]: installation_letters(row["instance"]) for row in rows(db, query, (serial,))}


def _is_uid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _instead(held: Held) -> str:
    """What to do in the state that refuses."""
    return {
        Status.VOID: "作废的登记不能再改；要重新反映，请另行登记。",
        Status.AWAITING_FEEDBACK: "请先把答复告诉反映人，记下反馈。",
        Status.TRIAGE: "中心已收到，由中心研判；请等中心的回传包。",
        Status.IN_PROGRESS: "这件正由中心交办；请等中心的回传包。",
        Status.REDO: "由谁答复就由谁重办；请先打开详情查看办理情况。",
        Status.ARCHIVED: "已经归档；需要时请站长先重启。",
    }.get(held.status, "请打开详情，按其中列出的下一步办理。")
