"""What the first page shows: today's figures, what waits, most urgent first, and what was written down last."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from station_app.db.statements import Row, rows, scalar
from station_app.domain.due import SOON_DAYS, due_of
from station_app.domain.enums import Status
from station_app.domain.reception_days import clock_words, day_words, hours_words
from station_app.services.boxes import KnownBox, boxes, overdue_boxes
from station_app.services.drafts import OPENING, RECEPTION, DraftLine, drafts
from station_app.services.feedback import Waiting, awaiting, count_awaiting
from station_app.services.filtering import STATUS_SQL
from station_app.services.listing import Filters, OpinionLine, page
from station_app.services.notices import owed_notices
from station_app.services.packages.history import Passage, unacknowledged
from station_app.services.reception_days import KnownDay, days_until, next_day
from station_app.services.replying import count_triage
from station_app.services.station import Station

ROWS = 4
_TRIAGE = f"""
    SELECT uid, serial, title, received_on FROM opinion INDEXED BY opinion_status
    WHERE {STATUS_SQL} = '{Status.RECORDED.value}' ORDER BY received_on, id LIMIT ?
"""  # noqa: S608 - expressions of ours


@dataclass(frozen=True, slots=True)
class Today:
    """The day at a glance: receptions in 批, people who came in 人次, opinions taken in in 条."""

    receptions: int
    people: int
    opinions: int


class TodoKind(StrEnum):
    """Why something waits."""

    TRIAGE = "待研判"
    FEEDBACK = "待反馈"
    BOX = "该开箱"
    OVERDUE = "逾期"
    SOON = "临期"
    NOTICE = "该贴公告"
    DRAFT = "草稿"
    SENT = "未确认的上报包"


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """One row: ``ref`` is the uid of the opinion, box or reception day or the draft's id, ``lead`` its serial or time.

    ``note`` says how long it waits, ``brief`` the same in half the room; ``of_opening``: a draft of a box's opening.
    """

    ref: str
    lead: str
    title: str
    note: str
    brief: str
    of_opening: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoGroup:
    """One reason to act: ``total`` rows wait; of opinions at most four stand in ``rows``, of others all."""

    kind: TodoKind
    total: int
    rows: tuple[Todo, ...]


@dataclass(frozen=True, slots=True)
class Recent:
    """A line of what was written down last; ``when`` as people say it: 10:20, 昨天, 16日, 5月16日, 2019.4."""

    when: str
    line: OpinionLine


def today(station: Station) -> Today:
    """Count what this day brought to our own site, by the day of reception; void opinions are left out."""
    day = station.clock.today().isoformat()
    people = rows(
        station.db,
        "SELECT count(*) AS receptions, coalesce(sum(coalesce(c.group_size, 1)), 0) AS people "
        "FROM reception r LEFT JOIN contact c ON c.uid = r.contact WHERE r.site = ? AND r.began >= ? AND r.began < ?",
        (station.identity.site, day, _day_after(day)),
    )[0]
    opinions = scalar(
        station.db,
        "SELECT count(*) FROM opinion WHERE received_on = ? AND site = ? AND void = 0 AND ledger_import IS NULL",
        (day, station.identity.site),
    )
    return Today(people["receptions"], people["people"], int(opinions))


def this_month(station: Station) -> int:
    """How many opinions this month brought, counted like those of today."""
    day = station.clock.today()
    count = (
        "SELECT count(*) FROM opinion WHERE site = ? AND received_on BETWEEN ? AND ? AND void = 0 "
        "AND ledger_import IS NULL"
    )
    first = day.replace(day=1).isoformat()
    return int(scalar(station.db, count, (station.identity.site, first, day.isoformat())))


def todo(station: Station) -> tuple[TodoGroup, ...]:
    """What waits for the person at the desk, the most urgent group first; groups without rows are left out."""
    day = station.clock.today()
    soon = (day + timedelta(days=SOON_DAYS)).isoformat()
    groups = (
        _triage_group(station, day),
        _due_group(station, TodoKind.OVERDUE, "0000", (day - timedelta(days=1)).isoformat()),
        _feedback_group(station),
        _box_group(station, day),
        _due_group(station, TodoKind.SOON, day.isoformat(), soon),
        _notice_group(station),
        _draft_group(station, day),
        _sent_group(station),
    )
    return tuple(group for group in groups if group.total)


def last_opening(station: Station) -> str:
    """When a box was opened last, e.g. 「上次开箱 6月11日，已满 7 天」; '' when none ever was."""
    last = max((one.last_opened for one in boxes(station) if one.last_opened), default="")
    if not last:
        return ""
    on = date.fromisoformat(last[:10])
    days = (station.clock.today() - on).days
    return f"上次开箱 {on.month}月{on.day}日" + (f"，已满 {days} 天" if days > 0 else "")


def next_reception(station: Station) -> str:
    """When deputies receive next and who, e.g. 「下次接待日 6月20日（周六）9:00　陈立新、何素琴」; '' when unknown."""
    known = next_day(station)
    if known is None:
        return ""
    when = f"{day_words(known.day.day)}{clock_words(known.day.began)}"
    if not days_until(station, known):
        return "　".join(part for part in (f"今天接待日 {hours_words(known.day)}", known.who) if part)
    return "　".join(part for part in (f"下次接待日 {when}", known.who) if part)


def recent(station: Station, limit: int = 9) -> tuple[Recent, ...]:
    """The opinions with the highest serials, with the time or day they came."""
    lines = page(station, Filters(sites=(station.identity.site,) if station.is_centre else ()), 0, limit)
    began = _times(station, lines)
    return tuple(
        Recent(_short_day(began.get(line.uid, line.received_on), station.clock.today()), line) for line in lines
    )


def spoken_day(moment: str, day: date) -> str:
    """An ISO moment or day as people say it on ``day``: the time today, else 昨天, 16日, 5月16日 or 2025年5月16日."""
    on = date.fromisoformat(moment[:10])
    if on == day:
        return moment[11:16] or "今天"
    if on == day - timedelta(days=1):
        return "昨天"
    if on.year != day.year:
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day}日" if on.month == day.month else f"{on.month}月{on.day}日"


def _short_day(moment: str, day: date) -> str:
    """As ``spoken_day``, but year and month alone (2019.4) for another year: the column is narrow."""
    on = date.fromisoformat(moment[:10])
    yesterday = day - timedelta(days=1)
    return spoken_day(moment, day) if on.year == day.year or on == yesterday else f"{on.year}.{on.month}"


def _triage_group(station: Station, day: date) -> TodoGroup:
    """What the centre has to judge, the longest waiting first; nothing at a station."""
    total = count_triage(station)
    found = rows(station.db, _TRIAGE, (ROWS,)) if total else []
    return TodoGroup(kind=TodoKind.TRIAGE, total=total, rows=tuple(_to_judge(station, row, day) for row in found))


def _to_judge(station: Station, row: Row, day: date) -> Todo:
    on = date.fromisoformat(row["received_on"])
    brief = f"已收 {(day - on).days} 天"
    note = f"{on.month}月{on.day}日收到，{brief}"
    return Todo(ref=row["uid"], lead=short_serial(station, row["serial"]), title=row["title"], note=note, brief=brief)


def _feedback_group(station: Station) -> TodoGroup:
    found = tuple(_waiting(station, one) for one in awaiting(station, 0, ROWS))
    return TodoGroup(kind=TodoKind.FEEDBACK, total=count_awaiting(station), rows=found)


def _waiting(station: Station, one: Waiting) -> Todo:
    on = date.fromisoformat(one.answered_on[:10])
    brief = f"已等 {one.days} 天"
    note = f"{on.month}月{on.day}日答复，{brief}"
    return Todo(ref=one.uid, lead=short_serial(station, one.serial), title=one.title, note=note, brief=brief)


def _box_group(station: Station, day: date) -> TodoGroup:
    found = overdue_boxes(station)
    return TodoGroup(kind=TodoKind.BOX, total=len(found), rows=tuple(_box(one, day) for one in found))


def _box(one: KnownBox, day: date) -> Todo:
    since = (one.last_opened or one.box.since)[:10]
    on, days = date.fromisoformat(since), (day - date.fromisoformat(since)).days
    what = "上次开箱" if one.last_opened else "设箱"
    brief = f"已满 {days} 天"
    return Todo(
        ref=one.uid,
        lead=one.box.name,
        title=one.box.place or "意见箱",
        note=f"{on.month}月{on.day}日{what}，{brief}",
        brief=brief,
    )


def _due_group(station: Station, kind: TodoKind, first: str, last: str) -> TodoGroup:
    where = (
        "due_on BETWEEN ? AND ? AND site = ? AND at_station = 1 AND void = 0 AND archived = 0 AND owed = 0 "
        "AND (answered = 0 OR redo = 1)"
    )
    site = station.identity.site
    total = scalar(station.db, f"SELECT count(*) FROM opinion WHERE {where}", (first, last, site))  # noqa: S608 - ours
    found = rows(
        station.db,
        f"SELECT uid, serial, title, due_on FROM opinion WHERE {where} ORDER BY due_on LIMIT ?",  # noqa: S608 - ours
        (first, last, site, ROWS),
    )
    return TodoGroup(kind=kind, total=int(total), rows=tuple(_due(station, row) for row in found))


def _due(station: Station, row: Row) -> Todo:
    due = due_of(row["due_on"], station.clock.today())
    on = date.fromisoformat(due.on)
    note = f"{due.words}，{on.month}月{on.day}日到期"
    lead = short_serial(station, row["serial"])
    return Todo(ref=row["uid"], lead=lead, title=row["title"], note=note, brief=due.words)


def _notice_group(station: Station) -> TodoGroup:
    found = tuple(_notice(one, days_until(station, one)) for one in owed_notices(station))
    return TodoGroup(kind=TodoKind.NOTICE, total=len(found), rows=found)


def _notice(one: KnownDay, days: int) -> Todo:
    on = date.fromisoformat(one.day.day)
    brief = f"还有 {days} 天" if days else "就在今天"
    return Todo(
        ref=one.uid,
        lead=f"{on.month}月{on.day}日",
        title="　".join(part for part in (hours_words(one.day), one.who or one.day.theme) if part),
        note=f"{brief}，公告还没有打",
        brief=brief,
    )


def _sent_group(station: Station) -> TodoGroup:
    """Packages that the centre has not confirmed; what the centre sent is seen among its stations."""
    waiting = () if station.is_centre else tuple(unacknowledged(station))
    return TodoGroup(kind=TodoKind.SENT, total=len(waiting), rows=tuple(_package(one) for one in waiting[:ROWS]))


def _package(one: Passage) -> Todo:
    on = date.fromisoformat(one.at[:10])
    brief = f"已 {one.days} 天" if one.days else "今天"
    return Todo(
        ref=str(one.id),
        lead=f"第 {one.number} 号包",
        title=one.contents,
        note=f"{on.month}月{on.day}日写入" + (f"，{brief}" if one.days else ""),
        brief=brief,
    )


def _draft_group(station: Station, day: date) -> TodoGroup:
    mine = drafts(station, (RECEPTION, OPENING))
    writer = station.desk.person.name if station.desk else ""
    return TodoGroup(kind=TodoKind.DRAFT, total=len(mine), rows=tuple(_draft(one, day, writer) for one in mine))


def _draft(one: DraftLine, day: date, writer: str) -> Todo:
    at = datetime.fromisoformat(one.updated_at)
    when = "今天" if at.date() == day else spoken_day(one.updated_at, day)
    note = f"{writer}停笔" if one.author else "没有写完"
    lead, opening = f"{when} {at:%H:%M}", one.kind == OPENING
    return Todo(ref=one.id, lead=lead, title=one.label, note=note, brief=note, of_opening=opening)


def short_serial(station: Station, serial: str) -> str:
    """The serial without the station's own code, as it is shown at the station."""
    return serial.removeprefix(f"{station.identity.code}-")


def _times(station: Station, lines: tuple[OpinionLine, ...] | list[OpinionLine]) -> dict[str, str]:
    marks = ", ".join("?" * len(lines))
    query = f"SELECT o.uid, r.began FROM opinion o JOIN reception r ON r.uid = o.reception WHERE o.uid IN ({marks})"  # noqa: S608
    return {row["uid"]: row["began"] for row in rows(station.db, query, [line.uid for line in lines])}


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
