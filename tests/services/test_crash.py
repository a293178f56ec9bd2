"""What is kept of a bug says where, and of whom nothing."""

import pytest

from station_app.services.crash import crash_text, keep_crash
from station_app.services.recording import save_reception


@pytest.fixture
def bug(station, canary):
    """An exception of ours that carries personal data in message, values and cause."""
    name, phone = canary.name, canary.phone
    try:
        try:
            save_reception(station, (name, phone, canary.text))
        except TypeError as first:
            raise KeyError(name, phone) from first
    except KeyError as error:
        return error


def test_it_says_where_and_what_kind(bug, clock):
    text = crash_text(bug, clock.now())
    assert "builtins.KeyError" in text
    assert "builtins.TypeError" in text
    assert "station_app/services/recording.py:" in text
    assert "save_reception" in text
    assert "2026-06-18T10:52:00+08:00" in text


def test_it_says_nothing_of_anybody(bug, clock, canary, tmp_path, data_dir):
    file = keep_crash(data_dir, bug)
    assert file is not None
    assert file.parent == data_dir / "crash"
    assert canary.found_in(data_dir) == []
    assert str(tmp_path) not in file.read_text("utf-8")


def test_a_chain_that_bites_its_tail_ends(clock):
    one, two = ValueError("a"), ValueError("b")
    one.__cause__, two.__cause__ = two, one
    assert crash_text(one, clock.now()).count("builtins.ValueError") == 2


def test_where_it_cannot_be_kept_nothing_else_breaks(bug, tmp_path):
    assert keep_crash(tmp_path / "weg", bug) is None
    assert not (tmp_path / "weg").exists()
    (tmp_path / "crash").write_text("a file in the way")
    assert keep_crash(tmp_path, bug) is None
