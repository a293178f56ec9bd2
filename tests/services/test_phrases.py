"""Phrases: shipped ones, a station's own, and finding them by letters."""

import pytest

from station_app.errors import StationError
from station_app.services import phrases
from station_app.services.phrases import Phrase


def test_shipped_phrases_have_letters_of_their_own(station):
    known = phrases.phrases(station)
    assert len(known) >= 40
    assert len({one.code for one in known}) == len({one.text for one in known}) == len(known)
    assert all(one.code.isascii() and one.code.isalpha() and one.code.islower() for one in known)
    assert Phrase("lrcx", "老人出行不便") in known


@pytest.mark.parametrize("typed", ["lrcx", "LRC", "lrcxbb", "出行", " lr "])
def test_found_by_letters_and_characters(station, typed):
    assert Phrase("lrcx", "老人出行不便") in phrases.matching_phrases(station, typed)


def test_letters_of_its_own_come_before_characters_inside(station):
    phrases.add_phrase(station, "jy 开头的一句")
    found = phrases.matching_phrases(station, "jy")
    assert all(one.code.startswith("jy") for one in found[:5])


def test_nothing_typed_gives_all_and_nonsense_none(station):
    assert phrases.matching_phrases(station, "") == phrases.phrases(station)
    assert phrases.matching_phrases(station, "%_zzqq") == ()


def test_own_phrases_come_first_and_are_kept_once(station):
    added = phrases.add_phrase(station, "  楼下饭店\n油烟大 ")
    assert added == Phrase("lxfd", "楼下饭店 油烟大", own=True)
    assert phrases.add_phrase(station, "楼下饭店 油烟大") == added
    phrases.add_phrase(station, "第二句")
    assert [one.text for one in phrases.phrases(station)[:2]] == ["第二句", "楼下饭店 油烟大"]
    phrases.remove_phrase(station, "楼下饭店 油烟大")
    assert [one.text for one in phrases.own_phrases(station)] == ["第二句"]


def test_a_shipped_phrase_is_not_doubled_and_not_removed(station):
    assert not phrases.add_phrase(station, "老人出行不便").own
    phrases.remove_phrase(station, "老人出行不便")
    assert Phrase("lrcx", "老人出行不便") in phrases.phrases(station)


@pytest.mark.parametrize("text", ["", " \n ", "长" * 201])
def test_an_unfit_phrase_is_refused(station, text):
    with pytest.raises(StationError):
        phrases.add_phrase(station, text)
    assert phrases.own_phrases(station) == ()


def test_too_many_phrases_are_refused(station, monkeypatch):
    monkeypatch.setattr(phrases, "MAX_OWN", 1)
    phrases.add_phrase(station, "第一句")
    with pytest.raises(StationError, match="1 条"):
        phrases.add_phrase(station, "第二句")
