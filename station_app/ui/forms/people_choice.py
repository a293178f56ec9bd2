"""Deputies and persons of the station as choices of a form, the ended ones of an old draft included."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QCoreApplication

from station_app.services import people
from station_app.services.people import KnownDeputy
from station_app.services.station import Station
from station_app.ui.widgets.token_popup import Candidate

OnDuty = Callable[[], Collection[str]]


def nobody_on_duty() -> Collection[str]:
    """The roster of a station that keeps none."""
    return ()


def deputy_matcher(station: Station, on_duty: OnDuty) -> Callable[[str], Sequence[Candidate]]:
    """What a token field asks while somebody types: deputies by initials or characters, the roster of today first."""

    def match(typed: str) -> Sequence[Candidate]:
        return [
            deputy_candidate(one.known, on_duty=one.on_duty, hits=tuple(range(*one.hit)))
            for one in people.match_deputies(station, typed, on_duty())
        ]

    return match


def unknown_deputy() -> str:
    """What is said while a typed name meets no deputy."""
    return QCoreApplication.translate("DeputyChoice", "没有这位代表，请从列表里选，或到「设置」里添加")


def deputy_candidate(known: KnownDeputy, *, on_duty: bool = False, hits: tuple[int, ...] = ()) -> Candidate:
    """A deputy as a choice: name, standing, and 今日轮值 or 补选."""
    note = ""
    if on_duty:
        note = QCoreApplication.translate("DeputyChoice", "今日轮值")
    elif known.deputy.by_election:
        note = QCoreApplication.translate("DeputyChoice", "补选")
    return Candidate(known.uid, known.deputy.name, known.standing, note, hits)


def deputy_tokens(station: Station, uids: Sequence[str]) -> list[Candidate]:
    """The chips for deputies by uid, in this order; one that is not known is left out."""
    known = {one.uid: one for one in people.deputies(station, with_ended=True)}
    return [deputy_candidate(known[uid]) for uid in uids if uid in known]


def person_options(station: Station, uid: str) -> list[tuple[object, str]]:
    """Who works here (uid, name), and ``uid`` too when that one has ended."""
    known = people.persons(station, with_ended=True)
    return [(one.uid, one.person.name) for one in known if one.person.active or one.uid == uid]
