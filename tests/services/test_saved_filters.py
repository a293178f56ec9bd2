"""常用: filters kept under a name."""

import pytest

from station_app.domain.enums import Kind, Status
from station_app.errors import StationError
from station_app.services.filtering import Filters
from station_app.services.saved_filters import MAX_SAVED, forget_filters, save_filters, saved_filters
from station_app.services.station import get_setting, set_setting

FILTERS = Filters(
    text="停车",
    received_from="2026-01-01",
    statuses=(Status.LOCAL, Status.REDO),
    kinds=(Kind.REPORT,),
    older_than_days=3,
)


def test_what_is_kept_comes_back_whole_in_its_order(station):
    save_filters(station, " 停车 今年 ", FILTERS)
    save_filters(station, "物业", Filters(topics=("物业管理",)))
    assert [(one.name, one.filters) for one in saved_filters(station)] == [
        ("停车 今年", FILTERS),
        ("物业", Filters(topics=("物业管理",))),
    ]


def test_the_same_name_replaces(station):
    save_filters(station, "物业", FILTERS)
    save_filters(station, "物业", Filters(topics=("物业管理",)))
    assert [one.filters for one in saved_filters(station)] == [Filters(topics=("物业管理",))]


def test_what_is_forgotten_is_gone(station):
    save_filters(station, "物业", FILTERS)
    save_filters(station, "停车", FILTERS)
    forget_filters(station, "物业")
    assert [one.name for one in saved_filters(station)] == ["停车"]


@pytest.mark.parametrize(
    ("name", "filters", "title"),
    [
        ("  ", FILTERS, "还没有起名字"),
        ("长" * 17, FILTERS, "名字最多 16 字，这个有 17 字"),
        ("什么都没选", Filters(), "现在没有筛选"),
    ],
)
def test_what_cannot_be_kept_is_refused(station, name, filters, title):
    with pytest.raises(StationError) as refused:
        save_filters(station, name, filters)
    assert refused.value.title == title
    assert saved_filters(station) == ()


def test_there_is_an_end(station):
    for number in range(MAX_SAVED):
        save_filters(station, f"第 {number} 组", FILTERS)
    with pytest.raises(StationError, match="最多 12 组"):
        save_filters(station, "再一组", FILTERS)
    save_filters(station, "第 3 组", Filters(text="还能换"))


def test_words_of_another_version_are_left_out(station):
    save_filters(station, "旧", FILTERS)
    kept = get_setting(station.db, "saved_filters")
    with station.db.atomic():
        set_setting(station.db, "saved_filters", kept.replace("重办", "某个新状态").replace('"estate"', '"colour"'))
    assert saved_filters(station)[0].filters.statuses == (Status.LOCAL,)
