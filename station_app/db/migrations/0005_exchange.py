"""What an installation remembers of the others: their claims and statements, packages out and in, and what waits.

Frozen: these models are a copy and never change again; what comes later has a migration of its own.
"""

from peewee import AutoField, BlobField, CompositeKey, ForeignKeyField, IntegerField, Model, TextField
from playhouse.migrate import SchemaMigrator
from playhouse.sqlcipher_ext import SqlCipherDatabase


class Table(Model):
    class Meta:
        strict_tables = True
        legacy_table_names = False


class Change(Table):
    id = AutoField()


class Peer(Table):
    site = TextField()
    instance = TextField()
    export_no = IntegerField()
    seen_at = TextField()
    retired = IntegerField()

    class Meta:
        primary_key = CompositeKey("site", "instance")
        without_rowid = True


class Claim(Table):
    site = TextField()
    instance = TextField()
    stream = TextField()
    head = BlobField()

    class Meta:
        primary_key = CompositeKey("site", "instance", "stream", "head")
        without_rowid = True


class Voucher(Table):
    id = AutoField()
    site = TextField()
    text = TextField(unique=True)
    signature = TextField()


class VoucherHead(Table):
    voucher = ForeignKeyField(Voucher, on_delete="CASCADE", index=False)
    stream = TextField(index=True)
    head = BlobField()

    class Meta:
        primary_key = CompositeKey("voucher", "stream", "head")
        without_rowid = True


class Parked(Table):
    name = BlobField(unique=True)
    header = TextField()
    salt = BlobField(null=True)
    payload = TextField(null=True)
    site = TextField()
    export_no = IntegerField()


class ParkedParent(Table):
    child = BlobField()
    parent = BlobField(index=True)

    class Meta:
        primary_key = CompositeKey("child", "parent")
        without_rowid = True


class Quarantine(Table):
    name = BlobField(unique=True)
    header = TextField()
    salt = BlobField(null=True)
    payload = TextField(null=True)
    site = TextField()
    export_no = IntegerField()


class Conflict(Table):
    uid = TextField()
    facet = TextField()
    change = ForeignKeyField(Change, index=False)

    class Meta:
        primary_key = CompositeKey("uid", "facet", "change")
        without_rowid = True


class ExportLog(Table):
    id = AutoField()
    package_id = TextField(unique=True)
    site = TextField()
    export_no = IntegerField()
    file_name = TextField()
    written_at = TextField()
    written_by = TextField(null=True)
    verified_at = TextField(null=True)
    acknowledged_at = TextField(null=True)
    size = IntegerField()
    counts = TextField()
    heads = TextField()


class ImportLog(Table):
    id = AutoField()
    run = TextField()
    package_id = TextField(unique=True)
    site = TextField()
    instance = TextField()
    export_no = IntegerField()
    file_name = TextField()
    sha256 = TextField()
    imported_at = TextField()
    imported_by = TextField(null=True)
    counts = TextField()
    undone_at = TextField(null=True)


class ImportItem(Table):
    log = ForeignKeyField(ImportLog, column_name="log", object_id_name="log_id", on_delete="CASCADE")
    outcome = TextField()
    uid = TextField()
    facet = TextField()
    reason = TextField()


TABLES = (
    Peer,
    Claim,
    Voucher,
    VoucherHead,
    Parked,
    ParkedParent,
    Quarantine,
    Conflict,
    ExportLog,
    ImportLog,
    ImportItem,
)


def up(migrator: SchemaMigrator, db: SqlCipherDatabase) -> None:
    with db.bind_ctx((Change, *TABLES)):
        db.create_tables(TABLES)
