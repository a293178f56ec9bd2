"""A file is replaced whole or left as it was, and the true cause is told."""

import errno
import os
from pathlib import Path

import pytest

from station_app.db import files
from station_app.db.faults import StorageProblem, disk_faults, os_problem
from station_app.db.files import write_durably

STEPS = [(os, "open"), (os, "fdopen"), (os, "fsync"), (Path, "replace")]


def fail_at(monkeypatch, owner, name, code, on_call=1):
    """Let the ``on_call``-th call of a step fail with ``code``."""
    calls = []
    true_step = getattr(owner, name)

    def step(*args, **kwargs):
        calls.append(1)
        if len(calls) == on_call:
            raise OSError(code, os.strerror(code))
        return true_step(*args, **kwargs)

    monkeypatch.setattr(owner, name, step)


def test_a_file_is_written_for_its_owner_only(tmp_path):
    write_durably(tmp_path / "a", b"1")
    write_durably(tmp_path / "a", b"22")
    assert (tmp_path / "a").read_bytes() == b"22"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("code", "says"), [(errno.ENOSPC, "磁盘已满"), (errno.EIO, "读写磁盘时出错")])
@pytest.mark.parametrize(("owner", "name"), STEPS, ids=[name for _, name in STEPS])
def test_a_failing_step_says_its_cause_and_leaves_the_old_file(tmp_path, monkeypatch, owner, name, code, says):
    write_durably(tmp_path / "a", b"old")
    fail_at(monkeypatch, owner, name, code)
    with pytest.raises(StorageProblem, match=says):
        write_durably(tmp_path / "a", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]


def test_a_failing_sync_of_the_folder_leaves_one_whole_file(tmp_path, monkeypatch):
    write_durably(tmp_path / "a", b"old")
    fail_at(monkeypatch, os, "fsync", errno.EIO, on_call=2)
    with pytest.raises(StorageProblem):
        write_durably(tmp_path / "a", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"new")]


def test_a_stick_that_knows_no_sync_of_folders_is_no_error(tmp_path, monkeypatch):
    fail_at(monkeypatch, os, "fsync", errno.EINVAL, on_call=2)
    write_durably(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_what_reads_back_differently_is_no_success(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "read_bytes", lambda _path: b"something else")
    with pytest.raises(StorageProblem, match="不一致"):
        write_durably(tmp_path / "a", b"new")


@pytest.mark.parametrize("code", sorted(errno.errorcode))
def test_every_cause_has_a_sentence_and_a_next_step(code):
    problem = os_problem(OSError(code, os.strerror(code), "某个文件"))
    assert "某个文件" in problem.title
    assert problem.next_step


def test_a_place_that_is_gone_is_named(tmp_path):
    with pytest.raises(StorageProblem, match=r"找不到.*gone"):
        write_durably(tmp_path / "gone" / "a", b"1")
    with pytest.raises(StorageProblem, match="名字"), disk_faults(Path("名字")):
        Path("/nowhere at all").read_bytes()


def test_the_name_of_a_new_folder_is_waited_for_once(tmp_path, monkeypatch):
    waited = []
    monkeypatch.setattr(files, "sync_folder", waited.append)
    files.make_folder(tmp_path / "上级" / "附件", parents=True)
    files.make_folder(tmp_path / "上级" / "附件")
    assert waited == [tmp_path / "上级"]
    assert (tmp_path / "上级" / "附件").is_dir()
