"""A station's log of any length, written straight into its tables: receptions of real texts, one after the other."""

import hashlib
import json
import random
from collections.abc import Iterator
from itertools import islice
from typing import Any

from station_app.db.connection import write_transaction
from station_app.domain.codec import canonical, to_payload
from station_app.domain.enums import ContactKind
from station_app.domain.records import Contact, Intake, Reception
from station_app.domain.serials import serial_of_key
from station_app.journal.changes import change_name, payload_hash
from station_app.services.station import Station
from tests.benchmarks.texts import opinions

AT = "2026-06-18T10:52:00+08:00"
ONE_OPINION = 3
_AT_ONCE = 20_000
_CHANGE = "INSERT INTO change (id, name, stream_id, depth, instance, seq, uid, facet, header, salt, payload) VALUES "


def fill(station: Station, changes: int) -> None:
    """Lay so many changes on top of the station's own stream."""
    db, stream = station.db, f"S:{station.identity.site}"
    (place, seq), (head, below, depth) = (
        db.execute_sql("SELECT id, own_seq FROM stream WHERE name = ?", (stream,)).fetchone(),
        db.execute_sql(
            "SELECT c.id, c.name, c.depth FROM change c JOIN stream_head h ON h.change_id = c.id"
            " JOIN stream s ON s.id = h.stream_id WHERE s.name = ?",
            (stream,),
        ).fetchone(),
    )
    db.execute_sql("PRAGMA synchronous = OFF")
    last = db.execute_sql("SELECT max(id) FROM change").fetchone()[0]
    made = _changes(station, stream, bytes(below), seq, changes)
    number = last
    while some := list(islice(made, _AT_ONCE)):
        rows = [
            (number + at, name, place, depth + number - last + at, *rest) for at, (name, *rest) in enumerate(some, 1)
        ]
        arrows = [(row[0], row[0] - 1 if row[0] > last + 1 else head) for row in rows]
        with write_transaction(db):
            db.cursor().executemany(f"{_CHANGE} ({', '.join('?' * 11)})", rows)
            db.cursor().executemany("INSERT INTO change_parent (child_id, parent_id) VALUES (?, ?)", arrows)
            db.execute_sql("UPDATE stream_head SET change_id = ? WHERE stream_id = ?", (rows[-1][0], place))
            db.execute_sql("UPDATE stream SET own_seq = own_seq + ? WHERE id = ?", (len(rows), place))
        number += len(some)


def _changes(station: Station, stream: str, below: bytes, seq: int, changes: int) -> Iterator[tuple[Any, ...]]:
    for number, (uid, facet, payload) in enumerate(islice(_records(station, changes), changes), 1):
        salt = hashlib.sha256(f"{stream} {number}".encode()).digest()[:16]
        header = canonical(
            {
                "v": 1,
                "stream": stream,
                "prev": [below.hex()],
                "seq": seq + number,
                "instance": station.identity.instance,
                "uid": uid,
                "facet": facet,
                "op": "put",
                "schema": 1,
                "wall_time": "2026-06-18T02:52:00+00:00",
                "payload_hash": payload_hash(salt, payload),
            }
        )
        below = change_name(header)
        yield below, station.identity.instance, seq + number, uid, facet, header, salt, payload


def _records(station: Station, changes: int) -> Iterator[tuple[str, str, str]]:
    """Three changes an opinion: who came, the reception, what was said."""
    author, chance = station.author, random.Random(station.identity.code)
    stamps = {"created_at": AT, "created_by": author, "updated_at": AT, "updated_by": author}
    code = station.identity.code
    for doc in opinions(-(-changes // ONE_OPINION)):
        old = serial_of_key(doc.id)
        contact, reception, uid = (str(_uid(chance)) for _ in range(3))
        who = Contact(kind=ContactKind.PERSON, name=doc.names[:3], phone=f"138{chance.randrange(10**8):08d}")
        when = f"{old.year}-06-18T10:20"
        came = Reception(began=when, recorder=author or "", channel="来站接待", contact=contact)
        said = Intake(
            serial=f"{code}-{old.year}-{old.number:05d}",
            received_on=when[:10],
            channel="来站接待",
            topic="物业管理",
            title=doc.title,
            content=doc.content,
            place=doc.place,
            contact=contact,
            reception=reception,
            tellable=True,
        )
        for key, facet, record in (
            (contact, "contact.person", who),
            (reception, "reception", came),
            (uid, "opinion.intake", said),
        ):
            yield key, facet, canonical(to_payload(record) | stamps)


def _uid(chance: random.Random) -> str:
    text = f"{chance.getrandbits(128):032x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-8{text[17:20]}-{text[20:]}"


def records_only(station: Station) -> bytes:
    """The records of a station's log, one a line with its uid and kind: what a bare list of them would be."""
    found = station.db.execute_sql("SELECT uid, facet, payload FROM change ORDER BY id")
    return b"".join(
        json.dumps({"uid": uid, "facet": facet} | json.loads(text), ensure_ascii=False).encode() + b"\n"
        for uid, facet, text in found
    )
