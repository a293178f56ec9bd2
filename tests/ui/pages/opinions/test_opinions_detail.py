"""The pane: what it shows of an opinion, the eye and its log, versions, pictures, and what it offers to whom."""

import io

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from reportlab.pdfgen.canvas import Canvas

from station_app.domain.enums import Kind
from station_app.domain.moves import Move
from station_app.services import correcting
from station_app.services.attachments import add_bytes
from station_app.ui.pages.opinions_contact import REVEAL_MS
from station_app.ui.pages.opinions_delegate import fitted, pieces, title_room
from station_app.ui.widgets.labels import Text
from tests.services.opinions import record, seat

Key = Qt.Key
FIRE = "消防通道长期停车，消防车进不来"
SLOW = "道闸抬杆慢"


def words_in(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(Text) if label.isVisible() and label.text()]


def png(width: int = 60, height: int = 40) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (30, 90, 110)).save(buffer, "PNG")
    return buffer.getvalue()


def pdf() -> bytes:
    buffer = io.BytesIO()
    paper = Canvas(buffer, pagesize=(900, 600))
    paper.drawString(20, 100, "receipt")
    paper.save()
    return buffer.getvalue()


def test_the_pane_shows_the_chosen_opinion(desk):
    desk.go_to(FIRE)
    pane = desk.pane
    assert (pane.serial.text(), pane.state.text()) == ("17-2026-00010", "办理中")
    assert pane.title_words.words() == FIRE
    assert pane.content_words.words().startswith("北门进来左手")
    assert {"反映人", "渠道代表", "来站接待　陈立新、何素琴"} <= set(words_in(pane))
    assert pane.note.words.text() == "已上报，仍可更正：新旧两版都留，中心会看到。"


def test_the_timeline_tells_what_was_what_is_and_what_comes(desk):
    desk.go_to(FIRE)
    told = desk.pane.timeline.texts()
    assert told[:3] == ["6月18日", "登记", "沈立群"]
    assert "转街道办　城市管理办公室" in told
    assert told[-4:] == ["现在", "办理中", "还剩 20 天", "中心答复 → 告诉反映人 → 办结"]


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("地下停车库照明", "已作废：重复登记，见 00001。编号保留，不能再改。"),
        (SLOW, "已有答复，还没告诉反映人。按 F4 记反馈。"),
        ("银行门口停车划线占了盲道", ""),
    ],
)
def test_the_note_says_what_matters_now(desk, title, note):
    desk.go_to(title)
    assert desk.pane.note.words.text() == note
    assert desk.pane.note.isVisible() == bool(note)


def test_what_looks_like_markup_stays_as_written(desk):
    (serial,) = record(desk.station, {"title": "<b>粗</b> & 细", "content": "第一行\n<img src=x>第二行"})
    desk.show(("search", serial))
    assert desk.pane.title_words.words() == "<b>粗</b> & 细"
    assert "&lt;b&gt;" in desk.pane.title_words.text()
    assert "<img" not in desk.pane.content_words.text()
    assert "<br>" in desk.pane.content_words.text()


def test_the_eye_shows_for_half_a_minute_and_is_logged(desk):
    assert REVEAL_MS == 30_000
    desk.go_to(FIRE)
    contact = desk.pane.contact
    assert contact.words.text().startswith("刘**　138****")
    contact.reveal_ms = 60_000
    contact.eye.setFocus()
    desk.press(Key.Key_Space)
    assert contact.words.text().startswith("刘成　138")
    assert "****" not in contact.words.text()
    assert "梧桐苑 6 栋 1 单元" in contact.words.text()
    assert desk.audit() == [("显示全文", desk.uid(FIRE))]
    with desk.qtbot.waitSignal(contact.timer.timeout):
        contact.timer.start(1)
    assert contact.words.text().startswith("刘**")


def test_a_second_press_hides_at_once(desk):
    desk.go_to(FIRE)
    eye = desk.pane.contact.eye
    eye.click()
    desk.settle()
    assert (desk.pane.contact.revealed(), eye.icon_name) == (True, "eye-off")
    eye.click()
    desk.settle()
    assert (desk.pane.contact.revealed(), eye.icon_name) == (False, "eye")
    assert len(desk.audit()) == 1


def test_leaving_the_page_hides_at_once(desk):
    desk.go_to(FIRE)
    desk.pane.contact.eye.click()
    desk.settle()
    assert desk.pane.contact.revealed()
    desk.window.show_page("home")
    assert not desk.pane.contact.revealed()


def test_another_opinion_is_masked_again(desk):
    desk.go_to(FIRE)
    desk.pane.contact.eye.click()
    desk.settle()
    desk.press(Key.Key_Down)
    assert not desk.pane.contact.revealed()
    assert "**" in desk.pane.contact.words.text()


def test_an_answer_of_the_eye_that_comes_late_is_not_shown(desk):
    desk.go_to(FIRE)
    desk.pane.contact.eye.click()
    desk.qtbot.keyClick(desk.page.finder.table, Key.Key_Down)
    desk.settle()
    assert not desk.pane.contact.revealed()
    assert "刘成" not in desk.pane.contact.words.text()
    assert desk.pane.contact.eye.isEnabled()


def test_somebody_anonymous_has_no_eye(desk):
    desk.go_to("访客停车收费没有公示")
    assert (desk.pane.contact.words.text(), desk.pane.contact.eye.isVisible()) == ("匿名", False)


def test_a_report_is_for_the_head_only(desk):
    (serial,) = record(desk.station, {"kind": Kind.REPORT, "title": "举报乱收费"})
    seat(desk.station, "徐桂兰")
    desk.show(("search", serial))
    assert desk.pane.contact.words.text().startswith("信息保密")
    desk.pane.contact.eye.click()
    desk.settle()
    assert "只有站长可以看" in desk.messages.errors[0].title
    assert not desk.pane.contact.revealed()
    assert desk.audit() == []


def test_enter_opens_the_whole_and_escape_goes_back_to_the_line(desk):
    desk.go_to(FIRE)
    desk.press(Key.Key_Return)
    assert desk.pane.wide
    assert not desk.page.finder.list.isVisible()
    assert {"收到日期", "2026-06-03", "记录人", "处理方式", "登记办理"} <= set(words_in(desk.pane))
    desk.press(Key.Key_Escape)
    assert not desk.pane.wide
    assert desk.page.finder.table.hasFocus()
    assert desk.page.finder.table.current_uid() == desk.uid(FIRE)


def test_searching_leaves_the_wide_pane(desk):
    desk.press(Key.Key_Return)
    desk.search("道闸")
    assert not desk.pane.wide
    assert desk.titles() == [SLOW]
    assert desk.focus() is desk.page.finder.search.edit


@pytest.mark.parametrize(
    ("who", "title", "offered"),
    [
        ("沈立群", "银行门口停车划线占了盲道", ["站内办理", "更正", "作废"]),
        ("沈立群", "夜间停车位不足，盼错时共享", ["答复", "调整办理", "上报中心", "更正", "作废"]),
        ("徐桂兰", SLOW, ["记反馈", "更正", "作废"]),
        ("沈立群", "快递车堵单元门", ["归档", "重启", "更正", "作废"]),
        ("徐桂兰", "快递车堵单元门", ["更正", "作废"]),
        ("沈立群", "自行车棚改停车位的意见", ["重启", "更正", "作废"]),
        ("沈立群", "地下停车库照明", []),
        ("沈立群", FIRE, ["更正", "作废"]),
    ],
)
def test_only_what_the_service_allows_is_offered(desk, who, title, offered):
    seat(desk.station, who)
    desk.show(("open", desk.uid(title)))
    assert [button.text() for button in desk.pane.verbs()] == offered
    desk.press(Key.Key_Escape)
    assert [button.text() for button in desk.pane.verbs()] == offered[:1]
    assert desk.pane.rest_button.isVisible() == (len(offered) > 1)


def test_the_rest_is_in_a_menu(desk, qtbot):
    desk.go_to("夜间停车位不足，盼错时共享")
    wanted = []
    desk.pane.wanted.disconnect()
    desk.pane.wanted.connect(wanted.append)
    desk.pane.rest_button.setFocus()
    desk.press(Key.Key_Space)
    menu = desk.pane.rest_menu
    assert [action.text() for action in menu.actions()] == ["调整办理", "上报中心", "更正", "作废"]
    menu.actions()[1].trigger()
    menu.close()
    assert wanted == [Move.PASS_ON]


def test_versions_stand_beside_each_other(desk):
    uid = desk.uid(SLOW)
    correcting.correct(desk.station, uid, {"title": "道闸抬杆太慢", "place": "北门"})
    desk.show(("search", "道闸"))
    assert desk.pane.version_link.text() == "更正过，共 2 版，看新旧对照"
    desk.pane.version_link.setFocus()
    desk.press(Key.Key_Space)
    assert desk.pane.wide
    shown = words_in(desk.pane.versions)
    assert shown[shown.index("标题") + 1 : shown.index("标题") + 3] == [SLOW, "道闸抬杆太慢"]
    assert shown[shown.index("地点") + 1 : shown.index("地点") + 3] == ["（空）", "北门"]
    marked = [label.text() for label in desk.pane.versions.findChildren(Text) if label.property("kind") == "strong"]
    assert marked == ["新旧对照", "标题", "地点"]


def test_one_version_alone_needs_no_comparison(desk):
    desk.press(Key.Key_Return)
    assert not desk.pane.versions.isVisible()


def test_pictures_are_small_in_the_pane_and_large_in_the_view(desk):
    attachments = (add_bytes(desk.station, "现场.png", png(600, 400)), add_bytes(desk.station, "回单.pdf", pdf()))
    record(desk.station, {"title": "有照片", "attachments": attachments})
    desk.show(("search", "有照片"))
    small, paper = desk.pane.pictures.thumbnails
    assert not small.picture().isNull()
    assert paper.picture().isNull()
    small.setFocus()
    desk.press(Key.Key_Space)
    view = desk.page.picture
    assert (view.isVisible(), view.name.whole()) == (True, "现场.png")
    assert view.share.text() == "100 %"
    view.larger.click()
    assert (view.share.text(), view.picture.label.pixmap().width()) == ("150 %", 900)
    view.smaller.click()
    view.smaller.click()
    assert view.share.text() == "67 %"
    view.fit.click()
    assert view.share.text() == "100 %"
    desk.press(Key.Key_Escape)
    assert desk.page.finder.list.isVisible()
    assert desk.page.finder.table.hasFocus()


def test_a_paper_is_opened_by_the_viewer_of_pages(desk):
    paper = add_bytes(desk.station, "回单.pdf", pdf())
    (serial,) = record(desk.station, {"title": "有回单", "attachments": (paper,)})
    desk.show(("search", serial))
    desk.pane.pictures.thumbnails[0].click()
    desk.settle()
    view = desk.page.picture.view()
    assert view.document.pageCount() == 1
    before = view.percent
    desk.page.picture.larger.click()
    assert view.percent > before
    desk.page.picture.smaller.click()
    desk.page.picture.fit.click()
    assert view.percent == before


def test_a_picture_that_is_gone_is_said(desk):
    picture = add_bytes(desk.station, "现场.png", png())
    (serial,) = record(desk.station, {"title": "照片丢了", "attachments": (picture,)})
    desk.station.store.blobs.remove(picture.sha256)
    desk.show(("search", serial))
    assert desk.messages.errors
    assert desk.pane.pictures.thumbnails[0].picture().isNull()


@pytest.mark.parametrize(
    ("length", "hits", "cut"),
    [
        (5, (), [(0, 5, False)]),
        (5, ((0, 5),), [(0, 5, True)]),
        (5, ((1, 2), (3, 9)), [(0, 1, False), (1, 2, True), (2, 3, False), (3, 5, True)]),
        (0, ((0, 2),), []),
    ],
)
def test_a_line_is_cut_at_the_borders_of_its_hits(length, hits, cut):
    assert list(pieces(length, hits)) == cut


def test_a_piece_is_cut_so_that_its_hit_can_be_seen(look):
    text = "一二三四五六七八九十停车甲乙丙丁戊己庚辛"
    shown, hits = fitted(text, [(10, 12)], look.px(15) * 10)
    ((start, end),) = hits
    assert shown[start:end] == "停车"
    assert shown.startswith("…")
    assert start < 6
    assert fitted(text, [(10, 12)], 10_000) == (text, [(10, 12)])
    assert fitted(text, [], 10) == (text, [])


@pytest.mark.parametrize("bold", [False, True])
def test_a_long_title_keeps_its_beginning_as_long_as_its_hit_can_be_seen(look, bold):
    text = "一二三四五六七八九十停车甲乙丙丁戊己庚辛"
    font = QFontMetrics(look.font(bold=bold))
    room = font.horizontalAdvance(text[:12] + "…")
    assert fitted(text, [(10, 12)], room, bold=bold) == (text, [(10, 12)])
    shown, ((start, end),) = fitted(text, [(10, 12)], room - 1, bold=bold)
    assert (shown[0], shown[start:end], shown.endswith(text[12:])) == ("…", "停车", True)
    assert start > 1
    assert font.horizontalAdvance(shown[:end] + "…") <= room - 1


def test_a_piece_with_a_hit_has_half_of_the_room_before_it_is_cut(look):
    piece = "停车" * 20
    assert title_room(300, piece) == 150
    assert title_room(300, "停车") > 200
    assert title_room(300, "") == 300
