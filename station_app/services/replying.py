"""The centre's answers, and its word on corrections of what it is working on.

``ref`` is a serial or uid; each returns the new status, and refuses what the state or the role does not allow.
"""

from dataclasses import replace

from station_app.domain.centre_moves import CentreMove, centre_moves, correction_pending, who_may
from station_app.domain.checks import refuse
from station_app.domain.enums import ReplyClass, Status, Track
from station_app.domain.forms import Problem
from station_app.domain.records import Handling, Reopening, Reply, ReplyRound
from station_app.domain.status import answers_given
from station_app.domain.text import clean_line, clean_text
from station_app.errors import StationError
from station_app.services.filtering import Filters, count_selected
from station_app.services.held import Held, hold
from station_app.services.saving import saving
from station_app.services.station import Station
from station_app.services.versions import current_intake


def reply(
    station: Station,
    ref: str,
    text: str,
    reply_class: str,
    signer: str = "",
    later: str = "",
    based_on: str | None = None,
) -> Status:
    """Answer an opinion: 待反馈, or 办结 when nobody can be told. ``reply_class`` is A, B, C or D.

    ``later`` are measures promised for later. ``based_on`` names the intake change that was read, None: the newest.
    An opinion on which nothing was decided yet is answered directly (直接答复).
    """
    held = _hold_for(station, ref, CentreMove.REPLY)
    given = _checked(station, text, reply_class, signer, later)
    said = held.facets.reply or Reply()
    with saving(station) as log:
        handling = replace(
            held.facets.handling or Handling(), based_on=based_on or current_intake(station.db, held.uid), correction=""
        )
        if not handling.track:
            handling = replace(handling, track=Track.DIRECT.value, handed_on=given.date)
        log.put(held.uid, "opinion.handling", handling, station.author)
        log.put(held.uid, "opinion.reply", Reply(rounds=(*said.rounds, given)), station.author)
    return hold(station, held.uid).status


def accept_correction(station: Station, ref: str, accepted: bool = True) -> Status:
    """Say whether the work goes by the corrected text, or that the matter was handled on the older one."""
    held = _hold_for(station, ref, CentreMove.JUDGE_CORRECTION)
    assert held.facets.handling is not None
    with saving(station) as log:
        current = current_intake(station.db, held.uid)
        based_on = current if accepted else held.facets.handling.based_on
        decided = replace(held.facets.handling, based_on=based_on, correction="" if accepted else current)
        log.put(held.uid, "opinion.handling", decided, station.author)
    return hold(station, held.uid).status


def archive(station: Station, ref: str) -> Status:
    """File away what the centre answered. The centre's head only."""
    held = _hold_for(station, ref, CentreMove.ARCHIVE)
    today = station.clock.today().isoformat()
    return _save(station, held, replace(held.facets.handling or Handling(), archived_on=today))


def reopen(station: Station, ref: str, reason: str) -> Status:
    """Take up again what the centre answered, with a reason: 重办. The centre's head only."""
    held = _hold_for(station, ref, CentreMove.REOPEN)
    why = clean_line(reason).text
    if not why:
        raise StationError("重启要写原因", "请写明为什么重新办理。")
    before = held.facets.handling or Handling()
    again = Reopening(
        on=station.clock.today().isoformat(),
        by=station.author or "",
        reason=why,
        answers=answers_given(held.facets),
    )
    return _save(station, held, replace(before, archived_on=None, reopenings=(*before.reopenings, again)))


def count_triage(station: Station) -> int:
    """How many opinions wait for the centre to judge them; 0 at a station."""
    return count_selected(station, Filters(statuses=(Status.TRIAGE,))) if station.is_centre else 0


def may_now(station: Station, held: Held) -> frozenset[CentreMove]:
    """What the person at the desk may do with it as the centre; nothing at a station."""
    if not station.is_centre or station.desk is None:
        return frozenset()
    role = station.desk.person.role
    moves = centre_moves(held.facets, current_intake(station.db, held.uid))
    return frozenset(move for move in moves if role in who_may(move))


def waits_for_word(station: Station, held: Held) -> bool:
    """Whether 更正待确认 is shown, at both ends."""
    return correction_pending(held.facets, current_intake(station.db, held.uid))


def _save(station: Station, held: Held, handling: Handling) -> Status:
    with saving(station) as log:
        log.put(held.uid, "opinion.handling", handling, station.author)
    return hold(station, held.uid).status


def _hold_for(station: Station, ref: str, move: CentreMove) -> Held:
    if not station.is_centre:
        raise StationError(f"「{move.value}」由中心来做", "请等中心的回传包；站内办理的答复在详情里写。")
    station.require(*who_may(move))
    held = hold(station, ref)
    if move not in centre_moves(held.facets, current_intake(station.db, held.uid)):
        raise StationError(f"{held.intake.serial} 现在是「{held.status.value}」，不能{move.value}", _instead(held))
    return held


def _instead(held: Held) -> str:
    return {
        Status.VOID: "站点已经作废这条登记。",
        Status.AWAITING_FEEDBACK: "已经答复过，请等站点把反馈送来。",
        Status.LOCAL: "这件由站点自己办理；站点转交后中心才能答复。",
    }.get(held.status, "请打开详情，查看办到哪一步。")


def _checked(station: Station, text: str, reply_class: str, signer: str, later: str) -> ReplyRound:
    said = clean_text(text).text
    problems = [] if said else [Problem("text", "答复内容", "请写下答复了什么")]
    if reply_class not in set(ReplyClass):
        problems.append(Problem("reply_class", "答复类别", "请选 A、B、C 或 D"))
    refuse(problems)
    return ReplyRound(
        date=station.clock.today().isoformat(),
        text=said,
        reply_class=reply_class,
        signer=clean_line(signer).text,
        later_measures=clean_text(later).text,
    )
