"""What a person does with an opinion, by keys: correct, void, handle, answer, tell, file away, take up again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from station_app.domain.clock import FixedClock
from station_app.domain.moves import Move
from station_app.services.detail import detail
from tests.services.opinions import mark_sent, seat

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NEW = "银行门口停车划线占了盲道"
LOCAL = "夜间停车位不足，盼错时共享"
SLOW = "道闸抬杆慢"
DONE = "快递车堵单元门"


def state(desk, title: str) -> str:
    return detail(desk.station, desk.uid(title)).status.value


def later(desk, days: int) -> None:
    desk.station.clock = FixedClock(desk.station.clock.now() + timedelta(days=days))


def press_verb(desk, text: str) -> None:
    button = next(button for button in desk.pane.verbs() if button.text() == text)
    button.setFocus()
    desk.press(Key.Key_Space)


def save(desk) -> None:
    desk.press(Key.Key_S, Ctrl)


def open_form(desk, title: str, verb: str):
    desk.show(("open", desk.uid(title)))
    press_verb(desk, verb)
    return desk.pane.form


def test_a_matter_is_taken_in_hand_by_keys(desk):
    form = open_form(desk, NEW, "站内办理")
    assert form.unit.hasFocus()
    desk.write("城管中队")
    desk.press(Key.Key_Return)
    desk.type("6-30")
    desk.press(Key.Key_Return)
    desk.type("6-20 14:30")
    desk.press(Key.Key_Return)
    desk.write("交警、城管")
    desk.press(Key.Key_Return)
    desk.write("先划临时线")
    save(desk)
    local = detail(desk.station, desk.uid(NEW)).facets["opinion.local"]
    assert (local["unit"], local["due_on"], local["meeting_at"]) == ("城管中队", "2026-06-30", "2026-06-20T14:30")
    assert (local["whistle"], local["plan"]) == ("交警、城管", "先划临时线")
    assert state(desk, NEW) == "站内办理"
    assert desk.messages.said == ["17-2026-00015 已转为站内办理"]
    assert desk.pane.form is None
    assert desk.pane.state.text() == "站内办理"
    assert desk.page.said.text() == "17-2026-00015 已转为站内办理"


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [("unit", "", "请填由谁办"), ("due", "下周", "没有看懂"), ("meeting", "25:00", "没有看懂")],
)
def test_what_is_missing_is_said_under_the_field(desk, field, text, sentence):
    form = open_form(desk, NEW, "站内办理")
    form.unit.setText("物业")
    control = getattr(form, field)
    getattr(control, "edit", control).setText(text)
    save(desk)
    errors = [one.error() for one in form.fields if one.error()]
    assert len(errors) == 1
    assert sentence in errors[0]
    assert state(desk, NEW) == "已登记"


def test_what_the_service_refuses_is_said_in_the_form(desk):
    form = open_form(desk, NEW, "站内办理")
    form.unit.setText("物业")
    form.due.edit.setText("2026-06-01")
    save(desk)
    assert "比收到的日期" in form.problem.text()
    assert form.problem.isVisible()
    assert form.unit.text() == "物业"
    assert form.submit.isEnabled()


def test_the_usual_day_is_proposed(desk):
    assert open_form(desk, NEW, "站内办理").due.text() == "2026-07-18"


def test_the_work_in_hand_is_changed(desk):
    form = open_form(desk, LOCAL, "调整办理")
    assert (form.unit.text(), form.due.text()) == ("物业服务中心", "2026-07-05")
    form.due.edit.setText("2026-07-15")
    save(desk)
    assert detail(desk.station, desk.uid(LOCAL)).due.on == "2026-07-15"
    assert desk.messages.said == ["办理安排已保存"]


def test_an_answer_waits_to_be_told(desk):
    form = open_form(desk, LOCAL, "答复")
    assert form.day.text() == "2026-06-18"
    save(desk)
    assert "请写下答复了什么" in [one.error() for one in form.fields]
    form.answer.setFocus()
    desk.write("与对面单位谈妥，晚间开放 30 个车位。")
    save(desk)
    assert state(desk, LOCAL) == "待反馈"
    assert desk.messages.said == ["答复已保存，接着告诉反映人"]
    assert next(button.text() for button in desk.pane.verbs()) == "记反馈"


def test_a_matter_is_handed_on_after_a_question(desk):
    desk.messages.answers = [False, True]
    desk.show(("open", desk.uid(LOCAL)))
    press_verb(desk, "上报中心")
    assert state(desk, LOCAL) == "站内办理"
    press_verb(desk, "上报中心")
    question, loss, verb = desk.messages.questions[0]
    assert (question, verb) == ("把 17-2026-00014 上报中心？", "上报中心")
    assert "本站不再办理" in loss
    assert state(desk, LOCAL) == "已登记"


def test_feedback_is_recorded_with_f4_and_nothing_is_preset(desk):
    desk.search("道闸")
    desk.press(Key.Key_Return)
    desk.press(Key.Key_F4)
    form = desk.pane.form
    assert [choice.value() for choice in (form.how, form.reached, form.attitude, form.result)] == [None] * 4
    assert form.banner.words.text() == "已加装雨棚挡板，今后每周巡查一次。"
    assert form.at.text() == "2026-06-18 10:52"
    save(desk)
    assert [one.error() for one in form.fields if one.error()] == ["请选怎么告知的", "请选有没有联系上"]
    form.how.segments[0].setFocus()
    desk.press(Key.Key_2)
    form.reached.segments[0].setFocus()
    desk.press(Key.Key_1)
    save(desk)
    assert [one.error() for one in form.fields if one.error()] == ["请选满意、基本满意或不满意"] * 2
    form.attitude.segments[0].setFocus()
    desk.press(Key.Key_1)
    form.result.segments[0].setFocus()
    desk.press(Key.Key_2)
    save(desk)
    facet = detail(desk.station, desk.uid(SLOW)).facets["opinion.feedback"]
    (told,) = facet["rounds"]
    assert (told["attitude"], told["result"], told["attempts"][0]["how"]) == ("满意", "基本满意", "电话")
    assert state(desk, SLOW) == "办结"
    assert desk.messages.said == ["已记反馈，17-2026-00007 办结"]


def test_who_is_not_satisfied_sends_it_back(desk):
    desk.show(("feedback", desk.uid(SLOW)))
    form = desk.pane.form
    for choice, place in ((form.how, 1), (form.reached, 1), (form.attitude, 1), (form.result, 3)):
        choice.choose_place(place)
    form.remark.setText("还是慢")
    save(desk)
    assert state(desk, SLOW) == "重办"
    assert desk.messages.said == ["已记反馈：不满意，17-2026-00007 转为重办"]


def test_nobody_reached_counts_only_on_three_different_days(desk):
    for attempt in range(3):
        desk.show(("feedback", desk.uid(SLOW)))
        form = desk.pane.form
        form.how.choose_place(2)
        form.reached.choose_place(2)
        assert not form.attitude.isVisible()
        assert form.give_up.isEnabled() == (attempt == 2)
        if attempt == 0:
            assert form.attempts.text() == "连同这一次还差 2 个不同的日子，才能按「联系不上」结束。"
            form.remark.setText("关机")
        if attempt == 2:
            assert form.attempts.text() == "没联系上过：6-18、6-19。已在 3 个不同的日子联系过，可以结束。"
            form.give_up.setFocus()
            desk.press(Key.Key_Space)
        save(desk)
        assert state(desk, SLOW) == ("办结" if attempt == 2 else "待反馈")
        later(desk, 1)
    (told,) = detail(desk.station, desk.uid(SLOW)).facets["opinion.feedback"]["rounds"]
    assert (told["result"], len(told["attempts"]), told["attempts"][0]["note"]) == ("联系不上", 3, "关机")
    assert desk.messages.said[0] == "已记下这一次没联系上，17-2026-00007 仍待反馈"


def test_two_attempts_on_one_day_are_one_day(desk):
    for _attempt in range(2):
        desk.show(("feedback", desk.uid(SLOW)))
        desk.pane.form.how.choose_place(2)
        desk.pane.form.reached.choose_place(2)
        save(desk)
    desk.show(("feedback", desk.uid(SLOW)))
    desk.pane.form.reached.choose_place(2)
    assert desk.pane.form.days_tried() == 1
    desk.pane.form.at.edit.setText("6-17 09:00")
    desk.pane.form.at.edit.editingFinished.emit()
    assert desk.pane.form.days_tried() == 2


def test_f4_does_nothing_where_nothing_is_owed(desk):
    desk.go_to(NEW)
    desk.press(Key.Key_F4)
    assert desk.pane.form is None
    desk.show(("feedback", desk.uid(NEW)))
    assert desk.pane.form is None


def test_voiding_asks_for_a_reason_and_says_what_stays(desk):
    form = open_form(desk, NEW, "作废")
    save(desk)
    assert [one.error() for one in form.fields] == ["请写明为什么作废"]
    desk.write("重复登记，见 00010")
    desk.messages.answers = [False, True]
    save(desk)
    assert state(desk, NEW) == "已登记"
    assert desk.messages.questions[0][0] == "作废 17-2026-00015？"
    assert "编号、内容、附件和原因都留着" in desk.messages.questions[0][1]
    save(desk)
    assert state(desk, NEW) == "作废"
    assert desk.messages.said == ["17-2026-00015 已作废，编号保留"]
    desk.press(Key.Key_Escape)
    line = desk.page.finder.model.lines()[0]
    assert (line.void, line.void_reason) == (True, "重复登记，见 00010")


def test_what_is_done_is_filed_away_and_taken_up_again(desk):
    desk.show(("open", desk.uid(DONE)))
    press_verb(desk, "归档")
    assert state(desk, DONE) == "归档"
    press_verb(desk, "重启")
    save(desk)
    assert [one.error() for one in desk.pane.form.fields] == ["请写明为什么重新办理"]
    desk.write("又堵了")
    save(desk)
    assert state(desk, DONE) == "重办"
    assert desk.messages.said == ["17-2026-00005 已归档，需要时可以重启", "17-2026-00005 已重启"]


def test_the_list_holds_still_while_something_is_typed(desk):
    desk.go_to(NEW)
    press_verb(desk, "站内办理")
    assert not desk.page.finder.table.isEnabled()
    assert not desk.page.finder.search.isEnabled()
    desk.press(Key.Key_Escape)
    assert desk.pane.form is None
    assert desk.page.finder.table.isEnabled()
    assert desk.messages.questions == []


def test_typing_is_never_discarded_unasked(desk):
    form = open_form(desk, NEW, "站内办理")
    desk.write("物业")
    desk.messages.answers = [False, False, True]
    desk.press(Key.Key_Escape)
    assert desk.pane.form is form
    assert not desk.window.show_page("home")
    assert desk.window.current_key == "opinions"
    assert form.unit.text() == "物业"
    assert desk.window.show_page("home")
    assert desk.pane.form is None
    assert "刚才填的就没有了" in desk.messages.questions[0][1]


def test_what_a_form_knew_may_have_changed_meanwhile(desk):
    form = open_form(desk, NEW, "站内办理")
    form.unit.setText("物业")
    seat(desk.station, "徐桂兰")
    mark_sent(desk.station, desk.serials[NEW], "acknowledged")
    save(desk)
    assert "不能站内办理" in form.problem.text()


def test_a_move_that_is_refused_lets_the_list_go(desk):
    desk.show(("open", desk.uid(DONE)))
    seat(desk.station, "徐桂兰")
    desk.pane.detail = replace(desk.pane.detail, moves=frozenset({Move.ARCHIVE}))
    desk.page.moves.start(Move.ARCHIVE)
    desk.settle()
    assert "要由站长" in desk.messages.errors[0].title
    assert desk.page.finder.table.isEnabled()
