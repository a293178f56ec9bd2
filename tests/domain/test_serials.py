"""Serials: read, written, and ordered as one number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.serials import (
    MAX_NUMBER,
    TIES,
    Serial,
    check_site_code,
    installation_letters,
    parse_serial,
    serial_of_key,
    year_range,
)
from station_app.errors import StationError

codes = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=4)
serials = st.builds(Serial, codes, st.integers(1000, 9999), st.integers(0, MAX_NUMBER))
ties = st.integers(0, TIES - 1)


@given(serials)
def test_what_is_written_is_read_again(serial):
    assert parse_serial(str(serial)) == serial
    assert parse_serial(f"  {str(serial).lower()} ") == serial


@given(serials, ties)
def test_a_key_holds_its_serial(serial, tie):
    key = serial.sort_key(tie)
    assert 0 < key < 2**63
    assert serial_of_key(key) == serial


@given(serials, serials, ties, ties)
def test_keys_order_as_serials_do(one, other, tie, other_tie):
    """A shorter code stands before a longer one that begins with it."""
    assert (one.sort_key(tie) < other.sort_key(other_tie)) == ((one, tie) < (other, other_tie))


@given(serials, ties)
def test_a_year_holds_its_own_serials_and_no_others(serial, tie):
    low, high = year_range(serial.site, serial.year)
    assert low <= serial.sort_key(tie) <= high
    assert high < Serial(serial.site, serial.year + 1, 0).sort_key() or serial.year == 9999


def test_the_printed_form():
    assert str(Serial("17", 2026, 144)) == "17-2026-00144"
    assert str(Serial("P01", 2026, 1234567)) == "P01-2026-1234567"


@pytest.mark.parametrize(
    "text", ["", "17", "2026-00144", "17-26-00144", "17-2026-144", "1-2026-00144", "17-2026-12345678"]
)
def test_what_is_no_serial_is_refused(text):
    with pytest.raises(StationError, match="写得不对"):
        parse_serial(text)


@pytest.mark.parametrize("code", ["", "1", "12345", "梧桐", "1-2"])
def test_what_is_no_code_is_refused(code):
    with pytest.raises(StationError, match="站点代码"):
        check_site_code(code)


def test_a_code_is_written_in_capitals():
    assert check_site_code(" p01 ") == "P01"


@given(st.integers(0, 2**128 - 1))
def test_an_installation_has_two_letters(number):
    letters = installation_letters(f"{number:032x}")
    assert len(letters) == 2
    assert letters.isascii()
    assert letters.isalpha()
    assert letters.isupper()


def test_installations_differ_in_their_letters():
    assert installation_letters("0" * 32) != installation_letters("00000001" + "0" * 24)
