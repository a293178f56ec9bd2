"""Which changes of a package the owners of their streams have signed for.

A package is closed upwards: on whatever is not its end stands another of its changes. So all is vouched for if each
end is a head of a statement by the stream's owner, or below one that is held; only else the package is walked.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress

from peewee import Database

from station_app.exchange.claims import keep_voucher
from station_app.exchange.manifest import Manifest, Voucher
from station_app.exchange.reading import Staged
from station_app.exchange.roster import CENTRE
from station_app.exchange.strict import Refused
from station_app.exchange.trust import Trust
from station_app.exchange.vouchers import Heads, read_voucher
from station_app.journal.changes import Line
from station_app.journal.graph import reaches

Names = set[bytes]


class Vouched:
    """``refused`` are the names of the changes nobody has signed for; raises Refused for a forged statement."""

    def __init__(self, db: Database, staged: Staged, trust: Trust, own_site: str) -> None:
        self._db = db
        self._trust = trust
        self._returning = f"S:{own_site}" if trust.reinstalled else ""
        self._centre = next((one.uid for one in trust.known_roster.sites if one.role == CENTRE), "")
        self._statements = list(self._read(staged.manifest))
        self.refused: Names = set()
        for stream, ends in staged.ends.items():
            heads = self._heads(stream)
            if not ends <= heads and not reaches(db, heads, ends - heads):
                self.refused |= _unreached(staged.changes(), stream, heads)

    def keep(self) -> None:
        """Keep the statements, to hand them on with what they vouch for."""
        for voucher, heads in self._statements:
            own = {stream: names for stream, names in heads.streams.items() if self._owner(stream) == heads.site}
            keep_voucher(self._db, voucher, heads.site, own)

    def _read(self, manifest: Manifest) -> Iterator[tuple[Voucher, Heads]]:
        """The statements by keys that count; one by a revoked key says nothing, the roster says what is accepted."""
        for voucher in manifest.vouchers:
            read_voucher(voucher, self._trust.keys_of)
            with suppress(Refused):
                yield voucher, read_voucher(voucher, self._live_keys)

    def _live_keys(self, uid: str) -> Iterable[str]:
        site = self._trust.known_roster.site(uid)
        return () if site is None else site.signing_keys

    def _heads(self, stream: str) -> Names:
        owners = {self._owner(stream)} | ({self._centre} if stream == self._returning else set())
        stated = [heads.streams.get(stream, ()) for _, heads in self._statements if heads.site in owners]
        accepted = [
            revoked.accepted.get(stream, ())
            for site in self._trust.known_roster.sites
            if site.uid == self._owner(stream)
            for revoked in site.revoked
        ]
        return {bytes.fromhex(name) for names in (*stated, *accepted) for name in names}

    def _owner(self, stream: str) -> str:
        kind, _, site = stream.partition(":")
        return site if kind == "S" else self._centre


def _unreached(lines: Iterable[Line], stream: str, heads: Collection[bytes]) -> Names:
    """The changes of a stream that no head stands on."""
    parents = {line.name: line.facts.prev for line in lines if line.facts.stream == stream}
    waiting = [name for name in heads if name in parents]
    left = set(parents)
    while waiting:
        name = waiting.pop()
        if name in left:
            left.discard(name)
            waiting += [parent for parent in parents[name] if parent in parents]
    return left
