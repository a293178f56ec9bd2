"""Repeat visitors are recognised by phone, or name and estate, and warned of when they bring the same matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.db.statements import rows
from station_app.domain.enums import Status
from station_app.domain.similarity import likeness, pieces
from station_app.services import visitors
from station_app.services.correcting import void
from station_app.services.recording import save_reception
from station_app.services.visitors import SAME_HOME, SAME_PHONE, near_matter, recognise, same_matter
from tests.services.opinions import record

WU = ("吴桂珍", "13800005678", "梧桐苑 6 栋 1 单元")


@pytest.fixture
def wu(station, form):
    save_reception(station, form())
    return form


def only(visitors):
    [one] = visitors
    return one


def test_every_question_goes_by_an_index(station, wu, monkeypatch):
    asked = []

    def listening(db, sql, values=()):
        asked.append((sql, [*values]))
        return rows(db, sql, values)

    monkeypatch.setattr(visitors, "rows", listening)
    same_matter(station, only(recognise(station, *WU)), "路灯", "不亮")
    assert len(asked) == 4
    for sql, values in asked:
        plan = [row[-1] for row in station.db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()]
        assert all("INDEX" in step for step in plan if not step.startswith("USE TEMP")), plan
        assert not any("estate" in step for step in plan)


@pytest.mark.parametrize("phone", ["13800005678", "138 0000 5678", "+86 138-0000-5678", "１３８００００５６７８"])
def test_the_same_phone_however_written(station, wu, phone):
    visitor = only(recognise(station, "", phone, ""))
    assert visitor.reason == SAME_PHONE
    assert visitor.contact.name == "吴桂珍"
    assert [(one.serial, one.date, one.title, one.status) for one in visitor.visits] == [
        ("17-2026-00001", "2026-06-18", "地下车库 B 区照明灯不亮", Status.RECORDED)
    ]


def test_the_same_name_and_estate_in_another_building(station, wu):
    assert only(recognise(station, " 吴桂珍 ", "", "梧桐苑2栋")).reason == SAME_HOME


@pytest.mark.parametrize(
    ("name", "phone", "address"),
    [
        ("", "", ""),
        ("吴桂珍", "", ""),
        ("", "", "梧桐苑 6 栋"),
        ("吴桂珍", "", "海棠里 3 栋"),
        ("吴桂", "", "梧桐苑"),
        ("李四", "13800005679", "梧桐苑 6 栋"),
        ("吴桂珍", "1380000567", ""),
        ("%", "", "%"),
    ],
)
def test_others_are_not_taken_for_one(station, wu, name, phone, address):
    assert recognise(station, name, phone, address) == ()


def test_visits_come_newest_first_without_void_ones(station, form):
    for day in ("03-05", "05-20", "01-09"):
        save_reception(station, form(began=f"2026-{day}T09:00", opinion={"title": day}))
    station.db.execute_sql("UPDATE opinion SET void = 1, void_reason = '重复' WHERE title = '01-09'")
    visitor = only(recognise(station, *WU))
    assert ([one.title for one in visitor.visits], visitor.count) == (["05-20", "03-05"], 2)


def test_somebody_whose_only_opinion_is_void_is_not_offered(station, wu):
    station.db.execute_sql("UPDATE opinion SET void = 1, void_reason = '重复'")
    assert recognise(station, *WU) == ()


def test_an_entry_without_phone_is_the_same_person(station, form):
    save_reception(station, form(contact={"phone": ""}))
    save_reception(station, form())
    visitor = only(recognise(station, *WU))
    assert len(visitor.contact_uids) == visitor.count == 2
    assert visitor.contact.phone == "13800005678"


def test_another_at_the_same_phone_comes_after(station, form):
    save_reception(station, form())
    save_reception(station, form(contact={"name": "吴小妹"}))
    found = recognise(station, *WU)
    assert [one.contact.name for one in found] == ["吴桂珍", "吴小妹"]


def test_a_returning_visitor_taken_over_stays_one_entry(station, wu):
    visitor = only(recognise(station, *WU))
    save_reception(station, wu(contact_uid=visitor.contact_uid))
    again = only(recognise(station, *WU))
    assert again.contact_uids == visitor.contact_uids
    assert again.count == 2


def test_triage_is_shown_once_the_centre_has_it(station, wu):
    station.db.execute_sql("INSERT INTO sent_mark SELECT uid, 'acknowledged' FROM opinion")
    assert only(recognise(station, *WU)).visits[0].status is Status.TRIAGE


@pytest.mark.parametrize(
    ("title", "content", "topic"),
    [
        ("地下车库B区照明灯不亮", "", "物业管理"),
        ("车库照明灯不亮", "还是没有人来修", ""),
        ("灯坏了", "地下车库 B 区靠 6 栋这边，七八盏灯不亮", "物业管理"),
    ],
)
def test_the_same_matter_in_other_words(station, wu, title, content, topic):
    found = same_matter(station, only(recognise(station, *WU)), title, content, topic)
    assert found is not None
    assert found.visit.serial == "17-2026-00001"
    assert found.sentence == "2026年6月18日反映过「地下车库 B 区照明灯不亮」（已登记），像是同一件事"


@pytest.mark.parametrize(
    ("title", "content", "topic"),
    [
        ("", "", ""),
        ("车库", "", "物业管理"),
        ("楼上装修太吵", "每天早上七点就开始打钻，孩子没法睡", "生态环境与噪声"),
        ("下水道返味", "厨房下水道这半个月一直返味", "物业管理"),
    ],
)
def test_another_matter_is_not_warned_of(station, wu, title, content, topic):
    assert same_matter(station, only(recognise(station, *WU)), title, content, topic) is None


def test_the_likest_of_several_is_named(station, form):
    save_reception(station, form())
    save_reception(station, form(opinion={"title": "地下车库照明灯太暗", "content": "希望换亮一点的"}))
    found = same_matter(station, only(recognise(station, *WU)), "地下车库照明灯太暗", "")
    assert found.visit.serial == "17-2026-00002"


@given(st.text(), st.text())
def test_likeness_is_a_share_and_has_no_sides(one, other):
    share = likeness(pieces(one), pieces(other))
    assert 0 <= share <= 1
    assert share == likeness(pieces(other), pieces(one))
    assert likeness(pieces(one), pieces(one)) == (1.0 if pieces(one) else 0.0)


@pytest.mark.parametrize(
    ("title", "topic", "address", "near"),
    [
        ("地下车库照明灯坏了", "物业管理", "", True),
        ("地下车库照明灯坏了", "", "", True),
        ("停车", "物业管理", "", False),
        ("老年食堂周末能否开放", "物业管理", "", False),
        ("", "物业管理", "", False),
    ],
)
def test_a_letter_is_near_what_was_brought_whoever_brought_it(station, title, topic, address, near):
    (serial,) = record(station, {"topic": "物业管理"})
    found = near_matter(station, title, "", topic, address)
    assert (found is not None) is near
    if found is not None:
        assert found.visit.serial == serial


def test_a_void_opinion_is_near_to_nothing(station):
    (serial,) = record(station)
    void(station, serial, "重复登记")
    assert near_matter(station, "地下车库 B 区照明灯不亮", "") is None
