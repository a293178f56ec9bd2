"""Which packages of a site have to be looked for: only those for whose contents something else already waits."""

from peewee import Database

from station_app.db.statements import rows


def missing_numbers(db: Database, site: str) -> list[int]:
    """The numbers below the package that waits, back to the last one that was taken in before it; [] if none waits."""
    waiting = [row["export_no"] for row in rows(db, "SELECT DISTINCT export_no FROM parked WHERE site = ?", (site,))]
    sql = "SELECT DISTINCT export_no FROM import_log WHERE site = ? AND undone_at IS NULL"
    taken = {row["export_no"] for row in rows(db, sql, (site,))}
    missing: set[int] = set()
    for number in waiting:
        below = max((one for one in taken if one < number), default=0)
        missing.update(range(below + 1, number))
    return sorted(missing - taken)


def in_words(numbers: list[int]) -> str:
    """Numbers as runs: ``7–8、11``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
