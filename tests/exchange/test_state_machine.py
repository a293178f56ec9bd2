"""Whatever happens to sticks and PCs, nothing is lost, all sides come to the same, and soon."""

import hashlib
import json
import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from station_app.exchange import claims, incoming, lines
from station_app.journal import changes, verify
from station_app.services.packages import taking
from tests.exchange import network
from tests.exchange.machine import SEEN, SyncMachine
from tests.exchange.network import make_network
from tests.proof.book import changing

RUNS = 25


@pytest.fixture(scope="module")
def machine(session_clock):
    """The machine on a memory disk where there is one."""
    memory = Path("/dev/shm")
    base = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    net = make_network(base, session_clock)
    yield type("Machine", (SyncMachine,), {"net": net, "base": base, "clock": session_clock})
    shutil.rmtree(base)


@pytest.fixture(autouse=True)
def no_snapshots(monkeypatch):
    """Undoing has tests of its own."""
    monkeypatch.setattr(taking, "keep_snapshot", lambda *_: None)


def run(machine, runs, steps=20):
    chosen = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=chosen)


@pytest.mark.parametrize("part", range(4))
def test_nothing_is_lost_and_all_agree(machine, part):
    run(machine, RUNS)


@pytest.mark.proof
def test_for_many_minutes(machine):
    """MINUTES and SEED come from ``make proof``; what was run before counts on in build/proof.json."""
    end = time.monotonic() + 60 * float(os.environ.get("MINUTES", "10"))
    number = int(os.environ.get("SEED", "1"))
    while time.monotonic() < end:
        SEEN.clear()
        print(f"seed {number}", flush=True)
        run(seed(number)(machine), RUNS, steps=40)
        add_up(number)
        number += 1


def add_up(number):
    with changing() as kept:
        counts = kept.setdefault("sync state machine", {"last seed": 0})
        for what, count in SEEN.items():
            counts[what] = counts.get(what, 0) + count
        counts["last seed"] = number


def after_a_restore(one):
    """A PC is put back after its package has arrived, and goes on writing."""
    one.create("17", 0)
    one.back_up_station("17", 0)
    one.create("17", 0)
    one.report("17", 0, full=False)
    one.deliver(0, 0, again=True)
    one.restore(0)
    one.create("17", 0)
    one.report("17", 0, full=False)
    one.deliver(1, 0, again=False)


def after_a_clone(one):
    """Two PCs of a station write, each its own."""
    one.clone("17", 0)
    one.create("17", 0)
    one.create("17", 1)
    one.busy_day()


def after_two_corrections(one):
    """Two PCs of a station correct the same opinion; the centre sees both, and so do they."""
    one.create("17", 0)
    one.busy_day()
    one.clone("17", 0)
    for index in range(2):
        one.edit("17", index, 0, said=False)
    for _ in range(3):  # on the first day the PCs learn that they are copies of each other
        one.busy_day()
    found = [network.conflicts_in(pc.station) for pc in (one.centre, *one.stations["17"])]
    assert [len(names) for names in found[0].values()] == [2]
    assert found[0] == found[1] == found[2]


def tell(machine, story):
    one = machine()
    one.begin()
    try:
        story(one)
        one.settle()
    finally:
        one.close()


@pytest.mark.parametrize("story", [after_a_restore, after_a_clone, after_two_corrections])
def test_these_stories_end_well(machine, story):
    tell(machine, story)


def test_naming_a_change_by_its_counter_loses_changes(machine, monkeypatch):
    def counted(header):
        facts = json.loads(header)
        return hashlib.sha256(f"{facts['stream']} {facts['instance']} {facts['seq']}".encode()).digest()

    for module in (changes, lines, verify):
        monkeypatch.setattr(module, "change_name", counted)
    with pytest.raises(AssertionError, match=r"lost a change|the model"):
        tell(machine, after_a_restore)


def test_one_claim_a_site_leaves_clones_apart(machine, monkeypatch):
    def only_the_latest(db, manifest, now):
        for table in ("claim", "peer"):
            db.execute_sql(f"DELETE FROM {table} WHERE site = ?", (manifest.sender.site,))
        claims.note_claims(db, manifest, now)

    monkeypatch.setattr(incoming, "note_claims", only_the_latest)
    with pytest.raises(AssertionError, match=r"no convergence|the model"):
        tell(machine, after_a_clone)
