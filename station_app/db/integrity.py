"""Is a database whole? Problems come back as plain Chinese lines; an empty list means whole."""

from __future__ import annotations

from station_app.db.connection import DATABASE_ERRORS, StationDatabase
from station_app.db.faults import Damaged, sqlite_problem


def quick_problems(db: StationDatabase) -> list[str]:
    """Read and authenticate every page in use and the structure of every table (about 1 s for 200 MB).

    The search index is read as the tables it is kept in; whether its words are right is for the full check, which takes
    half a second for 20,000 opinions.
    """
    try:
        tables = db.execute_sql(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'virtual'"
        ).fetchall()
    except DATABASE_ERRORS as error:
        return [_words(error)]
    found = [line for (table,) in tables for line in _ask(db, f'PRAGMA quick_check("{table}")')]
    return found or _free_page_problems(db)


def full_problems(db: StationDatabase) -> list[str]:
    """All of the above, each index against its table, every page of the file, and the foreign keys."""
    found = _ask(db, "PRAGMA integrity_check(20)")
    if _log_is_empty(db):
        found += _ask(db, "PRAGMA cipher_integrity_check")
    return found or dangling_problems(db)


def dangling_problems(db: StationDatabase) -> list[str]:
    """Rows that point at rows which are not there."""
    try:
        rows = db.execute_sql("PRAGMA foreign_key_check").fetchall()
    except DATABASE_ERRORS as error:
        return [_words(error)]
    return [f"表 {table} 第 {row} 行引用了不存在的 {parent}" for table, row, parent, _ in rows[:20]]


def loose_tables(db: StationDatabase) -> list[str]:
    """Our own tables that are not STRICT (virtual tables and the tables behind them cannot be)."""
    rows = db.execute_sql(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return [name for (name,) in rows.fetchall()]


def require_whole(problems: list[str]) -> None:
    """Raise Damaged, with the first problem in its title, unless the list is empty."""
    if problems:
        raise Damaged(f"数据文件已损坏（{problems[0]}）", "请用最近的备份恢复；损坏的文件会原样保留，请不要删除。")


def _free_page_problems(db: StationDatabase) -> list[str]:
    """Damage in pages that no table uses now: they will be used again."""
    if not db.pragma("freelist_count") or not _log_is_empty(db):
        return []
    return _ask(db, "PRAGMA cipher_integrity_check")


def _log_is_empty(db: StationDatabase) -> bool:
    """Move the log into the file if possible: a page torn in the file but whole in the log is no damage."""
    try:
        if db.pragma("journal_mode") != "wal":
            return True
        return bool(db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
    except DATABASE_ERRORS:
        return False


def _ask(db: StationDatabase, pragma: str) -> list[str]:
    try:
        answers = [str(row[0]) for row in db.execute_sql(pragma).fetchall() if row[0] != "ok"]
    except DATABASE_ERRORS as error:
        return [_words(error)]
    return [line for answer in answers for line in answer.splitlines() if not line.startswith("***")]


def _words(error: Exception) -> str:
    problem = sqlite_problem(error)
    if problem is None:
        raise error
    return problem.title
