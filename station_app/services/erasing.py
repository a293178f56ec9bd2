"""The right to deletion: who is meant, what is held of them, what goes and what cannot be reached, and the deletion.

The opinions stay, so that numbers and statistics stay; in the place of the person stands 已按本人要求删除.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from station_app.db.rows import to_record
from station_app.db.statements import Row, rows, scalar
from station_app.domain.enums import ContactKind
from station_app.domain.moves import HEADS
from station_app.domain.phone import normalise_phone, parse_phone
from station_app.domain.records import Contact
from station_app.domain.serials import parse_serial
from station_app.domain.showing import ShownContact, shown
from station_app.domain.text import clean_line
from station_app.errors import StationError
from station_app.services import audit
from station_app.services.clearing import clear_traces, drafts_naming, filters_naming, local_backups
from station_app.services.held import hold
from station_app.services.pace import Pace
from station_app.services.redacting import Mention, mentions, redact, usable
from station_app.services.saving import saving
from station_app.services.station import Station

MAX_FOUND = 50
_PICTURES = "SELECT sum(json_array_length(attachments)) FROM opinion WHERE contact IN"
_IDS = "(SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One opinion of somebody; ``day`` is ISO."""

    uid: str
    serial: str
    day: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """A person as the records know them: all entries (``uids``) under one name and phone at one site.

    ``contact`` is the latest of them, masked; ``site`` is the name of the site.
    """

    uids: tuple[str, ...]
    site: str
    contact: ShownContact
    matters: tuple[Matter, ...]
    retain_until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What is held of a person: ``words`` are the names and phones of all versions.

    ``drafts`` and ``filters`` are what they are listed as; ``mentions`` are the records whose texts have one of the
    words; ``unreached`` are sentences on what a deletion cannot reach.
    """

    somebody: Somebody
    words: tuple[str, ...]
    versions: int
    receptions: int
    attachments: int
    drafts: tuple[str, ...]
    filters: tuple[str, ...]
    mentions: tuple[Mention, ...]
    backups: int
    unreached: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What a deletion did; ``uncleared`` says why something beside the records could not be cleared away yet."""

    contacts: int
    redacted: int
    uncleared: StationError | None = None


def find(station: Station, text: str) -> tuple[Somebody, ...]:
    """Who is meant by a phone, a name or the serial of one of their opinions; at most fifty. Heads only."""
    station.require(*HEADS)
    wanted = clean_line(text).text
    if not wanted:
        raise StationError("请输入姓名、电话或编号", "输入要找的人的全名、电话，或他反映过的一条的编号。")
    return _grouped(station, _entries(station, wanted))


def somebody(station: Station, uid: str) -> Somebody:
    """The person an entry belongs to, with all entries of the same name and phone. Raises StationError."""
    station.require(*HEADS)
    found = _grouped(station, _alike(station, rows(station.db, "SELECT * FROM contact WHERE uid = ?", (uid,))))
    if not found:
        raise StationError("找不到这位反映人的资料", "资料可能已经删除；请核对后再试。")
    return next(one for one in found if uid in one.uids)


def holdings(station: Station, who: Somebody, more_words: Iterable[str] = ()) -> Holdings:
    """All that is held of a person, and what a deletion would not reach; reads all of the log (worker thread)."""
    station.require(*HEADS)
    versions = _versions(station, who.uids)
    words = usable({one[name] for one in versions for name in ("name", "phone") if one[name]} | {*more_words})
    found = mentions(station, words)
    return Holdings(
        somebody=who,
        words=words,
        versions=len(versions),
        receptions=_count(station, "SELECT count(*) FROM reception WHERE contact IN", who.uids),
        attachments=_count(
            station, "SELECT sum(json_array_length(attachments)) FROM opinion WHERE contact IN", who.uids
        ),
        drafts=tuple(row.label for row in drafts_naming(station, who.uids, words)),
        filters=tuple(filters_naming(station, words)),
        mentions=found,
        backups=len(local_backups(station)),
        unreached=tuple(_unreached(station, found)),
    )


def erase(
    station: Station,
    uids: Sequence[str],
    reason: str,
    words: Collection[str] = (),
    pace: Pace | None = None,
) -> Erasure:
    """Delete the data of these contacts for good; with ``words`` also take these out of our records' texts.

    Heads only, with a reason, audited. Raises StationError and then changes nothing; what lies beside the records is
    cleared afterwards, and again at the next start if that fails.
    """
    station.require(*HEADS)
    why = _reason(station, uids, reason)
    sql = f"SELECT uid, site FROM contact WHERE uid IN {_IDS} AND kind <> ?"  # noqa: S608
    listed = rows(station.db, sql, (json.dumps(list(uids)), ContactKind.ERASED.value))
    places = {row["uid"]: row["site"] for row in listed}
    if not places or len(places) < len(set(uids)):
        raise StationError("找不到这位反映人的资料", "资料可能已经删除；请核对后再试。")
    found = mentions(station, words) if words else ()
    with saving(station) as log:
        for uid, site in places.items():
            log.erase_contact(site, uid, station.author)
            audit.add(station, audit.Action.ERASED, uid, why)
        redacted = redact(station, log, found, words)
    return Erasure(contacts=len(places), redacted=redacted, uncleared=_cleared(station, pace))


def _cleared(station: Station, pace: Pace | None) -> StationError | None:
    try:
        clear_traces(station, pace)
    except StationError as problem:
        return problem
    return None


def _reason(station: Station, uids: Sequence[str], reason: str) -> str:
    why = clean_line(reason).text
    if not why:
        raise StationError("删除要写原因", "请写明为什么删除，例如「本人来电要求」或「保存期满」。")
    known = usable({one[name] for one in _versions(station, uids) for name in ("name", "phone")})
    if any(word in why for word in known):
        raise StationError(
            "原因里不要写姓名和电话", "原因会留在查看记录里；请改成不提本人的写法，例如「本人来电要求」。"
        )
    return why


def _entries(station: Station, wanted: str) -> list[Row]:
    try:
        serial = str(parse_serial(wanted))
    except StationError:
        serial = ""
    if serial:
        contact = hold(station, wanted).intake.contact
        return _alike(station, rows(station.db, "SELECT * FROM contact WHERE uid = ?", (contact,)))
    key = normalise_phone(wanted) if parse_phone(wanted) else ""
    where, value = ("phone_key = ?", key) if key else ("name = ?", wanted)
    return rows(station.db, f"SELECT * FROM contact WHERE {where} ORDER BY id DESC", (value,))  # noqa: S608 - ours


def _alike(station: Station, first: list[Row]) -> list[Row]:
    """All entries of the same site, name and phone; a nameless entry without a phone is like no other."""
    if not first or not (first[0]["name"] or first[0]["phone_key"]):
        return [row for row in first if row["kind"] != ContactKind.ERASED.value]
    sql = "SELECT * FROM contact WHERE site = ? AND name = ? AND phone_key = ? ORDER BY id DESC"
    return rows(station.db, sql, tuple(first[0][name] for name in ("site", "name", "phone_key")))


def _grouped(station: Station, entries: list[Row]) -> tuple[Somebody, ...]:
    people: dict[tuple[str, ...], list[Row]] = {}
    for row in entries:
        alone = "" if row["name"] or row["phone_key"] else row["uid"]
        people.setdefault((row["site"], row["name"], row["phone_key"], alone), []).append(row)
    return tuple(_somebody(station, group) for group in list(people.values())[:MAX_FOUND])


def _somebody(station: Station, entries: list[Row]) -> Somebody:
    uids = tuple(row["uid"] for row in entries)
    latest = entries[0]
    return Somebody(
        uids=uids,
        site=_site_name(station, latest["site"]),
        contact=shown(to_record(Contact, latest), latest["uid"], secret=bool(latest["confidential"])),
        matters=_matters(station, uids),
        retain_until=max((row["retain_until"] or "" for row in entries), default="") or None,
    )


def _matters(station: Station, uids: Sequence[str]) -> tuple[Matter, ...]:
    sql = f"SELECT uid, serial, received_on, title FROM opinion WHERE contact IN {_IDS} ORDER BY id DESC"  # noqa: S608
    found = rows(station.db, sql, (json.dumps(list(uids)),))
    return tuple(
        Matter(uid=row["uid"], serial=row["serial"], day=row["received_on"], title=row["title"]) for row in found
    )


def _site_name(station: Station, site: str) -> str:
    return str(scalar(station.db, "SELECT name FROM site_own WHERE uid = ?", (site,)) or station.identity.name)


def _versions(station: Station, uids: Sequence[str]) -> list[Row]:
    sql = (
        f"SELECT payload FROM change WHERE uid IN {_IDS} AND facet = 'contact.person'"  # noqa: S608
        " AND payload IS NOT NULL"
    )
    return [json.loads(row["payload"]) for row in rows(station.db, sql, (json.dumps(list(uids)),))]


def _count(station: Station, query: str, uids: Sequence[str]) -> int:
    return int(scalar(station.db, f"{query} {_IDS}", (json.dumps(list(uids)),)) or 0)


def _unreached(station: Station, found: Sequence[Mention]) -> Iterable[str]:
    yield "纸质登记簿、登记表和已打印的社情簿：请自行销毁或涂去。"
    yield "优盘上的旧包和旧备份：请找出来删掉；误用旧备份恢复时，这台电脑会再删一次。"
    if station.is_centre:
        yield "站点的电脑：随下一次回传包删去。"
    else:
        yield "中心的电脑：随下一次上报包删去。"
    others = sum(1 for one in found if not one.ours)
    if others:
        who = "登记它的站点" if station.is_centre else "中心"
        yield f"有 {others} 处文字由{who}写下，这里改不了：请告诉{who}来删。"
    old = [path.name for path in station.store.paths.backups.glob("OLD-*")]
    if old:
        yield f"读不出的旧数据（{'、'.join(sorted(old))}）：确定不再需要时，请自行删去这个文件夹。"
