"""Where a line of Chinese may end: what must not begin one, what must not end one, what stays together."""

from __future__ import annotations

import unicodedata

NO_START = frozenset("，。、；：？！）》」』】〕〉］｝”’…—·～％℃‰!),.:;?]}>%·ー々〻")
NO_END = frozenset("（《「『【〔〈［｛“‘([{<￥$¥№#")
_JOINING = frozenset(".,:@_/'&+=~")
_WORDS_BELOW = 0x2E80  # letters and digits below are those of words; ideographs are above
_JOINERS = frozenset("\u200d\u20e3")
BLANKS = " \u3000\u00a0"


class _Traits(dict[str, int]):
    """Character → what it forbids beside it, found out once: a sum of the traits below."""

    def __missing__(self, sign: str) -> int:
        """Find out."""
        no_start = sign in NO_START or sign in _JOINERS or unicodedata.category(sign)[0] == "M"
        word = ord(sign) < _WORDS_BELOW and sign.isalnum()
        self[sign] = traits = (
            no_start * _STARTS_NONE
            + (sign in NO_END or sign == "\u200d") * _ENDS_NONE
            + word * _WORD
            + (sign in _JOINING) * _JOINS
            + (sign in BLANKS) * _BLANK
        )
        return traits


_STARTS_NONE, _ENDS_NONE, _WORD, _JOINS, _BLANK = 1, 2, 4, 8, 16
_STAYS_BEHIND = _STARTS_NONE + _BLANK
_IN_WORD = _WORD + _JOINS
_TRAITS = _Traits()


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before ``text[at]``; blanks stay on the line before."""
    after = _TRAITS[text[at]]
    if after & _STAYS_BEHIND:
        return False
    before = _TRAITS[text[at - 1]]
    return not (before & _ENDS_NONE or (after & _WORD and before & _IN_WORD))


def is_alone(line: str) -> bool:
    """Whether a line holds one character at most besides punctuation and blanks."""
    return sum(not _TRAITS[sign] & _STAYS_BEHIND for sign in line[:8]) <= 1
