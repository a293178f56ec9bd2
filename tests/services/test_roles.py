"""Who may do what with an opinion: the services refuse, whatever a window shows."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from station_app.domain.enums import Kind, PersonRole, Satisfaction
from station_app.domain.forms import LocalWork
from station_app.domain.masking import EVERYTHING
from station_app.domain.periods import year_period
from station_app.domain.records import Person
from station_app.errors import StationError
from station_app.journal.log import count_changes
from station_app.services.boxes import boxes
from station_app.services.correcting import correct, form_of, renumber, void
from station_app.services.detail import detail, reveal
from station_app.services.feedback import FeedbackForm, record_feedback
from station_app.services.finding import numbered
from station_app.services.handling import answer, archive, change_local, open_local, pass_on, reopen
from station_app.services.list_export import write_list
from station_app.services.listing import Filters, count, page
from station_app.services.opening_boxes import save_opening
from station_app.services.papers import write_opening, write_receipt, write_sheet
from station_app.services.progress import progress
from station_app.services.register import RegisterWish, look_at, write_register
from station_app.services.reprints import Paper
from station_app.services.station import Station
from tests.services.openings import opening, put_up, slip
from tests.services.opinions import answered, nobody_at_the_desk, record, twin

GOOD = Satisfaction.SATISFIED
WORK = LocalWork(unit="物业公司")
ALL = frozenset(PersonRole)
HEADS = frozenset({PersonRole.HEAD, PersonRole.CENTRE_HEAD})


@dataclass(frozen=True)
class Case:
    """A use of a service: ``before`` (by the head) makes the opinion it is used on; ``roles`` may use it."""

    before: Callable[[Station], str]
    use: Callable[[Station, str], object]
    roles: frozenset[PersonRole]
    reads: bool = False


def plain(station: Station) -> str:
    return record(station)[0]


def report(station: Station) -> str:
    return record(station, {"kind": Kind.REPORT})[0]


def at_work(station: Station) -> str:
    (serial,) = record(station)
    open_local(station, serial, WORK)
    return serial


def owed(station: Station) -> str:
    return record(station, answered())[0]


def closed(station: Station) -> str:
    return record(station, answered(GOOD))[0]


def doubled(station: Station) -> str:
    return twin(station, plain(station))


def opened(station: Station) -> str:
    """An opening of a box with one slip: its number."""
    return save_opening(station, opening(station, put_up(station), slip())).number


def boxed(station: Station) -> str:
    return put_up(station)


def paper(suffix: str = "pdf") -> Path:
    """A file outside every data folder."""
    return Path(tempfile.mkdtemp()) / f"纸.{suffix}"


def register(station: Station, _ref: str, suffix: str = "pdf", **wish: object) -> Paper:
    return write_register(station, RegisterWish(period=year_period(2026), **wish), paper(suffix))


IN_FULL = {"shown": EVERYTHING, "reason": "街道核对"}
HEARD = FeedbackForm(at="2026-06-18T10:50", attitude=GOOD, result=GOOD)
MATRIX = {
    "list": Case(plain, lambda station, _: page(station, Filters()), ALL, reads=True),
    "count": Case(plain, lambda station, _: count(station, Filters()), ALL, reads=True),
    "show": Case(plain, detail, ALL, reads=True),
    "progress": Case(plain, progress, ALL, reads=True),
    "reveal": Case(plain, reveal, ALL),
    "reveal a report": Case(report, reveal, HEADS),
    "form": Case(plain, form_of, ALL),
    "form of a report": Case(report, form_of, HEADS),
    "correct": Case(plain, lambda station, ref: correct(station, ref, {"title": "改"}), ALL),
    "correct the contact of a report": Case(
        report, lambda station, ref: correct(station, ref, {"contact": {"name": "赵"}}), HEADS
    ),
    "make a report something else": Case(report, lambda station, ref: correct(station, ref, {"kind": "求助"}), HEADS),
    "void": Case(plain, lambda station, ref: void(station, ref, "重复"), ALL),
    "renumber": Case(doubled, renumber, HEADS),
    "open": Case(plain, lambda station, ref: open_local(station, ref, WORK), ALL),
    "change": Case(at_work, lambda station, ref: change_local(station, ref, LocalWork(unit="街道")), ALL),
    "answer": Case(at_work, lambda station, ref: answer(station, ref, "2026-06-18", "好了。"), ALL),
    "pass on": Case(at_work, pass_on, ALL),
    "feedback": Case(owed, lambda station, ref: record_feedback(station, ref, HEARD), ALL),
    "archive": Case(closed, archive, HEADS),
    "register": Case(plain, register, ALL),
    "register as Excel": Case(plain, lambda station, ref: register(station, ref, "xlsx"), ALL),
    "register in full": Case(plain, lambda station, ref: register(station, ref, **IN_FULL), HEADS),
    "look at the register in full": Case(
        plain, lambda station, _: look_at(station, RegisterWish(period=year_period(2026), **IN_FULL)), HEADS
    ),
    "sheet": Case(plain, lambda station, ref: write_sheet(station, ref, paper()), ALL),
    "sheet of a report": Case(report, lambda station, ref: write_sheet(station, ref, paper()), HEADS),
    "receipt": Case(plain, lambda station, ref: write_receipt(station, ref, paper()), ALL),
    "record of an opening": Case(opened, lambda station, ref: write_opening(station, ref, paper()), ALL),
    "list as Excel": Case(plain, lambda station, _: write_list(station, Filters(), paper("xlsx")), ALL),
    "list as PDF": Case(plain, lambda station, _: write_list(station, Filters(), paper()), ALL),
    "find by number": Case(plain, numbered, ALL, reads=True),
    "boxes": Case(boxed, lambda station, _: boxes(station), ALL, reads=True),
    "reopen": Case(closed, lambda station, ref: reopen(station, ref, "又坏了"), HEADS),
}


def take_the_desk(station: Station, role: PersonRole) -> None:
    """Somebody of that role sits down."""
    uid = "00000000-0000-4000-8000-0000000000cc"
    with station.writing() as log:
        log.put(uid, "person", Person(name="某人", role=role), station.author)
    station.sit_down(uid)


def trail(station: Station) -> tuple[int, int]:
    """How much was written: changes, and entries of what was looked at."""
    return count_changes(station.db), station.db.execute_sql("SELECT count(*) FROM audit").fetchone()[0]


@pytest.mark.parametrize("role", PersonRole)
@pytest.mark.parametrize("name", MATRIX)
def test_a_role_may_or_is_refused_and_leaves_nothing(station, name, role):
    case = MATRIX[name]
    ref = case.before(station)
    take_the_desk(station, role)
    before = trail(station)
    if role in case.roles:
        case.use(station, ref)
        assert (trail(station) == before) is case.reads
    else:
        with pytest.raises(StationError, match="站长"):
            case.use(station, ref)
        assert trail(station) == before


@pytest.mark.parametrize("name", [name for name, case in MATRIX.items() if not case.reads])
def test_an_empty_desk_does_nothing(station, name):
    case = MATRIX[name]
    ref = case.before(station)
    before = trail(station)
    with nobody_at_the_desk(station), pytest.raises(StationError):
        case.use(station, ref)
    assert trail(station) == before
