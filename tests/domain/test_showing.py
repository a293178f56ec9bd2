"""What of an opinion and its contact is shown, and what is kept back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.due import DueState, due_of
from station_app.domain.enums import AgeBand, ContactKind, Identity, Kind, Outcome, Sex, Status
from station_app.domain.records import Contact
from station_app.domain.showing import contact_label, ended_refused, is_secret, label_of, next_steps, shown
from station_app.domain.status import Facets
from tests.domain.facets import local, spot

WU = Contact(
    name="吴桂珍",
    phone="13800005678",
    address="梧桐苑 6 栋 1 单元",
    sex=Sex.FEMALE,
    age_band=AgeBand.FROM_60,
    identity=Identity.RESIDENT,
)


@pytest.mark.parametrize(
    ("contact", "label"),
    [
        (None, "匿名"),
        (Contact(kind=ContactKind.ANONYMOUS), "匿名"),
        (Contact(kind=ContactKind.ANONYMOUS, phone="13800005678"), "匿名"),
        (WU, "吴**"),
        (Contact(kind=ContactKind.COUPLE, name="吴桂珍、李建国"), "吴**、李**"),
        (Contact(kind=ContactKind.GROUP, name="吴桂珍", group_size=12), "12 人联名"),
        (Contact(kind=ContactKind.ENTERPRISE, name="聚源餐馆"), "聚源餐馆"),
    ],
)
def test_a_contact_in_one_word(contact, label):
    assert contact_label(contact) == label


def test_what_is_secret_has_no_name_but_anonymous_stays_anonymous():
    assert contact_label(WU, secret=True) == "信息保密"
    assert contact_label(Contact(kind=ContactKind.GROUP, name="吴", group_size=3), secret=True) == "信息保密"
    assert contact_label(None, secret=True) == "匿名"


def test_secret_is_what_was_asked_for_or_a_report():
    assert is_secret(Kind.REPORT, None)
    assert is_secret(None, Contact(confidential=True))
    assert not is_secret(Kind.COMPLAINT, WU)


def test_masked_unmasked_and_secret():
    masked, full, secret = shown(WU, "u"), shown(WU, "u", revealed=True), shown(WU, "u", secret=True)
    assert (masked.name, masked.phone, masked.address) == ("吴**", "138****5678", "梧桐苑 ****")
    assert (full.name, full.phone, full.address) == (WU.name, WU.phone, WU.address)
    assert (secret.name, secret.phone, secret.address) == ("信息保密", "****", "****")
    assert (masked.person, masked.identity, masked.uid) == ("女 60–69 岁", "居民", "u")
    assert (masked.revealed, full.revealed) == (False, True)


@given(st.from_regex(r"[一-龥]{2,4}", fullmatch=True), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.booleans())
def test_masked_never_has_the_name_or_the_phone(name, phone, secret):
    seen = shown(Contact(name=name, phone=phone, address=f"梧桐苑 {phone}"), secret=secret)
    assert name not in f"{seen}"
    assert phone not in f"{seen}"


@pytest.mark.parametrize(
    ("status", "sent", "refused", "label"),
    [
        (Status.RECORDED, "", False, "已登记"),
        (Status.RECORDED, "written", False, "已上报"),
        (Status.RECORDED, "verified", False, "已上报"),
        (Status.TRIAGE, "acknowledged", False, "待研判"),
        (Status.CLOSED, "", True, "不予受理"),
        (Status.AWAITING_FEEDBACK, "written", True, "待反馈"),
        (Status.CLOSED, "written", False, "办结"),
    ],
)
def test_the_word_for_the_state(status, sent, refused, label):
    assert label_of(status, sent, refused) == label


def test_refused_is_said_only_while_it_is_the_last_word():
    assert ended_refused(Facets(intake=spot(Outcome.REFUSED)))
    assert not ended_refused(Facets(intake=spot(Outcome.REFUSED), local=local("2026-06-09")))
    assert not ended_refused(Facets(intake=spot()))
    assert not ended_refused(Facets())


def test_what_comes_next():
    assert next_steps(Status.LOCAL, tellable=True) == "答复 → 告诉反映人 → 办结"
    assert next_steps(Status.LOCAL, tellable=False) == "答复 → 办结"
    assert next_steps(Status.AWAITING_FEEDBACK, tellable=True) == "告诉反映人 → 办结"
    assert next_steps(Status.VOID, tellable=True) == next_steps(Status.ARCHIVED, tellable=True) == ""


@pytest.mark.parametrize(
    ("on", "state", "words"),
    [
        ("2026-07-08", DueState.NORMAL, "还剩 20 天"),
        ("2026-06-26", DueState.NORMAL, "还剩 8 天"),
        ("2026-06-25", DueState.SOON, "还剩 7 天"),
        ("2026-06-18", DueState.SOON, "今天到期"),
        ("2026-06-15T10:00", DueState.OVERDUE, "逾期 3 天"),
    ],
)
def test_time_left(on, state, words):
    due = due_of(on, date(2026, 6, 18))
    assert (due.state, due.words) == (state, words)
