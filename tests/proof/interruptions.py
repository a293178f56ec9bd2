"""Power cuts, kills and failing steps of each scene, in turn; goes on where the last run ended."""

import errno
import random
import time
from collections.abc import Callable, Iterator

import pytest

from tests.faults.rig import ERRORS, Rig
from tests.faults.scenes import SCENES
from tests.proof.book import changing, read, record

TURNS = 3
CUTS_AT_ONCE = 40
# Saving is what happens all day, and thousands are promised of it.
SAVING = {"kill": 0.4, "fail": 0.2, "cut": 0.4}
SHARES = {"kill": 0.3, "fail": 0.45, "cut": 0.25}
LONGER = {"save": 3}
NAMES = {code: name for code, name in errno.errorcode.items() if name in {"ENOSPC", "EIO"}}


def run(seconds: float, seed: int) -> None:
    """One slice of the time for each scene, again and again; none where the disk cannot be watched."""
    try:
        _rounds(seconds, seed)
    except pytest.skip.Exception as reason:
        print(f"no interruptions: {reason}", flush=True)


def _rounds(seconds: float, seed: int) -> None:
    end = time.monotonic() + seconds
    length = max(20.0, min(60.0, seconds / len(SCENES)))
    while time.monotonic() < end:
        for scene in SCENES:
            if time.monotonic() < end:
                _slice(scene, min(length * LONGER.get(scene, 1), end - time.monotonic()), seed)
        seed += 1


def _slice(scene: str, seconds: float, seed: int) -> None:
    print(f"{scene}: seed {seed}", flush=True)
    shares = SAVING if scene == "save" else SHARES
    with Rig(scene) as rig:
        for work in (_kill, _fail, _cut):
            work(rig, time.monotonic() + seconds * shares[work.__name__[1:]], seed)


def _kill(rig: Rig, end: float, _seed: int) -> None:
    """At every step; while saving, of several savings."""
    turns = TURNS if rig.scene.name == "save" else 1
    for step in _round(f"kill -9: {rig.scene.name}", rig.steps(0, turns), end):
        _try(f"kill -9: {rig.scene.name}", f"step {step}", lambda step=step: rig.kill(step + 1, turns))


def _fail(rig: Rig, end: float, _seed: int) -> None:
    """Every step, with each error, once and from then on."""
    name = f"failing disk: {rig.scene.name}"
    for number in _round(name, len(ERRORS) * rig.steps(errno.EIO), end):
        step, (code, forever) = number // len(ERRORS) + 1, ERRORS[number % len(ERRORS)]
        how = f"step {step}, {NAMES[code]}{' from then on' if forever else ''}"
        _try(name, how, lambda step=step, code=code, forever=forever: rig.fail(step, code, forever))


def _cut(rig: Rig, end: float, seed: int) -> None:
    name = f"power cut: {rig.scene.name}"
    while time.monotonic() < end:
        before = read().get("rows", {}).get(name, {}).get("done", 0)
        bad = list(rig.recorded(TURNS).cuts(CUTS_AT_ONCE, random.Random(f"{seed} {before}")))
        record(name, CUTS_AT_ONCE, len(bad), "; ".join(bad)[:500])


def _try(name: str, how: str, work: Callable[[], bool]) -> None:
    try:
        done = work()
    except Exception as error:  # noqa: BLE001  # whatever it is, it breaks the promise
        record(name, 1, 1, f"{how}: {repr(error)[-500:]}")
    else:
        record(name, int(done))


def _round(name: str, size: int, end: float) -> Iterator[int]:
    """The numbers below ``size`` in one shuffled order, from where the last run ended, round and round."""
    order = list(range(size))
    random.Random(size).shuffle(order)
    while time.monotonic() < end:
        with changing() as kept:
            at = kept.setdefault("rounds", {}).setdefault(name, {"of": size, "at": 0})
            at |= {"of": size, "at": at["at"] + 1}
            place = (at["at"] - 1) % size
        yield order[place]
