"""What stays readable of a name and a phone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.masking import mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张**"),
        ("张三丰", "张**"),
        ("欧阳修", "欧阳*"),
        ("欧阳", "欧**"),
        ("𠮷野", "𠮷**"),
        ("阿卜杜拉·买买提", "阿**"),
        ("王和平", "王**"),
        ("张三、李四", "张**、李**"),
        ("", ""),
    ],
)
def test_only_the_surname_is_shown(name, masked):
    assert mask_name(name) == masked


def test_an_organisation_keeps_its_name():
    assert mask_name("聚源餐馆", organisation=True) == "聚源餐馆"


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("+86 138 1234 5678", "138****5678"),
        ("010-62345678-801", "010-****5678"),
        ("0314-2345678", "0314-****678"),
        ("62345678", "****5678"),
        ("400-123-4567", "400****567"),
        ("12345", "****"),
        ("微信 zhangsan", "****"),
        ("", ""),
    ],
)
def test_the_middle_of_a_phone_is_hidden(phone, masked):
    assert mask_phone(phone) == masked


@given(st.text("0123456789-/ 转abc", min_size=7, max_size=20))
def test_no_more_than_seven_digits_of_a_number_are_shown(phone):
    masked = mask_phone(phone)
    assert sum(char.isdigit() for char in masked) <= len("138") + len("5678") + 1
    assert masked != phone
