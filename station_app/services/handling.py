"""站内办理: what a station does itself about an opinion.

``ref`` is a serial or uid; each returns the new status, and refuses what the state or the role does not allow.
"""

from datetime import date as day_of

from station_app.domain import local_work
from station_app.domain.checks import clean_form, moment_problem, refuse
from station_app.domain.enums import Status
from station_app.domain.forms import LocalWork, Problem
from station_app.domain.moves import Move
from station_app.domain.records import Answer, LocalHandling
from station_app.domain.text import clean_line, clean_text
from station_app.errors import StationError
from station_app.services.held import Held, hold, hold_for
from station_app.services.numbering import next_local_number
from station_app.services.saving import saving
from station_app.services.station import Station


def open_local(station: Station, ref: str, work: LocalWork) -> Status:
    """Take a matter in hand: ``work.unit`` is required; it gets a number ``<site>-<year>-B<4>`` unless it has one."""
    held = hold_for(station, ref, Move.OPEN)
    work = _checked(held, work)
    today = station.clock.today()
    with saving(station) as log:
        number = next_local_number(station.db, station.identity.code, today.year)
        local = local_work.opened(held.facets.local, work, number, today.isoformat())
        log.put(held.uid, "opinion.local", local, station.author)
    return hold(station, held.uid).status


def work_of(station: Station, ref: str) -> LocalWork:
    """The work in hand as a form, to be changed; empty when nothing is in hand."""
    return local_work.work_in(hold(station, ref).facets.local)


def change_local(station: Station, ref: str, work: LocalWork) -> Status:
    """Change unit, due day, meeting, whistle or plan of the work in hand."""
    held = hold_for(station, ref, Move.CHANGE)
    local = local_work.changed(_in_hand(held), _checked(held, work))
    if local == held.facets.local:
        raise StationError("没有改动", "请改好承办单位、期限或会议再保存。")
    return _save(station, held, local)


def answer(station: Station, ref: str, date: str, text: str) -> Status:
    """Record the station's answer of that ISO day: 待反馈, or 办结 when nobody can be told."""
    held = hold_for(station, ref, Move.ANSWER)
    said = clean_text(text).text
    if not said:
        raise StationError("还没有写答复内容", "请写下答复了什么。")
    if sentence := moment_problem(date, station.clock.now()) or _too_early(held, date):
        raise StationError(f"答复日期：{sentence}", "请改好日期再保存。")
    given = Answer(date=date[:10], text=said, by=station.author or "")
    return _save(station, held, local_work.answered(_in_hand(held), given))


def pass_on(station: Station, ref: str) -> Status:
    """Hand the matter on to the centre after all (上报)."""
    held = hold_for(station, ref, Move.PASS_ON)
    return _save(station, held, local_work.passed_on(_in_hand(held), station.clock.today().isoformat()))


def archive(station: Station, ref: str) -> Status:
    """File a closed matter away. Station head only."""
    held = hold_for(station, ref, Move.ARCHIVE)
    return _save(station, held, local_work.archived(held.facets.local, station.clock.today().isoformat()))


def reopen(station: Station, ref: str, reason: str) -> Status:
    """Take a closed or archived matter up again, with a reason. Station head only."""
    held = hold_for(station, ref, Move.REOPEN)
    why = clean_line(reason).text
    if not why:
        raise StationError("重启要写原因", "请写明为什么重新办理。")
    today = station.clock.today().isoformat()
    return _save(station, held, local_work.reopened(held.facets, today, station.author or "", why))


def _save(station: Station, held: Held, local: LocalHandling) -> Status:
    with saving(station) as log:
        log.put(held.uid, "opinion.local", local, station.author)
    return hold(station, held.uid).status


def _in_hand(held: Held) -> LocalHandling:
    assert held.facets.local is not None
    return held.facets.local


def _checked(held: Held, work: LocalWork) -> LocalWork:
    """The work with its texts cleaned; raises StationError with all that must be mended."""
    work = clean_form(work)
    problems = [] if work.unit else [Problem("unit", "承办单位", "站内办理要填由谁办")]
    for name, label in (("due_on", "办理期限"), ("meeting_at", "会议时间")):
        when = getattr(work, name)
        if when is not None and (sentence := _moment_problem(held, when)):
            problems.append(Problem(name, label, sentence))
    refuse(problems)
    return work


def _moment_problem(held: Held, when: str) -> str | None:
    """What is wrong with a day or time that may well be in the future."""
    try:
        day_of.fromisoformat(when[:10])
    except ValueError:
        return "日期时间写得不对，例如 2026-06-30"
    return _too_early(held, when)


def _too_early(held: Held, when: str) -> str | None:
    received = held.intake.received_on
    return f"比收到的日期 {received} 还早，请核对" if when[:10] < received else None
