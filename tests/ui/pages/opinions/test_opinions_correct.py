"""更正 by keys: old beside new, problems under the fields, both versions kept."""

from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from station_app.domain.enums import ContactKind, Kind
from station_app.services.detail import detail
from tests.services.opinions import record, seat
from tests.ui.pages.opinions.test_opinions_moves import NEW, press_verb, save

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
TITLE = "opinions[0].title"


def start(desk, title: str = NEW):
    desk.show(("open", desk.uid(title)))
    press_verb(desk, "更正")
    return desk.page.correction


def intake(desk, title: str = NEW):
    return detail(desk.station, desk.uid(title)).intake


def test_a_title_is_corrected_by_keys(desk):
    view = start(desk)
    assert view.isVisible()
    row = view.row(TITLE)
    assert row.part.control.hasFocus()
    assert row.old.text() == NEW
    assert not row.mark.isVisible()
    desk.press(Key.Key_A, Ctrl)
    desk.write("银行门口划线占了盲道")
    assert row.mark.isVisible()
    save(desk)
    assert intake(desk).title == "银行门口划线占了盲道"
    assert desk.messages.said == ["17-2026-00015 已更正：标题"]
    assert len(detail(desk.station, desk.uid(NEW)).versions) == 2
    assert not view.isVisible()
    assert desk.pane.wide
    assert desk.pane.title_words.words() == "银行门口划线占了盲道"
    assert desk.page.finder.search.isEnabled()


def test_opening_it_is_logged(desk):
    start(desk)
    assert desk.audit() == [("显示全文", desk.uid(NEW))]


def test_every_kind_of_field_is_corrected(desk):
    view = start(desk)
    wanted = {
        "opinions[0].content": "盲道被占，盲人走不了。",
        "opinions[0].kind": Kind.COMPLAINT,
        "opinions[0].topic": "市容环卫",
        "opinions[0].sensitive": True,
        "opinions[0].external_number": "12345-7",
        "contact.name": "汪海洋",
        "contact.phone": "13900002222",
        "contact.group_size": 2,
        "contact.confidential": True,
        "began": "2026-06-16T09:00",
        "channel": "电话",
        "deputies": (),
        "volunteer_only": True,
    }
    for path, value in wanted.items():
        view.row(path).part.write(value)
    assert dict(row.value() for row in view.rows if row.part.path in wanted) == wanted
    save(desk)
    found = detail(desk.station, desk.uid(NEW))
    assert (found.intake.content, found.intake.kind, found.intake.topic) == (
        "盲道被占，盲人走不了。",
        "投诉",
        "市容环卫",
    )
    assert (found.intake.sensitive, found.intake.received_on, found.intake.channel) == (True, "2026-06-16", "电话")
    assert (found.reception.volunteer_only, found.deputies, found.contact.secret) == (True, (), True)
    for label in ("内容", "诉求", "类别", "敏感", "姓名", "电话", "接待时间", "来源渠道", "接待代表"):
        assert label in desk.messages.said[0]


def test_the_second_level_follows_the_topic(desk):
    view = start(desk)
    topic, sub = view.row("opinions[0].topic").part, view.row("opinions[0].subtopic").part
    offered = [sub.control.itemText(place) for place in range(sub.control.count())]
    sub.write(offered[1])
    topic.write("市容环卫")
    assert sub.read() == ""
    other = [sub.control.itemText(place) for place in range(sub.control.count())]
    assert other[0] == offered[0]
    assert other[1:] != offered[1:]


def test_nothing_changed_is_said(desk):
    start(desk)
    save(desk)
    assert desk.messages.errors[0].title == "没有改动"
    assert desk.page.correction.isVisible()


def test_problems_stand_under_their_fields_and_are_counted(desk):
    view = start(desk)
    view.row(TITLE).part.write("")
    view.row("contact.phone").part.write("138")
    view.row("began").part.control.edit.setText("某天")
    save(desk)
    assert view.row(TITLE).field.error() == "请填标题"
    assert "少 8 位" in view.row("contact.phone").field.error()
    assert "日期时间写得不对" in view.row("began").field.error()
    assert view.bar.problems.text() == "还有 3 处要改：接待时间、电话、标题"
    assert view.row("began").part.control.edit.hasFocus()
    assert intake(desk).title == NEW


def test_a_time_ahead_is_asked_about(desk):
    view = start(desk)
    desk.messages.answers = [False, True]
    view.row("began").part.control.edit.setText("2026-06-19 09:00")
    save(desk)
    assert view.row("began").field.error() == "时间在将来，请核对"
    save(desk)
    assert intake(desk).received_on == "2026-06-19"
    assert desk.messages.questions[0][0] == "接待时间在将来，对吗？"


def test_a_text_that_cannot_be_kept_is_said(desk):
    view = start(desk)
    view.row("opinions[0].content").part.write("长" * 100_001)
    save(desk)
    assert desk.messages.errors
    assert view.isVisible()


def test_somebody_who_wants_no_name_becomes_anonymous(desk):
    view = start(desk)
    view.row("contact.kind").part.write(ContactKind.ANONYMOUS)
    save(desk)
    assert detail(desk.station, desk.uid(NEW)).contact.name == "匿名"


def test_what_only_a_reception_knows_is_left_out_without_one(desk):
    (serial,) = record(desk.station, {"title": "旧账"})
    uid = desk.station.db.execute_sql("SELECT uid FROM opinion WHERE serial = ?", (serial,)).fetchone()[0]
    from dataclasses import replace

    old = replace(detail(desk.station, uid).intake, reception=None, contact=None)
    with desk.station.writing() as log:
        log.put(uid, "opinion.intake", old, desk.station.author)
    desk.show(("open", uid))
    press_verb(desk, "更正")
    view = desk.page.correction
    assert [row.part.label for row in view.rows if row.part.path == "began"] == ["收到日期"]
    assert not [row for row in view.rows if row.part.path in {"recorder", "volunteer_only", "signed"}]
    assert view.row("began").part.control.value() == date(2026, 6, 18)
    view.row(TITLE).part.write("旧账一笔")
    save(desk)
    assert detail(desk.station, uid).intake.title == "旧账一笔"


def test_leaving_asks_when_something_was_changed(desk):
    view = start(desk)
    desk.press(Key.Key_Escape)
    assert not view.isVisible()
    assert desk.messages.questions == []
    press_verb(desk, "更正")
    desk.messages.answers = [False, False, True]
    view.row(TITLE).part.write("别的")
    desk.press(Key.Key_Escape)
    assert view.isVisible()
    assert not desk.window.show_page("home")
    view.back.click()
    assert not view.isVisible()
    assert intake(desk).title == NEW
    assert desk.page.finder.search.isEnabled()


def test_attachments_are_added_and_taken_away(desk, tmp_path, monkeypatch):
    picture = tmp_path / "盲道.png"
    Image.new("RGB", (20, 20), (1, 2, 3)).save(picture)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(picture)], ""))
    view = start(desk)
    desk.press(Key.Key_O, Ctrl)
    row = view.row("opinions[0].attachments")
    assert [one.name for one in row.part.read()] == ["盲道.png"]
    assert row.mark.isVisible()
    save(desk)
    assert [one.name for one in intake(desk).attachments] == ["盲道.png"]
    press_verb(desk, "更正")
    row = view.row("opinions[0].attachments")
    assert row.old.text() == "盲道.png"
    chip = row.part.control.chips[0]
    chip.setFocus()
    desk.press(Key.Key_Delete)
    save(desk)
    assert intake(desk).attachments == ()


def test_a_file_that_will_not_do_is_said(desk, tmp_path, monkeypatch):
    program = tmp_path / "图.jpg"
    program.write_bytes(b"MZ" + b"\0" * 100)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(program)], ""))
    start(desk)
    desk.press(Key.Key_O, Ctrl)
    assert "这个文件是程序" in desk.messages.errors[0].title
    assert Path(program).exists()


def test_a_secret_contact_is_the_heads(desk):
    (serial,) = record(desk.station, {"title": "举报", "kind": Kind.REPORT})
    seat(desk.station, "徐桂兰")
    desk.show(("search", serial))
    desk.press(Key.Key_Return)
    press_verb(desk, "更正")
    assert "只有站长可以看" in desk.messages.errors[0].title
    assert not desk.page.correction.isVisible()
    assert desk.page.finder.search.isEnabled()


@pytest.mark.parametrize("path", [TITLE, "opinions[0].kind", "opinions[0].sensitive"])
def test_enter_goes_to_the_next_field(desk, path):
    view = start(desk)
    control = view.row(path).part.control
    control.setFocus()
    before = desk.focus()
    desk.press(Key.Key_Return)
    assert desk.focus() is not before
    assert view.isAncestorOf(desk.focus())
