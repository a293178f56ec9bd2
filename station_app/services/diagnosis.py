"""A damaged data folder looked over before anybody decides: what can be read, which backup is whole, what it lacks."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from station_app.config import DataPaths
from station_app.db import archive
from station_app.db.salvage import Wreck
from station_app.db.slot_file import DamagedSlots, MissingSlots
from station_app.db.statements import execute
from station_app.domain.serials import parse_serial
from station_app.errors import StationError
from station_app.journal.salvaging import sound_change
from station_app.services.backup_source import BackupFacts, BackupSource, inspect, open_backup, reading
from station_app.services.keeping import SUFFIX, made_at
from station_app.services.pace import Pace, Unseen, step
from station_app.services.salvage import keys_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What a damaged folder still holds.

    ``opinions`` and ``receptions`` can be read from the change log, ``last`` (aware) is when the newest readable change
    was made. ``backup`` is the newest whole one in the folder; ``since`` are the numbers of opinions that can be read
    and that it lacks, ``changes_since`` all such changes. ``keys_lost``: the key slots come from the backup.
    """

    pages: int
    bad_pages: int
    opinions: int
    receptions: int
    last: datetime | None
    backup: BackupFacts | None
    since: tuple[str, ...]
    changes_since: int
    keys_lost: bool

    @property
    def salvageable(self) -> bool:
        """Whether anything can be read at all."""
        return self.opinions + self.receptions > 0 or self.last is not None


@dataclass(slots=True)
class _Readable:
    """What stands in the readable changes: their names with the uid each is about, and the newest serials."""

    changes: dict[bytes, str] = field(default_factory=dict)
    serials: dict[str, str] = field(default_factory=dict)
    receptions: set[str] = field(default_factory=set)
    last: datetime | None = None


def look_into(paths: DataPaths, secret: str, pace: Pace | None = None) -> Diagnosis:
    """Read all pages and the newest whole backup, with the passphrase or recovery sheet; changes nothing.

    Raises WrongPassphrase, WrongSheet or TooManyAttempts, MissingSlots or DamagedSlots when no backup has the keys,
    Cancelled or StorageProblem.
    """
    pace = pace or Unseen()
    source, lost = _newest(paths, secret, pace), False
    try:
        _slots, key = keys_of(paths, secret, None)
    except (MissingSlots, DamagedSlots):
        if source is None:
            raise
        key, lost = source.key, True
    wreck = Wreck(paths.station_db, key, {})
    found = _read(wreck, pace)
    names = _names(source) if source is not None else set[bytes]()
    missing = {uid for name, uid in found.changes.items() if name not in names} if source is not None else set[str]()
    return Diagnosis(
        pages=wreck.pages.count,
        bad_pages=len(wreck.pages.bad),
        opinions=len(found.serials),
        receptions=len(found.receptions),
        last=found.last,
        backup=None if source is None else inspect(source.file.path, secret),
        since=tuple(sorted({found.serials[uid] for uid in missing & found.serials.keys()}, key=_order)),
        changes_since=sum(name not in names for name in found.changes) if source is not None else 0,
        keys_lost=lost,
    )


def _read(wreck: Wreck, pace: Pace) -> _Readable:
    found, total = _Readable(), wreck.pages.count
    for number, row in wreck.changes():
        step(pace, number, total, "正在看哪些读得出来")
        if (line := sound_change(row)) is None:
            continue
        facts = line.facts
        found.changes[line.name] = facts.uid
        moment = datetime.fromisoformat(facts.wall_time)
        found.last = moment if found.last is None else max(found.last, moment)
        if facts.facet == "opinion.intake" and line.payload is not None:
            found.serials[facts.uid] = str(json.loads(line.payload)["serial"])
        elif facts.facet == "reception":
            found.receptions.add(facts.uid)
    return found


def _newest(paths: DataPaths, secret: str, pace: Pace) -> BackupSource | None:
    """The newest backup in the folder that is whole and that the secret opens."""
    for file in _backups(paths):
        try:
            return open_backup(file, secret, pace)
        except StationError as problem:
            if isinstance(problem.__cause__, OSError):
                raise
    return None


def _backups(paths: DataPaths) -> Iterator[Path]:
    dated = [(made_at(path.name), path.name, path) for path in paths.backups.glob(f"*{SUFFIX}")]
    for _at, _name, path in sorted([one for one in dated if one[0] is not None], reverse=True):
        yield path


def _names(source: BackupSource) -> set[bytes]:
    with tempfile.TemporaryDirectory(prefix="zlt-") as folder:
        source.file.extract([archive.STATION], Path(folder), lambda _size: None)
        with reading(Path(folder) / archive.STATION, source.key) as db:
            return {bytes(name) for (name,) in execute(db, "SELECT name FROM change")}


def _order(serial: str) -> int:
    return parse_serial(serial).sort_key()
