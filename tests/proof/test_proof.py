"""The counts add up, only under ``make proof``; the table tells them and what failed."""

import json

import pytest

from tests.proof import book, interruptions, report


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A book and a report of one's own, as under make proof."""
    monkeypatch.setattr(book, "FILE", tmp_path / "build" / "proof.json")
    monkeypatch.setattr(report, "FILE", tmp_path / "PROOF.md")
    monkeypatch.setenv("PROOF", "1")
    return book.FILE


def test_counts_add_up_over_runs(kept):
    book.record("kill -9: save", 3)
    book.record("kill -9: save", 4, 1, "step 7")
    assert json.loads(kept.read_text("utf-8"))["rows"] == {"kill -9: save": {"done": 7, "failed": 1}}


def test_the_suite_leaves_no_counts(kept, monkeypatch):
    monkeypatch.delenv("PROOF")
    book.record("kill -9: save", 3)
    assert not kept.exists()


def test_another_version_begins_anew(kept):
    book.record("kill -9: save", 3)
    kept.write_text(kept.read_text("utf-8").replace(book.__version__, "0.0.1"), "utf-8")
    book.record("kill -9: save", 2)
    assert book.read()["rows"]["kill -9: save"]["done"] == 2


def test_the_table_tells_counts_goals_and_steps(kept):
    book.record("power cut: save", 40)
    book.record("power cut: import", 2)
    book.record("kill -9: import", 5)
    with book.changing() as all_of_it:
        all_of_it["fuzzed readers"] = {"roster": {"read": 2, "refused": 9, "last seed": 3}}
        all_of_it["damaged databases salvaged"] = {"one_bit": 40}
        all_of_it["rounds"] = {"kill -9: import": {"of": 340, "at": 5}}
    assert report.write()
    text = report.FILE.read_text("utf-8")
    assert "| 42 | 5,000 |" in text
    assert "| 11 | 1,000,000 |" in text
    assert "| 5 |  | 5 of 340 steps | 0 |" in text
    assert "| damaged databases salvaged |  | 40 |" in text
    assert "Failures: none." in text


def test_a_failure_is_told_and_fails_the_run(kept):
    interruptions._try("kill -9: save", "step 3", lambda: 1 / 0)
    interruptions._try("kill -9: save", "step 4", lambda: True)
    assert not report.write()
    assert "kill -9: save: step 3: ZeroDivisionError" in report.FILE.read_text("utf-8")
    assert book.read()["rows"]["kill -9: save"] == {"done": 2, "failed": 1}


def test_a_round_goes_on_where_the_last_ended_and_misses_nothing(kept):
    first, second = (interruptions._round("kill -9: save", 7, float("inf")) for _ in range(2))
    numbers = [next(first) for _ in range(3)] + [next(second) for _ in range(4)]
    assert sorted(numbers) == list(range(7))
