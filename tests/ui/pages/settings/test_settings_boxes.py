"""Opinion boxes, put up, changed and retired from the keyboard."""

from PySide6.QtCore import Qt

from station_app.services.boxes import boxes
from tests.services.openings import put_up
from tests.ui.helpers import cut_texts
from tests.ui.pages.settings.conftest import CTRL

Key = Qt.Key


def named(station, **more):
    return [(one.box.name, one.box.place, one.box.interval_days) for one in boxes(station, **more)]


def enter_first(desk):
    desk.section.table.setFocus()
    desk.section.table.choose(0)
    desk.press(Key.Key_Return)
    return desk.section.form_sheet.form


def test_a_box_is_put_up_by_keys_alone(desk):
    section = desk.go("boxes")
    desk.page.list.setFocus()
    desk.press(Key.Key_Insert)
    form = section.form_sheet.form
    assert desk.focus() is form.name
    desk.type("1号箱")
    desk.press(Key.Key_Tab)
    desk.type("社区服务中心大厅")
    desk.press(Key.Key_Tab)
    form.days.selectAll()
    desk.type("14")
    desk.press(Key.Key_S, with_=CTRL)
    assert named(desk.station) == [("1号箱", "社区服务中心大厅", 14)]
    assert section.form_sheet.form is None
    assert desk.messages.said == ["已添加 1号箱"]
    assert [one.box.name for one in section.table.lines.rows()] == ["1号箱"]


def test_a_box_without_name_or_interval_is_not_taken(desk):
    section = desk.go("boxes")
    section.add_button.click()
    form = section.form_sheet.form
    form.days.clear()
    desk.press(Key.Key_S, with_=CTRL)
    assert [field.error() != "" for field in form.fields[:3]] == [True, False, True]
    assert named(desk.station) == []


def test_place_and_interval_are_changed_and_the_rest_stays(desk):
    put_up(desk.station)
    before = boxes(desk.station)[0].box
    desk.go("boxes")
    form = enter_first(desk)
    form.place.setFocus()
    form.place.selectAll()
    desk.type("北门岗亭")
    form.days.setFocus()
    form.days.selectAll()
    desk.type("3")
    desk.press(Key.Key_S, with_=CTRL)
    after = boxes(desk.station)[0].box
    assert (after.name, after.since) == (before.name, before.since)
    assert (after.place, after.interval_days) == ("北门岗亭", 3)


def test_a_name_that_is_there_is_refused_and_stays_typed(desk):
    put_up(desk.station)
    section = desk.go("boxes")
    section.add_button.click()
    desk.type("2号箱")
    desk.press(Key.Key_S, with_=CTRL)
    assert "已经有一个「2号箱」" in section.form_sheet.form.problem.text()
    assert section.form_sheet.form.name.text() == "2号箱"
    assert len(boxes(desk.station)) == 1


def test_a_retired_box_goes_from_the_list_and_can_come_back(desk):
    put_up(desk.station)
    section = desk.go("boxes")
    enter_first(desk).active.setFocus()
    desk.press(Key.Key_2)
    desk.press(Key.Key_S, with_=CTRL)
    assert boxes(desk.station) == ()
    assert section.table.lines.rows() == []
    section.ended.click()
    enter_first(desk).active.setFocus()
    desk.press(Key.Key_1)
    desk.press(Key.Key_S, with_=CTRL)
    assert len(boxes(desk.station)) == 1


def test_no_text_is_cut_at_any_size(desk):
    put_up(desk.station)
    desk.go("boxes")
    enter_first(desk)
    for scale in (100, 150, 200):
        desk.window.set_scale(scale)
        desk.settle()
        desk.qtbot.waitUntil(lambda: cut_texts(desk.page) == [])
