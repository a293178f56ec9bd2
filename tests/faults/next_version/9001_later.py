"""Stands for a later version's script: a table filled from another, an index, a column."""

from playhouse.migrate import SchemaMigrator
from playhouse.sqlcipher_ext import SqlCipherDatabase


def up(migrator: SchemaMigrator, db: SqlCipherDatabase) -> None:
    db.execute_sql("CREATE TABLE later (id INTEGER PRIMARY KEY, title TEXT NOT NULL, filling BLOB NOT NULL) STRICT")
    db.execute_sql("INSERT INTO later SELECT id, title, randomblob(9000) FROM opinion")
    db.execute_sql("CREATE INDEX later_title ON later (title)")
    db.execute_sql("ALTER TABLE setting ADD COLUMN later INTEGER NOT NULL DEFAULT 0")
