"""File names tell who made which package, and fit any stick."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.exchange.names import MAX_NAME, Direction, PackageName, package_name, parse_name

CODES = st.text("0123456789ABCxyz", min_size=1, max_size=8)
HEX = st.text("0123456789abcdef", min_size=32, max_size=32)


@given(
    kind=st.sampled_from(Direction), site=CODES, year=st.integers(2000, 9999), no=st.integers(1, 10**9 - 1), mark=HEX
)
def test_a_name_tells_what_went_in(kind, site, year, no, mark):
    name = package_name(kind, site, year, no, mark)
    assert parse_name(name) == PackageName(kind, site, year, no, mark[:6])
    assert len(f"{name}.part") <= MAX_NAME


def test_how_names_look():
    assert package_name(Direction.UP, "17", 2026, 82, "3fa9c1" + "0" * 26) == "UP-17-2026-082-3fa9c1.zlt"
    assert package_name(Direction.DOWN, "17", 2026, 1234, "3f" * 16) == "DOWN-17-2026-1234-3f3f3f.zlt"
    assert package_name(Direction.CENTRE, "00", 2026, 1, "3f" * 16) == "DOWN-00-2026-001-3f3f3f-centre.zlt"


@pytest.mark.parametrize(
    "name",
    [
        "UP-17-2026-082-3fa9c1.zlt.part",
        "UP-17-2026-82-3fa9c1.zlt",
        "UP-17-2026-082-3fa9c1-centre.zlt",
        "UP-17-2026-082.zlt",
        "BACKUP-17-20260618-084200.zlb",
        "UP-../x-2026-082-3fa9c1.zlt",
        "",
    ],
)
def test_what_is_no_package(name):
    assert parse_name(name) is None


def test_a_stick_may_have_made_the_name_upper_case():
    assert parse_name("up-17-2026-082-3FA9C1.ZLT") == parse_name("UP-17-2026-082-3fa9c1.zlt")


def test_a_code_that_fits_no_name():
    with pytest.raises(ValueError, match="no name"):
        package_name(Direction.UP, "../x", 2026, 1, "3f" * 16)
