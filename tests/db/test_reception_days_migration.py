"""A database from before there were reception days gets their table; what it held stays, and is found by its day."""

import shutil

from station_app.db import models
from station_app.db.connection import create_database
from station_app.db.migrating import STATION_SCRIPTS, migrate
from station_app.db.statements import insert, rows, table_name

STAMPS = {"site": "s", "created_at": "", "created_by": None, "updated_at": "", "updated_by": None}
RECEPTION = {
    "uid": "r", "began": "2026-06-18T10:20", "ended": None, "event": None, "recorder": "p", "channel": "来站接待",
    "deputies": "[]", "contact": None, "volunteer_only": 1, "mode": "线下", "signed": 0,
}  # fmt: skip
DAY = {
    "uid": "d", "day": "2026-06-20", "began": "09:00", "ended": None, "place": "接待室", "mode": "集中", "theme": "",
    "deputies": "[]", "remark": "", "cancel_reason": None,
}  # fmt: skip


def test_the_table_comes_and_the_data_stay(paths, key, tmp_path):
    before = tmp_path / "before"
    before.mkdir()
    for script in STATION_SCRIPTS.glob("000[12]_*.py"):
        shutil.copy(script, before)
    db = create_database(paths.station_db, key)
    migrate(db, before)
    insert(db, models.Reception, RECEPTION | STAMPS)
    assert "0003_reception_days" in migrate(db, STATION_SCRIPTS)
    assert [row["began"] for row in rows(db, "SELECT * FROM reception")] == ["2026-06-18T10:20"]
    insert(db, models.ReceptionDay, DAY | STAMPS)
    held = {row["name"] for row in rows(db, f"PRAGMA table_info({table_name(models.ReceptionDay)})")}
    assert held == set(models.ReceptionDay._meta.columns)
    for table in ("reception", "opinion"):
        plan = rows(db, f"EXPLAIN QUERY PLAN SELECT count(*) FROM {table} WHERE event = 'd'")
        assert f"{table}_event" in plan[0]["detail"]
    db.close()
