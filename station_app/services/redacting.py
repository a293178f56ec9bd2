"""Words that name a person inside other records: found in every version, taken out by a new one, the older erased."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from station_app.db.statements import Row, rows
from station_app.domain.codec import from_payload
from station_app.domain.facets import FACETS, StreamKind
from station_app.journal.log import Log
from station_app.services.packages.wording import subject
from station_app.services.station import Station

REDACTED = "〔已删去〕"
LEAST = 2
_AROUND = 12
_SEARCHED = (
    "opinion.intake opinion.local opinion.feedback opinion.handling opinion.reply opinion.request case box_opening"
).split()
# What people type freely; uids, numbers and choices are never touched.
_FREE = frozenset(
    "title content place spot_reply suggested_action remark external_source external_number text void_reason reason "
    "name unit whistle plan note question answer matter handler phone return_reason signer later_measures correction "
    "guidance seal_before seal_after".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A facet of a record some version of which has one of the words; ``excerpt`` is a piece of the latest of these.

    ``versions`` are the names of those versions, ``standing`` says whether the current one is among them, ``ours``
    whether it is ours to change; ``label`` names the record.
    """

    uid: str
    facet: str
    label: str
    excerpt: str
    versions: tuple[bytes, ...]
    standing: bool
    ours: bool


def usable(words: Iterable[str]) -> tuple[str, ...]:
    """The words that can be looked for, the longest first; a single character would be in everything."""
    known = {word.strip() for word in words}
    return tuple(sorted((word for word in known if len(word) >= LEAST), key=lambda word: (-len(word), word)))


def mentions(station: Station, words: Collection[str]) -> tuple[Mention, ...]:
    """Where the words stand, in all versions of all records that people write freely in."""
    wanted = usable(words)
    found: dict[tuple[str, str], list[Row]] = {}
    if wanted:
        marks = ", ".join("?" * len(_SEARCHED))
        sql = (
            "SELECT c.uid, c.facet, c.name, c.payload, s.name AS stream FROM change c"  # noqa: S608 - only marks
            " JOIN stream s ON s.id = c.stream_id"
            f" WHERE c.facet IN ({marks}) AND c.payload IS NOT NULL ORDER BY c.depth DESC, c.name DESC"
        )
        for row in rows(station.db, sql, _SEARCHED):
            found.setdefault((row["uid"], row["facet"]), []).append(row)
    seen = (_mention(station, versions, wanted) for versions in found.values())
    return tuple(one for one in seen if one is not None)


def redact(station: Station, log: Log, found: Iterable[Mention], words: Collection[str]) -> int:
    """Take the words out of those of ``found`` that are ours, in the caller's transaction; how many records."""
    wanted, count = usable(words), 0
    for one in found:
        if not one.ours:
            continue
        if one.standing:
            record = FACETS[one.facet].record
            assert record is not None
            payload = without_words(_current(station, one), wanted)
            log.put(one.uid, one.facet, from_payload(record, payload), station.author)
        log.erase_versions(one.uid, one.facet, list(one.versions), station.author)
        count += 1
    return count


def without_words(value: Any, words: Collection[str], free: bool = False) -> Any:
    """The same JSON value with the words replaced wherever people type freely."""
    if isinstance(value, dict):
        return {key: without_words(one, words, key in _FREE) for key, one in value.items()}
    if isinstance(value, list):
        return [without_words(one, words, free) for one in value]
    if isinstance(value, str) and free:
        for word in words:
            value = value.replace(word, REDACTED)
    return value


def _mention(station: Station, versions: list[Row], words: Collection[str]) -> Mention | None:
    """What all versions of one facet, the current one first, have of the words."""
    payloads = [json.loads(row["payload"]) for row in versions]
    having = [place for place, payload in enumerate(payloads) if without_words(payload, words) != payload]
    if not having:
        return None
    first = versions[0]
    return Mention(
        uid=first["uid"],
        facet=first["facet"],
        label=subject(station, first["uid"], first["facet"]),
        excerpt=_excerpt(payloads[having[0]], words),
        versions=tuple(bytes(versions[place]["name"]) for place in having),
        standing=having[0] == 0,
        ours=_is_ours(station, first["facet"], first["stream"]),
    )


def _is_ours(station: Station, facet: str, stream: str) -> bool:
    if FACETS[facet].stream is StreamKind.STATION:
        return stream == f"S:{station.identity.site}"
    return station.is_centre


def _current(station: Station, one: Mention) -> Any:
    sql = "SELECT payload FROM change WHERE uid = ? AND facet = ? ORDER BY depth DESC, name DESC LIMIT 1"
    return json.loads(rows(station.db, sql, (one.uid, one.facet))[0]["payload"])


def _excerpt(value: Any, words: Collection[str], free: bool = False) -> str:
    """A piece of the first text that has one of the words."""
    if isinstance(value, dict):
        return next((got for key, one in value.items() if (got := _excerpt(one, words, key in _FREE))), "")
    if isinstance(value, list):
        return next((got for one in value if (got := _excerpt(one, words, free))), "")
    if not (isinstance(value, str) and free):
        return ""
    place = next((value.index(word) for word in words if word in value), -1)
    if place < 0:
        return ""
    start = max(0, place - _AROUND)
    return f"{'…' if start else ''}{' '.join(value[start : place + 2 * _AROUND].split())}"
