"""A centre and its stations as folders that can be copied in a moment: enrolled, nothing sent yet."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from station_app.config import DataPaths
from station_app.db import slots
from station_app.db.keys import DatabaseKey
from station_app.db.store import Store
from station_app.domain.clock import Clock
from station_app.domain.enums import SiteRole
from station_app.domain.records import Feedback, Handling, Intake, Reply, ReplyRound
from station_app.services.numbering import next_serial
from station_app.services.packages import enrolling
from station_app.services.setup import NewStation, create_station
from station_app.services.station import Station
from station_app.services.versions import current_intake
from tests.stations import CHEAP, PASSPHRASE

CENTRE = "00"
NAMES = {CENTRE: "临湖街道人大工委", "17": "梧桐里社区联络站", "18": "青石巷社区联络站"}


@dataclass(frozen=True)
class Made:
    """A station's folder with the key of its database."""

    folder: Path
    key: DatabaseKey
    head: str
    uid: str

    def open(self, folder: Path, clock: Clock) -> Station:
        """A copy of it in ``folder``, open, with the head at the desk."""
        shutil.copytree(self.folder, folder)
        return self.open_in(folder, clock)

    def open_in(self, folder: Path, clock: Clock) -> Station:
        """Open a copy that lies in ``folder``."""
        station = Station(Store.open(DataPaths(folder), self.key, lambda _db: None), clock)
        station.sit_down(self.head)
        return station


def new_installation(folder: Path, code: str, clock: Clock, name: str = "") -> Station:
    """A new installation, not enrolled."""
    role = SiteRole.CENTRE if code == CENTRE else SiteRole.STATION
    new = NewStation(
        code=code, name=name or NAMES.get(code, f"{code} 站"), passphrase=PASSPHRASE, head="沈立群", role=role
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "Cost", lambda: CHEAP)
        return create_station(DataPaths(folder), new, clock, lambda _: None, keep_recovery=lambda _: None)


def enrol(station: Station, centre: Station, folder: Path, **more: str) -> enrolling.Approval:
    """Request, approval and certificate through files in ``folder``."""
    tag = uuid4().hex[:8]
    asked, given = folder / f"{tag}.zlq", folder / f"{tag}.zlc"
    enrolling.request(station, asked)
    enrolling.approve(centre, asked, given, **more)
    return enrolling.accept(station, given)


def make_network(folder: Path, clock: Clock, codes: Iterable[str] = ("17", "18")) -> dict[str, Made]:
    """The folders of the centre and its stations, by code."""
    centre = new_installation(folder / CENTRE, CENTRE, clock)
    stations = [new_installation(folder / code, code, clock) for code in codes]
    for station in stations:
        enrol(station, centre, folder)
    made = {}
    for one in (centre, *stations):
        assert one.author is not None
        home = one.store.paths.folder
        made[home.name] = Made(home, one.store.key, one.author, one.identity.site)
        one.close()
    return made


def take_in(station: Station, title: str = "路灯不亮") -> str:
    """Write a small opinion; its uid."""
    uid = str(uuid4())
    with station.writing() as log:
        serial = str(next_serial(station.db, station.identity.code, 2026))
        intake = Intake(
            serial=serial, received_on="2026-06-18", channel="电话", topic="住房", title=title, content=title
        )
        log.put(uid, "opinion.intake", intake, station.author)
    return uid


def correct(station: Station, uid: str, title: str) -> None:
    """Write another version of an opinion."""
    (serial,) = station.db.execute_sql("SELECT serial FROM opinion WHERE uid = ?", (uid,)).fetchone()
    intake = Intake(serial=serial, received_on="2026-06-18", channel="电话", topic="住房", title=title, content=title)
    with station.writing() as log:
        log.put(uid, "opinion.intake", intake, station.author)


def feed_back(station: Station, uid: str) -> None:
    """Write down what the resident said; empty, it is as good as any."""
    with station.writing() as log:
        log.put(uid, "opinion.feedback", Feedback(), station.author)


def handle(centre: Station, uid: str, unit: str) -> None:
    """Give an opinion to an office."""
    with centre.writing() as log:
        handling = Handling(track="转街道办", unit=unit, based_on=current_intake(centre.db, uid))
        log.put(uid, "opinion.handling", handling, centre.author)


def answer(centre: Station, uid: str, text: str) -> None:
    """Answer an opinion."""
    with centre.writing() as log:
        said = Reply(rounds=(ReplyRound(date="2026-06-18", text=text, reply_class="A"),))
        log.put(uid, "opinion.reply", said, centre.author)


def opinions_of(station: Station, site: str) -> list[str]:
    """The uids of the opinions that a site took in, as far as they are here."""
    found = station.db.execute_sql("SELECT uid FROM opinion WHERE site = ? ORDER BY uid", (site,))
    return [uid for (uid,) in found]


def names_in(station: Station, table: str = "change") -> set[bytes]:
    """The names of the changes that are held, or parked or in quarantine."""
    return {bytes(name) for (name,) in station.db.execute_sql(f'SELECT name FROM "{table}"')}


def conflicts_in(station: Station) -> dict[tuple[str, str], set[bytes]]:
    """The changes that stand side by side, by uid and facet."""
    found: dict[tuple[str, str], set[bytes]] = {}
    sql = "SELECT k.uid, k.facet, c.name FROM conflict k JOIN change c ON c.id = k.change_id"
    for uid, facet, name in station.db.execute_sql(sql):
        found.setdefault((uid, facet), set()).add(bytes(name))
    return found


def titles(station: Station) -> list[str]:
    """The titles of all opinions, sorted."""
    return sorted(title for (title,) in station.db.execute_sql("SELECT title FROM opinion"))


def parents(header: str) -> tuple[bytes, ...]:
    """The names a header stands on."""
    return tuple(bytes.fromhex(name) for name in json.loads(header)["prev"])
