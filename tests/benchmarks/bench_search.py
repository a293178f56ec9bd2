"""Search beside LIKE over the same keys; the index beside the insertion of the same rows."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

from station_app.db import search
from station_app.db.connection import DatabaseKey, StationDatabase, create_database, write_transaction
from station_app.db.search import SearchDoc
from station_app.domain.text import search_key
from tests.benchmarks.measure import Row, on_disk, seconds
from tests.benchmarks.texts import opinions, source

FIELDS = ("serial", "title", "content", "place", "names", "initials")
COLUMNS = "id INTEGER PRIMARY KEY, " + ", ".join(f"{name} TEXT NOT NULL" for name in FIELDS)
PARTS_OF_SERIALS = {1: ["1", "-"], 2: ["17"], 3: ["17-"], 4: ["17-2"], 5: ["17-20", "-0014"], 13: ["17-2021-00144"]}
LENGTHS = (1, 2, 3, 4, 5)
RANKS = (0, 30, 1000)


@dataclass(frozen=True)
class Filled:
    """An indexed database, the seconds its parts took and their bytes."""

    db: StationDatabase
    row_seconds: float
    index_seconds: float
    row_bytes: int
    index_bytes: int


def run(small: bool) -> Iterator[Row]:
    """Ratios at 100,000 opinions, and how seconds grow from a tenth of them."""
    number = 1000 if small else 100_000
    queries = _queries(number)
    with _filled(number // 10) as tenth, _filled(number) as filled:
        for length, texts in queries.items():
            yield from _compare(filled.db, f"search, {length} characters, {number:,}", texts)
        texts = [text for some in queries.values() for text in some]
        yield Row(
            "search, seconds of all texts above, 10 n / n",
            _all_seconds(filled.db, texts) / _all_seconds(tenth.db, texts),
            11,
        )
        yield Row(
            "search index, seconds",
            filled.index_seconds / filled.row_seconds,
            8,
            f"{filled.index_seconds:.1f} s, {source()}",
        )
        yield Row("search index, bytes", filled.index_bytes / filled.row_bytes, 1, f"{filled.index_bytes / 1e6:.0f} MB")
        yield Row("search index, seconds, 10 n / n", filled.index_seconds / tenth.index_seconds, 11)
        yield Row(
            "search index checked / made",
            seconds(lambda: search.check(filled.db), 1) / filled.index_seconds,
            note=f"{number:,} opinions",
        )


def _compare(db: StationDatabase, name: str, texts: list[str]) -> Iterator[Row]:
    """The worst text of each kind, after all were seen to have the same hits."""
    counts, firsts = [], []
    for text in texts:
        if search.hits(db, text, -1) != _by_like(db, "id", text):
            raise AssertionError(f"other hits than LIKE for {text!r}")
        peer = seconds(lambda text=text: _by_like(db, "count(*)", text), 2)
        counts.append((seconds(lambda text=text: search.count(db, text)) / peer, text))
        firsts.append((seconds(lambda text=text: search.hits(db, text, 50)) / peer, text))
    yield Row(f"{name}: count", *_worst(counts, 0.05, db))
    yield Row(f"{name}: first 50", *_worst(firsts, 0.02, db))


def _worst(ratios: list[tuple[float, str]], goal: float, db: StationDatabase) -> tuple[float, float, str]:
    ratio, text = max(ratios)
    return ratio, goal, f"worst: {text}, {search.count(db, text):,} hits"


def _by_like(db: StationDatabase, what: str, text: str) -> list[int]:
    pattern = "%" + "".join(f"\\{sign}" if sign in "\\%_" else sign for sign in search_key(text)) + "%"
    anywhere = " OR ".join(f"{name} LIKE ?1 ESCAPE '\\'" for name in FIELDS)
    return [row[0] for row in db.execute_sql(f"SELECT {what} FROM key WHERE {anywhere} ORDER BY id DESC", (pattern,))]


def _all_seconds(db: StationDatabase, texts: list[str]) -> float:
    return sum(seconds(lambda text=text: search.count(db, text)) for text in texts)


def _queries(number: int) -> dict[int, list[str]]:
    """For each length the commonest text, less common ones and parts of serials."""
    keys = [search_key(doc.content) for doc in opinions(min(number, 1400))]
    queries = {}
    for length in LENGTHS:
        found = Counter(key[start : start + length] for key in keys for start in range(len(key) - length + 1))
        common = [text for text, _ in found.most_common(RANKS[-1] + 1)]
        queries[length] = [common[rank] for rank in RANKS] + PARTS_OF_SERIALS[length]
    return queries | {13: PARTS_OF_SERIALS[13]}


@contextmanager
def _filled(number: int) -> Iterator[Filled]:
    """A database with rows, index and, for LIKE, the keys of the rows."""
    with on_disk() as folder:
        path = folder / "search.db"
        db = create_database(path, DatabaseKey.generate())
        with write_transaction(db):
            for statement in (
                f"CREATE TABLE opinion ({COLUMNS}) STRICT",
                f"CREATE TABLE key ({COLUMNS}) STRICT",
                "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
                *search.DDL,
            ):
                db.execute_sql(statement)
        docs = list(opinions(number))
        empty = _bytes(db, path)
        row_seconds = seconds(lambda: _insert(db, "opinion", docs), 1)
        with_rows = _bytes(db, path)
        index_seconds = seconds(lambda: _index(db), 1)
        with_index = _bytes(db, path)
        keys = [SearchDoc(id=doc.id, **{name: search_key(getattr(doc, name)) for name in FIELDS}) for doc in docs]
        _insert(db, "key", keys)
        yield Filled(db, row_seconds, index_seconds, with_rows - empty, with_index - with_rows)
        db.close()


def _insert(db: StationDatabase, table: str, docs: list[SearchDoc]) -> None:
    with write_transaction(db):
        db.cursor().executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?)", map(astuple, docs))


def _index(db: StationDatabase) -> None:
    with write_transaction(db):
        search.rebuild(db)


def _bytes(db: StationDatabase, path: Path) -> int:
    db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return path.stat().st_size
