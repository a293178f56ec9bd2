"""The code lists: channels, and topics in two levels. A code is its name; retired ones stay readable.

They come with the program; the centre's own lists, which it sends to all, take their place (`services.code_lists`).
"""

import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any

from station_app.config import resource_path
from station_app.db.statements import execute, scalar
from station_app.domain.codec import from_payload
from station_app.domain.network_records import CodeEntry
from station_app.errors import StationError
from station_app.services.station import Station

CHANNELS, TOPICS = "channels", "topics"
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


@dataclass(frozen=True, slots=True)
class CodeBook:
    """All channels and topics, retired ones included; ``usual`` are the topics on the digits before any was used."""

    all_channels: tuple[Channel, ...]
    all_topics: tuple[Topic, ...]
    usual: tuple[str, ...]

    def channels(self, with_retired: bool = False) -> tuple[Channel, ...]:
        """The channels in their order; retired ones only for filters over old records."""
        return tuple(one for one in self.all_channels if with_retired or not one.retired)

    def topics(self, with_retired: bool = False) -> tuple[Topic, ...]:
        """The topics in their order; retired ones only for filters over old records."""
        return tuple(one for one in self.all_topics if with_retired or not one.retired)

    def topic_named(self, name: str) -> Topic | None:
        """The topic of that name, retired ones included."""
        return next((one for one in self.all_topics if one.name == name), None)

    def check_channel(self, name: str) -> str:
        """The name of a channel in use; raises StationError that offers the nearest one."""
        return _check(name, [one.name for one in self.channels()], "来源渠道")

    def check_known_channel(self, name: str) -> str:
        """The name of a channel, in use or retired; raises StationError that offers the nearest one."""
        return _check(name, [one.name for one in self.all_channels], "来源渠道")

    def check_topic(self, name: str, subtopic: str = "") -> tuple[str, str]:
        """Topic and subtopic in use; raises StationError that offers the nearest one."""
        topic = self.topic_named(_check(name, [one.name for one in self.topics()], "类别"))
        assert topic is not None
        return topic.name, _check(subtopic, topic.subtopics, f"「{topic.name}」的细类") if subtopic else ""


def code_book(station: Station) -> CodeBook:
    """The lists in use here: the centre's where it has sent one, else those that came with the program."""
    return _book(_kept(station, CHANNELS), _kept(station, TOPICS))


@cache
def shipped() -> CodeBook:
    """The lists that came with the program."""
    return CodeBook(
        tuple(Channel(one["name"], one.get("retired", False)) for one in read_codes("channels")["channel"]),
        tuple(
            Topic(one["name"], one["short"], tuple(one["sub"]), one.get("retired", False))
            for one in read_codes("topics")["topic"]
        ),
        tuple(read_codes("topics")["usual"]),
    )


@lru_cache(maxsize=8)
def _book(channels: str | None, topics: str | None) -> CodeBook:
    """``channels`` and ``topics`` as the table keeps their entries, None for those that came with the program."""
    own = shipped()
    if channels is None and topics is None:
        return own
    here = own.all_topics if topics is None else _topics(_entries(topics))
    named = (
        own.all_channels if channels is None else tuple(Channel(one.code, one.retired) for one in _entries(channels))
    )
    return CodeBook(named, here, _digits(own.usual, here))


def _entries(text: str) -> tuple[CodeEntry, ...]:
    return tuple(from_payload(CodeEntry, one) for one in json.loads(text))


def _topics(entries: Sequence[CodeEntry]) -> tuple[Topic, ...]:
    """Entries without a parent are topics, their name the short label; the others are the second level."""
    return tuple(
        Topic(
            one.code,
            one.name,
            tuple(below.code for below in entries if below.parent == one.code and not below.retired),
            one.retired,
        )
        for one in entries
        if one.parent is None
    )


def _digits(usual: Sequence[str], topics: Sequence[Topic]) -> tuple[str, ...]:
    """The usual topics still in use, and others in the places of those that are not."""
    used = [one.name for one in topics if not one.retired]
    others = iter([name for name in used if name not in usual])
    places = [name if name in used else next(others, "") for name in usual]
    return tuple(name for name in places if name)


def _kept(station: Station, uid: str) -> str | None:
    text = scalar(station.db, "SELECT entries FROM code_list WHERE uid = ?", (uid,))
    return None if text is None else str(text)


def nine_most_used(station: Station) -> tuple[Topic, ...]:
    """What the digits 1 to 9 stand for: the nine topics used most of late.

    One that stays among the nine keeps its digit, so that a digit learned by heart stays true.
    """
    book = code_book(station)
    used, usual = _used_lately(station), book.usual
    ranks = {name: rank for rank, name in enumerate(usual)}
    order = sorted(book.topics(), key=lambda one: (-used[one.name], ranks.get(one.name, GRID_SIZE)))[: len(usual)]
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


def read_codes(name: str) -> dict[str, Any]:
    """The shipped list ``resources/codes/<name>.toml``."""
    return tomllib.loads(resource_path(f"codes/{name}.toml").read_text("utf-8"))
