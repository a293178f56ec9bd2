"""What a change is: its header, its name, and the checks that hold for any header, ours or a stranger's."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any

from station_app.domain.codec import canonical

VERSION = 1
PUT, ERASE = "put", "erase"
SALT_BYTES = 16
_NAME_TAG = b"zlt/change/1\0"
_PAYLOAD_TAG = b"zlt/payload/1\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry of the log: ``header`` is the exact JSON text that ``name`` (32 bytes) is the hash of."""

    name: bytes
    header: str
    salt: bytes
    payload: str


def change_name(header: str) -> bytes:
    """SHA-256 of the tagged header: what every other change calls this one."""
    return hashlib.sha256(_NAME_TAG + header.encode()).digest()


def payload_hash(salt: bytes, payload: str) -> str:
    """Hex SHA-256 over salt and payload: it stays in the header when both are erased."""
    return hashlib.sha256(_PAYLOAD_TAG + salt + payload.encode()).hexdigest()


def new_change(
    *,
    stream: str,
    prev: list[bytes],
    seq: int,
    instance: str,
    uid: str,
    facet: str,
    payload: dict[str, Any],
    schema: int,
    wall_time: str,
    op: str = PUT,
) -> Change:
    """A ``put`` of a whole facet (or an ``erase``) on top of ``prev`` (names of the stream's heads, any order)."""
    text, salt = canonical(payload), secrets.token_bytes(SALT_BYTES)
    header = canonical(
        {
            "v": VERSION,
            "stream": stream,
            "prev": sorted(name.hex() for name in prev),
            "seq": seq,
            "instance": instance,
            "uid": uid,
            "facet": facet,
            "op": op,
            "schema": schema,
            "wall_time": wall_time,
            "payload_hash": payload_hash(salt, text),
        }
    )
    return Change(name=change_name(header), header=header, salt=salt, payload=text)


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says; ``prev`` are the names of its parents, sorted."""

    stream: str
    prev: tuple[bytes, ...]
    seq: int
    instance: str
    uid: str
    facet: str
    op: str
    schema: int
    wall_time: str
    payload_hash: str


@dataclass(frozen=True, slots=True)
class Line:
    """A change on its way in: ``facts`` is its header taken apart; salt and payload are None when erased."""

    name: bytes
    header: str
    salt: bytes | None
    payload: str | None
    facts: Header


def header_of(text: str) -> Header:
    """A header that has been checked before, taken apart."""
    facts = json.loads(text)
    prev = tuple(bytes.fromhex(name) for name in facts["prev"])
    return Header(prev=prev, **{name: facts[name] for name in Header.__slots__ if name != "prev"})
