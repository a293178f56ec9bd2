"""What the items of a package say to a person: the number they are about, and what they bring."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from station_app.db.statements import execute, rows, scalar
from station_app.domain.codec import from_payload
from station_app.domain.enums import Kind, Status
from station_app.domain.facets import FACETS
from station_app.domain.masking import mask_name
from station_app.domain.showing import SECRET_LABEL
from station_app.domain.status import Facets, status
from station_app.exchange.incoming import Item
from station_app.journal.receiving import Outcome
from station_app.services.held import hold
from station_app.services.packages.wording import FACET_WORDS
from station_app.services.station import Station

_PARTS = ("intake", "local", "feedback", "handling", "reply")
_VERSION = (
    "SELECT payload FROM change WHERE uid = ? AND facet = ? AND id <= ? AND payload IS NOT NULL"
    " ORDER BY depth DESC, name DESC LIMIT 1"
)
_NEW_VERSIONS = "SELECT uid, facet, payload FROM change WHERE id > ? ORDER BY depth, name"
_AT_ONCE = 5000
_UNTOLD = frozenset({Outcome.REJECTED, Outcome.PARKED, Outcome.CONFLICT})
Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Log:
    """The log before and after a package: ``mark`` is the last change that was held before it."""

    station: Station
    mark: int
    answered: frozenset[str]


def last_change(station: Station) -> int:
    """The id of the newest change; a package that is taken in afterwards lies beyond it."""
    return int(scalar(station.db, "SELECT max(id) FROM change") or 0)


def describe(station: Station, items: Iterable[Item], mark: int) -> tuple[Item, ...]:
    """The same items with ``lead`` and ``reason`` in words; within the transaction that took them in.

    ``mark`` is what ``last_change`` gave before it.
    """
    found = tuple(items)
    answered = frozenset(item.uid for item in found if item.facet == "opinion.reply")
    words, serials = _brought(_Log(station, mark, answered), found), _serials(station, found)
    return tuple(
        replace(item, lead=_lead(station, item.facet, serials.get(item.uid)), reason=_reason(item, words))
        for item in found
    )


def _brought(log: _Log, items: tuple[Item, ...]) -> dict[tuple[str, str], str]:
    """What each version that is new here says, in one pass over them; the last of a record's counts."""
    wanted = {(item.uid, item.facet): item for item in items if item.outcome not in _UNTOLD}
    words: dict[tuple[str, str], str] = {}
    for uid, facet, payload in execute(log.station.db, _NEW_VERSIONS, (log.mark,)):
        item = wanted.get((uid, facet))
        if item is not None and payload is not None:
            words[uid, facet] = _TOLD.get(facet, _named)(log, item, json.loads(payload))
    return words


def _serials(station: Station, items: tuple[Item, ...]) -> dict[str, str]:
    uids = sorted({item.uid for item in items if item.facet.startswith("opinion.")})
    serials: dict[str, str] = {}
    for start in range(0, len(uids), _AT_ONCE):
        chunk = json.dumps(uids[start : start + _AT_ONCE])
        found = rows(
            station.db, "SELECT uid, serial FROM opinion WHERE uid IN (SELECT value FROM json_each(?))", (chunk,)
        )
        serials |= {row["uid"]: row["serial"] for row in found}
    return serials


def lead(station: Station, uid: str, facet: str) -> str:
    """The number of the opinion, at a station without its own code; of other things their kind."""
    about_one = facet.startswith("opinion.")
    serial = scalar(station.db, "SELECT serial FROM opinion WHERE uid = ?", (uid,)) if about_one else None
    return _lead(station, facet, serial)


def _lead(station: Station, facet: str, serial: str | None) -> str:
    if serial is None:
        return FACET_WORDS.get(facet, "其他资料")
    return serial if station.is_centre else serial.removeprefix(f"{station.identity.code}-")


def _reason(item: Item, words: Mapping[tuple[str, str], str]) -> str:
    if item.outcome in {Outcome.REJECTED, Outcome.PARKED}:
        return item.reason
    kind = FACET_WORDS.get(item.facet, "这一项")
    if item.outcome is Outcome.CONFLICT:
        return f"{kind}在两台电脑上都改过：都保留，请选一条为准"
    said = words.get((item.uid, item.facet)) or kind
    return f"先前存着的，现在补上：{said}" if item.late else said


def _version(log: _Log, uid: str, facet: str, mark: int) -> Payload | None:
    text = scalar(log.station.db, _VERSION, (uid, facet, mark))
    return None if text is None else dict(json.loads(text))


def _intake(_log: _Log, item: Item, payload: Payload) -> str:
    if payload.get("void_reason") is not None:
        return f"已作废：{payload['void_reason']}"
    title = str(payload.get("title", ""))
    return title if item.outcome is Outcome.NEW else f"登记有更正：{title}"


def _feedback(_log: _Log, _item: Item, payload: Payload) -> str:
    rounds = payload.get("rounds") or [{}]
    result = rounds[-1].get("result")
    return f"反馈：对结果{result}" if result else "联系过反映人，还没有联系上"


def _local(_log: _Log, _item: Item, payload: Payload) -> str:
    if payload.get("passed_on"):
        return "站内办理后转交中心"
    answers = payload.get("answers") or []
    return "站内已答复" if answers else f"站内办理：{payload.get('unit') or '本站'}"


def _reply(log: _Log, item: Item, _payload: Payload) -> str:
    return _moved(log, item.uid) or "中心的答复有更正"


def _handling(log: _Log, item: Item, payload: Payload) -> str:
    work = "　".join(str(payload[name]) for name in ("track", "unit", "number") if payload.get(name))
    if item.uid in log.answered:
        return work or "办理情况"
    return "，".join(part for part in (_moved(log, item.uid), work) if part)


def _request(_log: _Log, _item: Item, payload: Payload) -> str:
    rounds = payload.get("rounds") or []
    return f"中心退回，请补充：{rounds[-1]['question']}" if rounds else "中心退回，请补充"


def _reception(_log: _Log, _item: Item, payload: Payload) -> str:
    return str(payload.get("began", "")).replace("T", " ")[:16]


def _contact(log: _Log, item: Item, payload: Payload) -> str:
    if not payload:
        return "已按本人要求删除"
    reported = "SELECT 1 FROM opinion WHERE contact = ? AND kind = ? LIMIT 1"
    if payload.get("confidential") or scalar(log.station.db, reported, (item.uid, Kind.REPORT.value)) is not None:
        return SECRET_LABEL
    return mask_name(str(payload.get("name") or "")) or "匿名"


def _erased(_log: _Log, _item: Item, _payload: Payload) -> str:
    return "已按本人要求删除，导入后这台电脑上也删去"


def _named(_log: _Log, _item: Item, payload: Payload) -> str:
    return next((str(payload[name]) for name in ("name", "number", "day", "title") if payload.get(name)), "")


_TOLD: Mapping[str, Callable[[_Log, Item, Payload], str]] = {
    "opinion.intake": _intake,
    "opinion.feedback": _feedback,
    "opinion.local": _local,
    "opinion.reply": _reply,
    "opinion.handling": _handling,
    "opinion.request": _request,
    "reception": _reception,
    "contact.person": _contact,
    "erase.contact": _erased,
    "erase.versions": _erased,
}


def _moved(log: _Log, uid: str) -> str:
    """办理中 → 待反馈，导入后请告诉反映人; nothing when the state is as before or the record is not held yet."""
    if not rows(log.station.db, "SELECT 1 FROM opinion WHERE uid = ?", (uid,)):
        return ""
    held = hold(log.station, uid)
    facets = _facets(log, uid)
    before = status(facets, held.sent) if facets.intake is not None else None
    if before is None or before is held.status:
        return ""
    told = f"{before} → {held.status}"
    tell = held.status is Status.AWAITING_FEEDBACK and held.site == log.station.identity.site
    return f"{told}，导入后请告诉反映人" if tell else told


def _facets(log: _Log, uid: str) -> Facets:
    """What was known of the opinion before the package."""
    found: dict[str, Any] = {}
    for part in _PARTS:
        record = FACETS[f"opinion.{part}"].record
        payload = _version(log, uid, f"opinion.{part}", log.mark)
        if record is not None and payload is not None:
            found[part] = from_payload(record, dict(payload))
    return Facets(**found)
