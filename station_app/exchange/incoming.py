"""Taking a verified package in, inside the caller's transaction: the preview is the same code, rolled back.

The order of the rules: is it for us and from whom it says; the roster; which changes its statements vouch for; then
change by change into the log; last the sender's claims, and whether all this shows that we are a copy.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from peewee import Database

from station_app.db.exchange_models import Quarantine
from station_app.db.statements import insert, scalar
from station_app.domain.enums import SiteRole
from station_app.errors import StationError
from station_app.exchange.claims import note_claims
from station_app.exchange.manifest import Manifest
from station_app.exchange.names import Direction
from station_app.exchange.reading import Staged
from station_app.exchange.roster import CENTRE
from station_app.exchange.strict import UNCHANGED
from station_app.exchange.trust import Trust, keep_trust
from station_app.exchange.vouched import Vouched
from station_app.journal.changes import Line
from station_app.journal.erased import all_erased, blanked
from station_app.journal.graph import placed
from station_app.journal.receiving import Origin, Outcome, Receiver, Taken

_UNVOUCHED = "没有写它的一方的签名担保"
_QUARANTINED = "签名的钥匙已吊销，先隔离"


class WrongPackage(StationError):
    """A genuine package that is not for this installation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One change of a package and what became of it; ``late`` when it had waited since an earlier package.

    ``reason`` says why it was rejected; services put into it and ``lead`` what an item is about.
    """

    outcome: Outcome
    uid: str
    facet: str
    reason: str = ""
    late: bool = False
    lead: str = ""


@dataclass(slots=True, kw_only=True)
class Result:
    """What a package did. ``items`` leaves out the unchanged, which ``counts`` counts; ``late`` are not in ``counts``.

    ``copied``: what came shows that this installation is a copy of an older state, and must go on as a new one.
    """

    counts: Counter[Outcome] = field(default_factory=Counter)
    items: list[Item] = field(default_factory=list)
    late: int = 0
    copied: bool = False
    trust: Trust
    wants: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many changes the package held."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Self:
    """Who takes it in."""

    site: str
    instance: str
    role: SiteRole


def require_ours(manifest: Manifest, trust: Trust, own: Self) -> None:
    """Raise WrongPackage for what another is meant to read, or that goes the other way."""
    trust = trust.adopted(manifest.roster.encode())
    sender = trust.site(manifest.sender.site)
    up = manifest.kind is Direction.UP
    if up and own.role is not SiteRole.CENTRE:
        raise WrongPackage("这是交给中心的上报包，不是回传包", f"请选文件名以 DOWN 开头的包；{UNCHANGED}")
    if manifest.kind is Direction.DOWN and own.role is SiteRole.CENTRE:
        raise WrongPackage("这是中心发给站点的回传包", f"请选站点交来的、文件名以 UP 开头的包；{UNCHANGED}")
    if manifest.receiver != own.site:
        other = trust.known_roster.site(manifest.receiver)
        raise WrongPackage(f"这个包是发给「{other.name if other else '别的站点'}」的", f"请选发给本站的包；{UNCHANGED}")
    if up == (sender.role == CENTRE) or (manifest.kind is Direction.CENTRE) != (sender.uid == own.site):
        raise WrongPackage("这个包的方向和它的签发站点对不上", f"请让对方重新导出；{UNCHANGED}")
    strange = [stream for stream in manifest.streams if not _travels(stream, manifest)]
    if strange:
        raise WrongPackage("包里有不该走这条路的内容", f"请不要使用它，并告诉街道中心；{UNCHANGED}")


def apply(db: Database, staged: Staged, trust: Trust, own: Self, now: str) -> Result:
    """Take a package in; its attachments are in place already. Raises StationError, and the caller rolls back."""
    manifest = staged.manifest
    require_ours(manifest, trust, own)
    trust = trust.adopted(manifest.roster.encode())
    result = Result(trust=trust, wants=manifest.wants)
    vouched = Vouched(db, staged, trust, own.site)
    revoked = trust.revocation(manifest.sender.site, staged.signer) is not None
    receiver = Receiver(db, Origin(site=manifest.sender.site, export_no=manifest.export_no))
    for line in staged.changes():
        if line.name in vouched.refused:
            _refuse(db, result, line, manifest, quarantined=revoked)
        else:
            _note(result, receiver.take(line))
    receiver.finish()
    vouched.keep()
    keep_trust(db, trust)
    if not revoked:
        note_claims(db, manifest, now)
        told = [heads for stream, heads in manifest.claims.items() if not _goes_on(manifest, stream)]
        claimed = {bytes.fromhex(name) for heads in told for name in heads} - vouched.refused
        result.copied = own.instance in receiver.instances or len(placed(db, claimed)) < len(claimed)
    return result


def _goes_on(manifest: Manifest, stream: str) -> bool:
    """Whether the rest of a stream comes in the next part of a split export: the part's end is no head."""
    span = manifest.streams.get(stream)
    return span is not None and not set(span.head) <= set(manifest.claims.get(stream, ()))


def _travels(stream: str, manifest: Manifest) -> bool:
    """Whether a stream may be in a package from that sender to that receiver."""
    if manifest.kind is Direction.CENTRE:
        return True
    station = manifest.sender.site if manifest.kind is Direction.UP else manifest.receiver
    return stream in {f"S:{station}", f"C:{station}", "C:*"}


def _note(result: Result, taken: Iterator[Taken]) -> None:
    for one in taken:
        if one.late:
            result.late += 1
        else:
            result.counts[one.outcome] += 1
        if one.outcome is not Outcome.UNCHANGED:
            facts = one.line.facts
            result.items.append(Item(outcome=one.outcome, uid=facts.uid, facet=facts.facet, late=one.late))


def _refuse(db: Database, result: Result, line: Line, manifest: Manifest, *, quarantined: bool) -> None:
    if scalar(db, "SELECT 1 FROM change WHERE name = ?", (line.name,)) is not None:
        result.counts[Outcome.UNCHANGED] += 1
        return
    facts, reason = line.facts, _QUARANTINED if quarantined else _UNVOUCHED
    result.counts[Outcome.REJECTED] += 1
    result.items.append(Item(outcome=Outcome.REJECTED, uid=facts.uid, facet=facts.facet, reason=reason))
    if quarantined and scalar(db, "SELECT 1 FROM quarantine WHERE name = ?", (line.name,)) is None:
        line = blanked(all_erased(db), line)
        row = {"name": line.name, "header": line.header, "salt": line.salt, "payload": line.payload}
        insert(db, Quarantine, row | {"site": manifest.sender.site, "export_no": manifest.export_no})
