"""A scanner types the number of a sheet and Enter: what bears it is there at once."""

import pytest
from PySide6.QtCore import Qt

from station_app.services.opening_boxes import save_opening
from tests.services.openings import opening, put_up, slip
from tests.services.opinions import twin

SLOW = "道闸抬杆慢"


@pytest.fixture
def scan(desk):
    """What the scanner does: its keys, one after the other and faster than any search, then Enter."""

    def scan(text):
        desk.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        for character in text:
            desk.qtbot.keyClicks(desk.focus(), character)
        desk.press(Qt.Key.Key_Return)

    return scan


def test_a_scanned_serial_opens_that_opinion(desk, scan):
    scan(desk.serials[SLOW])
    assert desk.pane.wide
    assert desk.pane.detail.intake.title == SLOW
    assert desk.page.finder.search.text() == ""
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.finder.table.current_uid() == desk.uid(SLOW)


def test_the_next_sheet_can_be_scanned_over_an_open_one(desk, scan):
    serials = [desk.serials[SLOW], "17-2026-00001"]
    for serial in serials:
        scan(serial)
        assert desk.pane.wide
        assert desk.pane.detail.serial == serial


def test_a_serial_is_found_whatever_was_filtered(desk, scan):
    desk.page.finder.filters.waiting.click()
    desk.settle()
    scan("2026-00001")
    assert desk.pane.detail.serial == "17-2026-00001"


def test_a_scanned_opening_shows_its_slips(desk, scan):
    form = opening(desk.station, put_up(desk.station), slip("花坛"), slip("路灯"))
    saved = save_opening(desk.station, form)
    scan(saved.number)
    assert sorted(desk.titles()) == ["花坛", "路灯"]
    assert desk.page.finder.filters.chip.text() == f"开箱 {saved.number}"
    assert desk.focus() is desk.page.finder.table
    desk.page.finder.filters.chip.click()
    desk.settle()
    assert len(desk.titles()) > 2


def test_a_doubled_or_unknown_number_is_searched_for(desk, scan):
    serial = desk.serials[SLOW]
    twin(desk.station, serial)
    scan(serial)
    assert not desk.pane.wide
    assert len(desk.titles()) == 2
    scan("17-2026-09999")
    assert desk.titles() == []


def test_a_number_from_the_search_of_the_first_page_is_opened(desk):
    desk.show(("search", desk.serials[SLOW]))
    assert desk.pane.wide
    assert desk.pane.detail.intake.title == SLOW
