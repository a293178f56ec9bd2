"""What happened to an opinion, told from the versions of its facets one after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from station_app.domain.enums import Outcome
from station_app.domain.records import (
    Contact,
    Feedback,
    FeedbackRound,
    Handling,
    Intake,
    LocalHandling,
    Reception,
    Reopening,
    Reply,
)
from station_app.domain.wording import contact_changes, field_changes, reception_changes

NameOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: ``on`` is the ISO day or minute it says of itself, '' when it is when it was written."""

    what: str
    note: str = ""
    on: str = ""


def happenings(before: Any, after: Any, name_of: NameOf) -> Iterator[Happening]:
    """What the version ``after`` of a facet adds to ``before`` (None: it is the first).

    ``name_of`` gives the name of a person or deputy by uid.
    """
    if isinstance(after, Intake):
        yield from _registered(after) if before is None else _corrected(before, after, name_of)
    elif isinstance(after, LocalHandling):
        yield from _local(before or LocalHandling(), after)
    elif isinstance(after, Feedback):
        yield from _told(before or Feedback(), after)
    elif isinstance(after, Handling):
        yield from _handled(before or Handling(), after)
    elif isinstance(after, Contact | Reception):
        yield from _people_corrected(before, after)
    elif isinstance(after, Reply):
        old = before.rounds if before else ()
        for one in after.rounds[len(old) :]:
            yield Happening("中心答复", _joined(f"{one.reply_class} 类" if one.reply_class else "", one.text), one.date)


def _registered(intake: Intake) -> Iterator[Happening]:
    yield Happening("登记", _joined(intake.channel, f"{intake.received_on} 收到"))
    if intake.earlier_answer is not None:
        yield Happening("旧台账答复", intake.earlier_answer.text, intake.earlier_answer.date or "")
    elif intake.outcome is not Outcome.FILED:
        yield Happening(intake.outcome.value, intake.spot_reply, intake.received_on)


def _corrected(before: Intake, after: Intake, name_of: NameOf) -> Iterator[Happening]:
    if after.void_reason is not None and before.void_reason is None:
        yield Happening("作废", after.void_reason)
    elif after.serial != before.serial:
        yield Happening("改编号", f"原编号 {before.serial}")
    else:
        labels = tuple(one.label for one in field_changes(before, after, name_of))
        yield Happening("更正", _changed(labels))


def _people_corrected(before: Any, after: Contact | Reception) -> Iterator[Happening]:
    """Only the names of the fields: personal data is not repeated in a story."""
    if isinstance(before, Contact) and isinstance(after, Contact):
        yield Happening("更正反映人资料", _changed(contact_changes(before, after)))
    elif isinstance(before, Reception) and isinstance(after, Reception):
        yield Happening("更正接待记录", _changed(reception_changes(before, after)))


def _changed(labels: tuple[str, ...]) -> str:
    return f"改了{'、'.join(labels)}" if labels else ""


def _local(before: LocalHandling, after: LocalHandling) -> Iterator[Happening]:
    taken_back = before.passed_on is not None and after.passed_on is None
    if after.opened_on and (after.opened_on != before.opened_on or taken_back):
        yield Happening("站内办理", _work_note(after))
    elif after.opened_on and _work_note(before) != _work_note(after):
        yield Happening("调整办理", _work_note(after))
    for one in after.answers[len(before.answers) :]:
        yield Happening("本站答复", one.text, one.date)
    if after.passed_on and after.passed_on != before.passed_on:
        yield Happening("转交中心", "", after.passed_on)
    yield from _filed(before, after)


def _work_note(local: LocalHandling) -> str:
    due = f"{local.due_on} 前办结" if local.due_on else ""
    meeting = f"{local.meeting_at.replace('T', ' ')} 开会" if local.meeting_at else ""
    whistle = f"吹哨：{local.whistle}" if local.whistle else ""
    return _joined(local.unit, local.number, due, meeting, whistle, local.plan)


def _filed(before: LocalHandling | Handling, after: LocalHandling | Handling) -> Iterator[Happening]:
    again: tuple[Reopening, ...] = after.reopenings[len(before.reopenings) :]
    for one in again:
        yield Happening("重启", one.reason, one.on)
    if after.archived_on and after.archived_on != before.archived_on:
        yield Happening("归档", "", after.archived_on)


def _told(before: Feedback, after: Feedback) -> Iterator[Happening]:
    for index, one in enumerate(after.rounds):
        yield from _round(before.rounds[index] if index < len(before.rounds) else FeedbackRound(), one)


def _round(before: FeedbackRound, after: FeedbackRound) -> Iterator[Happening]:
    for one in after.attempts[len(before.attempts) :]:
        yield Happening(f"{one.how.value}告知" if one.reached else f"{one.how.value}未联系上", one.note, one.at)
    if after.result is not None and before.result is None:
        on = after.attempts[-1].at if after.attempts else ""
        attitude = f"对态度{after.attitude.value}" if after.attitude and after.attitude is not after.result else ""
        yield Happening(f"反馈：{after.result.value}", _joined(attitude, after.remark), on)


def _handled(before: Handling, after: Handling) -> Iterator[Happening]:
    if after.track and (after.track, after.unit, after.number) != (before.track, before.unit, before.number):
        due = f"{after.due_on} 前办结" if after.due_on else ""
        yield Happening(_joined(after.track, after.unit), _joined(after.number, due), after.handed_on or "")
    elif after.due_on != before.due_on and after.due_on:
        yield Happening("延期", f"{after.due_on} 前办结")
    if after.correction and after.correction != before.correction:
        yield Happening("不按更正改办", "中心按原来的内容办理")
    elif before.based_on and after.based_on != before.based_on:
        yield Happening("按更正后的内容办理")
    yield from _filed(before, after)


def _joined(*parts: str) -> str:
    return "　".join(part for part in parts if part)
