"""What this installation trusts: its own keys, the root key it was given at enrolment, and the newest roster it saw.

Kept as one setting in the encrypted database. A station that has not enrolled has keys at most; the centre holds the
root's secret too.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from peewee import Database

from station_app.db.statements import execute, scalar
from station_app.domain.codec import canonical
from station_app.errors import StationError
from station_app.exchange.keys import SigningKey, SiteKeys
from station_app.exchange.manifest import Manifest
from station_app.exchange.roster import Revoked, Roster, RosterSite, Verdict, judge_roster, verify_roster

_SETTING = "exchange trust"


class NotEnrolled(StationError):
    """Packages need an enrolled station."""

    def __init__(self) -> None:
        super().__init__("本站还没有和街道中心配对", "请在「上报交换」的「密钥与配对」里生成入网申请，交给中心。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """``keys`` are this installation's; ``root`` is the public root key; ``root_secret`` only the centre's PC has.

    ``roster_file`` are the signed bytes of ``roster``; ``request`` is the last enrolment request as it was written.
    ``reinstalled``: the own stream may come back on the centre's signature alone.
    """

    keys: SiteKeys
    root: str = ""
    root_secret: SigningKey | None = None
    roster: Roster | None = None
    roster_file: bytes = b""
    request: bytes = b""
    reinstalled: bool = False

    def site(self, uid: str) -> RosterSite:
        """The roster's entry of a site; raises StationError for a stranger."""
        found = self.known_roster.site(uid)
        if found is None:
            raise StationError("这个包来自名册里没有的站点", "请先让该站和中心配对；现有数据没有改动。")
        return found

    @property
    def known_roster(self) -> Roster:
        """The roster; raises NotEnrolled."""
        if self.roster is None:
            raise NotEnrolled
        return self.roster

    def keys_of(self, uid: str) -> tuple[str, ...]:
        """The signing keys of a site, revoked ones included: what they signed is judged by what it is about."""
        site = self.known_roster.site(uid)
        return () if site is None else (*site.signing_keys, *(one.key for one in site.revoked))

    def revocation(self, uid: str, key: str) -> Revoked | None:
        """How a key was revoked; None while it counts."""
        return next((one for one in self.site(uid).revoked if one.key == key), None)

    def recipients_of(self, uid: str) -> tuple[str, ...]:
        """The age recipients of all installations of a site."""
        return tuple(one.receive for one in self.site(uid).keys)

    def adopted(self, offered: bytes) -> "Trust":
        """The same with an offered roster if it is newer; an older one is passed over. Raises Refused for a forgery."""
        if not offered or offered == self.roster_file:
            return self
        roster, verdict = judge_roster(self.roster_file or None, offered, self.root)
        if verdict is not Verdict.NEWER:
            return self
        # The root that signed takes the place of the one before: what an old root signs later counts no more.
        return replace(self, root=roster.root, roster=roster, roster_file=offered)

    def signers(self, manifest: Manifest) -> Iterable[str]:
        """The keys that may have signed a package, by the newer of its roster and ours; StationError for a stranger."""
        trust, sender = self.adopted(manifest.roster.encode()), manifest.sender.site
        return trust.keys_of(trust.site(sender).uid)


def read_trust(db: Database) -> Trust | None:
    """What was kept; None before the first enrolment request."""
    text = scalar(db, "SELECT value FROM setting WHERE key = ?", (_SETTING,))
    if text is None:
        return None
    kept = json.loads(text)
    roster_file = kept["roster"].encode()
    return Trust(
        keys=SiteKeys.from_secret(kept["keys"].encode()),
        root=kept["root"],
        root_secret=SigningKey(bytes.fromhex(kept["root_secret"])) if kept["root_secret"] else None,
        roster=verify_roster(roster_file, kept["root"]) if roster_file else None,
        roster_file=roster_file,
        request=kept["request"].encode(),
        reinstalled=kept["reinstalled"],
    )


def enrolled(db: Database) -> Trust:
    """What was kept; raises NotEnrolled unless there is a roster."""
    trust = read_trust(db)
    if trust is None or trust.roster is None:
        raise NotEnrolled
    return trust


def keep_trust(db: Database, trust: Trust) -> None:
    """Keep it, within the caller's transaction."""
    values: dict[str, Any] = {
        "keys": trust.keys.to_secret().decode(),
        "root": trust.root,
        "root_secret": trust.root_secret.secret.hex() if trust.root_secret else "",
        "roster": trust.roster_file.decode(),
        "request": trust.request.decode(),
        "reinstalled": trust.reinstalled,
    }
    execute(db, "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (_SETTING, canonical(values)))
