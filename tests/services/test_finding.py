"""A number that was typed or scanned leads to the one thing that bears it."""

import pytest

from station_app.reports import sheet_page
from station_app.services.finding import Numbered, numbered
from station_app.services.listing import Filters, count, page, place
from station_app.services.opening_boxes import save_opening
from station_app.services.papers import write_opening, write_receipt, write_sheet
from station_app.services.saved_filters import save_filters, saved_filters
from tests.services.openings import opening, put_up, slip
from tests.services.opinions import record, twin, uid_of

OPENING = "17-2026-K0001"


@pytest.fixture
def opened(station):
    """A reception, then an opening with two slips: its serials."""
    record(station)
    return save_opening(station, opening(station, put_up(station), slip("花坛"), slip("路灯"))).serials


@pytest.mark.parametrize("text", ["17-2026-00001", " 17-2026-00001\n", "2026-00001", "１７－２０２６－００００１"])
def test_a_serial_is_the_opinion_of_it(station, text):
    (serial,) = record(station)
    assert numbered(station, text) == Numbered(opinion=uid_of(station, serial))


@pytest.mark.parametrize("text", [OPENING, "17-2026-k0001", "2026-K0001", "１７-２０２６-Ｋ０００１"])
def test_an_opening_number_is_the_opening(station, opened, text):
    assert numbered(station, text) == Numbered(opening=OPENING)


@pytest.mark.parametrize("text", ["", "停车", "00001", "2026", "17-2026-00099", "17-2026-K0009", "18-2026-00001", "%"])
def test_other_words_and_unknown_numbers_are_none(station, text):
    record(station)
    assert numbered(station, text) is None


def test_a_doubled_serial_stands_for_nothing_alone(station):
    (serial,) = record(station)
    twin(station, serial)
    assert numbered(station, serial) is None


def test_the_list_of_an_opening_is_its_slips(station, opened):
    wanted = Filters(opening=OPENING)
    assert [line.serial for line in page(station, wanted)] == list(opened)[::-1]
    assert count(station, wanted) == 2
    assert place(station, wanted, uid_of(station, opened[0])) == 1
    assert count(station, Filters(opening="17-2026-K0009")) == 0
    save_filters(station, "六月开箱", wanted)
    assert saved_filters(station)[0].filters == wanted


def test_what_stands_in_the_code_of_each_paper_leads_back_to_its_record(station, opened, tmp_path, monkeypatch):
    codes = []
    draw = sheet_page.SheetPage.code
    monkeypatch.setattr(
        sheet_page.SheetPage, "code", lambda page, x, y, side, text: codes.append(text) or draw(page, x, y, side, text)
    )
    write_sheet(station, opened[1], tmp_path / "a.pdf")
    write_receipt(station, opened[1], tmp_path / "b.pdf")
    write_opening(station, OPENING, tmp_path / "c.pdf")
    one = Numbered(opinion=uid_of(station, opened[1]))
    assert [numbered(station, text) for text in codes] == [one, one, Numbered(opening=OPENING)]
