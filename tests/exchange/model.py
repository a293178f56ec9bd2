"""The protocol without crypto, disk and database: what each installation must hold after each step."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self

Names = frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Entry:
    """A change: its parents, where it belongs, who wrote it, and how many lie below it."""

    name: bytes
    stream: str
    prev: tuple[bytes, ...]
    instance: str
    uid: str
    facet: str
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A package: the changes in it and, by stream, the heads that its sender holds."""

    package: str
    site: str
    instance: str
    predecessor: str | None
    entries: tuple[Entry, ...]
    claim: dict[str, Names]


@dataclass(slots=True)
class Node:
    """One installation: a set of named changes, and what each installation of the peers last claimed to hold."""

    site: str
    changes: dict[bytes, Entry] = field(default_factory=dict)
    parked: dict[bytes, Entry] = field(default_factory=dict)
    claims: dict[str, dict[str, Names]] = field(default_factory=dict)
    imported: frozenset[str] = frozenset()

    def copy(self) -> Self:
        """The same, to go another way from here."""
        claims = {site: dict(one) for site, one in self.claims.items()}
        return replace(self, changes=dict(self.changes), parked=dict(self.parked), claims=claims)

    def heads(self, streams: Iterable[str]) -> Names:
        """The changes of these streams that no other one names as a parent."""
        own = [one for one in self.changes.values() if one.stream in set(streams)]
        return frozenset(one.name for one in own) - {parent for one in own for parent in one.prev}

    def reachable(self, heads: Iterable[bytes]) -> set[bytes]:
        """Every known change at or below the heads."""
        seen: set[bytes] = set()
        todo = [head for head in heads if head in self.changes]
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo += self.changes[name].prev
        return seen

    def owed(self, peer: str, streams: Iterable[str], full: bool) -> set[bytes]:
        """What some installation of the peer may lack."""
        known = [] if full else [self.reachable(heads) for heads in self.claims.get(peer, {}).values()]
        held = set.intersection(*known) if known else set()
        return {one.name for one in self.changes.values() if one.stream in set(streams)} - held

    def take(self, parcel: Parcel, own: str) -> tuple[set[bytes], bool]:
        """What is new by it, and whether it shows that ``own``, the instance here, is a copy."""
        self.imported |= {parcel.package}
        pool = {**self.parked, **{one.name: one for one in parcel.entries if one.name not in self.changes}}
        added: set[bytes] = set()
        while ready := [one for one in pool.values() if all(parent in self.changes for parent in one.prev)]:
            for one in ready:
                self.changes[one.name] = pool.pop(one.name)
                added.add(one.name)
        self.parked = pool
        held = self.claims.setdefault(parcel.site, {})
        held.pop(parcel.predecessor or "", None)
        held[parcel.instance] = frozenset().union(*parcel.claim.values())
        by_us = any(self.changes[name].instance == own for name in added)
        told = {head for heads in parcel.claim.values() for head in heads}
        return added, by_us or not told <= self.changes.keys()

    def view(self, streams: Iterable[str]) -> dict[tuple[str, str], tuple[bytes, Names]]:
        """(uid, facet) -> (the change that is shown, all maximal ones)."""
        grouped: dict[tuple[str, str], set[bytes]] = {}
        for one in self.changes.values():
            if one.stream in set(streams):
                grouped.setdefault((one.uid, one.facet), set()).add(one.name)
        return {key: self._top(names) for key, names in grouped.items()}

    def _top(self, names: set[bytes]) -> tuple[bytes, Names]:
        below = {other for name in names for parent in self.changes[name].prev for other in self.reachable([parent])}
        top = frozenset(names - below)
        return max(top, key=lambda name: (self.changes[name].depth, name)), top
