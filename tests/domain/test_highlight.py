"""Hits are marked in the text as it was written, though it is compared in another form."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.highlight import hits, piece
from station_app.domain.text import search_key


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("地下车库照明灯不亮，灯坏了", "灯", ["灯", "灯"]),
        ("ＷｉＦｉ差", "wifi", ["ＷｉＦｉ"]),
        ("第㎡处", "m", ["㎡"]),
        ("oﬃce", "ff", ["ﬃ"]),
        ("oﬀice", "f", ["ﬀ"]),
        ("Straße 3", "SS", ["ß"]),
        ("㎡㎡㎡x", "2m", ["㎡㎡㎡"]),
        ("か\u3099水", "水", ["水"]),
        ("か\u3099水", "\u304c", ["か\u3099"]),
        ("ｶﾞｽ漏れ", "ガス", ["ｶﾞｽ"]),
        ("\u1112\u1161\u11ab글", "한", ["\u1112\u1161\u11ab"]),
        ("𠮷屋👍🏽", "👍🏽", ["👍🏽"]),
        ("一\n二", "一 二", ["一\n二"]),
        ("aaa", "aa", ["aa"]),
        ("没有", "水", []),
        ("没有", "", []),
        ("", "水", []),
    ],
)
def test_hits(text, query, marked):
    assert [text[start:end] for start, end in hits(text, query)] == marked


MIXED = st.text(
    st.sampled_from(list("的水aBﬁßİ㎡か\u3099ﾞｶ가\u1161\u11a8\u0301e，\n👍…ำ"))
    | st.characters(exclude_categories=["Cs"])
)


@given(MIXED, MIXED)
def test_every_mark_holds_the_query_and_there_is_one_whenever_search_finds(text, query):
    places = hits(text, query)
    assert bool(places) == (query != "" and search_key(query) in search_key(text))
    for start, end in places:
        assert 0 <= start < end <= len(text)
        assert search_key(query) in search_key(text[start:end])
    assert all(one[1] <= other[0] for one, other in pairwise(places))


def test_what_may_join_is_taken_together():
    """All pairs that compose, and all marks: parted before a character that joins nothing, keys only add up."""
    from station_app.domain.highlight import _joins

    for code in range(0x110000):
        character = chr(code)
        parts = unicodedata.decomposition(character).split()
        if (
            len(parts) == 2
            and not parts[0].startswith("<")
            and search_key(character) != search_key(chr(int(parts[0], 16)))
        ):
            assert _joins(chr(int(parts[1], 16))), hex(code)
        if unicodedata.combining(character):
            assert _joins(character), hex(code)


def test_a_piece_begins_a_little_before_the_hit():
    text = "一二三四五六七八九十" * 5 + "\n灯不亮" + "零" * 100
    shown, places = piece(text, "灯不亮", before=4, length=12)
    assert shown == "…八九十 灯不亮零零零零零…"
    assert [shown[start:end] for start, end in places] == ["灯不亮"]
    assert piece("灯不亮", "灯") == ("灯不亮", ((0, 1),))
    assert piece("灯不亮", "水") == ("", ())
