"""The network as the centre keeps it: 1 hub, 2 zone centres, 24 communities, N points; known to every station."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import uuid4

from station_app.db.network_models import Site as SiteTable
from station_app.db.rows import all_rows, to_record
from station_app.domain.enums import PersonRole, SiteKind, SiteStatus
from station_app.domain.network_records import Site
from station_app.domain.site_lines import PastedSites as PastedSites
from station_app.domain.site_lines import RefusedSite as RefusedSite
from station_app.domain.site_lines import check_site
from station_app.domain.site_lines import draft_network as draft_network
from station_app.domain.site_lines import paste_sites as read_lines
from station_app.domain.text import clean_digits, clean_line
from station_app.errors import StationError
from station_app.journal.log import Log
from station_app.services.people import site_details
from station_app.services.saving import saving
from station_app.services.sites import held_sites
from station_app.services.station import Station

_KINDS = list(SiteKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSite:
    """A site of the network; ``own``: the centre itself; ``reported``: records of it are held."""

    uid: str
    site: Site
    own: bool
    reported: bool


def network(station: Station, with_closed: bool = False) -> tuple[KnownSite, ...]:
    """The sites by level, then code; those that are closed only ``with_closed``."""
    codes = {one.code for one in held_sites(station.db)}
    known = [
        KnownSite(
            uid=row["uid"],
            site=to_record(Site, row),
            own=row["code"] == station.identity.code,
            reported=row["code"] in codes,
        )
        for row in all_rows(SiteTable.select(), station.db)
    ]
    wanted = [one for one in known if with_closed or one.site.status is not SiteStatus.CLOSED]
    return tuple(sorted(wanted, key=lambda one: (not one.own, _KINDS.index(one.site.kind), one.site.code)))


def paste_network(station: Station, text: str) -> PastedSites:
    """The sites in typed or pasted lines, as `site_lines.paste_sites`; codes in use are refused."""
    return read_lines(text, _codes(network(station)) | {station.identity.code})


def add_sites(station: Station, many: Collection[Site]) -> tuple[str, ...]:
    """Add sites in one transaction, all or none, and give their uids; the centre's head only. Raises StationError.

    With the first ones the centre's own record comes, by which the stations know its name and phone.
    """
    station.require_centre(PersonRole.CENTRE_HEAD)
    known, checked = network(station), []
    taken = _codes(known) | {station.identity.code}
    names = {one.site.name for one in known}
    for one in many:
        site = _cleaned(one, taken, names)
        taken.add(site.code)
        names.add(site.name)
        checked.append((str(uuid4()), site))
    above = {one.uid: one.site for one in known} | dict(checked)
    with saving(station) as log:
        if not any(one.own for one in known):
            _put_own(station, log)
        for uid, site in checked:
            log.put(uid, "site", replace(site, parent=_parent(site, above)), station.author)
    return tuple(uid for uid, _ in checked)


def change_site(station: Station, uid: str, site: Site) -> None:
    """Change a site, its state included; the centre's head only. Its code stays once it reported."""
    station.require_centre(PersonRole.CENTRE_HEAD)
    known = {one.uid: one for one in network(station, with_closed=True)}
    before = known.get(uid)
    if before is None:
        raise StationError("站点网络里没有这个站点", "请刷新后再试。")
    others = [one for one in known.values() if one.uid != uid and one.site.status is not SiteStatus.CLOSED]
    after = _cleaned(site, _codes(others), {one.site.name for one in others})
    if before.reported and after.code != before.site.code:
        raise StationError(f"{before.site.name} 已经在用代码 {before.site.code}", "代码印在编号里，定下后不能改。")
    after = replace(after, parent=_parent(after, {one.uid: one.site for one in others}))
    if after != before.site:
        with saving(station) as log:
            log.put(uid, "site", after, station.author)
            if before.own:
                _put_own_details(station, log, after)
        station.refresh_identity()


def _cleaned(site: Site, taken: Collection[str], names: Collection[str]) -> Site:
    texts = {field: clean_line(getattr(site, field)).text for field in ("name", "head", "liaison", "address", "hours")}
    phone, code = clean_digits(site.phone).text, site.code.strip().upper()
    checked = check_site(replace(site, code=code, phone=phone, **texts), taken)  # type: ignore[arg-type]
    if checked.name in names:
        raise StationError(f"已经有一个「{checked.name}」", "请换一个名称。")
    return checked


def _put_own(station: Station, log: Log) -> None:
    own = site_details(station)
    site = Site(
        code=own.code,
        name=own.name,
        kind=SiteKind.HUB,
        address=own.address,
        phone=own.phone,
        hours=own.hours,
        status=SiteStatus.ACTIVE,
    )
    log.put(station.identity.site, "site", site, station.author)


def _put_own_details(station: Station, log: Log, site: Site) -> None:
    """What the centre says of itself goes along with its record for all."""
    told = {name: getattr(site, name) for name in ("name", "address", "phone", "hours")}
    log.put(station.identity.site, "site.own", replace(site_details(station), **told), station.author)


def _parent(site: Site, others: dict[str, Site]) -> str | None:
    """The uid of the site above: of a community or point its zone's centre, of a zone centre the hub."""
    wanted = {SiteKind.COMMUNITY: SiteKind.ZONE_CENTRE, SiteKind.POINT: SiteKind.ZONE_CENTRE}
    above = SiteKind.HUB if site.kind is SiteKind.ZONE_CENTRE else wanted.get(site.kind)
    zoned = above is SiteKind.ZONE_CENTRE
    fitting = (
        uid
        for uid, one in others.items()
        if one.kind is above and one.code != "00" and (not zoned or (one.zone is not None and one.zone is site.zone))
    )
    return next(fitting, None)


def _codes(known: Collection[KnownSite]) -> set[str]:
    return {one.site.code for one in known}
