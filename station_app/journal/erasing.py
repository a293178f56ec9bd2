"""Erasing for good: the payloads of a contact, or of versions that hold certain words, leave the log and the tables.

An erase is a change of its own, of the site's stream or of the centre's for it, and is final: what it names is dropped
whenever it comes. Of the versions it names every one has a later one that stands, so no record is lost.
"""

import json
import re
from collections.abc import Iterable

from peewee import Database

from station_app.db.statements import execute, rows, scalar
from station_app.domain.codec import DoesNotFit, Payload, canonical
from station_app.domain.facets import ERASE_CONTACT, ERASE_VERSIONS, site_of
from station_app.errors import StationError
from station_app.journal.changes import Header
from station_app.journal.erased import CONTACT, KEPT, nobody
from station_app.journal.materialise import materialise_erased

_UNREADABLE = ("包里有一条删除读不懂", "这个包没有导入，数据没有改动；请更新本程序，或请对方重新导出。")
_NAME = re.compile(r"[0-9a-f]{64}")
_HELD = "FROM change c JOIN stream s ON s.id = c.stream_id WHERE s.name = ?"
_WAITING = ("parked", "quarantine")


def contact_erase(current: Payload | None) -> Payload:
    """The payload of an erase of a contact, given its current version."""
    return {"changes": [], "kept": {name: current[name] for name in KEPT if name in current} if current else {}}


def versions_erase(names: Iterable[bytes]) -> Payload:
    """The payload of an erase of single versions."""
    return {"changes": sorted(name.hex() for name in names), "kept": {}}


def apply_erase(db: Database, facts: Header, payload: str | None) -> None:
    """Drop what an erase names, within the caller's transaction; raises StationError for one that says nothing."""
    site = site_of(facts.stream)
    try:
        told = json.loads(payload or "")
        names = [bytes.fromhex(name) for name in told["changes"] if _NAME.fullmatch(name)]
        kept = canonical({name: told["kept"][name] for name in KEPT if name in told["kept"]})
        nobody(kept)
    except (ValueError, KeyError, TypeError, DoesNotFit) as error:
        raise StationError(*_UNREADABLE) from error
    if facts.facet == ERASE_CONTACT and site:
        _drop_contact(db, site, facts.uid, kept)
    elif facts.facet == ERASE_VERSIONS:
        for name in names:
            _drop_version(db, site, facts.stream, name)
    else:
        raise StationError(*_UNREADABLE)


def traces_left(db: Database) -> list[str] | None:
    """The words to look for outside the log while traces are to be cleared away; None when there is nothing to do."""
    found = [row["words"] for row in rows(db, "SELECT words FROM erased WHERE words IS NOT NULL")]
    return sorted({word for words in found for word in json.loads(words)}) if found else None


def _drop_contact(db: Database, site: str, uid: str, kept: str) -> None:
    words = _words(db, site, uid)
    execute(
        db,
        "INSERT INTO erased (site, what, kept, words) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " kept = max(kept, excluded.kept), words = CASE WHEN ? THEN excluded.words ELSE words END",
        (site, uid, kept, canonical(words), bool(words)),
    )
    stream = f"S:{site}"
    execute(
        db,
        "UPDATE change SET salt = NULL, payload = NULL WHERE uid = ? AND facet = ?"
        " AND stream_id = (SELECT id FROM stream WHERE name = ?)",
        (uid, CONTACT, stream),
    )
    for table in _WAITING:
        execute(
            db,
            f"UPDATE {table} SET salt = NULL, payload = NULL WHERE header ->> '$.uid' = ?"  # noqa: S608 - names of ours
            " AND header ->> '$.facet' = ? AND header ->> '$.stream' = ?",
            (uid, CONTACT, stream),
        )
    execute(db, "DELETE FROM conflict WHERE uid = ? AND facet = ?", (uid, CONTACT))
    if scalar(db, f"SELECT 1 {_HELD} AND c.uid = ? AND c.facet = ? LIMIT 1", (stream, uid, CONTACT)):
        materialise_erased(db, site, uid)


def _words(db: Database, site: str, uid: str) -> list[str]:
    """The names and phones of all versions that are still held."""
    sql = f"SELECT c.payload {_HELD} AND c.uid = ? AND c.facet = ? AND c.payload IS NOT NULL"
    held = [json.loads(row["payload"]) for row in rows(db, sql, (f"S:{site}", uid, CONTACT))]
    return sorted({one[name] for one in held for name in ("name", "phone")} - {""})


def _drop_version(db: Database, site: str, stream: str, name: bytes) -> None:
    """Only in the stream of the erase itself: nobody erases what another wrote."""
    execute(
        db,
        "INSERT INTO erased (site, what, kept, words) VALUES (?, ?, '{}', '[]') ON CONFLICT DO NOTHING",
        (site, name.hex()),
    )
    for table in ("change", *_WAITING):
        execute(
            db,
            f"UPDATE {table} SET salt = NULL, payload = NULL WHERE name = ? AND header ->> '$.op' = 'put'"  # noqa: S608
            " AND header ->> '$.stream' = ?",
            (name, stream),
        )
