"""The one function that says in which state an opinion is.

It works in two steps, so that a list of a million opinions can be filtered without reading them: ``facts``
condenses the facets to a few small values (kept beside the row and made anew with it), ``status_of`` orders the rules
over these values. The database evaluates the same rules through ``STATUS_RULES``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from station_app.domain.enums import Outcome, Satisfaction, Status
from station_app.domain.records import Feedback, Handling, Intake, LocalHandling, Reopening, Reply

ATTEMPTS_NEEDED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """All that is known of one opinion; None where a facet does not exist yet (no intake: still a draft)."""

    intake: Intake | None = None
    local: LocalHandling | None = None
    feedback: Feedback | None = None
    handling: Handling | None = None
    reply: Reply | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the state depends on: ``owed`` is an answer not told yet, ``redo`` one that was told and did not do."""

    void: bool
    archived: bool
    owed: bool
    redo: bool
    answered: bool
    at_centre: bool
    at_station: bool
    for_centre: bool


def status(facets: Facets, sent: bool) -> Status:
    """The state of an opinion; ``sent`` is true when the centre holds it (always so at the centre itself)."""
    if facets.intake is None:
        return Status.DRAFT
    return status_of(facts(facets), sent)


STATUS_RULES: tuple[tuple[str, Status], ...] = (
    ("void", Status.VOID),
    ("archived", Status.ARCHIVED),
    ("owed", Status.AWAITING_FEEDBACK),
    ("redo", Status.REDO),
    ("answered", Status.CLOSED),
    ("at_centre", Status.IN_PROGRESS),
    ("at_station", Status.LOCAL),
)
"""The first fact that holds gives the state; without one it is 待研判 if sent and for the centre, else 已登记."""


def status_of(known: Facts, sent: bool) -> Status:
    """The state that follows from the facts."""
    for name, state in STATUS_RULES:
        if getattr(known, name):
            return state
    return Status.TRIAGE if sent and known.for_centre else Status.RECORDED


def facts(facets: Facets) -> Facts:
    """Condense the facets of a registered opinion (``facets.intake`` must stand)."""
    intake = facets.intake
    assert intake is not None
    local, handling = facets.local, facets.handling
    answers, told, last = answers_given(facets), answers_told(facets), _last_result(facets)
    owed = intake.tellable and answers > told
    again = (
        (last is Satisfaction.DISSATISFIED and answers == told)
        or _reopened(local, answers)
        or _reopened(handling, answers)
    )
    return Facts(
        void=intake.void_reason is not None,
        archived=_archived(local) or _archived(handling),
        owed=owed,
        redo=not owed and answers > 0 and again,
        answered=answers > 0,
        at_centre=handling is not None and bool(handling.track),
        at_station=local is not None and bool(local.opened_on) and local.passed_on is None,
        for_centre=intake.outcome is Outcome.FILED,
    )


def answers_given(facets: Facets) -> int:
    """How many answers there are: on the spot or in the old ledger, by the station, by the centre."""
    intake, local, reply = facets.intake, facets.local, facets.reply
    assert intake is not None
    at_once = intake.outcome is not Outcome.FILED or intake.earlier_answer is not None
    return int(at_once) + (len(local.answers) if local else 0) + (len(reply.rounds) if reply else 0)


def answers_told(facets: Facets) -> int:
    """How many of the answers the resident has been told of; one from an old ledger counts as told."""
    intake = facets.intake
    assert intake is not None
    historic = intake.earlier_answer is not None
    rounds = facets.feedback.rounds if facets.feedback else ()
    return int(historic) + sum(1 for one in rounds if one.result is not None)


def unreached_enough(days: Sequence[str]) -> bool:
    """Whether failed attempts on these dates (ISO, time ignored) allow 联系不上: three different days."""
    return len({day[:10] for day in days}) >= ATTEMPTS_NEEDED


def _last_result(facets: Facets) -> Satisfaction | None:
    done = [one.result for one in facets.feedback.rounds if one.result is not None] if facets.feedback else []
    return done[-1] if done else None


def _archived(facet: LocalHandling | Handling | None) -> bool:
    return facet is not None and facet.archived_on is not None


def _reopened(facet: LocalHandling | Handling | None, answers: int) -> bool:
    reopenings: tuple[Reopening, ...] = facet.reopenings if facet else ()
    return bool(reopenings) and reopenings[-1].answers == answers
