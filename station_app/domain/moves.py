"""What may be done with an opinion in its present state, by the side that keeps it (the table "Life of an opinion")."""

from enum import StrEnum

from station_app.domain.enums import Status
from station_app.domain.status import Facets, status


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


def moves(facets: Facets, sent: bool) -> frozenset[Move]:
    """What the station may do now; ``sent`` as in ``status``. Nothing with a void or unregistered one."""
    state = status(facets, sent)
    if state in {Status.VOID, Status.DRAFT}:
        return frozenset()
    return frozenset({Move.CORRECT, Move.VOID}) | _by_state(facets, state)


def answered_by_centre(facets: Facets) -> bool:
    """Whether the centre gave the last answer: once it has answered, the station does not take the matter back."""
    return facets.reply is not None and bool(facets.reply.rounds)


def at_work(facets: Facets) -> bool:
    """Whether the station has the matter in hand itself: opened and not passed on."""
    local = facets.local
    return local is not None and bool(local.opened_on) and local.passed_on is None


def _by_state(facets: Facets, state: Status) -> frozenset[Move]:
    if state is Status.AWAITING_FEEDBACK:
        return frozenset({Move.FEEDBACK})
    if state is Status.RECORDED:
        return frozenset({Move.OPEN})
    if state is Status.LOCAL or (state is Status.REDO and at_work(facets)):
        return frozenset({Move.CHANGE, Move.ANSWER, Move.PASS_ON})
    if answered_by_centre(facets):
        return frozenset()
    if state is Status.CLOSED:
        return frozenset({Move.ARCHIVE, Move.REOPEN})
    return {Status.REDO: frozenset({Move.OPEN}), Status.ARCHIVED: frozenset({Move.REOPEN})}.get(state, frozenset())
