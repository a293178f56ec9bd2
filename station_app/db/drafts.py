"""The rows of ``drafts.db``: half-typed forms, each written durably on its own."""

from dataclasses import asdict, dataclass

from station_app.db.connection import StationDatabase, storage_faults, sure_transaction
from station_app.db.statements import execute, rows

_SAVE = """
INSERT INTO draft (uid, kind, author, started_at, updated_at, label, body)
VALUES (:uid, :kind, :author, :started_at, :updated_at, :label, :body)
ON CONFLICT (uid) DO UPDATE SET updated_at = excluded.updated_at, label = excluded.label, body = excluded.body
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A draft: ``kind`` names the form, ``author`` is a person's uid, times are ISO, ``body`` is JSON text."""

    uid: str
    kind: str
    author: str | None
    started_at: str
    updated_at: str
    label: str
    body: str


def put_draft(db: StationDatabase, row: DraftRow) -> None:
    """Insert a draft or renew its label and body; who began it and when stay. Raises StorageProblem."""
    with sure_transaction(db, lambda: draft_body(db, row.uid) == row.body):
        db.execute_sql(_SAVE, asdict(row))


def all_drafts(db: StationDatabase) -> list[DraftRow]:
    """All drafts, the latest written first."""
    with storage_faults():
        found = rows(db, "SELECT uid, kind, author, started_at, updated_at, label, body FROM draft ORDER BY id DESC")
    return sorted((DraftRow(**row) for row in found), key=lambda row: row.updated_at, reverse=True)


def draft_body(db: StationDatabase, uid: str) -> str | None:
    """The JSON text of a draft, None when there is none."""
    with storage_faults():
        found = rows(db, "SELECT body FROM draft WHERE uid = ?", (uid,))
    return str(found[0]["body"]) if found else None


def remove_draft(db: StationDatabase, uid: str) -> None:
    """Remove a draft; no error when there is none. Raises StorageProblem."""
    with sure_transaction(db, lambda: draft_body(db, uid) is None):
        execute(db, "DELETE FROM draft WHERE uid = ?", (uid,))
