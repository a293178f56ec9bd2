"""Does the change chain hold? Problems come back as plain Chinese lines, one pass over the log in its order."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from peewee import Database

from station_app.db.statements import execute
from station_app.journal.changes import change_name, header_of, payload_hash
from station_app.journal.erased import Gone, all_erased, covers, is_promised

Header = dict[str, Any]
_CHANGES = """
    SELECT c.id, c.name, c.stream_id, s.name, c.depth, c.instance, c.seq, c.uid, c.facet, c.header, c.salt, c.payload
    FROM change c LEFT JOIN stream s ON s.id = c.stream_id ORDER BY c.id
"""
_ARROWS = """
    SELECT a.child_id, p.name, p.stream_id, p.depth
    FROM change_parent a LEFT JOIN change p ON p.id = a.parent_id ORDER BY a.child_id
"""
_HEADS = """
    SELECT s.name FROM stream s WHERE
    (SELECT group_concat(change_id) FROM (SELECT change_id FROM stream_head WHERE stream_id = s.id ORDER BY change_id))
    IS NOT (SELECT group_concat(id) FROM (SELECT id FROM tip WHERE stream_id = s.id ORDER BY id))
"""
_TIPS = """
    WITH tip AS MATERIALIZED (
        SELECT id, stream_id FROM change WHERE id NOT IN (SELECT parent_id FROM change_parent)
    )
"""


@dataclass(frozen=True, slots=True)
class _Change:
    number: int
    name: bytes
    stream: int
    stream_name: str
    depth: int
    instance: str
    seq: int
    uid: str
    facet: str
    header: str
    salt: bytes | None
    payload: str | None


@dataclass(frozen=True, slots=True)
class _Parent:
    name: bytes | None
    stream: int | None
    depth: int | None


def chain_problems(db: Database, instance: str) -> Iterator[str]:
    """Whether every change is what its name says, stands on its parents, and is counted without a gap.

    ``instance`` is this installation's. After each 1,000 changes an empty line comes, to tell that work goes on.
    """
    highest: dict[tuple[int, str], int] = {}
    arrows, gone = _grouped(db), all_erased(db)
    waiting = next(arrows, None)
    for number, line in enumerate(execute(db, _CHANGES)):
        change = _Change(*line)
        parents: list[_Parent] = []
        if waiting is not None and waiting[0] == change.number:
            parents, waiting = waiting[1], next(arrows, None)
        header = _header(change)
        faults = (
            _name_faults(change, header),
            _content_faults(db, change, header, gone),
            _place_faults(change, header, parents),
            _count_faults(change, highest),
        )
        for what in chain.from_iterable(faults):
            yield f"第 {change.number} 号变更{what}"
        if number % 1000 == 999:
            yield ""
    for (name,) in execute(db, _TIPS + _HEADS):
        yield f"变更链的末端登记得不对：{name.partition(':')[0]}"
    for stream, own in execute(db, "SELECT id, own_seq FROM stream"):
        if highest.get((stream, instance), 0) != own:
            yield f"本机在第 {stream} 条变更链里的计数不对"


def _grouped(db: Database) -> Iterator[tuple[int, list[_Parent]]]:
    """The parents of each change that has any, by ascending child."""
    child: int | None = None
    parents: list[_Parent] = []
    for one, *parent in execute(db, _ARROWS):
        if one != child:
            if child is not None:
                yield child, parents
            child, parents = one, []
        parents.append(_Parent(*parent))
    if child is not None:
        yield child, parents


def _name_faults(change: _Change, header: Header) -> Iterator[str]:
    """The name is the hash of the header, the header says what the columns say and is of the payload."""
    if change_name(change.header) != change.name:
        yield "的内容和它的名称对不上"
        return
    columns = {name: getattr(change, name) for name in ("instance", "seq", "uid", "facet")}
    if any(header.get(name) != value for name, value in columns.items()) or header.get("stream") != change.stream_name:
        yield "登记的出处和原文不一致"


def _content_faults(db: Database, change: _Change, header: Header, gone: Gone) -> Iterator[str]:
    """The payload is the one of the header; it is missing exactly if an erase says so."""
    if change_name(change.header) != change.name:
        return
    erased = bool(gone) and covers(gone, header_of(change.header), change.name)
    if change.salt is None or change.payload is None:
        if not erased and not is_promised(db, change.name):
            yield "缺少内容"
    elif erased:
        yield "的内容已按要求删除，却还在"
    elif payload_hash(change.salt, change.payload) != header.get("payload_hash"):
        yield "的内容被改动过"


def _place_faults(change: _Change, header: Header, parents: list[_Parent]) -> Iterator[str]:
    """Its parents are those of the header, held, of its stream, and one less deep."""
    held = [parent for parent in parents if parent.name is not None and parent.stream == change.stream]
    names = sorted(parent.name.hex() for parent in held if parent.name is not None)
    if len(held) != len(parents) or names != header.get("prev"):
        yield "和前面的变更接不上"
    elif change.depth != 1 + max((parent.depth or 0 for parent in held), default=0):
        yield "在变更链里的位置不对"


def _count_faults(change: _Change, highest: dict[tuple[int, str], int]) -> Iterator[str]:
    """Its number follows that of its installation's change before in the stream."""
    key = (change.stream, change.instance)
    last = highest.get(key, 0)
    highest[key] = max(last, change.seq)
    if not 1 <= change.seq <= last + 1:
        yield "前面缺少变更（计数不连续）"


def _header(change: _Change) -> Header:
    try:
        header = json.loads(change.header)
    except ValueError:
        return {}
    return header if isinstance(header, dict) else {}
