"""The 接待公告 of a reception day: written, counted, and owed until it was put out as the day now stands."""

import hashlib
from datetime import date

from station_app.domain.codec import canonical, to_payload
from station_app.domain.moves import EVERYBODY
from station_app.domain.reception_days import day_words, hours_words
from station_app.errors import StationError
from station_app.reports.records import Notice, NoticeDay, SheetHead
from station_app.services.people import site_details
from station_app.services.reception_days import KnownDay, day_of, to_announce
from station_app.services.reprints import Output, Paper, Trace, check_place, deliver, outputs
from station_app.services.station import Station

SUFFIX = ".pdf"
_TITLE = "人大代表接待群众公告"
_WORDS = "为方便群众反映意见建议，现将近期代表接待安排公告如下，欢迎前来。"
_TO_COME = "待定"


def write_notice(station: Station, uid: str, out: Output) -> Paper:
    """The notice of the reception day ``uid``. Raises StationError, also for a day that does not take place."""
    from station_app.reports.notice import notice_unprintable, print_notice

    check_place(station, out, SUFFIX)
    station.require(*EVERYBODY)
    known = day_of(station, uid)
    if known.cancelled:
        raise StationError("这个接待日已经取消，不能打公告", "请选别的接待日。")
    trace = Trace(key=_key(known), subject=uid, detail=f"接待公告 {known.when}")
    reprint, site = outputs(station, trace.key), site_details(station)
    head = SheetHead(site=site.name, printed_at=station.clock.now(), phone=site.phone, reprint=reprint)
    notice = notice_of(station, known)
    printed = print_notice(notice, head)
    deliver(station, trace, reprint, out, printed.data)
    return Paper(out=out, pages=printed.pages, reprint=reprint, unprintable=notice_unprintable(notice))


def notice_of(station: Station, known: KnownDay) -> Notice:
    """The values of a day's notice."""
    site, day = site_details(station), known.day
    line = NoticeDay(
        when=f"{_dated(day.day, station.clock.today())}\n{hours_words(day)}",
        place=day.place or day.mode.value,
        deputies=known.who or _TO_COME,
        theme=day.theme,
    )
    return Notice(title=_TITLE, words=_WORDS, days=(line,), address=site.address, hours=site.hours)


def notices(station: Station, known: KnownDay) -> int:
    """How often the notice of a day was put out since the day was changed last."""
    return outputs(station, _key(known))


def owed_notices(station: Station) -> tuple[KnownDay, ...]:
    """The days of the coming three whose notice was not put out as they now stand, the next one first."""
    return tuple(one for one in to_announce(station) if not notices(station, one))


def _key(known: KnownDay) -> str:
    """Changed days need a new notice: the old one tells another hour or other deputies."""
    stands = canonical(to_payload(known.day)).encode()
    return f"notice {known.uid} {hashlib.sha256(stands).hexdigest()[:16]}"


def _dated(iso: str, today: date) -> str:
    year = date.fromisoformat(iso).year
    return day_words(iso) if year == today.year else f"{year}年{day_words(iso)}"
