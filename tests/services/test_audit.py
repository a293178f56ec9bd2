"""The trail of what was looked at: each entry holds the one before."""

import pytest

from station_app.db.connection import write_transaction
from station_app.services.audit import Action, add, note, problems
from station_app.services.station import Station


@pytest.fixture
def trail(station) -> Station:
    note(station, Action.VIEWED, "17-2026-00001")
    note(station, Action.UNMASKED, "17-2026-00001", "站长要打电话")
    note(station, Action.PRINTED, "2026 年 6 月", "社情簿")
    return station


def test_entries_say_when_who_what(trail):
    lines = trail.db.execute_sql("SELECT at, person, action, subject, detail FROM audit ORDER BY id").fetchall()
    at, who = "2026-06-18T10:52:00+08:00", trail.author
    assert lines[1] == (at, who, "显示全文", "17-2026-00001", "站长要打电话")
    assert [line[2] for line in lines] == ["查看", "显示全文", "打印"]
    assert list(problems(trail.db)) == []


def test_an_entry_stands_or_falls_with_its_transaction(trail):
    def export(then):
        with write_transaction(trail.db):
            add(trail, Action.EXPORTED, "x")
            then()

    with pytest.raises(ZeroDivisionError):
        export(lambda: 1 / 0)
    assert trail.db.execute_sql("SELECT count(*) FROM audit").fetchone() == (3,)
    export(lambda: None)
    assert trail.db.execute_sql("SELECT count(*) FROM audit").fetchone() == (4,)
    assert list(problems(trail.db)) == []


@pytest.mark.parametrize(
    ("sql", "number"),
    [
        ("UPDATE audit SET at = '2026-06-19T10:52:00+08:00' WHERE id = 2", 2),
        ("UPDATE audit SET person = NULL WHERE id = 2", 2),
        ("UPDATE audit SET action = '查看' WHERE id = 2", 2),
        ("UPDATE audit SET detail = '' WHERE id = 2", 2),
        ("DELETE FROM audit WHERE id = 2", 3),
        ("DELETE FROM audit WHERE id = 1", 2),
        ("UPDATE audit SET id = 9 WHERE id = 1", 2),
    ],
)
def test_what_was_altered_is_found(trail, sql, number):
    trail.db.execute_sql(sql)
    assert [line for line in problems(trail.db) if f"第 {number} 条" in line]
