"""Swapping a restored state in: whatever step is cut short, the next start finds the old or the new, whole."""

import contextlib
import os
from pathlib import Path

import pytest

from station_app.db import files, swap
from station_app.db.faults import StorageProblem

OLD = {"station.db": "old", "station.db-wal": "old", "drafts.db": "old", "slots.json": "old", "instance": "old"}
NEW = {"station.db": "new", "drafts.db": "new", "slots.json": "new", "instance": "new"}


def put(folder: Path, content: dict[str, str], blob: str) -> None:
    for name, text in content.items():
        (folder / name).write_text(text)
    (folder / "blobs").mkdir()
    (folder / "blobs" / blob).write_text(blob)


def state(paths) -> dict[str, str]:
    held = [path for path in paths.folder.rglob("*") if path.is_file() and "backups" not in path.parts]
    return {path.relative_to(paths.folder).as_posix(): path.read_text() for path in held}


OLD_STATE = OLD | {"blobs/a.age": "a.age"}
NEW_STATE = NEW | {"blobs/b.age": "b.age"}


@pytest.fixture
def staged(paths):
    put(paths.folder, OLD, "a.age")
    put(swap.begin(paths), NEW, "b.age")
    return paths


class Cut(BaseException):
    """The power goes off."""


@contextlib.contextmanager
def cut_at(step):
    """Cut at the n-th step that changes the disk (renaming, removing, waiting for it); tells whether it came so far."""
    done, was_cut = 0, []

    def counted(real):
        def wrapped(*args, **kwargs):
            nonlocal done
            done += 1
            if done == step:
                was_cut.append(step)
                raise Cut
            return real(*args, **kwargs)

        return wrapped

    with pytest.MonkeyPatch.context() as patch:
        for name in ("rename", "replace", "unlink"):
            patch.setattr(Path, name, counted(getattr(Path, name)))
        patch.setattr(os, "fsync", counted(os.fsync))
        patch.setattr(swap.shutil, "rmtree", counted(swap.shutil.rmtree))
        with contextlib.suppress(Cut):
            yield was_cut


def test_the_new_state_takes_the_place_of_the_old(staged):
    swap.commit(staged)
    assert state(staged) == NEW_STATE
    assert not staged.backups.exists()


def test_the_old_files_are_kept_when_asked(staged):
    swap.commit(staged, keep_as="OLD-1")
    assert state(staged) == NEW_STATE
    kept = staged.backups / "OLD-1"
    assert {path.relative_to(kept).as_posix() for path in kept.rglob("*") if path.is_file()} == set(OLD_STATE)


def test_into_an_empty_folder_nothing_is_kept(paths):
    put(swap.begin(paths), NEW, "b.age")
    swap.commit(paths, keep_as="OLD-1")
    assert state(paths) == NEW_STATE
    assert not paths.backups.exists()


def test_a_state_that_was_not_committed_is_forgotten(staged):
    swap.settle(staged)
    assert state(staged) == OLD_STATE


def test_what_belonged_to_the_old_state_only_goes_with_it(staged):
    staged.attempts.write_text("{}")
    staged.setup.write_text("")
    swap.commit(staged)
    assert state(staged) == NEW_STATE


@pytest.mark.parametrize(("again", "keep_as"), [(2, ""), (7, "OLD-1")])
@pytest.mark.parametrize("step", range(1, 56))
def test_cut_at_any_step_and_then_again_it_is_the_old_or_the_new(staged, step, again, keep_as):
    with cut_at(step) as was_cut:
        swap.commit(staged, keep_as)
    with cut_at(again):
        swap.settle(staged)
    swap.settle(staged)
    assert state(staged) in (OLD_STATE, NEW_STATE)
    if not was_cut:
        assert state(staged) == NEW_STATE
    if keep_as and state(staged) == NEW_STATE:
        assert (staged.backups / keep_as / "station.db").read_text() == "old"


def test_the_steps_above_are_all_there_are(staged):
    with cut_at(56) as was_cut:
        swap.commit(staged, "OLD-1")
    assert not was_cut


def test_a_disk_that_fails_in_the_middle_is_said_and_finished_later(staged, monkeypatch):
    real = files.replace_durably

    def fail(source, target):
        if target.name == "slots.json" and target.parent == staged.folder:
            raise OSError(5, "Input/output error")
        real(source, target)

    monkeypatch.setattr(swap, "replace_durably", fail)
    with pytest.raises(files.StorageProblem) as problem:
        swap.commit(staged)
    assert "读写磁盘时出错" in problem.value.title
    monkeypatch.undo()
    swap.settle(staged)
    assert state(staged) == NEW_STATE


def test_a_gathered_database_whose_log_the_disk_kept_back_is_not_taken(tmp_path):
    (tmp_path / "station.db-wal").write_bytes(b"")
    swap.require_closed(tmp_path)
    (tmp_path / "station.db-wal").write_bytes(b"log")
    with pytest.raises(StorageProblem, match="读写磁盘时出错"):
        swap.require_closed(tmp_path)
