"""An old ledger taken over in the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit

from station_app.db.statements import scalar
from station_app.services.ledger_import import past_imports
from station_app.ui.pages.settings_ledger_preview import NEW, REFUSED, SAME
from tests.ui.helpers import clashing_keys, cut_texts
from tests.ui.pages.settings.conftest import CTRL

REAL = Path(__file__).resolve().parents[5] / "shared" / "data" / "citizen-messages.xlsx"
A1 = ("A1", "2024-03-05", "路灯不亮", "三号楼前的路灯不亮。", "林晚", "13800001111", "电话", "物业管理")
A2 = ("A2", "2024-03-06", "井盖松动", "北门井盖响。", "林晚", "13800001111", "电话", "市容环卫")
BAD = ("A3", "没有日期", "题", "文", "", "", "电话", "物业管理")
YEARLESS = ("A4", "3月7日", "楼道堆物", "二栋楼道堆物。", "", "", "电话", "消防安全")


def opinions(station):
    return scalar(station.db, "SELECT count(*) FROM opinion WHERE void_reason IS NULL")


def words(section):
    return [row.words for row in section.preview.table.lines.rows()]


def counts(section):
    return [section.preview.counts.cells[word].count for word in (NEW, SAME, REFUSED)]


def test_a_clear_ledger_goes_from_the_file_to_the_import_by_keys(desk, ledger, choose):
    choose(ledger(A1, A2, BAD))
    section = desk.go("ledger")
    desk.page.list.setFocus()
    desk.press(Qt.Key.Key_O, with_=CTRL)
    assert section.mapping is None
    assert counts(section) == [2, 0, 1]
    assert section.preview.sum.text() == "2 + 0 + 1 = 3 行"
    assert words(section)[0].startswith("日期：")
    assert opinions(desk.station) == 0
    assert section.verbs.accept.text() == "导入 2 条"
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    assert opinions(desk.station) == 2
    assert section.file.answer.words.text().startswith("已导入 2 条，0 行原来就有，1 行没有导入")
    assert [(one.new, one.void) for one in past_imports(desk.station)] == [(2, False)]
    assert not section.preview.isVisible()
    assert not section.verbs.isVisible()


def test_the_focus_stays_with_who_has_gone_elsewhere_meanwhile(desk, ledger, choose):
    choose(ledger(A1, A2))
    section = desk.go("ledger")
    desk.press(Qt.Key.Key_O, with_=CTRL)
    desk.qtbot.keyClick(desk.focus(), Qt.Key.Key_Return, CTRL)
    desk.window.show_page("home")
    here = QLineEdit(desk.window.page("home"))
    here.show()
    here.setFocus()
    desk.settle()
    assert opinions(desk.station) == 2
    assert desk.focus() is here
    assert section.file.answer.words.text().startswith("已导入 2 条")


def test_the_counts_filter_the_rows_and_a_second_press_shows_all(desk, ledger):
    section = desk.go("ledger")
    section.take(ledger(A1, A2, BAD))
    desk.settle()
    section.preview.counts.cells[REFUSED].setFocus()
    desk.press(Qt.Key.Key_Space)
    assert [row.outcome for row in section.preview.table.lines.rows()] == [REFUSED]
    desk.press(Qt.Key.Key_Space)
    assert len(section.preview.table.lines.rows()) == 3
    assert not section.preview.counts.cells[SAME].isEnabled()


def test_nothing_is_taken_twice_and_another_text_is_refused(desk, ledger):
    section = desk.go("ledger")
    section.take(ledger(A1))
    desk.settle()
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    section.take(ledger(A1, A2, (*A1[:3], "换了一段话。", *A1[4:])))
    desk.settle()
    assert counts(section) == [1, 1, 1]
    assert "编号已有，内容不同" in words(section)
    section.take(ledger(A1))
    desk.settle()
    assert section.verbs.accept.text() == "没有新的可导入"
    assert not section.verbs.accept.isEnabled()


def test_absent_channel_and_topic_are_asked_before_the_preview(desk, ledger):
    section = desk.go("ledger")
    section.take(ledger(A1[:6], head=("编号", "日期", "标题", "反映内容", "反映人", "电话")))
    desk.settle()
    assert (section.mapping.channel.value(), section.mapping.topic.value()) == ("其他", "文体及其他")
    section.mapping.channel.set_value("电话")
    section.mapping.topic.set_value("物业管理")
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    assert counts(section) == [1, 0, 0]
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    assert scalar(desk.station.db, "SELECT channel || topic FROM opinion") == "电话物业管理"


def test_columns_in_doubt_are_shown_with_their_first_cells_and_can_be_changed(desk, ledger):
    section = desk.go("ledger")
    head = ("编号", "日期", "甲", "反映内容", "反映人", "电话", "来源渠道", "类别")
    path = ledger(A1, A2, head=(*head[:3], "乙", *head[4:]))
    section.take(path)
    desk.settle()
    rows = {field.name: row for field, row in section.mapping.rows.items()}
    assert rows["CONTENT"].doubt.text() == "没有找到“反映内容”列"
    assert rows["NAME"].sample.whole() == "林晚　林晚"
    assert desk.focus() is rows["CONTENT"].choice
    rows["CONTENT"].choice.set_value(3)
    rows["TITLE"].choice.set_value(3)
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    assert "选了两次" in rows["TITLE"].field.error()
    rows["TITLE"].choice.set_value(2)
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    assert counts(section) == [2, 0, 0]
    assert "路灯不亮" in words(section)
    section.verbs.change.click()
    assert {field.name: row.choice.value() for field, row in section.mapping.rows.items()}["TITLE"] == 2
    assert section.mapping.channel.value() is None


def test_the_rest_of_the_columns_is_one_press_away(desk, ledger):
    section = desk.go("ledger")
    section.take(ledger(A1[:6], head=("编号", "日期", "标题", "反映内容", "反映人", "电话")))
    desk.settle()
    rows = list(section.mapping.rows.values())
    assert not all(row.isVisible() for row in rows)
    section.mapping.more.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert all(row.isVisible() for row in rows)


def test_an_identity_card_column_is_never_offered_or_shown(desk, ledger):
    section = desk.go("ledger")
    head = ("编号", "日期", "标题", "反映内容", "反映人", "身份证号")
    section.take(ledger((*A1[:5], "440106199001011234"), head=head))
    desk.settle()
    choice = next(iter(section.mapping.rows.values())).choice
    assert not any("身份证" in choice.itemText(i) for i in range(choice.count()))
    shown = [row.sample.whole() for row in section.mapping.rows.values()]
    assert not any("440106" in words for words in shown)


def test_a_year_serves_dates_without_one(desk, ledger):
    section = desk.go("ledger")
    section.take(ledger(YEARLESS))
    desk.settle()
    assert counts(section) == [0, 0, 1]
    assert "没有写年份" in words(section)[0]
    section.verbs.change.click()
    section.mapping.year.setFocus()
    desk.type("20x5")
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    assert section.mapping.year_field.error() == "请写四位年份，例如 2025；可以空着"
    section.mapping.year.setText("2025")
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    assert counts(section) == [1, 0, 0]
    assert section.preview.table.lines.row(0).day == "2025-03-07"


@pytest.mark.parametrize(
    ("name", "told"), [("旧.xls", "请在 WPS 中另存为 xlsx"), ("旧.et", "请在 WPS 中另存为 xlsx"), ("图.png", "xlsx")]
)
def test_what_is_no_table_is_refused_in_words(desk, tmp_path, name, told):
    section = desk.go("ledger")
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 something")
    section.take(tmp_path / name)
    desk.settle()
    assert section.file.answer.isVisible()
    assert told in section.file.answer.words.text()
    assert section.mapping is None
    assert section.file.choose.isEnabled()


def test_a_file_can_be_dropped(desk, ledger):
    section = desk.go("ledger")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(ledger(A1)))])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, buttons, none)
    section.dragEnterEvent(entering)
    assert entering.isAccepted()
    section.dropEvent(QDropEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, buttons, none))
    desk.settle()
    assert counts(section) == [1, 0, 0]


def test_work_can_be_stopped_and_then_nothing_was_taken(desk, ledger):
    section = desk.go("ledger")
    section.take(ledger(*((f"B{i}", *A1[1:]) for i in range(1500))))
    desk.settle()
    assert counts(section)[0] == 1500
    section.verbs.accept.click()
    assert section.strip.busy
    assert not section.verbs.accept.isEnabled()
    desk.qtbot.waitUntil(section.strip.isVisible, timeout=20_000)
    assert desk.focus() is section.strip.cancel
    desk.press(Qt.Key.Key_Return)
    assert "已" in section.file.answer.words.text()
    assert opinions(desk.station) == 0
    assert section.verbs.accept.isEnabled()


def test_a_whole_import_is_voided_with_a_reason_and_can_come_again(desk, ledger):
    section = desk.go("ledger")
    path = ledger(A1, A2)
    section.take(path)
    desk.settle()
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    section.past.table.setFocus()
    desk.settle()
    section.past.void.click()
    desk.settle()
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert section.void_sheet.form._field.error() == "请写明为什么整批作废"
    desk.type("导错了文件")
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert opinions(desk.station) == 0
    assert section.past.table.lines.row(0).void
    assert not section.past.void.isEnabled()
    section.take(path)
    desk.settle()
    assert counts(section) == [2, 0, 0]


def test_the_table_keeps_the_rules_of_qt(desk, ledger, qtmodeltester):
    section = desk.go("ledger")
    section.take(ledger(A1, A2, BAD))
    desk.settle()
    qtmodeltester.check(section.preview.table.lines)
    qtmodeltester.check(section.past.table.lines)


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_no_step_is_cut(desk, ledger, scale):
    section = desk.go("ledger")
    desk.window.set_scale(scale)
    section.take(ledger(A1[:6], BAD[:6], head=("编号", "日期", "标题", "反映内容", "反映人", "电话")))
    desk.settle()
    desk.qtbot.waitUntil(lambda: cut_texts(desk.page) == [])
    assert clashing_keys(desk.window) == []
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    desk.qtbot.waitUntil(lambda: cut_texts(desk.page) == [])
    assert clashing_keys(desk.window) == []


@pytest.mark.skipif(not REAL.exists(), reason="the shared ledger of citizens' messages is not on this machine")
def test_the_real_messages(desk, choose):
    choose(REAL)
    section = desk.go("ledger")
    desk.press(Qt.Key.Key_O, with_=CTRL)
    assert section.mapping is not None
    desk.press(Qt.Key.Key_Return, with_=CTRL)
    new, same, refused = counts(section)
    assert (new + refused, same) == (1403, 0)
    assert refused <= 14
    assert len(section.preview.table.lines.rows()) == min(new, 200) + refused
    section.verbs.accept.click()
    desk.settle(timeout=180_000)
    assert opinions(desk.station) == new
