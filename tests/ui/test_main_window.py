"""The window: pages made when wanted, keys, scale, status."""

import pytest
from PySide6.QtCore import Qt

from station_app.ui.main_window import MainWindow
from station_app.ui.page import Page, PageSpec
from station_app.ui.widgets.card import ActionCard
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.sheet import PageBody, PageHead
from tests.ui.helpers import clashing_keys, cut_texts, tab_order

Alt, Ctrl = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


class Sample(Page):
    """A page that counts its showings."""

    def __init__(self):
        super().__init__()
        self.shown, self.scales, self.stays = [], [], False
        self.column.addWidget(PageHead("今日", "6月18日 星期四"))
        body = PageBody()
        body.column.addWidget(ActionCard("登记接待", "一屏记完，接着记下一位", "pencil-plus", "F2", primary=True))
        self.edit = LineEdit()
        body.column.addWidget(self.edit)
        body.column.addStretch(1)
        self.column.addWidget(body, 1)

    def on_shown(self, argument=None):
        self.shown.append(argument)

    def apply_scale(self, scale):
        self.scales.append(scale)

    def may_leave(self):
        return not self.stays


SPECS = [
    PageSpec("home", "今日", "home", "1", Sample, "a"),
    PageSpec("reception", "登记接待", "pencil-plus", "2", Sample, "a", "F2"),
    PageSpec("opinions", "意见建议", "list-details", "4", Sample, "b"),
    PageSpec("statistics", "统计", "chart-bar", "9", Sample, "c"),
    PageSpec("settings", "设置", "settings", "0", Sample, "foot"),
]


@pytest.fixture
def window(qtbot, look):
    """A shown window on its home page."""
    window = MainWindow("站", SPECS)
    qtbot.addWidget(window)
    window.set_site("梧桐里社区", "代表联络站")
    window.set_user("徐桂兰 · 志愿者")
    window.set_backup_state("今天 08:42 已备份")
    window.show_page("home")
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_pages_are_made_when_first_wanted_and_kept(window):
    assert window.page("opinions") is None
    window.show_page("opinions", "停车")
    made = window.page("opinions")
    assert (made.shown, made.scales, made.page_key, made.title) == (["停车"], [100], "opinions", "意见建议")
    window.show_page("home")
    window.show_page("opinions")
    assert window.page("opinions") is made
    assert made.shown == ["停车", None]


@pytest.mark.parametrize(("key", "page"), [(Key.Key_4, "opinions"), (Key.Key_0, "settings"), (Key.Key_9, "statistics")])
def test_alt_digit_opens_its_page(window, qtbot, key, page):
    with qtbot.waitSignal(window.page_shown, check_params_cb=lambda shown: shown == page):
        qtbot.keyClick(window, key, Alt)
    assert window.sidebar.items[page].isChecked()
    assert not window.sidebar.items["home"].isChecked()


def test_absent_pages_are_absent_and_digits_stay(window, qtbot):
    assert list(window.sidebar.items) == [spec.key for spec in SPECS]
    assert window.sidebar.items["opinions"].digit == "4"
    with qtbot.assertNotEmitted(window.page_shown):
        qtbot.keyClick(window, Key.Key_3, Alt)
    with pytest.raises(KeyError):
        window.show_page("no-such-page")


def test_function_key_opens_its_page_and_is_then_the_pages_own(window, qtbot):
    with qtbot.waitSignal(window.page_shown):
        qtbot.keyClick(window, Key.Key_F2)
    assert window.current_key == "reception"
    with qtbot.assertNotEmitted(window.page_shown):
        qtbot.keyClick(window, Key.Key_F2)


def test_a_page_can_keep_the_person(window, qtbot):
    window.page("home").stays = True
    assert window.show_page("opinions") is False
    assert window.current_key == "home"
    assert not window.close()
    window.page("home").stays = False
    with qtbot.waitSignal(window.closed):
        assert window.close()


def test_a_page_asks_for_another(window):
    window.page("home").navigate.emit("opinions", {"status": "待反馈"})
    assert window.page("opinions").shown == [{"status": "待反馈"}]
    window.page("home").navigate.emit("absent", None)
    assert window.current_key == "opinions"


def test_keys_of_the_window(window, qtbot):
    with qtbot.waitSignal(window.help_requested, check_params_cb=lambda key: key == "home"):
        qtbot.keyClick(window, Key.Key_F1)
    with qtbot.waitSignal(window.lock_requested):
        qtbot.keyClick(window, Key.Key_L, Ctrl)
    pressed = []
    window.bind_key("F9", lambda: pressed.append("F9"))
    qtbot.keyClick(window, Key.Key_F9)
    assert pressed == ["F9"]
    assert clashing_keys(window) == []


def test_scale_by_keys_and_status_bar(window, qtbot, look):
    with qtbot.waitSignal(window.scale_changed, check_params_cb=lambda scale: scale == 110):
        qtbot.keyClick(window, Key.Key_Equal, Ctrl)
    assert window.status.scale.text() == "字号 110%"
    qtbot.mouseClick(window.status.larger, Qt.MouseButton.LeftButton)
    assert (look.scale, window.page("home").scales) == (120, [100, 110, 120])
    qtbot.keyClick(window, Key.Key_Minus, Ctrl)
    qtbot.keyClick(window, Key.Key_0, Ctrl)
    assert look.scale == 100


def test_sidebar_widths(window, look):
    for scale, width in ((100, 188), (150, 222)):
        look.set_scale(scale)
        assert window.sidebar.width() == width
    look.set_scale(170)
    assert window.sidebar.width() < 100
    assert "今日" in window.sidebar.items["home"].toolTip()


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_nothing_is_cut_at_1366_by_690(window, look, scale):
    window.set_badge("opinions", 5)
    window.resize(1366, 690)
    look.set_scale(scale)
    window.centralWidget().layout().activate()
    assert window.size().toTuple() == (1366, 690)
    assert [text for text in cut_texts(window) if "NavItem" not in text] == []
    foot = window.sidebar.help_item
    assert foot.mapTo(window, foot.rect().bottomLeft()).y() < 690


def test_badge_leaves_the_icon_free_without_words(window, look):
    item = window.sidebar.items["opinions"]
    look.set_scale(200)
    window.set_badge("opinions", 120)
    assert item._badge_box().left() > item.width() // 2


def test_badge_is_drawn_and_said(window):
    item = window.sidebar.items["opinions"]
    before = item.grab().toImage()
    window.set_badge("opinions", 5)
    assert item.grab().toImage() != before
    assert item.accessibleName() == "意见建议，5 件等您处理"
    window.set_badge("absent", 3)


def test_status_bar_tells_backup_and_user(window):
    assert window.status.backup.text() == "今天 08:42 已备份"
    window.set_backup_state("已 9 天没有备份", "warn")
    assert window.status.backup.mark.accessibleName() == "临期"
    window.set_user("")
    assert not window.status.lock.isVisible()


def test_every_tab_stop_is_reached(window):
    window.page("home").edit.setFocus()
    stops = tab_order(window)
    assert window.sidebar.items["settings"] in stops
    assert window.status.larger in stops
    assert len(stops) >= len(SPECS) + 4
