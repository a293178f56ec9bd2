"""The first table of ``drafts.db``: one row a half-typed form; ``uid`` becomes the uid of what it is saved as."""

from playhouse.migrate import SchemaMigrator
from playhouse.sqlcipher_ext import SqlCipherDatabase


def up(migrator: SchemaMigrator, db: SqlCipherDatabase) -> None:
    """Make the table."""
    db.execute_sql(
        'CREATE TABLE "draft" ('
        '"id" INTEGER NOT NULL PRIMARY KEY, '
        '"uid" TEXT NOT NULL UNIQUE, '
        '"kind" TEXT NOT NULL, '
        '"author" TEXT, '
        '"started_at" TEXT NOT NULL, '
        '"updated_at" TEXT NOT NULL, '
        '"label" TEXT NOT NULL, '
        '"body" TEXT NOT NULL) STRICT'
    )
