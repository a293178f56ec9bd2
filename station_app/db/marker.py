"""The instance marker: random bits beside the database, so that a copied or put-back database is noticed."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from station_app.db.faults import disk_faults
from station_app.db.files import write_durably

_MARKER = re.compile(r"[0-9a-f]{32}")


def new_instance() -> str:
    """128 random bits in hex: one installation's life."""
    return secrets.token_hex(16)


def write_marker(path: Path, instance: str) -> None:
    """Keep the installation's id outside the database; raises StorageProblem."""
    if not _MARKER.fullmatch(instance):
        raise ValueError("an instance is 32 hex digits")
    write_durably(path, instance.encode())


def read_marker(path: Path) -> str | None:
    """The id kept outside the database; None when there is none or it is unreadable. Raises StorageProblem."""
    with disk_faults(path):
        if not path.is_file():
            return None
        text = path.read_bytes()[:64].decode("ascii", "replace").strip()
    return text if _MARKER.fullmatch(text) else None
