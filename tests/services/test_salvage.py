"""What is put together again from a damaged station: all that the bad pages did not hold, and it goes on working."""

import json
import os
import random
import shutil
from dataclasses import dataclass

import pytest

from station_app.config import DataPaths
from station_app.db import slot_file
from station_app.db.btree import walk
from station_app.db.connection import connect
from station_app.db.faults import Damaged
from station_app.db.salvage import Wreck, shapes_of
from station_app.db.setup import DataState, data_state
from station_app.db.slot_file import MissingSlots
from station_app.db.slots import WrongPassphrase
from station_app.db.statements import execute, rows, scalar
from station_app.db.store import Store
from station_app.domain.records import Box
from station_app.journal.salvaging import sound_change
from station_app.services.backup import backup_to
from station_app.services.boxes import add_box
from station_app.services.checking import check
from station_app.services.opening_boxes import save_opening
from station_app.services.pace import Cancelled, Unseen
from station_app.services.paper_book import OPENINGS, wants_last_number
from station_app.services.replying import reply
from station_app.services.salvage import salvage
from station_app.services.station import Station
from tests.proof_counts import add_up
from tests.services.openings import opening
from tests.services.opinions import answered, record
from tests.services.packages_pair import Pair
from tests.services.packages_pair import pair as pair_up
from tests.stations import PASSPHRASE, open_copy

PAGE = 4096
WITH_REPLIES = "SELECT serial, title, content, names, handling, reply FROM opinion ORDER BY id"
SHOWN = "SELECT serial, title, content, names, local, feedback FROM opinion ORDER BY id"


@dataclass
class Filled:
    """A closed station, what it showed, and the pages that hold changes or nothing but tables."""

    paths: DataPaths
    shown: list[tuple[object, ...]]
    log_pages: list[int]
    pages: int


@pytest.fixture(scope="module")
def filled(station_template, tmp_path_factory, session_clock):
    folder = tmp_path_factory.mktemp("salvage") / "ganz"
    station = open_copy(station_template, folder, session_clock)
    for number in range(40):
        opinion = {"title": f"第 {number} 件", "content": "楼道的灯不亮。" * (1 + number * 5)}
        record(station, opinion | (answered() if number % 9 == 8 else {}), contact={"name": f"居民{number}"})
    box = add_box(station, Box(name="南门", since="2026-01-05"))
    save_opening(station, opening(station, box))
    station.store.blobs.put(b"picture")
    shown = execute(station.db, SHOWN).fetchall()
    station.close()
    return Filled(DataPaths(folder), shown, *log_pages(DataPaths(folder), station_template.key))


def log_pages(paths, key):
    db = connect(paths.station_db, key, read_only=True)
    wreck = Wreck(paths.station_db, key, shapes_of(db, ["change"]))
    found = sorted({number for number, _row in wreck.changes()})
    db.close()
    return found, wreck.pages.count


@pytest.fixture
def paths(filled, tmp_path):
    shutil.copytree(filled.paths.folder, tmp_path / "daten")
    return DataPaths(tmp_path / "daten")


def spoil(paths, *numbers):
    data = bytearray(paths.station_db.read_bytes())
    for number in numbers:
        data[(number - 1) * PAGE + 200] ^= 1
    paths.station_db.write_bytes(data)


def reopened(paths, clock, key):
    station = Station(Store.open(paths, key, lambda _db: None), clock)
    head = scalar(station.db, "SELECT head FROM site_own WHERE uid = ?", (station.identity.site,))
    station.sit_down(str(head))
    return station


@pytest.fixture
def saved(paths, clock, station_template):
    """Salvages, gives the report and the station that came of it."""
    opened = []

    def run(**more):
        report = salvage(paths, PASSPHRASE, clock, **more)
        opened.append(reopened(paths, clock, station_template.key))
        return report, opened[-1]

    yield run
    for station in opened:
        station.close()


def test_a_whole_database_comes_out_the_same(filled, saved):
    report, station = saved()
    assert execute(station.db, SHOWN).fetchall() == filled.shown
    assert (report.missing, report.bad_pages, report.waiting, report.repeated) == ((), 0, 0, 0)
    assert (report.opinions, report.receptions, report.box_openings) == (len(filled.shown), 40, 1)
    assert check(station).problems == ()


def test_it_goes_on_as_a_new_installation_that_asks_for_the_paper_book(paths, saved, station_template):
    before = paths.instance.read_text()
    _report, station = saved()
    assert station.identity.predecessor == before
    assert station.identity.instance == paths.instance.read_text() != before
    assert wants_last_number(station)
    assert wants_last_number(station, OPENINGS)
    record(station)
    assert check(station).ok


def test_the_old_files_are_kept_as_they_were(paths, saved):
    spoil(paths, 7)
    old = paths.station_db.read_bytes()
    report, _station = saved()
    assert report.kept_in.parent == paths.backups
    assert (report.kept_in / "station.db").read_bytes() == old
    assert (report.kept_in / "slots.json").is_file()


@pytest.mark.parametrize("seed", range(8))
def test_one_bad_page_loses_nothing_that_is_shown(seed, filled, paths, saved):
    number = 1 + random.Random(seed).randrange(filled.pages) if seed else 1
    spoil(paths, number)
    report, station = saved()
    assert report.bad_pages == 1
    assert execute(station.db, SHOWN).fetchall() == filled.shown
    assert report.serials == ()
    assert check(station).problems == ()


def test_a_page_of_the_log_cuts_it_and_what_follows_is_said_again(filled, paths, saved):
    spoil(paths, filled.log_pages[len(filled.log_pages) // 2])
    report, station = saved()
    assert report.waiting > 0
    assert report.repeated >= report.waiting
    assert execute(station.db, SHOWN).fetchall() == filled.shown
    assert any("交换" in line for line in report.missing)
    assert check(station).problems == ()


def no_more_lost(seed, filled, paths, saved, key):
    """Spoil up to a quarter of the pages, salvage, and see that all readable changes are shown; gives the report."""
    dice = random.Random(seed)
    numbers = dice.sample(range(1, filled.pages + 1), dice.randint(2, filled.pages // 4))
    spoil(paths, *numbers)
    report, station = saved()
    assert report.bad_pages == len(numbers)
    shown = {line[0]: line for line in execute(station.db, SHOWN)}
    assert readable_titles(paths.backups, key, station.db) <= {line[1] for line in shown.values()}
    assert set(report.serials).isdisjoint(shown)
    assert check(station).problems == ()
    record(station)
    assert check(station).ok
    return report


@pytest.mark.parametrize("seed", range(4))
def test_many_bad_pages_lose_no_more_than_they_held(seed, filled, paths, saved, station_template):
    no_more_lost(seed, filled, paths, saved, station_template.key)


@pytest.mark.proof
def test_very_many_damaged_databases_are_salvaged(filled, tmp_path, clock, station_template):
    """DAMAGES of them, from SEED on."""
    first, many = int(os.environ.get("SEED", "1")), int(os.environ.get("DAMAGES", "200"))
    for seed in range(first, first + many):
        paths = DataPaths(tmp_path / "daten")
        shutil.copytree(filled.paths.folder, paths.folder)
        opened = []

        def saved(paths=paths, opened=opened):
            report = salvage(paths, PASSPHRASE, clock)
            opened.append(reopened(paths, clock, station_template.key))
            return report, opened[0]

        report = no_more_lost(seed, filled, paths, saved, station_template.key)
        opened[0].close()
        shutil.rmtree(paths.folder)
        add_up("damaged databases salvaged", {"databases": 1, "bad pages": report.bad_pages})


def readable_titles(backups, key, db):
    """The titles of all intakes whose change is whole in the damaged file."""
    (old,) = backups.glob("OLD-*")
    lines = [sound_change(row) for _number, row in Wreck(old / "station.db", key, shapes_of(db, ["change"])).changes()]
    return {json.loads(line.payload)["title"] for line in lines if line and line.facts.facet == "opinion.intake"}


def test_even_its_own_name_may_be_lost(filled, paths, saved, station_template):
    """Settings, the record of the site and its row are gone: the numbers tell the code, the rest is left blank."""
    numbers = set()
    db = connect(paths.station_db, station_template.key, read_only=True)
    site = str(scalar(db, "SELECT uid FROM site_own"))
    wreck = Wreck(paths.station_db, station_template.key, shapes_of(db, ["setting", "site_own"]))
    numbers |= {number for number, row in wreck.changes() if row["uid"] == site}
    for table in ("setting", "site_own", "sqlite_autoindex_setting_1"):
        root = scalar(db, "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
        numbers |= {number for number, _page in walk(int(root), wreck.pages.page)}
    db.close()
    spoil(paths, *numbers)
    report, station = saved()
    assert (station.identity.code, station.identity.site) == ("17", site)
    assert len(execute(station.db, SHOWN).fetchall()) == report.opinions == len(filled.shown)
    assert check(station).problems == ()
    record(station)


def test_a_file_cut_short_keeps_its_beginning(filled, paths, saved):
    data = paths.station_db.read_bytes()
    paths.station_db.write_bytes(data[: len(data) // 2 + 77])
    report, station = saved()
    assert 0 < report.opinions <= len(filled.shown)
    assert check(station).problems == ()


def test_the_log_beside_the_file_is_read_too(filled, paths, saved, station_template, clock, tmp_path):
    station = reopened(paths, clock, station_template.key)
    record(station, {"title": "还在日志里"})
    shutil.copytree(paths.folder, tmp_path / "kopie")
    station.close()
    shutil.rmtree(paths.folder)
    shutil.copytree(tmp_path / "kopie", paths.folder)
    spoil(paths, 5)
    report, station = saved()
    assert "还在日志里" in [line[1] for line in execute(station.db, SHOWN)]
    assert (report.kept_in / "station.db-wal").is_file()


def test_drafts_and_attachments_come_along(paths, saved, station_template, clock):
    station = reopened(paths, clock, station_template.key)
    execute(
        station.store.drafts,
        "INSERT INTO draft (uid, kind, started_at, updated_at, label, body)"
        " VALUES ('u', 'reception', '1', '2', 'l', '{}')",
    )
    station.close()
    spoil(paths, 3)
    data = bytearray(paths.drafts_db.read_bytes())
    data[50] ^= 1
    paths.drafts_db.write_bytes(data)
    _report, station = saved()
    assert [row["label"] for row in rows(station.store.drafts, "SELECT label FROM draft")] == ["l"]
    assert [station.store.blobs.get(name) for name in station.store.blobs.names()] == [b"picture"]


@pytest.fixture
def backup(paths, station_template, clock, tmp_path):
    station = reopened(paths, clock, station_template.key)
    (tmp_path / "stick").mkdir()
    made = backup_to(station, tmp_path / "stick").file
    record(station, {"title": "备份以后的事"})
    station.close()
    return made


def test_a_backup_fills_in_what_is_lost(backup, filled, paths, saved):
    spoil(paths, *range(2, filled.pages // 2))
    report, station = saved(backup=backup)
    shown = execute(station.db, SHOWN).fetchall()
    assert [line for line in shown if line[1] != "备份以后的事"] == filled.shown
    assert report.from_backup > 0
    assert any("备份" in line for line in report.saved)
    assert check(station).problems == ()


def test_lost_keys_are_taken_from_a_backup(backup, paths, saved):
    paths.slots.unlink()
    with pytest.raises(MissingSlots):
        saved()
    _report, station = saved(backup=backup)
    assert "备份以后的事" in [line[1] for line in execute(station.db, SHOWN)]
    slot_file.load(paths.slots).open_with_passphrase(PASSPHRASE)


def test_a_file_of_which_nothing_can_be_read_is_left_as_it_is(paths, clock):
    paths.station_db.write_bytes(random.Random(1).randbytes(200_000))
    before = paths.station_db.read_bytes()
    with pytest.raises(Damaged, match="一条登记也读不出来"):
        salvage(paths, PASSPHRASE, clock)
    assert paths.station_db.read_bytes() == before
    assert not (paths.folder / "restoring").exists()


def test_a_wrong_passphrase_changes_nothing(paths, clock):
    with pytest.raises(WrongPassphrase):
        salvage(paths, "falsch und falsch", clock)
    assert not paths.backups.exists()


def test_it_may_be_stopped_at_any_step(paths, clock):
    class Stops(Unseen):
        def __init__(self, after):
            self.after = after

        @property
        def cancelled(self):
            self.after -= 1
            return self.after < 0

    before = paths.station_db.read_bytes()
    for after in (0, 3, 60):
        with pytest.raises(Cancelled):
            salvage(paths, PASSPHRASE, clock, pace=Stops(after))
        assert paths.station_db.read_bytes() == before
        assert not (paths.folder / "restoring").exists()
    assert data_state(paths) is DataState.PRESENT


@pytest.fixture
def pair(station, centre, tmp_path) -> Pair:
    return pair_up(station, centre, tmp_path / "优盘")


def salvaged(pair, clock, key):
    """Cut the station's log in its middle and salvage it; the pair goes on with what came of it."""
    for number in range(12):
        pair.record(f"第 {number} 件")
        if number == 8:
            pair.up()
    folder = pair.station.store.paths
    pair.station.close()
    pages, _count = log_pages(folder, key)
    spoil(folder, pages[len(pages) // 2])
    report = salvage(folder, PASSPHRASE, clock)
    pair.station = reopened(folder, clock, key)
    return report


def test_the_next_return_package_heals_the_cut(pair, clock, station_template):
    report = salvaged(pair, clock, station_template.key)
    assert report.waiting > 0
    titles = [f"第 {number} 件" for number in range(12)]
    pair.record("修好以后的事")
    pair.up()
    pair.down()
    for one in (pair.station, pair.centre):
        found = execute(one.db, "SELECT title FROM opinion ORDER BY id").fetchall()
        assert [title for (title,) in found] == [*titles, "修好以后的事"]
        assert scalar(one.db, "SELECT count(*) FROM conflict") == 0
        assert check(one).problems == ()
    assert scalar(pair.station.db, "SELECT count(*) FROM parked") == 0


@pytest.mark.parametrize("seed", range(3))
def test_a_centre_gets_back_what_its_stations_hold(seed, pair, clock, centre_template):
    """Some pages of the centre's log are lost: what it said itself is said again, the rest comes with the package."""
    serials = [pair.record(f"第 {number} 件") for number in range(8)]
    pair.up()
    for serial in serials[:5]:
        reply(pair.centre, serial, "已经转城管局处理。" * 60, "A")
    pair.down()
    paths = pair.centre.store.paths
    shown = execute(pair.centre.db, WITH_REPLIES).fetchall()
    pair.centre.close()
    pages, _count = log_pages(paths, centre_template.key)
    spoil(paths, *random.Random(seed).sample(pages, 2))
    salvage(paths, PASSPHRASE, clock)
    pair.centre = reopened(paths, clock, centre_template.key)
    assert check(pair.centre).problems == ()
    pair.down()
    pair.up()
    assert sorted(execute(pair.centre.db, WITH_REPLIES).fetchall()) == sorted(shown)
    for one in (pair.station, pair.centre):
        assert scalar(one.db, "SELECT count(*) FROM conflict") == 0
        assert check(one).problems == ()
    held = execute(pair.station.db, "SELECT title, reply FROM opinion ORDER BY id").fetchall()
    assert held == execute(pair.centre.db, "SELECT title, reply FROM opinion ORDER BY id").fetchall()
