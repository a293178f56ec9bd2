"""Filling the demonstration: half a year of receptions, told as they would have happened, day by day."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from station_app.config import DataPaths
from station_app.db.statements import scalar
from station_app.domain.clock import Clock
from station_app.domain.enums import AgeBand, ContactKind, DayMode, DeputyLevel, Identity, Outcome, Sex, Urgency
from station_app.domain.forms import OpinionForm, ReceptionForm
from station_app.domain.reception_days import DayForm
from station_app.domain.records import Contact, Deputy, Person
from station_app.services import recording
from station_app.services.demo.courses import (
    Act,
    Course,
    destination_of,
    outcome_of,
    said_at_once,
    steps,
    work_of,
)
from station_app.services.demo.matters import Matter, Visitor, matters, old_rows, visitors
from station_app.services.demo.openings import open_a_box, opening_days, put_up_boxes
from station_app.services.drafts import new_draft_id, save_draft
from station_app.services.ledger_import import LedgerSource, import_ledger
from station_app.services.pace import Pace, Unseen, step
from station_app.services.people import deputies, persons
from station_app.services.reception_days import add_day, fitting_day
from station_app.services.setup import NewStation, create_station
from station_app.services.station import Station

PASSPHRASE = "演示口令 2026"
RECEPTIONS = 122
DAYS = 165
_HEAD, _WRITERS = "沈立群", ("徐桂兰", "周明")
_DEPUTIES = (
    Deputy(name="陈立新", ward="第3选区", phone="13800010101"),
    Deputy(name="程远帆", level=DeputyLevel.CITY, ward="第1选区", phone="13800010102"),
    Deputy(name="何素琴", ward="第3选区", phone="13800010103"),
    Deputy(name="罗绍文", level=DeputyLevel.PROVINCE, ward="第1选区"),
    Deputy(name="单雅芝", ward="第4选区", phone="13800010105"),
)
_CHANNELS = ("来站接待",) * 6 + ("电话", "走访调研", "微信群", "民意收集箱")
_COURSES = (
    (Course.FILED,) * 9 + (Course.SPOT,) * 5 + (Course.REFUSED,) * 2 + (Course.CLOSED,) * 5 + (Course.ARCHIVED,) * 3
    + (Course.CORRECTED, Course.VOID, Course.UNREACHED, Course.PASSED_ON)
)  # fmt: skip
_REPLIES = {
    Outcome.ANSWERED: "已当面讲清办法和要带的材料，抄了一份办事指南给来访人。",
    Outcome.REFUSED: "这件事正由法定程序处理，已讲明代表不能代替；告诉了窗口地址和电话。",
    Outcome.FILED: "",
}
_THEMES = ("", "消防通道和停车", "老年食堂", "", "加装电梯")
# The last days, as the pictures of the pages show them: days ago, time or minutes ago, matter, course, days until due.
_RECENT = (
    (26, "10:10", "铁路边公厕无人打扫、气味大", Course.ANSWERED, 20),
    (24, "15:20", "广场舞音响晚上太吵", Course.REDO, 6),
    (20, "13:30", "楼间路灯早上关得太早", Course.REOPENED, 32),
    (18, "09:40", "{n}栋下水管返味、堵塞", Course.ANSWERED, 20),
    (16, "14:30", "电动车棚雨天漏水、充电口坏", Course.ANSWERED, 20),
    (15, "09:15", "{n}栋飞线充电没人管", Course.AT_WORK, 12),
    (14, "10:25", "{n}栋楼道堆物，消防通道不畅", Course.AT_WORK, 16),
    (11, "16:00", "小学与医院路口加装红绿灯", Course.ANSWERED, 20),
    (9, "09:50", "{n}栋加装电梯邻居意见不一", Course.AT_WORK, 30),
    (3, "15:40", "建议增设夜间门诊公交", Course.FILED, 0),
    (3, "16:10", "快递柜挡住消防门", Course.SPOT_UNTOLD, 0),
    (2, "09:30", "反映劳动仲裁中的欠薪", Course.REFUSED, 0),
    (2, "14:05", "广场舞音响晚上太吵", Course.AT_WORK, 15),
    (1, "10:00", "{n}栋楼顶渗水，修了又漏", Course.FILED, 0),
    (1, "15:30", "银行门口车位划线占盲道", Course.FILED, 0),
    (0, "77", "咨询居家养老补贴办法", Course.SPOT, 0),
    (0, "46", "老年食堂周末能否开放", Course.AT_WORK, 20),
    (0, "12", "北门门禁夜里刷卡没反应", Course.FILED, 0),
)


@dataclass(slots=True)
class _WalkingClock:
    """A clock that the demonstration sets from event to event."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()


@dataclass(order=True, slots=True)
class _Event:
    at: datetime
    turn: int
    act: Act = field(compare=False)
    ref: str = field(compare=False, default="")
    head: bool = field(compare=False, default=False)


def fill(paths: DataPaths, clock: Clock, ledger: Path, pace: Pace | None = None) -> tuple[Station, str]:
    """Make a demonstration station in an empty folder: about 150 opinions of the half year before ``clock``.

    ``ledger`` is where the old ledger it imports is written. Returns the open station, at its real clock with the head
    at the desk, and the recovery sheet's key.
    """
    now = clock.now()
    sheets: list[str] = []
    walking = _WalkingClock(now - timedelta(days=DAYS + 2))
    station = create_station(paths, _new_station(), walking, sheets.append)
    filler = _Filler(station, walking, now, pace or Unseen())
    filler.take_over(ledger)
    filler.plan_days()
    filler.live()
    station.clock = clock
    filler.leave_drafts()
    station.sit_down(filler.head)
    return station, sheets[0]


def _new_station() -> NewStation:
    return NewStation(
        code="17",
        name="梧桐里社区联络站",
        passphrase=PASSPHRASE,
        head=_HEAD,
        people=tuple(Person(name=name) for name in _WRITERS),
        deputies=_DEPUTIES,
        address="梧桐路 88 号社区服务中心一楼",
        phone="010-55550117",
        hours="周一至周五 8:30–17:00，周六 9:00–11:30 代表接待",
    )


class _Filler:
    """Lives the half year through."""

    def __init__(self, station: Station, clock: _WalkingClock, now: datetime, pace: Pace) -> None:
        self._station, self._clock, self._now, self._pace = station, clock, now, pace
        self._random = random.Random(2026)  # noqa: S311 - the same story each time
        uids = {known.person.name: known.uid for known in persons(station)}
        self.head, self._writers = uids[_HEAD], [uids[name] for name in _WRITERS]
        self._deputies = [known.uid for known in deputies(station)]
        self._matters = {matter.title: matter for matter in matters()}
        self._visitors = visitors()
        self._known: dict[str, str] = {}

    def take_over(self, ledger: Path) -> None:
        """Import the ledger of the years before."""
        with ledger.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("编号", "日期", "反映人", "标题", "内容", "办理结果", "答复日期"))
            writer.writerows(self._old_lines())
        import_ledger(self._station, LedgerSource(path=ledger, channel="来站接待", topic="文体及其他"))

    def live(self) -> None:
        """Do everything in the order of its time."""
        self._station.sit_down(self.head)
        boxes = put_up_boxes(self._station)
        events = sorted([*self._past(), *self._recent(), *self._openings(boxes)])
        total, done = len(events), 0
        while events:
            event = events.pop(0)
            step(self._pace, done, max(total, done + 1), "正在准备演示数据")
            done += 1
            self._clock.moment = event.at
            self._station.sit_down(self.head if event.head else self._writers[event.turn % len(self._writers)])
            followers = event.act(self._station, event.ref)
            if isinstance(followers, list):
                total += len(followers)
                events = sorted([*events, *followers])

    def plan_days(self) -> None:
        """Put down reception days: every other Saturday of the last months, the next ones announced by their theme."""
        self._station.sit_down(self.head)
        ahead = timedelta(days=(5 - self._now.weekday()) % 7)
        for turn, weeks in enumerate((-8, -6, -4, -2, 0, 2, 4)):
            day = (self._now + ahead + timedelta(weeks=weeks)).date()
            first = self._deputies[turn % len(self._deputies)]
            second = self._deputies[(turn + 2) % len(self._deputies)]
            form = DayForm(
                day=day.isoformat(),
                began="9:00",
                ended="11:30",
                place="联络站接待室" if turn % 3 else "梧桐苑中心花园",
                mode=DayMode.TOGETHER if turn % 3 else DayMode.APART,
                theme=_THEMES[turn % len(_THEMES)],
                deputies=(first, second),
            )
            add_day(self._station, form)

    def leave_drafts(self) -> None:
        """Leave two half-typed receptions."""
        writer = self._writers[0]
        self._station.sit_down(writer)
        half = OpinionForm(title="地下车库照明灯不亮", content="地下车库 B 区靠 6 栋这边，有七八盏灯")
        known = self._contact(self._visitors[0], self._now)
        forms = (
            ReceptionForm(contact=Contact(kind=ContactKind.ANONYMOUS), opinions=(OpinionForm(title="健身器材缺螺丝"),)),
            ReceptionForm(contact=replace(known, notice_at=None), opinions=(half,)),
        )
        for form in forms:
            began = self._now.replace(tzinfo=None).isoformat(timespec="minutes")
            save_draft(self._station, new_draft_id(), replace(form, began=began, recorder=writer, channel="来站接待"))

    def _old_lines(self) -> Iterator[tuple[str, ...]]:
        year = self._clock.today().year - 1
        for turn, (title, content, reply) in enumerate(old_rows()):
            month, visitor = 1 + turn, self._visitors[-1 - turn]
            yield (
                f"旧{year}-{turn + 1:03d}", f"{year}-{month:02d}-{8 + turn:02d}", visitor.name, title, content, reply,
                f"{year}-{month:02d}-{16 + turn % 12:02d}",
            )  # fmt: skip

    def _past(self) -> Iterator[_Event]:
        plain = list(self._matters.values())
        last = self._now - timedelta(days=30)
        for turn in range(RECEPTIONS):
            back = DAYS - 30 - turn * (DAYS - 30) / RECEPTIONS
            hour, minute = self._random.randrange(8, 17), self._random.randrange(60)
            at = (last - timedelta(days=back)).replace(hour=hour, minute=minute, second=0, microsecond=0)
            course = _COURSES[self._random.randrange(len(_COURSES))]
            yield _Event(at, turn, self._reception(at, turn, plain[self._random.randrange(len(plain))], course, 20))

    def _recent(self) -> Iterator[_Event]:
        for place, (ago, when, title, course, due) in enumerate(_RECENT):
            turn = RECEPTIONS + place
            at = self._moment(ago, when)
            yield _Event(at, turn, self._reception(at, turn, self._matters[title], course, due))

    def _openings(self, boxes: tuple[str, ...]) -> Iterator[_Event]:
        """By the one at the desk, before the eyes of another."""
        told = list(self._matters.values())
        for at, turn in opening_days(self._now):
            here, other = (self._writers[(turn + place) % len(self._writers)] for place in range(2))

            def act(station: Station, _ref: str, turn: int = turn, people: tuple[str, str] = (here, other)) -> str:
                return open_a_box(station, turn, boxes, people, told)

            yield _Event(at, turn, act)

    def _moment(self, ago: int, when: str) -> datetime:
        if ago == 0:
            return self._now - timedelta(minutes=int(when))
        hour, minute = when.split(":")
        day = self._now - timedelta(days=ago)
        return day.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)

    def _reception(self, at: datetime, turn: int, matter: Matter, course: Course, due: int) -> Act:
        def act(station: Station, _ref: str) -> list[_Event]:
            visitor = self._visitors[self._random.randrange(len(self._visitors))]
            form = self._form(at, turn, visitor, [self._opinion(matter, course, at, turn, due), *self._more(turn, at)])
            saved = recording.save_reception(station, form)
            self._remember(form, saved.uid)
            later = list(steps(course, turn))
            times = [min(at + timedelta(days=one.days, hours=1), self._now) for one in later]
            return [
                _Event(when, turn, one.act, saved.serials[0], one.head)
                for one, when in zip(later, times, strict=True)
                if when < self._now
            ]

        return act

    def _more(self, turn: int, at: datetime) -> Iterator[OpinionForm]:
        """Now and then somebody brings a second matter."""
        if turn % 9 == 4:
            matter = list(self._matters.values())[turn % len(self._matters)]
            yield self._opinion(matter, Course.FILED, at, turn, 0)

    def _opinion(self, matter: Matter, course: Course, at: datetime, turn: int, due: int) -> OpinionForm:
        number, outcome = 1 + turn % 11, outcome_of(course)
        return OpinionForm(
            title=matter.title.format(n=number),
            content=matter.content.format(n=number),
            topic=matter.topic,
            subtopic=matter.subtopic,
            place=matter.place.format(n=number),
            kind=matter.kind,
            scope=matter.scope,
            urgency=Urgency.URGENT if turn % 13 == 0 else Urgency.NORMAL,
            sensitive=turn % 47 == 5,
            outcome=outcome,
            spot_reply=_REPLIES[outcome],
            on_the_spot=said_at_once(course),
            destination=destination_of(course),
            local=work_of(course, at, turn, due),
        )

    def _form(self, at: datetime, turn: int, visitor: Visitor, opinions: list[OpinionForm]) -> ReceptionForm:
        # Nobody can be told of an answer on paper slips: only what goes to the centre comes without a name.
        nameless = turn % 11 == 6 and all(one.outcome is Outcome.FILED and not one.local.unit for one in opinions)
        contact = Contact(kind=ContactKind.ANONYMOUS) if nameless else self._contact(visitor, at, turn)
        serving = self._deputies[turn % len(self._deputies)]
        began = at.replace(tzinfo=None).isoformat(timespec="minutes")
        return ReceptionForm(
            began=began,
            event=fitting_day(self._station, began),
            channel=_CHANNELS[turn % len(_CHANNELS)],
            recorder=self._writers[turn % len(self._writers)],
            deputies=() if turn % 4 else (serving,),
            volunteer_only=bool(turn % 4),
            contact=contact,
            contact_uid=self._known.get(contact.phone) if contact.phone else None,
            opinions=tuple(opinions),
        )

    def _contact(self, visitor: Visitor, at: datetime, turn: int = 1) -> Contact:
        kind = ContactKind.GROUP if turn % 17 == 3 else ContactKind.COUPLE if turn % 19 == 7 else ContactKind.PERSON
        return Contact(
            kind=kind,
            name=visitor.name,
            sex=Sex(visitor.sex),
            age_band=next(band for band in AgeBand if band.value.startswith(visitor.band)),
            phone=visitor.phone,
            address=visitor.address,
            identity=Identity.RESIDENT,
            group_size={ContactKind.GROUP: 5, ContactKind.COUPLE: 2}.get(kind, 1),
            confidential=turn % 31 == 9,
            notice_at=at.replace(tzinfo=None).isoformat(timespec="minutes"),
        )

    def _remember(self, form: ReceptionForm, reception: str) -> None:
        if form.contact.phone:
            uid = scalar(self._station.db, "SELECT contact FROM reception WHERE uid = ?", (reception,))
            self._known[form.contact.phone] = str(uid)
