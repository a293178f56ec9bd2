"""Help: the page of what is in front, found by words."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget

from station_app.ui.help import FOLDER, HelpPane
from tests.ui.helpers import cut_texts


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "index.md").write_text("# 全部帮助\n\n- [登记接待](reception)\n", "utf-8")
    (tmp_path / "reception.md").write_text("# 登记接待\n\n按 F2 登记。**补录** 以前的接待，改接待时间。\n", "utf-8")
    return tmp_path


@pytest.fixture
def pane(qtbot, pages) -> HelpPane:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    made = HelpPane(window, pages)
    made.keeper = window
    return made


def test_each_page_has_its_own(pane):
    pane.open_page("reception")
    assert "按 F2 登记" in pane.text.toPlainText()
    assert "**" not in pane.text.toPlainText()


def test_a_page_without_help_gets_the_overview(pane):
    pane.open_page("settings")
    assert pane.text.toPlainText().startswith("全部帮助")


def test_asked_again_it_closes(pane, qtbot):
    pane.open_page("reception")
    with qtbot.waitSignal(pane.closed):
        pane.open_page("reception")
    assert not pane.isVisible()


def test_words_are_found_in_all_pages(pane):
    pane.open_page("index")
    pane.search.setText("补录")
    text = pane.text.toPlainText()
    assert "找到 1 页" in text
    assert "登记接待" in text
    pane.search.setText("没有的词")
    assert "没有找到" in pane.text.toPlainText()
    pane.search.clear()
    assert pane.text.toPlainText().startswith("全部帮助")


def test_links_lead_to_pages_and_nowhere_else(pane):
    pane.open_page("index")
    pane.text.anchorClicked.emit(QUrl("reception"))
    assert pane.page == "reception"
    for other in ("https://example.org/reception.md", "../reception", "missing"):
        pane.text.anchorClicked.emit(QUrl(other))
        assert pane.page == "reception"


def test_it_stays_at_the_right_and_fits(pane, look, qtbot):
    pane.open_page("index")
    for scale in (100, 150, 200):
        look.set_scale(scale)
        qtbot.wait(1)
        assert pane.geometry().right() == 1365
        assert cut_texts(pane) == []
    pane.keeper.resize(1000, 690)
    assert pane.geometry().right() == 999
    assert pane.height() == 690


def test_missing_files_are_said(qtbot, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    pane = HelpPane(window, tmp_path)
    pane.open_page("home")
    assert "没有找到帮助文件" in pane.text.toPlainText()


def test_every_link_of_the_real_pages_leads_to_one():
    broken = [
        f"{file.name}: {link}"
        for file in FOLDER.glob("*.md")
        for link in re.findall(r"\]\(([^)#]+)\)", file.read_text("utf-8"))
        if not (FOLDER / f"{link.removesuffix('.md')}.md").is_file()
    ]
    assert broken == []
    assert (FOLDER / "index.md").is_file()
