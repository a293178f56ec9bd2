"""The people of a station: who works there and which deputies serve it; and what the site says of itself."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid4

from peewee import SQL

from station_app.db import models
from station_app.db.network_models import Site as SiteTable
from station_app.db.pinyin import hit, syllables
from station_app.db.rows import all_rows, first_row, to_record
from station_app.domain.deputy_lines import PastedDeputies as PastedDeputies
from station_app.domain.deputy_lines import Refused as Refused
from station_app.domain.deputy_lines import check_deputy, check_name
from station_app.domain.deputy_lines import paste_deputies as paste_deputies
from station_app.domain.enums import DeputyEnd, DeputyLevel, PersonRole, SiteRole
from station_app.domain.network_records import Site
from station_app.domain.phone import check_phone
from station_app.domain.records import Deputy, Person, SiteOwn
from station_app.domain.text import clean_line
from station_app.errors import StationError
from station_app.journal.log import Log
from station_app.services.sign_numbers import drop_of
from station_app.services.sites import kept_details
from station_app.services.station import Station, deputy_facet

HEADS = (PersonRole.HEAD, PersonRole.CENTRE_HEAD)
_LEVELS = list(DeputyLevel)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """Somebody who works here."""

    uid: str
    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDeputy:
    """A deputy; ``provisional``: entered by a station, not yet by the centre."""

    uid: str
    deputy: Deputy
    provisional: bool

    @property
    def standing(self) -> str:
        """Level and ward, e.g. 「区代表 第3选区」."""
        return f"{self.deputy.level}代表 {self.deputy.ward}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyMatch:
    """A deputy that fits what was typed: ``hit`` is the first and one past the last matching character of the name."""

    known: KnownDeputy
    hit: tuple[int, int]
    on_duty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMatch:
    """A person that fits what was typed; ``hit`` as in ``DeputyMatch``."""

    known: KnownPerson
    hit: tuple[int, int]


def persons(station: Station, with_ended: bool = False) -> tuple[KnownPerson, ...]:
    """Who works here, heads first, then by name in pinyin order."""
    wanted = [one for one in _people(station) if with_ended or one.person.active]
    return tuple(sorted(wanted, key=lambda one: (one.person.role not in HEADS, _name_order(one.person.name))))


def sitters(station: Station) -> tuple[KnownPerson, ...]:
    """Who may sit down at the desk: heads first, then as they were entered, so that everybody's place stays.

    Nothing is spelled for it: the dictionaries of pinyin take longer to load than the page to paint.
    """
    active = [one for one in _people(station) if one.person.active]
    return tuple(sorted(active, key=lambda one: one.person.role not in HEADS))


def add_person(station: Station, person: Person) -> str:
    """Add somebody and give the uid; head only. Raises StationError when the name is missing or already there."""
    station.require(*HEADS)
    person, uid = _checked_person(station, person, None), str(uuid4())
    with station.writing() as log:
        log.put(uid, "person", person, station.author)
    return uid


def change_person(station: Station, uid: str, person: Person) -> None:
    """Change name, role or whether they work here; head only. The last active head stays one."""
    station.require(*HEADS)
    before = _person(station, uid)
    person = _checked_person(station, person, uid)
    if person == before:
        return
    with station.writing() as log:
        log.put(uid, "person", person, station.author)
        _keep_a_head(station, log, uid)
    if not person.active:
        drop_of(station, uid)
    if station.author == uid and person.active:
        station.sit_down(uid)


def end_person(station: Station, uid: str) -> None:
    """Somebody no longer works here; head only. The name stays in old records."""
    if uid == station.author:
        raise StationError("不能停用正在使用电脑的人", "请换另一位站长坐到电脑前再做。")
    change_person(station, uid, replace(_person(station, uid), active=False))


def match_persons(station: Station, typed: str) -> tuple[PersonMatch, ...]:
    """Active persons whose name has the characters or pinyin initials typed; all of them for an empty text."""
    found = ((one, _hit(one.person.name, typed)) for one in persons(station))
    matches = [PersonMatch(known=one, hit=place) for one, place in found if place is not None]
    return tuple(sorted(matches, key=lambda match: match.hit[0] > 0))


def deputies(station: Station, with_ended: bool = False) -> tuple[KnownDeputy, ...]:
    """The deputies by level from the nation down, then by name in pinyin order; one the centre has too stands once.

    At the centre those that only stations know are left out: they wait to be matched.
    """
    table = models.Deputy
    known = [_known_deputy(row) for row in all_rows(table.select(), station.db)]
    held = {one.uid for one in known}
    wanted = [
        one
        for one in known
        if (with_ended or one.deputy.ended_on is None)
        and one.deputy.same_as not in held
        and not (station.is_centre and one.provisional)
    ]
    return tuple(sorted(wanted, key=_deputy_order))


def add_deputy(station: Station, deputy: Deputy) -> str:
    """Add a provisional deputy and give the uid; head only. Raises StationError."""
    return add_deputies(station, [deputy])[0]


def add_deputies(station: Station, many: Collection[Deputy]) -> tuple[str, ...]:
    """Add several in one transaction, all or none; head only. Raises StationError that names who is there already."""
    station.require(*HEADS)
    checked = [check_deputy(one) for one in many]
    there = {(one.deputy.name, one.deputy.ward) for one in deputies(station)}
    for one in checked:
        if (one.name, one.ward) in there:
            raise StationError(f"名单里已经有 {one.name}（{one.ward or '未填选区'}）", "同名的另一位请填上不同的选区。")
        there.add((one.name, one.ward))
    uids = tuple(str(uuid4()) for _ in checked)
    with station.writing() as log:
        for uid, one in zip(uids, checked, strict=True):
            log.put(uid, deputy_facet(station.identity), one, station.author)
    return uids


def change_deputy(station: Station, uid: str, deputy: Deputy) -> None:
    """Change a provisional deputy; head only. What the centre wrote is changed by the centre."""
    _change_deputy(station, uid, lambda _before: check_deputy(deputy))


def end_deputy(station: Station, uid: str, ended_on: str, reason: DeputyEnd) -> None:
    """End a deputy's mandate on an ISO date, not in the future; head only. Old records keep the name."""
    _check_end(station, ended_on)

    def end(before: Deputy) -> Deputy:
        if before.started_on and ended_on < before.started_on:
            raise StationError(f"离任日期早于就任日期 {before.started_on}", "请核对日期。")
        return replace(before, ended_on=ended_on, end_reason=reason)

    _change_deputy(station, uid, end)


def match_deputies(
    station: Station, typed: str, on_duty: Collection[str] = (), *, with_ended: bool = False
) -> tuple[DeputyMatch, ...]:
    """Serving deputies whose name has the characters or pinyin initials typed, those ``on_duty`` (uids) first."""
    found = ((one, _hit(one.deputy.name, typed)) for one in deputies(station, with_ended))
    matches = [
        DeputyMatch(known=one, hit=place, on_duty=one.uid in on_duty) for one, place in found if place is not None
    ]
    return tuple(sorted(matches, key=lambda match: (not match.on_duty, match.hit[0] > 0)))


def site_details(station: Station) -> SiteOwn:
    """What is told of the site: as the centre filled it in, the rest as the site says of itself."""
    return replace(_own(station), **_kept(station))


def fields_of_centre(station: Station) -> frozenset[str]:
    """Which of name, address, phone and hours the centre filled in for this station, and it alone changes."""
    return frozenset() if station.is_centre else frozenset(_kept(station))


def change_site(station: Station, *, name: str, address: str, phone: str, hours: str) -> None:
    """Change name, address, phone and opening hours; head only. Raises StationError.

    What the centre filled in for a station stays as it is; at the centre its record for all goes along.
    """
    station.require(*HEADS)
    given = {"name": name, "address": address, "phone": phone, "hours": hours}
    kept, before = fields_of_centre(station), _own(station)
    texts: dict[str, Any] = {field: clean_line(text).text for field, text in given.items() if field not in kept}
    after = replace(before, **texts)
    if not after.name:
        raise StationError("还没有填站点名称", "请填联络站的名称，例如「梧桐里社区联络站」。")
    if sentence := check_phone(after.phone):
        raise StationError(f"站点电话：{sentence}", "请改好电话，或先留空。")
    if after != before:
        with station.writing() as log:
            log.put(station.identity.site, "site.own", after, station.author)
            if station.is_centre:
                _renew_for_all(station, log, texts)
        station.refresh_identity()


def _own(station: Station) -> SiteOwn:
    row = first_row(models.SiteOwn.select().where(models.SiteOwn.uid == station.identity.site), station.db)
    assert row is not None
    return to_record(SiteOwn, row)


def _kept(station: Station) -> dict[str, Any]:
    return kept_details(station.db, station.identity.site, station.identity.code)


def _renew_for_all(station: Station, log: Log, texts: dict[str, Any]) -> None:
    """The centre's own record in the network, by which the stations know it, if there is one yet."""
    row = first_row(SiteTable.select().where(SiteTable.uid == station.identity.site), station.db)
    if row is not None:
        renewed = replace(to_record(Site, row), **texts)
        log.put(station.identity.site, "site", renewed, station.author)


def _people(station: Station) -> list[KnownPerson]:
    """In the order in which they were entered."""
    table = models.Person
    query = table.select().where(table.site == station.identity.site).order_by(table.created_at, SQL("id"))
    return [KnownPerson(uid=row["uid"], person=to_record(Person, row)) for row in all_rows(query, station.db)]


def _person(station: Station, uid: str) -> Person:
    row = first_row(models.Person.select().where(models.Person.uid == uid), station.db)
    if row is None or row["site"] != station.identity.site:
        raise StationError("名单里没有这个人", "请关闭这个窗口再打开一次。")
    return to_record(Person, row)


def _checked_person(station: Station, person: Person, uid: str | None) -> Person:
    checked = replace(person, name=clean_line(person.name).text)
    check_name(checked.name)
    own = set(PersonRole) - ({PersonRole.CLERK, PersonRole.CENTRE_HEAD} if _is_station(station) else {PersonRole.HEAD})
    if checked.role not in own:
        raise StationError(f"这里没有「{checked.role}」这个岗位", "请另选一个岗位。")
    if any(one.person.name == checked.name and one.uid != uid for one in persons(station)):
        raise StationError(f"名单里已经有 {checked.name}", "同名的另一位请在姓名后加以区别，例如「王芳（大）」。")
    return checked


def _is_station(station: Station) -> bool:
    return station.identity.role is SiteRole.STATION


def _keep_a_head(station: Station, log: Log, changed: str) -> None:
    """Inside the transaction of a change: at least one active head, and the site's own record names one of them."""
    heads = [one.uid for one in persons(station) if one.person.role in HEADS]
    if not heads:
        role = PersonRole.CENTRE_HEAD if station.is_centre else PersonRole.HEAD
        raise StationError(f"至少要有一位在岗的{role}", f"请先把另一位设为{role}，再改这一位。")
    site = _own(station)
    if site.head == changed and changed not in heads:
        log.put(station.identity.site, "site.own", replace(site, head=heads[0]), station.author)


def _change_deputy(station: Station, uid: str, change: Callable[[Deputy], Deputy]) -> None:
    station.require(*HEADS)
    row = first_row(models.Deputy.select().where(models.Deputy.uid == uid), station.db)
    if row is None:
        raise StationError("名单里没有这位代表", "请关闭这个窗口再打开一次。")
    if bool(row["provisional"]) is station.is_centre:
        raise StationError(*_not_ours(station, row["name"]))
    before = to_record(Deputy, row)
    after = change(before)
    if after != before:
        with station.writing() as log:
            log.put(uid, deputy_facet(station.identity), after, station.author)


def _not_ours(station: Station, name: str) -> tuple[str, str]:
    if station.is_centre:
        return f"{name} 是站点填的，还没有核对", "请先在「代表核对」里对上，或收为正式。"
    return f"{name} 的资料由中心维护", "请联系中心修改，修改后随回传包带回。"


def _check_end(station: Station, ended_on: str) -> None:
    try:
        day = date.fromisoformat(ended_on)
    except ValueError as error:
        raise StationError("离任日期写得不对", "请写成 2026-06-18 这样。") from error
    if day > station.clock.today():
        raise StationError("离任日期在将来", "请到那一天再办，或核对日期。")


def _known_deputy(row: dict[str, object]) -> KnownDeputy:
    return KnownDeputy(uid=str(row["uid"]), deputy=to_record(Deputy, row), provisional=bool(row["provisional"]))


def _deputy_order(known: KnownDeputy) -> tuple[int, tuple[str, ...], str]:
    return (_LEVELS.index(known.deputy.level), *_name_order(known.deputy.name))


def _name_order(name: str) -> tuple[tuple[str, ...], str]:
    return syllables(name), name


def _hit(name: str, typed: str) -> tuple[int, int] | None:
    return hit(name, typed) if typed.strip() else (0, 0)
