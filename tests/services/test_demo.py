"""The demonstration: whole, plausible, and of nobody real."""

from datetime import date

import pytest

from station_app.config import DataPaths
from station_app.db.derived import status_sql
from station_app.domain.enums import Status
from station_app.services import demo
from station_app.services.boxes import boxes
from station_app.services.checking import check
from station_app.services.drafts import drafts
from station_app.services.home import recent, todo
from station_app.services.opening import open_station
from station_app.services.people import sitters


@pytest.fixture(scope="module")
def filled(tmp_path_factory, session_clock):
    folder = tmp_path_factory.mktemp("demo")
    station, sheet = demo.fill(DataPaths(folder / "station"), session_clock, folder / "旧台账.csv")
    yield station, sheet
    station.close()


def test_it_is_a_station_like_any_other(filled):
    station, _sheet = filled
    answer = check(station)
    assert answer.ok
    assert answer.problems == ()
    assert answer.opinions > 150
    assert answer.receptions > 130


def test_every_state_that_can_arise_at_a_station_is_there(filled):
    station, _sheet = filled
    states = {row[0] for row in station.db.execute_sql(f"SELECT {status_sql()} FROM opinion")}
    cannot = {Status.DRAFT, Status.TRIAGE, Status.IN_PROGRESS}
    assert states == {state.value for state in Status} - cannot


def test_it_tells_of_the_half_year_before_now_and_nothing_later(filled, clock):
    station, _sheet = filled
    days = [row[0] for row in station.db.execute_sql("SELECT received_on FROM opinion WHERE ledger_import IS NULL")]
    assert max(days) == clock.today().isoformat()
    assert (clock.today() - date.fromisoformat(min(days))).days in range(150, 175)
    assert len({day[:7] for day in days}) == 6


def test_people_come_again_and_some_without_a_name(filled):
    station, _sheet = filled
    visits = [
        row[0]
        for row in station.db.execute_sql("SELECT count(*) FROM reception WHERE contact IS NOT NULL GROUP BY contact")
    ]
    assert max(visits) >= 4
    assert station.db.execute_sql("SELECT count(*) FROM reception WHERE contact IS NULL").fetchone()[0] >= 3


def test_something_waits_and_half_written_receptions_lie_with_their_author(filled):
    station, _sheet = filled
    kinds = {group.kind.value for group in todo(station)}
    assert {"逾期", "待反馈", "临期"} <= kinds
    assert len(recent(station)) == 9
    head = station.author
    station.sit_down(next(known.uid for known in sitters(station) if known.person.name == "徐桂兰"))
    assert len(drafts(station)) == 2
    station.sit_down(head)


def test_boxes_were_opened_once_with_nothing_inside(filled):
    station, _sheet = filled
    found = station.db.execute_sql("SELECT slips_found, json_array_length(invalid) FROM box_opening").fetchall()
    taken = station.db.execute_sql("SELECT count(*) FROM opinion WHERE opening IS NOT NULL").fetchone()[0]
    assert len(found) == 6
    assert [slips for slips, _invalid in found].count(0) == 1
    assert sum(slips - invalid for slips, invalid in found) == taken
    assert len(boxes(station)) == 2


def test_it_opens_with_the_passphrase_it_tells(filled, clock):
    station, _sheet = filled
    again = open_station(DataPaths(station.store.paths.folder), demo.PASSPHRASE, clock)
    assert again.identity == station.identity
    again.close()
