"""Between whom packages go, and what is remembered of the links in the settings of this PC."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from station_app.db.connection import StationDatabase
from station_app.db.statements import rows
from station_app.domain.enums import SiteRole
from station_app.errors import StationError
from station_app.exchange.incoming import Self
from station_app.exchange.manifest import Sender
from station_app.exchange.names import Direction
from station_app.exchange.outgoing import Link
from station_app.exchange.roster import RosterSite
from station_app.exchange.trust import Trust
from station_app.services.station import Station, get_setting, set_setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Somebody packages are written for: ``code`` stands in the file name."""

    link: Link
    code: str
    name: str


def own_side(station: Station) -> Self:
    """This installation as the one that takes packages in."""
    identity = station.identity
    return Self(site=identity.site, instance=identity.instance, role=identity.role)


def receivers(station: Station, trust: Trust, code: str = "") -> list[Receiver]:
    """Whom an export is for: the centre; at the centre all live stations, or the one with ``code``. StationError."""
    identity, roster = station.identity, trust.known_roster
    sender = Sender(identity.site, identity.instance, identity.predecessor)
    if identity.role is SiteRole.STATION:
        centre = roster.centre()
        if centre is None:
            raise StationError("站点名册里没有中心", "请向街道中心要一份新的回传包。")
        link = Link(kind=Direction.UP, sender=sender, receiver=centre.uid, station=identity.site)
        return [Receiver(link=link, code=identity.code, name=centre.name)]
    stations = [site for site in roster.sites if site.uid != identity.site and site.keys and code in {"", site.code}]
    if code and not stations:
        raise StationError(f"名册里没有代码为「{code}」的站点", "请先让它配对，或检查代码。")
    return [_to_station(sender, site) for site in sorted(stations, key=lambda site: site.code)]


def to_own_centre(station: Station) -> Receiver:
    """The other PCs of the centre."""
    identity = station.identity
    sender = Sender(identity.site, identity.instance, identity.predecessor)
    link = Link(kind=Direction.CENTRE, sender=sender, receiver=identity.site, station=None)
    return Receiver(link=link, code=identity.code, name=identity.name)


def _to_station(sender: Sender, site: RosterSite) -> Receiver:
    link = Link(kind=Direction.DOWN, sender=sender, receiver=site.uid, station=site.uid)
    return Receiver(link=link, code=site.code, name=site.name)


@contextmanager
def reading(db: StationDatabase) -> Iterator[None]:
    """One read transaction: all of the block sees the same state, while others may write."""
    db.execute_sql("BEGIN")
    try:
        db.execute_sql("SELECT 1 FROM setting LIMIT 1").fetchone()
        yield
    finally:
        db.rollback()


def wanted_by(station: Station, link: Link) -> list[str]:
    """Attachments that the receiver said it lacks, as far as they belong to what it may see."""
    asked = set(json.loads(get_setting(station.db, f"wants {link.receiver}") or "[]"))
    return sorted(asked & _named(station, link.station)) if asked else []


def keep_wants(station: Station, site: str, wants: tuple[str, ...]) -> None:
    """Remember what a site said it lacks; within the caller's transaction."""
    if wants or get_setting(station.db, f"wants {site}") is not None:
        set_setting(station.db, f"wants {site}", json.dumps(list(wants)))


def lacking(station: Station, link: Link) -> tuple[str, ...]:
    """Attachments of the link's opinions whose files are not on this PC."""
    return tuple(sorted(name for name in _named(station, link.station) if not station.store.blobs.exists(name)))


def _named(station: Station, site: str | None) -> set[str]:
    where = "" if site is None else " AND site = ?"
    found = rows(
        station.db,
        f"SELECT value ->> '$.sha256' AS name FROM opinion, json_each(attachments) WHERE attachments <> '[]'{where}",  # noqa: S608
        () if site is None else (site,),
    )
    return {row["name"] for row in found}
