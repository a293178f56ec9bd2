"""Taking packages in: each staged and verified, previewed or applied in a transaction of its own, and reported.

A folder is one run: its packages go in one after the other in the order of their numbers, and one snapshot is kept.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from station_app.config import DataPaths
from station_app.db.connection import CommitUncertain, write_transaction
from station_app.db.exchange_models import ImportItem, ImportLog
from station_app.db.faults import disk_faults
from station_app.db.marker import new_instance, write_marker
from station_app.db.statements import execute, insert, insert_many, scalar
from station_app.domain.moves import OFFICE
from station_app.errors import StationError
from station_app.exchange.incoming import Item, Result, apply
from station_app.exchange.names import parse_name
from station_app.exchange.reading import Staged, open_package
from station_app.exchange.trust import Trust, enrolled
from station_app.journal.receiving import Outcome as Outcome
from station_app.services.clearing import clear_traces
from station_app.services.pace import Pace, Unseen, step
from station_app.services.packages.acknowledging import acknowledge
from station_app.services.packages.describing import describe, last_change
from station_app.services.packages.links import keep_wants, own_side
from station_app.services.packages.sticks import for_us
from station_app.services.packages.undoing import keep_snapshot, note_end
from station_app.services.station import Identity, Station, write_identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of one file. ``problem`` stands when it was refused: nothing of it was taken then.

    ``counts`` are by outcome and add up to the changes of the package; ``earlier`` is when it had been imported before,
    ``written_at`` when the sender wrote it, ``acknowledged`` which of our own packages it confirms.
    """

    file: Path
    package: str = ""
    site: str = ""
    export_no: int = 0
    written_at: str = ""
    counts: dict[Outcome, int] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    late: int = 0
    earlier: str = ""
    renewed: bool = False
    acknowledged: tuple[int, ...] = ()
    problem: StationError | None = None

    @property
    def total(self) -> int:
        """How many changes the package held."""
        return sum(self.counts.values())


class _RolledBack(Exception):
    """Ends a preview."""


def package_files(identity: Identity, paths: Iterable[Path]) -> list[Path]:
    """The packages among files, and those for this side in folders; of one sender in the order of their numbers.

    No ``.part`` is one; a file named outright is taken whatever its name. Raises StationError when there is none.
    """
    found: list[Path] = []
    for path in paths:
        with disk_faults(path):
            if path.is_dir():
                found += [one for one in path.iterdir() if for_us(identity, one) and one.is_file()]
            else:
                found.append(path)
    if not found:
        raise StationError(
            "这里没有上报包或回传包", "请检查优盘，或选包所在的文件夹。文件名形如 UP-17-2026-082-3fa9c1.zlt。"
        )
    return sorted(dict.fromkeys(found), key=_order)


def preview(station: Station, paths: Iterable[Path], pace: Pace | None = None) -> list[Report]:
    """What an import of these would do, one after the other; nothing is changed."""
    station.require(*OFFICE)
    files, reports = package_files(station.identity, paths), []
    enrolled(station.db)
    with suppress(_RolledBack), write_transaction(station.db):
        reports = _run(station, files, pace or Unseen(), run="")
        raise _RolledBack
    return reports


def take(station: Station, paths: Iterable[Path], pace: Pace | None = None) -> list[Report]:
    """Import packages; each is refused or taken whole. Raises StationError before the first one only.

    Cancelling keeps those that were taken before; each of the others has its line in the reports.
    """
    station.require(*OFFICE)
    files = package_files(station.identity, paths)
    enrolled(station.db)
    keep_snapshot(station, pace or Unseen())
    try:
        return _run(station, files, pace or Unseen(), run=uuid4().hex)
    finally:
        note_end(station)
        with suppress(StationError):  # what is not cleared away now is when the station opens next
            clear_traces(station)


def _run(station: Station, files: Sequence[Path], pace: Pace, run: str) -> list[Report]:
    """``run`` names the run in the history; nothing for a dry run inside the caller's transaction."""
    reports: list[Report] = []
    for number, file in enumerate(files):
        if run and reports and pace.cancelled:
            return reports + [Report(file=one, problem=_stopped()) for one in files[number:]]
        step(pace, number, len(files), f"正在核对 {file.name}")
        try:
            reports.append(_one(station, file, run))
        except StationError as problem:
            reports.append(Report(file=file, problem=problem))
    return reports


def _stopped() -> StationError:
    return StationError("已取消，这个包没有导入", "前面的包已经导入；要导这个包，请再导入一次。")


def _one(station: Station, file: Path, run: str) -> Report:
    trust = enrolled(station.db)
    with _stage(station) as folder, open_package(file, [trust.keys.identity], trust.signers, folder) as staged:
        manifest = staged.manifest
        report = Report(
            file=file,
            package=manifest.package_id,
            site=manifest.sender.site,
            export_no=manifest.export_no,
            written_at=manifest.written_at,
        )
        query = "SELECT imported_at FROM import_log WHERE package_id = ? AND undone_at IS NULL"
        earlier = scalar(station.db, query, (manifest.package_id,))
        if earlier is not None:
            return replace(report, earlier=str(earlier), counts={Outcome.UNCHANGED: manifest.section.count})
        if not run:
            with station.db.savepoint():
                return _applied(station, staged, trust, report, run)
        return _kept(station, staged, trust, report, run)


def _kept(station: Station, staged: Staged, trust: Trust, report: Report, run: str) -> Report:
    """Apply it in a transaction of its own."""
    _put_blobs(station, staged)
    made = report
    try:
        with write_transaction(station.db):
            made = _applied(station, staged, trust, report, run)
    except CommitUncertain as unsure:
        if scalar(station.db, "SELECT 1 FROM import_log WHERE package_id = ?", (report.package,)) is None:
            raise unsure.problem from unsure
    station.refresh_identity()
    if made.renewed:
        write_marker(DataPaths(station.store.paths.folder).instance, station.identity.instance)
    return made


def _applied(station: Station, staged: Staged, trust: Trust, report: Report, run: str) -> Report:
    mark = last_change(station)
    result = apply(station.db, staged, trust, own_side(station), _now(station))
    acknowledged = acknowledge(station, staged.manifest)
    filled = _filled(station, replace(report, acknowledged=acknowledged), result, mark)
    _finish(station, staged, result, filled, run)
    return filled


def _finish(station: Station, staged: Staged, result: Result, report: Report, run: str) -> None:
    """What stands beside the changes themselves: wants, the report, and a new instance if need be."""
    manifest = staged.manifest
    keep_wants(station, manifest.sender.site, manifest.wants)
    if result.copied:
        identity = station.identity
        write_identity(station.db, replace(identity, instance=new_instance(), predecessor=identity.instance))
        execute(station.db, "UPDATE stream SET own_seq = 0")
    row = {
        "run": run,
        "package_id": manifest.package_id,
        "site": manifest.sender.site,
        "instance": manifest.sender.instance,
        "export_no": manifest.export_no,
        "file_name": report.file.name,
        "sha256": staged.sha256,
        "imported_at": _now(station),
        "imported_by": station.author,
        "counts": json.dumps({outcome.value: number for outcome, number in report.counts.items()}),
    }
    execute(station.db, "DELETE FROM import_log WHERE package_id = ?", (manifest.package_id,))
    number = insert(station.db, ImportLog, row)
    kept = [
        {"log": number, "outcome": item.outcome.value, "uid": item.uid, "facet": item.facet, "reason": item.reason}
        for item in report.items
    ]
    insert_many(station.db, ImportItem, kept)


def _filled(station: Station, report: Report, result: Result, mark: int) -> Report:
    counts = {outcome: result.counts[outcome] for outcome in Outcome}
    items = describe(station, result.items, mark)
    return replace(report, counts=counts, items=items, late=result.late, renewed=result.copied)


def _put_blobs(station: Station, staged: Staged) -> None:
    """Attachments lie in place before the commit that names them."""
    for blob in staged.manifest.blobs:
        if not station.store.blobs.verify(blob.sha256):
            station.store.blobs.put(staged.blob(blob.sha256))


@contextmanager
def _stage(station: Station) -> Iterator[Path]:
    """A folder on this PC for the encrypted stage, so that the stick may go."""
    folder = station.store.paths.folder / "stage"
    with disk_faults(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _order(path: Path) -> tuple[str, int, int, str]:
    name = parse_name(path.name)
    return (name.site, name.year, name.number, path.name) if name else ("", 0, 0, path.name)


def _now(station: Station) -> str:
    return station.clock.now().isoformat(timespec="seconds")
