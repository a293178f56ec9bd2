"""Deputies typed or pasted: read by head line or by look, each refused line with its reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.deputy_lines import MAX_LINES, check_deputy, paste_deputies
from station_app.domain.enums import DeputyLevel
from station_app.domain.records import Deputy
from station_app.errors import StationError

CHEN = Deputy(name="陈立新", level=DeputyLevel.DISTRICT, ward="第3选区", phone="13800000567")


@pytest.mark.parametrize(
    "line",
    [
        "陈立新\t区\t第3选区\t13800000567",
        "陈立新\t区代表\t第3选区\t138 0000 0567",
        '"陈立新"\t区人大代表\t"第3选区"\t１３８０００００５６７',
        "1\t陈立新\t区\t第3选区\t13800000567",
        "陈立新 区 第3选区 13800000567",
        "陈立新，区级，第3选区，13800000567",
        "3、陈立新、第3选区、13800000567",
        "姓名\t级别\t选区\t电话\n陈立新\t区\t第3选区\t13800000567",
        "序号\t选 区\t*姓名\t联系电话\t备注\n7\t第3选区\t陈立新\t13800000567\t连任",
    ],
)
def test_one_deputy_in_many_shapes(line):
    pasted = paste_deputies(line)
    assert pasted.deputies == (CHEN,)
    assert pasted.refused == ()


@pytest.mark.parametrize(
    ("word", "level"),
    [("全国", "国"), ("国", "国"), ("省级", "省"), ("市代表", "市"), ("市人大代表", "市"), ("区", "区"), ("县", "区")],
)
def test_levels_as_people_write_them(word, level):
    assert paste_deputies(f"何素琴 {word}").deputies == (Deputy(name="何素琴", level=DeputyLevel(level)),)


def test_a_name_alone_is_a_district_deputy():
    assert paste_deputies("何素琴\n\n  程远帆  \n").deputies == (Deputy(name="何素琴"), Deputy(name="程远帆"))


def test_ward_and_employer_in_their_order():
    [deputy] = paste_deputies("何素琴 第5选区 梧桐里小学校长").deputies
    assert (deputy.ward, deputy.employer) == ("第5选区", "梧桐里小学校长")


def test_a_head_line_gives_the_other_columns_too():
    text = "姓名\t单位及职务\t证号\t届次\n何素琴\t梧桐里小学\tA-17\t第十七届"
    [deputy] = paste_deputies(text).deputies
    assert (deputy.employer, deputy.certificate, deputy.term) == ("梧桐里小学", "A-17", "第十七届")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("陈立新\n陈立新", 2, "和第 1 行重复"),
        ("姓名\t电话\n\t13800000567", 2, "还没有填姓名"),
        ("姓名\t级别\n陈立新\t乡", 2, "级别「乡」不对"),
        ("陈立新 区 1380000567", 1, "手机号 11 位，少 1 位"),
        ("陈立新 区 １３８０００", 1, "手机号 11 位，少 5 位"),
        ("姓名\t电话\n陈立新\t1.38E+10", 2, "1.38E+10"),
        ("13800000567", 1, "不像姓名"),
        ("陈" * 51, 1, "姓名最多 50 字"),
        ("陈立新\t第3选区\t工厂\t别的", 1, "看不懂「别的」"),
        ("好的\n\n陈\0新", 3, "NUL"),
    ],
)
def test_a_line_that_will_not_do_is_named_with_its_reason(text, line, reason):
    [refused] = paste_deputies(text).refused
    assert refused.line == line
    assert reason in refused.reason


def test_a_refused_line_does_not_stop_the_others():
    pasted = paste_deputies("陈立新\n---\n何素琴")
    assert [one.name for one in pasted.deputies] == ["陈立新", "何素琴"]
    assert pasted.refused[0].text == "---"


def test_names_of_fifty_characters_and_beyond_the_bmp_are_kept():
    names = ("阿" * 50, "𠮷䶮", "买买提·阿不都")
    assert tuple(one.name for one in paste_deputies("\n".join(names)).deputies) == names


def test_too_many_lines_are_refused_at_once():
    with pytest.raises(StationError, match="1000 行"):
        paste_deputies("陈\n" * (MAX_LINES + 1))


@given(st.text(st.sampled_from("陈立新区市\t\n ,，、13800000567选第姓名电话\"'\0\u200b\ud800"), max_size=80))
def test_every_line_is_taken_or_refused_and_taken_ones_are_clean(text):
    pasted = paste_deputies(text)
    filled = [line for line in text.splitlines() if line.strip()]
    assert len(filled) - 1 <= len(pasted.deputies) + len(pasted.refused) <= len(filled)
    assert all(check_deputy(one) == one for one in pasted.deputies)
