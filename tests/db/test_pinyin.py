"""Names are found by the letters people type for them, surnames read as surnames."""

import pypinyin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.db.pinyin import hit, initials, syllables, text_initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("陈立新", "clx"),
        ("单田芳", "stf"),
        ("单于", "cy"),
        ("曾国藩", "zgf"),
        ("仇英", "qy"),
        ("解缙", "xj"),
        ("任大伟", "rdw"),
        ("区小明", "oxm"),
        ("查良镛", "zly"),
        ("翟天临", "ztl"),
        ("尉迟恭", "ycg"),
        ("万俟卨", "mqx"),
        ("长孙无忌", "zswj"),
        ("欧阳娜娜", "oynn"),
        ("王朝阳", "wzy"),
        ("李重阳", "lcy"),
        ("张乐", "zl"),
        ("阿卜杜·热合曼", "abdrhm"),
        ("Tom李3", "toml3"),
        ("ＴＯＭ", "tom"),
        ("张三、单李四", "zssls"),
        ("解放路商户联名", "jflshlm"),
        ("龢㐂婳", "hh"),
        ("𬭎", "h"),
        ("👍", ""),
        ("", ""),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_a_text_has_no_surname():
    assert text_initials("解决了，曾经") == "jjlcj"
    assert text_initials("WiFi信号差") == "wifixhc"


@pytest.mark.parametrize(
    ("name", "typed", "place"),
    [
        ("曾国藩", "z", (0, 1)),
        ("曾国藩", "zgf", (0, 3)),
        ("曾国藩", "ZG", (0, 2)),
        ("曾国藩", "zengg", (0, 2)),
        ("曾国藩", "zeng guo", (0, 2)),
        ("曾国藩", "zguofan", (0, 3)),
        ("曾国藩", "gf", (1, 3)),
        ("曾国藩", " 国藩", (1, 3)),
        ("曾国藩", "cgf", None),
        ("曾国藩", "zgff", None),
        ("曾国藩", "国z", None),
        ("方安安", "fanan", (0, 2)),
        ("方安安", "fangananan", None),
        ("西安", "xi'an", (0, 2)),
        ("吕布", "lü", (0, 1)),
        ("吕布", "lvb", (0, 2)),
        ("阿卜杜·热合曼", "dr", (2, 5)),
        ("Tom李", "mli", (2, 4)),
        ("𠮷田", "田", (1, 2)),
        ("曾国藩", "", None),
        ("曾国藩", " ", None),
        ("", "z", None),
    ],
)
def test_hit(name, typed, place):
    assert hit(name, typed) == place


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("曾单解王朝阳·aB3𠮷龢"), max_size=8))
def test_each_character_has_its_place(name):
    assert len(syllables(name)) == len(name)
    assert all(part.isascii() and part == part.lower() for part in syllables(name))
    letters = initials(name)
    assert not letters or hit(name, letters) is not None


def test_surnames_stand_here_only_where_pypinyin_reads_them_otherwise():
    from station_app.db import pinyin

    needless = [name for name, reading in pinyin._SINGLE.items() if pypinyin.lazy_pinyin(name) == [reading]]
    assert needless == []
