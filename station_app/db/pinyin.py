"""Pinyin of names and texts, so that a few letters find a person: 曾伟 by ``zw``, ``zeng`` or 曾.

pypinyin reads a character as it is read in words. Surnames are read otherwise (曾 zeng, not ceng), so the ones that
differ stand here. It takes 0.1 to 0.3 s to load and is loaded at the first use.
"""

import re
from functools import lru_cache

from station_app.domain.highlight import hits
from station_app.domain.text import search_key

_HAN = re.compile("[〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_NOT_TYPED = re.compile(r"[\s'’·]+")
# Surnames whose reading is not the one that pypinyin gives the character by itself.
_SINGLE = dict(
    pair.split(":")
    for pair in (
        "单:shan 曾:zeng 仇:qiu 解:xie 区:ou 查:zha 盖:ge 朴:piao 翟:zhai 覃:qin 员:yun 折:she 缪:miao 黑:he 种:chong "
        "秘:bi 洗:xian 重:chong 乐:yue 召:shao 繁:po 祭:zhai 牟:mu 么:yao 隗:wei 阚:kan 都:du 薄:bo 藏:zang 句:gou "
        "郇:xun 颉:xie 能:nai 粘:nian 乜:nie 炅:gui 卜:bu 佴:nai 适:kuo"
    ).split()
)
_DOUBLE = {
    name: tuple(reading.split("-"))
    for name, reading in (
        pair.split(":")
        for pair in (
            "单于:chan-yu 尉迟:yu-chi 万俟:mo-qi 长孙:zhang-sun 澹台:tan-tai 乐正:yue-zheng 子车:zi-ju 宰父:zai-fu "
            "鲜于:xian-yu 欧阳:ou-yang 上官:shang-guan 司马:si-ma 司徒:si-tu 诸葛:zhu-ge 皇甫:huang-fu 令狐:ling-hu "
            "慕容:mu-rong 夏侯:xia-hou 呼延:hu-yan 宇文:yu-wen 东方:dong-fang 端木:duan-mu 赫连:he-lian 公孙:gong-sun"
        ).split()
    )
}
_LONGEST_PERSON = 4


def initials(name: str) -> str:
    """The first letters of a name, Latin letters and digits kept, small: 曾国藩 → ``zgf``. Empty when it has none."""
    return "".join(_first_letters(syllables(name)))


def text_initials(text: str) -> str:
    """The first letters of a text that is nobody's name: 解决 → ``jj``."""
    return "".join(_first_letters(_spell(text, as_name=False)))


@lru_cache(maxsize=8192)
def syllables(name: str) -> tuple[str, ...]:
    """The reading of each character of a name; a Latin letter or digit stands for itself, anything else is empty."""
    return _spell(name, as_name=True)


def hit(name: str, typed: str) -> tuple[int, int] | None:
    """First and one past the last character of ``name`` that was typed; None when the name does not fit.

    Typed may be the characters, the initials, whole syllables or a mix of both (``zw``, ``zeng``, ``zengw``), with or
    without blanks. Of several places the first counts.
    """
    direct = next(iter(hits(name, typed.strip())), None)
    if direct is not None:
        return direct
    wanted, spoken = _NOT_TYPED.sub("", search_key(typed)).replace("ü", "v"), syllables(name)
    if not wanted:
        return None
    ends = ((start, _fit(spoken, start, wanted)) for start in range(len(spoken)) if spoken[start])
    return next(((start, end) for start, end in ends if end is not None), None)


def _fit(spoken: tuple[str, ...], start: int, wanted: str) -> int | None:
    """Where the characters end that spell ``wanted`` from ``start`` on, each by at least its first letter."""
    if not wanted:
        return start
    if start == len(spoken):
        return None
    syllable = spoken[start]
    if not syllable:
        return _fit(spoken, start + 1, wanted)
    for taken in range(min(len(syllable), len(wanted)), 0, -1):
        if syllable.startswith(wanted[:taken]):
            end = _fit(spoken, start + 1, wanted[taken:])
            if end is not None:
                return end
    return None


def _first_letters(spoken: tuple[str, ...]) -> list[str]:
    return [syllable[0] for syllable in spoken if syllable]


def _spell(text: str, as_name: bool) -> tuple[str, ...]:
    spoken = [_latin(character) for character in text]
    for run in _HAN.finditer(text):
        spoken[run.start() : run.end()] = _name(run[0]) if as_name else _words(run[0])
    return tuple(spoken)


def _latin(character: str) -> str:
    key = search_key(character)
    return key if key.isascii() and key.isalnum() else ""


def _name(run: str) -> list[str]:
    """A name as surname and given name, so that the two are never read as one word (王朝|阳)."""
    if run[:2] in _DOUBLE and len(run) <= _LONGEST_PERSON:
        return [*_DOUBLE[run[:2]], *_part(run[2:])]
    if len(run) <= _LONGEST_PERSON:
        return [_SINGLE.get(run[0]) or _part(run[0])[0], *_part(run[1:])]
    return _words(run)


@lru_cache(maxsize=8192)
def _part(run: str) -> tuple[str, ...]:
    """A surname or a given name: many people share one."""
    return tuple(_words(run))


def _words(run: str) -> list[str]:
    """The usual reading of each character among its neighbours, without tones; empty for one that has none."""
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(run, style=Style.NORMAL, errors=_unknown)  # type: ignore[arg-type]  # may give a list


def _unknown(characters: str) -> list[str]:
    return [""] * len(characters)
