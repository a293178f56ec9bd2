"""The sentence that is read to a resident: one for each state, true and to the point."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.aloud import sentence, spoken_day
from station_app.domain.enums import Outcome, Satisfaction
from station_app.domain.status import Facets, status
from tests.domain.facets import EARLIER, HANDLING, any_facets, intake, local, reply, spot, told

TODAY = date(2026, 6, 18)
START = "您6月3日反映的「消防通道长期停车」，"


def read(facets: Facets, mark: str = "") -> str:
    return sentence(facets, status(facets, mark == "acknowledged"), mark, TODAY)


@pytest.mark.parametrize(
    ("facets", "mark", "end"),
    [
        (Facets(intake=intake()), "", "已经登记，还没有送到中心。"),
        (Facets(intake=intake()), "written", "已经登记并上报中心，正在等中心回复。"),
        (Facets(intake=intake()), "acknowledged", "中心已经收到，正在研究由谁来办。"),
        (
            Facets(intake=intake(), local=local(due_on="2026-07-08")),
            "",
            "6月3日交给物业公司办理，要求7月8日前办结，还剩 20 天。",
        ),
        (Facets(intake=intake(), local=local()), "", "6月3日交给物业公司办理，还在办。"),
        (
            Facets(intake=intake(), handling=HANDLING),
            "acknowledged",
            "中心6月8日交给城市管理办公室办理，要求7月8日前办结，还剩 20 天。",
        ),
        (Facets(intake=spot()), "", "6月3日已经答复：当场说明了。"),
        (Facets(intake=intake(), local=local("2026-06-09")), "", "6月9日已经由物业公司答复：已划线。"),
        (
            Facets(intake=intake(), reply=reply("2026-06-15"), feedback=told(Satisfaction.SATISFIED)),
            "acknowledged",
            "6月15日已经由中心答复，已经办结：已整改。",
        ),
        (
            Facets(intake=spot(Outcome.REFUSED, tellable=False)),
            "",
            "6月3日已说明不在受理范围，已经办结：当场说明了。",
        ),
        (
            Facets(intake=spot(), feedback=told(Satisfaction.DISSATISFIED)),
            "",
            "6月3日已经答复，之后又重新办理，现在还在办。",
        ),
        (Facets(intake=intake(earlier_answer=EARLIER)), "", "2025年3月1日已经答复，已经办结：已办。"),
        (Facets(intake=intake(void_reason="重复登记")), "", "这条登记已经作废，原因是：重复登记。"),
    ],
)
def test_the_sentence_of_each_state(facets, mark, end):
    assert read(facets, mark) == START + end


@given(any_facets, st.sampled_from(["", "written", "acknowledged"]))
def test_there_is_a_sentence_for_whatever_happened(facets, mark):
    words = read(facets, mark)
    assert words.startswith("您")
    assert words.endswith("。")
    assert "\n" not in words


def test_a_long_answer_is_cut():
    words = read(Facets(intake=intake(outcome=Outcome.ANSWERED, spot_reply="很长。" * 200)))
    assert len(words) < 200
    assert words.endswith("……")


def test_the_year_is_said_only_when_it_is_another():
    assert spoken_day("2026-01-05", TODAY) == "1月5日"
    assert spoken_day("2025-12-31T10:00", TODAY) == "2025年12月31日"
