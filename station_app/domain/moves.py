"""What a station may do with an opinion in its present state (the table "Life of an opinion")."""

from enum import StrEnum

from station_app.domain.enums import PersonRole, Status
from station_app.domain.status import Facets, status

HEADS = (PersonRole.HEAD, PersonRole.CENTRE_HEAD)
EVERYBODY = tuple(PersonRole)
# Who exchanges packages: the head at a station, clerk and head at the centre.
OFFICE = (PersonRole.HEAD, PersonRole.CLERK, PersonRole.CENTRE_HEAD)


class Move(StrEnum):
    """Something a station may do with an opinion, named as its button."""

    CORRECT = "更正"
    VOID = "作废"
    OPEN = "站内办理"
    CHANGE = "调整办理"
    ANSWER = "答复"
    PASS_ON = "上报中心"
    FEEDBACK = "记反馈"
    ARCHIVE = "归档"
    REOPEN = "重启"


_FOR_HEADS = frozenset({Move.ARCHIVE, Move.REOPEN})
_AT_WORK = frozenset({Move.CHANGE, Move.ANSWER, Move.PASS_ON})


def moves(facets: Facets, sent: bool) -> frozenset[Move]:
    """What the station may do now; ``sent`` as in ``status``. Nothing with a void or unregistered one."""
    state = status(facets, sent)
    if state in {Status.VOID, Status.DRAFT}:
        return frozenset()
    return frozenset({Move.CORRECT, Move.VOID}) | _by_state(facets, state, sent)


def who_may(move: Move) -> tuple[PersonRole, ...]:
    """The roles that may make a move: filing away and taking up again are the head's, the rest is everybody's."""
    return HEADS if move in _FOR_HEADS else EVERYBODY


def at_work(facets: Facets) -> bool:
    """Whether the station has the matter in hand itself: opened and not passed on."""
    local = facets.local
    return local is not None and bool(local.opened_on) and local.passed_on is None


def with_centre(facets: Facets, sent: bool) -> bool:
    """Whether the matter is the centre's by now: handled or answered there, or passed on and received."""
    handling, reply, local = facets.handling, facets.reply, facets.local
    taken = (handling is not None and bool(handling.track)) or (reply is not None and bool(reply.rounds))
    return taken or (sent and local is not None and local.passed_on is not None)


def _by_state(facets: Facets, state: Status, sent: bool) -> frozenset[Move]:
    if state is Status.AWAITING_FEEDBACK:
        return frozenset({Move.FEEDBACK})
    if state is Status.LOCAL or (state is Status.REDO and at_work(facets)):
        return _AT_WORK
    if with_centre(facets, sent):
        return frozenset()
    if state in {Status.RECORDED, Status.REDO}:
        return frozenset({Move.OPEN})
    if state is Status.CLOSED:
        return _FOR_HEADS
    return frozenset({Move.REOPEN}) if state is Status.ARCHIVED else frozenset()
