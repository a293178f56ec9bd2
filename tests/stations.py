"""Stations for tests: one is made with its real keys once a session, each test gets a copy of its folder."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from station_app.config import DataPaths
from station_app.db import slots
from station_app.db.keys import DatabaseKey
from station_app.db.store import Store
from station_app.domain.clock import Clock, FixedClock
from station_app.domain.enums import AgeBand, DeputyLevel, Identity, Kind, Outcome, PersonRole, Scope, Sex, SiteRole
from station_app.domain.forms import OpinionForm, ReceptionForm
from station_app.domain.records import Contact, Deputy, Person
from station_app.services.setup import NewStation, create_station
from station_app.services.station import Station

PASSPHRASE = "梧桐里的钥匙 2026"
# What makes guessing dear makes tests slow; the real cost has tests of its own.
CHEAP = slots.Cost(memory_kib=64, passes=1)


@dataclass(frozen=True)
class Template:
    """A made station: its folder, the database key behind its slots, and its recovery sheet."""

    folder: Path
    key: DatabaseKey
    sheet: str
    head: str


@pytest.fixture(scope="session")
def station_template(tmp_path_factory: pytest.TempPathFactory, session_clock: Clock) -> Template:
    """The station that the ``station`` fixture copies; its clock stands like ``clock``."""
    folder = tmp_path_factory.mktemp("template") / "站"
    sheets: list[str] = []
    new = NewStation(
        code="17",
        name="梧桐里社区联络站",
        passphrase=PASSPHRASE,
        head="沈立群",
        people=(Person(name="徐桂兰"), Person(name="周明", role=PersonRole.VOLUNTEER)),
        deputies=(
            Deputy(name="陈立新", ward="第3选区"),
            Deputy(name="程远帆", level=DeputyLevel.CITY, ward="第1选区"),
            Deputy(name="何素琴", ward="第3选区"),
        ),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "Cost", lambda: CHEAP)
        station = create_station(DataPaths(folder), new, session_clock, sheets.append)
    station.close()
    assert station.author is not None
    return Template(folder, station.store.key, sheets[0], station.author)


def open_copy(template: Template, folder: Path, clock: Clock) -> Station:
    """A copy of the template in ``folder`` (which must not exist yet), open, with the head at the desk."""
    shutil.copytree(template.folder, folder)
    station = Station(Store.open(DataPaths(folder), template.key, lambda _db: None), clock)
    station.sit_down(template.head)
    return station


@pytest.fixture
def station(station_template: Template, tmp_path: Path, clock: FixedClock) -> Iterator[Station]:
    """An open station 17 梧桐里社区联络站: head 沈立群 at the desk, two volunteers, three deputies, no records."""
    opened = open_copy(station_template, tmp_path / "联络站 17", clock)
    yield opened
    opened.close()


@pytest.fixture
def form(station: Station) -> Callable[..., ReceptionForm]:
    """Makes a reception form that can be saved; keywords change the form, ``opinion`` and ``contact`` their parts."""

    def make(opinion: dict[str, object] | None = None, contact: dict[str, object] | None = None, **changes: object):
        base = reception_form(station)
        opinions = (replace(base.opinions[0], **(opinion or {})),)
        return replace(base, **{"opinions": opinions, "contact": replace(base.contact, **(contact or {})), **changes})

    return make


def reception_form(station: Station) -> ReceptionForm:
    """A filled form: 吴桂珍 about the lights of a garage, filed for the centre."""
    assert station.author is not None
    contact = Contact(
        name="吴桂珍",
        sex=Sex.FEMALE,
        age_band=AgeBand.FROM_60,
        phone="13800005678",
        address="梧桐苑 6 栋 1 单元",
        identity=Identity.RESIDENT,
        notice_at="2026-06-18T10:21",
    )
    opinion = OpinionForm(
        title="地下车库 B 区照明灯不亮",
        content="地下车库 B 区靠 6 栋这边，有七八盏灯不亮，快一个月了。",
        kind=Kind.SUGGESTION,
        topic="物业管理",
        scope=Scope.ESTATE,
        outcome=Outcome.FILED,
    )
    return ReceptionForm(
        began="2026-06-18T10:20",
        channel="来站接待",
        recorder=station.author,
        volunteer_only=True,
        contact=contact,
        opinions=(opinion,),
    )


CENTRE_NAME = "临湖街道人大工委"


@pytest.fixture(scope="session")
def centre_template(tmp_path_factory: pytest.TempPathFactory, session_clock: Clock) -> Template:
    """The centre that the ``centre`` fixture copies."""
    folder = tmp_path_factory.mktemp("template") / "中心"
    sheets: list[str] = []
    recovery: list[str] = []
    new = NewStation(
        code="00",
        name=CENTRE_NAME,
        passphrase=PASSPHRASE,
        head="孙倩",
        people=(Person(name="马岩", role=PersonRole.CLERK),),
        deputies=(Deputy(name="陈立新", ward="第3选区"), Deputy(name="程远帆", level=DeputyLevel.CITY, ward="第1选区")),
        role=SiteRole.CENTRE,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "Cost", lambda: CHEAP)
        centre = create_station(DataPaths(folder), new, session_clock, sheets.append, keep_recovery=recovery.append)
    centre.close()
    assert centre.author is not None
    return Template(folder, centre.store.key, sheets[0], centre.author)


@pytest.fixture
def centre(centre_template: Template, tmp_path: Path, clock: FixedClock) -> Iterator[Station]:
    """The open centre 00 临湖街道人大工委: head 孙倩 at the desk, one clerk, two deputies, no records."""
    opened = open_copy(centre_template, tmp_path / "中心 00", clock)
    yield opened
    opened.close()
