"""The code lists: complete, short enough for the grid, and the nine digits keep their meaning."""

import pytest

from station_app.errors import StationError
from station_app.services import codes
from station_app.services.recording import save_reception

CHANNELS = (
    "来站接待、民意收集箱、代表在身边二维码、代表帮我捎句话(社情簿)、线上接待、"
    "议事会(民提民议 / 一居一品 / 家常里短)、走访调研、电话、微信群、其他"
)
USUAL = [
    "物业管理", "老旧小区改造", "交通出行", "市容环卫", "供水供电供气与排水",
    "消防安全", "生态环境与噪声", "养老助残", "治安与邻里纠纷",
]  # fmt: skip


def record(station, form, *topics):
    for topic in topics:
        save_reception(station, form(opinion={"topic": topic}))


def test_the_ten_channels_in_their_order():
    assert "、".join(one.name for one in codes.shipped().channels()) == CHANNELS


def test_twenty_topics_with_short_labels_and_second_level():
    topics = codes.shipped().topics()
    assert len({one.name for one in topics}) == 20
    assert len({one.short for one in topics}) == 20
    for topic in topics:
        assert 1 <= len(topic.short) <= 4
        assert 4 <= len(set(topic.subtopics)) == len(topic.subtopics) <= 9
        assert all(1 <= len(name) <= 4 for name in topic.subtopics)
        assert topic.subtopics[-1] == "其他"


def test_what_is_retired_is_not_offered_but_known():
    old = codes.Topic("粮票", "粮票", ("其他",), retired=True)
    book = codes.CodeBook((codes.Channel("电报", retired=True), codes.Channel("电话")), (old,), ())
    assert book.channels() == (codes.Channel("电话"),)
    assert len(book.channels(with_retired=True)) == 2
    assert book.topics() == ()
    assert book.topics(with_retired=True) == (old,)
    assert book.topic_named("粮票") is old
    with pytest.raises(StationError, match="粮票"):
        book.check_topic("粮票")


def test_an_unknown_name_is_refused_with_the_nearest():
    assert codes.shipped().check_channel("电话") == "电话"
    with pytest.raises(StationError) as refused:
        codes.shipped().check_channel("来访接待")
    assert "是不是「来站接待」" in refused.value.next_step
    with pytest.raises(StationError) as refused:
        codes.shipped().check_topic("物业管里")
    assert "是不是「物业管理」" in refused.value.next_step


def test_a_subtopic_belongs_to_its_topic():
    assert codes.shipped().check_topic("物业管理", "公共照明") == ("物业管理", "公共照明")
    assert codes.shipped().check_topic("物业管理") == ("物业管理", "")
    with pytest.raises(StationError, match="物业管理"):
        codes.shipped().check_topic("物业管理", "广场舞")


def test_without_records_the_digits_are_the_usual_ones(station):
    assert [one.name for one in codes.nine_most_used(station)] == USUAL


def test_a_topic_used_more_takes_the_place_of_the_least_used(station, form):
    record(station, form, "医疗卫生", *USUAL[:3], *USUAL[4:])
    wanted = list(USUAL)
    wanted[3] = "医疗卫生"
    assert [one.name for one in codes.nine_most_used(station)] == wanted


def test_a_digit_learned_by_heart_stays(station, form):
    record(station, form, "消防安全", "消防安全", "消防安全")
    assert [one.name for one in codes.nine_most_used(station)] == USUAL
