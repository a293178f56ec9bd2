"""A new store being filled with what was saved: changes first, then what only the tables held, then local rows."""

from __future__ import annotations

import json
from collections.abc import Iterator

from station_app.config import DataPaths
from station_app.db import exchange_models, models
from station_app.db.connection import DATABASE_ERRORS, StationDatabase
from station_app.db.marker import new_instance, read_marker, write_marker
from station_app.db.network_models import SYNCED
from station_app.db.salvage import Row, Wreck
from station_app.db.statements import execute, insert, scalar, table_name
from station_app.db.store import Store
from station_app.domain.clock import Clock
from station_app.domain.enums import SiteRole
from station_app.errors import StationError
from station_app.journal.blanks import LOST, fill_blanks, keep_head
from station_app.journal.changes import Line, header_of
from station_app.journal.salvaging import (
    Repeater,
    is_news,
    parked_versions,
    refill,
    sound_change,
    table_versions,
)
from station_app.services import audit
from station_app.services.pace import Pace, step
from station_app.services.setup import CENTRE_CODE
from station_app.services.station import Identity, deputy_facet, get_setting, write_identity

_NOT_COPIED = (exchange_models.Conflict, exchange_models.Parked, exchange_models.ParkedParent)
_WAITING: tuple[type[models.Table], ...] = (exchange_models.Parked, exchange_models.ParkedParent)
LOCAL: tuple[type[models.Table], ...] = (
    models.Setting,
    models.SentMark,
    *(one for one in exchange_models.EXCHANGE if one not in _NOT_COPIED),
)
_LOOKED_FOR: tuple[type[models.Table], ...] = (*LOCAL, *_WAITING, models.Audit, *SYNCED)
TABLES = tuple(table_name(one) for one in _LOOKED_FOR)
FROM_WRECK, FROM_BACKUP = 0, 1
_UNKNOWN = ("这份数据损坏得太厉害，认不出是哪个站点", "请用备份恢复；损坏的文件没有改动。")
_ENTRY = ("at", "person", "action", "subject", "detail")
_SCRATCH = """
    CREATE TABLE saved (name BLOB PRIMARY KEY, depth INTEGER, header TEXT, salt BLOB, payload TEXT, source INTEGER)
"""
_KEEP = """
    INSERT INTO saved (name, depth, header, salt, payload, source) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO
    UPDATE SET salt = NULL, payload = NULL WHERE excluded.payload IS NULL AND source = excluded.source
"""
_NEXT = "SELECT name, header, salt, payload FROM saved ORDER BY depth, name"


class Scratch:
    """The changes that were read, once each, in an encrypted file of their own until they are in the log."""

    def __init__(self, db: StationDatabase) -> None:
        """Begin with none."""
        self._db = db
        execute(db, _SCRATCH)

    def keep(self, row: Row, source: int) -> None:
        """Keep a change if it is sound; a version without its payload, which was erased, goes before one with it."""
        if (line := sound_change(row)) is not None:
            values = (line.name, row["depth"], line.header, line.salt, line.payload, source)
            execute(self._db, _KEEP, values)

    def count(self, source: int) -> int:
        """How many came from there first."""
        return int(scalar(self._db, "SELECT count(*) FROM saved WHERE source = ?", (source,)))

    def lines(self) -> Iterator[Line]:
        """All of them, parents before children."""
        for name, header, salt, payload in execute(self._db, _NEXT):
            yield Line(name, header, salt, payload, header_of(header))

    def streams_of(self, instance: str | None) -> set[str]:
        """The stations' streams that an installation wrote to; with None all of them."""
        sql = "SELECT DISTINCT header ->> '$.stream' FROM saved WHERE header ->> '$.stream' LIKE 'S:%'"
        more = " AND header ->> '$.instance' = ?" if instance else ""
        return {name for (name,) in execute(self._db, sql + more, (instance,) if instance else ())}

    def own_record(self, site: str) -> Row:
        """What a site last said of itself; empty when that is lost."""
        sql = "SELECT payload FROM saved WHERE header ->> '$.uid' = ? AND header ->> '$.facet' = 'site.own'"
        text = scalar(self._db, f"{sql} AND payload IS NOT NULL ORDER BY depth DESC LIMIT 1", (site,))
        return {} if text is None else dict(json.loads(text))

    def numbered(self, site: str) -> Row:
        """The code that the numbers of a site's opinions begin with, its name being lost; empty without any."""
        sql = "SELECT payload ->> '$.serial' FROM saved WHERE header ->> '$.facet' = 'opinion.intake'"
        serial = scalar(self._db, f"{sql} AND header ->> '$.stream' = ? AND payload IS NOT NULL", (f"S:{site}",))
        return {} if serial is None else {"code": str(serial).partition("-")[0], "name": LOST}


class Filling:
    """Fills the database of ``store``, which is new and empty, within the caller's transaction.

    ``repeated`` counts what was said once more, ``from_backup`` the changes that only a backup had; ``blank`` are facet
    and uid of what had to be left blank.
    """

    def __init__(self, store: Store, wreck: Wreck, scratch: Scratch, paths: DataPaths, clock: Clock) -> None:
        """Nothing is written yet."""
        self._db, self._wreck, self._scratch, self._clock = store.db, wreck, scratch, clock
        self._marker = read_marker(paths.instance)
        self.repeated = self.from_backup = 0
        self.blank: list[tuple[str, str]] = []
        self.identity: Identity

    def fill(self, settings: list[tuple[str, str]], pace: Pace) -> None:
        """Write everything; ``settings`` are those of a backup, for what is lost here. Raises StationError."""
        step(pace, 0, 1, "正在找回本机的设置和往来记录")
        self._copy_local(settings)
        self.identity = self._who()
        write_identity(self._db, self.identity)
        self._forget_erased()
        self.from_backup = self._scratch.count(FROM_BACKUP)
        total = self._scratch.count(FROM_WRECK) + self.from_backup
        refill(self._db, self._scratch.lines(), self.identity.site, lambda done: _tell(pace, done, total))
        execute(self._db, "DELETE FROM parked WHERE name IN (SELECT name FROM change)")
        execute(self._db, "DELETE FROM parked_parent WHERE child NOT IN (SELECT name FROM parked)")
        step(pace, 1, 1, "正在补上各表里才有的内容")
        self._say_again()
        self._copy_trail()

    def save_marker(self, staged: DataPaths) -> None:
        """Leave the mark of the new installation beside the database."""
        write_marker(staged.instance, self.identity.instance)

    def _copy_local(self, settings: list[tuple[str, str]]) -> None:
        fresh = execute(self._db, "SELECT key, value FROM setting").fetchall()
        execute(self._db, "DELETE FROM setting")
        for table in (*LOCAL, *_WAITING):
            for row in self._wreck.rows(table_name(table)):
                self._copy(table, row)
        for key, value in [*settings, *fresh]:
            execute(self._db, "INSERT OR IGNORE INTO setting (key, value) VALUES (?, ?)", (key, value))
        execute(self._db, "DELETE FROM import_item WHERE log NOT IN (SELECT id FROM import_log)")
        execute(self._db, "DELETE FROM voucher_head WHERE voucher_id NOT IN (SELECT id FROM voucher)")

    def _copy(self, table: type[models.Table], row: Row) -> None:
        """Insert a row unless it is amiss or there already."""
        try:
            with self._db.savepoint():
                insert(self._db, table, row)
        except DATABASE_ERRORS:
            return

    def _who(self) -> Identity:
        """This station as a new installation; raises StationError when nothing tells which station it is."""
        try:
            kept: Row = json.loads(get_setting(self._db, "identity") or "{}")
        except ValueError:
            kept = {}
        site = kept.get("site") or self._site()
        named = self._named(site, kept)
        role = kept.get("role") or (SiteRole.CENTRE if named["code"] == CENTRE_CODE else SiteRole.STATION)
        before = kept.get("instance") or self._marker
        return Identity(
            site=site,
            instance=new_instance(),
            role=SiteRole(role),
            code=named["code"],
            name=named["name"],
            predecessor=before,
        )

    def _named(self, site: str, kept: Row) -> Row:
        """Code and name of the site: as it said itself, as its table or settings have it, or what its numbers tell."""
        told = next((row for row in self._wreck.rows("site_own") if row["uid"] == site), {})
        for found in (self._scratch.own_record(site), told, kept, self._scratch.numbered(site)):
            if {"code", "name"} <= found.keys():
                return found
        raise StationError(*_UNKNOWN)

    def _site(self) -> str:
        """The site whose stream this installation wrote, or the only one there is."""
        for found in (
            self._scratch.streams_of(self._marker) if self._marker else set(),
            self._scratch.streams_of(None),
        ):
            if len(found) == 1:
                return found.pop().partition(":")[2]
        raise StationError(*_UNKNOWN)

    def _forget_erased(self) -> None:
        """What stands in the log without its content was erased, even if the erase itself is lost."""
        for line in self._scratch.lines():
            if line.payload is None:
                of_contact = line.facts.facet == "contact.person"
                what = line.facts.uid if of_contact else line.name.hex()
                site = line.facts.stream.partition(":")[2]
                sql = "INSERT OR IGNORE INTO erased (site, what, kept) VALUES (?, ?, '{}')"
                execute(self._db, sql, (site, what))

    def _say_again(self) -> None:
        own = self.identity
        log = Repeater(self._db, own.site, own.instance, self._clock, own.role)
        said = [
            one
            for table in SYNCED
            for row in self._wreck.rows(table_name(table))
            for one in table_versions(table, row, own.site, self._writes)
        ]
        for one in sorted([*parked_versions(self._db, self._writes), *said], key=lambda one: one.rank):
            if is_news(self._db, one):
                log.repeat(one)
                self.repeated += 1
        by = keep_head(self._db, log, own.site, own.role, self.identity.code, self.identity.name)
        self.blank = fill_blanks(self._db, log, own.site, deputy_facet(self.identity), by)

    def _writes(self, stream: str) -> bool:
        """Whether a stream is ours to write to."""
        own = self.identity
        return stream == f"S:{own.site}" or (own.role is SiteRole.CENTRE and stream.startswith("C:"))

    def _copy_trail(self) -> None:
        """The entries that can be read, chained anew: what the old chain shows is in the files that are kept."""
        found = {row["id"]: row for row in self._wreck.rows("audit")}
        for number in sorted(found):
            audit.append(self._db, tuple(found[number][name] for name in _ENTRY))
        at = self._clock.now().isoformat(timespec="seconds")
        audit.append(self._db, (at, None, audit.Action.SALVAGED.value, self.identity.site, ""))


def _tell(pace: Pace, done: int, total: int) -> None:
    if done % 100 == 0:
        step(pace, done, total, f"正在放回变更 {done:,} / {total:,}")
