"""Something in the place of records that are lost and that others refer to, so that those others can be shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from peewee import Database

from station_app.db.models import Person, SiteOwn
from station_app.db.rows import to_record
from station_app.db.statements import Row, by_uid, rows, scalar
from station_app.domain import records
from station_app.domain.enums import PersonRole, SiteRole
from station_app.journal.log import Log
from station_app.journal.opinions import rename_people

LOST = "（资料缺失）"
_MISSING: dict[str, str] = {
    "person": """
        SELECT uid FROM (SELECT recorder AS uid FROM reception WHERE site = :site UNION SELECT opener FROM
        box_opening WHERE site = :site UNION SELECT witness FROM box_opening WHERE site = :site) WHERE uid
        NOT IN (SELECT uid FROM person)
    """,
    "deputy": """
        SELECT DISTINCT d.value AS uid FROM (SELECT deputies FROM opinion WHERE site = :site UNION ALL
        SELECT deputies FROM reception WHERE site = :site UNION ALL SELECT deputies FROM reception_day WHERE
        site = :site) r, json_each(r.deputies) d WHERE d.value NOT IN (SELECT uid FROM deputy)
    """,
    "contact.person": """
        SELECT uid FROM (SELECT contact AS uid FROM opinion WHERE site = :site UNION SELECT contact FROM
        reception WHERE site = :site) WHERE uid IS NOT NULL AND uid NOT IN (SELECT uid FROM contact)
    """,
    "reception": """
        SELECT reception AS uid, min(received_on) AS day, channel, contact FROM opinion WHERE site = :site
        AND reception IS NOT NULL AND reception NOT IN (SELECT uid FROM reception) GROUP BY reception
    """,
    "ledger_import": """
        SELECT DISTINCT ledger_import AS uid FROM opinion WHERE site = :site AND ledger_import IS NOT NULL
        AND ledger_import NOT IN (SELECT uid FROM ledger_import)
    """,
    "box": """
        SELECT box AS uid, min(opened_at) AS day FROM box_opening WHERE site = :site AND box NOT IN (SELECT
        uid FROM box) GROUP BY box
    """,
}


def fill_blanks(db: Database, log: Log, site: str, deputy_facet: str, by: str) -> list[tuple[str, str]]:
    """Write a blank record for each that a record of ``site`` names and that is lost; facet and uid of each.

    ``by`` is the uid of the person in whose name; within the caller's transaction.
    """
    made = []
    for what, sql in _MISSING.items():
        facet = deputy_facet if what == "deputy" else what
        for row in rows(db, sql.replace(":site", "?"), (site,) * sql.count(":site")):
            log.put(row["uid"], facet, _BLANK[what](row, by), by)
            if what in {"deputy", "contact.person"}:
                rename_people(db, row["uid"])
            made.append((facet, str(row["uid"])))
    return made


def keep_head(db: Database, log: Log, site: str, role: SiteRole, code: str, name: str) -> str:
    """See to it that the site has a record of its own and a head who can sit down; returns the head's uid."""
    rank = PersonRole.CENTRE_HEAD if role is SiteRole.CENTRE else PersonRole.HEAD
    own = by_uid(db, SiteOwn, site)
    sql = "SELECT uid FROM person WHERE site = ? AND active = 1 ORDER BY role = ? DESC, id LIMIT 1"
    head = str((own and own["head"]) or scalar(db, sql, (site, rank.value)) or uuid4())
    if by_uid(db, Person, head) is None:
        log.put(head, "person", records.Person(name=LOST, role=rank), head)
    if own is None or own["head"] is None:
        known = to_record(records.SiteOwn, own) if own else records.SiteOwn(code=code, name=name)
        log.put(site, "site.own", replace(known, head=head), head)
    return head


def _reception(row: Row, by: str) -> records.Reception:
    return records.Reception(
        began=f"{row['day'][:10]}T00:00",
        recorder=by,
        channel=row["channel"],
        contact=row["contact"],
        volunteer_only=True,
    )


_BLANK: dict[str, Callable[[Row, str], Any]] = {
    "person": lambda _row, _by: records.Person(name=LOST, role=PersonRole.VOLUNTEER, active=False),
    "deputy": lambda _row, _by: records.Deputy(name=LOST),
    "contact.person": lambda _row, _by: records.Contact(name=LOST),
    "reception": _reception,
    "ledger_import": lambda _row, _by: records.LedgerImport(
        file_name=LOST, sha256="", source=LOST, rows=0, new=0, unchanged=0, rejected=0
    ),
    "box": lambda row, _by: records.Box(name=LOST, since=row["day"][:10]),
}
