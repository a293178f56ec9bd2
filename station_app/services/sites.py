"""The sites whose records are held: the own one at a station, all that reported at the centre."""

from dataclasses import dataclass

from peewee import Database

from station_app.db.statements import rows

_HELD = """
    SELECT own.uid, own.code, coalesce(named.name, coded.name, own.name) AS name
    FROM site_own own
    LEFT JOIN site named ON named.uid = own.uid
    LEFT JOIN site coded ON coded.code = own.code AND coded.status <> '停用'
    GROUP BY own.uid ORDER BY own.code, own.uid
"""
_KEPT = """
    SELECT name, address, phone, hours FROM site WHERE uid = ? OR (code = ? AND status <> '停用')
    ORDER BY uid = ? DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class HeldSite:
    """A site that reported: the uid of its stream, its code, and its name as the centre writes it, else its own."""

    uid: str
    code: str
    name: str


def held_sites(db: Database) -> tuple[HeldSite, ...]:
    """The sites whose records are held, by code."""
    return tuple(HeldSite(row["uid"], row["code"], row["name"]) for row in rows(db, _HELD))


def site_names(db: Database) -> dict[str, str]:
    """The names of these sites by uid."""
    return {one.uid: one.name for one in held_sites(db)}


def kept_details(db: Database, uid: str, code: str) -> dict[str, str]:
    """What the centre filled in of a site's name, address, phone and hours; empty until its record is there."""
    found = next(iter(rows(db, _KEPT, (uid, code, uid))), None)
    return {name: str(value) for name, value in found.items() if value} if found is not None else {}
