"""The delay after failed sign-ins grows, ends, and survives a restart."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.db.attempts import LONGEST_DELAY_SECONDS, Attempts, delay_after


@pytest.fixture
def now(clock):
    return clock.now()


def fail(path, now, times):
    for _ in range(times):
        Attempts(path).failed(now)


def test_four_failures_cost_nothing_and_the_fifth_does(tmp_path, now):
    fail(tmp_path / "a", now, 4)
    assert Attempts(tmp_path / "a").seconds_left(now) == 0
    fail(tmp_path / "a", now, 1)
    assert Attempts(tmp_path / "a").seconds_left(now) == 5
    assert Attempts(tmp_path / "a").seconds_left(now + timedelta(seconds=3.5)) == 2
    assert Attempts(tmp_path / "a").seconds_left(now + timedelta(seconds=5)) == 0


@given(st.integers(-5, 10**6))
def test_the_delay_never_shrinks_and_has_an_end(failures):
    assert 0 <= delay_after(failures) <= delay_after(failures + 1) <= LONGEST_DELAY_SECONDS
    assert delay_after(100) == LONGEST_DELAY_SECONDS


def test_success_forgets(tmp_path, now):
    fail(tmp_path / "a", now, 9)
    Attempts(tmp_path / "a").succeeded()
    assert Attempts(tmp_path / "a").seconds_left(now) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_clock_set_back_neither_frees_nor_locks_out(tmp_path, now):
    attempts = Attempts(tmp_path / "a")
    fail(attempts.path, now, 6)
    earlier = now - timedelta(days=400)
    assert attempts.seconds_left(earlier) == 10
    assert attempts.seconds_left(earlier + timedelta(seconds=10)) == 0


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"failures": NaN, "last": 1}', b'{"failures": 1e999}'])
def test_a_damaged_count_starts_anew(tmp_path, now, content):
    (tmp_path / "a").write_bytes(content)
    assert Attempts(tmp_path / "a").seconds_left(now) == 0
    fail(tmp_path / "a", now, 5)
    assert Attempts(tmp_path / "a").seconds_left(now) == 5


def test_a_disk_that_cannot_count_does_not_hide_the_answer(tmp_path, now):
    Attempts(tmp_path / "gone" / "a").failed(now)
    assert Attempts(tmp_path / "gone" / "a").seconds_left(now) == 0
