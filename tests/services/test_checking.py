"""Checking finds what is wrong with the data, and finds nothing when nothing is."""

import hashlib
import json
from dataclasses import replace
from uuid import uuid4

import pytest

from station_app.domain.records import Attachment, LocalHandling, Reception
from station_app.services import audit
from station_app.services.checking import MOST_PROBLEMS, check
from station_app.services.correcting import correct, void
from station_app.services.pace import Cancelled
from tests.services.opinions import answered, at_centre, record, twin, uid_of
from tests.stations import reception_form


@pytest.fixture
def full(station):
    """A station with something of everything."""
    deputies = [uid for (uid,) in station.db.execute_sql("SELECT uid FROM deputy ORDER BY name")]
    first, second = record(station, {}, {"title": "树枝挡灯"}, deputies=tuple(deputies[:2]), volunteer_only=False)
    third, *_ = record(station, answered(), contact={"name": "刘大爷", "phone": "13900001111"})
    correct(station, first, {"title": "地下车库灯不亮"})
    void(station, second, "记错了")
    at_centre(station, third, "2026-06-18")
    with station.writing() as log:
        log.put(uid_of(station, first), "opinion.local", LocalHandling(number="17-2026-B0001", unit="物业"), None)
    picture = station.store.blobs.put(b"picture")
    attachment = Attachment(sha256=picture, name="灯.png", media="image/png", size=7)
    record(station, {"attachments": (attachment,)}, contact={"name": "赵小姐", "phone": "13900002222"})
    audit.note(station, audit.Action.VIEWED, first)
    audit.note(station, audit.Action.PRINTED, first, "社情簿")
    return station


def problems(station):
    found = check(station)
    assert found.ok == (not found.problems)
    return found.problems


def change(station, sql, *values):
    station.db.execute_sql("PRAGMA foreign_keys = 0")
    assert station.db.execute_sql(sql, values).rowcount >= 1
    station.db.execute_sql("PRAGMA foreign_keys = 1")


def test_whole_data_are_whole(full):
    found = check(full)
    assert (found.ok, found.problems) == (True, ())
    assert (found.opinions, found.receptions, found.box_openings) == (4, 3, 0)
    assert found.changes == full.db.execute_sql("SELECT count(*) FROM change").fetchone()[0]


def test_an_empty_station_is_whole(station):
    assert check(station).ok


def test_a_doubled_serial_is_no_damage(full):
    twin(full, "17-2026-00001")
    found = [line for line in problems(full) if "计数" not in line]
    assert found == []


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE change SET header = replace(header, 'person', 'persom') WHERE id = 2", "第 2 号变更的内容和它的名称"),
        ("UPDATE change SET payload = replace(payload, '沈', '申') WHERE id = 2", "第 2 号变更的内容被改动过"),
        ("UPDATE change SET salt = zeroblob(16) WHERE id = 2", "第 2 号变更的内容被改动过"),
        ("UPDATE change SET payload = NULL WHERE id = 2", "第 2 号变更缺少内容"),
        ("UPDATE change SET uid = 'x' WHERE id = 2", "第 2 号变更登记的出处和原文不一致"),
        ("UPDATE change SET facet = 'reception' WHERE id = 2", "第 2 号变更登记的出处和原文不一致"),
        ("UPDATE change SET seq = 20 WHERE id = 2", "第 2 号变更登记的出处和原文不一致"),
        ("UPDATE change SET instance = 'x' WHERE id = 2", "第 2 号变更登记的出处和原文不一致"),
        ("UPDATE change SET stream_id = 99 WHERE id = 2", "不存在的 stream"),
        ("UPDATE change SET depth = 7 WHERE id = 2", "第 2 号变更在变更链里的位置不对"),
        ("UPDATE change SET header = 'garbage' WHERE id = 2", "第 2 号变更的内容和它的名称"),
        ("DELETE FROM change_parent WHERE child_id = 5", "第 5 号变更和前面的变更接不上"),
        ("UPDATE change_parent SET parent_id = 2 WHERE child_id = 5", "第 5 号变更和前面的变更接不上"),
        ("DELETE FROM change WHERE id = 3", "不存在的 change"),
        ("DELETE FROM stream_head", "变更链的末端登记得不对：S"),
        ("UPDATE stream_head SET change_id = 4", "变更链的末端登记得不对：S"),
        ("UPDATE stream SET own_seq = own_seq + 1", "计数不对"),
        ("UPDATE opinion SET content = '' WHERE title = '树枝挡灯'", "17-2026-00002 和变更记录不一致（content）"),
        ("UPDATE opinion SET void = 0, archived = 1 WHERE serial = '17-2026-00002'", "不一致（void、archived）"),
        ("UPDATE opinion SET local = NULL WHERE serial = '17-2026-00001'", "不一致（local）"),
        ("UPDATE opinion SET names = '' WHERE serial = '17-2026-00001'", "不一致（names）"),
        ("UPDATE opinion SET id = id + 100 WHERE serial = '17-2026-00004'", "不一致（id）"),
        ("DELETE FROM opinion WHERE serial = '17-2026-00004'", "意见建议 17-2026-00004 不在表里"),
        ("DELETE FROM opinion WHERE serial = '17-2026-00001'", "表 opinion_deputy"),
        ("DELETE FROM opinion_deputy", "不一致（opinion_deputy）"),
        ("UPDATE contact SET phone = '1' WHERE name = '吴桂珍'", "不一致（phone）"),
        ("DELETE FROM reception WHERE uid = (SELECT max(uid) FROM reception)", "不存在的 reception"),
        ("UPDATE person SET active = 0 WHERE name = '周明'", "人员"),
        (
            "INSERT INTO serial_gap VALUES (9, 'z', '', '', NULL, '', NULL, '17', 2026, 1, 2, '', '')",
            "空号记录 z 在变更",
        ),
        ("UPDATE opinion_tally SET number = number + 1", "条数和登记内容不一致"),
        ("DELETE FROM opinion_fts_data WHERE id > 10", "数据文件内部不一致：fts5"),
        ("INSERT INTO opinion_fts (rowid, keys) VALUES (7, '灯')", "检索索引"),
        ("UPDATE audit SET subject = 'x' WHERE id = 1", "查看记录第 1 条"),
        ("DELETE FROM audit WHERE id = 1", "查看记录第 2 条"),
    ],
)  # fmt: skip
def test_each_kind_of_damage_is_found_and_named(full, sql, words):
    change(full, sql)
    found = problems(full)
    assert any(words in line for line in found), found


def test_attachments_are_opened(full):
    (name,) = full.store.blobs.names()
    file = full.store.paths.blobs / f"{name}.age"
    file.write_bytes(file.read_bytes()[:-1])
    assert problems(full) == (f"17-2026-00004 的附件有问题：附件文件已损坏：{name[:12]}…",)
    file.unlink()
    assert problems(full)[0].startswith("17-2026-00004 的附件有问题：找不到附件文件")


def test_people_whom_nobody_knows_are_named(station):
    form = replace(reception_form(station), recorder="3f2b7c1e-0000-4000-8000-000000000000", deputies=("nobody",))
    with station.writing() as log:
        fields = ("began", "recorder", "channel", "deputies")
        log.put(str(uuid4()), "reception", Reception(**{name: getattr(form, name) for name in fields}), None)
    deputies, recorder = problems(station)
    assert "接待代表不在名单里" in deputies
    assert "记录人不在名单里" in recorder


def test_a_payload_that_makes_no_row_is_named_not_a_crash(full):
    """A change that is well-formed as a change but whose payload is none of ours."""
    number, header = full.db.execute_sql("SELECT id, header FROM change ORDER BY id DESC LIMIT 1").fetchone()
    salt, payload = b"0" * 16, '{"title": 7}'
    covered = hashlib.sha256(b"zlt/payload/1\0" + salt + payload.encode()).hexdigest()
    forged = json.dumps({**json.loads(header), "payload_hash": covered})
    name = hashlib.sha256(b"zlt/change/1\0" + forged.encode()).digest()
    change(
        full,
        "UPDATE change SET name = ?, header = ?, salt = ?, payload = ? WHERE id = ?",
        name,
        forged,
        salt,
        payload,
        number,
    )
    assert any("读不出来" in line for line in problems(full))


def test_a_file_that_is_damaged_is_a_finding(full):
    db = full.store.paths.station_db
    full.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(db.read_bytes())
    data[len(data) // 2] ^= 1
    db.write_bytes(data)
    full.db.execute_sql("PRAGMA cache_size = 0")
    found = check(full)
    assert not found.ok
    assert found.problems
    assert found.opinions == 0


def test_no_more_than_twenty_problems_are_listed(full):
    change(full, "UPDATE change SET salt = zeroblob(16)")
    change(full, "UPDATE contact SET phone = '1'")
    assert len(problems(full)) == MOST_PROBLEMS


def test_it_can_be_cancelled(full):
    class Stop:
        cancelled = True

        def report(self, done, total, text=""):
            raise AssertionError

    with pytest.raises(Cancelled):
        check(full, Stop())


def test_it_tells_how_far_it_is(full):
    seen = []

    class Watch:
        cancelled = False

        def report(self, done, total, text=""):
            seen.append((done, total, text))

    check(full, Watch())
    assert [done for done, _total, _text in seen] == sorted(done for done, _total, _text in seen)
    assert {text for _done, _total, text in seen} >= {"正在核对变更链", "正在核对附件"}
