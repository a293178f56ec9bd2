"""How much a database holds, by which a copy is compared with its source."""

from dataclasses import dataclass

from peewee import Database

from station_app.db.statements import scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Numbers of records, void ones included, and the names (hex) of the heads of all streams."""

    opinions: int
    receptions: int
    box_openings: int
    changes: int
    heads: tuple[str, ...]


def counted(db: Database) -> Counts:
    """Count what a database of any version holds."""
    heads = db.execute_sql("SELECT hex(c.name) FROM stream_head h JOIN change c ON c.id = h.change_id")
    return Counts(
        opinions=scalar(db, "SELECT count(*) FROM opinion"),
        receptions=scalar(db, "SELECT count(*) FROM reception"),
        box_openings=scalar(db, "SELECT count(DISTINCT uid) FROM change WHERE facet = 'box_opening'"),
        changes=scalar(db, "SELECT count(*) FROM change"),
        heads=tuple(sorted(name for (name,) in heads)),
    )
