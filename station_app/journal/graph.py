"""Walks over the log's arrows: what lies beyond the heads that others claim, and what their heads cover.

All walks go from the deepest change down and end as soon as nothing can be added, so they cost what is new.
"""

from collections.abc import Collection, Iterable, Sequence
from heapq import heappop, heappush

from peewee import Database

from station_app.db.statements import execute, rows

_PARENTS = "SELECT p.id, p.depth FROM change_parent a JOIN change p ON p.id = a.parent_id WHERE a.child_id = ?"

_TOP = 1


def beyond(db: Database, streams: Iterable[str], claims: Sequence[Collection[bytes]]) -> list[int]:
    """The ids of all changes of ``streams`` that some claim does not reach, parents before their children.

    A claim is a set of names; those not held are passed over. Without any claim it is every change.
    """
    return between(db, [head for stream in streams for head in heads_of(db, stream)], claims)


def between(db: Database, tops: Collection[bytes], claims: Sequence[Collection[bytes]]) -> list[int]:
    """The ids of all changes at or below ``tops`` that some claim does not reach, parents before their children."""
    walk = _Walk(db, len(claims))
    for change, depth in placed(db, tops):
        walk.add(change, depth, _TOP)
    for place, claim in enumerate(claims):
        for change, depth in placed(db, claim):
            walk.add(change, depth, 2 << place)
    return sorted(change for change, mask in walk.run() if walk.is_open(mask))


def reaches(db: Database, heads: Collection[bytes], names: Collection[bytes]) -> bool:
    """Whether every change of ``names`` is held and is one of ``heads`` or below one; heads not held reach nothing."""
    wanted = placed(db, names)
    if len(wanted) < len(set(names)):
        return False
    missing = {change for change, _ in wanted}
    lowest = min((depth for _, depth in wanted), default=0)
    walk = _Walk(db)
    for change, depth in placed(db, heads):
        walk.add(change, depth, _TOP)
    for change, _ in walk.run(lowest):
        missing.discard(change)
        if not missing:
            break
    return not missing


def placed(db: Database, names: Collection[bytes]) -> list[tuple[int, int]]:
    """Id and depth of those changes that are held."""
    found = (execute(db, "SELECT id, depth FROM change WHERE name = ?", (name,)).fetchone() for name in set(names))
    return [(line[0], line[1]) for line in found if line is not None]


def heads_of(db: Database, stream: str) -> list[bytes]:
    """The names of a stream's heads, sorted; none when the stream is not held."""
    sql = (
        "SELECT c.name FROM stream s JOIN stream_head h ON h.stream_id = s.id JOIN change c ON c.id = h.change_id"
        " WHERE s.name = ? ORDER BY c.name"
    )
    return [bytes(row["name"]) for row in rows(db, sql, (stream,))]


def maximal(db: Database, uid: str, facet: str) -> list[int]:
    """The ids of the versions of a facet that no other version of it stands on: more than one is a conflict."""
    sql = "SELECT id, depth FROM change WHERE uid = ? AND facet = ? ORDER BY depth DESC, name DESC"
    versions = [(change, depth) for change, depth in execute(db, sql, (uid, facet))]
    covered: set[int] = set()
    top: list[int] = []
    for change, depth in versions:
        if change in covered:
            continue
        top.append(change)
        walk = _Walk(db)
        walk.add(change, depth, _TOP)
        covered.update(below for below, _ in walk.run(versions[-1][1]))
    return top


class _Walk:
    """Changes still to be visited, the deepest first, each with the mask of what reaches it."""

    def __init__(self, db: Database, claims: int = 0) -> None:
        self._all = (2 << claims) - 1
        self._endless = not claims
        self._cursor = db.cursor()
        self._masks: dict[int, int] = {}
        self._queue: list[tuple[int, int]] = []
        self._open = 0

    def is_open(self, mask: int) -> bool:
        """Whether a change with that mask is below the tops and beyond some claim."""
        return bool(mask & _TOP) and (self._endless or mask != self._all)

    def add(self, change: int, depth: int, mask: int) -> None:
        """Have a change visited: ``mask`` is _TOP, or ``2 << n`` for the claim ``n`` that reaches it."""
        before = self._masks.get(change)
        after = mask | (before or 0)
        self._masks[change] = after
        if before is None:
            heappush(self._queue, (-depth, change))
        self._open += self.is_open(after) - self.is_open(before or 0)

    def run(self, lowest: int = 0) -> Iterable[tuple[int, int]]:
        """Each change at or below those added, with its mask, while an open one is left."""
        while self._open:
            depth, change = heappop(self._queue)
            if -depth < lowest:
                return
            mask = self._masks.pop(change)
            self._open -= self.is_open(mask)
            yield change, mask
            for parent, below in self._cursor.execute(_PARENTS, (change,)).fetchall():
                self.add(parent, below, mask)
