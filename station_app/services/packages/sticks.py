"""Sticks as the window sees them: what is in, whose each is, what lies on it for us, and letting it go."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from station_app.db.statements import rows
from station_app.domain.enums import SiteRole
from station_app.errors import StationError
from station_app.exchange.ejecting import eject as unmount
from station_app.exchange.names import CERTIFICATE_SUFFIX, REQUEST_SUFFIX, Direction, parse_name
from station_app.exchange.volumes import StickLabel, Volume, read_label, removable_volumes, require_ours, write_label
from station_app.services.station import Identity, Station


@dataclass(frozen=True, slots=True, kw_only=True)
class Stick:
    """A stick, or a folder chosen instead (``removable`` is False): ``free`` bytes.

    ``owner`` is the site it is labelled for ("" for nobody's), ``ours`` whether that is us or nobody. ``packages`` are
    the files that may be for us, ``requests`` and ``certificates`` those of the enrolment.
    """

    path: Path
    label: str
    filesystem: str
    free: int
    removable: bool
    read_only: bool
    owner: str
    ours: bool
    packages: tuple[Path, ...]
    requests: tuple[Path, ...]
    certificates: tuple[Path, ...]


def sticks(identity: Identity) -> list[Stick]:
    """The sticks that are in now; without the database, for a thread of its own."""
    found = (_look(identity, volume, removable=True) for volume in removable_volumes())
    return [stick for stick in found if stick is not None]


def folder(identity: Identity, path: Path) -> Stick:
    """Any folder in the place of a stick. Raises StationError when it cannot be read."""
    import shutil

    known = next((stick for stick in sticks(identity) if stick.path == path), None)
    if known is not None:
        return known
    try:
        free = shutil.disk_usage(path).free
    except OSError as error:
        raise StationError("这个文件夹打不开", "请检查优盘是否插好，或另选一个文件夹。") from error
    found = _look(identity, Volume(path, path.name or str(path), "", free, free), removable=False)
    if found is None:
        raise StationError("这个文件夹打不开", "请检查优盘是否插好，或另选一个文件夹。")
    return found


def to_take(station: Station, stick: Stick) -> list[Path]:
    """The packages on it that were not imported here yet, by their names."""
    names = {row["file_name"] for row in rows(station.db, "SELECT file_name FROM import_log WHERE undone_at IS NULL")}
    return [path for path in stick.packages if path.name not in names]


def make_ours(station: Station, stick: Stick) -> None:
    """Label a stick that nobody has labelled as this site's; what cannot be written does not matter."""
    identity = station.identity
    if stick.removable and not stick.owner and not stick.read_only:
        with contextlib.suppress(StationError):
            write_label(stick.path, StickLabel(identity.site, identity.code, identity.name))


def require_own(identity: Identity, path: Path) -> None:
    """Raise StationError at a station when a stick is labelled as another's; the centre may use any."""
    if identity.role is not SiteRole.CENTRE:
        require_ours(path, identity.site)


def eject(stick: Stick) -> bool:
    """Let it go; False when the system did not unmount it: all is written, it may be pulled."""
    return unmount(stick.path)


def _look(identity: Identity, volume: Volume, *, removable: bool) -> Stick | None:
    try:
        label = read_label(volume.path)
        files = sorted(path for path in volume.path.iterdir() if path.is_file())
    except (OSError, StationError):
        return None
    return Stick(
        path=volume.path,
        label=volume.label,
        filesystem=volume.filesystem,
        free=volume.free,
        removable=removable,
        read_only=volume.read_only,
        owner=label.name if label else "",
        ours=label is None or label.site == identity.site,
        packages=tuple(path for path in files if for_us(identity, path)),
        requests=tuple(path for path in files if path.suffix.lower() == REQUEST_SUFFIX),
        certificates=tuple(path for path in files if path.suffix.lower() == CERTIFICATE_SUFFIX),
    )


def for_us(identity: Identity, path: Path) -> bool:
    """Whether a file has the name of a package that this side takes in: not what it wrote itself, nor others' own."""
    name = parse_name(path.name)
    if name is None:
        return False
    if identity.role is SiteRole.CENTRE:
        return name.kind is not Direction.DOWN
    return name.kind is Direction.DOWN and name.site == identity.code
