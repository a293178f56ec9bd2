"""Words are shown as they are stored, never as markup, and what is changed in them is said."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from station_app.ui.messages import MessageDialog
from station_app.ui.widgets.hit_text import HitText
from station_app.ui.widgets.inputs import LineEdit, TextArea
from station_app.ui.widgets.labels import ElidedLabel, Text
from station_app.ui.widgets.tips import plain_tip

NASTY = [
    "<b>粗</b>",
    '<img src="/etc/passwd">',
    "<i>",
    "a < b && c > d",
    "&lt;b&gt;",
    "第一行\n<b>第二行</b>",
    "普通的话",
]


def shown(text):
    """What Qt shows where it decides by itself whether a text is markup."""
    if "<" not in text:
        return text
    page = QTextDocument()
    page.setHtml(text)
    return page.toPlainText()


@pytest.mark.parametrize("text", NASTY)
def test_a_label_takes_no_markup(qtbot, text):
    for label in (Text(text), ElidedLabel(text)):
        qtbot.addWidget(label)
        assert label.textFormat() == Qt.TextFormat.PlainText
    narrow = ElidedLabel(text * 9)
    qtbot.addWidget(narrow)
    narrow.resize(40, 20)
    narrow.show()
    assert shown(narrow.toolTip()) == text * 9
    hits = HitText()
    qtbot.addWidget(hits)
    hits.set_words(text, [(0, 2)])
    assert shown(hits.text()) == text


@pytest.mark.parametrize("text", NASTY)
def test_a_question_takes_no_markup(qtbot, text):
    dialog = MessageDialog(text, text, ["知道了"])
    qtbot.addWidget(dialog)
    said = [label for label in dialog.findChildren(QLabel) if label.text() == text]
    assert len(said) >= 2
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in said)


@pytest.mark.parametrize("text", NASTY)
def test_a_tool_tip_takes_no_markup(text):
    assert shown(plain_tip(text)) == text


def test_no_tip_is_no_tip():
    assert plain_tip("") == plain_tip(None) == ""


def test_long_text_is_cleaned_when_it_is_left_and_says_so(qtbot):
    window, area, other = QWidget(), TextArea(limit=100), LineEdit()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(area)
    column.addWidget(other)
    window.show()
    window.activateWindow()
    area.setFocus()
    qtbot.waitUntil(area.hasFocus)
    area.insertPlainText("灯\u200b不亮\t了 ")
    other.setFocus()
    assert area.text() == "灯不亮 了"
    assert "去掉 1 个看不见的字符，制表符改为空格，去掉首尾空白" in area._count.text()
    area.setFocus()
    area.insertPlainText("。")
    other.setFocus()
    assert area.text() == "灯不亮 了。"
    assert area._count.text() == "6 字"
