"""What became of an opinion in one sentence, to be read to the resident across the table or on the phone."""

from collections.abc import Callable
from datetime import date

from station_app.domain.due import due_of
from station_app.domain.enums import Outcome, Status
from station_app.domain.records import Handling, LocalHandling
from station_app.domain.status import Facets
from station_app.domain.telling import GivenAnswer, answers, owed_answer

LONGEST_ANSWER = 120


def sentence(facets: Facets, status: Status, mark: str, today: date) -> str:
    """The sentence for an opinion in ``status``; ``mark``: how far it got on its way to the centre ('' not at all)."""
    intake = facets.intake
    assert intake is not None
    told = f"您{spoken_day(intake.received_on, today)}反映的「{intake.title}」，"
    if status is Status.VOID:
        return f"{told}这条登记已经作废，原因是：{_full_stop(intake.void_reason or '')}"
    if status is Status.RECORDED:
        return told + ("已经登记并上报中心，正在等中心回复。" if mark else "已经登记，还没有送到中心。")
    return told + _TELL[status](facets, today)


def spoken_day(iso: str, today: date) -> str:
    """6月3日, with the year when it is not this one."""
    day = date.fromisoformat(iso[:10])
    words = f"{day.month}月{day.day}日"
    return words if day.year == today.year else f"{day.year}年{words}"


def _triage(_facets: Facets, _today: date) -> str:
    return "中心已经收到，正在研究由谁来办。"


def _in_hand(work: LocalHandling | Handling, begun: str, today: date) -> str:
    words = f"{spoken_day(begun, today)}交给{work.unit}办理" if begun else f"正由{work.unit}办理"
    if work.due_on is None:
        return f"{words}，还在办。"
    return f"{words}，要求{spoken_day(work.due_on, today)}前办结，{due_of(work.due_on, today).words}。"


def _local(facets: Facets, today: date) -> str:
    assert facets.local is not None
    return _in_hand(facets.local, facets.local.opened_on, today)


def _at_centre(facets: Facets, today: date) -> str:
    assert facets.handling is not None
    return "中心" + _in_hand(facets.handling, facets.handling.handed_on or "", today)


def _redo(facets: Facets, today: date) -> str:
    given = answers(facets)
    return f"{_answered(given[-1], today)}，之后又重新办理，现在还在办。" if given else "正在重新办理。"


def _owed(facets: Facets, today: date) -> str:
    owed = owed_answer(facets)
    return f"{_answered(owed, today)}：{_short(owed.text)}" if owed else "已经有答复。"


def _closed(facets: Facets, today: date) -> str:
    given = answers(facets)
    if not given:
        return "已经办结。"
    refused = facets.intake is not None and facets.intake.outcome is Outcome.REFUSED and len(given) == 1
    what = f"{spoken_day(given[-1].date, today)}已说明不在受理范围" if refused else _answered(given[-1], today)
    return f"{what}，已经办结：{_short(given[-1].text)}"


def _answered(given: GivenAnswer, today: date) -> str:
    by = "" if given.source in {"当场", "旧台账"} else f"由{given.source}"
    return f"{spoken_day(given.date, today)}已经{by}答复"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return _full_stop(line if len(line) <= LONGEST_ANSWER else f"{line[:LONGEST_ANSWER]}……")


def _full_stop(text: str) -> str:
    return text if text.endswith(("。", "！", "？", "…", ".", "!", "?")) else f"{text}。"


_TELL: dict[Status, Callable[[Facets, date], str]] = {
    Status.TRIAGE: _triage,
    Status.LOCAL: _local,
    Status.IN_PROGRESS: _at_centre,
    Status.REDO: _redo,
    Status.AWAITING_FEEDBACK: _owed,
    Status.CLOSED: _closed,
    Status.ARCHIVED: _closed,
}
