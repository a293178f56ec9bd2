"""The text rules of promises.md: what is refused, what is changed and said, what is kept."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.text import (
    MAX_MARKS_ON_ONE_CHARACTER,
    MAX_TEXT_CHARACTERS,
    TextRefused,
    check_record_size,
    clean_digits,
    clean_line,
    clean_text,
    search_key,
)

ANY_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60)
NASTY = st.lists(st.sampled_from(list("ab1Ａ１\r\n\t \u3000\xa0\u200b\u0301\u0316\u2028\u202e\x0b-－—")), max_size=24)
CLEANERS = pytest.mark.parametrize("clean", [clean_text, clean_line, clean_digits])


@CLEANERS
@given(raw=st.one_of(ANY_TEXT, NASTY.map("".join)))
def test_cleaning_twice_changes_nothing(clean, raw):
    once = clean(raw)
    again = clean(once.text)
    assert again.text == once.text
    assert again.changes == ()


@CLEANERS
@given(raw=st.one_of(ANY_TEXT, NASTY.map("".join)))
def test_every_change_is_said(clean, raw):
    cleaned = clean(raw)
    assert bool(cleaned.changes) == (cleaned.text != raw)


@given(raw=st.one_of(ANY_TEXT, NASTY.map("".join)))
def test_what_is_stored_has_no_control_and_no_outer_blank(raw):
    text = clean_text(raw).text
    assert all(char == "\n" or unicodedata.category(char) != "Cc" for char in text)
    assert text == text.strip() == unicodedata.normalize("NFC", text)
    assert "\n" not in clean_line(raw).text


@pytest.mark.parametrize(
    "text",
    [
        "䶮",
        "𠮷野家",
        "𬭎",
        "😀 楼道太黑",
        "❤️",
        "阿卜杜拉·买买提",
        "名" * 50,
        "<b>粗</b><img src=x>",
        "100%_\\\"NEAR(a AND b)'; drop table",
        "第一行\n\n第三行",
        "字" * MAX_TEXT_CHARACTERS,
    ],
)
def test_ordinary_and_rare_text_is_kept(text):
    assert clean_text(text).text == text
    assert clean_text(text).changes == ()


@pytest.mark.parametrize(
    ("raw", "text", "note"),
    [
        ("甲\r\n乙\r丙", "甲\n乙\n丙", "换行已统一"),
        ("甲\u2028乙", "甲\n乙", "换行已统一"),
        ("甲\t\t\t乙", "甲 乙", "制表符改为空格"),
        ("甲\x07乙\x9b丙", "甲乙丙", "去掉 2 个看不见的字符"),
        ("甲\u200b乙\u202e丙\ufeff", "甲乙丙", "去掉 3 个看不见的字符"),
        ("甲\r\u200b\n乙", "甲\n乙", "换行已统一"),
        ("e\u0301", "é", "字形已规范"),
        ("\u3000\xa0 甲 乙\n\u3000", "甲 乙", "去掉首尾空白"),
    ],
)
def test_changes_are_made_and_named(raw, text, note):
    cleaned = clean_text(raw)
    assert cleaned.text == text
    assert note in cleaned.changes


def test_a_line_takes_its_breaks_as_one_space():
    cleaned = clean_line("梧桐里\r\n\r\n  5 号楼\n")
    assert cleaned.text == "梧桐里 5 号楼"
    assert "换行改为空格" in cleaned.changes


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("１３８　１２３４　５６７８", "13812345678"),
        ("０１０－６２３４５６７８", "010-62345678"),
        ("010—62345678", "010-62345678"),
        ("-- 2022-15 --", "2022-15"),
        ("Ａ\u0301１", "Á1"),
    ],
)
def test_number_fields_become_half_width(raw, text):
    assert clean_digits(raw).text == text


@CLEANERS
@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("甲\ud83d乙", "残缺"),
        ("甲\0乙", "NUL"),
        ("字" * (MAX_TEXT_CHARACTERS + 1), f"{MAX_TEXT_CHARACTERS + 1} 字"),
        ("a" + "\u0301" * (MAX_MARKS_ON_ONE_CHARACTER + 1), "附加符号"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_cause_and_next_step(clean, raw, title):
    with pytest.raises(TextRefused) as refused:
        clean(raw)
    assert title in refused.value.title
    assert refused.value.next_step


def test_a_text_that_grows_past_the_limit_by_normalising_is_refused():
    with pytest.raises(TextRefused):
        clean_text("\u0958" * MAX_TEXT_CHARACTERS)


def test_piled_up_marks_do_not_hang():
    begin = time.perf_counter()
    with pytest.raises(TextRefused):
        clean_text("a" + "\u0301\u0316" * (MAX_TEXT_CHARACTERS // 2 - 1))
    assert time.perf_counter() - begin < 2


def test_one_record_holds_one_mebibyte():
    check_record_size(["a" * 1024] * 1024)
    with pytest.raises(TextRefused) as refused:
        check_record_size(["a" * 1024] * 1024 + ["b"])
    assert "1 MiB" in refused.value.title


def test_record_size_counts_bytes_not_characters():
    with pytest.raises(TextRefused):
        check_record_size(["字" * 90_000] * 4)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ＷｉＦｉ", "wifi"),
        ("STRASSE Straße", "strasse strasse"),
        ("甲\n乙", "甲 乙"),
        ("①楼", "1楼"),
        ("%_\\", "%_\\"),
    ],
)
def test_search_key(text, key):
    assert search_key(text) == key


@given(st.text("abcXYZ０１２甲乙\n%_", max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_the_key_of_a_part_is_found_in_the_key_of_the_whole(text, begin, length):
    assert search_key(text[begin : begin + length]) in search_key(text)


@given(st.text(st.sampled_from("，：？！（）；,;=\u0338\u0301＝漢ﬁ\n") | st.characters(exclude_categories=["Cs"])))
def test_search_key_is_nfkc_and_casefold(text):
    assert search_key(text) == unicodedata.normalize("NFKC", text).casefold().replace("\n", " ")
