"""Are the tables what the log says? One pass over the log; problems come back as plain Chinese lines."""

import json
from collections.abc import Iterator

from peewee import Database

from station_app.db import models, network_models
from station_app.db.statements import execute, scalar, table_name
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
    models.ReceptionDay: "接待日",
    models.Opinion: "意见建议",
    network_models.Site: "站点",
    network_models.Unit: "承办单位",
    network_models.CodeList: "代码表",
    network_models.Limits: "办理期限",
    network_models.Calendar: "工作日历",
    network_models.Cases: "办理件",
}
_LINKED: dict[type[models.Synced], str] = {
    models.Opinion: "SELECT json_group_array(deputy ORDER BY deputy) FROM opinion_deputy WHERE opinion_id = t.id",
    network_models.Cases: "SELECT json_group_array(opinion ORDER BY opinion) FROM case_opinion WHERE case_uid = t.uid",
}


def row_problems(db: Database) -> Iterator[str]:
    """Each row that is not what the log makes of its record, is missing or too many; and who is named but not known.

    After each 1,000 records an empty line comes, to tell that work goes on.
    """
    tables = {table: _Table(db, table) for table in network_models.SYNCED}
    names, people = names_in_log(db), {uid for (uid,) in execute(db, "SELECT uid FROM person")}
    try:
        for number, wanted in enumerate(replay(db, names)):
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
    """One table, whose rows are looked up by uid and counted."""

    def __init__(self, db: Database, table: type[models.Synced]) -> None:
        self._db, self._word, self._name = db, WORDS[table], table_name(table)
        linked = f", ({_LINKED[table]}) AS linked" if table in _LINKED else ""
        self._query = f'SELECT t.*{linked} FROM "{self._name}" t WHERE t.uid = ?'  # noqa: S608 - names of ours
        self._cursor = db.cursor()
        self._found = 0

    def compare(self, wanted: Replayed) -> Iterator[str]:
        """The problem of one record's row, if there is one."""
        name = f"{self._word} {wanted.row.get('serial', wanted.row['uid'])} "
        line = self._cursor.execute(self._query, (wanted.row["uid"],)).fetchone()
        if line is None:
            yield f"{name}不在表里"
            return
        self._found += 1
        held = dict(zip((column[0] for column in self._cursor.description), line, strict=True))
        if different := _differences(held, wanted.row):
            yield f"{name}和变更记录不一致（{'、'.join(different)}）"

    def rest(self) -> Iterator[str]:
        """The rows that the log does not know, after all records were compared."""
        beyond = scalar(self._db, f'SELECT count(*) FROM "{self._name}"') - self._found  # noqa: S608
        if not beyond:
            return
        unknown = f'SELECT uid FROM "{self._name}" WHERE uid NOT IN (SELECT uid FROM change)'  # noqa: S608
        for (uid,) in execute(self._db, unknown):
            yield f"{self._word} {uid} 在变更记录里没有"
            beyond -= 1
        if beyond:
            yield f"{self._word}的表里多出 {beyond} 行"


def _differences(held: Row, wanted: Row) -> list[str]:
    """The columns that differ; of an opinion also where it stands; and the links to deputies or opinions."""
    place, linked = held.pop("id"), held.pop("linked", None)
    found = [] if held == wanted else [name for name, value in wanted.items() if held[name] != value]
    if "serial" in wanted:
        if not 0 <= place - base_id(wanted) < TIES:
            found.append("id")
        if linked != wanted["deputies"] and json.loads(linked) != sorted(set(json.loads(wanted["deputies"]))):
            found.append("opinion_deputy")
    elif linked is not None and json.loads(linked) != sorted(
        {one["opinion"] for one in json.loads(wanted["opinions"])}
    ):
        found.append("case_opinion")
    return found


def _unknown_people(wanted: Replayed, names: Names, people: set[str]) -> Iterator[str]:
    if wanted.table is models.BoxOpening and not {wanted.row["opener"], wanted.row["witness"]} <= people:
        yield f"{WORDS[wanted.table]} {wanted.row['number']} 的开箱人或见证人不在名单里"
    if wanted.table not in {models.Opinion, models.Reception, models.ReceptionDay}:
        return
    what = f"{WORDS[wanted.table]} {wanted.row.get('serial', wanted.row['uid'])} "
    named = wanted.row["deputies"]
    if named != "[]" and any(uid not in names for uid in json.loads(named)):
        yield f"{what}的接待代表不在名单里"
    if "recorder" in wanted.row and wanted.row["recorder"] not in people:
        yield f"{what}的记录人不在名单里"
