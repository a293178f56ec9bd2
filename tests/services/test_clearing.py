"""What lies beside the records: backups, the list of the erased, an older state that comes back."""

import shutil

import pytest

from station_app.config import DataPaths
from station_app.db.store import Store
from station_app.errors import StationError
from station_app.services.backup import backup_to, keep_backup, kept_backups
from station_app.services.checking import check
from station_app.services.clearing import apply_list, clear_traces, keep_list, read_list, resume
from station_app.services.detail import detail
from station_app.services.drafts import drafts, new_draft_id, save_draft
from station_app.services.erasing import erase, find
from station_app.services.opening import open_station
from station_app.services.restore import restore
from tests.services.centre import WUTONG, sent_in
from tests.services.opinions import record
from tests.services.traces import found_in
from tests.stations import PASSPHRASE

NAME, PHONE = "吴桂珍", "13800005678"
ERASED = "已按本人要求删除"


def erase_her(station):
    (who,) = find(station, PHONE)
    erase(station, who.uids, "本人来电要求")
    return who.uids


def test_a_restored_older_backup_loses_the_person_again(station, station_template, tmp_path, clock):
    (serial,) = record(station)
    stick = tmp_path / "U盘"
    stick.mkdir()
    file = backup_to(station, stick).file
    (uid,) = erase_her(station)
    folder, key = station.store.paths.folder, station.store.key
    assert (folder / "erased").read_text() == f"{station.identity.site} {uid}\n"
    station.close()
    restore(file, DataPaths(folder), PASSPHRASE, clock)
    again = open_station(DataPaths(folder), PASSPHRASE, clock)
    again.sit_down(station_template.head)
    assert detail(again, serial).contact.name == ERASED
    assert find(again, NAME) == ()
    assert check(again).problems == ()
    assert resume(again) == ""
    again.close()
    assert found_in(folder, key, (NAME, PHONE)) == set()


def test_a_restore_without_a_list_brings_the_person_back(station, tmp_path, clock):
    (serial,) = record(station)
    stick = tmp_path / "U盘"
    stick.mkdir()
    file = backup_to(station, stick).file
    erase_her(station)
    other = tmp_path / "另一台"
    restore(file, DataPaths(other), PASSPHRASE, clock)
    again = open_station(DataPaths(other), PASSPHRASE, clock)
    assert detail(again, serial).contact.name == "吴**"
    again.close()


def test_a_backup_that_holds_nobody_erased_stays(station, clock):
    record(station, contact={"name": "孟宪国", "phone": "13900001234"})
    first = keep_backup(station).file
    record(station)
    second = keep_backup(station).file
    erase_her(station)
    left = {one.file for one in kept_backups(station)}
    assert first in left
    assert second not in left
    assert len(left) == 2


def test_a_backup_that_cannot_be_read_goes(station):
    record(station)
    file = keep_backup(station).file
    file.write_bytes(file.read_bytes()[:-2000])
    erase_her(station)
    assert not file.exists()


def test_only_drafts_that_name_the_person_go(station, form):
    record(station)
    (uid,) = find(station, PHONE)[0].uids
    for contact in ({}, {"name": "孟宪国", "phone": "13900001234"}):
        save_draft(station, new_draft_id(), form(contact=contact))
    save_draft(station, new_draft_id(), form(contact={"name": "", "phone": ""}, contact_uid=uid))
    erase_her(station)
    assert [one.label.partition("　")[0] for one in drafts(station)] == ["孟宪国"]


def test_what_was_cleared_is_not_cleared_again(station):
    assert not clear_traces(station)
    record(station)
    erase_her(station)
    assert not clear_traces(station)


def test_a_disk_that_fails_is_told_and_the_rest_done_at_the_next_start(station, clock, monkeypatch, tmp_path):
    record(station)
    keep_backup(station)

    def full(*_args):
        raise StationError("磁盘满了", "请腾出空间。")

    monkeypatch.setattr("station_app.services.clearing.keep_backup", full)
    (who,) = find(station, PHONE)
    done = erase(station, who.uids, "本人来电要求")
    assert done.uncleared.title == "磁盘满了"
    assert "磁盘满了" in resume(station)
    monkeypatch.undo()
    folder, key = station.store.paths.folder, station.store.key
    assert found_in(folder, key, (NAME,)) == {NAME}
    station.close()
    again = open_station(DataPaths(folder), PASSPHRASE, clock)
    assert again.notices == ()
    again.close()
    assert found_in(folder, key, (NAME, PHONE)) == set()


@pytest.mark.parametrize("text", ["", "x", "a b c\n", "\xff\n"])
def test_a_list_that_is_none_of_ours_is_passed_over(station, text):
    paths = DataPaths(station.store.paths.folder)
    paths.erased.write_bytes(text.encode("latin-1"))
    assert read_list(paths) == set()
    assert apply_list(station.db, paths, station.clock) == 0
    record(station)
    (uid,) = erase_her(station)
    assert read_list(paths) == {(station.identity.site, uid)}


def test_the_list_only_grows(station):
    paths = DataPaths(station.store.paths.folder)
    paths.erased.write_text("s u\n")
    keep_list(station.db, paths)
    record(station)
    (uid,) = erase_her(station)
    assert read_list(paths) == {("s", "u"), (station.identity.site, uid)}


def test_a_station_applies_its_own_lines_and_the_centre_those_of_all(station, centre):
    uid = sent_in(centre, WUTONG)
    (contact,) = centre.db.execute_sql("SELECT contact FROM opinion WHERE uid = ?", (uid,)).fetchone()
    for one, applied in ((station, 0), (centre, 1)):
        paths = DataPaths(one.store.paths.folder)
        paths.erased.write_text(f"{WUTONG} {contact}\n")
        assert apply_list(one.db, paths, one.clock) == applied
        assert apply_list(one.db, paths, one.clock) == 0
        assert check(one).problems == ()
    assert detail(centre, uid).contact.name == ERASED
    stream = (
        "SELECT s.name FROM change c JOIN stream s ON s.id = c.stream_id WHERE c.uid = ? ORDER BY c.id DESC LIMIT 1"
    )
    assert centre.db.execute_sql(stream, (contact,)).fetchone() == (f"C:{WUTONG}",)


def test_an_older_copy_put_back_by_hand_still_finds_its_list(station, station_template, tmp_path, clock):
    record(station)
    folder = station.store.paths.folder
    station.close()
    shutil.copytree(folder, tmp_path / "旧")
    again = open_station(DataPaths(folder), PASSPHRASE, clock)
    again.sit_down(station_template.head)
    erase_her(again)
    again.close()
    for name in ("station.db", "drafts.db", "instance"):
        shutil.copy(tmp_path / "旧" / name, folder / name)
    store = Store.open(DataPaths(folder), station_template.key, lambda _db: None)
    assert apply_list(store.db, DataPaths(folder), clock) == 1
    store.close()
