"""What is interrupted: saving, an import, an export, a backup, a restore, a migration; and what must hold afterwards.

Each scene makes its world (``pc`` is the data folder, ``stick`` the other disk) once, does its work in a process of its
own, answering as it goes, and looks at what is left in the test's process.
"""

import atexit
import functools
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from station_app.config import DataPaths
from station_app.db import store as store_module
from station_app.db.keys import DatabaseKey
from station_app.db.migrating import STATION_SCRIPTS
from station_app.db.store import Store
from station_app.domain.clock import FixedClock
from station_app.domain.records import Attachment, Intake
from station_app.services.backup import backup_to, keep_in_folder
from station_app.services.backup_source import inspect
from station_app.services.checking import check
from station_app.services.drafts import load_draft, save_draft, save_from_draft
from station_app.services.numbering import next_serial
from station_app.services.opening import hold
from station_app.services.packages import sending, taking
from station_app.services.recording import saved_as
from station_app.services.restore import restore
from station_app.services.station import Station
from tests.exchange import network
from tests.exchange.network import CENTRE, Made
from tests.services.opinions import record
from tests.stations import PASSPHRASE, reception_form

CLOCK = FixedClock(datetime(2026, 6, 18, 10, 52, tzinfo=timezone(timedelta(hours=8))))
NEXT_VERSION = Path(__file__).with_name("next_version")
PICTURE = b"picture " * 700
Say = Callable[[str], None]


@dataclass(frozen=True)
class World:
    """A folder in which a scene plays; ``made`` opens its data folder."""

    folder: Path
    made: Made

    @property
    def pc(self) -> Path:
        return self.folder / "pc"

    @property
    def stick(self) -> Path:
        return self.folder / "stick"

    def open(self) -> Station:
        """Open the data folder as the program does, clearing what was left half-done."""
        hold(DataPaths(self.pc)).release()
        return self.made.open_in(self.pc, CLOCK)

    @contextmanager
    def opened(self) -> Iterator[Station]:
        """The station, whole, for the block."""
        station = self.open()
        try:
            assert check(station).problems == ()
            yield station
        finally:
            station.close()

    def packed(self) -> dict[str, str]:
        """What another process needs in order to have the same world; ``unpacked`` takes it."""
        made = self.made
        return {"folder": str(self.folder), "key": made.key.key.hex(), "salt": made.key.salt.hex(), "head": made.head}


def unpacked(job: dict[str, str]) -> World:
    """The world that was packed."""
    key = DatabaseKey(bytes.fromhex(job["key"]), bytes.fromhex(job["salt"]))
    folder = Path(job["folder"])
    return World(folder, Made(folder / "pc", key, job["head"], ""))


class Scene:
    """``opens`` says that the work begins with a closed data folder."""

    name: str
    opens = True

    def prepare(self, folder: Path) -> World:
        """Make the world in a new folder."""
        raise NotImplementedError

    def work(self, world: World, station: Station | None, say: Say, turns: int) -> None:
        """Do it, ``turns`` times where that makes sense; may be called again after an error."""
        raise NotImplementedError

    def look(self, world: World, said: list[str]) -> None:
        """Everything that was said is there, nothing is half, all is whole."""
        raise NotImplementedError


@functools.cache
def made_network() -> dict[str, Made]:
    """A centre and a station, enrolled; made once."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    return network.make_network(folder, CLOCK, ["17"])


def settled(folder: Path, made: Made) -> World:
    """A world whose data folder is a copy of a made one."""
    shutil.copytree(made.folder, folder / "world" / "pc")
    (folder / "world" / "stick").mkdir()
    return World(folder / "world", made)


def write_opinion(station: Station, title: str, picture: bytes = b"") -> None:
    """An opinion, with an attachment if there is a picture."""
    attached = ()
    if picture:
        name = station.store.blobs.put(picture)
        assert name == hashlib.sha256(picture).hexdigest()
        attached = (Attachment(sha256=name, name="图.jpg", media="image/jpeg", size=len(picture)),)
    serial = str(next_serial(station.db, station.identity.code, 2026))
    intake = Intake(serial=serial, received_on="2026-06-18", channel="电话", topic="住房", title=title, content=title)
    with station.writing() as log:
        uid = hashlib.sha256(title.encode()).hexdigest()
        uid = f"{uid[:8]}-{uid[8:12]}-4{uid[12:15]}-8{uid[15:18]}-{uid[18:30]}"
        log.put(uid, "opinion.intake", replace(intake, attachments=attached), station.author)


class Save(Scene):
    """Type, keep the draft, save; with the attachment put before."""

    name = "save"

    def prepare(self, folder: Path) -> World:
        world = settled(folder, made_network()["17"])
        with world.opened() as station:
            record(station)
        return world

    def work(self, world: World, station: Station | None, say: Say, turns: int) -> None:
        assert station is not None
        form = reception_form(station)
        form = replace(form, opinions=(form.opinions[0], replace(form.opinions[0], title="树枝挡灯")))
        for turn in range(turns):
            uid = f"00000000-0000-4000-8000-{turn:012}"
            for title in ("路", "路灯"):
                typed = replace(form, opinions=(replace(form.opinions[0], title=title),))
                save_draft(station, uid, typed)
                say(f"draft {uid} {title}")
            say(f"blob {station.store.blobs.put(PICTURE + bytes([turn]))}")
            saved = save_from_draft(station, uid, form)
            say(f"saved {uid} {' '.join(saved.serials)}")

    def look(self, world: World, said: list[str]) -> None:
        saved = {line.split()[1]: line.split()[2:] for line in said if line.startswith("saved")}
        typed = {line.split()[1]: line.split()[2] for line in said if line.startswith("draft")}
        with world.opened() as station:
            assert not station.store.drafts_lost
            for uid, serials in saved.items():
                assert saved_as(station, uid).serials == tuple(serials)
            held = station.db.execute_sql("SELECT reception, count(*) FROM opinion GROUP BY 1").fetchall()
            assert sorted(count for _, count in held) == [1] + [2] * (len(held) - 1)
            assert len(held) - 1 - len(saved) in (0, 1)
            for uid, title in typed.items():
                if saved_as(station, uid) is None:
                    kept = load_draft(station, uid).opinions[0].title
                    assert ["路", "路灯"].index(kept) >= ["路", "路灯"].index(title)
            for line in said:
                if line.startswith("blob"):
                    assert station.store.blobs.get(line.split()[1]).startswith(PICTURE)


class Import(Scene):
    """The centre takes two packages, the first with an attachment."""

    name = "import"

    def prepare(self, folder: Path) -> World:
        made = made_network()
        world = settled(folder, made[CENTRE])
        station = made["17"].open(folder / "sender", CLOCK)
        write_opinion(station, "一", PICTURE)
        write_opinion(station, "二")
        sending.export(station, world.stick)
        write_opinion(station, "三")
        sending.export(station, world.stick)
        station.close()
        return world

    def work(self, world: World, station: Station | None, say: Say, turns: int) -> None:
        assert station is not None
        reports = taking.take(station, [world.stick])
        problems = [report.problem for report in reports if report.problem is not None]
        if problems:
            raise problems[0]
        say("taken")

    def look(self, world: World, said: list[str]) -> None:
        with world.opened() as station:
            titles = network.titles(station)
            # The second before the first waits in quarantine, unseen.
            assert titles in ([], ["一", "二"], ["一", "三", "二"])
            assert len(titles) == 3 or not said
            taken = taking.take(station, [world.stick])
            assert all(report.problem is None for report in taken)
            assert network.titles(station) == ["一", "三", "二"]
            assert check(station).problems == ()
            assert not [path for path in world.pc.iterdir() if path.name.startswith("stage")]


class Export(Scene):
    """A station writes a package with an attachment."""

    name = "export"

    def prepare(self, folder: Path) -> World:
        made = made_network()
        world = settled(folder, made["17"])
        with world.opened() as station:
            write_opinion(station, "一", PICTURE)
            write_opinion(station, "二")
        shutil.copytree(made[CENTRE].folder, folder / "receiver")
        self.receiver = made[CENTRE].open_in(folder / "receiver", CLOCK)
        return world

    def work(self, world: World, station: Station | None, say: Say, turns: int) -> None:
        assert station is not None
        (sent,) = sending.export(station, world.stick)
        say(f"sent {sent.file.name}")

    def look(self, world: World, said: list[str]) -> None:
        found = [path.name for path in world.stick.iterdir() if path.suffix == ".zlt"]
        for report in taking.preview(self.receiver, [world.stick]) if found else []:
            assert report.problem is None
            assert report.total >= 4
        with world.opened() as station:
            assert network.titles(station) == ["一", "二"]
            noted = [name for (name,) in station.db.execute_sql("SELECT file_name FROM export_log")]
            assert set(noted) <= set(found)
            for line in said:
                assert line.split()[1] in noted


class Backup(Scene):
    """A backup to a stick and one into the data folder."""

    name = "backup"

    def prepare(self, folder: Path) -> World:
        world = settled(folder, made_network()["17"])
        with world.opened() as station:
            write_opinion(station, "一", PICTURE)
            save_draft(station, "1", reception_form(station))
        return world

    def work(self, world: World, station: Station | None, say: Say, turns: int) -> None:
        assert station is not None
        say(backup_to(station, world.stick).file.name)

    def look(self, world: World, said: list[str]) -> None:
        found = [path for path in world.stick.iterdir() if path.suffix == ".zlb"]
        assert all(inspect(path, PASSPHRASE).opinions == 1 for path in found)
        assert set(said) <= {path.name for path in found}
        with world.opened() as station:
            assert network.titles(station) == ["一"]
            assert load_draft(station, "1").contact.name
        assert not (world.pc / "working").exists()


class Restore(Scene):
    """A backup takes the place of other data."""

    name = "restore"
    opens = False

    def prepare(self, folder: Path) -> World:
        made = made_network()["17"]
        world = settled(folder, made)
        source = made.open(folder / "source", CLOCK)
        write_opinion(source, "新", PICTURE)
        backup_to(source, world.stick)
        source.close()
        with world.opened() as station:
            write_opinion(station, "旧")
            write_opinion(station, "又", PICTURE[:600])
        return world

    def work(self, world: World, station: Station | None, say: Say, turns: int) -> None:
        (file,) = world.stick.iterdir()
        restore(file, DataPaths(world.pc), PASSPHRASE, CLOCK)
        say("restored")

    def look(self, world: World, said: list[str]) -> None:
        with world.opened() as station:
            titles = network.titles(station)
        assert titles == ["新"] or (titles == ["又", "旧"] and not said)
        if titles == ["新"]:
            kept = [path for path in (world.pc / "backups").iterdir() if path.suffix == ".zlb"]
            assert any(inspect(path, PASSPHRASE).opinions == 2 for path in kept)


class Migrate(Scene):
    """A later version opens the data: a backup first, then each of its scripts."""

    name = "migrate"
    opens = False

    def prepare(self, folder: Path) -> World:
        world = settled(folder, made_network()["17"])
        with world.opened() as station:
            write_opinion(station, "一", PICTURE)
            record(station, {}, {})
        scripts = world.folder / "scripts"
        shutil.copytree(STATION_SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        for script in NEXT_VERSION.glob("*.py"):
            shutil.copy(script, scripts)
        return world

    def work(self, world: World, station: Station | None, say: Say, turns: int) -> None:
        paths, key = DataPaths(world.pc), world.made.key
        hold(paths).release()
        known, store_module.STATION_SCRIPTS = store_module.STATION_SCRIPTS, world.folder / "scripts"
        try:
            Store.open(paths, key, lambda db: say_kept(keep_in_folder(db, key, paths, CLOCK.now()), say)).close()
        finally:
            store_module.STATION_SCRIPTS = known
        say("migrated")

    def look(self, world: World, said: list[str]) -> None:
        before = self._scripts_run(world)
        assert before == ["9001_later", "9002_rebuilt"][: len(before)]
        assert len(before) == 2 or "migrated" not in said
        if before or said:
            kept = [path for path in (world.pc / "backups").iterdir() if path.suffix == ".zlb"]
            assert any(inspect(path, PASSPHRASE).opinions == 3 for path in kept)
        self.work(world, None, [].append, 1)
        known, store_module.STATION_SCRIPTS = store_module.STATION_SCRIPTS, world.folder / "scripts"
        try:
            with world.opened() as station:
                assert len(network.titles(station)) == 3
                assert station.db.execute_sql("SELECT count(*) FROM later").fetchone() == (3,)
        finally:
            store_module.STATION_SCRIPTS = known

    @staticmethod
    def _scripts_run(world: World) -> list[str]:
        hold(DataPaths(world.pc)).release()
        db = store_module.connect(DataPaths(world.pc).station_db, world.made.key)
        names = [name for (name,) in db.execute_sql("SELECT name FROM schema_migration WHERE name > '9' ORDER BY id")]
        db.close()
        return names


def say_kept(_made: object, say: Say) -> None:
    """The backup before a migration is there."""
    say("kept")


SCENES = {scene.name: scene for scene in (Save(), Import(), Export(), Backup(), Restore(), Migrate())}


def copied(world: World, folder: Path) -> World:
    """The same world in another folder, which must not exist yet."""
    shutil.copytree(world.folder, folder)
    return replace(world, folder=folder)


def answers_in(file: Path) -> list[str]:
    """The whole lines of a file of answers."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    return [json.loads(line) for line in text.split("\n")[:-1]]
