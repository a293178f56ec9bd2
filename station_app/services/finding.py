"""What a number stands for that was typed, or scanned from the QR of a sheet: one opinion, or an opening of a box."""

import re
from dataclasses import dataclass

from station_app.db.statements import rows
from station_app.domain.text import search_key
from station_app.services.station import Station

_NUMBER = re.compile(r"(?:([0-9A-Z]{2,4})-)?(\d{4}-(?:\d{5,7}|K\d{4,7}))")


@dataclass(frozen=True, slots=True)
class Numbered:
    """Either the uid of an opinion or the number of an opening; the other is empty."""

    opinion: str = ""
    opening: str = ""


def numbered(station: Station, text: str) -> Numbered | None:
    """The one thing that bears exactly this number; None for other words, unknown numbers and doubled serials.

    The site's own code may be left off. Small letters and full-width forms, as input methods make them, are read too.
    """
    match = _NUMBER.fullmatch(search_key(text).strip().upper())
    if match is None:
        return None
    number = f"{match[1] or station.identity.code}-{match[2]}"
    if "K" in match[2]:
        own = "SELECT 1 FROM box_opening WHERE number = ? AND site = ? LIMIT 1"
        known = rows(station.db, own, (number, station.identity.site))
        return Numbered(opening=number) if known else None
    found = rows(station.db, "SELECT uid FROM opinion WHERE serial = ? LIMIT 2", (number,))
    return Numbered(opinion=str(found[0]["uid"])) if len(found) == 1 else None
