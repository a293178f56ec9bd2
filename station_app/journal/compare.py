"""Are the tables what the log says? One pass over both by ascending uid; problems come back as plain Chinese lines."""

import json
from collections.abc import Iterator
from typing import Any

from peewee import Database

from station_app.db import models
from station_app.db.statements import execute, table_name
from station_app.domain.serials import TIES
from station_app.journal.replay import Names, Replayed, Row, Unreadable, base_id, names_in_log, replay

WORDS: dict[type[models.Synced], str] = {
    models.SiteOwn: "站点资料",
    models.Person: "人员",
    models.Deputy: "代表",
    models.Contact: "反映人",
    models.Reception: "接待",
    models.LedgerImport: "旧台账导入",
    models.SerialGap: "空号记录",
    models.Box: "意见箱",
    models.BoxOpening: "开箱记录",
    models.Opinion: "意见建议",
}
_LINKED = "(SELECT json_group_array(deputy ORDER BY deputy) FROM opinion_deputy WHERE opinion_id = t.id) AS linked"


def row_problems(db: Database, site: str) -> Iterator[str]:
    """Each row that is not what the log makes of its record, is missing or too many; and who is named but not known.

    After each 1,000 records an empty line comes, to tell that work goes on.
    """
    tables = {table: _Table(db, table) for table in models.SYNCED}
    names, people = names_in_log(db), {uid for (uid,) in execute(db, "SELECT uid FROM person")}
    try:
        for number, wanted in enumerate(replay(db, site, names)):
            yield from tables[wanted.table].compare(wanted)
            yield from _unknown_people(wanted, names, people)
            if number % 1000 == 999:
                yield ""
    except Unreadable as error:
        yield f"变更记录里 {error} 的内容读不出来，没有再往下核对"
        return
    for table in tables.values():
        yield from table.rest()


class _Table:
    """The rows of one table, taken by ascending uid."""

    def __init__(self, db: Database, table: type[models.Synced]) -> None:
        self._word = WORDS[table]
        linked = f", {_LINKED}" if table is models.Opinion else ""
        self._rows = _dicts(execute(db, f'SELECT t.*{linked} FROM "{table_name(table)}" t ORDER BY t.uid'))  # noqa: S608
        self._next = next(self._rows, None)

    def compare(self, wanted: Replayed) -> Iterator[str]:
        """The problems of one record's row, and rows before it that the log does not know."""
        while self._next is not None and self._next["uid"] < wanted.row["uid"]:
            yield f"{self._name()}在变更记录里没有"
            self._next = next(self._rows, None)
        if self._next is None or self._next["uid"] != wanted.row["uid"]:
            yield f"{self._word} {wanted.row.get('serial', wanted.row['uid'])} 不在表里"
            return
        if different := _differences(self._next, wanted.row):
            yield f"{self._name()}和变更记录不一致（{'、'.join(different)}）"
        self._next = next(self._rows, None)

    def rest(self) -> Iterator[str]:
        """The rows after the last record that the log does not know."""
        while self._next is not None:
            yield f"{self._name()}在变更记录里没有"
            self._next = next(self._rows, None)

    def _name(self) -> str:
        row = self._next or {}
        return f"{self._word} {row.get('serial', row.get('uid'))} "


def _differences(held: Row, wanted: Row) -> list[str]:
    """The columns that differ; of an opinion also where it stands and its links to deputies."""
    place, linked = held.pop("id"), held.pop("linked", None)
    found = [] if held == wanted else [name for name, value in wanted.items() if held[name] != value]
    if linked is not None:
        if not 0 <= place - base_id(wanted) < TIES:
            found.append("id")
        if json.loads(linked) != sorted(set(json.loads(wanted["deputies"]))):
            found.append("opinion_deputy")
    return found


def _unknown_people(wanted: Replayed, names: Names, people: set[str]) -> Iterator[str]:
    if wanted.table is models.BoxOpening and not {wanted.row["opener"], wanted.row["witness"]} <= people:
        yield f"{WORDS[wanted.table]} {wanted.row['number']} 的开箱人或见证人不在名单里"
    if wanted.table not in {models.Opinion, models.Reception}:
        return
    what = f"{WORDS[wanted.table]} {wanted.row.get('serial', wanted.row['uid'])} "
    if any(uid not in names for uid in json.loads(wanted.row["deputies"])):
        yield f"{what}的接待代表不在名单里"
    if "recorder" in wanted.row and wanted.row["recorder"] not in people:
        yield f"{what}的记录人不在名单里"


def _dicts(cursor: Any) -> Iterator[Row]:
    columns = [column[0] for column in cursor.description]
    for line in cursor:
        yield dict(zip(columns, line, strict=True))
