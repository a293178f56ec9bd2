"""Making a station for the first time: keys, store, identity, and its first people, before the first record."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from station_app.config import DataPaths
from station_app.db import slot_file
from station_app.db.connection import write_transaction
from station_app.db.keys import DatabaseKey
from station_app.db.marker import new_instance, write_marker
from station_app.db.setup import setting_up
from station_app.db.sheet import new_sheet_key
from station_app.db.slots import PASSPHRASE_MIN as PASSPHRASE_MIN
from station_app.db.slots import SlotFile
from station_app.db.slots import check_new_passphrase as check_new_passphrase
from station_app.db.store import Store
from station_app.domain.clock import Clock
from station_app.domain.enums import PersonRole, SiteKind, SiteRole
from station_app.domain.records import Deputy, Person, SiteOwn
from station_app.domain.serials import check_site_code
from station_app.domain.text import clean_line
from station_app.errors import StationError
from station_app.journal.log import Log
from station_app.services.sign_numbers import HEAD_NUMBER
from station_app.services.station import Identity, Station, deputy_facet, read_identity, set_setting, write_identity

DEFAULT_HEAD = {SiteRole.STATION: "站长", SiteRole.CENTRE: "中心负责人"}
CENTRE_CODE = "00"
RECOVERY_RECIPIENT = "recovery_recipient"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStation:
    """What the first run asks: ``head`` is the station head, ``people`` work there too, both may be changed later."""

    code: str
    name: str
    passphrase: str
    head: str = DEFAULT_HEAD[SiteRole.STATION]
    people: Sequence[Person] = ()
    deputies: Sequence[Deputy] = ()
    address: str = ""
    phone: str = ""
    hours: str = ""
    role: SiteRole = SiteRole.STATION


def site_kind(code: str) -> SiteKind:
    """The level by the default codes: hub ``01``, zone centres ``02``–``03``, points from ``P01``, else a community."""
    if code in {"02", "03"}:
        return SiteKind.ZONE_CENTRE
    if code.startswith("P"):
        return SiteKind.POINT
    return SiteKind.HUB if code in {"00", "01"} else SiteKind.COMMUNITY


def check_new_station(new: NewStation) -> NewStation:
    """The same with its texts cleaned; raises StationError when something is missing."""
    code = check_site_code(new.code)
    name, head = clean_line(new.name).text, clean_line(new.head).text
    if not name:
        raise StationError("还没有填站点名称", "请填联络站的名称，例如「梧桐里社区联络站」。")
    if not head:
        who = DEFAULT_HEAD[new.role]
        raise StationError(f"还没有填{who}", f"请填{who}的姓名。")
    check_new_passphrase(new.passphrase)
    return NewStation(
        code=code,
        name=name,
        passphrase=new.passphrase,
        head=head,
        people=tuple(Person(name=clean_line(one.name).text, role=one.role) for one in new.people if one.name.strip()),
        deputies=tuple(new.deputies),
        address=clean_line(new.address).text,
        phone=clean_line(new.phone).text,
        hours=clean_line(new.hours).text,
        role=new.role,
    )


def create_station(
    paths: DataPaths,
    new: NewStation,
    clock: Clock,
    keep_sheet: Callable[[str], None],
    sheet: str = "",
    keep_recovery: Callable[[str], None] | None = None,
    recovery: str = "",
) -> Station:
    """Make the data folder of a new station or centre and open it.

    ``keep_sheet`` is handed the recovery sheet's key as text before anything is recorded; when it raises, nothing is
    left behind. The key is a new one, or ``sheet`` when the person was shown one (`services.recover.draw_sheet`). A
    centre has an offline recovery key besides, an age secret key that stays nowhere on this PC: ``keep_recovery`` is
    handed it likewise, a new one or ``recovery`` (`draw_recovery_key`).
    """
    new = check_new_station(new)
    sheet, key = sheet or new_sheet_key(), DatabaseKey.generate()
    recovery = (recovery or draw_recovery_key()) if new.role is SiteRole.CENTRE else ""
    with setting_up(paths):
        keep_sheet(sheet)
        if recovery:
            assert keep_recovery is not None
            keep_recovery(recovery)
        slots = SlotFile(key.salt).with_passphrase(key, new.passphrase, HEAD_NUMBER)
        slot_file.save(paths.slots, slots.with_sheet(key, sheet))
        store = Store.create(paths, key)
        try:
            head = _first_transaction(store, new, clock, recovery)
            write_marker(paths.instance, read_identity(store.db).instance)
        except BaseException:
            store.close()
            raise
    station = Station(store, clock)
    station.sit_down(head)
    station.number, station.proven = HEAD_NUMBER, head
    return station


def draw_recovery_key() -> str:
    """A new offline recovery key of a centre: an age secret key, to be printed or saved before the centre is made."""
    from station_app.exchange.keys import recovery_identity

    return recovery_identity()[0]


def _first_transaction(store: Store, new: NewStation, clock: Clock, recovery: str) -> str:
    identity = Identity(site=str(uuid4()), instance=new_instance(), role=new.role, code=new.code, name=new.name)
    with write_transaction(store.db):
        write_identity(store.db, identity)
        if recovery:
            from station_app.exchange.keys import recipient_of

            set_setting(store.db, RECOVERY_RECIPIENT, json.dumps(recipient_of(recovery)))
        return _first_records(Log(store.db, identity.site, identity.instance, clock, identity.role), identity, new)


def _first_records(log: Log, identity: Identity, new: NewStation) -> str:
    head = str(uuid4())
    role = PersonRole.HEAD if new.role is SiteRole.STATION else PersonRole.CENTRE_HEAD
    site = SiteOwn(
        code=new.code,
        name=new.name,
        kind=site_kind(new.code),
        address=new.address,
        phone=new.phone,
        hours=new.hours,
        head=head,
    )
    log.put(identity.site, "site.own", site, head)
    log.put(head, "person", Person(name=new.head, role=role), head)
    for person in new.people:
        log.put(str(uuid4()), "person", person, head)
    for deputy in new.deputies:
        log.put(str(uuid4()), deputy_facet(identity), deputy, head)
    return head
