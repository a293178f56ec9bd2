"""Records to JSON and back: nothing is lost, and what does not fit is told by its field."""

import json
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain import records
from station_app.domain.codec import (
    DoesNotFit,
    canonical,
    field_names,
    from_payload,
    given_fields,
    parse_json,
    to_payload,
)
from station_app.domain.enums import Kind, Outcome
from station_app.domain.facets import FACETS
from station_app.domain.records import Attachment, Contact, EarlierAnswer, Intake, LocalHandling
from tests.domain.facets import intake

RECORDS = sorted({spec.record for spec in FACETS.values() if spec.record}, key=lambda cls: cls.__name__)


@st.composite
def any_record(draw):
    """Any record of any facet, built from its field types."""
    return draw(st.from_type(draw(st.sampled_from(RECORDS))))


@given(any_record())
def test_a_record_comes_back_whole(record):
    payload = to_payload(record)
    again = from_payload(type(record), json.loads(canonical(payload)))
    assert again == record
    assert canonical(to_payload(again)) == canonical(payload)


def test_nested_records_and_lists_come_back():
    before = intake(
        kind=Kind.COMPLAINT,
        deputies=("a", "b"),
        earlier_answer=EarlierAnswer(text="已办", date=None),
        attachments=(Attachment(sha256="0" * 64, name="通道.jpg", media="image/jpeg", size=9),),
    )
    assert from_payload(Intake, to_payload(before)) == before


def test_keys_of_a_later_version_are_passed_over():
    assert from_payload(Contact, {"name": "吴桂珍", "nickname": "小吴"}) == Contact(name="吴桂珍")


@pytest.mark.parametrize(
    ("cls", "change", "field"),
    [
        (Intake, {"title": 5}, "title"),
        (Intake, {"sensitive": 1}, "sensitive"),
        (Intake, {"deputies": "a"}, "deputies"),
        (Intake, {"deputies": [1]}, "deputies[0]"),
        (Intake, {"kind": "骂人"}, "kind"),
        (Intake, {"earlier_answer": []}, "earlier_answer"),
        (Intake, {"earlier_answer": {}}, "earlier_answer.text"),
        (Intake, {"attachments": [{"sha256": "0", "name": "a", "media": "b", "size": "9"}]}, "attachments[0].size"),
        (Contact, {"group_size": True}, "group_size"),
        (Contact, {"group_size": 2.5}, "group_size"),
        (LocalHandling, {"answers": [{"date": "2026-06-01", "text": "好"}]}, "answers[0].by"),
    ],
)
def test_a_wrong_value_is_told_by_its_field(cls, change, field):
    whole = to_payload(intake()) if cls is Intake else {}
    with pytest.raises(DoesNotFit) as refused:
        from_payload(cls, whole | change)
    assert f"「{field}」" in refused.value.title
    assert refused.value.next_step


def test_a_missing_field_is_told():
    with pytest.raises(DoesNotFit, match="缺少「serial」"):
        from_payload(Intake, {})


def test_an_enum_names_what_may_stand():
    with pytest.raises(DoesNotFit) as refused:
        from_payload(Intake, to_payload(intake()) | {"outcome": "随便"})
    assert all(one.value in refused.value.next_step for one in Outcome)


def test_given_fields_are_only_those_that_are_given():
    assert given_fields(Contact, {"phone": "13800005678", "confidential": True}) == {
        "phone": "13800005678",
        "confidential": True,
    }


def test_a_misspelt_field_is_refused_with_the_nearest():
    with pytest.raises(DoesNotFit) as refused:
        given_fields(Contact, {"fone": "1"}, "contact")
    assert "contact.fone" in refused.value.title
    assert "phone" in refused.value.next_step


def test_canonical_text_does_not_depend_on_the_order_of_keys():
    assert canonical({"b": 1, "a": ["停车"]}) == canonical({"a": ["停车"], "b": 1}) == '{"a":["停车"],"b":1}'


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_nan_is_written(value):
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"a": value})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": NaN}', "NaN"),
        ('{"a": 1, "a": 2}', "写了两次"),
        ('{"a": 9007199254740993}', "太大"),
        ('{"a": ' + "9" * 5000 + "}", "太大"),
        ("{", "第 1 行第 2 个字"),
        ("[" * 100_000, "层数太多"),
    ],
)
def test_json_that_could_be_read_two_ways_is_refused(text, reason):
    with pytest.raises(DoesNotFit) as refused:
        parse_json(text, "登记文件")
    assert "登记文件" in refused.value.title
    assert reason in refused.value.title


def test_good_json_is_read():
    assert parse_json('{"a": 9007199254740991, "b": null}', "登记文件") == {"a": 2**53 - 1, "b": None}


@pytest.mark.parametrize("cls", RECORDS)
def test_a_record_holds_what_json_holds(cls):
    """No float, no date, no dict: only text, whole numbers, booleans, lists of these and records."""

    def plain(hint: object) -> bool:
        parts = [part for part in typing.get_args(hint) if part not in {type(None), Ellipsis}]
        if parts:
            return all(plain(part) for part in parts)
        return hint in {str, int, bool} or issubclass(hint, str) or hasattr(hint, "__dataclass_fields__")

    hints = typing.get_type_hints(cls, vars(records))
    assert set(hints) == set(field_names(cls))
    assert all(plain(hint) for hint in hints.values())
