"""查进度: one sentence to read aloud for each opinion of a phone, name or serial."""

import pytest
from PySide6.QtCore import Qt

from station_app.ui.widgets.buttons import LinkButton

Key = Qt.Key
FIRE = "消防通道长期停车，消防车进不来"


def ask(desk, text: str) -> list[str]:
    desk.page.progress_button.setFocus()
    desk.press(Key.Key_Space)
    desk.focus().setText(text)
    desk.press(Key.Key_Return)
    return [sentence.text() for sentence in desk.page.progress.sentences]


@pytest.mark.parametrize("text", ["刘成", "lc", "00010", "17-2026-00010", "2026-00010"])
def test_a_name_initials_or_number_give_a_sentence(desk, text):
    (sentence,) = [one for one in ask(desk, text) if FIRE in one]
    assert sentence.startswith("您6月3日反映的")
    assert "城市管理办公室" in sentence


def test_a_phone_gives_all_of_that_phone(desk):
    assert len(ask(desk, "13900001111")) == 2


def test_the_sentences_are_in_big_type(desk, look):
    ask(desk, "刘成")
    assert desk.page.progress.sentences[0].property("kind") == "figure"
    assert desk.page.progress.sentences[0].font().pixelSize() >= 22


def test_the_next_question_is_typed_over_the_last(desk):
    ask(desk, "刘成")
    assert desk.focus() is desk.page.progress.edit
    desk.type("00007")
    desk.press(Key.Key_Return)
    assert ["道闸抬杆慢" in one.text() for one in desk.page.progress.sentences] == [True]


def test_nobody_found_is_said(desk):
    assert ask(desk, "查无此人") == []
    assert desk.page.progress.empty.text() == "没有找到「查无此人」。请核对电话、姓名或编号。"
    assert not desk.page.progress.found.isVisible()


def test_an_empty_question_asks_nothing(desk):
    assert ask(desk, " ") == []
    assert desk.page.progress.empty.text().startswith("输入后按 Enter")


def test_escape_goes_back_to_the_list(desk):
    ask(desk, "刘成")
    desk.press(Key.Key_Escape)
    assert desk.page.finder.list.isVisible()
    assert desk.page.finder.table.hasFocus()


def test_one_of_them_can_be_opened(desk):
    ask(desk, "刘成")
    desk.page.progress.findChildren(LinkButton)[0].setFocus()
    desk.press(Key.Key_Return)
    assert (desk.pane.wide, desk.pane.detail.intake.title) == (True, FIRE)


def test_asking_does_not_lose_what_is_being_typed(desk):
    desk.show(("feedback", desk.uid("道闸抬杆慢")))
    desk.pane.form.remark.setText("关机")
    desk.pane.form.touch()
    desk.messages.answers = [False]
    desk.page.progress_button.click()
    assert not desk.page.progress.isVisible()
    assert desk.pane.form.remark.text() == "关机"
