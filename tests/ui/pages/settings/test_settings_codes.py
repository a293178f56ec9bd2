"""The centre's lists and limits, changed from the keyboard."""

import pytest
from PySide6.QtCore import Qt

from station_app.domain.network_records import Limits
from station_app.domain.records import Person
from station_app.services.code_lists import entries_of
from station_app.services.codes import CHANNELS, TOPICS, code_book
from station_app.services.limits import limits
from tests.ui.helpers import clashing_keys, cut_texts
from tests.ui.pages.settings.conftest import CTRL

Key = Qt.Key


@pytest.fixture
def station(centre):
    """The settings are the centre's here."""
    return centre


def shown(section):
    return [one.code for one in section.table.lines.rows()]


def choose_level(desk, section, value):
    section.level.setFocus()
    section.level.set_value(value)
    desk.settle()


def enter(desk, code):
    section = desk.section
    section.table.setFocus()
    section.table.choose(shown(section).index(code))
    desk.press(Key.Key_Return)
    return section.form_sheet.form


def test_a_channel_is_added_by_keys_alone(desk):
    section = desk.go("codes")
    desk.page.list.setFocus()
    desk.press(Key.Key_Insert)
    assert desk.focus() is section.form_sheet.form.name
    desk.type("接诉即办")
    desk.press(Key.Key_S, with_=CTRL)
    assert [one.name for one in code_book(desk.station).channels()][-1] == "接诉即办"
    assert section.form_sheet.form is None
    assert desk.messages.said == ["已添加 接诉即办"]
    assert shown(section)[-1] == "接诉即办"


def test_a_topic_is_retired_listed_on_demand_and_taken_back(desk):
    section = desk.go("codes")
    section.level.setFocus()
    desk.press(Key.Key_Down)
    assert shown(section) == [one.name for one in code_book(desk.station).topics()]
    enter(desk, "物业管理").active.setFocus()
    desk.press(Key.Key_2)
    desk.press(Key.Key_S, with_=CTRL)
    assert "物业管理" not in shown(section)
    section.ended.click()
    enter(desk, "物业管理").active.setFocus()
    desk.press(Key.Key_1)
    desk.press(Key.Key_S, with_=CTRL)
    assert not code_book(desk.station).topic_named("物业管理").retired


def test_what_is_there_gets_another_short_label_but_no_other_name(desk):
    section = desk.go("codes")
    choose_level(desk, section, TOPICS)
    form = enter(desk, "物业管理")
    assert not form.name.isVisible()
    form.short.setFocus()
    form.short.selectAll()
    desk.type("小区物业")
    desk.press(Key.Key_S, with_=CTRL)
    assert code_book(desk.station).topic_named("物业管理").short == "小区物业"


def test_a_long_topic_needs_a_short_label(desk):
    section = desk.go("codes")
    choose_level(desk, section, TOPICS)
    section.add_button.click()
    desk.type("低空飞行与无人机")
    desk.press(Key.Key_S, with_=CTRL)
    assert [field.error() for field in section.form_sheet.form.fields] == ["", "请填一个短名，最多 4 个字"]


def test_what_the_centre_refuses_is_said_in_the_form(desk):
    section = desk.go("codes")
    choose_level(desk, section, TOPICS)
    section.add_button.click()
    desk.type("低空飞行")
    desk.press(Key.Key_S, with_=CTRL)
    assert "在用的类别最多 20 个" in section.form_sheet.form.problem.text()


def test_the_second_level_of_a_topic_is_a_list_of_its_own(desk):
    section = desk.go("codes")
    choose_level(desk, section, f"{TOPICS}/物业管理")
    assert shown(section) == list(code_book(desk.station).topic_named("物业管理").subtopics)
    section.add_button.click()
    desk.type("充电桩")
    desk.press(Key.Key_S, with_=CTRL)
    assert code_book(desk.station).topic_named("物业管理").subtopics[-1] == "充电桩"


def test_the_order_is_changed_by_keys_and_the_entry_stays_chosen(desk):
    section = desk.go("codes")
    section.table.setFocus()
    before = shown(section)
    desk.press(Key.Key_Down, with_=CTRL)
    assert shown(section)[:2] == [before[1], before[0]]
    assert section.table.current().code == before[0]
    desk.press(Key.Key_Up, with_=CTRL)
    assert [one.code for one in entries_of(desk.station, CHANNELS)] == before


def test_a_volunteer_is_told_who_does_it(desk):
    with desk.station.writing() as log:
        log.put("w", "person", Person(name="某人"), None)
    desk.station.sit_down("w")
    section = desk.go("codes")
    section.table.setFocus()
    desk.press(Key.Key_Down, with_=CTRL)
    assert "要由" in desk.messages.errors[0].title


def test_the_limits_are_set_by_keys(desk):
    section = desk.go("limits")
    form = section.sheet.form
    form.days["answer_days"].setFocus()
    form.days["answer_days"].selectAll()
    desk.type("20")
    desk.press(Key.Key_S, with_=CTRL)
    assert limits(desk.station) == Limits(answer_days=20)
    assert section.sheet.form.days["answer_days"].text() == "20"


def test_no_days_at_all_are_refused(desk):
    form = desk.go("limits").sheet.form
    form.days["return_days"].clear()
    form.touch()
    form.days["return_days"].setFocus()
    desk.press(Key.Key_S, with_=CTRL)
    assert [field.error() != "" for field in form.fields] == [False, False, True]
    assert limits(desk.station) == Limits()


@pytest.mark.parametrize("key", ["codes", "limits"])
def test_no_text_is_cut_at_any_size_and_no_keys_clash(desk, key):
    section = desk.go(key)
    if key == "codes":
        choose_level(desk, section, TOPICS)
        enter(desk, "物业管理")
    for scale in (100, 150, 200):
        desk.window.set_scale(scale)
        desk.settle()
        desk.qtbot.waitUntil(lambda: cut_texts(desk.page) == [])
        assert clashing_keys(desk.window) == []
