"""The centre's keeping of the roster: the network's first one, keys that count no more, another root key."""

import json
from dataclasses import replace

from station_app.db.connection import write_transaction
from station_app.domain.enums import SiteRole
from station_app.domain.moves import HEADS
from station_app.errors import StationError
from station_app.exchange.keys import SigningKey, SiteKeys
from station_app.exchange.roster import CENTRE, Revoked, Roster, RosterSite, first_roster, sign_roster
from station_app.exchange.trust import Trust, keep_trust, read_trust
from station_app.journal.graph import heads_of
from station_app.services.station import Station, get_setting


def found_network(station: Station, recovery: str) -> None:
    """Make the keys and the first roster of a network; ``recovery`` is the recipient of the offline recovery key."""
    keys, root, identity = SiteKeys.generate(), SigningKey.generate(), station.identity
    centre = RosterSite(identity.site, identity.code, identity.name, CENTRE, (keys.public,))
    roster = first_roster(root, recovery, (centre,), now(station))
    with write_transaction(station.db):
        keep_trust(station.db, issued_by(Trust(keys=keys, root=root.public, root_secret=root), roster))


def revoke(station: Station, uid: str, key: str) -> Roster:
    """A key counts no more; what this centre holds of the site now is the last that is accepted."""
    trust = issuer(station)
    accepted = {f"S:{uid}": tuple(name.hex() for name in heads_of(station.db, f"S:{uid}"))}
    roster = trust.known_roster.without_key(uid, Revoked(key, now(station), accepted))
    with write_transaction(station.db):
        keep_trust(station.db, issued_by(trust, replace(roster, issued_at=now(station))))
    return roster


def rotate_root(station: Station) -> Roster:
    """Put a new root key in the place of the present one, endorsed by it. Raises StationError."""
    trust, new = issuer(station), SigningKey.generate()
    assert trust.root_secret is not None
    roster = replace(trust.known_roster.with_root(trust.root_secret, new), issued_at=now(station))
    with write_transaction(station.db):
        keep_trust(station.db, issued_by(replace(trust, root=new.public, root_secret=new), roster))
    return roster


def issuer(station: Station) -> Trust:
    """The centre's trust, its network founded when this is the first time. Raises StationError for who may not."""
    station.require(*HEADS)
    require_role(station, SiteRole.CENTRE, "名册由街道中心管理")
    if read_trust(station.db) is None:
        kept = get_setting(station.db, "recovery_recipient")
        if kept is None:
            raise StationError("这个中心没有离线恢复钥匙", "请用最近的备份恢复，或重新建中心。")
        found_network(station, str(json.loads(kept)))
    trust = read_trust(station.db)
    if trust is None or trust.root_secret is None or trust.root_secret.public != trust.root:
        raise StationError("这台电脑没有签发名册的钥匙", "请在保存它的那台中心电脑上办理。")
    return trust


def issued_by(trust: Trust, roster: Roster) -> Trust:
    """The same with the roster signed by the root, which must be here."""
    assert trust.root_secret is not None
    return replace(trust, roster=roster, roster_file=sign_roster(roster, trust.root_secret))


def require_role(station: Station, role: SiteRole, title: str) -> None:
    """Raise StationError with ``title`` at the other kind of site."""
    if station.identity.role is not role:
        raise StationError(title, "请在另一边的电脑上办理。")


def now(station: Station) -> str:
    """The moment, ISO with zone."""
    return station.clock.now().isoformat(timespec="seconds")
