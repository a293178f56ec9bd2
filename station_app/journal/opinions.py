"""The row of an opinion: intake, the facets laid over it, the facts they come to, deputies and search entry."""

import json
from collections.abc import Iterable
from typing import Any

from peewee import Database

from station_app.db import models, search
from station_app.db.pinyin import initials
from station_app.db.rows import all_rows, from_json, to_record
from station_app.db.statements import by_uid, execute, insert, scalar, update
from station_app.domain.codec import canonical
from station_app.domain.records import Feedback, Handling, Intake, LocalHandling, Reply
from station_app.domain.serials import TIES, parse_serial
from station_app.domain.status import Facets, facts
from station_app.errors import StationError

Row = dict[str, Any]
Fresh = list[search.SearchDoc]
_DEPUTY_NAME = """
    SELECT coalesce(o.name, d.name) FROM deputy d LEFT JOIN deputy o ON o.uid = d.same_as WHERE d.uid = ?
"""
PARTS = ("local", "feedback", "handling", "reply", "request")


def put_intake(db: Database, intake: Row, fresh: Fresh | None = None) -> None:
    """Insert or renew an opinion from the columns of its intake.

    With ``fresh`` it is known to be a new one, and the caller indexes what is put in there before it renews any row.
    """
    before = None if fresh is not None else by_uid(db, models.Opinion, intake["uid"])
    row = intake | _people(db, intake["contact"], json.loads(intake["deputies"]))
    row["id"] = _place(db, row["serial"], before)
    row |= fact_columns(facets_of_row((before or dict.fromkeys(PARTS)) | row))
    if before is None:
        insert(db, models.Opinion, row)
        if fresh is None:
            search.add(db, search_doc(row))
        else:
            fresh.append(search_doc(row))
    else:
        update(db, models.Opinion, row["uid"], row)
        search.replace(db, search_doc(before), search_doc(row))
    if (before["deputies"] if before else "[]") != row["deputies"]:
        _link_deputies(db, row["id"], json.loads(row["deputies"]))


def put_part(db: Database, uid: str, part: str, payload: dict[str, Any]) -> bool:
    """Lay a facet over an opinion; false when the opinion is not held yet."""
    before = by_uid(db, models.Opinion, uid)
    if before is None:
        return False
    row = {part: canonical(payload)}
    row |= fact_columns(facets_of_row(before | row))
    update(db, models.Opinion, uid, row)
    return True


def rename_people(db: Database, uid: str) -> None:
    """Renew names and search entries of all opinions of a contact or deputy whose name changed.

    A deputy is also named in the opinions of those who are the same one.
    """
    same = models.Deputy.select(models.Deputy.uid).where((models.Deputy.uid == uid) | (models.Deputy.same_as == uid))
    linked = models.OpinionDeputy.select(models.OpinionDeputy.opinion).where(models.OpinionDeputy.deputy.in_(same))
    query = models.Opinion.select().where((models.Opinion.contact == uid) | models.Opinion.id.in_(linked))
    for before in all_rows(query, db):
        people = _people(db, before["contact"], json.loads(before["deputies"]))
        update(db, models.Opinion, before["uid"], people)
        search.replace(db, search_doc(before), search_doc(before | people))


def forget_contact(db: Database, uid: str) -> None:
    """Take what an erased contact left in the rows of its opinions: name, pictures, and that it is to be told."""
    for before in all_rows(models.Opinion.select().where(models.Opinion.contact == uid), db):
        row = {"attachments": "[]", "tellable": 0} | _people(db, uid, json.loads(before["deputies"]))
        row |= fact_columns(facets_of_row(before | row))
        update(db, models.Opinion, before["uid"], row)
        search.replace(db, search_doc(before), search_doc(before | row))


def search_doc(row: Row) -> search.SearchDoc:
    """What search knows of an opinion's row."""
    names = ("id", "serial", "title", "content", "place", "names", "initials")
    return search.SearchDoc(**{name: row[name] for name in names})


def fact_columns(facets: Facets) -> Row:
    """The columns that domain.status derives, with the day the work now going on is due."""
    known = facts(facets)
    at_work = facets.handling if known.at_centre else facets.local if known.at_station else None
    return {name: int(getattr(known, name)) for name in known.__slots__} | {
        "due_on": at_work.due_on if at_work else None
    }


def facets_of_row(row: Row) -> Facets:
    """The facets that an opinion's row holds."""
    return Facets(
        intake=to_record(Intake, row),
        local=from_json(LocalHandling, row["local"]),
        feedback=from_json(Feedback, row["feedback"]),
        handling=from_json(Handling, row["handling"]),
        reply=from_json(Reply, row["reply"]),
    )


def people_columns(found: Iterable[str | None]) -> Row:
    """The columns search finds people by: names of the contact, then of the deputies; None is passed over."""
    names = [name for name in found if name]
    return {"names": " ".join(names), "initials": " ".join(initials(name) for name in names)}


def deputy_name(db: Database, uid: str) -> str | None:
    """The name of a deputy, that of the centre's record where it is known to be the same one; None: not known."""
    found: str | None = scalar(db, _DEPUTY_NAME, (uid,))
    return found


def _place(db: Database, serial: str, before: Row | None) -> int:
    """The row's id: the packed serial, after any other opinion that bears the same number."""
    if before is not None and before["serial"] == serial:
        return int(before["id"])
    low = parse_serial(serial).sort_key()
    highest = scalar(db, "SELECT max(id) FROM opinion WHERE id BETWEEN ? AND ?", (low, low + TIES - 1))
    if highest is not None and int(highest) == low + TIES - 1:
        raise StationError(f"编号 {serial} 已被用了 {TIES} 次", "请先给重号的登记换一个编号，再试一次。")
    return low if highest is None else int(highest) + 1


def _people(db: Database, contact: str | None, deputies: list[str]) -> Row:
    """The names and initials of an opinion's people, as search finds them: the contact first."""
    found = [deputy_name(db, uid) for uid in deputies]
    if contact is not None:
        found.insert(0, scalar(db, "SELECT name FROM contact WHERE uid = ?", (contact,)))
    return people_columns(found)


def _link_deputies(db: Database, opinion: int, deputies: list[str]) -> None:
    execute(db, "DELETE FROM opinion_deputy WHERE opinion_id = ?", (opinion,))
    for deputy in dict.fromkeys(deputies):
        execute(db, "INSERT INTO opinion_deputy (opinion_id, deputy) VALUES (?, ?)", (opinion, deputy))
