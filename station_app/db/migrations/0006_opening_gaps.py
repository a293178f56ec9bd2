"""Numbers of openings may be passed over too: a gap says of which series it is, '' for the opinions'.

Frozen: this never changes again; what comes later has a migration of its own.
"""

from playhouse.migrate import SchemaMigrator
from playhouse.sqlcipher_ext import SqlCipherDatabase


def up(migrator: SchemaMigrator, db: SqlCipherDatabase) -> None:
    db.execute_sql("ALTER TABLE serial_gap ADD COLUMN series TEXT NOT NULL DEFAULT ''")
