"""The demonstration street: a centre and its 24 community stations, whose packages travel as sticks do in life.

One package is lost, one imported twice, two arrive in the wrong order, and one return package reaches the wrong
station. In the end both sides must count the same.
"""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from station_app.config import DataPaths
from station_app.db.derived import status_sql
from station_app.db.statements import execute, rows
from station_app.domain.clock import Clock
from station_app.domain.enums import Outcome, Satisfaction, SiteKind, SiteRole, ToldHow, Zone
from station_app.domain.forms import OpinionForm, ReceptionForm
from station_app.domain.network_records import Site
from station_app.domain.records import Contact
from station_app.services.demo.filling import PASSPHRASE
from station_app.services.demo.matters import matters, visitors
from station_app.services.feedback import FeedbackForm, record_feedback
from station_app.services.network import add_sites
from station_app.services.pace import Pace, Unseen, step
from station_app.services.packages import enrolling, sending
from station_app.services.packages.taking import Outcome as Fate
from station_app.services.packages.taking import Report, take
from station_app.services.recording import save_reception
from station_app.services.replying import reply
from station_app.services.setup import NewStation, create_station
from station_app.services.station import Station

NAMES = (
    *("望湖苑", "桃园", "荷塘", "东堤", "柳浪", "银杏", "三里桥", "月湖", "文昌阁", "石榴园", "新华里", "松柏"),
    *("青石巷", "北港", "锦绣", "红星", "学府", "水杉", "长虹", "百子亭", "向阳", "翠微", "铁机", "梧桐里"),
)
FIRST_CODE = 11
CENTRE_FOLDER = "中心"
_SOUTH = frozenset((*NAMES[:11], NAMES[-1]))
_ANSWER = "已到现场看过，责任单位一周内处理完，处理完再告诉您。"


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetCount:
    """What both sides hold of one station at the end: opinions by status; equal, or the exchange is at fault."""

    code: str
    name: str
    here: dict[str, int]
    at_centre: dict[str, int]

    @property
    def opinions(self) -> int:
        """How many opinions the station recorded."""
        return sum(self.here.values())

    @property
    def held(self) -> int:
        """How many of them the centre holds."""
        return sum(self.at_centre.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """How it went: the counts of all stations, how many packages travelled, and the mishaps in words."""

    counts: tuple[StreetCount, ...]
    packages: int
    mishaps: tuple[str, ...]

    @property
    def told(self) -> str:
        """The whole of it in lines for a person."""
        head = f"{len(self.counts)} 个站点，往来 {self.packages} 个包，两边条数{'相同' if self.equal else '不同'}。"
        lines = [f"{one.code} {one.name}：本站 {one.opinions} 条，中心 {one.held} 条" for one in self.counts]
        return "\n".join([head, *self.mishaps, "", *lines, ""])

    @property
    def equal(self) -> bool:
        """Whether both sides count the same everywhere."""
        return all(one.here == one.at_centre for one in self.counts)


def live_street(
    folder: Path, clock: Clock, stations: int = len(NAMES), receptions: int = 6, pace: Pace | None = None
) -> Street:
    """Let the street live through one round in ``folder``, with ``receptions`` at each station. Raises StationError.

    The mishaps need seven ``stations`` at least.
    """
    life = _Life(folder, clock, pace or Unseen())
    try:
        add_sites(life.centre, tuple(_plan(NAMES[:stations])))
        for turn, name in enumerate(NAMES[:stations]):
            life.open_station(turn, name, receptions)
        life.report()
        life.answer()
        life.return_answers()
        life.report_again()
        return Street(counts=tuple(life.counts()), packages=life.packages, mishaps=tuple(life.mishaps))
    finally:
        life.close()


class _Life:
    def __init__(self, folder: Path, clock: Clock, pace: Pace) -> None:
        self._folder, self._clock, self._pace = folder, clock, pace
        self.packages = 0
        self.mishaps: list[str] = []
        self._stations: list[Station] = []
        self._stick = folder / "优盘"
        self._stick.mkdir(parents=True)
        self.centre = self._made(CENTRE_FOLDER, NewStation(
            code="00", name="临湖街道人大街道工委", passphrase=PASSPHRASE, head="孙倩", role=SiteRole.CENTRE,
        ))  # fmt: skip

    def open_station(self, turn: int, name: str, receptions: int) -> None:
        """Set a station up, let it join, and receive some visitors."""
        step(self._pace, turn, len(NAMES), f"正在建{name}社区联络站")
        code = str(FIRST_CODE + turn)
        new = NewStation(code=code, name=f"{name}社区联络站", passphrase=PASSPHRASE, head="站长")
        station = self._made(code, new)
        self._stations.append(station)
        asked, certificate = self._stick / f"{code}.zlq", self._stick / f"{code}.zlc"
        enrolling.request(station, asked)
        approved = enrolling.approve(self.centre, asked, certificate)
        assert approved == enrolling.accept(station, certificate)
        for number in range(receptions):
            self._receive(station, turn + number)

    def report(self) -> None:
        """Everybody reports; what may go wrong on the way goes wrong."""
        for station in self._stations:
            self._export(station)
        lost, doubled, late = self._stations[1], self._stations[2], self._stations[3]
        self._only(lost).unlink()
        self.mishaps.append(f"{lost.identity.name}的第 1 号包丢了，下一包自动补上")
        first = self._only(late).rename(self._stick.parent / "迟到.zlt")
        self._receive(late, 9)
        self._export(late)
        self._import(self.centre, self._stick)
        self._import(self.centre, first)
        self.mishaps.append(f"{late.identity.name}的第 2 号包先到，第 1 号包后到")
        again = self._import(self.centre, self._only(doubled))[0]
        assert again.earlier
        assert not again.counts.get(Fate.NEW)
        self.mishaps.append(f"{doubled.identity.name}的包导入了两次，第二次新增 0")

    def answer(self) -> None:
        """The centre answers every second opinion that it holds."""
        waiting = rows(self.centre.db, "SELECT uid FROM opinion WHERE for_centre = 1 AND answered = 0 ORDER BY id")
        for row in waiting[::2]:
            reply(self.centre, row["uid"], _ANSWER, "A")

    def return_answers(self) -> None:
        """The return packages go out, one to the wrong station first; the stations tell their residents."""
        down = self._folder / "回传"
        down.mkdir()
        sent = {one.station: one.file for one in sending.export(self.centre, down)}
        self.packages += len(sent)
        wrong, owner = self._stations[5], self._stations[6]
        refused = take(wrong, [sent[owner.identity.code]])[0]
        assert refused.problem is not None
        self.mishaps.append(f"{owner.identity.name}的回传包插到了{wrong.identity.name}：{refused.problem.title}")
        for station in self._stations:
            self._import(station, sent[station.identity.code])
            self._tell(station)

    def report_again(self) -> None:
        """Everybody reports what the residents said, and what had been lost comes with it."""
        shutil.rmtree(self._stick)
        self._stick.mkdir()
        for station in self._stations:
            self._export(station)
        self._import(self.centre, self._stick)

    def counts(self) -> Iterator[StreetCount]:
        """What both sides count."""
        for station in self._stations:
            identity = station.identity
            yield StreetCount(
                code=identity.code,
                name=identity.name,
                here=_by_status(station, identity.site),
                at_centre=_by_status(self.centre, identity.site),
            )

    def close(self) -> None:
        """Close all of them."""
        for station in (*self._stations, self.centre):
            station.close()

    def _made(self, name: str, new: NewStation) -> Station:
        paths = DataPaths(self._folder / name)
        return create_station(paths, new, self._clock, lambda _sheet: None, keep_recovery=self._keep_recovery)

    def _keep_recovery(self, key: str) -> None:
        (self._folder / "离线恢复密钥.txt").write_text(f"{key}\n", "utf-8")

    def _receive(self, station: Station, turn: int) -> None:
        known, people = matters(), visitors()
        matter, visitor, now = known[turn % len(known)], people[turn % len(people)], self._clock.now()
        opinion = OpinionForm(
            title=matter.title.format(n=1 + turn % 9),
            content=matter.content.format(n=1 + turn % 9),
            topic=matter.topic,
            outcome=Outcome.FILED,
        )
        contact = Contact(name=visitor.name, phone=visitor.phone, notice_at=now.isoformat(timespec="seconds"))
        form = ReceptionForm(
            began=now.replace(tzinfo=None).isoformat(timespec="minutes"),
            channel="来站接待",
            recorder=station.author or "",
            volunteer_only=True,
            contact=contact,
            opinions=(opinion,),
        )
        save_reception(station, form)

    def _tell(self, station: Station) -> None:
        owed = rows(station.db, "SELECT uid FROM opinion WHERE owed = 1 ORDER BY id")
        now = self._clock.now().replace(tzinfo=None).isoformat(timespec="minutes")
        for turn, row in enumerate(owed):
            result = Satisfaction.DISSATISFIED if turn % 5 == 4 else Satisfaction.SATISFIED
            form = FeedbackForm(at=now, how=ToldHow.PHONE, reached=True, attitude=Satisfaction.SATISFIED, result=result)
            record_feedback(station, row["uid"], form)

    def _export(self, station: Station) -> None:
        self.packages += len(sending.export(station, self._stick))

    def _import(self, station: Station, path: Path) -> list[Report]:
        reports = take(station, [path])
        for report in reports:
            if report.problem is not None:
                raise report.problem
        return reports

    def _only(self, station: Station) -> Path:
        return next(self._stick.glob(f"UP-{station.identity.code}-*.zlt"))


def _plan(names: Iterable[str]) -> Iterator[Site]:
    """The network 1+2+24+N as the centre plans it."""
    yield Site(code="01", name="代表联络室", kind=SiteKind.HUB)
    yield Site(code="02", name="南片中心联络站", kind=SiteKind.ZONE_CENTRE, zone=Zone.SOUTH)
    yield Site(code="03", name="北片中心联络站", kind=SiteKind.ZONE_CENTRE, zone=Zone.NORTH)
    yield Site(code="P01", name="商务楼联络点", kind=SiteKind.POINT)
    for turn, name in enumerate(names):
        zone = Zone.SOUTH if name in _SOUTH else Zone.NORTH
        yield Site(code=str(FIRST_CODE + turn), name=f"{name}社区联络站", zone=zone, phone=f"027888800{turn:02d}")


def _by_status(station: Station, site: str) -> dict[str, int]:
    """The opinions of a site by state, as if nothing had been sent: how far a station knows that is its own."""
    query = f"SELECT {status_sql()} AS state, count(*) FROM opinion WHERE site = ? GROUP BY state"  # noqa: S608
    return dict(sorted(execute(station.db, query, (site,)).fetchall()))
