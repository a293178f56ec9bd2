"""The page at every scale: nothing cut, nothing sideways, keys that do not clash, the pane where it belongs."""

import threading

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt

from station_app.domain.moves import Move
from tests.services.opinions import record
from tests.ui.helpers import clashing_keys, cut_texts, tab_order
from tests.ui.pages.opinions.test_opinions_moves import LOCAL, NEW, SLOW

Key = Qt.Key


def place(desk, widget) -> tuple[int, int, int, int]:
    """Left, top, right and bottom in the window's client area."""
    corner = widget.mapTo(desk.window, QPoint(0, 0))
    return corner.x(), corner.y(), corner.x() + widget.width(), corner.y() + widget.height()


def near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) <= 8 for one, other in zip(found, wanted, strict=True))


def test_the_regions_stand_where_the_picture_has_them(desk):
    desk.search("停车")
    page = desk.page
    assert near(place(desk, page.head), (188, 0, 1366, 64))
    assert near(place(desk, page.finder.filters.dates)[:2], (208, 81))
    assert near(place(desk, page.finder.filters.old)[2:], (1346, 113))
    assert near(place(desk, page.finder.list), (208, 128, 948, 722))
    assert near(place(desk, desk.pane), (962, 128, 1346, 722))
    assert page.finder.table.capacity() == 14
    lefts = [page.finder.table.columnViewportPosition(column) + 209 for column in range(6)]
    assert near(tuple(lefts), (209, 321, 423, 479, 777, 855))


@pytest.mark.parametrize(("scale", "height"), [(100, 768), (100, 690), (120, 690), (130, 690), (150, 690), (200, 690)])
def test_nothing_is_cut_at_any_scale(desk, look, scale, height):
    desk.window.resize(1366, height)
    look.set_scale(scale)
    desk.search("停车")
    problems = [*cut_texts(desk.page)]
    for show in views(desk).values():
        show()
        desk.settle()
        problems += cut_texts(desk.page)
        assert desk.page.body.horizontalScrollBar().maximum() == 0
        assert desk.page.body.widget().minimumSizeHint().width() <= desk.page.body.viewport().width()
        assert desk.page.correction.body.horizontalScrollBar().maximum() == 0
        assert clashing_keys(desk.window) == []
    assert problems == []


def views(desk):
    def form(title, move):
        def show():
            desk.page.may_leave()
            desk.show(("open", desk.uid(title)))
            desk.page.moves.start(move)

        return show

    def progress():
        desk.page.progress_button.click()
        desk.page.progress.edit.setText("刘成")
        desk.page.progress.look_up()

    def nothing():
        desk.page.may_leave()
        desk.show(("search", "没有这样的话"))

    return {
        "wide": lambda: desk.show(("open", desk.uid(LOCAL))),
        "work": form(NEW, Move.OPEN),
        "answer": form(LOCAL, Move.ANSWER),
        "void": form(NEW, Move.VOID),
        "feedback": form(SLOW, Move.FEEDBACK),
        "correct": form(NEW, Move.CORRECT),
        "nothing": nothing,
        "progress": progress,
    }


@pytest.mark.parametrize(("scale", "below"), [(100, False), (120, False), (130, True), (200, True)])
def test_from_130_the_pane_stands_under_the_list(desk, look, scale, below):
    look.set_scale(scale)
    desk.settle()
    listed, pane = place(desk, desk.page.finder.list), place(desk, desk.pane)
    assert (pane[1] >= listed[3]) == below
    assert (pane[0] >= listed[2]) == (not below)


def test_a_form_under_the_list_is_brought_into_sight(desk, look):
    look.set_scale(150)
    desk.search("道闸")
    desk.press(Key.Key_F4)
    first = desk.pane.form.first()
    assert first.hasFocus() or first.focusWidget() is desk.focus() or first.isAncestorOf(desk.focus())
    assert not first.visibleRegion().isEmpty()


@pytest.mark.parametrize("height", [768, 480])
def test_after_a_long_opinion_the_chosen_row_is_in_sight_again(desk, look, height):
    record(desk.station, {"title": "很长的意见", "content": "路灯不亮，晚上看不见台阶。\n" * 60})
    desk.window.resize(1366, height)
    look.set_scale(150)
    desk.page.finder.refresh()
    desk.settle()
    table, bar = desk.page.finder.table, desk.page.body.verticalScrollBar()
    desk.go_to("很长的意见")
    desk.press(Key.Key_Return)
    bar.setValue(bar.maximum())
    assert bar.value() > desk.page.body.viewport().height()
    desk.press(Key.Key_Escape)
    assert not desk.pane.wide
    assert table.hasFocus()
    seen = table.viewport().visibleRegion().boundingRect()
    assert seen.contains(table.visualRect(table.currentIndex()))


def test_narrow_tables_drop_columns_from_the_right_into_the_pane(desk):
    table = desk.page.finder.table
    hidden = []
    for width in (740, 560, 480, 400):
        table.resize(width, 300)
        hidden.append([column for column in range(6) if table.isColumnHidden(column)])
        assert sum(table.columnWidth(column) for column in range(6) if not table.isColumnHidden(column)) <= width
    assert hidden == [[], [5], [4, 5], [2, 4, 5]]


def test_a_topic_that_has_no_column_is_in_the_pane(desk):
    desk.page.finder.table.setColumnHidden(4, True)
    desk.press(Key.Key_Down)
    assert desk.pane.with_topic


def test_tab_goes_from_search_over_filters_and_list_to_the_pane(desk):
    desk.page.finder.search.take_focus()
    order = [widget for widget in tab_order(desk.window, steps=5000) if desk.page.isAncestorOf(widget)]
    finder = desk.page.finder
    stops = [finder.filters.dates, finder.filters.old, finder.table, desk.pane.contact.eye, desk.pane.open_button]
    assert all(stop in order for stop in stops)
    assert [order.index(stop) for stop in stops] == sorted(order.index(stop) for stop in stops)


def test_the_reading_thread_ends_with_the_page(desk):
    desk.page.finder.refresh()
    readers = {thread for thread in threading.enumerate() if thread.name.startswith("writer")}
    page = desk.window._pages.pop("opinions")
    shiboken6.delete(page)
    assert {thread for thread in readers if not thread.is_alive()}


def test_themes_and_scales_change_while_something_is_open(desk, look):
    desk.show(("feedback", desk.uid(SLOW)))
    desk.pane.form.remark.setText("在家")
    for scale in (200, 100):
        look.set_scale(scale)
        desk.settle()
    assert desk.pane.form.remark.text() == "在家"
