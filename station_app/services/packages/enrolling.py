"""Joining the network: request, approval, certificate, and the 24 digits that both sides compare by phone."""

from dataclasses import dataclass, replace
from pathlib import Path

from station_app import __version__
from station_app.db import network_models
from station_app.db.connection import StationDatabase, write_transaction
from station_app.db.models import Change, ChangeParent, OpinionTally, PendingRow, Stream, StreamHead, Table
from station_app.db.network_models import SYNCED
from station_app.db.rows import first_row, to_record
from station_app.db.statements import execute, scalar, table_name
from station_app.domain.enums import SiteRole, SiteStatus
from station_app.domain.moves import HEADS
from station_app.domain.network_records import Site
from station_app.domain.records import SiteOwn
from station_app.domain.serials import check_site_code
from station_app.errors import StationError
from station_app.exchange.claims import expect
from station_app.exchange.enrolment import (
    MAX_CERTIFICATE_BYTES,
    MAX_REQUEST_BYTES,
    Certificate,
    digits,
    new_certificate,
    new_request,
    read_certificate,
    read_request,
)
from station_app.exchange.enrolment import Request as Request
from station_app.exchange.keys import SiteKeys
from station_app.exchange.roster import STATION, Roster, RosterSite
from station_app.exchange.stick import read_small, write_small
from station_app.exchange.trust import Trust, keep_trust, read_trust
from station_app.journal.log import Log, current_payload
from station_app.services.packages.roster_keeping import issued_by, issuer, now, require_role
from station_app.services.setup import site_kind
from station_app.services.station import Station, get_setting, set_setting, write_identity

_DIGITS = "enrolment digits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What the centre approved: ``code`` may differ from the one asked for; ``digits`` are to be compared."""

    name: str
    code: str
    digits: str
    reinstalled: bool


def request(station: Station, out: Path) -> Request:
    """Write this station's request to join to the new file ``out``. Raises StationError."""
    require_role(station, SiteRole.STATION, "中心不用申请入网")
    station.require(*HEADS)
    trust = read_trust(station.db) or Trust(keys=SiteKeys.generate())
    identity = station.identity
    file = new_request(
        trust.keys,
        site=identity.site,
        name=identity.name,
        code=identity.code,
        instance=identity.instance,
        app_version=__version__,
        asked_at=now(station),
    )
    write_small(out.parent, out.name, file)
    with write_transaction(station.db):
        keep_trust(station.db, replace(trust, request=file))
    return read_request(file)


def look_at_request(file: Path) -> Request:
    """What a request file says, before it is approved. Raises StationError."""
    return read_request(read_small(file, MAX_REQUEST_BYTES))


def approve(station: Station, file: Path, out: Path, *, code: str = "", reinstall: str = "") -> Approval:
    """Take a station into the roster and write its certificate to ``out``.

    ``code`` is the one to give (by default the one asked for, or the next free when it is taken); ``reinstall`` is the
    uid of the station whose records the new installation shall get back. In the plan of the network the site works
    from now on. Raises StationError.
    """
    require_role(station, SiteRole.CENTRE, "入网由街道中心批准")
    trust, data = issuer(station), read_small(file, MAX_REQUEST_BYTES)
    asked = read_request(data)
    site = _entry(trust.known_roster, asked, code, reinstall)
    issued = issued_by(trust, replace(trust.known_roster.with_site(site), issued_at=now(station)))
    assert trust.root_secret is not None
    certificate = new_certificate(
        trust.root_secret,
        request_file=data,
        roster_file=issued.roster_file,
        site=site.uid,
        code=site.code,
        name=site.name,
        issued_at=now(station),
    )
    write_small(out.parent, out.name, certificate)
    told = digits(data, trust.root_secret.public)
    with station.writing() as log:
        keep_trust(station.db, issued)
        expect(station.db, site.uid, asked.instance, now(station))
        set_setting(station.db, _DIGITS, f'"{told}"')
        _open_site(station, log, site)
    return Approval(name=site.name, code=site.code, digits=told, reinstalled=site.uid != asked.site)


def look_at_certificate(station: Station, file: Path) -> Approval:
    """What a certificate brings, with the digits to compare before it is accepted. Raises StationError."""
    certificate, request_file = _certificate(station, file)
    return Approval(
        name=certificate.name,
        code=certificate.code,
        digits=digits(request_file, certificate.root),
        reinstalled=certificate.site != station.identity.site,
    )


def accept(station: Station, file: Path) -> Approval:
    """Join the network by its certificate: its root key is trusted from now on. Raises StationError."""
    require_role(station, SiteRole.STATION, "中心不用证书")
    station.require(*HEADS)
    certificate, _ = _certificate(station, file)
    told = look_at_certificate(station, file)
    trust = read_trust(station.db)
    assert trust is not None
    if told.reinstalled and not _is_empty(station.db):
        raise StationError("本机已有登记，不能当作原站点重装", "请把本机的登记另存备份，重新安装后再入网。")
    with write_transaction(station.db):
        if told.reinstalled:
            _become(station, certificate)
        joined = replace(
            trust,
            root=certificate.root,
            roster=certificate.roster,
            roster_file=certificate.roster_file,
            reinstalled=told.reinstalled,
        )
        keep_trust(station.db, joined)
        set_setting(station.db, _DIGITS, f'"{told.digits}"')
    station.refresh_identity()
    _take_code(station, certificate.code)
    return told


def last_digits(station: Station) -> str:
    """The 24 digits of the last approval or acceptance on this PC. Raises StationError when there was none."""
    kept = get_setting(station.db, _DIGITS)
    if kept is None:
        raise StationError("还没有配对，没有核对码", "请先批准一份申请，或接受中心的证书。")
    return kept.strip('"')


def _entry(roster: Roster, asked: Request, code: str, reinstall: str) -> RosterSite:
    """The roster's entry after the approval: the site's keys and the new one."""
    before = roster.site(reinstall or asked.site)
    if reinstall and before is None:
        raise StationError("名册里没有要重装的站点", "请重新选一个站点。")
    if any(asked.keys.sign == one.key for site in roster.sites for one in site.revoked):
        raise StationError("这份申请用的钥匙已经吊销", "请在该站重新安装程序、重新申请，按「原站点重装」批准。")
    keys = () if before is None else before.keys
    if asked.keys not in keys:
        keys = (*keys, asked.keys)
    if before is not None:
        return replace(before, keys=keys)
    taken = {site.code for site in roster.sites}
    given = check_site_code(code) if code else asked.code if asked.code not in taken else _free_code(taken)
    if given in taken:
        raise StationError(f"代码「{given}」已给了别的站点", "请换一个代码。")
    return RosterSite(asked.site, given, asked.name, STATION, keys)


def _open_site(station: Station, log: Log, entry: RosterSite) -> None:
    """Mark the planned site of that code as working, or put one into the plan."""
    planned = network_models.Site.select().where(
        (network_models.Site.code == entry.code) & (network_models.Site.status != SiteStatus.CLOSED)
    )
    row = first_row(planned, station.db)
    fresh = Site(code=entry.code, name=entry.name, kind=site_kind(entry.code))
    before = fresh if row is None else to_record(Site, row)
    since = before.opened_on or station.clock.today().isoformat()
    after = replace(before, status=SiteStatus.ACTIVE, opened_on=since)
    if after != before:
        log.put(entry.uid if row is None else row["uid"], "site", after, station.author)


def _free_code(taken: set[str]) -> str:
    return next(code for number in range(11, 1000) if (code := str(number)) not in taken)


def _certificate(station: Station, file: Path) -> tuple[Certificate, bytes]:
    trust = read_trust(station.db)
    if trust is None or not trust.request:
        raise StationError("本站还没有生成入网申请", "请先生成申请交给中心，再用它的证书。")
    return read_certificate(read_small(file, MAX_CERTIFICATE_BYTES), trust.request), trust.request


def _is_empty(db: StationDatabase) -> bool:
    facets = "('reception', 'opinion.intake', 'box_opening')"
    return scalar(db, f"SELECT 1 FROM change WHERE facet IN {facets} LIMIT 1") is None  # noqa: S608 - words of ours


def _become(station: Station, certificate: Certificate) -> None:
    """Drop the set-up records and go on as the station whose records come back; who sits here stays."""
    tables: list[type[Table]] = [*reversed(SYNCED), OpinionTally, ChangeParent, StreamHead, PendingRow, Change, Stream]
    for table in tables:
        execute(station.db, f'DELETE FROM "{table_name(table)}"')  # noqa: S608 - a name of ours
    identity = replace(station.identity, site=certificate.site, code=certificate.code, name=certificate.name)
    write_identity(station.db, identity)
    if station.desk is not None:
        log = Log(station.db, identity.site, identity.instance, station.clock, identity.role)
        log.put(station.desk.uid, "person", station.desk.person, station.desk.uid)


def _take_code(station: Station, code: str) -> None:
    """Use the code that the centre gave, for new serials."""
    payload = current_payload(station.db, station.identity.site, "site.own")
    if payload is None or code == station.identity.code:
        return
    own = {name: payload[name] for name in SiteOwn.__slots__ if name in payload} | {"code": code}
    with station.writing() as log:
        log.put(station.identity.site, "site.own", SiteOwn(**own), station.author)
    station.refresh_identity()
