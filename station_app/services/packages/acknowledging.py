"""What the other side's claims say of our own packages and opinions: those that it holds are acknowledged."""

import json

from station_app.db.statements import execute, rows, scalar
from station_app.domain.enums import SiteRole
from station_app.exchange.manifest import Manifest
from station_app.journal.graph import between, reaches
from station_app.services.station import Station, get_setting, set_setting

_KNOWN = "acknowledged heads"


def acknowledge(station: Station, manifest: Manifest) -> tuple[int, ...]:
    """Mark what the sender of a package holds; within the transaction that took the package in.

    Returns the numbers of those of our packages that it acknowledges.
    """
    claims = {stream: [bytes.fromhex(name) for name in heads] for stream, heads in manifest.claims.items()}
    arrived = _packages(station, manifest.sender.site, claims)
    if station.identity.role is SiteRole.STATION:
        _opinions(station, claims.get(f"S:{station.identity.site}", []))
    return arrived


def _packages(station: Station, site: str, claims: dict[str, list[bytes]]) -> tuple[int, ...]:
    """A package has arrived when all that we stated in it is held there."""
    sql = "SELECT id, export_no, heads FROM export_log WHERE site = ? AND acknowledged_at IS NULL ORDER BY id"
    arrived: list[int] = []
    waiting = rows(station.db, sql, (site,))
    for row in waiting:
        heads = {stream: [bytes.fromhex(name) for name in names] for stream, names in json.loads(row["heads"]).items()}
        if all(reaches(station.db, claims.get(stream, []), names) for stream, names in heads.items()):
            now = station.clock.now().isoformat(timespec="seconds")
            execute(station.db, "UPDATE export_log SET acknowledged_at = ? WHERE id = ?", (now, row["id"]))
            arrived.append(row["export_no"])
    return tuple(arrived)


def _opinions(station: Station, held: list[bytes]) -> None:
    """An opinion is acknowledged with the first version of it that the centre holds."""
    before = [bytes.fromhex(name) for name in json.loads(get_setting(station.db, _KNOWN) or "[]")]
    for number in between(station.db, held, [before]):
        uid = scalar(station.db, "SELECT uid FROM change WHERE id = ? AND facet = 'opinion.intake'", (number,))
        if uid is not None:
            execute(station.db, "INSERT OR REPLACE INTO sent_mark (opinion, state) VALUES (?, 'acknowledged')", (uid,))
    if held and (not before or not reaches(station.db, before, held)):
        set_setting(station.db, _KNOWN, json.dumps(sorted(name.hex() for name in held)))
