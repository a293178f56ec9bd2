"""What is in a package, counted as people count: each record once, however often it was changed, and its pictures."""

import json
import re
from collections.abc import Mapping, Sequence

from station_app.db.connection import StationDatabase
from station_app.db.statements import rows, scalar
from station_app.exchange.outgoing import attachment_names

ATTACHMENTS = "attachment"
_COUNTED = "SELECT facet, count(DISTINCT uid) AS number FROM change WHERE id IN ({ids}) GROUP BY facet"
_CARRYING = "SELECT payload FROM change WHERE id IN ({ids}) AND payload LIKE '%\"sha256\":%'"
_IDS = "SELECT value FROM json_each(?)"
_FILE = re.compile('"sha256":"([0-9a-f]{64})","size":([0-9]+)')
_LEAST = 4096
_WORDS = {
    "opinion.intake": "{} 条登记",
    "opinion.reply": "{} 条答复",
    "opinion.handling": "{} 条办理情况",
    "opinion.request": "{} 条退回补充",
    "opinion.feedback": "{} 条反馈",
    "opinion.local": "{} 条站内办理",
    "box_opening": "{} 次开箱",
    "reception_day": "{} 个接待日",
    ATTACHMENTS: "{} 张图片",
}
# Said only where nothing of the above is there: nobody counts them beside the opinions they belong to.
_BESIDE = {
    "reception": "{} 次接待",
    "contact.person": "{} 份反映人资料",
    "erase.contact": "{} 份按要求删除的资料",
    "erase.versions": "{} 处按要求删去的字样",
    "site.own": "站点资料",
    "person": "{} 位人员",
    "deputy": "{} 位代表",
    "deputy.provisional": "{} 位代表",
}


def count_contents(db: StationDatabase, changes: Sequence[int]) -> dict[str, int]:
    """How many records of each facet the changes with these ids touch, and ``attachment``: files they name."""
    ids = (json.dumps(list(changes)),)
    counts = {row["facet"]: int(row["number"]) for row in rows(db, _COUNTED.format(ids=_IDS), ids)}
    named = {name for row in rows(db, _CARRYING.format(ids=_IDS), ids) for name in attachment_names(row["payload"])}
    return counts | ({ATTACHMENTS: len(named)} if named else {})


def expected_size(db: StationDatabase, changes: Sequence[int]) -> int:
    """About how many bytes a package of these changes has: texts shrink to a third, pictures not at all."""
    ids = (json.dumps(list(changes)),)
    text = scalar(db, f"SELECT sum(length(header) + length(payload)) FROM change WHERE id IN ({_IDS})", ids) or 0  # noqa: S608
    files: dict[str, int] = {}
    for row in rows(db, _CARRYING.format(ids=_IDS), ids):
        files |= dict(_FILE.findall(row["payload"]))
    return _LEAST + int(text) // 3 + sum(int(size) for size in files.values())


def contents_words(counts: Mapping[str, int]) -> str:
    """18 条登记、3 条反馈、5 张图片; 没有新内容 of an empty one."""
    told = _told(_WORDS, counts) or _told(_BESIDE, counts)
    others = sum(number for facet, number in counts.items() if facet not in _WORDS and facet not in _BESIDE)
    if not told and others:
        told = [f"{others} 项资料"]
    return "、".join(told) or "没有新内容"


def _told(words: Mapping[str, str], counts: Mapping[str, int]) -> list[str]:
    return [said.format(counts[facet]) for facet, said in words.items() if counts.get(facet)]
