"""Writing packages: gathered in one read transaction, written, read back, and only then counted as sent."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from station_app import __version__
from station_app.db.connection import sure_transaction
from station_app.db.exchange_models import ExportLog
from station_app.db.statements import execute, insert, rows, scalar
from station_app.domain.enums import SiteRole
from station_app.domain.moves import OFFICE
from station_app.exchange.names import SUFFIX, package_name
from station_app.exchange.outgoing import Envelope, Parcel, owed, pack
from station_app.exchange.pipes import Output
from station_app.exchange.stick import Step as Step
from station_app.exchange.stick import remove_parts, write_file
from station_app.exchange.trust import Trust, enrolled
from station_app.journal.graph import beyond
from station_app.services import audit
from station_app.services.pace import Pace, Unseen, step
from station_app.services.packages.contents import count_contents, expected_size
from station_app.services.packages.links import Receiver, lacking, reading, receivers, to_own_centre, wanted_by
from station_app.services.station import Station

OnStep = Callable[[Step], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One written and verified package."""

    file: Path
    station: str
    export_no: int
    changes: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What the next package would hold: ``number`` is the one it would get, ``facets`` counts its new records.

    ``carried`` are the numbers of earlier packages that nobody has acknowledged: what they held goes along once more.
    ``size`` is about how many bytes it will have.
    """

    number: int
    changes: int
    facets: dict[str, int]
    carried: tuple[int, ...] = ()
    size: int = 0


def export(
    station: Station,
    folder: Path,
    *,
    code: str = "",
    full: bool = False,
    pace: Pace | None = None,
    on_step: OnStep = lambda _step: None,
) -> list[Sent]:
    """Write a package to ``folder`` for the centre, or at the centre for each live station (or the one with ``code``).

    ``full`` sends everything, whatever was acknowledged. Raises StationError; what was verified before stays.
    """
    station.require(*OFFICE)
    trust = enrolled(station.db)
    wanted = receivers(station, trust, code)
    remove_parts(folder, SUFFIX)
    sent: list[Sent] = []
    for number, receiver in enumerate(wanted):
        step(pace or Unseen(), number, len(wanted), f"正在写给{receiver.name}的包")
        sent += _send(station, trust, receiver, folder, full, on_step, pace or Unseen())
    return sent


def export_to_centre_pcs(
    station: Station,
    folder: Path,
    *,
    full: bool = False,
    pace: Pace | None = None,
    on_step: OnStep = lambda _step: None,
) -> list[Sent]:
    """Write the package by which the other PCs of the centre come to the same state. Raises StationError."""
    station.require(*OFFICE)
    if station.identity.role is not SiteRole.CENTRE:
        raise AssertionError("only the centre has other PCs of its own")
    trust = enrolled(station.db)
    return _send(station, trust, to_own_centre(station), folder, full, on_step, pace or Unseen())


def next_contents(station: Station, code: str = "") -> Contents:
    """What the next package would hold, for a look before it is written. Raises StationError."""
    receiver = receivers(station, enrolled(station.db), code)[0]
    with reading(station.db):
        ids = [number for part in owed(station.db, receiver.link) for number in part]
        fresh, carried = _fresh(station, receiver, ids)
        return Contents(
            number=_next_number(station, receiver),
            changes=len(ids),
            facets=count_contents(station.db, fresh),
            carried=carried,
            size=expected_size(station.db, ids),
        )


def _fresh(station: Station, receiver: Receiver, ids: list[int]) -> tuple[list[int], tuple[int, ...]]:
    """Those changes that no package has carried yet, and the unacknowledged packages whose contents go again."""
    sql = "SELECT export_no, heads FROM export_log WHERE site = ? AND acknowledged_at IS NULL ORDER BY export_no"
    waiting = rows(station.db, sql, (receiver.link.receiver,))
    if not waiting or not ids:
        return ids, ()
    told = [bytes.fromhex(name) for row in waiting for names in json.loads(row["heads"]).values() for name in names]
    new = set(beyond(station.db, receiver.link.streams(station.db), [told]))
    fresh = [number for number in ids if number in new]
    return fresh, tuple(row["export_no"] for row in waiting) if len(fresh) < len(ids) else ()


def _send(
    station: Station, trust: Trust, receiver: Receiver, folder: Path, full: bool, on_step: OnStep, pace: Pace
) -> list[Sent]:
    with reading(station.db):
        parts = owed(station.db, receiver.link, full=full)
    return [_send_part(station, trust, receiver, folder, part, on_step, pace) for part in parts]


def _send_part(
    station: Station,
    trust: Trust,
    receiver: Receiver,
    folder: Path,
    part: list[int],
    on_step: OnStep,
    pace: Pace,
) -> Sent:
    envelope = _envelope(station, receiver)
    with reading(station.db):
        blobs = tuple(wanted_by(station, receiver.link))
        parcel = pack(station.db, station.store.blobs, trust, receiver.link, envelope, part, blobs)
        name = package_name(
            receiver.link.kind, receiver.code, int(envelope.written_at[:4]), envelope.export_no, envelope.package_id
        )
        size = parcel.prepared.size
        file = write_file(folder, name, size, _writer(parcel, pace), on_step, _reader(size, pace))
    size = file.stat().st_size
    _keep(station, receiver, envelope, parcel, name, size)
    return Sent(file=file, station=receiver.code, export_no=envelope.export_no, changes=len(part), size=size)


def _writer(parcel: Parcel, pace: Pace) -> Callable[[Output], object]:
    return lambda file: parcel.prepared.write(file, lambda done, total: step(pace, done, total, "正在写到优盘"))


def _reader(size: int, pace: Pace) -> Callable[[int], None]:
    return lambda done: step(pace, min(done, size), size, "正在读回校验")


def _envelope(station: Station, receiver: Receiver) -> Envelope:
    head = scalar(station.db, "SELECT hash FROM audit ORDER BY id DESC LIMIT 1")
    return Envelope(
        package_id=uuid4().hex,
        export_no=_next_number(station, receiver),
        written_at=station.clock.now().isoformat(timespec="seconds"),
        app_version=__version__,
        audit_head="" if head is None else bytes(head).hex(),
        wants=lacking(station, receiver.link),
    )


def _next_number(station: Station, receiver: Receiver) -> int:
    last = scalar(station.db, "SELECT max(export_no) FROM export_log WHERE site = ?", (receiver.link.receiver,))
    return int(last or 0) + 1


def _keep(station: Station, receiver: Receiver, envelope: Envelope, parcel: Parcel, name: str, size: int) -> None:
    row = {
        "package_id": envelope.package_id,
        "site": receiver.link.receiver,
        "export_no": envelope.export_no,
        "file_name": name,
        "written_at": envelope.written_at,
        "written_by": station.author,
        "verified_at": station.clock.now().isoformat(timespec="seconds"),
        "acknowledged_at": None,
        "size": size,
        "counts": json.dumps(count_contents(station.db, parcel.changes)),
        "heads": json.dumps(parcel.heads),
    }
    noted = "SELECT 1 FROM export_log WHERE package_id = ?"
    with sure_transaction(station.db, lambda: scalar(station.db, noted, (envelope.package_id,))):
        insert(station.db, ExportLog, row)
        if station.identity.role is SiteRole.STATION:
            _mark_sent(station, parcel.changes)
        audit.add(station, audit.Action.EXPORTED, f"package {name}", f"{len(parcel.changes)} 项")


def _mark_sent(station: Station, changes: Sequence[int]) -> None:
    """Remember which opinions are on the way; what the centre has acknowledged stays so."""
    for number in changes:
        execute(
            station.db,
            "INSERT INTO sent_mark (opinion, state) SELECT uid, 'verified' FROM change WHERE id = ? AND facet ="
            " 'opinion.intake' ON CONFLICT (opinion) DO UPDATE SET state = 'verified' WHERE state = 'written'",
            (number,),
        )
