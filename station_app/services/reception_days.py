"""The days on which deputies receive: put down, changed, cancelled; which comes next, who is on duty."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import uuid4

from station_app.db import models
from station_app.db.rows import Row, to_record
from station_app.db.statements import by_uid, rows, scalar
from station_app.domain.checks import clean_form, refuse
from station_app.domain.moves import EVERYBODY, HEADS
from station_app.domain.reception_days import (
    ANNOUNCE_DAYS,
    DayForm,
    check_day,
    day_of_form,
    day_words,
    form_of_day,
    hours_words,
    is_over,
)
from station_app.domain.records import ReceptionDay
from station_app.domain.text import clean_text
from station_app.errors import StationError
from station_app.services.people import deputies
from station_app.services.register_rows import UNLISTED, deputy_names
from station_app.services.station import Station

_LAST = "SELECT * FROM reception_day WHERE site = ? ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDay:
    """A reception day; ``names`` are those of its deputies, ``over``: it lies behind."""

    uid: str
    day: ReceptionDay
    names: tuple[str, ...]
    over: bool

    @property
    def cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.day.cancel_reason is not None

    @property
    def when(self) -> str:
        """Day and hours, e.g. 「6月20日（周六）9:00–11:30」."""
        return f"{day_words(self.day.day)}{hours_words(self.day)}"

    @property
    def who(self) -> str:
        """The deputies on duty, e.g. 「陈立新、何素琴」."""
        return "、".join(self.names)


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a day: receptions in 批, opinions not void in 条."""

    receptions: int
    opinions: int


def add_day(station: Station, form: DayForm) -> str:
    """Put down a reception day and give its uid. Raises StationError with all that must be mended first."""
    station.require(*EVERYBODY)
    day, uid = _checked(station, form, None), str(uuid4())
    with station.writing() as log:
        log.put(uid, "reception_day", day, station.author)
    return uid


def change_day(station: Station, uid: str, form: DayForm) -> None:
    """Change a day that is not cancelled. Raises StationError with all that must be mended first."""
    station.require(*EVERYBODY)
    before = _standing(station, uid)
    day = _checked(station, form, uid)
    if day != before:
        with station.writing() as log:
            log.put(uid, "reception_day", day, station.author)


def cancel_day(station: Station, uid: str, reason: str) -> None:
    """Call a day off; head only. It stays in the list with its reason. Raises StationError."""
    station.require(*HEADS)
    before = _standing(station, uid)
    reason = clean_text(reason).text
    if not reason:
        raise StationError("还没有写取消的原因", "请写明原因，例如「代表集中学习，改到下周」。")
    with station.writing() as log:
        log.put(uid, "reception_day", replace(before, cancel_reason=reason), station.author)


def day_of(station: Station, uid: str) -> KnownDay:
    """The day of that uid; raises StationError when there is none."""
    row = by_uid(station.db, models.ReceptionDay, uid)
    if row is None:
        raise StationError("找不到这个接待日", "请刷新列表后再试。")
    return _known(station, [row])[0]


def found_days(station: Station, uids: Collection[str]) -> tuple[KnownDay, ...]:
    """The days of these uids as far as they are held."""
    return _ask(station, f"uid IN ({', '.join('?' * len(uids))}) ORDER BY day, began", *uids)


def coming_days(station: Station) -> tuple[KnownDay, ...]:
    """The days from today on, the next one first; cancelled ones too."""
    today = station.clock.today().isoformat()
    return _ask(station, "day >= ? ORDER BY day, began, id", today)


def past_days(station: Station, year: int) -> tuple[KnownDay, ...]:
    """The days of a year before today, the latest first; cancelled ones too."""
    today = station.clock.today().isoformat()
    return _ask(station, "day >= ? AND day < ? ORDER BY day DESC, began DESC, id", f"{year}", min(f"{year + 1}", today))


def past_years(station: Station) -> tuple[int, ...]:
    """The years that have days before today, the latest first."""
    found = rows(
        station.db,
        "SELECT DISTINCT substr(day, 1, 4) AS year FROM reception_day WHERE site = ? AND day < ? ORDER BY 1 DESC",
        (
            station.identity.site,
            station.clock.today().isoformat(),
        ),
    )
    return tuple(int(row["year"]) for row in found)


def days_on(station: Station, day: str) -> tuple[KnownDay, ...]:
    """What takes place on an ISO day, in the order of the hours."""
    return _ask(station, "day = ? AND cancel_reason IS NULL ORDER BY began, id", day)


def next_day(station: Station) -> KnownDay | None:
    """The next day that takes place, today's until it is over; None when none is put down."""
    return next((one for one in coming_days(station) if not one.cancelled and not one.over), None)


def fitting_day(station: Station, moment: str) -> str | None:
    """The uid of the day to which a reception at an ISO minute belongs: the last one begun by then, else the first."""
    found = days_on(station, moment[:10])
    begun = [one.uid for one in found if one.day.began <= moment[11:16]]
    return begun[-1] if begun else next((one.uid for one in found), None)


def on_duty(station: Station) -> Collection[str]:
    """The uids of the deputies on duty today."""
    today = days_on(station, station.clock.today().isoformat())
    return {uid for one in today for uid in one.day.deputies}


def to_announce(station: Station) -> tuple[KnownDay, ...]:
    """The days of the coming three, today's included, whose notice should hang at the door."""
    last = (station.clock.today() + timedelta(days=ANNOUNCE_DAYS)).isoformat()
    return tuple(one for one in coming_days(station) if one.day.day <= last and not one.cancelled and not one.over)


def days_until(station: Station, known: KnownDay) -> int:
    """How many days are left until a day, below zero when it is past."""
    return (date.fromisoformat(known.day.day) - station.clock.today()).days


def brought(station: Station, uid: str) -> Brought:
    """Count what came of a day."""
    receptions = scalar(station.db, "SELECT count(*) FROM reception WHERE event = ?", (uid,))
    opinions = scalar(station.db, "SELECT count(*) FROM opinion WHERE event = ? AND void = 0", (uid,))
    return Brought(int(receptions), int(opinions))


def last_form(station: Station) -> DayForm:
    """A new form with place, hours and mode as they were the last time."""
    found = rows(station.db, _LAST, (station.identity.site,))
    if not found:
        return DayForm()
    last = form_of_day(to_record(ReceptionDay, found[0]))
    return DayForm(began=last.began, ended=last.ended, place=last.place, mode=last.mode)


def _checked(station: Station, form: DayForm, uid: str | None) -> ReceptionDay:
    form = clean_form(form)
    refuse(check_day(form, station.clock.today()))
    day = day_of_form(form)
    _check_deputies(station, day)
    for other in days_on(station, day.day):
        if other.uid != uid and (other.day.began, other.day.place) == (day.began, day.place):
            raise StationError(f"{other.when} 在这个地点已经有一次接待日", "请改那一次，或换时间、地点。")
    return day


def _check_deputies(station: Station, day: ReceptionDay) -> None:
    known = {one.uid: one.deputy for one in deputies(station, with_ended=True)}
    for uid in day.deputies:
        if uid not in known:
            raise StationError("轮值代表里有名单上没有的人", "请重新选代表。")
        ended = known[uid].ended_on
        if ended is not None and ended <= day.day:
            raise StationError(f"{known[uid].name} 已在 {ended} 离任", "请换一位代表。")


def _standing(station: Station, uid: str) -> ReceptionDay:
    known = day_of(station, uid)
    if known.cancelled:
        raise StationError("这个接待日已经取消", "要再办，请另添一个接待日。")
    return known.day


def _ask(station: Station, where: str, *values: str) -> tuple[KnownDay, ...]:
    query = f"SELECT * FROM reception_day WHERE site = ? AND {where}"  # noqa: S608 - conditions of ours
    return _known(station, rows(station.db, query, (station.identity.site, *values)))


def _known(station: Station, found: list[Row]) -> tuple[KnownDay, ...]:
    names, now = deputy_names(station), station.clock.now()
    days = [(str(row["uid"]), to_record(ReceptionDay, row)) for row in found]
    served = [tuple(names.get(one, UNLISTED) for one in day.deputies) for _uid, day in days]
    return tuple(
        KnownDay(uid=uid, day=day, names=who, over=is_over(day, now))
        for (uid, day), who in zip(days, served, strict=True)
    )
