"""The centre's window: its pages, opinions of all sites answered by keys, and what it keeps for all."""

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from station_app.domain.centre_moves import CentreMove
from station_app.domain.enums import DeputyLevel, PersonRole, Status
from station_app.domain.records import Deputy, Person
from station_app.services.deputy_matching import candidates
from station_app.services.held import hold
from station_app.services.network import network
from station_app.services.people import deputies, persons
from station_app.services.replying import reply
from station_app.services.units import units
from station_app.ui import paint
from station_app.ui.context import PageContext
from station_app.ui.main_window import MainWindow
from station_app.ui.station_window import make_window
from station_app.ui.tasks import TaskRunner
from tests.services.centre import QINGSHI, WUTONG, from_site, provisional, sent_in
from tests.services.opinions import record
from tests.ui.helpers import clashing_keys, cut_texts

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@dataclass
class Desk:
    """A person before the centre's window."""

    qtbot: object
    window: MainWindow
    station: object
    messages: object
    tasks: TaskRunner

    def settle(self) -> None:
        """Wait until nothing is asked, read or written any more."""
        self.qtbot.waitUntil(self._still, timeout=10_000)
        for _level in range(10):
            QApplication.processEvents()
        self.qtbot.waitUntil(self._still, timeout=10_000)

    def _still(self) -> bool:
        page = self.window.page("opinions")
        asking = page is not None and (page.finder.timer.isActive() or page.lookups.busy)
        return not (asking or self.tasks.busy)

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is, and wait."""
        self.qtbot.keyClick(self.focus, key, modifier)
        self.settle()

    def tab_to(self, wanted: QWidget) -> None:
        """Go on by Tab until a widget has the focus."""
        for _step in range(60):
            if self.focus is wanted or wanted.isAncestorOf(self.focus):
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"{wanted} is not reached by Tab")

    def write(self, text: str) -> None:
        """Type words as an input method does."""
        where = self.focus
        where.insert(text) if hasattr(where, "insert") else where.insertPlainText(text)
        self.settle()

    def page(self, key, argument=None):
        """Open a page."""
        self.window.show_page(key, argument)
        self.settle()
        return self.window.page(key)

    def section(self, key):
        """Open a section of the settings."""
        page = self.page("settings", key)
        page.show_section(key)
        return page.sections[key]

    def serials(self):
        """The serials of the list."""
        return [one.serial for one in self.window.page("opinions").finder.model.lines()]


@pytest.fixture
def desk(qtbot, centre, messages, look):
    """The centre's window with five opinions of three sites."""
    for site, number in ((WUTONG, 1), (WUTONG, 2), (QINGSHI, 1), (QINGSHI, 2)):
        sent_in(centre, site, number)
    record(centre)
    tasks = TaskRunner()
    window = make_window(PageContext(centre, tasks, messages))
    qtbot.addWidget(window)
    made = Desk(qtbot, window, centre, messages, tasks)
    window.show_page("home")
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield made
    tasks.shutdown(lambda: None)


def seat(desk, role):
    with desk.station.writing() as log:
        log.put("w", "person", Person(name="某人", role=role), None)
    desk.station.sit_down("w")


def test_the_window_is_the_centres(desk):
    assert desk.window.sidebar.seal.accessibleName() == "临湖街道人大街道工委"
    items = {key: item.digit for key, item in desk.window.sidebar.items.items()}
    assert items["home"] == "1"
    assert items["opinions"] == "2"
    assert (items["reception"], items["settings"]) == ("F2", "0")


@pytest.mark.parametrize(
    ("key", "modifier", "page"),
    [
        (Key.Key_2, ALT, "opinions"),
        (Key.Key_0, ALT, "settings"),
        (Key.Key_F2, Qt.KeyboardModifier.NoModifier, "reception"),
        (Key.Key_F3, Qt.KeyboardModifier.NoModifier, "opening"),
    ],
)
def test_pages_open_by_their_keys(desk, key, modifier, page):
    desk.press(key, modifier)
    assert desk.window.current_key == page


def test_the_first_page_names_what_waits_for_the_centre(desk):
    page = desk.page("home")
    groups = page.todo._groups
    assert [(group.kind.value, group.total) for group in groups] == [("待研判", 5)]
    longest = max((row.lead for row in groups[0].rows), key=len)
    assert longest == "17-2026-00001"
    assert page.todo.lead_width > paint.text_width(longest) + 8
    page.todo.acted.emit(groups[0].kind.value, groups[0].rows[0])
    desk.settle()
    assert desk.window.current_key == "opinions"
    assert desk.window.page("opinions").pane.detail.serial == f"00-{groups[0].rows[0].lead}"
    page.todo.all_wanted.emit("待研判")
    desk.settle()
    assert len(desk.serials()) == 5


def test_the_list_begins_with_what_is_to_be_judged_and_can_be_narrowed_to_a_site(desk):
    reply(desk.station, "17-2026-00001", "好了。", "A")
    page = desk.page("opinions")
    assert desk.serials() == ["18-2026-00002", "18-2026-00001", "17-2026-00002", "00-2026-00001"]
    page.finder.filters.sites.set_values([WUTONG])
    page.finder.filters.sites.changed.emit()
    desk.settle()
    assert desk.serials() == ["17-2026-00002"]
    page.finder.filters.triage.click()
    desk.settle()
    assert desk.serials() == ["17-2026-00002", "17-2026-00001"]


def test_what_the_centre_is_to_tell_is_its_own(desk):
    for serial in ("17-2026-00001", "00-2026-00001"):
        reply(desk.station, serial, "好了。", "A")
    page = desk.page("opinions")
    page.finder.filters.waiting.click()
    desk.settle()
    assert desk.serials() == ["00-2026-00001"]
    assert page.finder.filters.waiting.text() == "待我反馈 1"


def test_an_opinion_is_answered_by_keys(desk):
    desk.press(Key.Key_2, ALT)
    page = desk.window.page("opinions")
    desk.press(Key.Key_Return)
    assert page.pane.wide
    assert page.pane.detail.serial == "18-2026-00002"
    desk.tab_to(page.pane._centre_buttons[CentreMove.REPLY])
    desk.press(Key.Key_Space)
    form = page.pane.form
    desk.press(Key.Key_S, CTRL)
    assert [bool(field.error()) for field in form.fields[:2]] == [True, True]
    desk.write("已派人修好。")
    form.kind.set_value("A")
    desk.press(Key.Key_S, CTRL)
    assert desk.messages.said == ["18-2026-00002 已答复，下次回传时带给站点"]
    held = hold(desk.station, "18-2026-00002")
    assert held.status is Status.AWAITING_FEEDBACK
    assert held.facets.reply.rounds[0].reply_class == "A"
    assert desk.serials()[0] == "18-2026-00001"


def test_a_correction_is_marked_and_judged(desk):
    reply(desk.station, "17-2026-00001", "好了。", "A")
    held = hold(desk.station, "17-2026-00001")
    with from_site(desk.station, WUTONG) as log:
        log.put(held.uid, "opinion.intake", replace(held.intake, title="改过的"), None)
    page = desk.page("opinions", ("open", held.uid))
    assert "更正待确认" in page.pane.note.words.text()
    page.pane._centre_buttons[CentreMove.JUDGE_CORRECTION].click()
    desk.settle()
    page.pane.form.word.set_value(False)
    desk.press(Key.Key_S, CTRL)
    assert desk.messages.said == ["17-2026-00001 仍按原来的内容办"]
    assert page.pane.detail.pending == ""


def test_what_was_answered_is_filed_away_and_taken_up_again(desk):
    uid = sent_in(desk.station, WUTONG, 9, tellable=False, contact=None)
    reply(desk.station, uid, "好了。", "A")
    page = desk.page("opinions", ("open", uid))
    page.pane._centre_buttons[CentreMove.ARCHIVE].click()
    desk.settle()
    assert hold(desk.station, uid).status is Status.ARCHIVED
    page.moves.start(CentreMove.REOPEN)
    desk.settle()
    desk.press(Key.Key_S, CTRL)
    assert page.pane.form.fields[0].error()
    desk.write("又坏了")
    desk.press(Key.Key_S, CTRL)
    assert hold(desk.station, uid).status is Status.REDO
    assert desk.messages.said == ["17-2026-00009 已归档，需要时可以重启", "17-2026-00009 已重启"]


def test_a_volunteer_at_the_centre_is_offered_no_answer(desk):
    seat(desk, PersonRole.VOLUNTEER)
    page = desk.page("opinions", ("open", hold(desk.station, "17-2026-00001").uid))
    assert all(button.isHidden() for button in page.pane._centre_buttons.values())


def test_the_network_begins_with_its_draft(desk):
    section = desk.section("network")
    section.paste_button.click()
    form = section.form_sheet.form
    assert form.found.text() == "认出 28 个站点"
    desk.press(Key.Key_S, CTRL)
    assert len(network(desk.station)) == 29
    assert "24 社区站" in section.sheet.subtitle.text()
    section.add_button.click()
    assert desk.focus is section.form_sheet.form.code
    desk.write("40")
    section.form_sheet.form.texts["name"].setFocus()
    desk.write("河湾社区联络站")
    desk.press(Key.Key_S, CTRL)
    assert "40" in {one.site.code for one in network(desk.station)}


def test_a_line_of_the_network_that_is_not_understood_is_held(desk):
    section = desk.section("network")
    section.paste_button.click()
    form = section.form_sheet.form
    form.text.set_text("17 甲社区\n17 乙社区")
    assert "代码 17 已经用了" in form.refused.text()
    desk.press(Key.Key_S, CTRL)
    assert network(desk.station) == ()


def test_a_site_is_changed_in_its_form(desk):
    section = desk.section("network")
    section.paste_button.click()
    desk.press(Key.Key_S, CTRL)
    known = next(one for one in network(desk.station) if one.site.code == "17")
    section.enter(known)
    form = section.form_sheet.form
    assert not form.code.isEnabled()
    form.texts["name"].setText("梧桐里社区联络站")
    desk.press(Key.Key_S, CTRL)
    assert next(one.site.name for one in network(desk.station) if one.site.code == "17") == "梧桐里社区联络站"


def test_a_unit_is_added_by_keys(desk):
    section = desk.section("units")
    desk.press(Key.Key_Insert)
    desk.write("城市管理办公室")
    desk.press(Key.Key_S, CTRL)
    assert [one.unit.name for one in units(desk.station)] == ["城市管理办公室"]
    section.table.opened.emit(units(desk.station)[0])
    section.form_sheet.form.active.set_value(False)
    section.form_sheet.form.touch()
    desk.press(Key.Key_S, CTRL)
    assert units(desk.station) == ()


def test_deputies_of_stations_are_matched_or_taken_over(desk):
    provisional(desk.station, WUTONG, Deputy(name="陈立新", ward="第3选区"))
    provisional(desk.station, WUTONG, Deputy(name="程远凡", level=DeputyLevel.CITY))
    section = desk.section("matching")
    section.refresh()
    section.all_button.click()
    desk.settle()
    assert [one.deputy.name for one in candidates(desk.station)] == ["程远凡"]
    section.table.opened.emit(candidates(desk.station)[0])
    assert section.form_sheet.form.who.value() == ""
    desk.press(Key.Key_S, CTRL)
    assert candidates(desk.station) == ()
    assert "程远凡" in {one.deputy.name for one in deputies(desk.station)}
    assert section.empty.isVisible()


def test_somebody_of_the_centre_is_a_clerk(desk):
    section = desk.section("people")
    section.add_button.click()
    desk.write("何敏")
    desk.press(Key.Key_S, CTRL)
    assert {one.person.name: one.person.role for one in persons(desk.station)}["何敏"] is PersonRole.CLERK


def test_a_clerk_sees_who_changes_the_network(desk):
    seat(desk, PersonRole.CLERK)
    section = desk.section("network")
    section.refresh()
    assert "由中心负责人来改" in section.note.words.text()
    assert not section.add_button.isEnabled()


@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("key", ["home", "opinions", "network", "units", "matching"])
def test_nothing_is_cut_and_no_keys_clash(desk, look, key, scale):
    provisional(desk.station, WUTONG, Deputy(name="陈立新", ward="第3选区"))
    look.set_scale(scale)
    desk.page(key) if key in {"home", "opinions"} else desk.section(key)
    desk.settle()
    assert cut_texts(desk.window) == []
    assert clashing_keys(desk.window) == []
