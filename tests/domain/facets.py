"""Facets of an opinion for the tests of the rules over them: made by hand, or any by hypothesis."""

from hypothesis import strategies as st

from station_app.domain.enums import ContactKind, Outcome, Satisfaction, ToldHow
from station_app.domain.records import (
    Answer,
    Attempt,
    EarlierAnswer,
    Feedback,
    FeedbackRound,
    Handling,
    Intake,
    LocalHandling,
    Reopening,
    Reply,
    ReplyRound,
)
from station_app.domain.status import Facets

DAY = "2026-06-03"
NAMED = ContactKind.PERSON


def intake(**changes: object) -> Intake:
    """An opinion of 3 June for the centre whose contact can be told."""
    base = {
        "serial": "17-2026-00118",
        "received_on": DAY,
        "channel": "来站接待",
        "topic": "消防安全",
        "title": "消防通道长期停车",
        "content": "北门左手那条消防通道天天有人停车。",
        "tellable": True,
    }
    return Intake(**{**base, **changes})  # type: ignore[arg-type]


def spot(outcome: Outcome = Outcome.ANSWERED, **changes: object) -> Intake:
    """One answered (or refused) on the spot."""
    return intake(outcome=outcome, spot_reply="当场说明了。", **changes)


def local(*answers: str, **changes: object) -> LocalHandling:
    """Work in hand at the property office, with these answers."""
    given = tuple(Answer(date=day, text="已划线。", by="p") for day in answers)
    base = {"number": "17-2026-B0001", "unit": "物业公司", "opened_on": DAY, "answers": given}
    return LocalHandling(**{**base, **changes})  # type: ignore[arg-type]


def attempt(at: str = "2026-06-08T10:00", reached: bool = True) -> Attempt:
    """One attempt by phone."""
    return Attempt(at=at, by="p", how=ToldHow.PHONE, reached=reached)


def told(*results: Satisfaction | None) -> Feedback:
    """A round for each result."""
    return Feedback(rounds=tuple(FeedbackRound(attempts=(attempt(),), attitude=one, result=one) for one in results))


def reopened(answers: int) -> tuple[Reopening, ...]:
    """Taken up again after so many answers."""
    return (Reopening(on="2026-06-16", by="p", reason="又停车了", answers=answers),)


def reply(*days: str) -> Reply:
    """The centre's answers of these days."""
    return Reply(rounds=tuple(ReplyRound(date=day, text="已整改。", reply_class="A") for day in days))


HANDLING = Handling(
    track="转街道办", unit="城市管理办公室", number="JB-2026-0041", handed_on="2026-06-08", due_on="2026-07-08"
)
EARLIER = EarlierAnswer(text="已办。", date="2025-03-01")

_days = st.dates().map(lambda day: day.isoformat())
_results = st.lists(st.none() | st.sampled_from(Satisfaction), max_size=4)
_reopenings = st.lists(st.integers(0, 4).map(lambda count: reopened(count)[0]), max_size=2).map(tuple)
_intakes = st.builds(
    intake,
    outcome=st.sampled_from(Outcome),
    tellable=st.booleans(),
    void_reason=st.none() | st.just("重复"),
    earlier_answer=st.none() | st.just(EARLIER),
)
_locals = st.builds(
    lambda days, **changes: local(*days, **changes),
    st.lists(_days, max_size=3),
    opened_on=st.sampled_from(["", DAY]),
    passed_on=st.none() | st.just("2026-06-09"),
    archived_on=st.none() | st.just("2026-06-17"),
    reopenings=_reopenings,
)
_handlings = st.builds(
    Handling, track=st.sampled_from(["", "吹哨"]), archived_on=st.none() | st.just("2026-06-17"), reopenings=_reopenings
)
any_facets = st.builds(
    Facets,
    intake=_intakes,
    local=st.none() | _locals,
    feedback=st.none() | _results.map(lambda results: told(*results)),
    handling=st.none() | _handlings,
    reply=st.none() | st.lists(_days, max_size=2).map(lambda days: reply(*days)),
)
