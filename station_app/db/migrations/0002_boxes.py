"""Opinion boxes and their openings; an opinion that came out of one is found by it.

Frozen: these models are a copy and never change again; what comes later has a migration of its own.
"""

from peewee import ForeignKeyField, IntegerField, Model, TextField
from playhouse.migrate import SchemaMigrator
from playhouse.sqlcipher_ext import SqlCipherDatabase


class Table(Model):
    class Meta:
        strict_tables = True
        legacy_table_names = False


class Synced(Table):
    uid = TextField(unique=True)
    site = TextField()
    created_at = TextField()
    created_by = TextField(null=True)
    updated_at = TextField()
    updated_by = TextField(null=True)


class Box(Synced):
    name = TextField()
    since = TextField()
    place = TextField()
    interval_days = IntegerField()
    active = IntegerField()


class BoxOpening(Synced):
    number = TextField(index=True)
    box = ForeignKeyField(
        Box, field="uid", column_name="box", object_id_name="box_uid", index=False, deferrable="INITIALLY DEFERRED"
    )
    opened_at = TextField(index=True)
    opener = TextField()
    witness = TextField()
    seal_intact = IntegerField()
    slips_found = IntegerField()
    seal_before = TextField()
    seal_after = TextField()
    invalid = TextField()
    remark = TextField()

    class Meta:
        indexes = ((("box", "opened_at"), False),)


TABLES = (Box, BoxOpening)


def up(migrator: SchemaMigrator, db: SqlCipherDatabase) -> None:
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
    db.execute_sql("CREATE INDEX opinion_opening ON opinion (opening) WHERE opening IS NOT NULL")
