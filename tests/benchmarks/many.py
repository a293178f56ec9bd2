"""A real station filled with any number of opinions, their rows written straight into the tables."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from typing import Any

from station_app.config import DataPaths
from station_app.db import models
from station_app.db.connection import write_transaction
from station_app.db.search import SearchDoc
from station_app.db.statements import table_name
from station_app.domain.clock import FixedClock
from station_app.domain.records import Deputy
from station_app.domain.serials import serial_of_key
from station_app.services.setup import NewStation, create_station
from station_app.services.station import Station
from tests.benchmarks.texts import opinions

AT_ONCE = 20_000
FILLING_KIB = 1024 * 1024
CLOCK = FixedClock(datetime(2026, 6, 18, 10, 52, tzinfo=timezone(timedelta(hours=8))))
CHANNELS = "来站接待 来站接待 来站接待 民意收集箱 电话 微信群 走访调研 线上接待".split()
TOPICS = "物业管理 物业管理 市容环卫 交通出行 住房 消防安全 供水供电供气与排水 养老助残 治安与邻里纠纷 教育托幼".split()
KINDS = "咨询 求助 投诉 建议".split()
FACTS = ("void", "archived", "owed", "redo", "answered", "at_centre", "at_station")
# How often each state occurs among a hundred: most of what a station holds is long done.
STATES = [
    *["answered"] * 70,
    *["archived"] * 18,
    *["owed"] * 2,
    *["void"] * 3,
    *["at_centre"] * 3,
    *["at_station"] * 2,
    "",
]
STAMPS = {"created_at": "2026-06-18T10:52:00+08:00", "updated_at": "2026-06-18T10:52:00+08:00"}


def station_of(folder: Path, number: int) -> Station:
    """A station with so many opinions of ten years in all states, a third as many contacts, and three deputies."""
    deputies = [Deputy(name=name) for name in ("陈立新", "程远帆", "何素琴")]
    new = NewStation(code="17", name="梧桐里社区联络站", passphrase="百万条意见建议的口令", deputies=deputies)
    station = create_station(DataPaths(folder), new, CLOCK, lambda _sheet: None)
    # Nothing made here must survive a power cut, and the tables must not be waited for.
    station.db.execute_sql("PRAGMA synchronous = OFF")
    station.db.execute_sql(f"PRAGMA cache_size = -{FILLING_KIB}")
    site, head = station.identity.site, station.author
    stamps = STAMPS | {"site": site, "created_by": head, "updated_by": head}
    uids = [row[0] for row in station.db.execute_sql("SELECT uid FROM deputy")]
    contacts = number // 3 + 1
    _write(station, models.Contact, (_contact(index) | stamps for index in range(contacts)))
    chance = random.Random(20260618)
    rows = (_opinion(doc, chance, contacts, uids) | stamps for doc in opinions(number))
    _write(station, models.Opinion, rows)
    _link(station)
    station.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    station.db.close()
    station.db.connect()
    return station


def _write(station: Station, table: type[models.Table], rows: Iterator[dict[str, Any]]) -> None:
    while some := list(islice(rows, AT_ONCE)):
        names = ", ".join(some[0])
        marks = ", ".join("?" * len(some[0]))
        with write_transaction(station.db):
            sql = f"INSERT INTO {table_name(table)} ({names}) VALUES ({marks})"
            station.db.cursor().executemany(sql, [tuple(row.values()) for row in some])


def _link(station: Station) -> None:
    with write_transaction(station.db):
        station.db.execute_sql(
            "INSERT INTO opinion_deputy (opinion_id, deputy) SELECT opinion.id, value FROM opinion, json_each(deputies)"
        )


def _uid(kind: int, index: int) -> str:
    return f"{index:08x}-0000-4000-8000-{kind:012x}"


def _contact(index: int) -> dict[str, Any]:
    return {
        "uid": _uid(1, index),
        "kind": ("个人", "个人", "个人", "联名", "企业")[index % 5],
        "name": f"住户{index}",
        "phone": f"138{index:08d}",
        "phone_key": f"138{index:08d}",
        "address": f"梧桐苑 {index % 40} 栋",
        "estate": ("梧桐苑", "东门小区", "桂花里", "滨江花园")[index % 4],
        "identity": "居民",
        "group_size": 1 + index % 9,
        "confidential": int(index % 50 == 0),
    }


def _opinion(doc: SearchDoc, chance: random.Random, contacts: int, deputies: list[str]) -> dict[str, Any]:
    serial, state = serial_of_key(doc.id), chance.choice(STATES)
    return {
        "id": doc.id,
        "uid": _uid(serial.year, serial.number),
        "serial": doc.serial,
        "received_on": f"{serial.year}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",
        "channel": chance.choice(CHANNELS),
        "kind": chance.choice(KINDS),
        "topic": chance.choice(TOPICS),
        "subtopic": "",
        "title": doc.title,
        "content": doc.content,
        "place": doc.place,
        "urgency": "普通",
        "sensitive": 0,
        "outcome": "登记办理",
        "tellable": 1,
        "contact": _uid(1, chance.randrange(contacts)),
        "deputies": f'["{chance.choice(deputies)}"]',
        "spot_reply": "",
        "suggested_action": "",
        "remark": "",
        "external_source": "",
        "external_number": "",
        "attachments": "[]",
        "void_reason": "重复登记" if state == "void" else None,
        **{name: int(name == state) for name in FACTS},
        "for_centre": 1,
        "names": doc.names,
        "initials": doc.initials,
    }
