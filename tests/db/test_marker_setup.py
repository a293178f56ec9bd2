"""The instance marker, and the first run as one step."""

import pytest

from station_app.db.marker import new_instance, read_marker, write_marker
from station_app.db.setup import DataState, data_state, setting_up
from station_app.errors import StationError


def test_the_marker_comes_back(paths):
    instance = new_instance()
    write_marker(paths.instance, instance)
    assert read_marker(paths.instance) == instance
    assert len({new_instance() for _ in range(50)}) == 50


@pytest.mark.parametrize("content", [None, b"", b"xyz", b"\xff" * 32, b"0" * 33, b"A" * 32])
def test_a_marker_that_is_none_counts_as_missing(paths, content):
    if content is not None:
        paths.instance.write_bytes(content)
    assert read_marker(paths.instance) is None


def test_only_a_true_marker_is_written(paths):
    with pytest.raises(ValueError, match="32 hex"):
        write_marker(paths.instance, "../x")


def test_a_first_run_ends_in_a_station(paths):
    assert data_state(paths) is DataState.EMPTY
    with setting_up(paths):
        paths.slots.write_text("slots")
        assert data_state(paths) is DataState.UNFINISHED
    assert data_state(paths) is DataState.PRESENT
    assert paths.slots.read_text() == "slots"


def test_a_failed_first_run_leaves_nothing(paths):
    def fail():
        with setting_up(paths):
            for path in (paths.station_db, paths.drafts_db, paths.slots, paths.instance):
                path.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(paths.folder.iterdir()) == []


def test_a_first_run_that_was_cut_short_may_begin_again(paths):
    paths.setup.touch()
    paths.station_db.write_text("half")
    assert data_state(paths) is DataState.UNFINISHED
    with setting_up(paths):
        assert not paths.station_db.exists()
        paths.slots.touch()
    assert data_state(paths) is DataState.PRESENT


@pytest.mark.parametrize("trace", ["station.db", "slots.json", "instance", "blobs", "backups"])
def test_no_trace_of_a_station_is_ever_set_up_over(paths, trace):
    (paths.folder / trace).touch()
    assert data_state(paths) is DataState.PRESENT
    with pytest.raises(StationError, match="已有站点数据"), setting_up(paths):
        pass
    assert (paths.folder / trace).exists()


def test_the_folder_is_made(tmp_path):
    from station_app.config import DataPaths

    with setting_up(DataPaths(tmp_path / "新" / "站")):
        pass
    assert (tmp_path / "新" / "站").is_dir()
