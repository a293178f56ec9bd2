"""Power cut, kill -9 and a failing disk at points of each scene; ``make proof`` plays the same at very many."""

import errno
import random

import pytest

from tests.faults.cuts import Disk, Fate
from tests.faults.disk import Event
from tests.faults.rig import ERRORS, Rig
from tests.faults.scenes import SCENES

CUTS = {"save": 40}
FEW_CUTS, KILLS, FAILURES = 12, 3, 4


@pytest.fixture(scope="module", params=SCENES)
def rig(request):
    with Rig(request.param) as made:
        yield made


def spread(count, steps, chance):
    """So many steps, one out of each part of the work."""
    return [chance.randrange(part * steps // count, (part + 1) * steps // count) + 1 for part in range(count)]


def test_a_power_cut_leaves_all_that_was_answered_and_nothing_half(rig):
    points = CUTS.get(rig.scene.name, FEW_CUTS)
    assert list(rig.recorded(turns=2).cuts(points, random.Random(5))) == []


def test_a_kill_at_any_step_leaves_all_that_was_answered_and_nothing_half(rig):
    chance = random.Random(6)
    for step in spread(KILLS, rig.steps(0), chance):
        assert rig.kill(step)


def test_a_failing_step_says_its_cause_and_leaves_the_old_whole(rig):
    chance = random.Random(7)
    for step, (code, forever) in zip(spread(FAILURES, rig.steps(errno.EIO), chance), ERRORS, strict=True):
        assert rig.fail(step, code, forever)


@pytest.mark.parametrize("forgotten", ["F", "D"])
def test_syncs_that_are_forgotten_are_noticed(forgotten):
    """Files whose data, or folders whose names, were never waited for do not survive."""
    with Rig("export" if forgotten == "D" else "save") as rig:
        recording = rig.recorded(turns=1)
        recording.events = [event for event in recording.events if event.kind != forgotten]
        assert list(recording.cuts(30, random.Random(8))) != []


def tree(folder):
    """What lies in a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Writing:
    """A disk with one file in it, changed by words."""

    def __init__(self, folder):
        self.root = folder / "root"
        self.root.mkdir()
        (self.root / "old").write_bytes(b"old")
        self._inode = (self.root / "old").stat().st_ino
        self.disk, self._folder, self._left = Disk(self.root), folder, 0

    def do(self, kind, name="", data=b"", inode=None, place=0):
        path = b"" if kind in "WSF" else str(self.root / name).encode()
        more = str(self.root / data.decode()).encode() if kind == "R" else b""
        event = Event(kind, inode or self._inode, place, data if kind == "W" else path, more)
        self.disk.follow([event])

    def left(self, how, seed=0):
        self._left += 1
        target = self._folder / f"left {self._left}"
        self.disk.leave(target, Fate(how, random.Random(seed)))
        return tree(target)


@pytest.fixture
def writing(tmp_path):
    return Writing(tmp_path)


def test_what_is_not_synced_may_be_there_or_not(writing):
    writing.do("W", data=b"new" * 400)
    assert writing.left("dropped") == {"old": b"old"}
    assert writing.left("kept") == {"old": b"new" * 400}
    found = {writing.left("mixed", seed)["old"] for seed in range(60)}
    assert len(found) > 4
    writing.do("F")
    assert {writing.left(how)["old"] for how in ("dropped", "mixed", "kept")} == {b"new" * 400}


def test_a_name_counts_when_its_folder_was_synced(writing):
    writing.do("C", "part", inode=99)
    writing.do("W", data=b"whole", inode=99)
    writing.do("F", inode=99)
    writing.do("R", "part", b"old")
    assert {tuple(sorted(writing.left("mixed", seed).items())) for seed in range(60)} == {
        (("old", b"old"),),
        (("old", b"old"), ("part", b"whole")),
        (("old", b"whole"),),
    }
    writing.do("D")
    assert writing.left("dropped") == {"old": b"whole"}


def test_a_rename_between_folders_is_in_both_or_in_neither(writing):
    writing.do("M", "a")
    writing.do("M", "b")
    writing.do("D")
    writing.do("R", "old", b"a/old")
    writing.do("R", "a/old", b"b/old")
    found = {tuple(sorted(writing.left("mixed", seed).items())) for seed in range(60)}
    assert found == {(("old", b"old"),), (("a/old", b"old"),), (("b/old", b"old"),)}
    writing.do("D", "b")
    assert writing.left("dropped") == {"b/old": b"old"}


def test_a_removed_file_comes_back_until_its_folder_is_synced(writing):
    writing.do("U", "old")
    assert writing.left("dropped") == {"old": b"old"}
    assert writing.left("kept") == {}
    writing.do("D")
    assert writing.left("dropped") == {}
