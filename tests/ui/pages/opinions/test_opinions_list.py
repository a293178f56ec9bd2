"""The list: searching, filtering, paging and choosing by keys alone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from station_app.domain.enums import Kind, Status
from station_app.services.listing import Filters
from station_app.services.saved_filters import saved_filters
from station_app.ui.pages.opinions_finding import TYPING_MS
from station_app.ui.pages.opinions_model import LINE_ROLE, SORT_ROLE, Column, OpinionModel
from station_app.ui.pages.opinions_reader import Question, answer
from tests.services.opinions import twin
from tests.stations import open_copy
from tests.ui.pages.opinions.sample import ROWS

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
FIRE = "消防通道长期停车，消防车进不来"
SLOW = "道闸抬杆慢"


def test_the_model_is_a_good_model(qtmodeltester, station):
    model = OpinionModel("17-", 2026)
    qtmodeltester.check(model)
    model.set_lines(answer(station, Question(filters=Filters(), rows=50)).lines)
    qtmodeltester.check(model)
    assert (model.rowCount(), model.columnCount()) == (len(ROWS), len(Column))


def test_the_model_tells_words_and_what_to_sort_by(station):
    model = OpinionModel("17-", 2026)
    model.set_lines(answer(station, Question(filters=Filters(text="堵单元门"), rows=50)).lines)
    cells = [model.index(0, column) for column in Column]
    assert [cell.data() for cell in cells] == ["办结", "2026-00005", "5-19", "快递车堵单元门", "邻里治安", "丁**", ""]
    line = cells[0].data(LINE_ROLE)
    assert [cell.data(SORT_ROLE) for cell in cells] == [
        "办结",
        line.id,
        "2026-05-19",
        "快递车堵单元门",
        "治安与邻里纠纷",
        "丁**",
        "",
    ]
    assert cells[Column.TOPIC].data(Qt.ItemDataRole.ToolTipRole) == "治安与邻里纠纷"
    assert model.headerData(9, Qt.Orientation.Horizontal) is None


def test_dates_of_other_years_tell_the_year_and_other_sites_their_prefix(station):
    model = OpinionModel("18-", 2025)
    model.set_lines(answer(station, Question(filters=Filters(text="堵单元门"), rows=50)).lines)
    assert model.index(0, Column.SERIAL).data() == "17-2026-00005"
    assert model.index(0, Column.DATE).data() == "2026-5-19"


def test_a_doubled_serial_is_marked(desk):
    serial = desk.serials[SLOW]
    twin(desk.station, serial)
    desk.search(serial)
    marks = [desk.page.finder.model.index(row, Column.SERIAL).data() for row in range(2)]
    assert all("〔重号 " in mark for mark in marks)
    assert len(set(marks)) == 2


def test_the_page_begins_with_the_newest_and_shows_it(desk):
    assert desk.titles()[0] == ROWS[-1].title
    assert desk.pane.detail.intake.title == ROWS[-1].title
    assert desk.page.finder.table.hasFocus()
    rows = desk.page.finder.table.capacity()
    assert desk.page.finder.list.foot.words.text() == f"第 1–{min(rows, 15)} 条，共 15 条"


def test_typing_searches_from_one_character_on_and_marks_the_hits(desk):
    desk.search("棚")
    assert desk.titles() == ["电动车停车棚雨天漏水", "自行车棚改停车位的意见"]
    assert desk.page.finder.search.count.text() == "2 条"
    assert desk.page.finder.model.lines()[0].title_hits == ((5, 6),)
    assert desk.pane.title_words.hits() == ((5, 6),)
    assert desk.focus() is desk.page.finder.search.edit


def test_a_hit_in_the_content_is_shown_as_a_piece(desk):
    desk.search("早高峰")
    (line,) = desk.page.finder.model.lines()
    start, end = line.snippet_hits[0]
    assert (line.title, line.snippet[start:end]) == (SLOW, "早高峰")
    assert desk.pane.content_words.hits() == ((8, 11),)


def test_only_the_last_words_are_answered(desk, qtbot):
    answers = []
    desk.page.finder.answered.connect(lambda: answers.append(desk.page.finder.search.text()))
    desk.press(Key.Key_F, Ctrl)
    for text in ("停", "停车", "停车棚"):
        desk.focus().setText(text)
    assert desk.page.finder.timer.interval() == TYPING_MS
    desk.settle()
    assert answers == ["停车棚"]
    assert desk.titles() == ["电动车停车棚雨天漏水"]


def test_an_answer_that_comes_late_is_dropped(desk):
    finder = desk.page.finder
    finder.use(Filters(text="道闸"))
    finder.use(Filters(text="盲道"))
    desk.settle()
    assert desk.titles() == ["银行门口停车划线占了盲道"]


def test_enter_in_the_search_goes_to_the_list_and_escape_clears(desk):
    desk.search("道闸")
    desk.press(Key.Key_Return)
    assert desk.page.finder.table.hasFocus()
    desk.press(Key.Key_Escape)
    assert desk.page.finder.search.text() == ""
    assert len(desk.titles()) > 1


@pytest.mark.parametrize(
    ("words", "title"),
    [("lc", FIRE), ("刘成", FIRE), ("2026-00010", FIRE), ("陈立新", ROWS[-1].title), ("CLX", ROWS[-1].title)],
)
def test_names_initials_and_serials_are_found(desk, words, title):
    desk.search(words)
    assert title in desk.titles()


def test_without_hits_the_way_out_is_offered(desk):
    desk.page.finder.use(Filters(received_from="2025-01-01", received_to="2025-12-31"))
    desk.search("道闸")
    nothing = desk.page.finder.list.nothing
    assert nothing.sentence.text() == "没有找到含「道闸」的意见建议。"
    assert [nothing.clear.isVisible(), nothing.everywhere.isVisible(), nothing.new.isVisible()] == [True, True, False]
    nothing.everywhere.setFocus()
    desk.press(Key.Key_Space)
    assert desk.titles() == [SLOW]
    assert desk.page.finder.current_filters() == Filters(text="道闸")


def test_filters_alone_that_leave_nothing_can_be_cleared(desk):
    desk.page.finder.use(Filters(topics=("住房",)))
    desk.settle()
    assert desk.page.finder.list.nothing.sentence.text() == "这样筛选，一条也没有。"
    assert desk.pane.detail is None
    desk.page.finder.list.nothing.clear.click()
    desk.settle()
    assert len(desk.titles()) > 1


def test_words_alone_that_find_nothing_can_be_cleared(desk):
    desk.search("没有这样的话")
    assert not desk.page.finder.list.nothing.clear.isVisible()
    desk.page.finder.list.nothing.clear_search.click()
    desk.settle()
    assert len(desk.titles()) > 1


def test_an_empty_station_offers_the_first_reception(make_desk, station_template, tmp_path, clock):
    station = open_copy(station_template, tmp_path / "空站", clock)
    desk = make_desk(station)
    nothing = desk.page.finder.list.nothing
    assert (nothing.sentence.text(), nothing.new.isVisible()) == ("还没有登记过意见建议。", True)
    with desk.qtbot.waitSignal(desk.page.navigate, check_params_cb=lambda key, _argument: key == "reception"):
        nothing.new.click()
    station.close()


@pytest.mark.parametrize(
    ("button", "value", "count"),
    [
        ("statuses", Status.AWAITING_FEEDBACK, 3),
        ("topics", "消防安全", 2),
        ("channels", "来站接待", 15),
        ("dates", ("2026-01-01", "2026-12-31"), 15),
        ("dates", ("2026-06-01", None), 7),
        ("dates", ("2026-05-01", "2026-05-31"), 8),
    ],
)
def test_each_filter_narrows_the_list(desk, button, value, count):
    filter_button = getattr(desk.page.finder.filters, button)
    filter_button.set_values([value])
    assert filter_button.values() == [value]
    filter_button.changed.emit()
    desk.settle()
    assert desk.page.finder.list.foot.words.text().endswith(f"共 {count} 条")
    assert desk.page.finder.filters.clear.isVisible()


def test_the_menu_of_a_filter_is_worked_by_keys(desk, qtbot):
    statuses = desk.page.finder.filters.statuses
    statuses.setFocus()
    desk.press(Key.Key_Space)
    assert statuses.menu_box.isVisible()
    for _step in range(2 + [state for state in Status if state is not Status.DRAFT].index(Status.REDO)):
        qtbot.keyClick(statuses.menu_box, Key.Key_Down)
    qtbot.keyClick(statuses.menu_box, Key.Key_Return)
    statuses.menu_box.close()
    desk.settle()
    assert statuses.values() == [Status.REDO]
    assert desk.titles() == ["学校门口接送停车秩序乱"]


def test_deputies_are_offered_by_name(desk):
    deputies = desk.page.finder.filters.deputies
    uid = desk.station.db.execute_sql("SELECT uid FROM deputy WHERE name = '何素琴'").fetchone()[0]
    deputies.set_values([uid])
    deputies.changed.emit()
    desk.settle()
    assert deputies.shown_value() == "何素琴"
    assert desk.page.finder.current_filters().deputies == (uid,)


def test_more_filters_are_in_the_panel(desk):
    more = desk.page.finder.filters.more
    more.setFocus()
    desk.press(Key.Key_Space)
    panel = more.panel
    assert panel.isVisible()
    panel.kinds[Kind.SUGGESTION].setChecked(True)
    panel.estate.set_value("梧桐苑")
    panel.first.edit.setText("6-10")
    panel.last.edit.setText("2026.6.13")
    panel.done.click()
    desk.settle()
    filters = desk.page.finder.current_filters()
    assert (filters.kinds, filters.estate) == ((Kind.SUGGESTION,), "梧桐苑")
    assert (filters.received_from, filters.received_to) == ("2026-06-10", "2026-06-13")
    assert more.shown_value() == "2 项"
    assert desk.page.finder.filters.dates.shown_value() == "2026-06-10 至 2026-06-13"
    assert set(desk.titles()) == {"电动车停车棚雨天漏水", "楼道堆物没人清"}


@pytest.mark.parametrize(("first", "last", "sentence"), [("某日", "", "没有看懂"), ("2026-06-10", "2026-06-01", "晚")])
def test_the_panel_refuses_days_that_make_no_sense(desk, first, last, sentence):
    more = desk.page.finder.filters.more
    more.click()
    more.panel.first.edit.setText(first)
    more.panel.last.edit.setText(last)
    more.panel.done.click()
    assert sentence in more.panel.span.error()
    assert more.panel.isVisible()
    more.panel.close()
    assert desk.page.finder.current_filters() == Filters()


def test_the_often_used_filters_count_and_toggle(desk):
    filters = desk.page.finder.filters
    assert filters.waiting.text() == "待我反馈 3"
    filters.waiting.setFocus()
    desk.press(Key.Key_Space)
    assert {line.label for line in desk.page.finder.model.lines()} == {"待反馈"}
    desk.press(Key.Key_Space)
    assert len(desk.titles()) > 3
    filters.old.click()
    desk.settle()
    assert desk.titles() == []
    desk.page.finder.use(replace(Filters(), older_than_days=20))
    desk.settle()
    assert filters.chip.text() == "超过 20 天"
    assert "学校门口接送停车秩序乱" in desk.titles()
    filters.chip.click()
    desk.settle()
    assert desk.page.finder.current_filters() == Filters()


def test_own_filters_are_kept_used_and_taken_away(desk):
    finder = desk.page.finder
    finder.use(Filters(text="停车", topics=("交通出行",)))
    desk.settle()
    finder.filters.saved.click()
    menu = finder.saved.menu
    assert [action.text() for action in menu.actions()] == ["把现在的筛选存为常用…"]
    menu.close()
    finder.saved.panel.open_under(finder.filters.saved)
    desk.qtbot.keyClicks(finder.saved.panel.edit, "parking")
    desk.qtbot.keyClick(finder.saved.panel.edit, Key.Key_Return)
    desk.settle()
    assert [(one.name, one.filters) for one in saved_filters(desk.station)] == [
        ("parking", Filters(text="停车", topics=("交通出行",)))
    ]
    finder.use(Filters())
    desk.settle()
    finder.filters.saved.click()
    menu.actions()[0].trigger()
    menu.close()
    desk.settle()
    assert finder.current_filters() == Filters(text="停车", topics=("交通出行",))
    assert len(desk.titles()) == 3
    finder.filters.saved.click()
    finder.saved.removal.actions()[0].trigger()
    menu.close()
    desk.settle()
    assert saved_filters(desk.station) == ()
    assert desk.messages.said == ["「parking」已存入常用", "「parking」已从常用里删去，记录都在"]


def test_a_name_that_will_not_do_is_said(desk):
    desk.page.finder.saved.open_with(Filters(text="停车"))
    desk.page.finder.saved.menu.close()
    desk.page.finder.saved.panel.named.emit(" ")
    desk.settle()
    assert desk.messages.errors[0].title == "还没有起名字"


def test_pages_turn_by_keys_and_arrows_go_over_the_edge(desk):
    desk.window.resize(1366, 520)
    desk.settle()
    table, pager = desk.page.finder.table, desk.page.finder.list.foot.pager
    rows = table.capacity()
    assert len(desk.titles()) == rows < 15
    everything = [row.title for row in reversed(ROWS)]
    assert desk.titles() == everything[:rows]
    desk.press(Key.Key_PageDown)
    assert desk.titles() == everything[rows : 2 * rows]
    assert pager.place.text().startswith("2 / ")
    desk.press(Key.Key_PageUp)
    for _step in range(rows):
        desk.press(Key.Key_Down)
    assert (desk.titles()[0], table.currentIndex().row()) == (everything[rows], 0)
    desk.press(Key.Key_Up)
    assert (desk.titles()[0], table.currentIndex().row()) == (everything[0], rows - 1)
    assert desk.pane.detail.intake.title == everything[rows - 1]


def test_the_first_line_stays_when_there_is_no_page_before(desk):
    desk.press(Key.Key_Up)
    assert desk.page.finder.table.currentIndex().row() == 0


def test_the_place_is_kept_while_another_page_is_in_front(desk):
    desk.search("停车")
    desk.go_to("残疾人停车位常被占用")
    desk.window.show_page("home")
    desk.show()
    assert desk.page.finder.search.text() == "停车"
    assert desk.page.finder.table.currentIndex().row() == desk.titles().index("残疾人停车位常被占用")
    assert desk.pane.detail.intake.title == "残疾人停车位常被占用"


def test_more_rows_keep_the_chosen_line_in_sight(desk):
    desk.window.resize(1366, 480)
    desk.settle()
    desk.press(Key.Key_PageDown)
    chosen = desk.page.finder.table.current_uid()
    desk.window.resize(1366, 768)
    desk.settle()
    assert desk.page.finder.table.current_uid() == chosen


def test_other_pages_can_ask_for_words_filters_or_one_opinion(desk):
    desk.show(("search", "道闸"))
    assert desk.titles() == [SLOW]
    desk.show(("filter", Filters(statuses=(Status.REDO,))))
    assert (desk.titles(), desk.page.finder.search.text()) == (["学校门口接送停车秩序乱"], "")
    desk.show(("open", desk.uid(SLOW)))
    assert (desk.pane.wide, desk.pane.detail.intake.title) == (True, SLOW)
    assert desk.page.finder.current_filters() == Filters()
    desk.press(Key.Key_Escape)
    assert (desk.pane.wide, desk.page.finder.table.current_uid()) == (False, desk.uid(SLOW))


def test_an_opinion_on_a_later_page_is_found_there(desk):
    desk.window.resize(1366, 480)
    desk.settle()
    desk.show(("open", desk.uid("自行车棚改停车位的意见")))
    desk.press(Key.Key_Escape)
    assert "自行车棚改停车位的意见" in desk.titles()
    assert desk.page.finder.table.current_uid() == desk.uid("自行车棚改停车位的意见")


def test_what_is_gone_is_said(desk):
    desk.show(("open", "00000000-0000-4000-8000-000000000000"))
    assert desk.messages.errors[0].title == "找不到这条意见建议"
