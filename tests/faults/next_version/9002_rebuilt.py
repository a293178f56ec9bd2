"""Stands for a later version's script that makes a table anew: new table, copy, drop, rename."""

from playhouse.migrate import SchemaMigrator
from playhouse.sqlcipher_ext import SqlCipherDatabase


def up(migrator: SchemaMigrator, db: SqlCipherDatabase) -> None:
    db.execute_sql("CREATE TABLE rebuilt (id INTEGER PRIMARY KEY, title TEXT NOT NULL, filling BLOB) STRICT")
    db.execute_sql("INSERT INTO rebuilt SELECT id, title, filling FROM later")
    db.execute_sql("DROP TABLE later")
    db.execute_sql("ALTER TABLE rebuilt RENAME TO later")
