"""Numbers that a spreadsheet spoils, and what ledgers say of people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.enums import AgeBand, Sex
from station_app.errors import StationError
from station_app.services.ledger.numbers import whole_number
from station_app.services.ledger.people import read_age, read_deputies, read_phone, read_sex, says_nothing


@pytest.mark.parametrize(
    "cell",
    [
        13812345678,
        13812345678.0,
        "13812345678",
        "１３８１２３４５６７８",
        " 138 1234 5678 ",
        "1.3812345678E+10",
        "1.3812345678e10",
    ],
)
def test_a_phone_is_restored_when_all_digits_are_there(cell: str | float) -> None:
    assert read_phone(cell).text == "13812345678"


@pytest.mark.parametrize("cell", ["1.38E+10", "1.381E+10", "1.38E10", 138.5, "1.38123456789E+10", 4.10123199001011e17])
def test_a_phone_that_lost_digits_is_refused(cell: str | float) -> None:
    with pytest.raises(StationError, match=r"丢失|小数|约数"):
        read_phone(cell)


def test_a_phone_that_may_have_lost_digits_is_marked() -> None:
    found = read_phone(13800000000.0)
    assert found.text == "13800000000"
    assert any("请核对" in note for note in found.notes)


@pytest.mark.parametrize("cell", ["无", "/", "——", "不详", "保密", None, "", "  "])
def test_no_phone_is_no_phone(cell: str | None) -> None:
    assert read_phone(cell).text == ""


def test_words_instead_of_a_phone_are_left_out_and_said() -> None:
    found = read_phone("见登记本")
    assert found.text == ""
    assert "见登记本" in found.notes[0]


def test_an_odd_phone_is_kept_and_marked() -> None:
    found = read_phone("1381234")
    assert found.text == "1381234"
    assert found.notes


@pytest.mark.parametrize("cell", [True, -5, 10**15, 12.5])
def test_what_is_no_number_is_refused(cell: float) -> None:
    with pytest.raises(StationError):
        whole_number(cell)


@given(st.integers(0, 10**15 - 1))
def test_a_whole_number_keeps_all_its_digits(number: int) -> None:
    assert whole_number(number).text == whole_number(float(number)).text == str(number)


@given(st.integers(10, 10**12 - 1))
def test_a_power_of_ten_is_the_same_number_or_refused(number: int) -> None:
    digits = str(number)
    written = f"{digits[0]}.{digits[1:]}E+{len(digits) - 1}"
    assert whole_number(written).text == digits


@pytest.mark.parametrize(
    ("text", "sex"), [("男", Sex.MALE), ("女性", Sex.FEMALE), ("女士", Sex.FEMALE), ("m", Sex.MALE), ("不明", None)]
)
def test_sex(text: str, sex: Sex | None) -> None:
    assert read_sex(text) is sex


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("17", AgeBand.UNDER_18),
        ("18", AgeBand.FROM_18),
        ("45岁", AgeBand.FROM_40),
        ("69周岁", AgeBand.FROM_60),
        ("８０", AgeBand.FROM_80),
        ("30-39岁", None),
        ("30–39 岁", AgeBand.FROM_30),
        ("80岁以上", AgeBand.FROM_80),
        ("中年", None),
        ("1958", None),
        ("131", None),
    ],
)
def test_age(text: str, band: AgeBand | None) -> None:
    assert read_age(text) is band


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张三、李四", ("张三", "李四")),
        ("张三代表，李四代表", ("张三", "李四")),
        ("张三 李四", ("张三", "李四")),
        ("张 三", ("张三",)),
        ("张 三、欧阳小明", ("张三", "欧阳小明")),
        ("张三\n李四;张三", ("张三", "李四")),
        ("阿不都·热合曼", ("阿不都·热合曼",)),
        ("无", ()),
        ("", ()),
    ],
)
def test_names_of_deputies(text: str, names: tuple[str, ...]) -> None:
    assert read_deputies(text) == names


@pytest.mark.parametrize(("text", "nothing"), [("", True), ("/", True), (" 无 ", True), ("— —", True), ("无人", False)])
def test_a_cell_filled_only_to_be_filled(text: str, nothing: bool) -> None:
    assert says_nothing(text) is nothing
