"""Phrases that come up again and again, called up by a few letters; a station may add its own."""

import json
from dataclasses import dataclass
from functools import cache

from station_app.db.connection import write_transaction
from station_app.db.pinyin import text_initials
from station_app.domain.text import clean_line
from station_app.errors import StationError
from station_app.services.codes import read_codes
from station_app.services.station import Station, get_setting, set_setting

MAX_OWN = 200
MAX_LENGTH = 200
_CODE_LETTERS = 4
_SETTING = "phrases"


@dataclass(frozen=True, slots=True)
class Phrase:
    """``code`` is the letters that call it up, e.g. ``lrcx``; ``own`` says that this station added it."""

    code: str
    text: str
    own: bool = False


def phrases(station: Station) -> tuple[Phrase, ...]:
    """All phrases, the station's own first."""
    return (*own_phrases(station), *_built_in())


def own_phrases(station: Station) -> tuple[Phrase, ...]:
    """What this station added, the newest first."""
    kept = json.loads(get_setting(station.db, _SETTING) or "[]")
    return tuple(Phrase(_code_of(text), text, own=True) for text in kept)


def matching_phrases(station: Station, typed: str) -> tuple[Phrase, ...]:
    """Phrases for what was typed: by their own letters, then by the letters of their text, then by its characters."""
    wanted = typed.strip().casefold()
    if not wanted:
        return phrases(station)
    ranked = [(_rank(one, wanted), one) for one in phrases(station)]
    return tuple(one for rank, one in sorted(ranked, key=lambda pair: pair[0]) if rank < _NO_HIT)


def add_phrase(station: Station, text: str) -> Phrase:
    """Keep a phrase of the station's own; one there is already is only given back. Raises StationError."""
    wanted = clean_line(text).text
    if not wanted:
        raise StationError("常用语是空的", "请先写下这句话。")
    if len(wanted) > MAX_LENGTH:
        raise StationError(f"常用语最多 {MAX_LENGTH} 字，这句有 {len(wanted)} 字", "请写短一些。")
    known = next((one for one in phrases(station) if one.text == wanted), None)
    return known or _keep(station, wanted)


def remove_phrase(station: Station, text: str) -> None:
    """Take one of the station's own phrases off the list; the built-in ones stay."""
    _write(station, [one.text for one in own_phrases(station) if one.text != text])


_NO_HIT = 3


def _rank(phrase: Phrase, wanted: str) -> int:
    if phrase.code.startswith(wanted):
        return 0
    if text_initials(phrase.text).startswith(wanted):
        return 1
    return 2 if wanted in phrase.text.casefold() else _NO_HIT


def _keep(station: Station, text: str) -> Phrase:
    own = [one.text for one in own_phrases(station)]
    if len(own) >= MAX_OWN:
        raise StationError(f"自己加的常用语已有 {MAX_OWN} 条", "请先删去不用的，再加新的。")
    _write(station, [text, *own])
    return Phrase(_code_of(text), text, own=True)


def _write(station: Station, texts: list[str]) -> None:
    with write_transaction(station.db):
        set_setting(station.db, _SETTING, json.dumps(texts, ensure_ascii=False))


def _code_of(text: str) -> str:
    return text_initials(text)[:_CODE_LETTERS]


@cache
def _built_in() -> tuple[Phrase, ...]:
    return tuple(Phrase(*line.split(" ", 1)) for line in read_codes("phrases")["phrases"])
