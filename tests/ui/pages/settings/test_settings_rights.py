"""登录口令 and 查看记录, from the keyboard."""

import openpyxl
import pytest
from PySide6.QtCore import Qt

from station_app.db import slots
from station_app.services.audit import Action, note
from station_app.services.opening import unlock
from station_app.services.sign_in import shares, sign_ins
from tests.stations import CHEAP
from tests.ui.helpers import clashing_keys, cut_texts
from tests.ui.pages.settings.conftest import CTRL

HERS = "xu gui lan allein"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """What makes guessing dear makes tests slow."""
    monkeypatch.setattr(slots, "Cost", lambda: CHEAP)


def give(desk, row: int, text: str):
    """Open the row by Enter and type the passphrase twice."""
    section = desk.go("people")
    section.signing.table.setFocus()
    section.signing.table.choose(row)
    desk.press(Qt.Key.Key_Return)
    form = section.signing.form_sheet.form
    desk.type(text)
    desk.press(Qt.Key.Key_Return)
    desk.type(text)
    desk.press(Qt.Key.Key_S, with_=CTRL)
    return form


def test_the_head_gives_a_passphrase_by_keys(desk):
    give(desk, 1, HERS)
    signing = desk.section.signing
    assert [one.number for one in sign_ins(desk.station)] == ["01", "02", ""]
    assert signing.form_sheet.form is None
    assert signing.table.lines.index(1, 2).data() == "02"
    unlock(desk.station.store.paths, HERS, "02")


def test_a_weak_one_is_said_under_the_field(desk):
    form = give(desk, 1, "kurz")
    assert "太短" in form.new.first.error()
    assert [one.number for one in sign_ins(desk.station)] == ["01", "", ""]


def test_it_is_taken_away_after_asking(desk):
    give(desk, 1, HERS)
    signing = desk.section.signing
    signing.table.choose(0)
    assert not signing.take.isEnabled()
    signing.table.choose(1)
    signing.take.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert "取消「徐桂兰」的口令" in desk.messages.questions[-1][0]
    assert [one.number for one in sign_ins(desk.station)] == ["01", "", ""]


def test_the_shared_account_is_ended_by_the_blank_key(desk):
    section = desk.go("people")
    assert section.signing.shared.isChecked()
    section.signing.shared.setFocus()
    desk.press(Qt.Key.Key_Space)
    assert not shares(desk.station)


def test_a_volunteer_changes_nothing_and_is_told_whom_to_ask(desk):
    desk.sit("徐桂兰")
    section = desk.go("people")
    signing = section.signing
    assert not signing.give.isEnabled()
    assert not signing.take.isEnabled()
    assert not signing.shared.isEnabled()
    signing.table.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert signing.form_sheet.form is None
    assert "站长" in section.note.words.text()


def shown(section) -> list[str]:
    return [one.what for one in section.table.lines.rows()]


@pytest.fixture
def looked(desk):
    """Twelve looks by the head, and one print by a volunteer."""
    head = desk.station.author
    for number in range(12):
        note(desk.station, Action.VIEWED, f"第 {number} 条")
    desk.sit("徐桂兰")
    note(desk.station, Action.PRINTED, "社情簿")
    desk.station.sit_down(head)
    return desk


def test_the_trail_is_read_by_pages_and_filters(looked):
    section = looked.go("audit")
    assert looked.focus() is section.who
    assert (shown(section)[0], len(shown(section))) == ("社情簿", 8)
    assert section.count.text() == "共 13 条"
    looked.press(Qt.Key.Key_PageDown)
    looked.press(Qt.Key.Key_Tab)
    assert shown(section) == ["第 4 条", "第 3 条", "第 2 条", "第 1 条", "第 0 条"]
    section.action.setFocus()
    looked.press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert section.action.value() == Action.PRINTED
    assert shown(section) == ["社情簿"]
    section.action.set_value(Action.ERASED)
    assert shown(section) == []
    assert "没有这样的记录" in section.detail.text()
    section.action.set_value(None)
    section.period.set_value(0)
    section.who.set_value(looked.station.author)
    assert section.count.text() == "共 12 条"
    section.table.setFocus()
    assert "第 11 条" in section.detail.text()


def test_the_chain_is_checked_with_a_plain_sentence(looked):
    section = looked.go("audit")
    section.check_button.setFocus()
    looked.press(Qt.Key.Key_Return)
    assert "共 13 条，一条接一条核对过" in section.verdict.words.text()
    looked.station.db.execute_sql("DELETE FROM audit WHERE id = 5")
    looked.press(Qt.Key.Key_Return)
    assert "第 6 条被改动过" in section.verdict.words.text()


def test_the_list_is_saved_by_ctrl_s(looked, choose, tmp_path):
    section = looked.go("audit")
    choose(tmp_path / "记录")
    looked.press(Qt.Key.Key_S, with_=CTRL)
    assert openpyxl.load_workbook(tmp_path / "记录.xlsx").active.max_row == 14
    assert section.count.text() == "共 14 条"


def test_who_is_not_the_head_sees_no_trail(looked):
    looked.sit("徐桂兰")
    section = looked.go("audit")
    assert section.sheet.isHidden()
    assert "只给站长看" in section.note.words.text()
    assert section.table.lines.rows() == []


@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("key", ["people", "audit"])
def test_nothing_is_cut(looked, look, key, scale):
    look.set_scale(scale)
    section = looked.go(key)
    if key == "people":
        section.signing._open(section.signing.table.current())
    else:
        section._check()
    looked.settle()
    assert cut_texts(section) == []
    assert clashing_keys(looked.window) == []


def test_who_has_no_passphrase_has_none_to_change(desk):
    desk.sit("徐桂兰")
    section = desk.go("keys")
    assert not section.change_button.isEnabled()
    assert "请站长在「人员」里设一个" in section.change_button.toolTip()


def test_a_person_changes_their_own(desk):
    give(desk, 1, HERS)
    desk.sit("徐桂兰")
    section = desk.go("keys")
    section.change_button.setFocus()
    desk.press(Qt.Key.Key_Return)
    desk.type(HERS)
    for _twice in range(2):
        desk.press(Qt.Key.Key_Return)
        desk.type("und wieder neu")
    desk.press(Qt.Key.Key_S, with_=CTRL)
    unlock(desk.station.store.paths, "und wieder neu", "02")


def test_a_volunteer_brings_in_no_ledger(desk):
    desk.sit("徐桂兰")
    section = desk.go("ledger")
    assert not section.file.isEnabled()
    assert not section.acceptDrops()
    assert "站长" in section.note.words.text()
