"""What was erased for good, as the log and the tables see it: what is not stored, and what stands in its place."""

import json
from dataclasses import replace
from typing import Any

from peewee import Database

from station_app.db.statements import execute, rows, scalar
from station_app.domain.codec import from_payload, to_payload
from station_app.domain.enums import ContactKind
from station_app.domain.facets import site_of
from station_app.domain.records import Contact
from station_app.journal.changes import PUT, Header, Line

CONTACT, INTAKE = "contact.person", "opinion.intake"
KEPT = ("identity", "group_size")
NO_STAMPS = {"created_at": "", "created_by": None, "updated_at": "", "updated_by": None}
Payload = dict[str, Any]
# (site, uid of a contact or hex name of a change)
Gone = dict[tuple[str, str], str]


def all_erased(db: Database) -> Gone:
    """All that was erased: the key is the site and the uid or name, the value what statistics keep, as JSON."""
    found = execute(db, "SELECT site, what, kept FROM erased")
    return {(site, what): kept for site, what, kept in found}


def kept_of(db: Database, site: str, uid: str) -> str | None:
    """What statistics keep of a contact that was erased, as JSON; None when it was not."""
    found: str | None = scalar(db, "SELECT kept FROM erased WHERE site = ? AND what = ?", (site, uid))
    return found


def covers(gone: Gone, facts: Header, name: bytes) -> bool:
    """Whether the payload of a change is gone for good."""
    site = site_of(facts.stream)
    return facts.op == PUT and ((site, name.hex()) in gone or (facts.facet == CONTACT and (site, facts.uid) in gone))


def blanked(gone: Gone, line: Line) -> Line:
    """The same change, without its payload if that is gone for good."""
    if line.payload is None or not covers(gone, line.facts, line.name):
        return line
    return replace(line, salt=None, payload=None)


def is_promised(db: Database, name: bytes) -> bool:
    """Whether an erase that waits for a parent names the change."""
    sql = "SELECT payload FROM parked WHERE header ->> '$.op' = 'erase' AND payload IS NOT NULL"
    return any(name.hex() in json.loads(row["payload"]).get("changes", ()) for row in rows(db, sql))


def nobody(kept: str) -> Payload:
    """The payload of a contact of which only what statistics keep is left."""
    contact = from_payload(Contact, {**json.loads(kept), "kind": ContactKind.ERASED.value})
    return to_payload(contact) | NO_STAMPS


def without_person(gone: bool, intake: Payload) -> Payload:
    """What an intake says once its contact was erased: the pictures are gone, and there is nobody to be told."""
    return intake | {"attachments": [], "tellable": False} if gone else intake
