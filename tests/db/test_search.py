"""The index finds exactly what LIKE finds, keeps nothing of what was taken out, and knows when it is wrong."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peewee import Table

from station_app.db import search
from station_app.db.connection import DatabaseKey, StationDatabase, create_database, write_transaction
from station_app.db.migrating import STATION_SCRIPTS, migrate
from station_app.db.search import SearchDoc
from station_app.domain.text import search_key

FIELDS = ("serial", "title", "content", "place", "names", "initials")
COLUMNS = "id INTEGER PRIMARY KEY, " + ", ".join(f"{name} TEXT NOT NULL" for name in FIELDS)
NASTY = list("的水电梯管ab12-- %_\\\"'*()^:+{}<>|;\n，。！ ＡﬁßİΩㄱᄀ가\u11a8がか\u3099䶮𠮷𬭎👍\u0301\u3000ﾞｶ·…㎡")
QUERIES = [
    "的",
    "%",
    "_",
    "\\",
    '"',
    "'",
    "NEAR(",
    "AND",
    "a AND b",
    "'; drop table",
    "* ",
    "keys:",
    "-",
    "  ",
    "^a",
    "{}",
]


def doc(number: int, content: str = "", **others: str) -> SearchDoc:
    texts = dict.fromkeys(FIELDS, "") | {"serial": f"17-2026-{number:05d}", "content": content} | others
    return SearchDoc(id=number << 4, **texts)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StationDatabase]:
    """The index, the two tables it knows, and the keys of the opinions for LIKE."""
    database = create_database(tmp_path_factory.mktemp("search") / "search.db", DatabaseKey.generate())
    with write_transaction(database):
        for statement in (
            f"CREATE TABLE opinion ({COLUMNS}) STRICT",
            f"CREATE TABLE key ({COLUMNS}) STRICT",
            "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
            *search.DDL,
        ):
            database.execute_sql(statement)
    yield database
    database.close()


def write_rows(db: StationDatabase, docs: list[SearchDoc]) -> None:
    for table, form in (("opinion", str), ("key", search_key)):
        db.execute_sql(f"DELETE FROM {table}")
        rows = [(one.id, *(form(getattr(one, name)) for name in FIELDS)) for one in docs]
        db.cursor().executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def hold(db: StationDatabase, *docs: SearchDoc) -> None:
    with write_transaction(db):
        write_rows(db, list(docs))
        search.rebuild(db)


def by_like(db: StationDatabase, text: str) -> list[int]:
    pattern = search_key(text)
    for sign in "\\%_":
        pattern = pattern.replace(sign, "\\" + sign)
    anywhere = " OR ".join(f"{name} LIKE ?1 ESCAPE '\\'" for name in FIELDS)
    rows = db.execute_sql(f"SELECT id FROM key WHERE {anywhere} ORDER BY id DESC", (f"%{pattern}%",))
    return [row[0] for row in rows]


def left_of(db: StationDatabase, number: int) -> int:
    return db.execute_sql("SELECT count(*) FROM opinion_fts_terms WHERE doc = ?", (number << 4,)).fetchone()[0]


any_text = st.text(st.sampled_from(NASTY), max_size=12) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8
)


@st.composite
def docs_and_query(draw: st.DrawFn) -> tuple[list[SearchDoc], str]:
    docs = [
        SearchDoc(id=number, **{name: draw(any_text) for name in FIELDS})
        for number in draw(st.lists(st.integers(1, 2**62), max_size=4, unique=True))
    ]
    piece = draw(st.sampled_from([getattr(one, name) for one in docs for name in FIELDS] or [""]))
    start = draw(st.integers(0, len(piece)))
    query = draw(st.one_of(st.just(piece[start : start + draw(st.integers(1, 6))]), any_text, st.sampled_from(QUERIES)))
    return docs, query


@given(docs_and_query())
def test_finds_exactly_what_like_finds(db, docs_and_query):
    docs, query = docs_and_query
    hold(db, *docs)
    expected = by_like(db, query) if search_key(query) else []
    assert search.hits(db, query, limit=100) == expected
    assert search.count(db, query) == len(expected)
    opinion = Table("opinion", ["id"])
    narrowed = opinion.select(opinion.id).where(opinion.id.in_(search.matching(query))).order_by(opinion.id.desc())
    assert [row["id"] for row in narrowed.execute(db)] == expected
    assert search.check(db)


@pytest.mark.parametrize("query", QUERIES)
def test_signs_of_any_language_are_literal(db, query):
    hold(db, doc(1, f"前{query}后", serial=""), doc(2, "x ab (NEAR) droptable"), doc(3, "没有", serial=""))
    assert search.hits(db, query, 10) == by_like(db, query)
    assert 1 << 4 in search.hits(db, query, 10)
    assert 3 << 4 not in search.hits(db, query, 10)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("ＷｉＦｉ信号差", "wifi"),
        ("第①栋", "1栋"),
        ("䶮水𠮷屋𬭎", "水𠮷屋"),
        ("第一行\n第二行", "行 第"),
        ("Straße", "STRASSE"),
        ("，快一点", ","),
        ("电话13800005678", "8000056"),
        ("👍🏽好", "👍🏽"),
    ],
)
def test_compares_as_people_read(db, stored, typed):
    hold(db, doc(1, stored), doc(2, "别的"))
    assert search.hits(db, typed, 10) == [1 << 4]


def test_every_field_counts_but_no_hit_runs_over_a_border(db):
    one = doc(1, "灯不亮", title="车库照明", place="梧桐苑", names="吴桂珍 陈立新", initials="wgz clx")
    hold(db, one)
    for text in ("2026-00001", "车库", "灯不", "苑", "桂珍 陈", "gz c", "1"):
        assert search.count(db, text) == 1, text
    for text in ("亮车", "灯不亮车库照明", "明梧", "苑吴", "新wgz", "clx17", "亮 车", "lx17-2"):
        assert search.count(db, text) == 0, text


@pytest.mark.parametrize("query", ["", "\ud800", "灯\udfff", "\0", "灯\0不"])
def test_what_no_text_can_hold_is_not_found_and_does_no_harm(db, query):
    hold(db, doc(1, "灯不亮"))
    assert (search.count(db, query), search.hits(db, query, 10)) == (0, [])


def test_a_very_long_query(db):
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))
    hold(db, doc(1, text), doc(2, text[:-1]), doc(3, "1234567890" * 300))
    assert search.hits(db, text, 10) == [1 << 4]
    assert search.hits(db, "1234567890" * 299, 10) == [3 << 4]


def test_pages_come_highest_first(db):
    hold(db, *(doc(number, "灯" if number % 3 else "水") for number in range(1, 100)))
    ids = [number << 4 for number in range(99, 0, -1) if number % 3]
    assert search.hits(db, "灯", 50) == ids[:50]
    assert search.hits(db, "灯", 50, 50) == ids[50:]


def test_each_character_of_unicode_is_one_token_in_its_place(db):
    # No text holds the two that clean_text drops, and SQLite's own unicode() does not know them.
    points = [code for code in range(1, 0x32000) if not 0xD800 <= code < 0xE000 and code not in {0xFFFE, 0xFFFF}]
    texts = ["".join(map(chr, points[start : start + 50_000])) for start in range(0, len(points), 50_000)]
    hold(db, *(doc(number, text) for number, text in enumerate(texts, 1)))
    assert search.check(db)
    for code in range(1, 0x80):
        assert search.count(db, chr(code)) == len(by_like(db, chr(code))) > 0, hex(code)


def test_no_key_holds_the_characters_that_stand_for_others():
    reserved = {search.GAP, "\uff5f", "\u3000", "\uffe2", *map(chr, range(0xFF61, 0xFF81))}
    for code in range(0x110000):
        assert reserved.isdisjoint(search_key(chr(code))), hex(code)


class TestWriting:
    FILL = tuple(
        doc(number, f"小区的第{number}盏灯不亮，请物业来修。", title=f"照明{number}") for number in range(1, 200)
    )
    SECRET = doc(
        77, "龢㐂𬭎打电话来13987650421说金丝雀唱了三声", title="𬭎的来信", place="鱻街", names="龢㐂𬭎", initials="hh"
    )

    def one_by_one(self, db: StationDatabase, *changes: object) -> None:
        for change in changes:
            with write_transaction(db):
                change()

    def remains(self, db: StationDatabase) -> bool:
        """Whether the one character that shares no byte with others is readable in the tables behind the index."""
        blocks = db.execute_sql("SELECT block FROM opinion_fts_data UNION ALL SELECT term FROM opinion_fts_idx")
        return any("𬭎".encode() in bytes(block) for (block,) in blocks)

    @pytest.mark.parametrize("merged", [False, True])
    def test_what_is_removed_leaves_nothing(self, db, merged):
        hold(db, *(one for one in self.FILL if one.id != self.SECRET.id))
        before = list(db.execute_sql("SELECT * FROM opinion_fts_terms"))
        self.one_by_one(db, lambda: search.add(db, self.SECRET))
        if merged:
            self.one_by_one(db, lambda: db.execute_sql("INSERT INTO opinion_fts(opinion_fts) VALUES ('optimize')"))
        assert search.hits(db, "龢㐂𬭎打", 10) == [self.SECRET.id]
        assert self.remains(db)
        self.one_by_one(db, lambda: search.remove(db, self.SECRET))
        assert search.count(db, "龢") == search.count(db, "1398") == left_of(db, 77) == 0
        assert not self.remains(db)
        assert list(db.execute_sql("SELECT * FROM opinion_fts_terms")) == before
        assert search.check(db)

    def test_what_is_replaced_leaves_nothing(self, db):
        hold(db, *self.FILL)
        old, plain = (
            self.FILL[76],
            replace(self.SECRET, content="请回电", title="来信", place="", names="", initials=""),
        )
        self.one_by_one(
            db,
            lambda: search.replace(db, old, self.SECRET),
            lambda: search.replace(db, self.SECRET, self.SECRET),
            lambda: search.replace(db, self.SECRET, plain),
        )
        assert not self.remains(db)
        assert search.hits(db, "请回电", 10) == [self.SECRET.id]
        write_rows(db, [plain if one.id == plain.id else one for one in self.FILL])
        assert search.check(db)

    def test_a_transaction_rolled_back_changes_nothing(self, db):
        hold(db, *self.FILL)

        def change_and_fail() -> None:
            with write_transaction(db):
                search.replace(db, self.FILL[76], self.SECRET)
                assert search.count(db, "龢") == 1
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            change_and_fail()
        assert search.count(db, "龢") == 0
        assert search.check(db)

    @given(st.lists(st.tuples(st.integers(1, 4), any_text, any_text, st.booleans()), max_size=12))
    def test_any_order_of_changes_ends_in_the_rows(self, db, changes):
        hold(db)
        held: dict[int, SearchDoc] = {}
        for number, title, content, gone in changes:
            new, old = doc(number, content, title=title), held.pop(number, None)
            with write_transaction(db):
                if old is None:
                    search.add(db, new)
                elif gone:
                    search.remove(db, old)
                else:
                    search.replace(db, old, new)
            if old is None or not gone:
                held[number] = new
        write_rows(db, list(held.values()))
        assert search.check(db)
        assert db.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]


class TestCheck:
    DOCS = tuple(doc(number, text) for number, text in enumerate(map("".join, permutations("水管坏了")), 1))

    @pytest.fixture(autouse=True)
    def held(self, db):
        hold(db, *self.DOCS)
        assert search.check(db)

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda db, docs: search.remove(db, docs[3]),
            lambda db, _docs: search.add(db, doc(99, "多出来的")),
            lambda db, docs: search.replace(db, docs[3], replace(docs[4], id=docs[3].id, serial=docs[3].serial)),
            lambda db, docs: search.replace(db, docs[3], replace(docs[3], title=docs[3].content, content="")),
            lambda db, docs: (
                search.remove(db, docs[3]),
                search.remove(db, docs[4]),
                search.add(db, replace(docs[3], content=docs[4].content)),
                search.add(db, replace(docs[4], content=docs[3].content)),
            ),
            lambda db, docs: db.execute_sql("UPDATE opinion SET content = '管水坏了' WHERE id = ?", (docs[0].id,)),
            lambda db, _docs: db.execute_sql("DELETE FROM opinion_fts_data WHERE id > 10"),
        ],
    )
    def test_notices(self, db, spoil):
        with write_transaction(db):
            spoil(db, self.DOCS)
        db.close()  # the index keeps what it has read
        db.connect()
        assert not search.check(db)
        with write_transaction(db):
            write_rows(db, list(self.DOCS))
            search.rebuild(db)
        assert search.check(db)


def test_an_index_of_other_rules_is_known(db):
    hold(db)
    assert search.is_current(db)
    with write_transaction(db):
        db.execute_sql("UPDATE setting SET value = '\"1 Unicode 9.0.0\"'")
    assert not search.is_current(db)
    with write_transaction(db):
        search.rebuild(db)
    assert search.is_current(db)
    assert unicodedata.unidata_version in db.execute_sql("SELECT value FROM setting").fetchone()[0]


def test_the_first_migration_makes_this_index(db, tmp_path):
    def made(database: StationDatabase) -> list[tuple[object, ...]]:
        tables = database.execute_sql(
            "SELECT name, sql FROM sqlite_master WHERE name LIKE 'opinion_fts%' ORDER BY name"
        )
        options = database.execute_sql("SELECT k, v FROM opinion_fts_config WHERE k <> 'version' ORDER BY k")
        return [*tables.fetchall(), *options.fetchall()]

    migrated = create_database(tmp_path / "station.db", DatabaseKey.generate())
    migrate(migrated, STATION_SCRIPTS)
    assert made(migrated) == made(db)
    migrated.close()
