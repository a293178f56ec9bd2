"""Numbers and passphrases: who opens the station, who sits down on whose word, and what is taken away."""

import json
import shutil
from dataclasses import replace

import pytest

from station_app.config import DataPaths
from station_app.db import slot_file, slots
from station_app.db.attempts import FREE_FAILURES
from station_app.domain.enums import PersonRole
from station_app.domain.records import Person
from station_app.errors import StationError
from station_app.services.opening import TooManyAttempts, WrongPassphrase, open_station
from station_app.services.people import add_person, change_person, end_person, persons
from station_app.services.sign_in import (
    asks_who,
    change_passphrase,
    give_passphrase,
    may_choose,
    needs_passphrase,
    number_to_go_on,
    prove,
    set_sharing,
    sign_ins,
    sit,
    sit_signed_in,
    take_away,
)
from station_app.services.sign_numbers import numbers
from tests.services.opinions import seat
from tests.stations import CHEAP, PASSPHRASE

HERS, HIS = "徐桂兰自己的口令", "周明自己的口令啊"


def uid_of(station, name):
    return next(one.uid for one in persons(station, with_ended=True) if one.person.name == name)


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """What makes guessing dear makes tests slow."""
    monkeypatch.setattr(slots, "Cost", lambda: CHEAP)


@pytest.fixture
def hers(station):
    """The station where 徐桂兰 has a passphrase of her own."""
    assert give_passphrase(station, uid_of(station, "徐桂兰"), HERS) == "02"
    return station


def again(station, clock, passphrase=PASSPHRASE, number="01"):
    """The station closed and opened anew."""
    station.close()
    return open_station(DataPaths(station.store.paths.folder), passphrase, clock, number)


def test_the_number_opens_and_its_person_sits_down(hers, clock):
    opened = again(hers, clock, HERS, "02")
    try:
        sit_signed_in(opened)
        assert opened.desk.person == Person(name="徐桂兰", role=PersonRole.VOLUNTEER)
        assert not asks_who(opened)
        with pytest.raises(StationError, match="站长"):
            give_passphrase(opened, opened.author, HIS)
    finally:
        opened.close()


@pytest.mark.parametrize(("passphrase", "number"), [(HERS, "01"), (PASSPHRASE, "02"), (HERS, "03"), (HERS, "99")])
def test_another_number_does_not_open(hers, clock, passphrase, number):
    with pytest.raises(WrongPassphrase):
        again(hers, clock, passphrase, number)


def test_the_slot_file_holds_numbers_and_never_names(hers):
    text = hers.store.paths.slots.read_text("utf-8")
    assert '"02"' in text
    for one in persons(hers):
        assert one.person.name not in text
        assert one.uid not in text


def test_a_station_of_before_goes_on_and_asks_who_is_there(station, clock):
    """One passphrase for all: whoever knows it says who they are, as ever."""
    opened = again(station, clock)
    try:
        assert asks_who(opened)
        head, her = uid_of(opened, "沈立群"), uid_of(opened, "徐桂兰")
        assert [one.uid for one in may_choose(opened)][:2] == [head, her]
        assert not needs_passphrase(opened, head)
        assert not needs_passphrase(opened, her)
        sit(opened, her)
        assert opened.author == her
        assert number_to_go_on(opened) == "01"
    finally:
        opened.close()


def test_who_left_the_desk_must_prove_it_to_come_back(station):
    head, her = station.author, uid_of(station, "徐桂兰")
    sit(station, her)
    assert needs_passphrase(station, head)
    with pytest.raises(WrongPassphrase):
        sit(station, head)
    assert station.author == her
    sit(station, head, PASSPHRASE)
    assert station.author == head


def test_a_head_without_a_passphrase_needs_the_first_head_s(station):
    other = add_person(station, Person(name="第二位", role=PersonRole.HEAD))
    sit(station, uid_of(station, "周明"))
    with pytest.raises(WrongPassphrase):
        sit(station, other)
    sit(station, other, PASSPHRASE)
    assert station.author == other


def test_who_has_a_passphrase_needs_it_even_on_a_shared_account(hers):
    her = uid_of(hers, "徐桂兰")
    with pytest.raises(WrongPassphrase):
        sit(hers, her, PASSPHRASE)
    sit(hers, her, HERS)
    assert number_to_go_on(hers) == "02"


def test_wrong_guesses_at_the_desk_count_as_at_the_gate(hers, monkeypatch):
    for _ in range(FREE_FAILURES):
        with pytest.raises(WrongPassphrase):
            sit(hers, uid_of(hers, "徐桂兰"), "falsch und falsch")
    with pytest.raises(TooManyAttempts):
        sit(hers, uid_of(hers, "徐桂兰"), HERS)


def test_without_a_shared_account_only_passphrases_sit_down(hers):
    set_sharing(hers, False)
    assert {one.person.name for one in may_choose(hers)} == {"沈立群", "徐桂兰"}
    assert not asks_who(hers)
    with pytest.raises(StationError, match="还没有自己的口令"):
        sit(hers, uid_of(hers, "周明"))
    set_sharing(hers, True)
    sit(hers, uid_of(hers, "周明"))


def test_a_person_changes_the_passphrase_they_were_given(hers, clock):
    sit(hers, uid_of(hers, "徐桂兰"), HERS)
    with pytest.raises(WrongPassphrase):
        change_passphrase(hers, PASSPHRASE, "ganz ein neues")
    with pytest.raises(StationError, match="太短"):
        change_passphrase(hers, HERS, "kurz")
    change_passphrase(hers, HERS, "ganz ein neues")
    with pytest.raises(WrongPassphrase):
        prove(hers, "02", HERS)
    prove(hers, "02", "ganz ein neues")
    prove(hers, "01", PASSPHRASE)


def test_a_guest_has_none_to_change(station):
    sit(station, uid_of(station, "周明"))
    with pytest.raises(StationError, match="还没有自己的口令"):
        change_passphrase(station, PASSPHRASE, "ganz ein neues")


def test_a_forgotten_one_is_given_anew_under_the_same_number(hers):
    her = uid_of(hers, "徐桂兰")
    assert give_passphrase(hers, her, "noch ein neues") == "02"
    assert give_passphrase(hers, uid_of(hers, "周明"), HIS) == "03"
    with pytest.raises(WrongPassphrase):
        prove(hers, "02", HERS)


def test_what_is_taken_away_opens_no_more_and_the_number_is_free(hers, clock):
    her = uid_of(hers, "徐桂兰")
    take_away(hers, her)
    with pytest.raises(WrongPassphrase):
        prove(hers, "02", HERS)
    assert [one.number for one in sign_ins(hers)] == ["01", "", ""]
    with pytest.raises(StationError, match="没有自己的口令"):
        take_away(hers, her)
    assert give_passphrase(hers, uid_of(hers, "周明"), HIS) == "02"
    assert numbers(hers)[uid_of(hers, "周明")] == "02"


def test_the_head_s_stays(station):
    with pytest.raises(StationError, match="不能取消"):
        take_away(station, station.author)


def test_who_works_here_no_more_does_not_get_in(hers, clock):
    end_person(hers, uid_of(hers, "徐桂兰"))
    assert [slot.number for slot in slot_file.load(hers.store.paths.slots).slots] == ["01", ""]
    with pytest.raises(WrongPassphrase):
        again(hers, clock, HERS, "02")


def test_a_slot_that_outlived_its_person_is_refused_too(hers, clock, tmp_path):
    kept = tmp_path / "slots"
    shutil.copy(hers.store.paths.slots, kept)
    end_person(hers, uid_of(hers, "徐桂兰"))
    shutil.copy(kept, hers.store.paths.slots)
    with pytest.raises(StationError, match="02 号已经停用"):
        again(hers, clock, HERS, "02")


def test_the_first_number_follows_the_head_of_the_site(station, clock):
    other = add_person(station, Person(name="新站长", role=PersonRole.HEAD))
    first = station.author
    sit(station, other, PASSPHRASE)
    change_person(station, first, replace(Person(name="沈立群"), role=PersonRole.VOLUNTEER))
    opened = again(station, clock)
    try:
        sit_signed_in(opened)
        assert opened.author == other
    finally:
        opened.close()


def test_every_change_of_a_passphrase_stands_in_the_trail(hers):
    take_away(hers, uid_of(hers, "徐桂兰"))
    change_passphrase(hers, PASSPHRASE, "ganz ein neues")
    lines = hers.db.execute_sql("SELECT action, detail FROM audit ORDER BY id").fetchall()
    assert lines == [("口令", "02号，设口令"), ("口令", "02号，取消口令"), ("口令", "01号，换口令")]


def test_only_the_head_gives_and_takes(hers):
    her = uid_of(hers, "徐桂兰")
    seat(hers, "周明")
    for act in (
        lambda: give_passphrase(hers, her, HIS),
        lambda: take_away(hers, her),
        lambda: set_sharing(hers, False),
    ):
        with pytest.raises(StationError, match="站长"):
            act()


def test_all_numbers_taken_is_said(station, monkeypatch):
    taken = tuple(f"{number:02d}" for number in range(1, 100))
    monkeypatch.setattr("station_app.services.sign_numbers.held_numbers", lambda _station: taken)
    with pytest.raises(StationError, match="用完"):
        give_passphrase(station, uid_of(station, "周明"), HIS)


def test_a_slot_file_of_before_is_read(tmp_path):
    """One passphrase and one sheet, as the first version wrote it; it must open for ever."""
    from tests.db.test_slots import SHEET

    stored = slot_file.load(resource("slots-1.json"))
    opened = stored.open_with_passphrase("梧桐里社区 2026")
    assert opened.slot.number == "01"
    assert stored.open_with_passphrase("梧桐里社区 2026", "01").key == stored.open_with_sheet(SHEET).key == opened.key
    assert json.loads(resource("slots-1.json").read_text())["format"] == 1


def resource(name):
    """A file stored for this test."""
    from pathlib import Path

    return Path(__file__).parent.parent / "db" / "golden" / name
