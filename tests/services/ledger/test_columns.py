"""Columns recognised by their headers."""

import pytest

from station_app.errors import StationError
from station_app.services.ledger.columns import recognise
from station_app.services.ledger.headers import Field


def test_the_columns_of_the_citizens_messages() -> None:
    found = recognise(("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"))
    assert found.columns == {
        Field.NUMBER: 0,
        Field.NAME: 1,
        Field.TITLE: 2,
        Field.RECEIVED: 3,
        Field.CONTENT: 4,
        Field.ANSWER: 5,
        Field.ANSWERED: 6,
    }
    assert found.doubtful == ()


def test_the_columns_of_our_own_register() -> None:
    headers = (
        "序号 编号 日期 来源渠道 反映人 联系电话 反映内容 类别 "
        "接待代表 处理方式 承办单位 交办日期 办理结果 反馈日期 满意度 备注"
    )
    found = recognise(headers.split())
    assert [found.columns[field] for field in (Field.NUMBER, Field.RECEIVED, Field.ANSWER, Field.REMARK)] == [
        1,
        2,
        12,
        15,
    ]
    assert found.doubtful == ()
    assert found.ignored == ("序号",)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        (" 联系 电话 ", Field.PHONE),
        ("联系电话（手机）", Field.PHONE),
        ("诉求", Field.CONTENT),
        ("反映内容*", Field.CONTENT),
        ("小区", Field.ADDRESS),
        ("年龄", Field.AGE),
        ("性 别", Field.SEX),
        ("记录人", Field.RECORDER),
        ("地点", Field.PLACE),
        ("主题类别", Field.TOPIC),
        ("代表", Field.DEPUTIES),
        ("渠道", Field.CHANNEL),
        ("办理方式", Field.HANDLING),
    ],
)
def test_synonyms(header: str, field: Field) -> None:
    assert recognise((header,)).columns == {field: 0}


def test_date_and_time_apart() -> None:
    assert recognise(("日期", "时间", "内容")).columns == {Field.RECEIVED: 0, Field.TIME: 1, Field.CONTENT: 2}


def test_time_alone_is_the_date() -> None:
    assert recognise(("时间", "内容")).columns[Field.RECEIVED] == 0


def test_the_running_number_serves_only_where_there_is_no_other_and_is_doubtful() -> None:
    found = recognise(("序号", "日期", "内容"))
    assert found.columns[Field.NUMBER] == 0
    assert [doubt.field for doubt in found.doubtful] == [Field.NUMBER]


def test_two_columns_for_one_field_are_doubtful() -> None:
    found = recognise(("日期", "反映内容", "意见建议"))
    assert found.columns[Field.CONTENT] == 1
    assert [(doubt.field, doubt.candidates) for doubt in found.doubtful] == [(Field.CONTENT, (1, 2))]
    assert "意见建议" in found.doubtful[0].reason


def test_the_same_header_twice_is_doubtful() -> None:
    assert [doubt.field for doubt in recognise(("日期", "日期", "内容")).doubtful] == [Field.RECEIVED]


def test_a_guess_is_doubtful() -> None:
    found = recognise(("日期", "居民反映的内容"))
    assert found.columns[Field.CONTENT] == 1
    assert [doubt.field for doubt in found.doubtful] == [Field.CONTENT]


def test_missing_columns_are_named() -> None:
    found = recognise(("反映人", "", "甲"))
    assert found.missing == (Field.RECEIVED, Field.CONTENT)
    assert {doubt.field for doubt in found.doubtful} == {Field.RECEIVED, Field.CONTENT}
    assert found.ignored == ("甲",)


def test_a_title_stands_in_for_the_content() -> None:
    assert recognise(("日期", "标题")).missing == ()


def test_a_person_says_which_column_it_is() -> None:
    found = recognise(("何时", "何事", "日期"), {Field.RECEIVED: 0, Field.CONTENT: 1})
    assert found.columns == {Field.RECEIVED: 0, Field.CONTENT: 1}
    assert found.doubtful == ()
    assert found.ignored == ("日期",)


def test_a_person_takes_a_column_out() -> None:
    assert Field.PHONE not in recognise(("日期", "内容", "电话"), {Field.PHONE: None}).columns


@pytest.mark.parametrize("override", [{Field.CONTENT: 9}, {Field.CONTENT: -1}, {Field.CONTENT: 1, Field.TITLE: 1}])
def test_an_impossible_choice_is_refused(override: dict[Field, int | None]) -> None:
    with pytest.raises(StationError):
        recognise(("日期", "内容"), override)


@pytest.mark.parametrize("header", ["身份证号", "身份证号码", "证件号码(身份证)"])
def test_numbers_of_identity_cards_are_never_taken(header: str) -> None:
    assert recognise(("日期", "内容", header)).ignored == (header,)
    with pytest.raises(StationError, match="身份证"):
        recognise(("日期", "内容", header), {Field.REMARK: 2})
