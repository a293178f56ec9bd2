"""What every installation of the others said it holds, and the statements that vouch for what they wrote.

A newer claim of an installation takes the place of its older one even if it is lower: that PC was put back. A new
installation ends the claim of the one it took over from; a person can retire one that will not come back.
"""

from collections.abc import Iterable, Mapping, Sequence

from peewee import Database

from station_app.db.exchange_models import Claim, VoucherHead
from station_app.db.exchange_models import Voucher as VoucherRow
from station_app.db.statements import Row, execute, insert, rows
from station_app.exchange.manifest import Manifest, Voucher
from station_app.journal.graph import reaches


def note_claims(db: Database, manifest: Manifest, now: str) -> None:
    """Take over what the sender of a package says it holds."""
    sender = manifest.sender
    for gone in {sender.instance, sender.predecessor} - {None}:
        execute(db, "DELETE FROM claim WHERE site = ? AND instance = ?", (sender.site, gone))
    if sender.predecessor:
        retire(db, sender.site, sender.predecessor)
    execute(
        db,
        "INSERT INTO peer (site, instance, export_no, seen_at, retired) VALUES (?, ?, ?, ?, 0) ON CONFLICT DO UPDATE"
        " SET export_no = max(export_no, excluded.export_no), seen_at = excluded.seen_at, retired = 0",
        (sender.site, sender.instance, manifest.export_no, now),
    )
    for stream, heads in manifest.claims.items():
        for head in heads:
            row = {"site": sender.site, "instance": sender.instance, "stream": stream, "head": bytes.fromhex(head)}
            insert(db, Claim, row)


def expect(db: Database, site: str, instance: str, now: str) -> None:
    """Count on an installation that has not sent anything yet: it holds nothing."""
    execute(db, "INSERT OR IGNORE INTO peer VALUES (?, ?, 0, ?, 0)", (site, instance, now))


def retire(db: Database, site: str, instance: str) -> None:
    """End the claim of an installation that will not come back."""
    execute(db, "DELETE FROM claim WHERE site = ? AND instance = ?", (site, instance))
    execute(db, "UPDATE peer SET retired = 1 WHERE site = ? AND instance = ?", (site, instance))


def claims_of(db: Database, site: str, streams: Iterable[str], own: str) -> list[list[bytes]]:
    """For each live installation of ``site`` but ``own`` the heads of ``streams`` it said it holds; [] for nothing."""
    live = rows(db, "SELECT instance FROM peer WHERE site = ? AND retired = 0 AND instance <> ?", (site, own))
    wanted = set(streams)
    return [
        [bytes(claim["head"]) for claim in _claim(db, site, peer["instance"]) if claim["stream"] in wanted]
        for peer in live
    ]


def _claim(db: Database, site: str, instance: str) -> list[Row]:
    return rows(db, "SELECT stream, head FROM claim WHERE site = ? AND instance = ?", (site, instance))


def keep_voucher(db: Database, statement: Voucher, site: str, heads: Mapping[str, Sequence[str]]) -> None:
    """Keep what ``site`` stated of its streams (hex names), unless those held cover it; drop those that it covers."""
    own = {stream: [bytes.fromhex(name) for name in names] for stream, names in heads.items() if names}
    if all(_covered(db, names, _vouched(db, stream)) for stream, names in own.items()):
        return
    covered = [
        row["id"]
        for row in rows(db, "SELECT id FROM voucher WHERE site = ?", (site,))
        if all(_covered(db, names, own.get(stream, [])) for stream, names in _heads(db, row["id"]).items())
    ]
    number = insert(db, VoucherRow, {"site": site, "text": statement.text, "signature": statement.signature})
    for stream, names in own.items():
        for name in names:
            insert(db, VoucherHead, {"voucher_id": number, "stream": stream, "head": name})
    for old in covered:
        execute(db, "DELETE FROM voucher WHERE id = ?", (old,))


def vouchers_for(db: Database, streams: Iterable[str], own_site: str) -> list[Voucher]:
    """The statements of others that vouch for changes of these streams, the oldest first."""
    found: dict[int, Voucher] = {}
    sql = (
        "SELECT DISTINCT v.id, v.text, v.signature FROM voucher v JOIN voucher_head h ON h.voucher_id = v.id"
        " WHERE h.stream = ? AND v.site <> ?"
    )
    for stream in streams:
        for row in rows(db, sql, (stream, own_site)):
            found[row["id"]] = Voucher(row["text"], row["signature"])
    return [found[number] for number in sorted(found)]


def _covered(db: Database, names: Sequence[bytes], by: Sequence[bytes]) -> bool:
    """Whether ``by`` is held and reaches all of ``names``."""
    return set(names) <= set(by) or (bool(by) and reaches(db, by, names))


def _vouched(db: Database, stream: str) -> list[bytes]:
    return [bytes(row["head"]) for row in rows(db, "SELECT head FROM voucher_head WHERE stream = ?", (stream,))]


def _heads(db: Database, voucher: int) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for row in rows(db, "SELECT stream, head FROM voucher_head WHERE voucher_id = ?", (voucher,)):
        found.setdefault(row["stream"], []).append(bytes(row["head"]))
    return found
