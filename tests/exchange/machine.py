"""Real databases and package files driven at random beside the model: one centre, two stations of up to three PCs."""

import itertools
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from station_app.domain.clock import Clock
from station_app.journal.compare import row_problems
from station_app.journal.receiving import Outcome
from station_app.journal.verify import chain_problems
from station_app.services.packages import sending, taking
from station_app.services.station import Station
from tests.exchange import network
from tests.exchange.model import Entry, Node, Parcel
from tests.exchange.network import CENTRE, Made

STATIONS = ("17", "18")
MAX_ROUNDS = 5
# What the runs came to: how many rounds it took until all was quiet, and what they met on the way.
SEEN: Counter[str] = Counter()


@dataclass(frozen=True)
class OnStick:
    """A package file, whom it is for, and what the model says of it."""

    file: Path
    to: str
    station: str
    parcel: Parcel


class Pc:
    """One installation and its model."""

    def __init__(self, made: Made, folder: Path, clock: Clock, node: Node) -> None:
        self.made, self.folder, self.clock, self.node = made, folder, clock, node
        self.station = self._open()
        self.learn()

    @property
    def instance(self) -> str:
        return self.station.identity.instance

    def learn(self) -> None:
        """Tell the model what was written here."""
        for name, header, stream, instance, uid, facet, depth in self.station.db.execute_sql(
            "SELECT c.name, header, s.name, instance, uid, facet, depth FROM change c JOIN stream s ON s.id = stream_id"
        ):
            entry = Entry(bytes(name), stream, network.parents(header), instance, uid, facet, depth)
            self.node.changes.setdefault(entry.name, entry)

    def known(self) -> tuple[set[bytes], str, dict[str, dict[str, frozenset[bytes]]]]:
        """What another round may change: what is held, who this is, and what it takes the others to hold."""
        return set(self.node.changes), self.instance, self.node.copy().claims

    def copy_to(self, folder: Path) -> Node:
        """Copy the data folder as a file manager would; gives the model's copy of it."""
        self.station.close()
        shutil.copytree(self.folder, folder)
        self.station = self._open()
        return self.node.copy()

    def put_back(self, folder: Path, node: Node) -> None:
        """Copy an older data folder over this one; nobody tells the program."""
        self.station.close()
        shutil.rmtree(self.folder)
        shutil.copytree(folder, self.folder)
        self.node = node.copy()
        self.station = self._open()

    def _open(self) -> Station:
        station = self.made.open_in(self.folder, self.clock)
        station.db.execute_sql("PRAGMA synchronous = OFF")
        return station


class SyncMachine(RuleBasedStateMachine):
    """``net``, ``base`` and ``clock`` are set by whoever runs it."""

    net: dict[str, Made]
    base: Path
    clock: Clock
    numbers = itertools.count()

    @initialize()
    def begin(self) -> None:
        self.home = self.base / f"run {next(self.numbers)}"
        self.home.mkdir()
        self.folders = (self.home / f"{number}" for number in itertools.count())
        self.centre = self.pc(CENTRE)
        self.stations = {code: [self.pc(code)] for code in STATIONS}
        self.sticks: list[OnStick] = []
        self.backups: list[tuple[str, int, Path, Node]] = []
        self.words = (f"第{number}次" for number in itertools.count(1))

    def pc(self, code: str, of: Pc | None = None) -> Pc:
        """A new PC, or a clone of one."""
        folder, made = next(self.folders), self.net[code]
        if of is not None:
            return Pc(made, folder, self.clock, of.copy_to(folder))
        shutil.copytree(made.folder, folder)
        return Pc(made, folder, self.clock, Node(made.uid))

    def everyone(self) -> list[Pc]:
        return [self.centre, *itertools.chain.from_iterable(self.stations.values())]

    def install(self, station: str, index: int) -> Pc:
        return self.stations[station][index % len(self.stations[station])]

    def streams(self, station: str) -> tuple[str, ...]:
        uid = self.net[station].uid
        return (f"S:{uid}", f"C:{uid}", "C:*")

    # What people do

    @rule(station=st.sampled_from(STATIONS), index=st.integers(0, 2))
    def create(self, station: str, index: int) -> None:
        pc = self.install(station, index)
        network.take_in(pc.station, next(self.words))
        pc.learn()

    @rule(station=st.sampled_from(STATIONS), index=st.integers(0, 2), pick=st.integers(0, 1), said=st.booleans())
    def edit(self, station: str, index: int, pick: int, said: bool) -> None:
        """Correct an opinion, or say what the resident said of it."""
        pc = self.install(station, index)
        if known := network.opinions_of(pc.station, self.net[station].uid):
            uid = known[pick % len(known)]
            network.feed_back(pc.station, uid) if said else network.correct(pc.station, uid, next(self.words))
            pc.learn()

    @rule(station=st.sampled_from(STATIONS), pick=st.integers(0, 50), answered=st.booleans())
    def handle(self, station: str, pick: int, answered: bool) -> None:
        """The centre decides, or answers."""
        if known := network.opinions_of(self.centre.station, self.net[station].uid):
            work = network.answer if answered else network.handle
            work(self.centre.station, known[pick % len(known)], next(self.words))
            self.centre.learn()

    # What sticks do

    def export(self, pc: Pc, station: str, full: bool = False) -> OnStick:
        to_station = pc is self.centre
        peer, streams = self.net[station if to_station else CENTRE].uid, self.streams(station)
        owed = pc.node.owed(peer, streams, full)
        (sent,) = sending.export(pc.station, self.home, code=station if to_station else "", full=full)
        assert sent.changes == len(owed), "the model sends others"
        identity = pc.station.identity
        parcel = Parcel(
            package=sent.file.name,
            site=identity.site,
            instance=identity.instance,
            predecessor=identity.predecessor,
            entries=tuple(pc.node.changes[name] for name in owed),
            claim={stream: pc.node.heads([stream]) for stream in streams},
        )
        return OnStick(sent.file, station if to_station else CENTRE, station, parcel)

    def import_(self, pc: Pc, stick: OnStick) -> None:
        node, before = pc.node, pc.instance
        (report,) = taking.take(pc.station, [stick.file])
        assert report.problem is None, report.problem
        assert report.total == len(stick.parcel.entries)
        if stick.parcel.package in node.imported:
            assert report.earlier
            return
        held, parked = set(node.changes), set(node.parked)
        added, copied = node.take(stick.parcel, before)
        assert report.renewed == copied == (pc.instance != before), "the model is no copy, or is one"
        assert network.names_in(pc.station) == held | added, "the model takes others"
        assert network.names_in(pc.station, "parked") == set(node.parked)
        assert report.counts[Outcome.REJECTED] == 0
        assert report.counts[Outcome.UNCHANGED] <= len(stick.parcel.entries) - len(set(node.parked) - parked)
        SEEN.update({"copies noticed": copied, "late": report.late, "parked": len(set(node.parked) - parked)})
        done = sum(report.counts[one] for one in (Outcome.NEW, Outcome.UPDATED, Outcome.CONFLICT))
        assert done + report.late == len(added), "the model applies others"

    @rule(station=st.sampled_from(STATIONS), index=st.integers(0, 2), full=st.booleans())
    def report(self, station: str, index: int, full: bool) -> None:
        self.sticks.append(self.export(self.install(station, index), station, full))

    @rule(station=st.sampled_from(STATIONS), full=st.booleans())
    def return_(self, station: str, full: bool) -> None:
        self.sticks.append(self.export(self.centre, station, full))

    @precondition(lambda self: self.sticks)
    @rule(pick=st.integers(0, 200), index=st.integers(0, 2), again=st.booleans())
    def deliver(self, pick: int, index: int, again: bool) -> None:
        """Any old package, in any order, any number of times; one never picked is a lost stick."""
        stick = self.sticks[pick % len(self.sticks)]
        pc = self.centre if stick.to == CENTRE else self.install(stick.station, index)
        if again:
            (foreseen,) = taking.preview(pc.station, [stick.file])
            assert network.names_in(pc.station) == set(pc.node.changes)
        self.import_(pc, stick)
        if again:
            (now,) = taking.take(pc.station, [stick.file])
            assert (now.earlier != "", now.total) == (True, foreseen.total)

    @rule()
    def busy_day(self) -> None:
        """All PCs export, the centre imports all, one return package a station reaches all its PCs."""
        for station, installs in self.stations.items():
            for pc in installs:
                self.import_(self.centre, self.export(pc, station))
        for station, installs in self.stations.items():
            stick = self.export(self.centre, station)
            for pc in installs:
                self.import_(pc, stick)

    # What goes wrong

    @rule(station=st.sampled_from(STATIONS), index=st.integers(0, 2))
    def back_up_station(self, station: str, index: int) -> None:
        self.back_up(self.install(station, index), station, index)

    @rule()
    def back_up_centre(self) -> None:
        self.back_up(self.centre, CENTRE, 0)

    def back_up(self, pc: Pc, code: str, index: int) -> None:
        folder = next(self.folders)
        self.backups.append((code, index, folder, pc.copy_to(folder)))

    @precondition(lambda self: self.backups)
    @rule(pick=st.integers(0, 50))
    def restore(self, pick: int) -> None:
        """The data folder of an older day is copied back, unnoticed."""
        code, index, folder, node = self.backups[pick % len(self.backups)]
        (self.centre if code == CENTRE else self.install(code, index)).put_back(folder, node)

    @rule(station=st.sampled_from(STATIONS), index=st.integers(0, 2))
    def clone(self, station: str, index: int) -> None:
        if len(self.stations[station]) < 3:
            self.stations[station].append(self.pc(station, self.install(station, index)))

    # What holds in the end

    def teardown(self) -> None:
        if not hasattr(self, "home"):
            return
        try:
            self.settle()
        finally:
            self.close()

    def close(self) -> None:
        for pc in self.everyone():
            pc.station.close()
        shutil.rmtree(self.home)

    def settle(self) -> None:
        surviving = set().union(*(headers(pc) for pc in self.everyone()))
        for rounds in itertools.count(1):
            before = [pc.known() for pc in self.everyone()]
            self.busy_day()
            if before == [pc.known() for pc in self.everyone()]:
                break
            assert rounds < MAX_ROUNDS, "does not quiesce"
        SEEN[f"quiet after {rounds}"] += 1
        SEEN["runs"] += 1
        assert surviving <= headers(self.centre), "lost a change that a surviving PC held"
        for pc in self.everyone():
            assert problems(pc) == []
            assert network.names_in(pc.station, "parked") == set()
        for station in STATIONS:
            self.require_alike(station)
            self.require_healed(station)

    def require_alike(self, station: str) -> None:
        """The same changes at both ends, and the same to be seen."""
        streams = self.streams(station)
        want = {name for name, one in self.centre.node.changes.items() if one.stream in streams}
        wanted = self.centre.node.view(streams)
        forks = {key: set(top) for key, (_, top) in wanted.items() if len(top) > 1}
        SEEN["conflicts"] += len(forks)
        for pc in (self.centre, *self.stations[station]):
            held = {name for name, one in pc.node.changes.items() if one.stream in streams}
            assert held == want, "no convergence"
            assert pc.node.view(streams) == wanted, "same changes, different view"
            own = conflicts_of(pc, streams)
            assert own == forks, "conflicts differ"
            assert rows_of(pc, self.net[station].uid) == rows_of(self.centre, self.net[station].uid)

    def require_healed(self, station: str) -> None:
        pc, stream = self.stations[station][0], self.streams(station)[0]
        network.take_in(pc.station, next(self.words))
        pc.learn()
        self.import_(self.centre, self.export(pc, station))
        assert len(self.centre.node.heads([stream])) == 1, "a fork did not heal"


def headers(pc: Pc) -> set[tuple[str, str]]:
    """What the log of a PC holds: headers with their payloads."""
    return set(pc.station.db.execute_sql("SELECT header, payload FROM change"))


def problems(pc: Pc) -> list[str]:
    """What a check of the log and the tables finds."""
    found: Iterator[str] = itertools.chain(chain_problems(pc.station.db, pc.instance), row_problems(pc.station.db))
    return [one for one in found if one]


def conflicts_of(pc: Pc, streams: tuple[str, ...]) -> dict[tuple[str, str], set[bytes]]:
    found = network.conflicts_in(pc.station)
    return {key: names for key, names in found.items() if pc.node.changes[next(iter(names))].stream in streams}


def rows_of(pc: Pc, site: str) -> list[tuple[object, ...]]:
    """The opinions of a site as a person sees them."""
    sql = "SELECT uid, serial, title, feedback, handling, reply FROM opinion WHERE site = ? ORDER BY uid"
    return list(pc.station.db.execute_sql(sql, (site,)))
