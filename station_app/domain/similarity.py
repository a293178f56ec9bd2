"""How alike two short Chinese texts are, by the two-character pieces they share: simple enough to be explained."""

import re
from collections import Counter

from station_app.domain.text import search_key

_NO_WORD = re.compile(r"[\W_]+")


def pieces(text: str) -> Counter[str]:
    """The two-character pieces of a text (a single character is one piece); blanks and punctuation part nothing."""
    plain = _NO_WORD.sub("", search_key(text))
    return Counter([plain[index : index + 2] for index in range(len(plain) - 1)] or [plain] * bool(plain))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Shared pieces against those of the shorter text, from 0 to 1; 0 when either is empty."""
    shorter = min(one.total(), other.total())
    return (one & other).total() / shorter if shorter else 0.0
