"""What a form needs before it is saved: every rule names its field, and a form without faults passes."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.checks import check_reception, clean_form, moment_problem, refuse
from station_app.domain.enums import ContactKind, Outcome, Satisfaction
from station_app.domain.forms import Destination, LocalWork, OnTheSpot, OpinionForm, Problem, ReceptionForm
from station_app.domain.records import Contact
from station_app.domain.text import TextRefused
from station_app.errors import StationError

NOW = datetime(2026, 6, 18, 10, 52).astimezone()
CONTACT = Contact(name="吴桂珍", phone="13800005678", notice_at="2026-06-18T10:20")
OPINION = OpinionForm(title="灯不亮", content="车库灯不亮。", topic="物业管理", outcome=Outcome.FILED)
FORM = ReceptionForm(
    began="2026-06-18T10:20", channel="来站接待", recorder="p", deputies=("d",), contact=CONTACT, opinions=(OPINION,)
)
ANSWERED = replace(OPINION, outcome=Outcome.ANSWERED, spot_reply="明天来修。")
GOOD = Satisfaction.SATISFIED


def fields_of(form: ReceptionForm) -> list[str]:
    return [one.field for one in check_reception(form, NOW)]


def with_contact(**changes: object) -> ReceptionForm:
    return replace(FORM, contact=replace(CONTACT, **changes))


def with_opinion(base: OpinionForm = OPINION, **changes: object) -> ReceptionForm:
    return replace(FORM, opinions=(replace(base, **changes),))


@pytest.mark.parametrize(
    "form",
    [
        FORM,
        replace(FORM, deputies=(), volunteer_only=True),
        replace(FORM, contact=Contact(kind=ContactKind.ANONYMOUS)),
        with_contact(kind=ContactKind.GROUP, group_size=12),
        with_contact(phone=""),
        with_opinion(ANSWERED),
        with_opinion(ANSWERED, on_the_spot=OnTheSpot(told=True)),
        with_opinion(ANSWERED, on_the_spot=OnTheSpot(told=True, attitude=GOOD, result=GOOD)),
        with_opinion(destination=Destination.STATION, local=LocalWork(unit="物业公司")),
        replace(FORM, began="2024-02-29T09:00"),
    ],
)
def test_a_form_that_can_be_saved(form):
    assert check_reception(form, NOW) == []


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (replace(FORM, began=""), "began"),
        (replace(FORM, began="2026-06-18T10:53"), "began"),
        (replace(FORM, began="2026-02-29T10:00"), "began"),
        (replace(FORM, began="1900-01-01T10:00"), "began"),
        (replace(FORM, channel=""), "channel"),
        (replace(FORM, recorder=""), "recorder"),
        (replace(FORM, deputies=()), "deputies"),
        (replace(FORM, opinions=()), "opinions"),
        (with_contact(name=""), "contact.name"),
        (with_contact(phone="1380000567"), "contact.phone"),
        (with_contact(group_size=0), "contact.group_size"),
        (with_contact(group_size=10_000), "contact.group_size"),
        (with_contact(kind=ContactKind.GROUP), "contact.group_size"),
        (with_contact(notice_at=None), "contact.notice_at"),
        (with_opinion(title=" "), "opinions[0].title"),
        (with_opinion(content=""), "opinions[0].content"),
        (with_opinion(topic=""), "opinions[0].topic"),
        (with_opinion(outcome=None), "opinions[0].outcome"),
        (with_opinion(destination=Destination.STATION), "opinions[0].local.unit"),
        (
            with_opinion(destination=Destination.STATION, local=LocalWork(unit="居委会", due_on="7 月底")),
            "opinions[0].local.due_on",
        ),
        (with_opinion(outcome=Outcome.ANSWERED), "opinions[0].spot_reply"),
        (with_opinion(outcome=Outcome.REFUSED), "opinions[0].spot_reply"),
        (with_opinion(ANSWERED, on_the_spot=OnTheSpot(told=True, result=GOOD)), "opinions[0].on_the_spot"),
        (with_opinion(ANSWERED, on_the_spot=OnTheSpot(attitude=GOOD, result=GOOD)), "opinions[0].on_the_spot"),
        (
            with_opinion(ANSWERED, on_the_spot=OnTheSpot(told=True, attitude=GOOD, result=Satisfaction.UNREACHED)),
            "opinions[0].on_the_spot",
        ),
    ],
)
def test_a_fault_is_told_at_its_field(form, field):
    assert fields_of(form) == [field]


def test_all_faults_are_told_at_once_in_the_order_of_the_form():
    bare = ReceptionForm()
    assert fields_of(bare) == [
        "began",
        "channel",
        "recorder",
        "deputies",
        "contact.name",
        "contact.notice_at",
        "opinions[0].title",
        "opinions[0].content",
        "opinions[0].topic",
        "opinions[0].outcome",
    ]


def test_a_future_day_will_do_once_agreed():
    assert moment_problem("2026-06-19T08:00", NOW) is not None
    assert moment_problem("2026-06-19T08:00", NOW, future_agreed=True) is None


@given(st.text(max_size=20))
def test_any_text_for_a_moment_is_judged_and_never_raises(text):
    assert moment_problem(text, NOW) is None or moment_problem(text, NOW)


def test_texts_are_cleaned_by_the_rule_of_their_field():
    form = clean_form(
        with_contact(name=" 吴\u200b桂珍\n", phone="１３８ ００００ ５６７８"),
    )
    assert form.contact.name == "吴桂珍"
    assert form.contact.phone == "13800005678"
    long = clean_form(with_opinion(title="灯\n不亮 ", content=" 第一行\r\n第二行 "))
    assert (long.opinions[0].title, long.opinions[0].content) == ("灯 不亮", "第一行\n第二行")


@pytest.mark.parametrize("text", ["灯\0", "\ud800", "长" * 100_001])
def test_a_text_that_cannot_be_kept_is_refused(text):
    with pytest.raises(TextRefused):
        clean_form(with_opinion(content=text))


def test_a_record_of_more_than_a_mebibyte_is_refused():
    many = tuple(replace(OPINION, content="长" * 99_000) for _ in range(4))
    with pytest.raises(TextRefused, match="合计"):
        clean_form(replace(FORM, opinions=many))


def test_the_refusal_names_every_fault():
    with pytest.raises(StationError) as refused:
        refuse([Problem("a", "电话", "少 1 位"), Problem("b", "标题", "请填标题")])
    assert "2 处" in refused.value.title
    assert "电话：少 1 位；标题：请填标题" in refused.value.title


def test_nothing_is_refused_without_a_fault():
    refuse([])
