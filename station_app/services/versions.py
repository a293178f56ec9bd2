"""Which version of what was taken in is the newest: changes are named by hash, in hex."""

from collections.abc import Collection

from peewee import Database

from station_app.db.statements import rows

_NEWEST = """
    SELECT uid, name FROM change
    WHERE facet = 'opinion.intake' AND uid IN ({marks}) ORDER BY depth, name
"""


def current_intake(db: Database, uid: str) -> str:
    """The name of the newest change of an opinion's intake."""
    return current_intakes(db, [uid])[uid]


def current_intakes(db: Database, uids: Collection[str]) -> dict[str, str]:
    """The same of several opinions, by uid."""
    query = _NEWEST.format(marks=", ".join("?" * len(uids)))
    return {row["uid"]: row["name"].hex() for row in rows(db, query, tuple(uids))}
