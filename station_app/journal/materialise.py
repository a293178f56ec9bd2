"""From the payload of a facet to its row: tables are the view of the log made here, and nothing else writes them."""

from collections.abc import Callable
from typing import Any

from peewee import Database

from station_app.db import models, network_models
from station_app.db.rows import to_columns
from station_app.db.statements import by_uid, execute, insert, insert_many, scalar, update
from station_app.domain.codec import DoesNotFit
from station_app.domain.facets import FACETS
from station_app.domain.phone import normalise_phone
from station_app.domain.places import estate_of
from station_app.journal import opinions
from station_app.journal.erased import CONTACT, INTAKE, kept_of, nobody, without_person

Payload = dict[str, Any]
Row = dict[str, Any]
Fresh = opinions.Fresh
STAMPS = ("created_at", "created_by", "updated_at", "updated_by")
TABLES: dict[str, type[models.Synced]] = {
    "contact.person": models.Contact,
    "reception": models.Reception,
    "person": models.Person,
    "deputy.provisional": models.Deputy,
    "deputy": models.Deputy,
    "site.own": models.SiteOwn,
    "serial_gap": models.SerialGap,
    "ledger_import": models.LedgerImport,
    "box": models.Box,
    "box_opening": models.BoxOpening,
    "reception_day": models.ReceptionDay,
    "site": network_models.Site,
    "unit": network_models.Unit,
    "code_list": network_models.CodeList,
    "limits": network_models.Limits,
    "calendar": network_models.Calendar,
    "case": network_models.Cases,
}
_ADDED: dict[str, Callable[[Payload], Row]] = {
    "contact.person": lambda payload: {
        "phone_key": normalise_phone(payload["phone"]),
        "estate": estate_of(payload["address"]),
    },
    "deputy.provisional": lambda _payload: {"provisional": 1},
    "deputy": lambda _payload: {"provisional": 0},
}


def materialise(db: Database, site: str, uid: str, facet: str, payload: Payload, fresh: Fresh | None = None) -> bool:
    """Make or renew the row of a facet; false when its subject is not held yet or the facet has no table.

    With ``fresh`` no facet of this row was in the log before, so there is none to renew; see ``opinions.put_intake``.
    """
    subject, _, part = facet.partition(".")
    if subject == "opinion":
        if facet == INTAKE:
            erased = payload["contact"] is not None and kept_of(db, site, payload["contact"]) is not None
            payload = without_person(erased, payload)
            opinions.put_intake(db, row_of(facet, site, uid, payload), fresh)
            return True
        return opinions.put_part(db, uid, part, payload)
    table = TABLES.get(facet)
    if table is None:
        return False
    if facet == "deputy.provisional" and _is_official(db, uid):
        return True
    row = row_of(facet, site, uid, payload)
    if fresh is not None:
        insert(db, table, row)
    elif _upsert(db, table, row):
        opinions.rename_people(db, uid)
    if facet == "case":
        execute(db, "DELETE FROM case_opinion WHERE case_uid = ?", (uid,))
        insert_many(db, network_models.CaseOpinion, case_links(uid, payload["opinions"]))
    return True


def materialise_erased(db: Database, site: str, uid: str) -> None:
    """Make or renew the row of a contact that was erased, and what its opinions say of it."""
    kept = kept_of(db, site, uid)
    assert kept is not None
    _upsert(db, models.Contact, row_of(CONTACT, site, uid, nobody(kept)))
    opinions.forget_contact(db, uid)


def row_of(facet: str, site: str, uid: str, payload: Payload) -> Row:
    """The columns of a facet's record with uid, site and stamps, and those that follow from them."""
    record = FACETS[facet].record
    assert record is not None
    if not all(isinstance(payload[name], str | None) for name in STAMPS):
        raise DoesNotFit("登记的时间或记录人不是文字", "请让对方重新导出。")
    row = to_columns(record, payload) | {"uid": uid, "site": site} | {name: payload[name] for name in STAMPS}
    return row | _ADDED[facet](payload) if facet in _ADDED else row


def case_links(uid: str, opinions: list[Payload]) -> list[Row]:
    """The rows that tie a case to its opinions; an opinion named twice counts once."""
    relations = {one["opinion"]: one["relation"] for one in opinions}
    return [{"case_uid": uid, "opinion": opinion, "relation": how} for opinion, how in sorted(relations.items())]


def _is_official(db: Database, uid: str) -> bool:
    """Whether the centre has spoken of a deputy: its word stands in the row, whatever the station writes."""
    return bool(scalar(db, "SELECT provisional = 0 FROM deputy WHERE uid = ?", (uid,)))


def _upsert(db: Database, table: type[models.Synced], row: Row) -> bool:
    """Write a row; true when somebody's name in opinions may be another now."""
    before = by_uid(db, table, row["uid"])
    if before is None:
        insert(db, table, row)
        return False
    update(db, table, row["uid"], row)
    named = {models.Contact: ("name",), models.Deputy: ("name", "same_as")}.get(table, ())
    return any(before[column] != row[column] for column in named)
