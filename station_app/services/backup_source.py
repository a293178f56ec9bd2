"""A backup being read: opened by a passphrase or recovery sheet of its day, and read whole before it is believed."""

import hmac
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from station_app.db import archive, slot_file
from station_app.db.connection import StationDatabase, connect, storage_faults
from station_app.db.keys import DatabaseKey
from station_app.db.sheet import MistypedSheet
from station_app.db.slot_file import DamagedSlots
from station_app.db.slots import SlotFile, WrongPassphrase, WrongSheet
from station_app.domain.codec import DoesNotFit, from_payload
from station_app.services.backup_file import seal, ticker
from station_app.services.counting import Counts, counted
from station_app.services.pace import Pace, Unseen
from station_app.services.station import read_identity


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFacts:
    """What stands in a backup, to be shown before it is restored: ``made_at`` aware, void records are counted too."""

    file: Path
    made_at: datetime
    site_code: str
    site_name: str
    opinions: int
    receptions: int
    changes: int


@dataclass(frozen=True, slots=True)
class BackupSource:
    """A whole backup file with the key that its slots gave."""

    file: archive.Archive
    slots: SlotFile
    key: DatabaseKey


def open_backup(file: Path, secret: str, pace: Pace | None = None) -> BackupSource:
    """Read a backup with the passphrase or sheet that was valid when it was made.

    Raises BadBackup (each fault in its own words), WrongPassphrase, WrongSheet or StorageProblem.
    """
    source = archive.read_archive(file)
    slots = _slots(source)
    key = _key(slots, secret)
    if not hmac.compare_digest(seal(key, source.manifest), source.mac):
        raise archive.BadBackup("备份清单和数据对不上", "它可能被改动过，请换一份备份；现有数据没有改动。")
    _require_facts(source)
    source.verify(ticker(pace or Unseen(), 0, 2 * file.stat().st_size, "正在核对备份"))
    return BackupSource(source, slots, key)


def inspect(file: Path, secret: str, pace: Pace | None = None) -> BackupFacts:
    """Open a backup and say what stands in it; changes nothing. Raises as `open_backup`."""
    source = open_backup(file, secret, pace)
    with tempfile.TemporaryDirectory(prefix="zlt-") as folder:
        source.file.extract([archive.STATION], Path(folder), lambda _size: None)
        with reading(Path(folder) / archive.STATION, source.key) as db:
            identity, counts = read_identity(db), counted(db)
    return BackupFacts(
        file=file,
        made_at=datetime.fromisoformat(source.file.facts["made_at"]),
        site_code=identity.code,
        site_name=identity.name,
        opinions=counts.opinions,
        receptions=counts.receptions,
        changes=counts.changes,
    )


@contextmanager
def reading(path: Path, key: DatabaseKey) -> Iterator[StationDatabase]:
    """A closed copy opened for reading only; a page that does not read in the block raises StorageProblem."""
    db = connect(path, key, read_only=True)
    try:
        with storage_faults():
            yield db
    finally:
        db.close()


def told_counts(source: BackupSource) -> Counts:
    """What the manifest says the database holds."""
    return from_payload(Counts, source.file.facts.get("counts"))


def _require_facts(source: archive.Archive) -> None:
    """Raise BadBackup unless the manifest tells when it was made and how much it holds."""
    try:
        datetime.fromisoformat(str(source.facts.get("made_at")))
        from_payload(Counts, source.facts.get("counts"))
    except (ValueError, DoesNotFit) as error:
        raise archive.BadBackup("备份清单里的时间或条数看不懂", "请换一份备份再试；现有数据没有改动。") from error


def _slots(source: archive.Archive) -> SlotFile:
    try:
        return slot_file.parse(source.read(archive.SLOTS))
    except DamagedSlots as error:
        raise archive.BadBackup("备份里的密钥文件已损坏", "请换一份备份再试；现有数据没有改动。") from error


def _key(slots: SlotFile, secret: str) -> DatabaseKey:
    """What reads like a recovery sheet is tried as one first."""
    try:
        return slots.open_with_sheet(secret).key
    except (MistypedSheet, WrongSheet) as error:
        looks_like_a_sheet = isinstance(error, WrongSheet)
    try:
        return slots.open_with_passphrase(secret).key
    except WrongPassphrase as error:
        if looks_like_a_sheet:
            raise WrongSheet("这张恢复单打不开这份备份", "请用做这份备份时有效的恢复单，或那时的口令。") from error
        raise WrongPassphrase("口令打不开这份备份", "请用做这份备份时的口令，或那时有效的恢复单。") from error
