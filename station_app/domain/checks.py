"""What must hold before a form is saved. Each rule says what is wrong in words that stand under the field."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date, datetime
from typing import TypeVar

from station_app.domain.enums import ContactKind, Outcome, Satisfaction
from station_app.domain.forms import Destination, LocalWork, OpinionForm, Problem, ReceptionForm
from station_app.domain.phone import check_phone
from station_app.domain.records import Contact
from station_app.domain.text import Cleaned, check_record_size, clean_digits, clean_line, clean_text
from station_app.domain.wording import CONTACT_LABELS, INTAKE_LABELS
from station_app.errors import StationError

Form = TypeVar("Form")
LONG_TEXTS = frozenset({"content", "spot_reply", "suggested_action", "plan", "remark"})
DIGIT_TEXTS = frozenset({"phone"})
_LABELS = {**INTAKE_LABELS, **CONTACT_LABELS, "unit": "承办单位", "plan": "办理打算"}
MAX_GROUP = 9999
EARLIEST_YEAR = 1949


def check_reception(form: ReceptionForm, now: datetime, future_agreed: bool = False) -> list[Problem]:
    """All problems of a form in the order of its fields; empty when it can be saved. ``now`` is aware and local."""
    found = [*_reception_problems(form, now, future_agreed), *_contact_problems(form.contact)]
    for index, opinion in enumerate(form.opinions):
        found += opinion_problems(opinion, f"opinions[{index}]")
    if not form.opinions:
        found.append(Problem("opinions", "意见建议", "至少记一条意见建议"))
    return found


def clean_form(form: Form) -> Form:
    """The form with the text rules applied to every text in it; raises TextRefused for what cannot be kept."""
    cleaned = _clean(form)
    check_record_size(_texts(cleaned))
    return cleaned


def text_notes(form: object) -> tuple[str, ...]:
    """What ``clean_form`` changes in the texts of a form, field by field, in words; raises TextRefused."""
    return tuple(dict.fromkeys(_notes(form)))


def moment_problem(text: str, now: datetime, future_agreed: bool = False) -> str | None:
    """What is wrong with a local time ``YYYY-MM-DDTHH:MM`` (or a date) typed by a person; None when it will do."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return "日期时间写得不对，例如 2026-06-18 10:20"
    if moment.year < EARLIEST_YEAR:
        return f"{moment.year} 年太早了，请核对年份"
    if moment.replace(tzinfo=None) > now.replace(tzinfo=None) and not future_agreed:
        return "时间在将来，请核对"
    return None


def _reception_problems(form: ReceptionForm, now: datetime, future_agreed: bool) -> Iterator[Problem]:
    if not form.began:
        yield Problem("began", "接待时间", "请填接待时间")
    elif sentence := moment_problem(form.began, now, future_agreed):
        yield Problem("began", "接待时间", sentence)
    if not form.channel:
        yield Problem("channel", "来源渠道", "请选来源渠道")
    if not form.recorder:
        yield Problem("recorder", "记录人", "请选记录人")
    if not form.deputies and not form.volunteer_only:
        yield Problem("deputies", "接待代表", "请选接待代表，或勾选「仅志愿者接待」")


def _contact_problems(contact: Contact) -> Iterator[Problem]:
    if contact.kind is ContactKind.ERASED:
        yield Problem("contact.kind", "反映人类型", "「已按本人要求删除」只能由删除得来，请另选一种")
    named = contact.kind is not ContactKind.ANONYMOUS
    if named and not contact.name:
        yield Problem("contact.name", "姓名", "请填姓名，不愿留名就选「匿名」")
    if contact.phone and (sentence := check_phone(contact.phone)):
        yield Problem("contact.phone", "电话", sentence)
    if not 1 <= contact.group_size <= MAX_GROUP:
        yield Problem("contact.group_size", "人数", f"人数在 1 到 {MAX_GROUP} 之间")
    elif contact.kind is ContactKind.GROUP and contact.group_size < 2:
        yield Problem("contact.group_size", "人数", "联名至少 2 人")
    if named and contact.notice_at is None:
        yield Problem("contact.notice_at", "信息用途", "请先当面告知信息用途并勾选")


def opinion_problems(opinion: OpinionForm, path: str) -> Iterator[Problem]:
    """What is wrong with one opinion; ``path`` is where it stands in its form, e.g. ``opinions[0]``."""
    required = (("title", "标题", "请填标题"), ("content", "内容", "请填内容"), ("topic", "类别", "请选类别"))
    for name, label, sentence in required:
        if not getattr(opinion, name).strip():
            yield Problem(f"{path}.{name}", label, sentence)
    if opinion.outcome is None:
        yield Problem(f"{path}.outcome", "处理方式", "请选处理方式")
    elif opinion.outcome is Outcome.FILED:
        if opinion.destination is Destination.STATION:
            yield from _work_problems(opinion.local, path)
    else:
        yield from _answer_problems(opinion, path)


def _work_problems(work: LocalWork, path: str) -> Iterator[Problem]:
    if not work.unit.strip():
        yield Problem(f"{path}.local.unit", "承办单位", "站内办理要填由谁办")
    if work.due_on and not _is_day(work.due_on):
        yield Problem(f"{path}.local.due_on", "办结期限", "日期写得不对，例如 2026-07-18")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _answer_problems(opinion: OpinionForm, path: str) -> Iterator[Problem]:
    if not opinion.spot_reply.strip():
        what = "答复了什么" if opinion.outcome is Outcome.ANSWERED else "怎样引导的"
        yield Problem(f"{path}.spot_reply", "答复内容", f"请写下{what}")
    told = opinion.on_the_spot
    if told.result is Satisfaction.UNREACHED or told.attitude is Satisfaction.UNREACHED:
        yield Problem(f"{path}.on_the_spot", "满意度", "当面告知不会联系不上")
    elif (told.result is None) != (told.attitude is None):
        yield Problem(f"{path}.on_the_spot", "满意度", "对态度和结果都请记一下")
    elif told.result is not None and not told.told:
        yield Problem(f"{path}.on_the_spot", "满意度", "记满意度前请勾选「已当面告知」")


def _clean(value: Form) -> Form:
    return replace(value, **{one.name: _clean_field(one.name, getattr(value, one.name)) for one in fields(value)})  # type: ignore[arg-type, type-var]


def _notes(value: object) -> Iterator[str]:
    for one in fields(value):  # type: ignore[arg-type]
        held = getattr(value, one.name)
        for part in held if isinstance(held, tuple) else (held,):
            if hasattr(part, "__dataclass_fields__"):
                yield from _notes(part)
            elif type(part) is str and (changes := _rule(one.name)(part).changes):
                yield f"{_LABELS.get(one.name, '文字')}：{'，'.join(changes)}"


def _rule(name: str) -> Callable[[str], Cleaned]:
    return clean_text if name in LONG_TEXTS else clean_digits if name in DIGIT_TEXTS else clean_line


def _clean_field(name: str, value: object) -> object:
    if isinstance(value, str) and type(value) is str:
        return _rule(name)(value).text
    if isinstance(value, tuple):
        return tuple(_clean_field(name, one) for one in value)
    return _clean(value) if hasattr(value, "__dataclass_fields__") else value


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif hasattr(value, "__dataclass_fields__"):
        for one in fields(value):  # type: ignore[arg-type]
            yield from _texts(getattr(value, one.name))


def refuse(problems: list[Problem]) -> None:
    """Raise StationError with all problems in one sentence; nothing when there are none."""
    if problems:
        what = "；".join(f"{one.label}：{one.sentence}" for one in problems)
        raise StationError(f"还有 {len(problems)} 处要改（{what}）", "改好后再保存，已填的都还在。")
