"""Plays scenes in processes that may be killed or whose disk fails: each job is a child forked from one warm parent.

Run with ``disk.c`` preloaded. Jobs come as JSON lines on stdin; for each, a JSON line with what became of it goes to
stdout. What the scene says goes to the file ``answers``, line by line.
"""

import json
import os
import sys
import traceback
from contextlib import suppress

from station_app.db.pinyin import initials
from station_app.errors import StationError
from tests.faults.disk import Armed
from tests.faults.scenes import SCENES, Say, unpacked


def sayer(armed: Armed, answers: str) -> Say:
    """Says a line outside the world, and marks it in the log of the disk."""
    file = os.open(answers, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def say(text: str) -> None:
        os.write(file, json.dumps(text).encode() + b"\n")
        armed.mark(text)

    return say


def play(job: dict) -> dict:
    """Do the work with the fault armed; after an error once more without it."""
    scene, world = SCENES[job["scene"]], unpacked(job)
    log = os.open(job["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND) if job.get("log") else -1
    armed = Armed(world.folder, log)
    say = sayer(armed, job["answers"])
    if job["code"] == 0:
        armed.arm(job["step"])
    station = world.open() if scene.opens else None
    if job["code"]:
        armed.arm(job["step"], job["code"], job["forever"])
    try:
        scene.work(world, station, say, job["turns"])
        problem = None
    except StationError as error:
        problem = [error.title, error.next_step]
    told = {"steps": armed.steps, "failed": armed.failed, "problem": problem}
    armed.arm(0)
    if problem is not None:
        scene.work(world, station, say, job["turns"])
    if station is not None:
        station.close()
    return told


def child(job: dict, out: int) -> None:
    """Never returns."""
    try:
        told = play(job)
    except BaseException:  # noqa: BLE001  # all that goes wrong is told
        told = {"crash": traceback.format_exc()}
    with suppress(OSError):
        os.write(out, json.dumps(told).encode() + b"\n")
    os._exit(0)


def main() -> None:
    """Fork one child a job; what is slow to load is loaded once."""
    import pyrage  # noqa: F401
    import zstandard  # noqa: F401
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: F401
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: F401

    initials("吴桂珍")
    for line in sys.stdin:
        reading, writing = os.pipe()
        if (pid := os.fork()) == 0:
            child(json.loads(line), writing)
        os.close(writing)
        os.waitpid(pid, 0)
        with os.fdopen(reading, "rb") as told:
            print(told.read().decode().strip() or '{"killed": true}', flush=True)


if __name__ == "__main__":
    main()
