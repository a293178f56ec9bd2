"""The trail as the head reads it: filtered, by pages, checked and exported."""

from datetime import date, datetime, timedelta

import openpyxl
import pytest

from station_app.domain.clock import FixedClock
from station_app.errors import StationError
from station_app.services.audit import Action, note, problems
from station_app.services.audit_trail import TrailFilters, trail_page, trail_people, trail_whole, write_trail
from station_app.services.detail import reveal
from tests.services.opinions import record, seat


@pytest.fixture
def trail(station):
    """The head looks at one in full; a week later a volunteer prints and tells of a formula."""
    (serial,) = record(station)
    reveal(station, serial)
    head = station.author
    before = station.clock
    station.clock = FixedClock(before.now() + timedelta(days=7))
    seat(station, "徐桂兰")
    note(station, Action.PRINTED, "社情簿 2026年", "=1+1")
    note(station, Action.EXPORTED, "package REPORT-17.zlp", "3 项")
    station.sit_down(head)
    return station, serial


def test_the_newest_comes_first_in_words(trail):
    station, serial = trail
    page = trail_page(station, TrailFilters())
    assert page.total == 3
    assert [(one.who, one.action, one.what) for one in page.entries] == [
        ("徐桂兰", "导出", "包 REPORT-17.zlp"),
        ("徐桂兰", "打印", "社情簿 2026年"),
        ("沈立群", "显示全文", serial),
    ]


def test_person_action_and_days_narrow_it(trail):
    station, _serial = trail
    people = {name: uid for uid, name in trail_people(station)}
    assert set(people) == {"沈立群", "徐桂兰"}
    day = station.clock.today().isoformat()
    assert trail_page(station, TrailFilters(person=people["徐桂兰"])).total == 2
    assert trail_page(station, TrailFilters(action=Action.UNMASKED)).total == 1
    assert trail_page(station, TrailFilters(first=day)).total == 2
    assert trail_page(station, TrailFilters(last=day, first=day, action=Action.PRINTED)).total == 1
    assert trail_page(station, TrailFilters(last=date(2026, 6, 18).isoformat())).total == 1


def test_it_comes_in_pages(trail):
    station, _serial = trail
    second = trail_page(station, TrailFilters(), offset=2, limit=2)
    assert (len(second.entries), second.total) == (1, 3)
    assert second.entries[0].action == "显示全文"


def test_a_whole_chain_is_said_and_a_broken_one_too(trail):
    station, _serial = trail
    assert trail_whole(station) == (True, "共 3 条，一条接一条核对过，没有改动过，也没有少。")
    station.db.execute_sql("UPDATE audit SET detail = '' WHERE id = 2")
    whole, sentence = trail_whole(station)
    assert not whole
    assert "第 2 条被改动过" in sentence


def test_the_list_is_a_workbook_of_text_and_stands_in_the_trail(trail, tmp_path):
    station, serial = trail
    out = tmp_path / "查看记录.xlsx"
    assert write_trail(station, TrailFilters(), out) == 3
    lines = list(openpyxl.load_workbook(out).active.iter_rows())
    assert [cell.value for cell in lines[0]] == ["时间", "谁", "做了什么", "对象", "说明"]
    assert lines[2][4].value == "=1+1"
    assert lines[2][4].data_type == "s"
    assert lines[3][3].value == serial
    last = trail_page(station, TrailFilters(), limit=1).entries[0]
    assert (last.action, last.what, last.detail) == ("导出", "查看记录", "3 条")
    assert list(problems(station.db)) == []


@pytest.mark.parametrize("name", ["记录.csv", "记录"])
def test_another_kind_of_file_is_refused(trail, tmp_path, name):
    station, _serial = trail
    with pytest.raises(StationError):
        write_trail(station, TrailFilters(), tmp_path / name)
    assert trail_page(station, TrailFilters()).total == 3


def test_a_list_longer_than_a_page_is_whole(station, tmp_path):
    for number in range(603):
        note(station, Action.VIEWED, f"第 {number} 条")
    assert write_trail(station, TrailFilters(), tmp_path / "a.xlsx") == 603


def test_the_moment_is_local(station):
    note(station, Action.VIEWED, "x")
    at = trail_page(station, TrailFilters()).entries[0].at
    assert datetime.fromisoformat(at) == station.clock.now()
