"""Lines of a column: nothing lost, nothing too wide, nothing begun or ended badly."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.reports.faces import Face
from station_app.reports.kinsoku import BLANKS, may_break
from station_app.reports.lines import Breaker

SIGNS = "天一热味道大带孩子，。；：（）《》“”、！？…—·aZ9.,:-/@% \u3000𠮷𬭎😀é"
texts = st.text(st.sampled_from(SIGNS), max_size=120)
widths = st.sampled_from([11.0, 21.5, 31.9, 41.8, 71.6, 148.0, 400.0])


@given(texts, widths)
def test_no_text_is_lost(text, width):
    breaker = Breaker(Face.SERIF, 10.5, width)
    assert "".join(breaker.fill(text)) == text
    assert "".join(breaker.even(text)) == text


@given(texts, texts, widths)
def test_newlines_begin_new_lines(first, second, width):
    breaker = Breaker(Face.SERIF, 10.5, width)
    assert breaker.fill(f"{first}\n{second}") == [*breaker.fill(first), *breaker.fill(second)]


@given(texts, st.sampled_from([71.6, 148.0, 400.0]))
def test_no_line_is_too_wide(text, width):
    breaker = Breaker(Face.SERIF, 10.5, width)
    for line in [*breaker.fill(text), *breaker.even(text)]:
        bare = line.rstrip(BLANKS)
        assert breaker.width(bare) <= breaker.limit or len(bare) == 1


@given(texts, st.sampled_from([148.0, 400.0]))
def test_lines_end_where_they_may_unless_there_is_no_such_place(text, width):
    lines = Breaker(Face.SERIF, 10.5, width).fill(text)
    for before, after in pairwise(lines):
        joined = before + after
        assert may_break(joined, len(before)) or not any(may_break(joined, at) for at in range(1, len(before)))


@given(texts, widths)
def test_even_lines_are_no_more_than_full_ones(text, width):
    breaker = Breaker(Face.SERIF, 10.5, width)
    assert len(breaker.even(text)) == len(breaker.fill(text))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("来站接待", ["来站", "接待"]),
        ("民意收集箱", ["民意", "收集箱"]),
        ("代表捎句话", ["代表", "捎句话"]),
        ("重复见00042", ["重复见", "00042"]),
        ("陈立新", ["陈立新"]),
        ("督办2次", ["督办", "2次"]),
        ("", [""]),
    ],
)
def test_short_cells_are_broken_evenly(text, lines):
    assert Breaker(Face.SERIF, 10.5, 31.9).even(text) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("天一热味道大，苍蝇多", ["天一热味道", "大，苍蝇多"]),
        ("天一热味道（苍蝇）多了", ["天一热味道", "（苍蝇）多了"]),
        ("号码是13800005678吗", ["号码是", "13800005678", "吗"]),
        ("知法律援助电话。", ["知法律援助", "电话。"]),
        ("天一热味道了   大苍蝇", ["天一热味道了   ", "大苍蝇"]),
    ],
)
def test_punctuation_words_and_last_characters(text, lines):
    assert Breaker(Face.SERIF, 10.5, 68).fill(text) == lines


def test_a_word_wider_than_the_column_is_cut():
    lines = Breaker(Face.SERIF, 10.5, 50).fill("https://example.org/a/very/long/address")
    assert len(lines) > 1
    assert "".join(lines) == "https://example.org/a/very/long/address"


def test_a_character_that_is_drawn_as_its_number_is_measured_so():
    breaker = Breaker(Face.SERIF, 10.5, 400)
    assert breaker.width("😀") == breaker.width("〔U+1F600〕")
