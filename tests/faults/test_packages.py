"""Each step of an export or import that reaches the disk fails once, or the program is killed there: whole, or not."""

import errno
import shutil

import pytest

from station_app.config import DataPaths
from station_app.services.opening import hold
from station_app.services.packages import sending, taking
from tests.exchange import network
from tests.exchange.machine import Pc, problems
from tests.exchange.model import Node
from tests.faults.test_disk import attempt
from tests.faults.test_kill import KILLS, Victims
from tests.stations import Template

CAUSES = [errno.ENOSPC, errno.EIO]


@pytest.fixture(scope="module")
def made(tmp_path_factory, session_clock):
    return network.make_network(tmp_path_factory.mktemp("network"), session_clock, ["17"])


class Ends:
    """A station with two opinions and its centre; both can be put back to how they were."""

    def __init__(self, made, folder, clock):
        self.made, self.folder, self.clock = made, folder, clock
        self.stick = folder / "优盘"
        self.stick.mkdir()
        station = self.open("17")
        for title in ("一", "二"):
            network.take_in(station, title)
        (self.sent,) = sending.export(station, folder)
        station.close()
        shutil.copytree(folder / "17", folder / "17 before")

    def open(self, code):
        folder = self.folder / code
        if not folder.exists():
            return self.made[code].open(folder, self.clock)
        hold(DataPaths(folder)).release()
        return self.made[code].open_in(folder, self.clock)

    def put_back(self, code):
        shutil.rmtree(self.folder / code, ignore_errors=True)
        shutil.copytree(self.folder / "17 before" if code == "17" else self.made[code].folder, self.folder / code)


@pytest.fixture
def ends(made, tmp_path, clock):
    return Ends(made, tmp_path, clock)


def whole(ends, station):
    """Nothing is wrong with what a station holds."""
    pc = Pc.__new__(Pc)
    pc.station, pc.node = station, Node("")
    assert problems(pc) == []


def packages(stick, centre):
    """The packages on a stick, each of which the centre can take; what is half-written has another name."""
    found = [path for path in stick.iterdir() if path.suffix == ".zlt"]
    for report in taking.preview(centre, found) if found else []:
        assert report.problem is None
        assert report.total >= 4
    return found


@pytest.mark.parametrize("code", CAUSES)
def test_an_export_that_fails_says_why_and_leaves_nothing_half(ends, code):
    station, centre = ends.open("17"), ends.open("00")
    for step in range(1, 60):
        problem, failed = attempt(lambda: sending.export(station, ends.stick), step, code)
        whole_files = packages(ends.stick, centre)
        assert (problem is None) <= bool(whole_files)
        assert not list(ends.stick.glob("*.part"))
        for path in ends.stick.iterdir():
            path.unlink()
        if not failed:
            break
    assert step > 3
    whole(ends, station)
    station.close()
    centre.close()


@pytest.mark.parametrize("code", CAUSES)
def test_an_import_that_fails_says_why_and_takes_all_or_nothing(ends, code):
    seen = set()
    for step in range(1, 60):
        ends.put_back("00")
        centre = ends.open("00")
        reports = []
        problem, failed = attempt(lambda: reports.extend(taking.take(centre, [ends.sent.file])), step, code)  # noqa: B023
        problem = problem or (reports[0].problem if reports else None)
        titles = network.titles(centre)
        assert titles in ([["一", "二"]] if problem is None else [[], ["一", "二"]])
        whole(ends, centre)
        if problem is not None:
            seen.add(problem.title)
            (again,) = taking.take(centre, [ends.sent.file])
            assert again.problem is None
            assert network.titles(centre) == ["一", "二"]
        centre.close()
        if not failed:
            break
    assert step > 3
    assert seen


@pytest.fixture
def killed(ends, tmp_path):
    """Starts the victims of one side."""
    started = []

    def start(code):
        made = ends.made[code]
        template = Template(made.folder, made.key, "", made.head)
        started.append(Victims(template, ends.folder / code, tmp_path / "answers"))
        return started[-1]

    yield start
    for one in started:
        one.close()


def kills(victims, work, **more):
    """Run a job killed at one step after the other (every few when KILLS is small); yields whether it ran through."""
    for step in range(1, 1000, max(1, 120 // KILLS)):
        victims.start(work, step=step, **more)
        done = victims.wait() == ["done"]
        yield done
        if done:
            assert step > 20
            return
    raise AssertionError("no end")


def test_a_killed_export_leaves_a_whole_package_or_none(ends, killed):
    victims, centre = killed("17"), ends.open("00")
    for done in kills(victims, "export", to=str(ends.stick)):
        found = packages(ends.stick, centre)
        assert done <= len(found)
        station = ends.open("17")
        whole(ends, station)
        assert network.titles(station) == ["一", "二"]
        station.close()
        for path in ends.stick.iterdir():
            path.unlink()
    centre.close()


def test_a_killed_import_took_all_or_nothing(ends, killed):
    victims, seen = killed("00"), set()
    ends.put_back("00")
    for done in kills(victims, "import", file=str(ends.sent.file)):
        centre = ends.open("00")
        titles = network.titles(centre)
        assert titles in ([], ["一", "二"])
        assert done <= bool(titles)
        whole(ends, centre)
        (again,) = taking.take(centre, [ends.sent.file])
        assert again.problem is None
        assert bool(again.earlier) == bool(titles)
        assert network.titles(centre) == ["一", "二"]
        assert not [path for path in centre.store.paths.folder.iterdir() if path.name.startswith("stage")]
        centre.close()
        seen.add(bool(titles))
        ends.put_back("00")
    assert seen == {False, True}


def test_a_database_that_cannot_grow_takes_nothing(ends):
    station, centre = ends.open("17"), ends.open("00")
    for number in range(40):
        network.take_in(station, "长" * 5000 + str(number))
    (sent,) = sending.export(station, ends.stick)
    pages = centre.db.execute_sql("PRAGMA page_count").fetchone()[0]
    centre.db.execute_sql(f"PRAGMA max_page_count = {pages + 20}").fetchone()
    (report,) = taking.take(centre, [sent.file])
    assert report.problem.title.startswith("磁盘已满")
    assert network.titles(centre) == []
    centre.db.execute_sql("PRAGMA max_page_count = 1000000").fetchone()
    whole(ends, centre)
    (report,) = taking.take(centre, [sent.file])
    assert report.problem is None
    assert len(network.titles(centre)) == 42
    station.close()
    centre.close()
