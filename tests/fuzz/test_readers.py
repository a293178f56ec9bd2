"""No file can crash or hang the program: whatever chance makes of it, it is read or refused with a sentence.

``FUZZ_INPUTS`` and ``SEED`` say how many inputs each reader gets in the suite and from which seed on; under the mark
``proof`` each gets its share of ``MINUTES``, and what was run adds up in build/proof.json.
"""

import os
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.exchange.packages import Sending
from tests.fuzz import file_readers, package_readers
from tests.fuzz.harness import Bad, Reader, feed
from tests.proof.book import changing, read
from tests.stations import open_copy

INPUTS = int(os.environ.get("FUZZ_INPUTS", "60"))
AT_ONCE = 200
NAMES = (
    "package, outside the encryption", "package, inside the encryption", "package, odd manifest signed",
    "package, odd line signed", "line of a package", "odd payload of a change", "enrolment request",
    "enrolment certificate", "roster", "ledger, xlsx file", "ledger, inside the xlsx", "ledger, csv",
    "attachment, picture", "attachment, pdf", "backup, outside the seal", "backup, under its seal", "record --file",
    "box-opening --file", "correct --file", "small files of the data folder",
)  # fmt: skip


@pytest.fixture(scope="module")
def readers(station_template, session_clock):
    """All readers by name, on a memory disk where there is one."""
    memory = Path("/dev/shm")
    base = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    for name in ("包", "台账", "备份", "小"):
        (base / name).mkdir()
    sending = Sending()
    station = open_copy(station_template, base / "站", session_clock)
    found = {
        **package_readers.packages(sending, base / "包"),
        "odd payload of a change": package_readers.payloads(station),
        **package_readers.trust_files(sending),
        **file_readers.ledgers(base / "台账"),
        **file_readers.attachments(),
        **file_readers.backups(station, base / "备份"),
        **file_readers.commands(station, session_clock),
        "small files of the data folder": file_readers.small_files(station, base / "小"),
    }
    yield found
    station.close()
    shutil.rmtree(base)


def test_every_reader_is_named(readers):
    assert set(readers) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_some_spoiled_inputs(readers, name):
    seed = int(os.environ.get("SEED", "0")) or int.from_bytes(os.urandom(4), "big")
    found = feed(readers[name], seed, INPUTS)
    assert found.total() == INPUTS
    assert found["refused"] or name == "small files of the data folder"


@pytest.mark.proof
@pytest.mark.parametrize("name", NAMES)
def test_very_many_spoiled_inputs(readers, name):
    """Each reader has its share of the minutes; a failure names the seed, and the input lies in build/fuzz."""
    end = time.monotonic() + 60 * float(os.environ.get("MINUTES", "10")) / len(NAMES)
    last = read().get("fuzzed readers", {}).get(name, {}).get("last seed", 0)
    seed = max(int(os.environ.get("SEED", "1")), last + 1)
    while time.monotonic() < end:
        add_up(name, feed(readers[name], seed, AT_ONCE), seed)
        seed += 1


def add_up(name: str, found: Counter[str], seed: int) -> None:
    """Add what was run to build/proof.json."""
    with changing() as kept:
        counts = kept.setdefault("fuzzed readers", {}).setdefault(name, {})
        for what in ("read", "refused"):
            counts[what] = counts.get(what, 0) + found[what]
        counts["last seed"] = seed


def crash(_made: bytes) -> None:
    raise KeyError("x")


@pytest.mark.parametrize("reader", [Reader(lambda _: b"x", crash), Reader(lambda _: b"x", lambda _: None, taken=False)])
def test_a_crash_and_a_spoiled_input_that_is_taken_are_found(reader, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.fuzz.harness.FOUND", tmp_path)
    with pytest.raises(Bad):
        feed(reader, 1, 3)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"x"]


def test_too_much_memory_is_found():
    if not Path("/proc/self/status").exists():
        pytest.skip("the system does not tell how much memory is held")
    hoard: list[bytes] = []
    with pytest.raises(Bad, match="MiB more"):
        feed(Reader(lambda _: 300 * 2**20, lambda size: hoard.append(b"\1" * size)), 1, 1)
