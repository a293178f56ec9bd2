"""Killing the program in mid-typing or in mid-saving: no kept draft is lost, none is saved twice."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from station_app.services.drafts import drafts, load_draft
from station_app.services.recording import saved_as
from tests.proof.book import record
from tests.stations import open_copy

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from station_app.config import DataPaths
from station_app.db.keys import DatabaseKey
from station_app.db.store import Store
from station_app.domain.clock import FixedClock
from station_app.services.drafts import save_draft, save_from_draft
from station_app.services.people import persons
from station_app.services.station import Station
from tests.stations import reception_form
folder, key, salt, number = sys.argv[1:]
whole_key = DatabaseKey(bytes.fromhex(key), bytes.fromhex(salt))
store = Store.open(DataPaths(Path(folder)), whole_key, print)
station = Station(store, FixedClock(datetime(2026, 6, 18, 10, 52).astimezone()))
station.sit_down(persons(station)[0].uid)
form = reception_form(station)
for turn in range(10_000):
    uid = f'{number}-{turn}'
    for title in ('路', '路灯', '路灯不亮'):
        save_draft(station, uid, replace(form, opinions=(replace(form.opinions[0], title=title),)))
        print('draft', uid, title, flush=True)
    saved = save_from_draft(station, uid, form)
    print('saved', uid, *saved.serials, flush=True)
"""


def run_and_kill(folder, key, number, lines):
    """Let a program type and save until it has said so many lines, kill it, and give all it said before."""
    command = [sys.executable, "-c", PROGRAM, str(folder), key.key.hex(), key.salt.hex(), str(number)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    said = [process.stdout.readline() for _ in range(lines)]
    time.sleep(lines % 7 / 1000)
    process.kill()
    said += process.stdout.readlines()
    process.stdout.close()
    process.wait()
    return [line.split() for line in said if line.endswith("\n")]


def check(station, said):
    saved = {uid: serial for what, uid, serial in said if what == "saved"}
    for uid, serial in saved.items():
        assert saved_as(station, uid).serials == (serial,)
    kept = {uid: title for what, uid, title in said if what == "draft" and uid not in saved}
    assert len(kept) <= 1
    offered = {line.id for line in drafts(station)}
    for uid, title in kept.items():
        if saved_as(station, uid) is None:
            titles = ["路", "路灯", "路灯不亮"]
            assert titles.index(load_draft(station, uid).opinions[0].title) >= titles.index(title)
            assert uid in offered
        else:
            assert uid not in offered
    assert not offered & saved.keys()


@pytest.mark.parametrize("kills", [pytest.param(4, id="suite"), pytest.param(100, id="proof", marks=pytest.mark.proof)])
def test_kills_neither_lose_nor_double(station_template, tmp_path, clock, kills):
    folder = tmp_path / "站"
    station = open_copy(station_template, folder, clock)
    for number in range(kills):
        station.close()
        said = run_and_kill(folder, station_template.key, number, lines=2 + number * 5 % 23)
        check(station, said)
    serials = [row[0] for row in station.db.execute_sql("SELECT serial FROM opinion ORDER BY id").fetchall()]
    assert serials == [f"17-2026-{number:05d}" for number in range(1, len(serials) + 1)]
    receptions = station.db.execute_sql("SELECT count(*), count(DISTINCT reception) FROM opinion").fetchone()
    assert receptions[0] == receptions[1]
    station.close()
    record("kill -9 in mid-typing", kills)
