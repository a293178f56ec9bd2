"""One installation's life: a copied or restored database goes on as a new instance that names its predecessor."""

from dataclasses import replace

from station_app.config import DataPaths
from station_app.db.connection import StationDatabase, write_transaction
from station_app.db.marker import new_instance, read_marker, write_marker
from station_app.services.station import read_identity, write_identity


def is_moved(db: StationDatabase, paths: DataPaths) -> bool:
    """Whether the marker beside the database is missing or of another installation."""
    return read_marker(paths.instance) != read_identity(db).instance


def renew_instance(db: StationDatabase, paths: DataPaths) -> None:
    """Go on as a new installation, whose changes are counted from 1."""
    before = read_identity(db)
    after = replace(before, instance=new_instance(), predecessor=before.instance)
    with write_transaction(db):
        write_identity(db, after)
        db.execute_sql("UPDATE stream SET own_seq = 0")
    write_marker(paths.instance, after.instance)
