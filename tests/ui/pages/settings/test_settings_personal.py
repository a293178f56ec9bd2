"""个人信息: a person is found, handed their data, deleted; and the list of those whose time is over; all by keys."""

import json

import pytest
from PySide6.QtCore import Qt

from station_app.errors import StationError
from station_app.services import clearing
from station_app.services.detail import detail
from station_app.services.erasing import find
from station_app.services.recording import save_reception
from station_app.services.retention import retention_years
from tests.ui.helpers import clashing_keys, cut_texts
from tests.ui.pages.settings.conftest import CTRL

NAME = "吴桂珍"


@pytest.fixture
def recorded(station, form):
    save_reception(station, form({"content": "吴桂珍说地下车库灯不亮。"}))
    save_reception(station, form({"title": "门禁坏了"}, {"name": "孟宪国", "phone": "13900001234"}))


def searched(desk, text):
    section = desk.go("personal")
    section.text.setFocus()
    desk.type(text)
    desk.press(Qt.Key.Key_Return)
    return section


def test_a_person_is_found_by_keys_and_what_is_held_is_shown(desk, recorded):
    section = searched(desk, NAME)
    assert section.held.isVisible()
    told = section.held.words.text()
    assert "吴**　138****5678" in told
    assert "意见建议 1 条：17-2026-00001" in told
    assert "文字里提到：登记 17-2026-00001「吴桂珍说地下车库灯不亮。」" in told
    assert desk.focus() is section.held.export
    assert NAME not in " ".join(section.found.lines.index(0, place).data() for place in range(4))


@pytest.mark.parametrize(
    ("text", "told"), [("", "请输入"), ("林晚", "没有这个人的资料"), ("17-2026-09999", "没有编号")]
)
def test_who_is_not_found_is_told_under_the_field(desk, recorded, text, told):
    section = searched(desk, text)
    assert told in section.field.error()
    assert not section.held.isVisible()


def test_several_of_one_name_are_listed_and_one_is_chosen(desk, form, recorded):
    save_reception(desk.station, form({"title": "另一位"}, {"phone": "13700009999"}))
    section = searched(desk, NAME)
    assert not section.held.isVisible()
    assert desk.focus() is section.found
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert "138****5678" in section.held.words.text()


def test_the_data_are_handed_over(desk, recorded, choose, tmp_path):
    choose(tmp_path / "给她.pdf")
    section = searched(desk, NAME)
    desk.press(Qt.Key.Key_Return)
    assert (tmp_path / "给她.pdf").read_bytes().startswith(b"%PDF")
    assert json.loads((tmp_path / "给她.json").read_text("utf-8"))["contacts"][0]["name"] == NAME
    assert desk.messages.said == [f"已存为 {tmp_path / '给她.pdf'}"]
    assert desk.focus() is section.held.export


def test_a_refused_export_is_told(desk, recorded, choose):
    choose(desk.station.store.paths.folder / "给她.pdf")
    searched(desk, NAME)
    desk.press(Qt.Key.Key_Return)
    assert "不能存在数据文件夹里" in desk.messages.errors[0].title


def to_the_form(desk):
    section = searched(desk, NAME)
    desk.press(Qt.Key.Key_Tab, Qt.Key.Key_Return)
    return section, section.form_sheet.form


def test_a_person_is_deleted_by_keys_after_one_question(desk, recorded):
    section, form = to_the_form(desk)
    assert desk.focus() is form.reason
    assert form.texts.isChecked()
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    assert "请写明为什么" in form.reason_field.error()
    desk.type("本人来电要求")
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    ((question, loss, verb),) = desk.messages.questions
    assert (question, verb) == ("删除后找不回来", "永远删去")
    assert "1 条意见建议保留" in loss
    assert desk.messages.said == ["已按本人要求删除；意见建议保留"]
    shown = detail(desk.station, "17-2026-00001")
    assert (shown.contact.name, shown.intake.content) == ("已按本人要求删除", "〔已删去〕说地下车库灯不亮。")
    assert not section.held.isVisible()
    assert desk.focus() is section.text
    assert find(desk.station, NAME) == ()


def test_who_says_no_deletes_nothing(desk, recorded):
    _section, form = to_the_form(desk)
    desk.type("本人来电要求")
    desk.messages.default = False
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    assert len(find(desk.station, NAME)) == 1
    assert form.reason.text() == "本人来电要求"


def test_the_texts_stay_when_the_box_is_cleared_and_other_words_go(desk, recorded):
    _section, form = to_the_form(desk)
    desk.type("本人来电要求")
    form.texts.setChecked(False)
    form.words.setFocus()
    desk.type("灯")
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    assert "至少 2 个字" in form.words_field.error()
    form.words.setText("地下车库、照明灯")
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    assert detail(desk.station, "17-2026-00001").intake.content == "吴桂珍说〔已删去〕灯不亮。"


def test_a_name_in_the_reason_is_refused_in_place(desk, recorded):
    _section, form = to_the_form(desk)
    desk.type("吴桂珍要求")
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    assert "原因里不要写姓名和电话" in form.problem.text()
    assert len(find(desk.station, NAME)) == 1


def test_what_could_not_be_cleared_yet_is_told(desk, recorded, monkeypatch):
    def full(_station, _pace=None):
        raise StationError("磁盘满了", "请腾出空间。")

    monkeypatch.setattr("station_app.services.erasing.clear_traces", full)
    to_the_form(desk)
    desk.type("本人来电要求")
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    assert [one.title for one in desk.messages.errors] == ["磁盘满了"]
    assert find(desk.station, NAME) == ()
    monkeypatch.undo()
    assert clearing.resume(desk.station) == ""


def test_whose_time_is_over_is_listed_and_deleted(desk, form):
    save_reception(desk.station, form(contact={"retain_until": "2026-06-17"}))
    save_reception(desk.station, form(contact={"name": "林晚", "phone": "13900001234"}))
    section = desk.go("personal").retention
    assert [row.label for row in section.table.lines.rows()] == ["吴**"]
    section.erase.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.messages.questions[0][2] == "永远删去 1 份"
    assert desk.messages.said == ["已删去 1 份保存期满的资料"]
    assert section.empty.isVisible()
    assert len(find(desk.station, "林晚")) == 1


def test_the_years_are_kept_by_enter(desk):
    section = desk.go("personal").retention
    section.years.setFocus()
    desk.type("三")
    desk.press(Qt.Key.Key_Return)
    assert "1 到 50 的整数" in section.years_field.error()
    section.years.setText("3")
    desk.press(Qt.Key.Key_Return)
    assert retention_years(desk.station) == 3
    section.years.clear()
    desk.press(Qt.Key.Key_Return)
    assert retention_years(desk.station) is None
    section.years.setText("60")
    desk.press(Qt.Key.Key_Return)
    assert "1 到 50" in section.years_field.error()


def test_only_the_head_sees_it(desk, recorded):
    desk.sit("徐桂兰")
    section = desk.go("personal")
    assert not section.text.isEnabled()
    assert not section.retention.isVisible()
    assert section.note.isVisible()


@pytest.mark.parametrize("size", [(1366, 690), (1366, 768)])
def test_nothing_is_cut_and_no_keys_clash(desk, recorded, size):
    desk.window.resize(*size)
    to_the_form(desk)
    assert cut_texts(desk.page) == []
    assert clashing_keys(desk.window) == []
