"""The sign-in numbers: whose each one is. The slot file holds numbers only; the names lie in the encrypted database.

``01`` is always the site's head, so that what was set up before there were numbers opens as it did.
"""

import json

from station_app.db import models, slot_file
from station_app.db.slots import SlotKind
from station_app.domain.enums import PersonRole
from station_app.errors import StationError
from station_app.services.station import Station, get_setting, set_setting

HEAD_NUMBER = "01"
_LAST = 99
_OWNERS = "sign_in.owners"
_SHARED = "sign_in.shared"
_HEADS = (PersonRole.HEAD.value, PersonRole.CENTRE_HEAD.value)


def held_numbers(station: Station) -> tuple[str, ...]:
    """The numbers that have a passphrase, in their order. Raises what `slot_file.load` raises."""
    slots = slot_file.load(station.store.paths.slots).slots
    return tuple(sorted(slot.number for slot in slots if slot.kind is SlotKind.PASSPHRASE))


def owner(station: Station, number: str) -> str | None:
    """The uid of the active person that a number stands for; None when there is nobody."""
    if number == HEAD_NUMBER:
        return _head(station)
    uid = owners(station).get(number)
    return uid if uid and _is_active(station, uid) else None


def owners(station: Station) -> dict[str, str]:
    """The uids by the numbers given here, ``01`` left out."""
    return dict(json.loads(get_setting(station.db, _OWNERS) or "{}"))


def numbers(station: Station) -> dict[str, str]:
    """The number of each person (uid) who has a passphrase of their own."""
    held = held_numbers(station)
    found = {uid: number for number in held if number != HEAD_NUMBER and (uid := owner(station, number))}
    head = owner(station, HEAD_NUMBER)
    return {head: HEAD_NUMBER, **found} if head and HEAD_NUMBER in held else found


def free_number(station: Station) -> str:
    """The lowest number that nobody has; raises StationError when all are taken."""
    taken = set(held_numbers(station)) | {number for number in owners(station) if owner(station, number)}
    for number in range(2, _LAST + 1):
        if f"{number:02d}" not in taken:
            return f"{number:02d}"
    raise StationError("登录编号用完了", "请先取消不再用的口令。")


def keep_owner(station: Station, number: str, uid: str | None) -> None:
    """Remember whose a number is, or that it is nobody's; within the caller's transaction."""
    kept = {known: who for known, who in owners(station).items() if known != number and who != uid}
    set_setting(station.db, _OWNERS, json.dumps(kept | ({number: uid} if uid else {})))


def shares(station: Station) -> bool:
    """Whether who has no passphrase of their own may sit down by their name; so it is until the head ends it."""
    return bool(json.loads(get_setting(station.db, _SHARED) or "true"))


def keep_sharing(station: Station, shared: bool) -> None:
    """Keep that choice; within the caller's transaction."""
    set_setting(station.db, _SHARED, json.dumps(shared))


def drop(station: Station, number: str) -> None:
    """Take a number's passphrase away; one that has none is no matter. The head's stays."""
    slots = slot_file.load(station.store.paths.slots)
    for slot in slots.slots:
        if slot.kind is SlotKind.PASSPHRASE and slot.number == number != HEAD_NUMBER:
            slot_file.save(station.store.paths.slots, slots.without(slot.id))


def drop_of(station: Station, uid: str) -> None:
    """Take the passphrase of somebody who leaves away."""
    for number, whose in owners(station).items():
        if whose == uid:
            drop(station, number)


def _head(station: Station) -> str | None:
    """The head whom the site names; while its own record is not here, whoever is a head, or else anybody."""
    site = station.identity.site
    named = models.SiteOwn.select(models.SiteOwn.head).where(models.SiteOwn.uid == site).scalar(station.db)
    if named and _is_active(station, str(named)):
        return str(named)
    here = models.Person.select(models.Person.uid, models.Person.role).where(
        (models.Person.site == site) & models.Person.active
    )
    people = here.order_by(models.Person.created_at).execute(station.db)
    found = sorted(people, key=lambda one: one.role not in _HEADS)
    return str(found[0].uid) if found else None


def _is_active(station: Station, uid: str) -> bool:
    mine = (models.Person.uid == uid) & (models.Person.site == station.identity.site) & models.Person.active
    return models.Person.select(models.Person.uid).where(mine).scalar(station.db) is not None
