"""Phone numbers: what is right, what is said of a wrong one, and when two are the same."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from station_app.domain.phone import check_phone, normalise_phone, parse_phone

RIGHT = {
    "13812345678": "13812345678",
    "138-1234-5678": "13812345678",
    "１３８ １２３４ ５６７８": "13812345678",
    "+86 138 1234 5678": "13812345678",
    "8613812345678": "13812345678",
    "0086-13812345678": "13812345678",
    "010-62345678": "01062345678",
    "（010）62345678": "01062345678",
    "+86 10 6234 5678": "01062345678",
    "+86-314-2345678": "03142345678",
    "010-62345678-801": "01062345678转801",
    "62345678转801": "62345678转801",
    "0314-23456789": "031423456789",
    "6234567": "6234567",
    "6234-5678": "62345678",
    "400-123-4567": "4001234567",
    "4001234567转2": "4001234567转2",
    "+86 400 123 4567": "4001234567",
    "12345": "12345",
    "95588": "95588",
}


@pytest.mark.parametrize(("text", "digits"), RIGHT.items())
def test_right_numbers_are_accepted_and_compared_by_digits(text, digits):
    assert check_phone(text) is None
    assert normalise_phone(text) == digits
    assert normalise_phone(digits) == digits


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1381234567", "手机号 11 位，少 1 位"),
        ("138123456789", "手机号 11 位，多 1 位"),
        ("12812345678", "没有 12 开头的手机号，请核对"),
        ("23812345678", "手机号以 1 开头；座机请在前面写区号"),
        ("623456", "座机号 7 或 8 位，少 1 位"),
        ("010-6234567", "区号 010 后的号码 8 位，少 1 位"),
        ("0314-234567", "区号 0314 后的号码 7 或 8 位，少 1 位"),
        ("010-12345678", "座机号不会以 0 或 1 开头，请核对"),
        ("0010", "没有这个区号，请核对"),
        ("400-123-456", "400 电话 10 位，少 1 位"),
        ("138****5678", "电话里只填一个号码，不能有「*」"),
        ("13812345678/13900000000", "电话里只填一个号码，不能有「/」"),
        ("١٣٨١٢٣٤٥٦٧٨", "电话里只填一个号码，不能有「١」"),
        ("1.38E+10", "号码被表格写成了 1.38E+10，请填完整号码"),
    ],
)
def test_a_wrong_number_gets_its_own_sentence(text, sentence):
    assert check_phone(text) == sentence


@pytest.mark.parametrize("text", ["", "  ", "-"])
def test_a_blank_number_is_no_error_and_no_match(text):
    assert check_phone(text) is None
    assert normalise_phone(text) == ""
    assert parse_phone(text) is None


def test_numbers_with_different_extensions_differ():
    assert normalise_phone("010-62345678-801") != normalise_phone("010-62345678-802")


@given(st.text(st.characters(), max_size=30))
def test_any_text_is_either_a_number_or_gets_a_sentence(text):
    blank = not normalise_phone(text)
    assert (check_phone(text) is None) == (blank or parse_phone(text) is not None)


@example("2000000转0")  # with a hyphen it would read as one number of eight digits
@given(st.text("0123456789-+ 转", max_size=20))
def test_comparing_form_is_stable(text):
    assert normalise_phone(normalise_phone(text)) == normalise_phone(text)
