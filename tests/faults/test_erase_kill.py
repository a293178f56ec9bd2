"""kill -9 at each step of a deletion: the person is there whole or gone for good, and what was begun is finished."""

import os
import shutil

import pytest

from station_app.config import DataPaths
from station_app.db.store import Store
from station_app.services import attachments
from station_app.services.backup import keep_backup
from station_app.services.checking import check
from station_app.services.clearing import read_list, resume
from station_app.services.drafts import new_draft_id, save_draft
from station_app.services.erasing import find
from station_app.services.opening import hold
from station_app.services.pace import Unseen
from station_app.services.packages.undoing import keep_snapshot
from station_app.services.station import Station
from tests.faults.test_kill import Victims, pytestmark
from tests.services.opinions import record
from tests.services.test_erasing import PNG
from tests.services.traces import found_in
from tests.stations import open_copy, reception_form

__all__ = ["pytestmark"]
# Each step with KILLS set, as the proof does; a few of them else.
STRIDE = 1 if "KILLS" in os.environ else 9
WORDS = ("吴桂珍", "13800005678")


@pytest.fixture
def folder(station_template, tmp_path, clock):
    """A station that holds a person in records, text, picture, draft, backup and snapshot."""
    station = open_copy(station_template, tmp_path / "站", clock)
    picture = attachments.add_bytes(station, "信.png", PNG)
    record(station, {"content": "吴桂珍说灯不亮。", "attachments": (picture,)})
    save_draft(station, new_draft_id(), reception_form(station))
    keep_backup(station)
    keep_snapshot(station, Unseen())
    station.close()
    return tmp_path / "站"


def test_a_deletion_is_not_begun_or_ends(station_template, folder, clock, tmp_path):
    before = tmp_path / "before"
    shutil.copytree(folder, before)
    victims = Victims(station_template, folder, tmp_path / "answers")
    seen, step, done = set(), 0, False
    while not done:
        step += STRIDE
        victims.start("erase", step=step)
        done = victims.wait() == ["done"]
        hold(DataPaths(folder)).release()
        station = Station(Store.open(DataPaths(folder), station_template.key, lambda _db: None), clock)
        station.sit_down(station_template.head)
        assert resume(station) == ""
        there = len(find(station, WORDS[0]))
        assert check(station).problems == ()
        assert station.db.execute_sql("SELECT count(*) FROM opinion").fetchone() == (1,)
        assert len(read_list(station.store.paths)) == 1 - there
        station.close()
        left = found_in(folder, station_template.key, WORDS)
        assert left == (set(WORDS) if there else set())
        assert there or not done or step > 30
        seen.add(there)
        shutil.rmtree(folder)
        shutil.copytree(before, folder)
    victims.close()
    assert seen == {0, 1}
