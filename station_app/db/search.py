"""The search index: any text, from one character on, finds exactly the opinions in whose fields it stands.

The hits are those of ``LIKE '%text%'`` over the search keys of the fields, without reading them. All keys of an opinion
go into one FTS5 column, each character a token of its own, and a query is the phrase of its characters. GAP stands
between the fields, so that no phrase runs over a border. Digits and Latin letters are in every opinion (in its serial),
so a phrase of them would be slow: each run of them is also laid down in overlapping pieces of two, three and five, and
a query made of nothing else is the phrase of its longest pieces.

The table keeps no texts (``content=''``): what is taken out must be given as it was put in, and ``secure-delete``
leaves nothing of it in the index. Rowids are the ids of opinions, which are the order of every list.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count as counting
from operator import attrgetter, mul
from typing import Any
from unicodedata import unidata_version

from peewee import SQL, Database

from station_app.db.connection import DATABASE_ERRORS
from station_app.db.statements import execute, scalar
from station_app.domain.text import search_key

_PUNCTUATION = "".join(chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum())
_TOKENIZER = "ascii tokenchars '{}'".format(_PUNCTUATION.replace("'", "''")).replace('"', '""')
_OPTION = "INSERT INTO opinion_fts(opinion_fts, rank) VALUES"
# pgsz: a node fits a page of SQLCipher. hashsize: a rebuild of 100,000 opinions is sorted in memory and written once.
DDL = (
    f"CREATE VIRTUAL TABLE opinion_fts USING fts5(keys, content='', columnsize=0, tokenize=\"{_TOKENIZER}\")",
    f"{_OPTION} ('secure-delete', 1), ('pgsz', 3900), ('hashsize', 167772160), ('automerge', 8)",
    "CREATE VIRTUAL TABLE opinion_fts_terms USING fts5vocab(opinion_fts, instance)",
)

# Characters that NFKC takes away, so no search key has them: they stand for what the tokenizer cannot keep.
# NUL, which no text may hold, parts the fields while their keys are made.
GAP, NOWHERE = "\uffe1", "\uffe2"
_STAND_INS = {0x7F: 0xFF5F, **{code: 0xFF61 + code for code in range(0x20)}}
_STAND_INS |= dict.fromkeys(range(0xD800, 0xE000), ord(NOWHERE))
_ODD = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_RUN = re.compile("[0-9a-z-]{2,}")
_PIECES = (2, 3, 5)
_UTF32 = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"

# Who made the keys: another Unicode version may fold a text otherwise, and then nothing could be taken out again.
_RULES = f"1 Unicode {unidata_version}"
_PRIME, _SMALL_PRIME = 2**31 - 1, 2**16 + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDoc:
    """What search knows of an opinion, as its row holds it; ``names`` and ``initials`` are those of its people."""

    id: int
    serial: str
    title: str
    content: str
    place: str
    names: str
    initials: str


# The longest first: early positions take the least room.
_FIELDS = ("content", "title", "place", "names", "initials", "serial")
_texts = attrgetter(*_FIELDS)


def add(db: Database, *docs: SearchDoc) -> None:
    """Index opinions that are not indexed yet; inside the transaction that writes their rows.

    Many at once are much faster: FTS5 writes out what it holds before each statement that fires a trigger.
    """
    keys = ((doc.id, _tokens(_texts(doc))) for doc in docs)
    db.cursor().executemany("INSERT INTO opinion_fts(rowid, keys) VALUES (?, ?)", keys)


def remove(db: Database, doc: SearchDoc) -> None:
    """Take an opinion out, given exactly as it was indexed."""
    execute(
        db, "INSERT INTO opinion_fts(opinion_fts, rowid, keys) VALUES ('delete', ?, ?)", (doc.id, _tokens(_texts(doc)))
    )


def replace(db: Database, old: SearchDoc, new: SearchDoc) -> None:
    """Index an opinion anew; ``old`` is exactly what was indexed. Costs nothing when search sees no difference."""
    if old != new:
        remove(db, old)
        add(db, new)


def count(db: Database, text: str) -> int:
    """How many opinions have the text; none for an empty one."""
    return int(scalar(db, "SELECT count(*) FROM opinion_fts WHERE opinion_fts MATCH ?", (_phrase(text),)))


def hits(db: Database, text: str, limit: int, offset: int = 0) -> list[int]:
    """The ids of opinions that have the text, highest first."""
    sql = "SELECT rowid FROM opinion_fts WHERE opinion_fts MATCH ? ORDER BY rowid DESC LIMIT ? OFFSET ?"
    return [row[0] for row in execute(db, sql, (_phrase(text), limit, offset))]


def matching(text: str) -> SQL:
    """The ids of opinions that have the text, to stand beside other filters: ``Opinion.id.in_(matching(text))``."""
    return SQL("(SELECT rowid FROM opinion_fts WHERE opinion_fts MATCH ?)", (_phrase(text),))


def rebuild(db: Database) -> None:
    """Make the index anew from the rows of the table ``opinion``, inside the caller's transaction."""
    execute(db, "INSERT INTO opinion_fts(opinion_fts) VALUES ('delete-all')")
    rows = ((opinion, _tokens(texts)) for opinion, *texts in _rows(db))
    db.cursor().executemany("INSERT INTO opinion_fts(rowid, keys) VALUES (?, ?)", rows)
    # One piece at its own level: else one of the next saves would merge all of it.
    execute(db, "INSERT INTO opinion_fts(opinion_fts) VALUES ('optimize')")
    execute(db, "INSERT OR REPLACE INTO setting (key, value) VALUES ('search_rules', json_quote(?))", (_RULES,))


def is_current(db: Database) -> bool:
    """Whether this program's keys are those of the index; else it must be rebuilt before the next write."""
    return bool(scalar(db, "SELECT value ->> '$' FROM setting WHERE key = 'search_rules'") == _RULES)


def check(db: Database) -> bool:
    """Whether the index holds each opinion as its row stands, each token in its place, and nothing else.

    Compares a sum over all tokens of the index with one over the rows. A damaged index is not whole either.
    """
    tokens = f"unicode(term) * (doc % {_PRIME} + offset * (doc % {_SMALL_PRIME} + 1)) % {_PRIME}"
    try:
        line = execute(db, f"SELECT count(*), coalesce(sum({tokens}), 0) FROM opinion_fts_terms").fetchone()  # noqa: S608
    except DATABASE_ERRORS:
        return False
    number = total = 0
    for opinion, *texts in _rows(db):
        codes = _codes(_leads(texts))
        number += len(codes)
        total += sum(codes) * (opinion % _PRIME) + sum(map(mul, codes, counting())) * (opinion % _SMALL_PRIME + 1)
    return (number, total % _PRIME) == (line[0], line[1] % _PRIME)


def _rows(db: Database) -> Any:
    """The id of each opinion and its ``_FIELDS``, in the order of the ids, in which the index grows fastest."""
    return execute(db, f"SELECT id, {', '.join(_FIELDS)} FROM opinion ORDER BY id")  # noqa: S608 - names of ours


def _phrase(text: str) -> str:
    key = _storable(search_key(text).replace("\0", NOWHERE))
    tokens = _pieces(key, max(_sizes(key))) if _RUN.fullmatch(key) else _spaced(key)
    return '"' + tokens.replace('"', '""') + '"'


def _tokens(texts: Iterable[str]) -> str:
    keys = _keys(texts)
    return f" {GAP} ".join([_spaced(keys), *[_pieces(run, size) for run in _RUN.findall(keys) for size in _sizes(run)]])


def _leads(texts: Iterable[str]) -> str:
    """The first character of each token of ``_tokens``."""
    keys = _keys(texts)
    return GAP.join([keys, *[run[: 1 - size] for run in _RUN.findall(keys) for size in _sizes(run)]])


def _keys(texts: Iterable[str]) -> str:
    return _storable(search_key("\0".join(texts)))


def _storable(key: str) -> str:
    key = key.replace(" ", "\u3000").replace("\0", GAP)
    return key.translate(_STAND_INS) if _ODD.search(key) else key


def _sizes(run: str) -> list[int]:
    return [size for size in _PIECES if size <= len(run)]


def _pieces(run: str, size: int) -> str:
    return " ".join([run[start : start + size] for start in range(len(run) - size + 1)])


def _spaced(key: str) -> str:
    """A space after each character; by arrays, five times faster than join."""
    codes = _codes(key)
    both = array("I", [0x20]) * (2 * len(codes))
    both[::2] = codes
    return both.tobytes().decode(_UTF32)


def _codes(key: str) -> array[int]:
    return array("I", key.encode(_UTF32))
