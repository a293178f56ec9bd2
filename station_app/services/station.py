"""An open station: its store, who it is, who sits at the desk, and the one way to write."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from station_app.db import models
from station_app.db.connection import StationDatabase, write_transaction
from station_app.db.lock import DataLock
from station_app.db.store import Store
from station_app.domain.clock import Clock
from station_app.domain.enums import PersonRole, SiteRole
from station_app.domain.records import Person
from station_app.errors import StationError
from station_app.journal.log import Log
from station_app.services.sites import kept_details

_ELSEWHERE = {
    SiteRole.STATION: (PersonRole.CLERK, PersonRole.CENTRE_HEAD),
    SiteRole.CENTRE: (PersonRole.HEAD,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """``site`` is the uid that owns the station streams, ``instance`` this installation's random bits in hex.

    ``predecessor`` is the instance this one was restored or copied from.
    """

    site: str
    instance: str
    role: SiteRole
    code: str
    name: str
    predecessor: str | None = None


def deputy_facet(identity: Identity) -> str:
    """The facet that holds a deputy entered here: official at the centre, provisional at a station."""
    return "deputy" if identity.role is SiteRole.CENTRE else "deputy.provisional"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtDesk:
    """The person working now."""

    uid: str
    person: Person


class Station:
    """What every use case is handed: reads go through ``db``, writes through ``writing()``.

    ``notices`` are sentences the person should read once after opening; ``lock`` is let go with the station.
    ``number`` is the sign-in number that opened it, ``proven`` the uid of whoever gave a passphrase last.
    """

    def __init__(self, store: Store, clock: Clock, notices: tuple[str, ...] = (), lock: DataLock | None = None) -> None:
        self.store = store
        self.clock = clock
        self.notices = notices
        self._lock = lock
        self.identity = read_identity(store.db)
        self.desk: AtDesk | None = None
        self.number: str | None = None
        self.proven: str | None = None

    @property
    def db(self) -> StationDatabase:
        """The station's database; each thread has a connection of its own."""
        return self.store.db

    @property
    def author(self) -> str | None:
        """The uid of the person at the desk."""
        return self.desk.uid if self.desk else None

    @contextmanager
    def writing(self) -> Iterator[Log]:
        """One transaction: all that is put in the log inside it is saved together or not at all."""
        with write_transaction(self.db):
            yield Log(self.db, self.identity.site, self.identity.instance, self.clock, self.identity.role)

    def sit_down(self, uid: str) -> None:
        """Put a person at the desk; raises StationError when nobody active has that uid."""
        mine = (models.Person.uid == uid) & (models.Person.site == self.identity.site)
        row = models.Person.select().where(mine).first(self.db)
        if row is None or not row.active:
            raise StationError("名单里没有这个人", "请另选一位，或在「设置」里添加。")
        self.desk = AtDesk(uid=uid, person=Person(name=row.name, role=PersonRole(row.role)))

    @property
    def is_centre(self) -> bool:
        """Whether the tables hold the records of all sites, and everything counts as sent."""
        return self.identity.role is SiteRole.CENTRE

    def require(self, *roles: PersonRole) -> None:
        """Refuse what the person at the desk may not do."""
        if self.desk is None or self.desk.person.role not in roles:
            who = "、".join(role.value for role in roles if role not in _ELSEWHERE[self.identity.role])
            raise StationError(f"这件事要由{who}来做", f"请{who}坐到电脑前，在右下角换人后再做。")

    def require_centre(self, *roles: PersonRole) -> None:
        """The same for what only the centre does."""
        if not self.is_centre:
            raise StationError("这件事由中心来做", "请在中心的电脑上做；做好后随回传包带来。")
        self.require(*roles)

    def refresh_identity(self) -> None:
        """Read the identity again after the site's own record changed."""
        self.identity = read_identity(self.db)

    def close(self) -> None:
        """Close the store and let its folder go."""
        self.store.close()
        if self._lock is not None:
            self._lock.release()


def read_identity(db: StationDatabase) -> Identity:
    """Who this installation is, from its settings, its site's own record and the name the centre gave it."""
    kept = json.loads(get_setting(db, "identity") or "null")
    site = models.SiteOwn.select().where(models.SiteOwn.uid == kept["site"]).first(db) if kept else None
    named = {"code": site.code, "name": site.name} | _as_kept(db, site.uid, site.code) if site else {}
    if not kept or not {"code", "name"} <= {*kept, *named}:
        raise StationError("这份数据还没有设好站点", "请用备份恢复，或重新建站。")
    return Identity(**{**kept, **named, "role": SiteRole(kept["role"])})


def _as_kept(db: StationDatabase, uid: str, code: str) -> dict[str, str]:
    """The name that the centre gave the site, if it gave one."""
    return {name: words for name, words in kept_details(db, uid, code).items() if name == "name"}


def write_identity(db: StationDatabase, identity: Identity) -> None:
    """Keep the local part of the identity; code and name count only until the site's own record is there."""
    kept = {"site": identity.site, "instance": identity.instance, "role": identity.role.value}
    kept |= {"code": identity.code, "name": identity.name}
    kept |= {"predecessor": identity.predecessor} if identity.predecessor else {}
    set_setting(db, "identity", json.dumps(kept))


def get_setting(db: StationDatabase, key: str) -> str | None:
    """A local setting as JSON text."""
    value = models.Setting.select(models.Setting.value).where(models.Setting.key == key).scalar(db)
    return None if value is None else str(value)


def set_setting(db: StationDatabase, key: str, value: str) -> None:
    """Keep a local setting, JSON text; within the caller's transaction if there is one."""
    models.Setting.insert(key=key, value=value).on_conflict_replace().execute(db)
