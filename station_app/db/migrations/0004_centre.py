"""What the centre writes for all: sites, units, code lists, limits, calendar; its cases; opinions found by their site.

Frozen: these models are a copy and never change again; what comes later has a migration of its own.
"""

from peewee import CompositeKey, ForeignKeyField, IntegerField, Model, TextField
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


class Site(Synced):
    code = TextField(index=True)
    name = TextField()
    kind = TextField()
    zone = TextField(null=True)
    parent = TextField(null=True)
    head = TextField()
    liaison = TextField()
    address = TextField()
    phone = TextField()
    hours = TextField()
    opened_on = TextField(null=True)
    status = TextField()


class Unit(Synced):
    name = TextField()
    kind = TextField()
    contact = TextField()
    phone = TextField()
    active = IntegerField()


class CodeList(Synced):
    name = TextField()
    entries = TextField()


class Limits(Synced):
    hand_over_days = IntegerField()
    answer_days = IntegerField()
    return_days = IntegerField()


class Calendar(Synced):
    year = IntegerField()
    days_off = TextField()
    work_days = TextField()


class Cases(Synced):
    number = TextField(index=True)
    opinions = TextField()
    track = TextField()
    lead = TextField()
    handed_on = TextField()
    due_on = TextField(index=True)
    matter = TextField()
    co_units = TextField()
    returned_on = TextField(null=True)
    return_reason = TextField()
    extensions = TextField()
    handler = TextField()
    phone = TextField()


class CaseOpinion(Table):
    case_uid = ForeignKeyField(
        Cases, field="uid", column_name="case_uid", object_id_name="case_ref", index=False, on_delete="CASCADE"
    )
    opinion = TextField(index=True)
    relation = TextField()

    class Meta:
        primary_key = CompositeKey("case_uid", "opinion")
        without_rowid = True


TABLES = (Site, Unit, CodeList, Limits, Calendar, Cases, CaseOpinion)


def up(migrator: SchemaMigrator, db: SqlCipherDatabase) -> None:
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
    db.execute_sql("CREATE INDEX opinion_site ON opinion (site)")
