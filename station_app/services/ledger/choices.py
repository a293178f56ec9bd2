"""Channels and topics as ledgers name them, brought to the words of the code lists."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from station_app.errors import StationError
from station_app.services.codes import CodeBook

_ALIASES = {
    "来站接待": "来访 接待 来站 现场接待 现场 上门 来访接待 接待日 代表接待",
    "民意收集箱": "意见箱 收集箱 民意箱 信箱",
    "代表在身边二维码": "二维码 扫码 代表在身边",
    "代表帮我捎句话": "社情簿 捎句话",
    "线上接待": "线上 网上 网络 网络留言 视频接待",
    "议事会": "民提民议 一居一品 家常里短 居民议事会",
    "走访调研": "走访 调研 入户走访 下沉走访",
    "电话": "来电 电话接待 电话反映",
    "微信群": "微信 群聊 业主群",
}
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Choice:
    """The entry chosen from a code list, its second level if named, and a note where the ledger says otherwise."""

    value: str
    second: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CodeList:
    """One code list: its name, its entries by the words that mean them, the entry for the rest (None: refuse)."""

    name: str
    words: Mapping[str, Choice]
    default: str | None

    def choose(self, written: str) -> Choice:
        """Find the entry that a ledger means. Raises StationError when there is none and no default."""
        plain = _plain(written)
        if not plain:
            if self.default is None:
                raise StationError(f"没有写{self.name}", f"请在导入时选定{self.name}。")
            return Choice(self.default)
        if found := self.words.get(plain):
            note = "" if written in {found.value, found.second} else f"{self.name}“{written[:20]}”归入“{found.value}”"
            return Choice(found.value, found.second, note)
        if self.default is None:
            raise StationError(f"{self.name}“{written[:20]}”不在目录中", f"请在导入时选定{self.name}。")
        return Choice(self.default, note=f"{self.name}“{written[:20]}”不在目录中，归入“{self.default}”")


def channel_list(book: CodeBook, default: str | None) -> CodeList:
    """The channels in use. Raises StationError when ``default`` is none of them."""
    words: dict[str, Choice] = {}
    for channel in book.channels():
        short = channel.name.partition("(")[0]
        for word in (channel.name, short, *_ALIASES.get(short, "").split()):
            words[_plain(word)] = Choice(channel.name)
    return CodeList("来源渠道", words, default if default is None else book.check_channel(default))


def topic_list(book: CodeBook, default: str | None) -> CodeList:
    """The topics in use, with the second-level names that only one topic has. Raises StationError as `channel_list`."""
    times = Counter(second for topic in book.topics() for second in topic.subtopics)
    words = {
        _plain(second): Choice(topic.name, second)
        for topic in book.topics()
        for second in topic.subtopics
        if times[second] == 1
    }
    for topic in book.topics():
        words |= {_plain(word): Choice(topic.name) for word in (topic.short, topic.name)}
    return CodeList("类别", words, default if default is None else book.check_topic(default)[0])


def _plain(text: str) -> str:
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text)).casefold()
