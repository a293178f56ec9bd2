"""A centre and two enrolled stations, whose PCs a test opens, copies and puts back as it likes."""

import shutil

import pytest

from station_app.services.packages import sending, taking
from tests.exchange.network import CENTRE, make_network


class Net:
    """The PCs of a test. ``pc`` opens one by its station's code; ``carry`` takes a package from one to another."""

    def __init__(self, made, folder, clock):
        self.made, self.folder, self.clock = made, folder, clock
        self.stick = folder / "优盘"
        self.stick.mkdir()
        self._open = {}

    def pc(self, code, name=""):
        name = name or code
        if name not in self._open:
            self._open[name] = self.made[code].open(self.folder / name, self.clock)
        return self._open[name]

    @property
    def centre(self):
        return self.pc(CENTRE)

    @property
    def station(self):
        return self.pc("17")

    def clone(self, code, name, to):
        """Copy a PC's data folder as it is."""
        self.pc(code, name).close()
        shutil.copytree(self.folder / name, self.folder / to)
        for one in (name, to):
            self._open[one] = self.made[code].open_in(self.folder / one, self.clock)
        return self._open[to]

    def put_back(self, code, name, older):
        """Copy an older data folder over that of a PC."""
        for one in (name, older):
            if one in self._open:
                self._open.pop(one).close()
        shutil.rmtree(self.folder / name)
        shutil.copytree(self.folder / older, self.folder / name)
        return self.pc_in(code, name)

    def pc_in(self, code, name):
        """Open what lies in a folder."""
        self._open[name] = self.made[code].open_in(self.folder / name, self.clock)
        return self._open[name]

    def keep(self, station):
        """Have a station closed at the end."""
        self._open[str(station.store.paths.folder)] = station
        return station

    def send(self, sender, code="", **more):
        (sent,) = sending.export(sender, self.stick, code=code, **more)
        return sent.file

    def carry(self, sender, receiver, code="", **more):
        (report,) = taking.take(receiver, [self.send(sender, code, **more)])
        return report

    def close(self):
        for one in self._open.values():
            one.close()


@pytest.fixture(scope="session")
def made_network(tmp_path_factory, session_clock):
    return make_network(tmp_path_factory.mktemp("network"), session_clock)


@pytest.fixture
def net(made_network, tmp_path, clock):
    opened = Net(made_network, tmp_path, clock)
    yield opened
    opened.close()


@pytest.fixture
def unchanged():
    """Asserts that nothing of a station changed in a block but that an import was tried."""
    from contextlib import contextmanager

    @contextmanager
    def same(station):
        before = everything(station)
        yield
        assert everything(station) == before

    return same


def everything(station):
    """All rows of all tables, without the local note that an import run was tried."""
    tables = station.db.execute_sql("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
    found = {name: list(station.db.execute_sql(f'SELECT * FROM "{name}"')) for (name,) in tables.fetchall()}
    found["setting"] = [row for row in found["setting"] if row[0] != "import snapshot"]
    return found
