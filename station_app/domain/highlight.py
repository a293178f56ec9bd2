"""Where a search text stands in a text, and the piece of a long text around its first place."""

import unicodedata
from functools import lru_cache

from station_app.domain.text import search_key

Span = tuple[int, int]
ELLIPSIS = "…"


def hits(text: str, query: str) -> tuple[Span, ...]:
    """The places [start, end) of ``query`` in ``text``, compared as search compares them, left to right."""
    wanted, key = search_key(query), search_key(text)
    if not wanted or wanted not in key:
        return ()
    origins = _origins(text)
    found: list[Span] = []
    start = key.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        place = (origins[start][0], origins[end - 1][1])
        if found and place[0] < found[-1][1]:  # the two halves of a ligature
            place = (found.pop()[0], place[1])
        found.append(place)
        start = key.find(wanted, end)
    return tuple(found)


def piece(text: str, query: str, before: int = 6, length: int = 40) -> tuple[str, tuple[Span, ...]]:
    """A piece of ``text`` on one line from a little before the first hit, cut ends marked …, and the hits in it.

    Both are empty without a hit.
    """
    first = next(iter(hits(text, query)), None)
    if first is None:
        return "", ()
    start = max(0, first[0] - before)
    end = max(first[1], start + length)
    cut = " ".join(text[start:end].split("\n"))
    shown = (ELLIPSIS if start else "") + cut + (ELLIPSIS if end < len(text) else "")
    return shown, hits(shown, query)


def _origins(text: str) -> list[Span]:
    """For each character of the search key the place in ``text`` of the characters that it was made of.

    One character may become several (ﬁ → fi) and several one (か and its mark → が); what may join is taken together.
    """
    origins: list[Span] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not _joins(text[end]):
            origins += [(start, end)] * len(search_key(text[start:end]))
            start = end
    return origins


@lru_cache(maxsize=4096)
def _joins(character: str) -> bool:
    """Whether a character may merge with the ones before it: marks, and the vowels and finals of Hangul syllables."""
    first = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.category(first).startswith("M") or "\u1160" <= first <= "\u11ff"
