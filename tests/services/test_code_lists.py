"""The lists the centre keeps: added to, ordered, retired and taken back, never renamed, and never too long."""

import pytest

from station_app.domain.enums import PersonRole
from station_app.domain.records import Person
from station_app.errors import StationError
from station_app.journal.log import count_changes
from station_app.services.checking import check
from station_app.services.code_lists import add_entry, change_entry, code_list, entries_of, move_entry
from station_app.services.codes import CHANNELS, TOPICS, code_book, shipped
from station_app.services.rebuilding import rebuild


def names(centre, uid=CHANNELS, above=None, **more):
    return [one.code for one in entries_of(centre, uid, above, **more)]


def retire(centre, uid, code, above=None):
    change_entry(centre, uid, code, above=above, retired=True)


def test_before_anything_is_changed_the_lists_are_the_shipped_ones(centre):
    assert names(centre) == [one.name for one in shipped().channels()]
    assert names(centre, TOPICS) == [one.name for one in shipped().topics()]
    assert names(centre, TOPICS, "物业管理") == list(shipped().topic_named("物业管理").subtopics)


def test_a_channel_is_added_and_the_rest_stays(centre):
    add_entry(centre, CHANNELS, " 12345 热线 ")
    assert [one.name for one in code_book(centre).channels()] == [
        *(one.name for one in shipped().channels()),
        "12345 热线",
    ]
    assert code_book(centre).topics() == shipped().topics()
    assert check(centre).ok


def test_what_was_kept_is_there_after_a_rebuild(centre):
    add_entry(centre, CHANNELS, "12345 热线")
    before = code_list(centre, CHANNELS)
    rebuild(centre)
    assert code_list(centre, CHANNELS) == before


def test_a_topic_goes_and_comes_back_with_its_digit_given_to_another(centre):
    retire(centre, TOPICS, "物业管理")
    book = code_book(centre)
    assert "物业管理" not in [one.name for one in book.topics()]
    assert book.topic_named("物业管理").retired
    assert "物业管理" not in book.usual
    assert len(book.usual) == 9
    change_entry(centre, TOPICS, "物业管理")
    assert code_book(centre) == shipped()


def test_twenty_topics_are_the_most(centre):
    with pytest.raises(StationError, match="最多 20 个"):
        add_entry(centre, TOPICS, "低空飞行")
    retire(centre, TOPICS, "医疗卫生")
    add_entry(centre, TOPICS, "低空飞行与无人机", short="低空")
    assert code_book(centre).topic_named("低空飞行与无人机").short == "低空"
    with pytest.raises(StationError, match="最多 20 个"):
        change_entry(centre, TOPICS, "医疗卫生")


def test_nine_below_a_topic_are_the_most_and_their_names_short(centre):
    here = names(centre, TOPICS, "物业管理")
    with pytest.raises(StationError, match="最多 4 个字"):
        add_entry(centre, TOPICS, "地下停车场", above="物业管理")
    for number in range(9 - len(here)):
        add_entry(centre, TOPICS, f"新{number}", above="物业管理")
    with pytest.raises(StationError, match="最多 9 个"):
        add_entry(centre, TOPICS, "多了", above="物业管理")
    retire(centre, TOPICS, here[0], above="物业管理")
    add_entry(centre, TOPICS, "多了", above="物业管理")
    assert code_book(centre).topic_named("物业管理").subtopics[-1] == "多了"
    assert len(names(centre, TOPICS, "物业管理", with_retired=True)) == 10


def test_a_short_label_is_changed_but_no_code(centre):
    change_entry(centre, TOPICS, "物业管理", short="小区物业")
    assert code_book(centre).topic_named("物业管理").short == "小区物业"
    with pytest.raises(StationError, match="短名最多 4 个字"):
        change_entry(centre, TOPICS, "物业管理", short="小区的物业")
    with pytest.raises(StationError, match="已经有短名"):
        change_entry(centre, TOPICS, "物业管理", short="住房")


@pytest.mark.parametrize(("up", "wanted"), [(True, [1, 0, 2]), (False, [0, 2, 1])])
def test_an_entry_changes_places_with_its_neighbour(centre, up, wanted):
    before = names(centre)[:3]
    move_entry(centre, CHANNELS, before[1], up=up)
    assert names(centre)[:3] == [before[place] for place in wanted]


def test_moving_passes_over_what_is_retired_and_stops_at_the_edge(centre):
    before = names(centre)
    retire(centre, CHANNELS, before[2])
    move_entry(centre, CHANNELS, before[3], up=True)
    assert names(centre)[:3] == [before[0], before[3], before[1]]
    changes = count_changes(centre.db)
    move_entry(centre, CHANNELS, before[0], up=True)
    assert count_changes(centre.db) == changes


@pytest.mark.parametrize(("name", "words"), [("", "还没有填"), ("电话", "已经有"), ("长" * 31, "最多 30 个字")])
def test_a_name_that_cannot_be_is_refused_and_nothing_is_kept(centre, name, words):
    before = count_changes(centre.db)
    with pytest.raises(StationError, match=words):
        add_entry(centre, CHANNELS, name)
    assert count_changes(centre.db) == before


def test_the_last_one_in_use_and_what_the_forms_need_stay(centre):
    for code in ("来站接待", "民意收集箱"):
        with pytest.raises(StationError, match="不能停用"):
            retire(centre, CHANNELS, code)
    *others, last = names(centre, TOPICS)
    for code in others:
        retire(centre, TOPICS, code)
    with pytest.raises(StationError, match="至少要留一个"):
        retire(centre, TOPICS, last)


def test_only_clerks_of_the_centre_change_lists(centre, station):
    with pytest.raises(StationError, match="由中心来做"):
        add_entry(station, CHANNELS, "热线")
    with centre.writing() as log:
        log.put("w", "person", Person(name="志愿者", role=PersonRole.VOLUNTEER), None)
    centre.sit_down("w")
    for change in (
        lambda: add_entry(centre, CHANNELS, "热线"),
        lambda: retire(centre, CHANNELS, "电话"),
        lambda: move_entry(centre, CHANNELS, "电话", up=True),
    ):
        with pytest.raises(StationError, match="要由"):
            change()
