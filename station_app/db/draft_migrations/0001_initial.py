"""The first table of ``drafts.db``: one row a half-typed form."""

from playhouse.migrate import SchemaMigrator
from playhouse.sqlcipher_ext import SqlCipherDatabase


def up(migrator: SchemaMigrator, db: SqlCipherDatabase) -> None:
    """Make the table."""
    db.execute_sql(
        'CREATE TABLE "draft" ('
        '"id" INTEGER NOT NULL PRIMARY KEY, '
        '"uid" TEXT NOT NULL UNIQUE, '
        '"form" TEXT NOT NULL, '
        '"author" TEXT, '
        '"body" TEXT NOT NULL, '
        '"saved_at" TEXT NOT NULL) STRICT'
    )
