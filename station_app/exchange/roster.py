"""The roster: which sites there are and whose keys count. Versioned, signed by the root key of the network.

The file is ``{"format": 1, "body": canonical JSON text, "signature": hex}``. ``chain`` leads from the first root to the
one that signed: each later root key is signed by the one before it, so that a PC which slept through several changes of
root still follows. A new root's own signature is that of the roster.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import pairwise
from typing import Any

from station_app.domain.codec import canonical
from station_app.exchange.keys import PublicKeys, SigningKey, Tag, is_recipient, is_signed
from station_app.exchange.manifest import READER
from station_app.exchange.strict import (
    CODE,
    HASH,
    MAX_MANIFEST_BYTES,
    RECIPIENT,
    SIGNATURE,
    STREAM,
    UID,
    Fields,
    NeedsUpdate,
    Refused,
    read_object,
)

FORMAT = 1
WHAT = "站点名册"
CENTRE, STATION = "centre", "station"
_ASK_CENTRE = "请向街道中心要一份新的；现有数据没有改动。"


@dataclass(frozen=True, slots=True)
class Revoked:
    """A signing key that no longer counts: since when, and the last changes (hex names per stream) that still did."""

    key: str
    on: str
    accepted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RosterSite:
    """A site: ``keys`` of all its installations, ``role`` is ``centre`` or ``station``."""

    uid: str
    code: str
    name: str
    role: str
    keys: tuple[PublicKeys, ...]
    revoked: tuple[Revoked, ...] = ()

    @property
    def signing_keys(self) -> tuple[str, ...]:
        """The public keys whose signatures count without question."""
        return tuple(one.sign for one in self.keys)


@dataclass(frozen=True, slots=True)
class RootLink:
    """A root key in hex; ``by_previous`` is the signature of the root before it (nothing for the first)."""

    root: str
    by_previous: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """The whole of it; ``recovery`` is the age recipient of the centre's offline recovery key."""

    version: int
    chain: tuple[RootLink, ...]
    sites: tuple[RosterSite, ...]
    recovery: str
    min_reader: int = READER
    issued_at: str = ""

    @property
    def root(self) -> str:
        """The public root key that signs it."""
        return self.chain[-1].root

    def site(self, uid: str) -> RosterSite | None:
        """The site with that uid."""
        return next((one for one in self.sites if one.uid == uid), None)

    def centre(self) -> RosterSite | None:
        """The centre."""
        return next((one for one in self.sites if one.role == CENTRE), None)

    def with_site(self, site: RosterSite) -> Roster:
        """The next version with this site put in or replaced."""
        others = tuple(one for one in self.sites if one.uid != site.uid)
        return replace(self, version=self.version + 1, sites=(*others, site))

    def with_root(self, current: SigningKey, new: SigningKey) -> Roster:
        """The next version under a new root key, endorsed by the current one; it is to be signed by the new one."""
        link = RootLink(new.public, current.sign(Tag.ROOT, _endorsed(current.public, new.public)).hex())
        return replace(self, version=self.version + 1, chain=(*self.chain, link))

    def without_key(self, uid: str, revoked: Revoked) -> Roster:
        """The next version in which a key of site ``uid`` does not count any more."""
        site = self.site(uid)
        if site is None:
            raise ValueError("no such site")
        left = tuple(one for one in site.keys if one.sign != revoked.key)
        return self.with_site(replace(site, keys=left, revoked=(*site.revoked, revoked)))


class Verdict(Enum):
    """What a genuine roster is to the one that is held."""

    NEWER = "newer"
    SAME = "same"
    OLDER = "older"


def first_roster(root: SigningKey, recovery: str, sites: tuple[RosterSite, ...], issued_at: str) -> Roster:
    """Version 1, made with the centre."""
    return Roster(1, (RootLink(root.public),), sites, recovery, issued_at=issued_at)


def sign_roster(roster: Roster, root: SigningKey) -> bytes:
    """The roster file, signed by its root."""
    if root.public != roster.root:
        raise ValueError("this roster belongs to another root key")
    body = canonical(_values(roster))
    return canonical({"format": FORMAT, "body": body, "signature": root.sign(Tag.ROSTER, body.encode()).hex()}).encode()


def verify_roster(data: bytes, known_root: str) -> Roster:
    """Read a roster file that the network of ``known_root`` (public key in hex) signed; raises Refused."""
    envelope = Fields(read_object(data, WHAT), WHAT)
    if envelope.whole("format", 1) > FORMAT:
        raise NeedsUpdate(WHAT)
    body = envelope.text("body", r"(?s).*")
    roster = _read(Fields(read_object(body, WHAT, MAX_MANIFEST_BYTES), WHAT))
    _follow(roster.chain, known_root)
    if not is_signed(roster.root, Tag.ROSTER, body.encode(), bytes.fromhex(envelope.text("signature", SIGNATURE))):
        raise Refused("站点名册的签名不对，可能被改动过", _ASK_CENTRE)
    return roster


def judge_roster(held: bytes | None, offered: bytes, known_root: str) -> tuple[Roster, Verdict]:
    """The offered roster, and what it is to the held one; an older one is genuine but must not replace what is held.

    ``known_root`` is to be the held roster's root: a key that was replaced must not sign any more, but an older roster
    that it signed is still on its way in packages. Raises Refused for a forged one, or one of the same version that
    says something else.
    """
    if held is None:
        return verify_roster(offered, known_root), Verdict.NEWER
    mine = verify_roster(held, known_root)
    if held == offered:
        return mine, Verdict.SAME
    if (earlier := verify_roster(offered, mine.chain[0].root)).version < mine.version:
        return earlier, Verdict.OLDER
    roster = verify_roster(offered, known_root)
    if roster.version == mine.version:
        raise Refused(
            f"同是第 {mine.version} 版的站点名册，内容却不一样", "请打电话问街道中心是否发过两份；现有数据没有改动。"
        )
    return roster, Verdict.NEWER


def _follow(chain: tuple[RootLink, ...], known_root: str) -> None:
    roots = [link.root for link in chain]
    if known_root not in roots:
        raise Refused("这份站点名册不是本街道中心签发的", _ASK_CENTRE)
    for before, link in pairwise(chain[roots.index(known_root) :]):
        signature = bytes.fromhex(link.by_previous)
        if not is_signed(before.root, Tag.ROOT, _endorsed(before.root, link.root), signature):
            raise Refused("站点名册换了签发钥匙，但没有原来那把的签名", _ASK_CENTRE)


def _endorsed(before: str, new: str) -> bytes:
    return f"{before}\n{new}".encode()


def _values(roster: Roster) -> dict[str, Any]:
    return {
        "version": roster.version,
        "chain": [{"root": one.root, "by_previous": one.by_previous} for one in roster.chain],
        "sites": [_site_values(one) for one in sorted(roster.sites, key=lambda site: site.uid)],
        "recovery": roster.recovery,
        "min_reader": roster.min_reader,
        "issued_at": roster.issued_at,
    }


def _site_values(site: RosterSite) -> dict[str, Any]:
    return {
        "uid": site.uid,
        "code": site.code,
        "name": site.name,
        "role": site.role,
        "keys": [one.to_json() for one in site.keys],
        "revoked": [
            {"key": one.key, "on": one.on, "accepted": {name: sorted(heads) for name, heads in one.accepted.items()}}
            for one in site.revoked
        ],
    }


def _read(fields: Fields) -> Roster:
    if fields.whole("min_reader", 1) > READER:
        raise NeedsUpdate(WHAT)
    recovery = fields.text("recovery", RECIPIENT)
    chain = fields.list_of("chain", _read_link)
    sites = fields.list_of("sites", _read_site)
    if not chain or len({one.uid for one in sites}) != len(sites):
        raise fields.wrong("sites")
    if not is_recipient(recovery):
        raise fields.wrong("recovery")
    return Roster(
        version=fields.whole("version", 1),
        chain=chain,
        sites=sites,
        recovery=recovery,
        min_reader=fields.whole("min_reader", 1),
        issued_at=fields.moment("issued_at"),
    )


def _read_link(value: Any) -> RootLink:
    fields = Fields(value, WHAT)
    return RootLink(fields.text("root", HASH), fields.text("by_previous", f"({SIGNATURE})?"))


def _read_site(value: Any) -> RosterSite:
    fields = Fields(value, WHAT)
    return RosterSite(
        uid=fields.text("uid", UID),
        code=fields.text("code", CODE),
        name=fields.text("name"),
        role=fields.text("role", f"{CENTRE}|{STATION}"),
        keys=fields.list_of("keys", lambda keys: PublicKeys.from_json(keys, WHAT)),
        revoked=fields.list_of("revoked", _read_revoked),
    )


def _read_revoked(value: Any) -> Revoked:
    fields = Fields(value, WHAT)
    accepted = fields.table("accepted", STREAM, lambda heads: Fields({"accepted": heads}, WHAT).names("accepted"))
    return Revoked(fields.text("key", HASH), fields.moment("on"), accepted)
