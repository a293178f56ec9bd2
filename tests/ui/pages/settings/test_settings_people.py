"""Persons and deputies, changed from the keyboard."""

from PySide6.QtCore import Qt

from station_app.domain.enums import DeputyEnd, PersonRole
from station_app.services.people import deputies, persons
from tests.ui.helpers import cut_texts
from tests.ui.pages.settings.conftest import CTRL


def names(station, **more):
    return [one.person.name for one in persons(station, **more)]


def test_a_volunteer_is_added(desk):
    section = desk.go("people")
    desk.page.list.setFocus()
    desk.press(Qt.Key.Key_Insert)
    assert desk.focus() is section.form_sheet.form.name
    desk.type("吴秀英")
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert "吴秀英" in names(desk.station)
    assert section.form_sheet.form is None
    assert "吴秀英" in [row.person.name for row in section.table.lines.rows()]


def test_a_name_that_is_there_is_refused_and_stays_typed(desk):
    section = desk.go("people")
    section.add_button.click()
    desk.type("周明")
    desk.press(Qt.Key.Key_S, with_=CTRL)
    form = section.form_sheet.form
    assert "名单里已经有 周明" in form.problem.text()
    assert form.name.text() == "周明"
    assert names(desk.station).count("周明") == 1


def test_enter_opens_a_person_and_the_role_is_changed(desk):
    section = desk.go("people")
    section.table.setFocus()
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    form = section.form_sheet.form
    who = form.name.text()
    form.role.setFocus()
    desk.press(Qt.Key.Key_2)
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert next(one.person.role for one in persons(desk.station) if one.person.name == who) is PersonRole.HEAD


def test_one_who_has_left_goes_from_the_list_and_can_come_back(desk):
    section = desk.go("people")
    place = [row.person.name for row in section.table.lines.rows()].index("周明")
    section.table.setFocus()
    section.table.choose(place)
    desk.press(Qt.Key.Key_Return)
    section.form_sheet.form.active.setFocus()
    desk.press(Qt.Key.Key_2)
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert "周明" not in names(desk.station)
    section.ended.click()
    assert "周明" in [row.person.name for row in section.table.lines.rows()]
    section.table.choose([row.person.name for row in section.table.lines.rows()].index("周明"))
    section.table.setFocus()
    desk.press(Qt.Key.Key_Return)
    section.form_sheet.form.active.setFocus()
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert "周明" in names(desk.station)


def test_the_one_at_the_desk_cannot_be_ended(desk):
    section = desk.go("people")
    section.table.setFocus()
    section.table.choose(0)
    desk.press(Qt.Key.Key_Return)
    section.form_sheet.form.active.setFocus()
    desk.press(Qt.Key.Key_2)
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert "不能停用正在使用电脑的人" in section.form_sheet.form.problem.text()
    assert "沈立群" in names(desk.station)


def test_esc_asks_before_it_drops_what_was_typed(desk):
    section = desk.go("people")
    section.add_button.click()
    desk.type("王")
    desk.messages.default = False
    desk.press(Qt.Key.Key_Escape)
    assert section.form_sheet.form.name.text() == "王"
    desk.messages.default = True
    desk.press(Qt.Key.Key_Escape)
    assert section.form_sheet.form is None


def test_a_deputy_is_added_with_all_that_is_known(desk):
    section = desk.go("deputies")
    section.add_button.click()
    desk.settle()
    form = section.form_sheet.form
    desk.type("蔡文澜")
    form.level.setFocus()
    desk.press(Qt.Key.Key_3)
    form.ward.setFocus()
    desk.type("第3选区")
    form.started.setFocus()
    desk.type("2024-1-15")
    desk.press(Qt.Key.Key_S, with_=CTRL)
    found = next(one.deputy for one in deputies(desk.station) if one.deputy.name == "蔡文澜")
    assert (found.level.value, found.ward, found.started_on) == ("市", "第3选区", "2024-01-15")


def test_what_a_form_does_not_show_is_kept_when_a_deputy_is_changed(desk):
    section = desk.go("deputies")
    before = deputies(desk.station)[0].deputy
    section.table.setFocus()
    section.table.choose(0)
    desk.press(Qt.Key.Key_Return)
    form = section.form_sheet.form
    form.phone.setFocus()
    desk.type("13900001234")
    desk.press(Qt.Key.Key_S, with_=CTRL)
    after = next(one.deputy for one in deputies(desk.station) if one.deputy.name == before.name)
    assert after.phone == "13900001234"
    assert (after.level, after.ward) == (before.level, before.ward)


def test_a_pasted_list_shows_each_refused_line_and_adds_nothing_until_it_is_right(desk):
    section = desk.go("deputies")
    count = len(deputies(desk.station))
    section.paste_button.click()
    form = section.form_sheet.form
    form.step.text.insertPlainText("姓名\t级别\t电话\n蔡文澜\t区\t13900001234\n王小明\t村\t\n")
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert "村" in form.step.refused.text()
    assert "第 3 行" in form.step.refused.text()
    assert len(deputies(desk.station)) == count
    form.step.text.setPlainText("姓名\t级别\n蔡文澜\t区\n王小明\t市\n")
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert len(deputies(desk.station)) == count + 2
    assert desk.messages.said[-1] == "已添加 2 位代表"


def test_a_deputy_leaves_with_a_reason(desk):
    section = desk.go("deputies")
    section.table.setFocus()
    section.table.choose(0)
    who = section.table.current().deputy.name
    section.end_button.click()
    desk.settle()
    form = section.form_sheet.form
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert form._reason_field.error() == "请选离任的原因"
    form.reason.setFocus()
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_S, with_=CTRL)
    ended = next(one.deputy for one in deputies(desk.station, with_ended=True) if one.deputy.name == who)
    assert (ended.ended_on, ended.end_reason) == ("2026-06-18", DeputyEnd.MOVED)
    assert who not in [row.deputy.name for row in section.table.lines.rows()]


def test_the_forms_are_not_cut_at_large_type(desk):
    section = desk.go("deputies")
    section.add_button.click()
    for scale in (100, 150, 200):
        desk.window.set_scale(scale)
        desk.settle()
        desk.qtbot.waitUntil(lambda: cut_texts(desk.page) == [])
