"""冲突: a record written on two PCs. Both versions are kept until a person says which counts, or joins them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from station_app.db.statements import rows, scalar
from station_app.domain.codec import from_payload
from station_app.domain.enums import Kind, SiteRole
from station_app.domain.facets import FACETS, StreamKind, site_of
from station_app.domain.moves import HEADS, OFFICE
from station_app.domain.serials import installation_letters
from station_app.domain.wording import CONTACT_LABELS, INTAKE_LABELS, NOTHING, RECEPTION_LABELS
from station_app.errors import StationError
from station_app.journal.log import STAMP_KEYS
from station_app.services import audit
from station_app.services.held import person_name
from station_app.services.packages.describing import lead
from station_app.services.packages.wording import FACET_WORDS
from station_app.services.saving import saving
from station_app.services.station import Station

_VERSIONS = (
    "SELECT c.id, c.payload, c.instance, s.name AS stream FROM conflict k JOIN change c ON c.id = k.change_id"
    " JOIN stream s ON s.id = c.stream_id WHERE k.uid = ? AND k.facet = ? ORDER BY c.depth DESC, c.name DESC"
)
_LABELS: Mapping[str, Mapping[str, str]] = {
    "opinion.intake": INTAKE_LABELS,
    "contact.person": CONTACT_LABELS,
    "reception": RECEPTION_LABELS,
}
_OTHER_LABELS = {
    "rounds": "每一次的记录",
    "answers": "答复",
    "unit": "承办单位",
    "due_on": "期限",
    "opened_on": "开始办理",
    "passed_on": "转交中心",
    "archived_on": "归档",
    "reopenings": "重启",
    "track": "办理方式",
    "number": "编号",
    "handed_on": "交办日期",
    "name": "名称",
    "head": "站长",
    "address": "地址",
    "phone": "电话",
    "hours": "开放时间",
    "active": "在用",
    "role": "身份",
    "remark": "备注",
    "date": "日期",
    "text": "内容",
    "at": "时间",
    "how": "方式",
    "reached": "联系上",
    "note": "说明",
    "attempts": "联系",
    "attitude": "对态度",
    "result": "对结果",
    "reply_class": "类别",
    "signer": "签发人",
    "later_measures": "后期举措",
    "question": "问题",
}
_REFERENCES = frozenset({"by", "contact", "reception", "opening", "event", "based_on", "correction", "sha256"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One of the versions: ``change`` names it; ``letters`` are those of the PC it was written on."""

    change: int
    letters: str
    at: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A field in which the versions differ, with its words in each, in their order."""

    name: str
    label: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """A record with several versions; the first is the one shown meanwhile. ``ours``: whether we may settle it.

    ``secret``: a contact kept back (保密, 举报) from the person at the desk; nothing of it is in ``fields``.
    """

    uid: str
    facet: str
    lead: str
    kind: str
    versions: tuple[Version, ...]
    fields: tuple[Differing, ...]
    ours: bool
    secret: bool = False


def conflicts(station: Station) -> list[Disputed]:
    """What waits for a person's word."""
    found = rows(station.db, "SELECT DISTINCT uid, facet FROM conflict ORDER BY facet, uid")
    return [disputed(station, row["uid"], row["facet"]) for row in found]


def count_conflicts(station: Station) -> int:
    """How many records wait for a person's word."""
    return int(scalar(station.db, "SELECT count(*) FROM (SELECT DISTINCT uid, facet FROM conflict)"))


def disputed(station: Station, uid: str, facet: str) -> Disputed:
    """The versions of one record side by side. Raises StationError when it is settled already."""
    found = _found(station, uid, facet)
    payloads = {row["id"]: _payload(row["payload"]) for row in found}
    secret = facet == "contact.person" and _kept_back(station, uid, payloads.values())
    versions = tuple(_version(station, row["id"], row["instance"], payloads[row["id"]]) for row in found)
    return Disputed(
        uid=uid,
        facet=facet,
        lead=lead(station, uid, facet),
        kind=FACET_WORDS.get(facet, "其他资料"),
        versions=versions,
        fields=() if secret else tuple(_differing(station, facet, list(payloads.values()))),
        ours=_ours(station, facet, found[0]["stream"]),
        secret=secret,
    )


def note_seen(station: Station, one: Disputed) -> None:
    """Note in the trail that the versions of a contact were read in full; of other things nothing is noted."""
    if one.facet == "contact.person" and not one.secret:
        audit.note(station, audit.Action.VIEWED, one.uid, "冲突的两个版本")


def resolve(station: Station, uid: str, facet: str, change: int, fields: Mapping[str, int] | None = None) -> None:
    """Let version ``change`` count, with the ``fields`` that are taken from another version instead.

    It is an ordinary new version above all others, so it travels like one. Raises StationError.
    """
    station.require(*OFFICE)
    found = _found(station, uid, facet)
    record = FACETS[facet].record if facet in FACETS else None
    if record is None or not _ours(station, facet, found[0]["stream"]):
        raise StationError("这一项由写它的那一边来定", "请等对方定好以后，再取一次包。")
    payloads = {row["id"]: _payload(row["payload"]) for row in found}
    if facet == "contact.person" and _kept_back(station, uid, payloads.values()):
        station.require(*HEADS)
    merged = dict(payloads[change])
    for name, other in (fields or {}).items():
        merged[name] = payloads[other].get(name)
    known = {name: merged[name] for name in record.__slots__ if name in merged}
    with saving(station) as log:
        log.put(uid, facet, from_payload(record, known), station.author)


def _kept_back(station: Station, uid: str, payloads: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the contact is secret in any version, and it is not the head who looks."""
    if station.desk is not None and station.desk.person.role in HEADS:
        return False
    reported = "SELECT 1 FROM opinion WHERE contact = ? AND kind = ?"
    confidential = any(payload.get("confidential") for payload in payloads)
    return confidential or scalar(station.db, reported, (uid, Kind.REPORT.value)) is not None


def _found(station: Station, uid: str, facet: str) -> list[dict[str, Any]]:
    found = rows(station.db, _VERSIONS, (uid, facet))
    if not found:
        raise StationError("这一项已经定好了", "请返回查看其他的。")
    return found


def _payload(text: str | None) -> dict[str, Any]:
    return dict(json.loads(text)) if text else {}


def _version(station: Station, change: int, instance: str, payload: Mapping[str, Any]) -> Version:
    return Version(
        change=change,
        letters=installation_letters(instance),
        at=str(payload.get("updated_at", "")),
        by=person_name(station.db, payload.get("updated_by")),
    )


def _ours(station: Station, facet: str, stream: str) -> bool:
    """Whether the stream is one that this installation writes."""
    if FACETS[facet].stream is StreamKind.STATION:
        return site_of(stream) == station.identity.site
    return station.identity.role is SiteRole.CENTRE


def _differing(station: Station, facet: str, payloads: list[dict[str, Any]]) -> Iterable[Differing]:
    labels = {**_OTHER_LABELS, **_LABELS.get(facet, {})}
    names = dict.fromkeys(name for payload in payloads for name in payload if name not in STAMP_KEYS)
    for name in names:
        values = [payload.get(name) for payload in payloads]
        if any(value != values[0] for value in values):
            words = tuple(_words(station, name, value) for value in values)
            yield Differing(name=name, label=labels.get(name, "其他"), words=words)


def _words(station: Station, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if not value:
        return NOTHING
    if isinstance(value, list):
        return "\n".join(_words(station, name, one) for one in value)
    if isinstance(value, dict):
        parts = (_part(station, key, one) for key, one in value.items() if one not in (None, "", [], {}))
        return "，".join(part for part in parts if part)
    return _plain(station, name, str(value))


def _part(station: Station, name: str, value: Any) -> str:
    words = _words(station, name, value)
    label = _OTHER_LABELS.get(name, "")
    return f"{label} {words}".strip() if words and name not in {"sha256", "size", "media"} else ""


def _plain(station: Station, name: str, text: str) -> str:
    if name == "by" or name in {"recorder", "head", "opener", "witness"}:
        return person_name(station.db, text)
    if name == "deputies":
        return str(scalar(station.db, "SELECT name FROM deputy WHERE uid = ?", (text,)) or "名单外的代表")
    if name in _REFERENCES:
        return "另一项"
    return text.replace("T", " ")
