"""One change on its way: a line ``{"h": header text, "s": salt in base64, "p": payload text}``.

An erased payload travels as ``"s": null, "p": null``; whether its erase is there is asked by who takes it in.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any, Protocol

from station_app.exchange.strict import (
    ASK_AGAIN,
    HASH,
    INSTANCE,
    MAX_CHANGE_BYTES,
    STREAM,
    Fields,
    NeedsUpdate,
    Refused,
    read_object,
)
from station_app.journal.changes import SALT_BYTES, VERSION, Header, Line, change_name, payload_hash

WHAT = "包里的一条记录"
OPS = ("put", "erase")
_RECORD_UID = r"[^\x00-\x1f\x7f]{1,100}"
_FACET = r"[a-z][a-z0-9_]{0,39}(\.[a-z0-9_]{1,40})?"


class Written(Protocol):
    """What a line is made of: ``Change``, ``Line`` and a row of the table ``change`` have it."""

    @property
    def header(self) -> str:
        """The exact header text."""

    @property
    def salt(self) -> bytes | None:
        """16 bytes; None when erased."""

    @property
    def payload(self) -> str | None:
        """The payload's JSON text; None when erased."""


def write_line(change: Written) -> bytes:
    """The line of a change, with its line end; raises Refused over 2 MiB."""
    salt = None if change.salt is None else base64.b64encode(change.salt).decode()
    values = {"h": change.header, "s": salt, "p": change.payload}
    line = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    if len(line) > MAX_CHANGE_BYTES:
        raise Refused("有一条记录超过 2 MB，不能导出", "请把它的文字分成几条，再导出。")
    return line


def read_line(line: bytes) -> Line:
    """A line that nobody has looked at yet; raises Refused with the first thing that is wrong."""
    fields = Fields(read_object(line, WHAT, MAX_CHANGE_BYTES), WHAT)
    read = _build(fields.values, fields.text("h", r"[^\x00]{2,8192}"))
    if read.salt is None or read.payload is None:
        if read.salt is not None or read.payload is not None:
            raise fields.wrong("p")
        return read
    read_object(read.payload, WHAT, MAX_CHANGE_BYTES)
    if payload_hash(read.salt, read.payload) != read.facts.payload_hash:
        raise Refused("包里有一条记录的内容和它的校验码不符", ASK_AGAIN)
    return read


def reread_line(line: bytes) -> Line:
    """A line that ``read_line`` has passed before: taken apart without asking again."""
    values = json.loads(line)
    facts = json.loads(values["h"])
    return Line(change_name(values["h"]), values["h"], _salt(values), values["p"], _header(facts))


def _build(values: dict[str, Any], header: str) -> Line:
    fields = Fields(values, WHAT)
    facts = Fields(read_object(header, WHAT, 8192), WHAT)
    _check_header(facts)
    if values.get("p") is not None:
        fields.text("p", r"(?s).*")
    if values.get("s") is not None:
        fields.text("s", r"[A-Za-z0-9+/]{22}==")
    return Line(change_name(header), header, _salt(values), values.get("p"), _header(facts.values))


def _salt(values: dict[str, Any]) -> bytes | None:
    text = values.get("s")
    try:
        salt = None if text is None else base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise Fields(values, WHAT).wrong("s") from error
    assert salt is None or len(salt) == SALT_BYTES
    return salt


def _check_header(facts: Fields) -> None:
    if facts.whole("v", 1) > VERSION or not re.fullmatch("|".join(OPS), facts.text("op")):
        raise NeedsUpdate(WHAT)
    facts.text("stream", STREAM)
    facts.names("prev")
    facts.whole("seq", 1)
    facts.text("instance", INSTANCE)
    facts.text("uid", _RECORD_UID)
    facts.text("facet", _FACET)
    facts.whole("schema", 1)
    facts.moment("wall_time")
    facts.text("payload_hash", HASH)


def _header(facts: dict[str, Any]) -> Header:
    return Header(
        stream=facts["stream"],
        prev=tuple(bytes.fromhex(name) for name in facts["prev"]),
        seq=facts["seq"],
        instance=facts["instance"],
        uid=facts["uid"],
        facet=facts["facet"],
        op=facts["op"],
        schema=facts["schema"],
        wall_time=facts["wall_time"],
        payload_hash=facts["payload_hash"],
    )
