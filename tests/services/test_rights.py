"""Every use case of the services that is handed a station: whom it refuses, or why it refuses nobody."""

import importlib
import inspect
import pkgutil
from pathlib import Path
from unittest.mock import Mock

import pytest

import station_app.services
from station_app.domain.enums import PersonRole
from station_app.domain.moves import EVERYBODY, HEADS, OFFICE
from station_app.domain.records import Person
from station_app.errors import StationError
from station_app.services.station import Station
from tests.services.opinions import nobody_at_the_desk
from tests.services.test_roles import take_the_desk, trail

CLERKS = (PersonRole.CLERK, PersonRole.CENTRE_HEAD)
CENTRE_HEAD = (PersonRole.CENTRE_HEAD,)

# These look at the role before anything else: whoever may not is told so, whatever the rest of the call says.
STATION = {
    "audit_trail.trail_page": HEADS,
    "audit_trail.trail_whole": HEADS,
    "audit_trail.write_trail": HEADS,
    "boxes.add_box": EVERYBODY,
    "boxes.change_box": EVERYBODY,
    "erasing.erase": HEADS,
    "erasing.find": HEADS,
    "erasing.holdings": HEADS,
    "erasing.somebody": HEADS,
    "ledger_import.import_ledger": HEADS,
    "ledger_import.void_import": HEADS,
    "list_export.write_list": EVERYBODY,
    "notices.write_notice": EVERYBODY,
    "packages.conflicts.resolve": OFFICE,
    "packages.enrolling.accept": HEADS,
    "packages.enrolling.request": HEADS,
    "packages.sending.export": OFFICE,
    "packages.taking.preview": OFFICE,
    "packages.taking.take": OFFICE,
    "packages.undoing.undo": OFFICE,
    "papers.write_blank_sheet": EVERYBODY,
    "papers.write_opening": EVERYBODY,
    "papers.write_receipt": EVERYBODY,
    "people.add_deputies": HEADS,
    "people.add_deputy": HEADS,
    "people.add_person": HEADS,
    "people.change_deputy": HEADS,
    "people.change_person": HEADS,
    "people.change_site": HEADS,
    "personal_data.export_person": HEADS,
    "rebuilding.rebuild": HEADS,
    "reception_days.add_day": EVERYBODY,
    "reception_days.cancel_day": HEADS,
    "reception_days.change_day": EVERYBODY,
    "recover.adopt_sheet": HEADS,
    "retention.erase_expired": HEADS,
    "retention.expired": HEADS,
    "retention.set_retention_years": HEADS,
    "sign_in.give_passphrase": HEADS,
    "sign_in.set_sharing": HEADS,
    "sign_in.take_away": HEADS,
}
CENTRE = {
    "code_lists.add_entry": CLERKS,
    "code_lists.change_entry": CLERKS,
    "code_lists.move_entry": CLERKS,
    "deputy_matching.match": CLERKS,
    "deputy_matching.match_exact": CLERKS,
    "deputy_matching.take_over": CLERKS,
    "limits.change_limits": CLERKS,
    "network.add_sites": CENTRE_HEAD,
    "network.change_site": CENTRE_HEAD,
    "packages.enrolling.approve": HEADS,
    "packages.roster_keeping.issuer": HEADS,
    "packages.roster_keeping.revoke": HEADS,
    "packages.roster_keeping.rotate_root": HEADS,
    "packages.rounds.write_round": OFFICE,
    "packages.sending.export_to_centre_pcs": OFFICE,
    "packages.station_paper.write_stations": EVERYBODY,
    "units.add_unit": CLERKS,
    "units.change_unit": CLERKS,
}
# Refused by the state of an opinion as well; test_roles.py and test_replying.py hold them with real opinions.
ELSEWHERE = {
    "correcting": "correct form_of renumber void",
    "detail": "detail reveal",
    "feedback": "record_feedback",
    "handling": "answer archive change_local open_local pass_on reopen",
    "papers": "write_sheet",
    "people": "end_deputy end_person",
    "register": "look_at write_register",
    "replying": "accept_correction archive reopen reply",
    "packages.paper": "write_receipt write_report",
}
# Everybody's daily work; who did it stands in the log. Half of them are called by who may do the whole.
EVERYBODYS = {
    "attachments": "add_bytes add_file",
    "drafts": "discard_draft drafts load_draft load_opening_draft save_draft save_from_draft save_opening_from_draft",
    "opening_boxes": "save_opening",
    "phrases": "add_phrase remove_phrase",
    "recording": "save_reception",
    "register_choice": "keep_choice",
    "saved_filters": "forget_filters save_filters",
    "sign_in": "change_passphrase",
    "slip_folder": "choose_slip_folder",
}
# Done without anybody at the desk: kept safe, tidied, signed in, asked after a restore.
NOBODYS = {
    "attachments": "sweep_orphans",
    "audit": "add note",
    "backup": "backup_to daily_backup due keep_backup kept_backups last_backup",
    "checking": "check",
    "clearing": "clear_traces resume",
    "drafts": "drop_saved_drafts",
    "packages.undoing": "forget_old keep_snapshot note_end",
    "paper_book": "ask_last_number note_last_number wants_last_number",
    "sign_in": "go_on prove sit sit_signed_in",
    "sign_numbers": "drop drop_of keep_owner keep_sharing",
}
# Reads for the pages, masked where a person is shown, and parts of the use cases above that write nothing by themselves
# or only inside the transaction of one of them.
READS = {
    "about": "data_folder inside_data",
    "attachments": "read thumbnail",
    "audit_trail": "trail_people",
    "boxes": "box_of boxes checked_box overdue_boxes",
    "clearing": "drafts_naming filters_naming local_backups",
    "code_lists": "code_list entries_of",
    "codes": "code_book nine_most_used",
    "correction_form": "form_from reception_of",
    "deputy_matching": "candidates",
    "drafts": "opening_label",
    "feedback": "awaiting count_awaiting waiting_for",
    "filtering": "before_selected count_selected selected",
    "finding": "numbered",
    "handling": "work_of",
    "held": "allowed held_of_row hold hold_for is_sent locate refuse_foreign refuse_secret",
    "home": "last_opening next_reception recent short_serial this_month today todo",
    "ledger_import": "open_ledger past_imports preview_ledger",
    "list_export": "narrowed_words",
    "limits": "answer_due limits",
    "listing": "choices count page place",
    "network": "network paste_network",
    "notices": "notice_of notices owed_notices",
    "opening_boxes": "opening_saved_as",
    "opening_file": "read_opening",
    "packages.acknowledging": "acknowledge",
    "packages.conflicts": "conflicts count_conflicts disputed note_seen",
    "packages.describing": "describe last_change lead",
    "packages.enrolling": "last_digits look_at_certificate",
    "packages.history": "count_history history kept_report unacknowledged warning_of",
    "packages.links": "keep_wants lacking own_side receivers to_own_centre wanted_by",
    "packages.overview": "overview",
    "packages.pairing": "is_joined joining members request_file withdraw",
    "packages.roster_keeping": "found_network now require_role",
    "packages.rounds": "live_stations owners turns",
    "packages.sending": "next_contents",
    "packages.standing": "standing",
    "packages.sticks": "make_ours to_take",
    "packages.summary": "summarise summarise_kept",
    "packages.undoing": "can_undo",
    "packages.wording": "subject",
    "papers": "opening_sheet opinion_sheet receipt_of",
    "people": "deputies fields_of_centre match_deputies match_persons persons site_details sitters",
    "personal_data": "person_value",
    "phrases": "matching_phrases own_phrases phrases",
    "progress": "progress",
    "reading": "read_apart",
    "reception_days": "brought coming_days day_of days_on days_until fitting_day found_days last_form next_day on_duty "
    "past_days past_years to_announce",
    "reception_file": "now_of read_correction read_reception",
    "recording": "contact_of saved_as",
    "redacting": "mentions redact",
    "register": "count_key head_of",
    "register_choice": "register_choice",
    "register_rows": "deputy_names register_entries",
    "replying": "count_triage may_now waits_for_word",
    "reprints": "check_place deliver outputs put_out",
    "retention": "retention_years",
    "saved_filters": "saved_filters",
    "saving": "saving",
    "sign_in": "asks_who may_choose needs_passphrase number_of number_to_go_on sign_ins",
    "sign_numbers": "free_number held_numbers numbers owner owners shares",
    "slip_folder": "slip_folder",
    "timeline": "life_of",
    "units": "units",
    "visitors": "near_matter recognise same_matter",
}


def use_cases() -> set[str]:
    """The public functions of the services that take a Station; the demonstration is no use case."""
    found = set()
    prefix = "station_app.services."
    for one in pkgutil.walk_packages(station_app.services.__path__, prefix):
        module = importlib.import_module(one.name)
        short = one.name.removeprefix(prefix)
        for name, function in vars(module).items():
            if inspect.isfunction(function) and function.__module__ == one.name and not name.startswith("_"):
                taken = (kind for given, kind in function.__annotations__.items() if given != "return")
                if any(kind in (Station, "Station") for kind in taken) and not short.startswith("demo"):
                    found.add(f"{short}.{name}")
    return found


def listed(table: dict[str, str]) -> list[str]:
    return [f"{module}.{name}" for module, names in table.items() for name in names.split()]


def test_every_use_case_stands_in_exactly_one_row():
    rows = [*STATION, *CENTRE, *(name for table in (ELSEWHERE, EVERYBODYS, NOBODYS, READS) for name in listed(table))]
    assert len(rows) == len(set(rows))
    assert use_cases() - set(rows) == set(), "new use cases: say who may"
    assert set(rows) - use_cases() == set(), "rows of use cases that are gone"


def call(station: Station, name: str) -> None:
    """Use it with whatever for the rest; only the refusal matters."""
    module, _dot, function = name.rpartition(".")
    used = getattr(importlib.import_module(f"station_app.services.{module}"), function)
    rest = [given for given in inspect.signature(used).parameters.values() if given.default is given.empty][1:]
    plain = [Mock() for given in rest if given.kind is not given.KEYWORD_ONLY]
    used(station, *plain, **{given.name: Mock() for given in rest if given.kind is given.KEYWORD_ONLY})


def is_refused(station: Station, name: str) -> bool:
    """Whether the one at the desk is told that it is somebody else's."""
    before = trail(station)
    try:
        call(station, name)
    except StationError as problem:
        refused = problem.title.startswith("这件事要由")
        assert not refused or trail(station) == before
        return refused
    except Exception:  # noqa: BLE001 - let in, and then at a loss with what it was given
        return False
    return False


@pytest.fixture
def whole(monkeypatch, tmp_path):
    """Nothing that a let-in call does with its odd arguments may reach beyond the test."""
    monkeypatch.chdir(tmp_path)
    return Path(tmp_path)


@pytest.mark.parametrize("role", PersonRole)
@pytest.mark.parametrize("name", STATION)
@pytest.mark.usefixtures("whole")
def test_at_a_station(station, name, role):
    take_the_desk(station, role)
    assert is_refused(station, name) is (role not in STATION[name])


@pytest.mark.parametrize("role", PersonRole)
@pytest.mark.parametrize("name", CENTRE)
@pytest.mark.usefixtures("whole")
def test_at_the_centre(centre, name, role):
    take_the_desk(centre, role)
    assert is_refused(centre, name) is (role not in CENTRE[name])


@pytest.mark.parametrize("name", STATION)
@pytest.mark.usefixtures("whole")
def test_an_empty_desk_is_refused(station, name):
    with nobody_at_the_desk(station):
        assert is_refused(station, name)


@pytest.mark.parametrize("name", CENTRE)
@pytest.mark.usefixtures("whole")
def test_an_empty_desk_is_refused_at_the_centre(centre, name):
    with nobody_at_the_desk(centre):
        assert is_refused(centre, name)


@pytest.mark.parametrize(
    ("here", "says"), [("station", "站长来做"), ("centre", "中心工作人员、中心负责人来做")], ids=["station", "centre"]
)
def test_a_refusal_names_who_is_there_to_do_it(request, here, says):
    opened = request.getfixturevalue(here)
    uid = "00000000-0000-4000-8000-0000000000cd"
    with opened.writing() as log:
        log.put(uid, "person", Person(name="某人"), opened.author)
    opened.sit_down(uid)
    with pytest.raises(StationError, match=says):
        opened.require(*OFFICE)
