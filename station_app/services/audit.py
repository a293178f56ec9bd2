"""The trail of what was looked at, kept on this PC only: each entry is chained to the one before by its hash."""

import hashlib
from collections.abc import Iterator
from enum import StrEnum

from peewee import Database

from station_app.db.connection import write_transaction
from station_app.db.statements import scalar
from station_app.domain.codec import canonical
from station_app.services.station import Station

_TAG = b"zlt/audit/1\0"
Entry = tuple[str | None, ...]


class Action(StrEnum):
    """What was done with personal data."""

    VIEWED = "查看"
    PRINTED = "打印"
    EXPORTED = "导出"
    UNMASKED = "显示全文"
    ERASED = "删除"
    SALVAGED = "修复数据"
    PASSPHRASE = "口令"


def note(station: Station, action: Action, subject: str, detail: str = "") -> None:
    """Keep one entry, in a transaction of its own; ``subject`` is a uid or serial, ``detail`` e.g. the reason given."""
    with write_transaction(station.db):
        add(station, action, subject, detail)


def add(station: Station, action: Action, subject: str, detail: str = "") -> None:
    """The same inside the caller's transaction."""
    at = station.clock.now().isoformat(timespec="seconds")
    append(station.db, (at, station.author, action.value, subject, detail))


def append(db: Database, entry: Entry) -> None:
    """Chain an entry (time, person, action, subject, detail) to the last one, inside the caller's transaction."""
    before = scalar(db, "SELECT hash FROM audit ORDER BY id DESC LIMIT 1") or b""
    db.execute_sql(
        "INSERT INTO audit (at, person, action, subject, detail, hash) VALUES (?, ?, ?, ?, ?, ?)",
        (*entry, _hash(before, entry)),
    )


def problems(db: Database) -> Iterator[str]:
    """A sentence for the first entry that was altered or taken out."""
    before = b""
    for number, *entry, name in db.execute_sql(
        "SELECT id, at, person, action, subject, detail, hash FROM audit ORDER BY id"
    ):
        if name != _hash(before, tuple(entry)):
            yield f"查看记录第 {number} 条被改动过，或它前面的被删去了"
            return
        before = name


def _hash(before: bytes, entry: Entry) -> bytes:
    return hashlib.sha256(_TAG + before + canonical(entry).encode()).digest()
