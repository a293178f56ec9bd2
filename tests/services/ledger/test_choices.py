"""Channels and topics of ledgers, brought to the code lists."""

import pytest

from station_app.errors import StationError
from station_app.services.codes import shipped
from station_app.services.ledger.choices import channel_list, topic_list


@pytest.mark.parametrize("name", [one.name for one in shipped().channels()])
def test_every_channel_is_itself(name: str) -> None:
    found = channel_list(shipped(), None).choose(name)
    assert (found.value, found.note) == (name, "")


@pytest.mark.parametrize("name", [one.name for one in shipped().topics()])
def test_every_topic_is_itself(name: str) -> None:
    found = topic_list(shipped(), None).choose(name)
    assert (found.value, found.second, found.note) == (name, "", "")


@pytest.mark.parametrize(
    ("written", "channel"), [("来访", "来站接待"), ("意见箱", "民意收集箱"), ("微 信", "微信群"), ("来电", "电话")]
)
def test_other_words_for_a_channel_are_understood_and_said(written: str, channel: str) -> None:
    found = channel_list(shipped(), None).choose(written)
    assert found.value == channel
    assert written in found.note


def test_a_second_level_topic_brings_its_first() -> None:
    found = topic_list(shipped(), None).choose("加装电梯")
    assert (found.value, found.second) == ("老旧小区改造", "加装电梯")


def test_a_second_level_that_several_topics_share_decides_nothing() -> None:
    with pytest.raises(StationError, match="不在目录中"):
        topic_list(shipped(), None).choose("其他")


def test_the_default_stands_in_and_says_so_only_for_what_is_written() -> None:
    codes = topic_list(shipped(), "物业管理")
    assert codes.choose("").note == ""
    found = codes.choose("鸡毛蒜皮")
    assert found.value == "物业管理"
    assert "鸡毛蒜皮" in found.note


@pytest.mark.parametrize("written", ["", "飞鸽传书"])
def test_without_default_the_row_is_refused(written: str) -> None:
    with pytest.raises(StationError, match="来源渠道"):
        channel_list(shipped(), None).choose(written)


def test_a_default_must_be_in_the_list() -> None:
    with pytest.raises(StationError):
        channel_list(shipped(), "飞鸽传书")
