"""The built-in code lists: channels, and topics in two levels. A code is its name; retired ones stay readable."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from station_app.config import resource_path
from station_app.db.statements import execute
from station_app.errors import StationError
from station_app.services.station import Station

GRID_SIZE = 9
_TOPICS_LATELY = "SELECT topic FROM opinion WHERE site = ? ORDER BY id DESC LIMIT 500"


@dataclass(frozen=True, slots=True)
class Channel:
    """How an opinion reached the station."""

    name: str
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the first level; ``short`` (at most 4 characters) stands on the grid, ``subtopics`` are the second."""

    name: str
    short: str
    subtopics: tuple[str, ...]
    retired: bool = False


def channels(with_retired: bool = False) -> tuple[Channel, ...]:
    """The channels in their order; retired ones only for filters over old records."""
    return tuple(one for one in _all_channels() if with_retired or not one.retired)


def topics(with_retired: bool = False) -> tuple[Topic, ...]:
    """The topics in their order; retired ones only for filters over old records."""
    return tuple(one for one in _all_topics() if with_retired or not one.retired)


def topic_named(name: str) -> Topic | None:
    """The topic of that name, retired ones included."""
    return next((one for one in _all_topics() if one.name == name), None)


def check_channel(name: str) -> str:
    """The name of a channel in use; raises StationError that offers the nearest one."""
    return _check(name, [one.name for one in channels()], "来源渠道")


def check_known_channel(name: str) -> str:
    """The name of a channel, in use or retired; raises StationError that offers the nearest one."""
    return _check(name, [one.name for one in channels(with_retired=True)], "来源渠道")


def check_topic(name: str, subtopic: str = "") -> tuple[str, str]:
    """Topic and subtopic in use; raises StationError that offers the nearest one."""
    topic = topic_named(_check(name, [one.name for one in topics()], "类别"))
    assert topic is not None
    return topic.name, _check(subtopic, topic.subtopics, f"「{topic.name}」的细类") if subtopic else ""


def nine_most_used(station: Station) -> tuple[Topic, ...]:
    """What the digits 1 to 9 stand for: the nine topics used most of late.

    One that stays among the nine keeps its digit, so that a digit learned by heart stays true.
    """
    used, usual = _used_lately(station), _usual()
    ranks = {name: rank for rank, name in enumerate(usual)}
    order = sorted(topics(), key=lambda one: (-used[one.name], ranks.get(one.name, GRID_SIZE)))[:GRID_SIZE]
    chosen = {one.name: one for one in order}
    newcomers = (one for one in order if one.name not in ranks)
    return tuple(chosen[name] if name in chosen else next(newcomers) for name in usual)


def _used_lately(station: Station) -> Counter[str]:
    return Counter(topic for (topic,) in execute(station.db, _TOPICS_LATELY, (station.identity.site,)))


def _check(name: str, known: Sequence[str], what: str) -> str:
    if name in known:
        return name
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    ask = f"是不是「{near[0]}」？" if near else ""
    raise StationError(f"没有名为「{name[:40]}」的{what}", f"{ask}可用的是：{'、'.join(known)}。")


@cache
def _all_channels() -> tuple[Channel, ...]:
    return tuple(Channel(one["name"], one.get("retired", False)) for one in read_codes("channels")["channel"])


@cache
def _all_topics() -> tuple[Topic, ...]:
    return tuple(
        Topic(one["name"], one["short"], tuple(one["sub"]), one.get("retired", False))
        for one in read_codes("topics")["topic"]
    )


@cache
def _usual() -> tuple[str, ...]:
    return tuple(read_codes("topics")["usual"])


def read_codes(name: str) -> dict[str, Any]:
    """The shipped list ``resources/codes/<name>.toml``."""
    return tomllib.loads(resource_path(f"codes/{name}.toml").read_text("utf-8"))
