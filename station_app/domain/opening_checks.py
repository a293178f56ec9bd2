"""What must hold before the opening of a box is saved."""

from collections.abc import Iterator
from datetime import datetime

from station_app.domain.checks import moment_problem, opinion_problems
from station_app.domain.enums import Outcome
from station_app.domain.forms import Destination, Problem
from station_app.domain.opening_forms import MAX_SLIPS, OpeningForm, SlipForm, SlipState, count_slips
from station_app.domain.phone import check_phone


def check_opening(form: OpeningForm, now: datetime, future_agreed: bool = False) -> list[Problem]:
    """All problems of a form in the order of its fields; empty when it can be saved. ``now`` is aware and local."""
    found = [*_head_problems(form, now, future_agreed)]
    for index, slip in enumerate(form.slips):
        found += slip_problems(slip, index)
    found += _sum_problems(form)
    return found


def slip_problems(slip: SlipForm, index: int) -> Iterator[Problem]:
    """What is wrong with one slip; nothing is with an invalid one or one that nobody has touched."""
    if slip.state in {SlipState.INVALID, SlipState.UNTOUCHED}:
        return
    path = f"slips[{index}]"
    for one in opinion_problems(slip.opinion, f"{path}.opinion"):
        yield Problem(one.field, f"第 {index + 1} 张{one.label}", one.sentence)
    if slip.opinion.outcome is not Outcome.FILED or slip.opinion.destination is not Destination.CENTRE:
        yield Problem(f"{path}.opinion.outcome", f"第 {index + 1} 张处理方式", "箱里的信先登记，办理在「意见建议」里做")
    if slip.contact.phone and (sentence := check_phone(slip.contact.phone)):
        yield Problem(f"{path}.contact.phone", f"第 {index + 1} 张电话", sentence)


def sum_sentence(form: OpeningForm) -> str:
    """What is missing until found = transcribed + invalid, '' when they agree."""
    count = count_slips(form)
    if count.missing > 0:
        return f"箱内 {count.found} 张，已录 {count.transcribed}，无效 {count.invalid}，还有 {count.missing} 张未录"
    if count.missing < 0:
        return f"箱内 {count.found} 张，却录了 {count.transcribed}、无效 {count.invalid}，多出 {-count.missing} 张"
    return ""


def _head_problems(form: OpeningForm, now: datetime, future_agreed: bool) -> Iterator[Problem]:
    if not form.box:
        yield Problem("box", "意见箱", "请选意见箱")
    if not form.opened_at:
        yield Problem("opened_at", "开箱时间", "请填开箱时间")
    elif sentence := moment_problem(form.opened_at, now, future_agreed):
        yield Problem("opened_at", "开箱时间", sentence)
    if not form.opener:
        yield Problem("opener", "开箱人", "请选开箱人")
    if not form.witness:
        yield Problem("witness", "见证人", "请选见证人")
    elif form.witness == form.opener:
        yield Problem("witness", "见证人", "见证人和开箱人要是两个人")
    if form.seal_intact is None:
        yield Problem("seal_intact", "封条", "请选封条完好还是破损")
    if form.slips_found is None:
        yield Problem("slips_found", "箱内张数", "请填箱内张数，没有信就填 0")
    elif not 0 <= form.slips_found <= MAX_SLIPS:
        yield Problem("slips_found", "箱内张数", f"张数在 0 到 {MAX_SLIPS} 之间")


def _sum_problems(form: OpeningForm) -> Iterator[Problem]:
    begun = sum(1 for slip in form.slips if slip.state is SlipState.BEGUN)
    if form.slips_found is not None and not begun and (sentence := sum_sentence(form)):
        yield Problem("slips", "信件", sentence)
