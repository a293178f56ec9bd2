"""开箱登记 by the keyboard: seven slips, the sums, invalid ones, drafts, pictures, every scale."""

import os

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from station_app.db import models
from station_app.domain.opening_forms import OpeningForm, SlipState
from station_app.errors import StationError
from station_app.services import drafts
from station_app.services.boxes import boxes
from station_app.services.checking import check
from station_app.services.slip_folder import choose_slip_folder
from tests.services.openings import opening, person, put_up, slip
from tests.ui.helpers import clashing_keys, cut_texts
from tests.ui.reception.conftest import CTRL, Key

LETTERS = [f"第 {number} 封信：花坛荒了好几年，夏天蚊子多。" for number in range(1, 8)]


@pytest.fixture
def picture() -> QImage:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor(Qt.GlobalColor.darkCyan))
    return image


@pytest.fixture
def scans(tmp_path, picture):
    """Three pictures, the last one the newest."""
    files = [tmp_path / f"信{number}.png" for number in range(3)]
    for age, file in enumerate(reversed(files)):
        picture.fill(QColor(age * 40, 90, 90))
        picture.save(str(file))
        os.utime(file, (1_700_000_000 - age, 1_700_000_000 - age))
    return files


def slips(desk):
    return desk.page.sheets.slips()


def pictures(desk):
    desk.idle()
    return [[one.name for one in each.opinion.attachments] for each in slips(desk)]


def test_seven_slips_by_keyboard_alone_with_four_keys_each(desk):
    desk.begin("7")
    assert desk.focus is desk.page.sheets.transcript.content
    counted = []
    for number, letter in enumerate(LETTERS[:6]):
        desk.keys = 0
        desk.slip(letter, f"花坛 {number}")
        counted.append(desk.keys)
    assert max(counted) <= 4
    desk.press(Key.Key_F7)
    assert desk.page.sums.text() == "箱内 7 ＝ 已录 6 ＋ 无效 1 ＋ 未录 0"
    assert desk.page.close_box.hasFocus()
    with desk.qtbot.waitSignal(desk.page.saving.done) as done:
        desk.press(Key.Key_Return)
    saved = done.args[0]
    assert saved.number == "17-2026-K0001"
    assert saved.serials == tuple(f"17-2026-0000{number}" for number in range(1, 7))
    assert desk.messages.said[-1] == "已收箱 17-2026-K0001，登记 6 条"
    held = [desk.held(serial).intake for serial in saved.serials]
    assert [one.content for one in held] == LETTERS[:6]
    assert {one.channel for one in held} == {"民意收集箱"}
    row = models.BoxOpening.select().dicts().first(desk.station.db)
    assert (row["seal_before"], row["seal_after"], row["slips_found"]) == ("0417", "0418", 7)
    assert check(desk.station).ok
    assert drafts.drafts(desk.station, (drafts.OPENING,)) == ()


def test_an_empty_box_is_closed_at_once(desk):
    desk.begin("0")
    assert desk.page.close_box.isEnabled()
    assert desk.close_box().serials == ()
    assert desk.page.head.subtitle.whole() == "第 2 次开箱"


def test_the_box_stays_open_until_the_sums_agree(desk):
    desk.open()
    assert desk.page.sums.text() == "先填箱内张数，没有信就填 0"
    desk.begin("2")
    page = desk.page
    assert not page.close_box.isEnabled()
    desk.slip(LETTERS[0], "花坛")
    assert page.sums.text() == "箱内 2 ＝ 已录 1 ＋ 无效 0 ＋ 未录 1"
    desk.write("只写了一半")
    assert not page.close_box.isEnabled()
    desk.press(Key.Key_F7)
    assert desk.messages.questions[-1][0] == "这一张已录了字，标为无效？"
    assert page.close_box.isEnabled()
    assert slips(desk)[1].opinion.content == "只写了一半"
    page.sheets.bring_to_front(1)
    desk.press(Key.Key_F7)
    assert (slips(desk)[1].state, page.sheets.transcript.content.text()) == (SlipState.BEGUN, "只写了一半")
    assert not page.close_box.isEnabled()


def test_fewer_found_than_typed_is_said_and_nothing_is_dropped(desk):
    desk.begin("2")
    desk.slip(LETTERS[0], "花坛")
    desk.slip(LETTERS[1], "路灯")
    desk.page.sheets.strip.found.setFocus()
    desk.press(Key.Key_Backspace, "1")
    assert "多出 1 张" in desk.page.sums.text()
    assert [one.opinion.title for one in slips(desk)] == ["花坛", "路灯"]
    assert not desk.page.close_box.isEnabled()


def test_a_gap_in_a_slip_is_named_and_gone_to(desk):
    desk.begin("1")
    desk.write(LETTERS[0])
    desk.next()
    transcript = desk.page.sheets.transcript
    assert desk.focus is transcript.title_edit
    assert transcript.fields["opinion.title"].error() == "请填标题"
    assert transcript.fields["opinion.topic"].error() == "请选类别"


def test_opener_and_witness_are_two(desk):
    desk.begin("0")
    strip = desk.page.sheets.strip
    strip.witness.set_value(desk.station.author)
    strip.changed.emit()
    desk.press("s", modifier=CTRL)
    assert strip.fields["witness"].error() == "见证人和开箱人要是两个人"
    assert models.BoxOpening.select().count(desk.station.db) == 0


def test_a_signed_slip_keeps_who_signed(desk):
    desk.begin("1")
    transcript = desk.page.sheets.transcript
    transcript.name_edit.setText("老陈")
    transcript.phone_edit.setText("138 0000 5678")
    transcript.address_edit.setText("3 栋 2 单元")
    desk.slip(LETTERS[0], "花坛")
    (serial,) = desk.close_box().serials
    contact = desk.held(serial).contact
    assert (contact.name, contact.phone, contact.address) == ("老陈", "13800005678", "3 栋 2 单元")


def test_page_keys_turn_the_slips_over_and_keep_what_is_typed(desk):
    desk.begin("3")
    desk.write("第一封")
    desk.press(Key.Key_PageDown)
    desk.write("第二封")
    desk.press(Key.Key_PageUp)
    assert desk.page.sheets.transcript.content.text() == "第一封"
    assert [one.opinion.content for one in slips(desk)] == ["第一封", "第二封", ""]
    assert desk.page.sheets.list.rows[1].text() == "没有录完"


def test_a_draft_comes_back_after_another_page_and_another_start(desk):
    desk.begin("2")
    desk.slip(LETTERS[0], "花坛")
    desk.write("第二封写到一半")
    desk.window.show_page("home")
    [line] = drafts.drafts(desk.station, (drafts.OPENING,))
    assert drafts.load_opening_draft(desk.station, line.id).slips[1].opinion.content == "第二封写到一半"
    other = drafts.new_draft_id()
    box = boxes(desk.station)[0].uid
    drafts.save_draft(desk.station, other, opening(desk.station, box, slip("老年食堂口味"), slips_found=3))
    desk.open(("draft", other))
    assert [row.text() for row in desk.page.sheets.list.rows] == ["老年食堂口味", "正在录", "未录，无图"]
    desk.open(("draft", line.id))
    assert desk.page.sheets.transcript.content.text() == "第二封写到一半"


def test_a_draft_that_is_gone_is_said(desk):
    desk.open(("draft", "no-such"))
    assert "草稿已经不在" in desk.messages.errors[-1].title


def test_a_save_that_fails_leaves_everything(desk, monkeypatch):
    def full(*_words, **_more):
        raise StationError("磁盘已满", "请腾出空间。")

    desk.begin("1")
    desk.slip(LETTERS[0], "花坛")
    monkeypatch.setattr(drafts, "save_opening", full)
    with desk.qtbot.waitSignal(desk.page.saving.failed):
        desk.press("s", modifier=CTRL)
    assert desk.messages.errors[-1].title == "磁盘已满"
    assert slips(desk)[0].opinion.content == LETTERS[0]
    assert desk.page.body.isEnabled()
    assert desk.page.close_box.hasFocus()


def test_clearing_asks_and_drops_the_draft(desk):
    desk.begin("1")
    desk.write("写了一句")
    desk.page.clear_link.click()
    assert desk.messages.questions[-1][0] == "清空这次开箱？"
    assert slips(desk)[0].state is SlipState.UNTOUCHED
    desk.window.show_page("home")
    assert drafts.drafts(desk.station, (drafts.OPENING,)) == ()


def test_several_pictures_go_to_this_and_the_following_slips(desk, scans, monkeypatch):
    desk.begin("3")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_words: ([str(one) for one in scans[:2]], ""))
    desk.press("o", modifier=CTRL)
    assert pictures(desk) == [["信0.png"], ["信1.png"], []]
    assert desk.page.sheets.list.rows[1].text() == "未录，有图"


def test_a_picture_is_dropped_and_pasted_to_the_slip_in_front(desk, scans, picture):
    desk.begin("2")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(scans[0]))])
    copy, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    desk.page.dropEvent(QDropEvent(QPoint(5, 5), copy, data, button, none))
    desk.press(Key.Key_PageDown)
    QGuiApplication.clipboard().setImage(picture)
    desk.press("v", modifier=CTRL)
    assert pictures(desk) == [["信0.png"], ["截图 06-18 10.52.png"]]
    QGuiApplication.clipboard().clear()


def test_the_newest_picture_of_the_folder_is_taken_once(desk, scans):
    choose_slip_folder(desk.station, scans[0].parent)
    desk.begin("2")
    desk.press(Key.Key_F10)
    desk.press(Key.Key_PageDown)
    desk.press(Key.Key_F10)
    assert pictures(desk) == [["信2.png"], ["信1.png"]]
    desk.press(Key.Key_F10)
    desk.press(Key.Key_F10)
    desk.idle()
    assert "没有新的照片" in desk.messages.errors[-1].title


def test_how_a_picture_is_looked_at_stays_with_its_slip(desk, scans):
    desk.begin("2")
    desk.page.files.add([scans[0]])
    view = desk.page.sheets.picture
    desk.idle()
    desk.qtbot.waitUntil(lambda: view.views.currentWidget() is view.picture)
    view.turn.click()
    view.larger.click()
    kept = (slips(desk)[0].turned, slips(desk)[0].percent)
    assert kept == (90, view.picture.percent)
    desk.press(Key.Key_PageDown)
    assert view.views.currentWidget() is view.empty
    desk.press(Key.Key_PageUp)
    desk.qtbot.waitUntil(lambda: view.views.currentWidget() is view.picture)
    desk.qtbot.waitUntil(lambda: view.picture.turned == 90)
    assert (slips(desk)[0].turned, slips(desk)[0].percent) == kept
    view.drop.click()
    assert pictures(desk) == [[], []]


def test_a_station_without_a_box_is_asked_for_one(bare):
    bare.open()
    form = bare.page.box_form
    assert form.isVisible()
    assert bare.focus is form.name_edit
    form.place.setText("东门")
    form.add.click()
    bare.idle()
    assert [one.title for one in boxes(bare.station)] == ["1号箱　东门"]
    assert not form.isVisible()
    assert bare.page.sheets.read().box == boxes(bare.station)[0].uid
    assert not bare.page.keeper.touched


def test_the_box_that_waits_longest_is_offered_and_another_can_be_chosen(desk):
    later = put_up(desk.station, "3号箱", since="2026-06-10", interval_days=30)
    desk.open()
    assert desk.page.head.box.currentText() == "2号箱　社区服务中心大厅"
    desk.open(("box", later))
    assert desk.page.sheets.read() == OpeningForm(
        box=later, opened_at="2026-06-18T10:52", opener=person(desk.station, "沈立群")
    )


def test_another_box_puts_away_what_was_begun_and_the_same_goes_on(desk):
    later = put_up(desk.station, "3号箱", since="2026-06-10", interval_days=30)
    desk.begin("1")
    begun = desk.page.sheets.read().box
    desk.write("写了一句")
    desk.open(("box", begun))
    assert desk.page.sheets.transcript.content.text() == "写了一句"
    desk.open(("box", later))
    assert desk.page.sheets.transcript.content.text() == ""
    [line] = drafts.drafts(desk.station, (drafts.OPENING,))
    assert drafts.load_opening_draft(desk.station, line.id).slips[0].opinion.content == "写了一句"


def test_a_time_ahead_is_asked_about(desk):
    desk.begin("0")
    desk.page.sheets.strip.time.edit.setText("2026-06-19 09:00")
    desk.page.sheets.strip.changed.emit()
    assert desk.close_box().number == "17-2026-K0001"
    assert "还没有到" in desk.messages.questions[-1][0]


@pytest.mark.parametrize("scale", [100, 130, 150, 170, 200])
def test_nothing_is_cut_at_any_scale(desk, look, scale):
    look.set_scale(scale)
    desk.begin("3")
    desk.slip(LETTERS[0], "花坛")
    QApplication.processEvents()
    assert cut_texts(desk.page) == []
    assert clashing_keys(desk.window) == []
    assert desk.page.body.horizontalScrollBar().maximum() == 0
    if folder := os.environ.get("SHOTS"):
        desk.window.grab().save(f"{folder}/opening-{scale}.png")
