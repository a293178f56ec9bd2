"""Openings as JSON: what may be left out, what is put down with it, and every wrong value refused by name."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from station_app.domain.opening_forms import SlipState
from station_app.errors import StationError
from station_app.services.boxes import boxes
from station_app.services.checking import check
from station_app.services.opening_boxes import save_opening
from station_app.services.opening_file import read_opening
from station_app.services.people import persons
from tests.services.openings import person, put_up

SLIP = {"title": "荒花坛", "content": "那个花坛荒了好几年。", "topic": "园林绿化"}
LEAST = {"box": "2号箱", "witness": "周明", "seal_intact": True, "slips_found": 1, "slips": [SLIP]}


@pytest.fixture
def box(station):
    return put_up(station)


def read(station, folder=None, **fields):
    return read_opening(station, json.dumps(LEAST | fields), folder)[0]


def test_the_least_that_can_be_saved(station, box):
    form = read(station)
    assert (form.box, form.opened_at, form.opener) == (box, "2026-06-18T10:52", station.author)
    assert form.witness == person(station, "周明")
    assert save_opening(station, form).serials == ("17-2026-00001",)


def test_all_that_can_be_said(station, box, tmp_path):
    Image.new("RGB", (9, 9)).save(tmp_path / "信.jpg")
    form = read(
        station,
        tmp_path,
        opened_at="2026-06-11 09:30",
        opener="徐桂兰",
        seal_intact=False,
        seal_before="0417",
        seal_after="0418",
        slips_found=3,
        invalid=["空白纸"],
        note="箱口有胶印",
        slips=[
            SLIP | {"contact": {"name": "老陈", "estate": "3 栋"}, "attachments": ["信.jpg"]},
            SLIP | {"kind": "建议"},
        ],
    )
    assert (form.opened_at, form.opener, form.box) == ("2026-06-11T09:30", person(station, "徐桂兰"), box)
    assert (form.seal_intact, form.seal_before, form.seal_after, form.remark) == (False, "0417", "0418", "箱口有胶印")
    assert [one.state for one in form.slips] == [SlipState.TRANSCRIBED, SlipState.TRANSCRIBED, SlipState.INVALID]
    assert (form.slips[0].contact.name, form.slips[0].contact.address) == ("老陈", "3 栋")
    assert form.slips[0].opinion.attachments[0].name == "信.jpg"
    assert form.slips[2].reason == "空白纸"
    assert save_opening(station, form).number == "17-2026-K0001"


def test_invalid_may_be_a_number_and_slips_are_opinions_too(station, box):
    text = json.dumps({**{k: v for k, v in LEAST.items() if k != "slips"}, "opinions": [SLIP], "invalid": 2})
    form, _ = read_opening(station, text)
    assert (form.box, len(form.slips), form.slips[1]) == (box, 3, form.slips[2])


def test_box_and_witness_that_are_new_are_put_down_with_the_opening(station):
    value = LEAST | {"box": {"name": "1号箱", "place": "东门", "interval_days": 14}, "witness": {"name": "何老师"}}
    form, newcomers = read_opening(station, json.dumps(value))
    assert boxes(station) == ()
    save_opening(station, form, newcomers=newcomers)
    [box] = boxes(station)
    assert (box.title, box.box.interval_days, box.box.since) == ("1号箱　东门", 14, "2026-06-18")
    assert "何老师" in {one.person.name for one in persons(station)}
    again, newcomers = read_opening(station, json.dumps(value))
    assert (again.box, again.witness, newcomers) == (form.box, form.witness, ())
    assert check(station).ok


def test_nothing_new_is_put_down_when_the_opening_is_refused(station):
    form, newcomers = read_opening(station, json.dumps(LEAST | {"box": {"name": "1号箱"}, "slips_found": 5}))
    with pytest.raises(StationError, match="未录"):
        save_opening(station, form, newcomers=newcomers)
    assert boxes(station) == ()


def test_one_new_person_is_not_two(station, box):
    form, newcomers = read_opening(
        station, json.dumps(LEAST | {"opener": {"name": "何老师"}, "witness": {"name": "何老师"}})
    )
    with pytest.raises(StationError, match="要是两个人"):
        save_opening(station, form, newcomers=newcomers)


@pytest.mark.parametrize(
    ("fields", "names", "step"),
    [
        ({"box": "9号箱"}, "「9号箱」", "2号箱"),
        ({"box": 9}, "box", "引号"),
        ({"box": {"name": ""}}, "名称", "1号箱"),
        ({"box": {"nmae": "1号箱"}}, "box.nmae", "name"),
        ({"witness": "张三"}, "「张三」", "周明"),
        ({"witness": {"name": "13800005678"}}, "不像姓名", "核对"),
        ({"witness": {"name": "何", "role": "站长"}}, "witness.role", "name"),
        ({"opened_at": "gestern"}, "opened_at", "2026-06-18"),
        ({"seal_intact": "是"}, "seal_intact", "改正"),
        ({"slips_found": "7"}, "slips_found", "数字"),
        ({"invalid": -1}, "invalid", "空白纸"),
        ({"invalid": True}, "invalid", "空白纸"),
        ({"invalid": [1]}, "invalid[0]", "引号"),
        ({"slips": {}}, "slips", "title"),
        ({"slips": ["信"]}, "slips[0]", "写法"),
        ({"opinions": []}, "写了两次", "opinions"),
        ({"sealintact": True}, "sealintact", "seal_intact"),
        ({"slips": [SLIP | {"titel": "甲"}]}, "titel", "title"),
        ({"slips": [{"title": "甲", "topic": "园林绿化"}]}, "slips[0].content", "invalid"),
        ({"slips": [SLIP | {"topic": "花"}]}, "「花」", "园林绿化"),
        ({"slips": [SLIP | {"outcome": "当场答复"}]}, "slips[0].outcome", "登记办理"),
        ({"slips": [SLIP | {"contact": {"fone": "1"}}]}, "fone", "phone"),
    ],
)
def test_a_wrong_value_is_refused_by_name(station, box, fields, names, step):
    with pytest.raises(StationError) as refused:
        read(station, **fields)
    assert names in refused.value.title
    assert step in refused.value.next_step


@pytest.mark.parametrize("text", ["", "[]", "null", '{"slips": NaN}', "[" * 100_000])
def test_what_is_no_proper_json_is_refused(station, text):
    with pytest.raises(StationError):
        read_opening(station, text)


KEYS = "box opened_at opener witness seal_intact slips_found invalid slips note contact title content name".split()
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5))
def test_any_json_gives_a_form_or_a_sentence(station, value):
    try:
        read_opening(station, json.dumps(value))
    except StationError as refused:
        said = refused
    else:
        return
    assert said.title
    assert said.next_step
