"""Reception days; the receptions and opinions of one are found by it.

Frozen: these models are a copy and never change again; what comes later has a migration of its own.
"""

from peewee import Model, TextField
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


class ReceptionDay(Synced):
    day = TextField(index=True)
    began = TextField()
    ended = TextField(null=True)
    place = TextField()
    mode = TextField()
    theme = TextField()
    deputies = TextField()
    remark = TextField()
    cancel_reason = TextField(null=True)


TABLES = (ReceptionDay,)


def up(migrator: SchemaMigrator, db: SqlCipherDatabase) -> None:
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
    for table in ("reception", "opinion"):
        db.execute_sql(f"CREATE INDEX {table}_event ON {table} (event) WHERE event IS NOT NULL")
