"""Taking changes of others into the log: union by name, each on top of its parents, its row made or renewed.

One Receiver serves one transaction. A change whose parent is not held is parked and applied by itself once it comes.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from peewee import Database, IntegrityError

from station_app.db import models, search
from station_app.db.exchange_models import Conflict, Parked, ParkedParent
from station_app.db.statements import Row, execute, insert, insert_many, rows, scalar
from station_app.domain.codec import DoesNotFit, from_payload
from station_app.domain.facets import ERASE_CONTACT, FACETS, site_of
from station_app.errors import StationError
from station_app.journal.changes import ERASE, Header, Line, header_of
from station_app.journal.erased import CONTACT, all_erased, blanked, covers, is_promised
from station_app.journal.erasing import apply_erase
from station_app.journal.graph import maximal
from station_app.journal.log import open_stream, stream_heads
from station_app.journal.materialise import Fresh, materialise, materialise_erased

_AT_ONCE = 500
_TWO_WRITERS = {"deputy", "deputy.provisional"}
_FOREIGN = ("包里有一条登记属于别的站点", "这个包没有导入，数据没有改动；请对方重新导出，并告诉中心。")
_UNREADABLE = ("包里有一条登记读不懂", "这个包没有导入，数据没有改动；请更新本程序，或请对方重新导出。")
_EMPTY = (
    "包里有一条登记没有内容，也没有删除它的记录",
    "这个包没有导入，数据没有改动；请先导入同一批的其他包，再导入这个。",
)
_WAITED = "SELECT k.* FROM parked_parent p JOIN parked k ON k.name = p.child WHERE p.parent = ?"
_SHOWN = "SELECT name, depth FROM change WHERE uid = ? AND facet = ? ORDER BY depth DESC, name DESC LIMIT 1"


class Outcome(StrEnum):
    """What became of one change of a package: exactly one of these."""

    NEW = "新增"
    UPDATED = "更新"
    UNCHANGED = "不变"
    CONFLICT = "冲突"
    PARKED = "等前包"
    REJECTED = "拒绝"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a change came from: the sending site's uid and the number of its package."""

    site: str
    export_no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One change that was taken, or applied at last after it had been parked (``late``)."""

    outcome: Outcome
    line: Line
    late: bool = False


class Receiver:
    """Takes changes in, one after the other; call ``finish`` before the transaction ends."""

    def __init__(self, db: Database, origin: Origin) -> None:
        self._db = db
        self._origin = origin
        self._heads: dict[str, _Heads] = {}
        self._pending = scalar(db, "SELECT 1 FROM pending_row LIMIT 1") is not None
        self._waiting = scalar(db, "SELECT 1 FROM parked LIMIT 1") is not None
        self._disputed = scalar(db, "SELECT 1 FROM conflict LIMIT 1") is not None
        self._gone = all_erased(db)
        self._empty: list[Line] = []
        self._unsearched: Fresh = []
        self._last = int(scalar(db, "SELECT max(id) FROM change") or 0)
        self._changes: list[Row] = []
        self._arrows: list[Row] = []
        self._unwritten: set[tuple[str, str]] = set()
        self.instances: set[str] = set()

    def take(self, line: Line) -> Iterator[Taken]:
        """Take one change, then those that had waited for it. ``instances`` gathers who wrote what was new to us."""
        parents = line.facts.prev
        above = self._of(line.facts.stream).known(parents)
        if (not above or not parents) and self._held(line.name):
            yield Taken(outcome=Outcome.UNCHANGED, line=line)
            return
        line = self._blanked(line)
        below = above or self._placed(line.facts)
        if below is None:
            self._park(line)
            yield Taken(outcome=Outcome.PARKED, line=line)
            return
        yield Taken(outcome=self._apply(line, below), line=line)
        if self._waiting:
            yield from self._unpark(line.name)

    def finish(self) -> None:
        """Write the heads of the streams that grew; raises StationError for a payload missing without its erase."""
        self._write()
        self._index()
        for line in self._empty:
            if not covers(self._gone, line.facts, line.name) and not is_promised(self._db, line.name):
                raise StationError(*_EMPTY)
        for heads in self._heads.values():
            heads.write(self._db)

    def _of(self, stream: str) -> "_Heads":
        if stream not in self._heads:
            self._heads[stream] = _Heads(self._db, stream)
        return self._heads[stream]

    def _blanked(self, line: Line) -> Line:
        """The change without what was erased; an erase of a contact counts from now on, even if it must wait."""
        if line.facts.op == ERASE:
            if line.facts.facet == ERASE_CONTACT:
                self._erase(line)
            return line
        line = blanked(self._gone, line) if self._gone else line
        if line.payload is None:
            self._empty.append(line)
        return line

    def _erase(self, line: Line) -> None:
        self._write()
        self._index()
        apply_erase(self._db, line.facts, line.payload)
        self._gone = all_erased(self._db)

    def _held(self, name: bytes) -> bool:
        self._write()
        return scalar(self._db, "SELECT 1 FROM change WHERE name = ?", (name,)) is not None

    def _placed(self, facts: Header) -> list[tuple[int, int]] | None:
        """Id and depth of each of the parents; None when one is not held in that stream."""
        self._write()
        stream = self._of(facts.stream).stream
        sql = "SELECT id, depth FROM change WHERE name = ? AND stream_id = ?"
        found = [execute(self._db, sql, (name, stream)).fetchone() for name in facts.prev]
        return None if None in found else [(line[0], line[1]) for line in found]

    def _apply(self, line: Line, below: list[tuple[int, int]]) -> Outcome:
        facts = line.facts
        if (facts.uid, facts.facet) in self._unwritten:
            self._write()
        before = execute(self._db, _SHOWN, (facts.uid, facts.facet)).fetchone()
        if facts.op != ERASE:  # both the station and the centre may erase a contact
            self._refuse_foreign(facts, before is not None)
        depth = 1 + max((deep for _, deep in below), default=0)
        number = self._insert(line, depth, [parent for parent, _ in below])
        alone = self._of(facts.stream).grow(line.name, number, depth, facts.prev)
        if facts.op == ERASE:
            self._erase(line)
            return Outcome.NEW
        if before is None or (depth, line.name) > (before[1], bytes(before[0])):
            self._show(number, line, fresh=before is None)
        return Outcome.NEW if before is None else self._judge(facts, alone)

    def _insert(self, line: Line, depth: int, parents: list[int]) -> int:
        facts = line.facts
        row = {"name": line.name, "stream_id": self._of(facts.stream).stream, "depth": depth, "seq": facts.seq}
        row |= {"instance": facts.instance, "uid": facts.uid, "facet": facts.facet, "header": line.header}
        self._last += 1
        self._changes.append({"id": self._last} | row | {"salt": line.salt, "payload": line.payload})
        self._arrows += [{"child_id": self._last, "parent_id": parent} for parent in parents]
        self._unwritten.add((facts.uid, facts.facet))
        self.instances.add(facts.instance)
        if len(self._changes) >= _AT_ONCE:
            self._write()
        return self._last

    def _write(self) -> None:
        """Put the changes taken so far into the log, many at once; before anything is asked of it."""
        insert_many(self._db, models.Change, self._changes)
        insert_many(self._db, models.ChangeParent, self._arrows)
        for written in (self._changes, self._arrows, self._unwritten):
            written.clear()

    def _refuse_foreign(self, facts: Header, known: bool) -> None:
        """A uid's facet belongs to one stream for ever."""
        sql = "SELECT s.name FROM change c JOIN stream s ON s.id = c.stream_id WHERE c.uid = ? AND c.facet = ? LIMIT 1"
        if known and scalar(self._db, sql, (facts.uid, facts.facet)) != facts.stream:
            raise StationError(*_FOREIGN)
        if facts.facet.startswith("opinion.") and (known or facts.facet != "opinion.intake"):
            site = scalar(self._db, "SELECT site FROM opinion WHERE uid = ?", (facts.uid,))
            if site not in {None, site_of(facts.stream)}:
                raise StationError(*_FOREIGN)

    def _show(self, number: int, line: Line, *, fresh: bool) -> None:
        """Make or renew the row; where its record is not held yet it waits."""
        facet = line.facts.facet
        if self._materialised(line, fresh):
            if self._pending and facet == "opinion.intake":
                self._show_waiting(line.facts.uid)
        elif line.payload is not None and facet in FACETS and facet.startswith("opinion."):
            self._write()
            execute(self._db, "INSERT INTO pending_row (change_id, uid) VALUES (?, ?)", (number, line.facts.uid))
            self._pending = True

    def _materialised(self, line: Line, fresh: bool) -> bool:
        if line.payload is None:
            return self._shown_erased(line)
        facts, spec = line.facts, FACETS.get(line.facts.facet)
        try:
            payload = json.loads(line.payload)
            if spec is not None and spec.record is not None:
                from_payload(spec.record, payload)
            fresh = fresh and facts.facet not in _TWO_WRITERS
            if not fresh or len(self._unsearched) >= _AT_ONCE:
                self._index()
            unsearched = self._unsearched if fresh else None
            return materialise(self._db, site_of(facts.stream), facts.uid, facts.facet, payload, unsearched)
        except (DoesNotFit, KeyError, TypeError, ValueError, AttributeError, IntegrityError) as error:
            raise StationError(*_UNREADABLE) from error

    def _shown_erased(self, line: Line) -> bool:
        erased = line.facts.facet == CONTACT and covers(self._gone, line.facts, line.name)
        if erased:
            self._index()
            materialise_erased(self._db, site_of(line.facts.stream), line.facts.uid)
        return erased

    def _index(self) -> None:
        """Let search find the new opinions, before any row is renewed: it takes out only what was put in."""
        search.add(self._db, *self._unsearched)
        self._unsearched.clear()

    def _show_waiting(self, uid: str) -> None:
        sql = (
            "SELECT c.facet, c.payload, s.name FROM pending_row p JOIN change c ON c.id = p.change_id"
            " JOIN stream s ON s.id = c.stream_id WHERE p.uid = ? AND c.payload IS NOT NULL ORDER BY c.depth, c.name"
        )
        for facet, payload, stream in execute(self._db, sql, (uid,)).fetchall():
            materialise(self._db, site_of(stream), uid, facet, json.loads(payload))
        execute(self._db, "DELETE FROM pending_row WHERE uid = ?", (uid,))

    def _judge(self, facts: Header, alone: bool) -> Outcome:
        """Look which versions stand side by side after a fork, and keep them as a conflict if several do."""
        if self._disputed:
            execute(self._db, "DELETE FROM conflict WHERE uid = ? AND facet = ?", (facts.uid, facts.facet))
        self._write()
        empty = facts.facet == CONTACT and (site_of(facts.stream), facts.uid) in self._gone
        top = [] if alone or empty else maximal(self._db, facts.uid, facts.facet)
        if len(top) < 2 or self._alike(top):
            return Outcome.UPDATED
        self._disputed = True
        for number in top:
            insert(self._db, Conflict, {"uid": facts.uid, "facet": facts.facet, "change_id": number})
        return Outcome.CONFLICT

    def _alike(self, versions: list[int]) -> bool:
        """Whether all say the same, as after a salvage said it once more: nobody has to choose between them."""
        texts = (scalar(self._db, "SELECT payload FROM change WHERE id = ?", (number,)) for number in versions)
        return len(set(texts)) == 1

    def _park(self, line: Line) -> None:
        if scalar(self._db, "SELECT 1 FROM parked WHERE name = ?", (line.name,)) is not None:
            return
        row = {"name": line.name, "header": line.header, "salt": line.salt, "payload": line.payload}
        insert(self._db, Parked, row | {"site": self._origin.site, "export_no": self._origin.export_no})
        for parent in line.facts.prev:
            insert(self._db, ParkedParent, {"child": line.name, "parent": parent})
        self._waiting = True

    def _unpark(self, parent: bytes) -> Iterator[Taken]:
        """Apply what had waited for ``parent`` and now stands on held changes only, and what waited for that."""
        arrived = [parent]
        while arrived:
            for row in rows(self._db, _WAITED, (arrived.pop(),)):
                line = Line(row["name"], row["header"], row["salt"], row["payload"], header_of(row["header"]))
                below = self._placed(line.facts)
                if below is not None:
                    self._forget(line.name)
                    yield Taken(outcome=self._apply(line, below), line=line, late=True)
                    arrived.append(line.name)

    def _forget(self, name: bytes) -> None:
        execute(self._db, "DELETE FROM parked WHERE name = ?", (name,))
        execute(self._db, "DELETE FROM parked_parent WHERE child = ?", (name,))


class _Heads:
    """The heads of one stream while a package is taken in; written back once."""

    def __init__(self, db: Database, stream: str) -> None:
        self.stream, _ = open_stream(db, stream)
        found = stream_heads(db, self.stream)
        self._places = {bytes(row["name"]): (int(row["id"]), int(row["depth"])) for row in found}
        self._grown = False

    def known(self, parents: tuple[bytes, ...]) -> list[tuple[int, int]]:
        """Id and depth of the parents if all of them are heads, so that nothing held stands on them; else none."""
        return [self._places[name] for name in parents] if all(name in self._places for name in parents) else []

    def grow(self, name: bytes, number: int, depth: int, parents: tuple[bytes, ...]) -> bool:
        """Put a change on top; true when all that the stream holds is below it."""
        for parent in parents:
            self._places.pop(parent, None)
        self._places[name] = (number, depth)
        self._grown = True
        return len(self._places) == 1

    def write(self, db: Database) -> None:
        """Keep the heads in the database."""
        if self._grown:
            execute(db, "DELETE FROM stream_head WHERE stream_id = ?", (self.stream,))
            for number, _ in self._places.values():
                execute(db, "INSERT INTO stream_head (stream_id, change_id) VALUES (?, ?)", (self.stream, number))
