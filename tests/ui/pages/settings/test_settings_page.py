"""设置 as a whole: its sections, who may change what, appearance."""

import pytest
from PySide6.QtCore import Qt

from station_app.db.connection import write_transaction
from station_app.domain.enums import SiteRole
from station_app.domain.network_records import Site
from station_app.journal.log import Log
from station_app.services.people import site_details
from station_app.ui.theme import Theme
from tests.ui.helpers import clashing_keys, cut_texts, tab_order
from tests.ui.pages.settings.conftest import CTRL

KEYS = (
    "site",
    "people",
    "deputies",
    "boxes",
    "look",
    "keys",
    "backup",
    "personal",
    "ledger",
    "audit",
    "check",
    "about",
)


def test_the_page_begins_at_its_list_and_a_section_asked_for_at_its_verb(desk):
    assert desk.focus() is desk.page.list.items["site"]
    assert desk.go("ledger").file.choose is desk.focus()
    assert desk.go("backup").last.button is desk.focus()


def test_the_arrows_go_through_all_sections(desk):
    desk.page.list.setFocus()
    seen = [desk.page.current]
    for _step in KEYS[1:]:
        desk.press(Qt.Key.Key_Down)
        seen.append(desk.page.current)
    assert tuple(seen) == KEYS
    desk.press(Qt.Key.Key_Down)
    assert desk.page.current == "about"
    desk.press(Qt.Key.Key_Up)
    assert desk.page.current == "check"


def test_large_type_has_one_field_instead_of_the_list(desk):
    desk.window.set_scale(130)
    assert not desk.page.list.isVisible()
    desk.page.choice.combo.setFocus()
    desk.press(Qt.Key.Key_Down)
    assert desk.page.current == "people"
    desk.window.set_scale(100)
    assert desk.page.list.isVisible()
    assert desk.page.list.items["people"].isChecked()


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("scale", [100, 130, 150, 170, 200])
def test_nothing_is_cut_and_no_keys_clash(desk, key, scale):
    desk.go(key)
    desk.window.set_scale(scale)
    desk.settle()
    desk.qtbot.waitUntil(lambda: cut_texts(desk.page) == [])
    assert clashing_keys(desk.window) == []


@pytest.mark.parametrize("key", KEYS)
def test_tab_reaches_every_verb(desk, key):
    section = desk.go(key)
    desk.page.list.setFocus()
    reached = tab_order(desk.window, steps=1000)
    verbs = [name for name in dir(section) if hasattr(getattr(section, name, None), "click")]
    for name in verbs:
        verb = getattr(section, name)
        assert verb in reached or not (verb.isVisible() and verb.isEnabled()), name


def test_the_site_is_changed_from_the_keyboard(desk):
    form = desk.go("site").sheet.form
    form.address.setFocus()
    desk.type("梧桐路 8 号")
    with desk.qtbot.waitSignal(desk.context.wishes.site_changed):
        desk.press(Qt.Key.Key_S, with_=CTRL)
    assert site_details(desk.station).address == "梧桐路 8 号"
    assert desk.messages.said == ["本站资料已保存"]
    assert not desk.section.sheet.form.dirty()


def test_what_the_centre_wrote_of_the_site_is_not_changed_here(desk):
    station = desk.station
    with write_transaction(station.db):
        log = Log(station.db, "c", station.identity.instance, station.clock, SiteRole.CENTRE)
        log.put("s", "site", Site(code="17", name="梧桐里联络站", phone="62345678"), None)
    form = desk.go("site").sheet.form
    assert [line.isReadOnly() for line in (form.name, form.address, form.phone, form.hours)] == [
        True,
        False,
        True,
        False,
    ]
    assert (form.name.text(), form.phone.text()) == ("梧桐里联络站", "62345678")
    form.address.setFocus()
    desk.type("梧桐路 8 号")
    desk.press(Qt.Key.Key_S, with_=CTRL)
    details = site_details(station)
    assert (details.name, details.address, details.phone) == ("梧桐里联络站", "梧桐路 8 号", "62345678")


def test_a_wrong_phone_of_the_site_is_told_under_it_and_kept(desk):
    form = desk.go("site").sheet.form
    form.phone.setFocus()
    desk.type("1380000")
    desk.press(Qt.Key.Key_S, with_=CTRL)
    assert "位" in form.phone_field.error()
    assert form.phone.text() == "1380000"
    assert site_details(desk.station).phone == ""


def test_what_was_typed_keeps_the_person_until_they_agree(desk):
    form = desk.go("site").sheet.form
    form.name.setFocus()
    desk.type("新")
    desk.messages.default = False
    assert not desk.page.show_section("people")
    assert desk.page.current == "site"
    assert desk.page.list.items["site"].isChecked()
    assert not desk.window.show_page("home")
    desk.messages.default = True
    assert desk.page.show_section("people")


def test_a_volunteer_sees_why_nothing_can_be_changed(desk):
    desk.sit("徐桂兰")
    for key in ("site", "people", "deputies", "keys"):
        assert "站长" in desk.go(key).note.words.text()
        assert desk.section.note.isVisible()
    assert desk.go("site").sheet.form.name.isReadOnly()
    assert not desk.go("people").add_button.isEnabled()
    assert desk.go("deputies").paste_button.toolTip() == "由站长来做"
    assert not desk.go("keys").sheet_button.isEnabled()
    assert not desk.section.change_button.isEnabled()
    assert "站长" in desk.section.change_button.toolTip()


def test_theme_and_scale_take_effect_at_once(desk, look):
    section = desk.go("look")
    section.theme.setFocus()
    with desk.qtbot.waitSignal(look.changed):
        desk.press(Qt.Key.Key_3)
    assert (look.theme, look.dark) == (Theme.DARK, True)
    section.scale.setFocus()
    desk.press(Qt.Key.Key_3)
    assert look.scale == 150
    assert section.now.text() == "现在是 150%"
    desk.press(Qt.Key.Key_Equal, with_=CTRL)
    assert (look.scale, section.scale.value()) == (160, None)


def test_a_theme_that_looks_the_same_is_told_too(desk, look):
    look.set_theme(Theme.LIGHT)
    look._dark_system = False
    with desk.qtbot.waitSignal(look.changed):
        look.set_theme(Theme.SYSTEM)
