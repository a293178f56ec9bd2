"""What was erased for good, so that it is never stored again.

Frozen: these models are a copy and never change again; what comes later has a migration of its own.
"""

from peewee import CompositeKey, Model, TextField
from playhouse.migrate import SchemaMigrator
from playhouse.sqlcipher_ext import SqlCipherDatabase


class Table(Model):
    class Meta:
        strict_tables = True
        legacy_table_names = False


class Erased(Table):
    site = TextField()
    what = TextField()
    kept = TextField()
    words = TextField(null=True)

    class Meta:
        primary_key = CompositeKey("site", "what")
        without_rowid = True


TABLES = (Erased,)


def up(migrator: SchemaMigrator, db: SqlCipherDatabase) -> None:
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
