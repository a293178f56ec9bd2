"""Whatever is stored is text on the screen, never markup: in labels, hits of a search, questions and tool tips."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel

from station_app.ui.messages import MessageDialog
from station_app.ui.widgets.hit_text import HitText
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
