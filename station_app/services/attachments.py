"""Pictures and PDFs: judged by content, cleaned of where they were taken, and kept encrypted at once."""

from pathlib import Path

from station_app.domain.records import Attachment
from station_app.services.station import Station

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000


def add_file(station: Station, path: Path) -> Attachment:
    """Take a file in (worker thread); raises StationError that says what is wrong with it."""
    raise NotImplementedError


def add_bytes(station: Station, name: str, data: bytes) -> Attachment:
    """Take in what was pasted or dropped, under ``name`` (cleaned here); as ``add_file``."""
    raise NotImplementedError


def read(station: Station, sha256: str) -> bytes:
    """The plain bytes of an attachment, in memory only; raises StationError when missing or damaged."""
    raise NotImplementedError


def thumbnail(station: Station, sha256: str, size: int) -> bytes | None:
    """A PNG that fits in ``size`` × ``size`` pixels; None for a PDF."""
    raise NotImplementedError


def sweep_orphans(station: Station) -> int:
    """Remove blobs that no record (in any version) and no draft names; how many. Only while no form is open: at start."""
    raise NotImplementedError
