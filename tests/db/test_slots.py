"""What opens the database, and what is told apart when nothing does."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.db import slot_file
from station_app.db.faults import StorageProblem
from station_app.db.keys import DatabaseKey
from station_app.db.slot_file import DamagedSlots, MissingSlots, NewerSlots
from station_app.db.slots import (
    MistypedSheet,
    SlotFile,
    SlotKind,
    WrongPassphrase,
    WrongSheet,
    check_new_passphrase,
    new_sheet_key,
)
from station_app.errors import StationError

KEY = DatabaseKey.generate()
PHRASE = "梧桐里社区 2026"
SHEET = "YH3NR-0B4AW-Z4VD1-JSFN9-8R6V2-GFKGR-7N0A7"  # on paper in a drawer: must open for ever
BOTH = SlotFile(KEY.salt).with_passphrase(KEY, PHRASE).with_sheet(KEY, SHEET)


def test_each_slot_gives_the_key_and_says_which_it_was():
    by_phrase, by_sheet = BOTH.open_with_passphrase(PHRASE), BOTH.open_with_sheet(SHEET)
    assert by_phrase.key == by_sheet.key == KEY
    assert (by_phrase.slot.number, by_phrase.slot.kind) == ("01", SlotKind.PASSPHRASE)
    assert (by_sheet.slot.number, by_sheet.slot.kind) == ("", SlotKind.SHEET)


@pytest.mark.parametrize("text", ["", "梧桐里社区 2027", "a\0b", "\ud800", "长" * 2000])
def test_a_wrong_passphrase_is_called_wrong(text):
    with pytest.raises(WrongPassphrase):
        BOTH.open_with_passphrase(text)


def test_the_number_chooses_the_person():
    two = BOTH.with_passphrase(KEY, "另一个人的口令二", "02")
    assert two.open_with_passphrase("另一个人的口令二").slot.number == "02"
    with pytest.raises(WrongPassphrase):
        two.open_with_passphrase("另一个人的口令二", "01")
    with pytest.raises(StationError, match="02已在使用"):
        two.with_passphrase(KEY, "第三个人的口令三", "02")


def test_what_looks_the_same_opens():
    slots = SlotFile(KEY.salt).with_passphrase(KEY, unicodedata.normalize("NFD", "café 联络站口令"))
    assert slots.open_with_passphrase(unicodedata.normalize("NFC", "café 联络站口令")).key == KEY


@pytest.mark.parametrize(
    "text", ["", "        ", "短口令", "1234567", "有\n换行的口令啊", "坏\ud800的口令啊啊", "长" * 1025]
)
def test_a_bad_new_passphrase_is_refused(text):
    with pytest.raises(StationError, match="口令"):
        check_new_passphrase(text)


def test_a_new_passphrase_ends_the_old_one():
    changed = BOTH.with_new_passphrase(KEY, "新的口令 2026")
    assert changed.open_with_passphrase("新的口令 2026").key == KEY
    with pytest.raises(WrongPassphrase):
        changed.open_with_passphrase(PHRASE)
    assert changed.open_with_sheet(SHEET).key == KEY


def test_a_new_sheet_ends_the_old_one():
    sheet = new_sheet_key()
    changed = BOTH.with_new_sheet(KEY, sheet)
    assert changed.open_with_sheet(sheet).key == KEY
    with pytest.raises(WrongSheet):
        changed.open_with_sheet(SHEET)


def test_the_last_slot_stays():
    one = BOTH.without(BOTH.slots[0].id)
    assert one.open_with_sheet(SHEET).key == KEY
    with pytest.raises(StationError, match="最后一把"):
        one.without(one.slots[0].id)


def test_no_field_of_a_slot_can_be_altered():
    two = BOTH.with_passphrase(KEY, "另一个人的口令二", "02")
    body = json.loads(stored(two))
    body["slots"][2]["number"] = "01"
    body["slots"].pop(0)
    with pytest.raises(WrongPassphrase):
        slot_file.parse(sealed(body)).open_with_passphrase("另一个人的口令二", "01")


def stored(slots):
    """The bytes that ``save`` would write."""
    return json.dumps(
        {
            "format": 1,
            "database_salt": slots.database_salt.hex(),
            "slots": [slot_file._to_json(slot) for slot in slots.slots],
        }
    ).encode()


def sealed(body):
    """A slot file with a right checksum over whatever stands in it."""
    body.pop("check", None)
    return json.dumps(body | {"check": slot_file._checksum(body)}).encode()


def test_saving_and_loading_gives_the_same(paths):
    slot_file.save(paths.slots, BOTH)
    assert slot_file.load(paths.slots) == BOTH
    assert [path.name for path in paths.folder.iterdir()] == ["slots.json"]
    assert KEY.key.hex() not in paths.slots.read_text()


def test_a_missing_file_is_called_missing(paths):
    with pytest.raises(MissingSlots):
        slot_file.load(paths.slots)
    assert not paths.slots.exists()


def test_a_file_of_a_later_version_is_called_newer():
    with pytest.raises(NewerSlots, match="更新版本"):
        slot_file.parse(sealed({"format": 2, "whatever": []}))


@given(st.data())
def test_every_flipped_bit_and_every_cut_is_called_damage(data):
    whole = sealed(json.loads(stored(BOTH)))
    place = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytearray(whole)
    flipped[place] ^= 1 << data.draw(st.integers(0, 7))
    for damaged in (bytes(flipped), whole[:place]):
        with pytest.raises(DamagedSlots):
            slot_file.parse(damaged)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from(["format", "slots", "database_salt", "check"]), inner)
        ),
    )
)
def test_no_json_crashes_the_reader(value):
    for data in (json.dumps(value).encode(), sealed(value) if isinstance(value, dict) else b"\xff"):
        with pytest.raises((DamagedSlots, NewerSlots)):
            slot_file.parse(data)


@pytest.mark.parametrize(
    "cost", [{"memory_kib": 10**9}, {"passes": 10**6}, {"lanes": 0}, {"memory_kib": "64"}, {"x": 1}]
)
def test_parameters_that_would_hang_the_program_are_refused(cost):
    body = json.loads(stored(BOTH))
    body["slots"][0]["argon2id"] |= cost
    with pytest.raises(DamagedSlots):
        slot_file.parse(sealed(body))


def test_a_failed_save_keeps_the_old_slots(paths, monkeypatch):
    slot_file.save(paths.slots, BOTH)

    def no_space(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_space)
    with pytest.raises(StorageProblem, match="磁盘已满"):
        slot_file.save(paths.slots, BOTH.without(BOTH.slots[0].id))
    assert slot_file.load(paths.slots) == BOTH


# ---------------------------------------------------------------- the sheet's key


@pytest.mark.parametrize(
    "typed",
    [
        SHEET.lower(),
        SHEET.replace("-", ""),
        f"  {SHEET.replace('-', ' — ')}\r\n",
        "".join(chr(ord(char) + 0xFEE0) for char in SHEET),
        SHEET.replace("0", "O").replace("1", "l").replace("V", "u"),
        SHEET.replace("1", "I"),
    ],
)
def test_a_sheet_key_may_be_typed_loosely(typed):
    assert BOTH.open_with_sheet(typed).key == KEY


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "0个"), (SHEET[:-1], "34个"), (SHEET + "A", "36个"), (SHEET[:-1] + "密", "“密”"), (SHEET[:-1] + "*", "[*]")],
)
def test_what_cannot_be_a_sheet_key_says_why(typed, says):
    with pytest.raises(MistypedSheet, match=says):
        BOTH.open_with_sheet(typed)


def test_another_sheet_is_called_wrong_not_mistyped():
    with pytest.raises(WrongSheet):
        BOTH.open_with_sheet(new_sheet_key())


@given(st.integers(0, 34), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_every_single_slip_is_found_and_its_group_named(place, char):
    typed = SHEET.replace("-", "")
    slip = typed[:place] + char + typed[place + 1 :]
    if slip != typed:
        with pytest.raises(MistypedSheet, match=f"第{place // 5 + 1}组"):
            BOTH.open_with_sheet(slip)


@given(st.integers(0, 33))
def test_every_swap_of_neighbours_is_found(place):
    typed = new_sheet_key().replace("-", "")
    swapped = typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]
    if swapped != typed:
        with pytest.raises(MistypedSheet):
            BOTH.open_with_sheet(swapped)


@given(st.permutations(range(7)))
def test_every_exchange_of_groups_is_found(order):
    groups = SHEET.split("-")
    shuffled = "-".join(groups[index] for index in order)
    if shuffled != SHEET:
        with pytest.raises(MistypedSheet):
            BOTH.open_with_sheet(shuffled)


def test_sheet_keys_are_random():
    keys = {new_sheet_key() for _ in range(200)}
    assert len(keys) == 200
    assert len(set("".join(keys))) == 33
