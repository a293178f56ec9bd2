"""The form itself: digits, phrases, pictures, problems, and how it looks at every scale."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit

from station_app.domain.enums import AgeBand, Outcome
from station_app.domain.records import Attachment, Contact
from station_app.services import attachments
from station_app.ui.forms.intake_of_files import png_bytes
from tests.ui.helpers import clashing_keys, cut_texts, tab_order
from tests.ui.reception.conftest import ALT, CTRL, Key


@pytest.fixture
def picture() -> QImage:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor(Qt.GlobalColor.darkCyan))
    return image


@pytest.fixture
def clipboard():
    board = QGuiApplication.clipboard()
    yield board
    board.clear()


def kept_attachments(desk):
    desk.idle()
    return desk.sheets.read().opinions[0].attachments


def test_digits_choose_topic_and_second_level(alone):
    desk = alone
    desk.sheets.opinion.files.sensitive.setFocus()
    desk.press("3")
    assert desk.sheets.opinion.topic.value() == ("交通出行", "")
    desk.press("4")
    assert desk.sheets.opinion.topic.value() == ("交通出行", "信号标线")
    desk.sheets.opinion.files.sensitive.setFocus()
    QTest.keyClick(desk.focus, Key.Key_1, Qt.KeyboardModifier.KeypadModifier)
    assert desk.sheets.opinion.topic.value() == ("物业管理", "")


def test_zero_shows_all_topics_and_two_digits_choose(alone):
    desk = alone
    desk.sheets.opinion.topic.grid.setFocus()
    desk.press("0")
    popup = desk.sheets.opinion.topic.popup
    desk.qtbot.waitUntil(popup.isVisible)
    number = next(button.digits for button in popup.buttons if button.text() == "园林绿化")
    for digit in number:
        QTest.keyClick(QApplication.focusWidget(), digit)
    assert desk.sheets.opinion.topic.value() == ("园林绿化", "")
    grid = desk.sheets.opinion.topic.grid
    assert (grid.buttons[-1].text(), grid.buttons[-1].isChecked()) == ("园林绿化", True)
    desk.press("1")
    assert desk.sheets.opinion.topic.value() == ("园林绿化", "树木修剪")
    grid.press_digit(2)
    assert grid.buttons[-1].text() == "全部…"


def test_arrows_and_esc_in_all_topics(alone):
    desk = alone
    desk.sheets.opinion.topic.open_all()
    popup = desk.sheets.opinion.topic.popup
    for key in (Key.Key_Right, Key.Key_Down):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert popup.buttons[4].hasFocus()
    QTest.keyClick(popup, Key.Key_Escape)
    desk.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert desk.sheets.opinion.topic.value() == ("", "")


def test_digits_in_text_stay_text(alone):
    desk = alone
    desk.sheets.opinion.title_edit.setFocus()
    desk.press("3")
    assert (desk.sheets.opinion.title_edit.text(), desk.sheets.opinion.topic.value()) == ("3", ("", ""))


def test_a_phrase_by_its_letters(alone):
    desk = alone
    content = desk.sheets.opinion.content
    content.setFocus()
    desk.write("电梯坏了")
    desk.press("/", modifier=CTRL)
    desk.press("lrcx", Key.Key_Return)
    assert content.text() == "电梯坏了，老人出行不便"
    assert content.hasFocus()
    desk.press("/", modifier=CTRL)
    desk.press("xc", Key.Key_Escape)
    assert content.hasFocus()
    assert desk.sheets.outcome.phrases.filter.text() == ""


def test_a_phrase_goes_into_the_answer_that_is_written(alone):
    desk = alone
    desk.sheets.outcome.choice.choose_place(1)
    desk.enter()
    desk.press("/", modifier=CTRL)
    desk.press("ddjs", Key.Key_Return)
    assert desk.sheets.outcome.answer.reply.text() == "已当面解释政策，本人表示理解"


@pytest.mark.parametrize("place", ["content", "sensitive"])
def test_a_picture_is_pasted(alone, clipboard, picture, place):
    desk = alone
    clipboard.setImage(picture)
    (desk.sheets.opinion.content if place == "content" else desk.sheets.opinion.files.sensitive).setFocus()
    desk.press("v", modifier=CTRL)
    (kept,) = kept_attachments(desk)
    assert (kept.media, kept.name) == ("image/png", "截图 06-18 10.52.png")
    assert QImage.fromData(attachments.read(desk.station, kept.sha256)).size() == picture.size()


def test_words_are_pasted_where_one_stands_or_into_the_content(alone, clipboard):
    desk = alone
    clipboard.setText("微信里说：灯不亮")
    desk.sheets.opinion.title_edit.setFocus()
    desk.press("v", modifier=CTRL)
    assert desk.sheets.opinion.title_edit.text() == "微信里说：灯不亮"
    desk.sheets.opinion.files.sensitive.setFocus()
    desk.press("v", modifier=CTRL)
    assert desk.sheets.opinion.content.text() == "微信里说：灯不亮"
    assert desk.sheets.opinion.content.hasFocus()


def test_files_are_chosen_dropped_and_taken_away(alone, picture, tmp_path: Path, monkeypatch):
    desk = alone
    (tmp_path / "车库.png").write_bytes(png_bytes(picture))
    picture.setPixelColor(0, 0, QColor(Qt.GlobalColor.red))
    (tmp_path / "灯.png").write_bytes(png_bytes(picture))
    chosen = [str(tmp_path / "车库.png")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args, **_kwargs: (chosen, ""))
    desk.press("o", modifier=CTRL)
    assert [one.name for one in kept_attachments(desk)] == ["车库.png"]
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(tmp_path / "灯.png"))])
    event = QDropEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    desk.page.dropEvent(event)
    assert [one.name for one in kept_attachments(desk)] == ["车库.png", "灯.png"]
    desk.sheets.opinion.files._chips[0].setFocus()
    desk.press(Key.Key_Delete)
    assert [one.name for one in kept_attachments(desk)] == ["灯.png"]


def test_what_is_no_picture_is_refused_and_the_form_stays(alone, tmp_path: Path):
    desk = alone
    desk.write("吴桂珍")
    (tmp_path / "照片.jpg").write_bytes(b"MZ not a picture")
    desk.page.files.add_files([tmp_path / "照片.jpg"])
    assert kept_attachments(desk) == ()
    assert "程序" in desk.messages.errors[-1].title
    assert desk.sheets.contact.name.text() == "吴桂珍"


def test_an_attachment_finds_its_opinion_though_another_is_in_front(alone, picture):
    desk = alone
    desk.page.files._add_picture(picture)
    desk.press(Key.Key_Insert)
    desk.idle()
    first, second = desk.sheets.read().opinions
    assert (len(first.attachments), len(second.attachments)) == (1, 0)


def test_saving_waits_for_attachments_under_way(alone, picture):
    desk = alone
    desk.write("孙一鸣")
    desk.enter(8)
    desk.press(Key.Key_Space)
    desk.enter()
    desk.fill_opinion()
    desk.page.files._add_picture(picture)
    (serial,) = desk.save()
    assert len(desk.held(serial).intake.attachments) == 1


def test_a_phone_is_judged_when_it_is_left_not_before(alone):
    desk = alone
    field = desk.sheets.contact.fields["contact.phone"]
    desk.sheets.contact.phone.setFocus()
    desk.press("138 0000 567")
    assert field.error() == ""
    desk.enter()
    assert field.error() == "手机号 11 位，少 1 位"
    assert desk.page.bar.problems.text() == "还有 1 处要改：电话"
    desk.sheets.contact.phone.setFocus()
    desk.press(Key.Key_End, "8")
    assert field.error() == "手机号 11 位，少 1 位"
    desk.enter()
    assert (field.error(), desk.page.bar.problems.isVisible()) == ("", False)


def test_full_width_digits_are_changed_and_said(alone):
    desk = alone
    desk.sheets.contact.phone.setFocus()
    desk.write("１３８００００５６７８")
    desk.enter()
    assert desk.sheets.contact.phone.text() == "13800005678"
    assert desk.page.head.said.text() == "电话：全角改为半角"


def test_a_text_that_cannot_be_kept_is_refused_under_its_field(alone):
    desk = alone
    desk.sheets.opinion.title_edit.setText("灯\0不亮")
    desk.sheets.opinion.title_edit.setFocus()
    desk.enter()
    assert "空字符" in desk.sheets.opinion.fields["title"].error()


def test_saving_goes_to_the_first_problem_and_counts_all(alone):
    desk = alone
    desk.press(Key.Key_Return, modifier=CTRL)
    assert desk.page.bar.problems.text() == "还有 6 处要改：姓名、信息用途、标题、内容、类别、处理方式"
    assert desk.sheets.contact.name.hasFocus()
    desk.write("孙一鸣")
    desk.enter()
    assert desk.sheets.contact.fields["contact.name"].error() == ""
    desk.sheets.outcome.choice.choose_place(2)
    assert desk.sheets.outcome.fields["outcome"].error() == ""
    assert desk.page.bar.problems.text() == "还有 4 处要改：信息用途、标题、内容、类别"
    assert desk.sheets.read().contact.name == "孙一鸣"


def test_what_is_wrong_in_the_strip_has_its_room(desk):
    desk.open()
    before = desk.sheets.strip.height()
    desk.press(Key.Key_Return, modifier=CTRL)
    field = desk.sheets.strip.fields["deputies"]
    desk.qtbot.waitUntil(lambda: desk.sheets.strip.height() > before)
    assert field.error()
    line = field.error_line
    assert line.height() >= line.heightForWidth(line.width())
    assert line.y() >= field.control.geometry().bottom()
    foot = field.mapTo(desk.sheets.strip, field.rect().bottomLeft()).y()
    assert foot < desk.sheets.strip.height()


@pytest.mark.parametrize("times", [1, 2])
def test_f2_begins_where_something_is_missing_wherever_the_focus_was(desk, times):
    """Qt hands the focus of the page before to the first field, or to the last one of the time before."""
    search = QLineEdit(desk.window.page("home"))
    search.show()
    for _time in range(times):
        desk.window.show_page("home")
        search.setFocus()
        desk.press(Key.Key_F2)
        assert desk.sheets.strip.deputies.edit.hasFocus()
        desk.press(Key.Key_Tab)


def test_a_problem_of_another_opinion_brings_it_to_the_front(alone):
    desk = alone
    desk.write("孙一鸣")
    desk.enter(8)
    desk.press(Key.Key_Space)
    desk.enter()
    desk.press(Key.Key_Insert)
    desk.fill_opinion()
    desk.press(Key.Key_Return, modifier=CTRL)
    assert desk.sheets.front == 0
    assert desk.sheets.opinion.title_edit.hasFocus()
    assert desk.page.bar.problems.text().startswith("还有 4 处要改：意见 1 标题")
    desk.press(Key.Key_PageDown, modifier=CTRL)
    assert (desk.sheets.front, desk.sheets.opinion.title_edit.text()) == (1, "单元门禁坏了")


def test_an_opinion_can_be_taken_away(alone):
    desk = alone
    desk.messages.answers = [False, True]
    desk.sheets.opinion.title_edit.setFocus()
    desk.write("路灯")
    desk.press(Key.Key_Insert)
    desk.sheets.opinion.tabs.remove_link.click()
    assert (len(desk.sheets.read().opinions), desk.messages.questions) == (1, [])
    desk.press(Key.Key_Insert)
    desk.press(Key.Key_PageUp, modifier=CTRL)
    desk.sheets.opinion.tabs.remove_link.click()
    assert len(desk.sheets.read().opinions) == 2
    desk.sheets.opinion.tabs.remove_link.click()
    assert [one.title for one in desk.sheets.read().opinions] == [""]


def test_esc_discards_nothing(alone):
    desk = alone
    desk.write("吴桂珍")
    desk.press(Key.Key_Escape, Key.Key_Escape)
    assert desk.sheets.contact.name.text() == "吴桂珍"


def test_no_two_things_answer_to_one_key(alone):
    alone.press(Key.Key_Insert)
    assert clashing_keys(alone.window) == []


def test_tab_goes_strip_contact_opinion_outcome(alone):
    desk = alone
    desk.sheets.outcome.choice.choose_place(2)
    desk.sheets.strip.volunteers.click()
    desk.sheets.opinion.topic.set_value("物业管理", "")
    desk.page.clear_link.setFocus()
    parts = [desk.sheets.strip, desk.sheets.contact, desk.sheets.opinion, desk.sheets.outcome]
    stops = tab_order(desk.window, 1000)
    visited = [next((n for n, part in enumerate(parts) if part.isAncestorOf(stop)), None) for stop in stops]
    inside = [place for place in visited if place is not None]
    assert inside == sorted(inside)
    assert set(inside) == {0, 1, 2, 3}
    assert len(inside) <= 30


def filled(desk):
    desk.visited_before()
    desk.open()
    names = tuple(desk.deputy(name) for name in ("陈立新", "程远帆", "何素琴"))
    form = replace(desk.sheets.read(), volunteer_only=False, deputies=names)
    picture = Attachment(sha256="0" * 64, name="地下车库B区照明灯.jpg", media="image/jpeg", size=1)
    contact = Contact(
        name="吴桂珍",
        age_band=AgeBand.FROM_80,
        phone="13800005678",
        notice_at="2026-06-18T10:52",
        address="梧桐苑 6 栋",
    )
    opinion = replace(form.opinions[0], topic="供水供电供气与排水", subtopic="下水堵塞", attachments=(picture,) * 3)
    desk.sheets.fill(replace(form, contact=contact, opinions=(opinion, opinion)))
    QApplication.processEvents()


def settle(desk):
    for _turn in range(4):
        QApplication.processEvents()


@pytest.mark.parametrize("scale", [100, 110, 120, 130, 150, 170, 200])
def test_nothing_is_cut_and_nothing_scrolls_sideways(desk, look, scale):
    desk.open()
    filled(desk)
    desk.window.resize(1366, 690)
    desk.window.set_scale(scale)
    page = desk.page
    for outcome in (None, *Outcome):
        desk.sheets.outcome.choice.set_value(outcome)
        desk.sheets.outcome._show_parts()
        page.board.check_all()
        page.head.show_kept("2026-06-18T10:52:00+08:00")
        settle(desk)
        page.grab()
        assert cut_texts(page) == []
        assert [box.toolTip() for box in page.findChildren(QComboBox) if box.isVisible() and box.toolTip()] == []
        assert page.body.ground.width() <= page.body.viewport().width()
        assert page.width() >= page.minimumSizeHint().width()
        assert desk.window.width() == 1366


def test_edges_stand_as_drawn(desk):
    desk.open()
    desk.sheets.opinion.topic.set_value("物业管理", "公共照明")
    settle(desk)

    def box(widget):
        corner = widget.mapTo(desk.window, QPoint(0, 0))
        return corner.x(), corner.y(), corner.x() + widget.width(), corner.y() + widget.height()

    sheets = desk.sheets
    drawn = {
        sheets.strip: (208, 80, 1346, 160),
        sheets.contact: (208, 174, 514, 664),
        sheets.opinion: (528, 174, 1025, 664),
        sheets.outcome: (1039, 174, 1346, 664),
        sheets.opinion.title_edit: (597, 227, 1008, 261),
        sheets.opinion.content: (597, 269, 1008, 373),
        sheets.strip.deputies: (1039, 113, 1329, 147),
        desk.page.bar: (188, 678, 1366, 738),
    }
    for widget, edges in drawn.items():
        apart = [abs(one - other) for one, other in zip(box(widget), edges, strict=True)]
        assert max(apart) <= 8, (widget, box(widget), edges)
    assert desk.page.body.verticalScrollBar().maximum() == 0


def test_alt_u_does_nothing_for_a_stranger(alone):
    desk = alone
    desk.write("吴桂珍")
    desk.press("u", modifier=ALT)
    assert desk.sheets.read().contact_uid is None
