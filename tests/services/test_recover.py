"""Keys anew: the data stay, what was valid before is told from what is valid now."""

import shutil
from datetime import UTC, datetime

import pytest

from station_app.config import DataPaths
from station_app.db.lock import AlreadyOpen
from station_app.db.sheet import MistypedSheet
from station_app.db.slot_file import MissingSlots
from station_app.db.slots import WrongPassphrase, WrongSheet
from station_app.domain.clock import FixedClock
from station_app.errors import StationError
from station_app.services import opening
from station_app.services import recover as recovering
from station_app.services.opening import NoStation, TooManyAttempts, hold, open_station
from station_app.services.recover import adopt_sheet, draw_sheet, recover
from station_app.services.sign_in import change_passphrase
from tests.services.opinions import seat
from tests.stations import PASSPHRASE

NEW = "梧桐里的新钥匙 2027"


@pytest.fixture
def paths(station_template, tmp_path):
    folder = tmp_path / "联络站 17"
    shutil.copytree(station_template.folder, folder)
    return DataPaths(folder)


def opens(paths, clock, passphrase):
    try:
        open_station(paths, passphrase, clock).close()
    except WrongPassphrase:
        return False
    return True


def test_the_sheet_sets_a_new_passphrase_and_stays_valid(paths, clock, station_template):
    recover(paths, station_template.sheet.lower().replace("-", " "), NEW)
    assert opens(paths, clock, NEW)
    assert not opens(paths, clock, PASSPHRASE)
    recover(paths, station_template.sheet, "wieder eine andere")
    assert opens(paths, clock, "wieder eine andere")


@pytest.mark.parametrize(
    ("sheet", "error"),
    [("", MistypedSheet), ("XYZ", MistypedSheet), (None, WrongSheet)],
    ids=["empty", "slip", "other"],
)
def test_another_sheet_changes_nothing(paths, clock, sheet, error):
    with pytest.raises(error):
        recover(paths, draw_sheet() if sheet is None else sheet, NEW)
    assert opens(paths, clock, PASSPHRASE)


def test_a_weak_passphrase_is_refused(paths, clock, station_template):
    with pytest.raises(StationError) as refusal:
        recover(paths, station_template.sheet, "kurz")
    assert "太短" in refusal.value.title
    assert opens(paths, clock, PASSPHRASE)


def test_guessing_sheets_must_wait_too(paths, monkeypatch):
    still = FixedClock(datetime(2026, 6, 18, tzinfo=UTC))
    monkeypatch.setattr(recovering, "SystemClock", lambda: still)
    monkeypatch.setattr(opening, "SystemClock", lambda: still)
    for _ in range(5):
        with pytest.raises(WrongSheet):
            recover(paths, draw_sheet(), NEW)
    with pytest.raises(TooManyAttempts):
        recover(paths, draw_sheet(), NEW)


def test_success_forgets_the_failures(paths, clock, station_template):
    for _ in range(4):
        with pytest.raises(WrongSheet):
            recover(paths, draw_sheet(), NEW)
    recover(paths, station_template.sheet, NEW)
    assert not paths.attempts.exists()


def test_it_is_refused_while_the_station_is_open_elsewhere(paths, station_template):
    with hold(paths) as lock:
        with pytest.raises(AlreadyOpen):
            recover(paths, station_template.sheet, NEW)
        recover(paths, station_template.sheet, NEW, lock=lock)


def test_where_there_is_nothing_it_says_so(tmp_path, paths, station_template):
    with pytest.raises(NoStation):
        recover(DataPaths(tmp_path / "leer"), station_template.sheet, NEW)
    paths.slots.unlink()
    with pytest.raises(MissingSlots):
        recover(paths, station_template.sheet, NEW)


def test_a_passphrase_is_changed_by_who_knows_the_old_one(station, clock):
    with pytest.raises(WrongPassphrase):
        change_passphrase(station, "wrong wrong wrong", NEW)
    with pytest.raises(StationError):
        change_passphrase(station, PASSPHRASE, "kurz")
    change_passphrase(station, PASSPHRASE, NEW)
    station.close()
    paths = DataPaths(station.store.paths.folder)
    assert opens(paths, clock, NEW)
    assert not opens(paths, clock, PASSPHRASE)


def test_a_new_sheet_replaces_the_old_one(station, station_template):
    sheet = draw_sheet()
    adopt_sheet(station, sheet)
    station.close()
    paths = DataPaths(station.store.paths.folder)
    with pytest.raises(WrongSheet):
        recover(paths, station_template.sheet, NEW)
    recover(paths, sheet, NEW)


def test_a_volunteer_makes_no_new_sheet(station):
    seat(station, "徐桂兰")
    with pytest.raises(StationError) as refusal:
        adopt_sheet(station, draw_sheet())
    assert "站长" in refusal.value.title
