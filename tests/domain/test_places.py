"""The estate in front of an address, by which neighbours and repeat visitors are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.places import estate_of


@pytest.mark.parametrize(
    "address",
    [
        "梧桐苑",
        "梧桐苑小区",
        "梧桐苑 6 栋 1 单元",
        "梧桐苑6栋",
        "梧桐苑６栋",
        "梧桐苑六栋二单元",
        "梧桐苑第六栋",
        "梧桐苑第6栋",
        "梧桐苑北座",
        "梧桐苑A座1203室",
        "梧桐苑小区 二栋",
        "梧桐苑-6-1",
        "  梧桐苑，6 栋",
        "梧桐苑十二号楼",
    ],
)
def test_one_estate_in_many_addresses(address):
    assert estate_of(address) == "梧桐苑"


@pytest.mark.parametrize(
    ("address", "estate"),
    [
        ("南湖路12号", "南湖路"),
        ("梧桐苑东区3号楼", "梧桐苑东区"),
        ("桂花园一期3栋", "桂花园一期"),
        ("八里庄北里三号楼", "八里庄北里"),
        ("", ""),
        ("6栋", ""),
        ("第三栋", ""),
        ("小区", ""),
        ("12号", ""),
    ],
)
def test_other_addresses(address, estate):
    assert estate_of(address) == estate


@pytest.mark.parametrize("text", ["一", "栋", "一栋", "A座", "苑"])
def test_a_long_text_is_no_estate_and_takes_no_time(text):
    assert len(estate_of(text * 50_000)) <= 60


@given(st.text(), st.integers(1, 99))
def test_the_building_never_tells_neighbours_apart(estate, building):
    if not estate[-1:].isdecimal():
        assert estate_of(f"{estate} {building} 栋") == estate_of(f"{estate} {building + 1} 栋")


@given(st.text())
def test_an_estate_is_a_piece_without_blanks_or_numbers(address):
    estate = estate_of(address)
    assert not any(character.isspace() or character.isdecimal() for character in estate)
