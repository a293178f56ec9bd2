"""What the centre may do with an opinion in its present state (the table "Life of an opinion")."""

from enum import StrEnum

from station_app.domain.enums import PersonRole, Status
from station_app.domain.moves import at_work, with_centre
from station_app.domain.records import Handling
from station_app.domain.status import Facets, status

CLERKS = (PersonRole.CLERK, PersonRole.CENTRE_HEAD)
PENDING_LABEL = "更正待确认"


class CentreMove(StrEnum):
    """Something the centre may do with an opinion, named as its button; no name is also one of `Move`."""

    REPLY = "中心答复"
    JUDGE_CORRECTION = "确认更正"
    ARCHIVE = "中心归档"
    REOPEN = "中心重启"


_FOR_HEADS = frozenset({CentreMove.ARCHIVE, CentreMove.REOPEN})


def who_may(move: CentreMove) -> tuple[PersonRole, ...]:
    """The roles that may make a move: filing away and taking up again are the head's."""
    return (PersonRole.CENTRE_HEAD,) if move in _FOR_HEADS else CLERKS


def centre_moves(facets: Facets, current: str) -> frozenset[CentreMove]:
    """What the centre may do now; ``current`` names the newest change of the intake."""
    state = status(facets, sent=True)
    moves = {CentreMove.JUDGE_CORRECTION} if correction_pending(facets, current) else set()
    theirs = state is Status.REDO and with_centre(facets, sent=True) and not at_work(facets)
    if state in {Status.TRIAGE, Status.IN_PROGRESS} or theirs:
        moves.add(CentreMove.REPLY)
    return frozenset(moves) | _after(facets, state)


def _after(facets: Facets, state: Status) -> frozenset[CentreMove]:
    """What the centre answered, it files away or takes up again."""
    handling = facets.handling
    if state is Status.CLOSED and with_centre(facets, sent=True):
        return _FOR_HEADS
    filed = state is Status.ARCHIVED and handling is not None and handling.archived_on is not None
    return frozenset({CentreMove.REOPEN}) if filed else frozenset()


def correction_pending(facets: Facets, current: str) -> bool:
    """Whether the station corrected what the centre's work is based on, and the centre has not said a word on it."""
    intake, handling = facets.intake, facets.handling
    if intake is None or intake.void_reason is not None or handling is None:
        return False
    return is_behind(handling, current)


def is_behind(handling: Handling, current: str) -> bool:
    """Whether work was decided on an older intake than ``current`` and nothing was decided on that."""
    return handling.based_on not in {None, current} and handling.correction != current
