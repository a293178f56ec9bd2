"""Names of package files: safe on FAT32 and exFAT, at most 60 characters, telling who made which one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

SUFFIX = ".zlt"
REQUEST_SUFFIX = ".zlq"
CERTIFICATE_SUFFIX = ".zlc"
PART_SUFFIX = ".part"
MAX_NAME = 60
_PATTERN = re.compile(
    r"(UP|DOWN)-([0-9A-Za-z]{1,8})-([0-9]{4})-([0-9]{3,9})-([0-9a-f]{6})(-centre)?\.zlt", re.ASCII | re.IGNORECASE
)


class Direction(StrEnum):
    """Which way a package goes; the value stands in the manifest as ``kind``."""

    UP = "up"
    DOWN = "down"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class PackageName:
    """What the name of a package tells; the manifest inside is what counts."""

    kind: Direction
    site: str
    year: int
    number: int
    mark: str

    def __str__(self) -> str:
        """E.g. ``UP-17-2026-082-3fa9c1.zlt``; the centre's own ones end with ``-centre.zlt``."""
        way = "UP" if self.kind is Direction.UP else "DOWN"
        end = "-centre" if self.kind is Direction.CENTRE else ""
        return f"{way}-{self.site}-{self.year:04}-{self.number:03}-{self.mark}{end}{SUFFIX}"


def package_name(kind: Direction, site: str, year: int, number: int, package_id: str) -> str:
    """The file name of export ``number`` of the site with code ``site``; ``package_id`` is 32 hex digits."""
    name = str(PackageName(kind, site, year, number, package_id[:6]))
    if not _PATTERN.fullmatch(name):
        raise ValueError(f"no name of a package: {name}")
    return name


def parse_name(name: str | PurePath) -> PackageName | None:
    """What a file name tells; None when it is no package's (a ``.part`` is none)."""
    found = _PATTERN.fullmatch(PurePath(name).name)
    if found is None:
        return None
    way, site, year, number, mark, centre = found.groups()
    if centre and way.upper() != "DOWN":
        return None
    kind = Direction.CENTRE if centre else Direction[way.upper()]
    return PackageName(kind, site, int(year), int(number), mark.lower())
