"""The fields and buttons, driven as a person drives them."""

from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTableView, QVBoxLayout, QWidget

from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.choices import ComboBox
from station_app.ui.widgets.digit_grid import DigitGrid, DigitKeys
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.filter_button import FilterButton
from station_app.ui.widgets.inputs import LineEdit, TextArea
from station_app.ui.widgets.labels import ElidedLabel
from station_app.ui.widgets.moment_field import CalendarPopup, DateTimeField
from station_app.ui.widgets.notes import ProgressStrip, SuccessLine, progress_words
from station_app.ui.widgets.pager import Pager
from station_app.ui.widgets.search_box import SearchBox
from station_app.ui.widgets.segmented import Segmented
from station_app.ui.widgets.token_field import TokenField
from station_app.ui.widgets.token_popup import Candidate, CandidateModel
from tests.ui.helpers import cut_texts

Key = Qt.Key
PEOPLE = [
    Candidate(1, "陈立新", "区代表 第3选区", "今日轮值", (0,)),
    Candidate(2, "程远帆", "市代表 第1选区", "", (0,)),
    Candidate(3, "何素琴", "区代表 第2选区"),
]


@pytest.fixture
def host(qtbot):
    """A shown window into which a test puts its widgets."""
    window = QWidget()
    QVBoxLayout(window)
    window.resize(500, 300)
    qtbot.addWidget(window)

    def put(*widgets):
        for widget in widgets:
            window.layout().addWidget(widget)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return put


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space])
def test_button_is_pressed_by_enter_and_space(host, qtbot, key):
    button = KeyCapButton("保存", key="Ctrl+S")
    host(button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
def test_ctrl_enter_means_both_enter_keys(host, qtbot, key):
    button = KeyCapButton("保存并登记下一位", key="Ctrl+Enter", kind="primary")
    edit = LineEdit()
    host(button, edit)
    edit.setFocus()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(edit, key, Qt.KeyboardModifier.ControlModifier)


def test_printed_key_does_nothing_while_disabled_or_only_printed(host, qtbot):
    off, printed = KeyCapButton("存", key="Ctrl+S"), KeyCapButton("印", key="Ctrl+P", bind=False)
    off.setEnabled(False)
    window = host(off, printed)
    with qtbot.assertNotEmitted(off.clicked), qtbot.assertNotEmitted(printed.clicked):
        qtbot.keyClick(window, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(window, Key.Key_P, Qt.KeyboardModifier.ControlModifier)


def test_button_has_room_for_key_and_says_it(look):
    plain, keyed = KeyCapButton("保存"), KeyCapButton("保存", key="Ctrl+S")
    assert keyed.sizeHint().width() > plain.sizeHint().width() + 30
    assert (keyed.accessibleName(), keyed.accessibleDescription()) == ("保存", "Ctrl+S")
    assert keyed.sizeHint().height() == 34


def test_field_says_what_is_wrong_without_moving_the_control(host, qtbot):
    field = Field("电话", LineEdit("138"), required=True)
    host(field)
    before = field.control.size()
    field.set_error("手机号 11 位，少 8 位")
    assert field.error() == "手机号 11 位，少 8 位"
    assert field.control.size() == before
    assert field.control.property("invalid") is True
    field.clear_error()
    assert (field.error(), field.control.property("invalid")) == ("", False)
    assert field.star.isVisible()


def test_field_tells_when_it_is_left_not_while_typing(host, qtbot):
    first, second = Field("姓名", LineEdit()), Field("电话", LineEdit())
    host(first, second)
    first.control.setFocus()
    with qtbot.assertNotEmitted(first.left):
        qtbot.keyClicks(first.control, "abc")
    with qtbot.waitSignal(first.left):
        qtbot.keyClick(first.control, Key.Key_Return)
    assert second.control.hasFocus()


def test_labels_go_above_from_130_percent(host, look):
    field = Field("姓名", LineEdit())
    host(field)
    assert field.label_text.mapTo(field, field.label_text.rect().center()).x() < field.control.x()
    look.set_scale(130)
    field.layout().activate()
    assert field.label_text.mapTo(field, field.label_text.rect().bottomLeft()).y() < field.control.y()


def test_long_text_counts_and_lets_tab_out(host, qtbot):
    area, after = TextArea(limit=5), LineEdit()
    host(area, after)
    area.setFocus()
    with qtbot.waitSignal(area.changed):
        qtbot.keyClicks(area, "ab")
    qtbot.keyClick(area, Key.Key_Return)
    qtbot.keyClicks(area, "cdef")
    assert area.text() == "ab\ncdef"
    assert (area._count.text(), area._count.property("tone")) == ("7 字", "danger")
    qtbot.keyClick(area, Key.Key_Tab)
    assert after.hasFocus()


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_three_lines_need_no_scroll_bar(host, look, scale):
    look.set_scale(scale)
    area = TextArea()
    host(area)
    area.set_text("一\n二\n三")
    area.setFixedHeight(area.sizeHint().height())
    assert not area.verticalScrollBar().isVisible()


def test_segments_by_arrow_digit_and_click(host, qtbot):
    choice = Segmented([("a", "男"), ("b", "女"), ("c", "未说")])
    host(choice)
    assert choice.value() is None
    choice.setFocus()
    with qtbot.waitSignal(choice.changed):
        qtbot.keyClick(choice.segments[0], Key.Key_2)
    assert choice.value() == "b"
    qtbot.keyClick(choice.segments[1], Key.Key_Right)
    assert choice.value() == "c"
    qtbot.mouseClick(choice.segments[0], Qt.MouseButton.LeftButton)
    assert choice.value() == "a"
    with qtbot.assertNotEmitted(choice.changed):
        choice.set_value(None)
    assert choice.value() is None


def test_digits_reach_the_grid_unless_text_is_typed(host, qtbot):
    grid, edit, other = (
        DigitGrid([("x", "物业管理"), ("y", "老旧小区")], more="全部…"),
        LineEdit(),
        ComboBox([(1, "一")]),
    )
    window = host(grid, edit, other)
    DigitKeys(window).set_target(grid.press_digit)
    edit.setFocus()
    qtbot.keyClicks(edit, "2")
    assert (edit.text(), grid.value()) == ("2", None)
    other.setFocus()
    with qtbot.waitSignal(grid.changed):
        qtbot.keyClick(other, Key.Key_2)
    assert grid.value() == "y"
    with qtbot.waitSignal(grid.changed):
        qtbot.keyClick(other, Key.Key_1, Qt.KeyboardModifier.KeypadModifier)
    assert grid.value() == "x"
    with qtbot.waitSignal(grid.more_pressed):
        qtbot.keyClick(grid.buttons[0], Key.Key_0)
    with qtbot.assertNotEmitted(grid.changed):
        grid.press_digit(7)


def test_combo_keeps_its_value_over_new_options_and_ignores_unknown(host, qtbot):
    box = ComboBox([(1, "一"), (2, "二")])
    host(box)
    box.set_value(2)
    box.set_options([(2, "贰"), (3, "叁")])
    assert (box.value(), box.currentText()) == (2, "贰")
    box.set_value(99)
    assert box.value() == 2


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-06-18 10:20", datetime(2026, 6, 18, 10, 20)),
        ("6-18", datetime(2026, 6, 18)),
        ("6.18 10:20", datetime(2026, 6, 18, 10, 20)),
        ("6月18日 9点", datetime(2026, 6, 18, 9)),
        ("26.6.18", datetime(2026, 6, 18)),
        ("20260618 8：05", datetime(2026, 6, 18, 8, 5)),
        ("9:30", datetime(2026, 6, 18, 9, 30)),
        ("昨天 16:05", datetime(2026, 6, 17, 16, 5)),
        ("12-31", datetime(2025, 12, 31)),
        ("2-30", None),
        ("10:75", None),
        ("6-18 尾", None),
        ("", None),
    ],
)
def test_moment_reads_what_people_type(qtbot, typed, meant):
    field = DateTimeField(lambda: datetime(2026, 6, 18, 10, 32))
    qtbot.addWidget(field)
    field.edit.setText(typed)
    assert field.value() == meant


def test_moment_is_written_out_when_left(host, qtbot):
    field, after = DateTimeField(lambda: datetime(2026, 6, 18, 10, 32)), QLineEdit()
    host(field, after)
    field.setFocus()
    qtbot.keyClicks(field.edit, "6.17 9:05")
    with qtbot.waitSignal(field.changed):
        qtbot.keyClick(field.edit, Key.Key_Tab)
    assert field.text() == "2026-06-17 09:05"


def test_calendar_picks_a_day_and_keeps_the_time(host, qtbot):
    field = DateTimeField(lambda: datetime(2026, 6, 18, 10, 32))
    host(field)
    field.set_value(datetime(2026, 6, 18, 9, 15))
    qtbot.keyClick(field.edit, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = field.findChild(CalendarPopup)
    days = popup.calendar.findChild(QTableView, "qt_calendar_calendarview")
    qtbot.keyClick(days, Key.Key_Left)
    with qtbot.waitSignal(field.changed):
        qtbot.keyClick(days, Key.Key_Return)
    assert field.value() == datetime(2026, 6, 17, 9, 15)


def test_date_alone_takes_no_time(qtbot):
    field = DateTimeField(lambda: datetime(2026, 6, 18, 10, 32), with_time=False)
    qtbot.addWidget(field)
    field.edit.setText("6-18 10:20")
    assert field.value() is None
    field.edit.setText("6-18")
    assert field.value() == date(2026, 6, 18)


def test_tokens_by_keyboard_alone(host, qtbot):
    field, after = TokenField(lambda typed: PEOPLE if typed in ("", "c") else []), LineEdit()
    host(field, after)
    field.setFocus()
    qtbot.keyClicks(field.edit, "c")
    assert field.popup.isVisible()
    qtbot.keyClick(field.edit, Key.Key_Down)
    with qtbot.waitSignal(field.changed):
        qtbot.keyClick(field.edit, Key.Key_Return)
    assert (field.values(), field.edit.text(), field.popup.isVisible()) == ([2], "", False)
    qtbot.keyClick(field.edit, Key.Key_Down)
    assert field.popup.current() == PEOPLE[0]
    qtbot.keyClick(field.edit, Key.Key_Return)
    assert field.values() == [2, 1]
    with qtbot.waitSignal(field.changed):
        qtbot.keyClick(field.edit, Key.Key_Backspace)
    assert field.values() == [2]
    qtbot.keyClicks(field.edit, "q")
    assert not field.popup.isVisible()
    field.edit.clear()
    qtbot.keyClick(field.edit, Key.Key_Return)
    assert after.hasFocus()


@pytest.mark.parametrize("scale", [100, 200])
def test_tokens_say_in_full_that_nothing_is_met(host, qtbot, look, scale):
    look.set_scale(scale)
    sentence = "没有这位代表，请从列表里选，或到「设置」里添加"
    field = TokenField(lambda typed: [one for one in PEOPLE if typed in ("", "c")], unknown=sentence)
    field.setFixedWidth(230)
    host(field, LineEdit()).resize(600, 700)
    field.setFocus()
    qtbot.keyClicks(field.edit, "cz")
    assert (field.popup.sentence(), field.popup.current(), cut_texts(field.popup)) == (sentence, None, [])
    qtbot.keyClick(field.edit, Key.Key_Backspace)
    assert (field.popup.sentence(), field.popup.current()) == ("", PEOPLE[0])
    assert field.popup.view.isVisible()


def test_tokens_wrap_and_go_by_a_press(host, qtbot):
    field = TokenField(lambda _typed: PEOPLE)
    field.setFixedWidth(230)
    host(field)
    field.set_tokens(PEOPLE)
    assert field.height() > 60
    with qtbot.waitSignal(field.changed):
        qtbot.mouseClick(field._chips[1], Qt.MouseButton.LeftButton)
    assert field.values() == [1, 3]


def test_candidate_model_is_sound(qtbot, qtmodeltester):
    host = QWidget()
    qtbot.addWidget(host)
    model = CandidateModel(host)
    model.set_rows(PEOPLE)
    qtmodeltester.check(model)
    assert model.rowCount() == 3


def test_search_follows_typing_and_esc_clears(host, qtbot):
    box, other = SearchBox("搜编号、姓名、内容"), LineEdit()
    window = host(box, other)
    other.setFocus()
    qtbot.keyClick(window, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert box.edit.hasFocus()
    with qtbot.waitSignal(box.changed, check_params_cb=lambda text: text == "停车"):
        box.edit.insert("停车")
    box.set_count("31 条")
    assert box.count.isVisible()
    assert not box.cap.isVisible()
    qtbot.keyClick(box.edit, Key.Key_Escape)
    assert box.text() == ""
    assert not box.count.isVisible()


def test_filter_ticks_and_all(host, qtbot):
    button = FilterButton("状态", [("a", "办结"), ("b", "归档"), ("c", "作废")])
    host(button)
    assert button.shown_value() == "全部"
    button.open_menu()
    entries = button.menu_box.actions()
    with qtbot.waitSignal(button.changed):
        entries[2].trigger()
    assert (button.values(), button.shown_value()) == (["b"], "归档")
    entries[1].trigger()
    assert (button.values(), button.shown_value()) == (["a", "b"], "2 项")
    entries[0].trigger()
    assert (button.values(), entries[1].isChecked()) == ([], False)
    button.menu_box.close()


def test_single_filter_holds_one(host, qtbot):
    button = FilterButton("日期", [(2026, "2026 年"), (2025, "2025 年")], multiple=False)
    host(button)
    button.open_menu()
    button.menu_box.actions()[1].trigger()
    button.menu_box.actions()[2].trigger()
    assert button.values() == [2025]
    button.menu_box.close()


def test_pager_turns_within_bounds(host, qtbot):
    pager = Pager()
    window = host(pager)
    pager.set_page(1, 3)
    assert not pager.back.isEnabled()
    with qtbot.waitSignal(pager.page_wanted, check_params_cb=lambda page: page == 2):
        qtbot.keyClick(window, Key.Key_PageDown)
    with qtbot.assertNotEmitted(pager.page_wanted):
        qtbot.keyClick(window, Key.Key_PageUp)


def test_elided_label_tells_the_whole(host):
    label = ElidedLabel("北门进来左手那条消防通道，白天晚上都有人停车")
    label.setFixedWidth(120)
    host(label)
    assert label.text().endswith("…")
    assert label.toolTip() == label.whole()
    label.setText("短")
    assert (label.text(), label.toolTip()) == ("短", "")


def test_progress_tells_share_and_rest(host, qtbot):
    strip = ProgressStrip("已写部分会删去，旧包不动")
    host(strip)
    strip.set_progress(62, 100, 3.2)
    assert strip.rest.text() == "62 %，约 3 秒"
    assert progress_words(0.5, None) == "50 %"
    with qtbot.waitSignal(strip.cancelled):
        qtbot.keyClick(strip.cancel, Key.Key_Space)
    strip.set_cancellable(False)
    assert not strip.cancel.isEnabled()


def test_success_goes_away(host, qtbot):
    line = SuccessLine()
    host(line)
    line.say("已保存 2026-00144", 30)
    assert line.isVisible()
    qtbot.waitUntil(lambda: not line.isVisible())
