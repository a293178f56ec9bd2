"""Plays a scene with one fault at a time and looks at what is left: for the tests with few points and for the proof."""

import errno
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from tests.faults.cuts import Disk, Fate
from tests.faults.disk import compiled, read_log
from tests.faults.scenes import SCENES, World, answers_in, copied

ROOT = Path(__file__).resolve().parents[2]
FATES = ("kept", "dropped", "mixed", "mixed", "mixed")
# What SQLite makes of a failing fsync or truncation it does not tell from any other trouble with the disk.
_BROKEN = ("读写磁盘时出错", "优盘读写出错")
CAUSES = {
    errno.ENOSPC: ("磁盘已满", "空间不够", "优盘满了", "打不开数据文件", *_BROKEN),
    errno.EIO: (*_BROKEN, "打不开数据文件"),
}
ERRORS = tuple((code, forever) for code in CAUSES for forever in (False, True))


def memory_folder() -> Path:
    """A new folder on a memory disk where there is one."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="station-", dir=memory if memory.is_dir() else None))


class Rig:
    """One scene, ready to be played as often as wanted; to be closed."""

    def __init__(self, scene: str) -> None:
        self.scene = SCENES[scene]
        self.folder = memory_folder()
        library = compiled(self.folder)
        self._world = self.scene.prepare(self.folder)
        self._place = self.folder / "played"
        self._answers = self.folder / "answers"
        self._worker = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"LD_PRELOAD": str(library), "PYTHONDONTWRITEBYTECODE": "1"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._worker.kill()
        self._worker.stdin.close()
        self._worker.stdout.close()
        self._worker.wait()
        shutil.rmtree(self.folder)

    def steps(self, code: int, turns: int = 1) -> int:
        """How many steps the work has when nothing fails: from the opening on for kills (code 0), else after it."""
        told = self._play(0, code, turns=turns)
        self._look()
        return int(told["steps"])

    def kill(self, step: int, turns: int = 1) -> bool:
        """The process is gone at that step: whether it came so far. Raises AssertionError for a broken promise."""
        told = self._play(step, 0, turns=turns)
        assert "crash" not in told, told.get("crash")
        self._look()
        return "killed" in told

    def fail(self, step: int, code: int, forever: bool) -> bool:
        """That step fails: whether it came so far. Raises AssertionError for a broken promise."""
        told = self._play(step, code, forever)
        assert "crash" not in told, told.get("crash")
        if told["problem"] is not None:
            title, next_step = told["problem"]
            assert title.startswith(CAUSES[code]), title
            assert next_step
        self._look()
        return bool(told["failed"])

    def recorded(self, turns: int) -> "Recording":
        """The work done once with all its changes of the disk."""
        return Recording(self, turns)

    def play_recording(self, disk_log: Path, turns: int) -> Disk:
        """Do the work, its changes written to ``disk_log``; gives the disk as it was before."""
        world = self._fresh()
        disk = Disk(world.folder)
        told = self._ask(world, 0, 0, False, turns, str(disk_log))
        assert told["problem"] is None
        return disk

    def look_at(self, folder: Path, said: list[str]) -> None:
        """Look at what is left in a folder."""
        self.scene.look(World(folder, self._world.made), said)

    def _play(self, step: int, code: int, forever: bool = False, turns: int = 1) -> dict[str, Any]:
        return self._ask(self._fresh(), step, code, forever, turns, "")

    def _fresh(self) -> World:
        shutil.rmtree(self._place, ignore_errors=True)
        self._answers.unlink(missing_ok=True)
        return copied(self._world, self._place)

    def _ask(self, world: World, step: int, code: int, forever: bool, turns: int, log: str) -> dict[str, Any]:
        job = {"scene": self.scene.name, "step": step, "code": code, "forever": forever, "turns": turns, "log": log}
        job |= {"answers": str(self._answers)} | world.packed()
        self._worker.stdin.write(json.dumps(job) + "\n")
        self._worker.stdin.flush()
        told: dict[str, Any] = json.loads(self._worker.stdout.readline())
        return told

    def _look(self) -> None:
        self.look_at(self._place, answers_in(self._answers))


class Recording:
    """All that a scene did to its disk, to be cut off anywhere."""

    def __init__(self, rig: Rig, turns: int) -> None:
        self.rig = rig
        log = rig.folder / "log"
        log.unlink(missing_ok=True)
        self._disk = rig.play_recording(log, turns)
        self.events = list(read_log(log))

    def cuts(self, points: int, chance: random.Random) -> Iterator[str]:
        """Look at so many states after power cuts, in the order of time; gives a line for each that is not good.

        To be called once.
        """
        moments = sorted(chance.randrange(len(self.events) + 1) for _ in range(points))
        done = 0
        for moment in moments:
            self._disk.follow(self.events[done:moment])
            done = moment
            how, seed = chance.choice(FATES), chance.randrange(1 << 32)
            left = self.rig.folder / "left"
            shutil.rmtree(left, ignore_errors=True)
            self._disk.leave(left, Fate(how, random.Random(seed)))
            try:
                self.rig.look_at(left, self._disk.answers)
            except Exception as error:  # noqa: BLE001  # whatever it is, it breaks the promise
                yield f"{self.rig.scene.name}: cut after {moment} of {len(self.events)}, {how} {seed}: {error!r}"
