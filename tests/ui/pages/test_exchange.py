"""上报交换 and 收发交换 by their keys: writing, preview, import, undo, reports, sticks."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from station_app.domain.enums import Status
from station_app.services.feedback import awaiting
from station_app.services.held import hold
from station_app.services.packages import history, sending, sticks, taking
from station_app.services.replying import reply
from station_app.ui.pages.exchange_steps import Stage
from tests.services.opinions import seat
from tests.services.packages_pair import Pair
from tests.ui.exchange_desk import desk as desk
from tests.ui.exchange_desk import pair as pair
from tests.ui.exchange_desk import sit as sit
from tests.ui.helpers import clashing_keys, cut_texts

CTRL = Qt.KeyboardModifier.ControlModifier


def test_without_a_stick_nothing_can_be_written_and_the_line_says_why(desk):
    assert not desk.page.send.submit.isEnabled()
    assert desk.page.send.hint.text() == "请先插优盘"
    assert desk.page.stick_card.title.whole() == "没有插优盘"


def test_f8_writes_reads_back_and_says_that_the_stick_may_go(desk, pair):
    pair.record()
    desk.plug(pair.stick)
    desk.page.on_shown()
    desk.settle()
    assert desk.page.send.contents.text() == "1 条登记"
    desk.press(Qt.Key.Key_F8)
    assert not desk.page.stick_card.eject.isEnabled()
    assert not desk.page.send.submit.isEnabled()
    assert desk.page.send.cancel.isEnabled()
    desk.settle()
    stages = [row.stage for row in (desk.page.send.writing, desk.page.send.reading, desk.page.send.receipt)]
    assert stages == [Stage.DONE, Stage.DONE, Stage.TO_COME]
    assert "可以拔出" in desk.messages.said[-1]
    assert desk.page.stick_card.eject.isEnabled()
    (sent,) = history.history(pair.station)
    assert desk.page.send.file.whole() == sent.file_name
    assert (pair.stick / sent.file_name).is_file()
    assert len(desk.rows()) == 1


def test_a_new_stick_becomes_the_site_s_own(desk, pair):
    desk.plug(pair.stick)
    desk.press(Qt.Key.Key_F8)
    desk.settle()
    assert sticks.folder(pair.station.identity, pair.stick).owner == pair.station.identity.name


def test_on_the_stick_of_another_site_it_asks_first(desk, pair):
    desk.messages.answers = [False]
    desk.plug(pair.stick, ours=False, owner="青石巷社区联络站")
    desk.press(Qt.Key.Key_F8)
    desk.settle()
    assert desk.messages.questions[0][0] == "这是「青石巷社区联络站」的优盘"
    assert history.history(pair.station) == []


def test_writing_can_be_cancelled_and_leaves_nothing(desk, pair, monkeypatch):
    pair.record()
    desk.plug(pair.stick)
    page = desk.page

    def slow(*args, **kwargs):
        while not kwargs["pace"].cancelled:
            pass
        raise sending_cancelled

    from station_app.services.pace import Cancelled

    sending_cancelled = Cancelled()
    monkeypatch.setattr("station_app.ui.pages.exchange_send.export", slow)
    desk.press(Qt.Key.Key_F8)
    page.send.cancel.click()
    desk.settle()
    assert page.send.problem.words.text().startswith("已取消")
    assert page.send.writing.stage is Stage.TO_COME
    assert page.send.submit.isEnabled()


def test_a_full_stick_is_said_in_place_and_can_be_tried_again(desk, pair, monkeypatch):
    from station_app.exchange.stick import StickFull

    desk.plug(pair.stick)

    def full(*_args, **_kwargs):
        raise StickFull(3_100_000)

    monkeypatch.setattr("station_app.ui.pages.exchange_send.export", full)
    desk.press(Qt.Key.Key_F8)
    desk.settle()
    assert desk.page.send.problem.words.text().startswith("优盘满了，还差 3.1 MB")
    assert desk.messages.errors == []


def returned(pair: Pair) -> str:
    """A return package with one answer lies on the stick; the opinion's serial."""
    serial = pair.record()
    pair.up()
    reply(pair.centre, serial, "灯已修好。", "A")
    sending.export(pair.centre, pair.stick)
    return serial


def test_what_is_on_the_stick_is_previewed_and_nothing_is_changed(desk, pair):
    serial = returned(pair)
    desk.plug(pair.stick)
    take = desk.page.take
    assert desk.page.stick_card.note.whole().endswith("内有 1 个回传包")
    assert take.summary.total == sum(take.summary.counts.values()) > 0
    assert take.items.sum.text().endswith("与清单一致；签名无误；附第 1 号包的回执")
    assert [line.words for line in take.summary.lines if "反映人" in line.words] == [
        "待研判 → 待反馈，导入后请告诉反映人"
    ]
    assert hold(pair.station, serial).facets.reply is None
    assert take.submit.text() == f"导入 {take.summary.total} 项"


def test_the_counts_filter_the_list(desk, pair):
    returned(pair)
    desk.plug(pair.stick)
    items = desk.page.take.items
    everything = items.table.lines.rowCount()
    items.counts.cells["新增"].click()
    shown = [line.outcome for line in items.table.lines.rows()]
    assert set(shown) == {"新增"}
    items.counts.cells["新增"].click()
    assert items.table.lines.rowCount() == everything


def test_ctrl_enter_imports_and_the_answer_waits_to_be_told(desk, pair):
    serial = returned(pair)
    desk.plug(pair.stick)
    with desk.qtbot.waitSignal(desk.context.wishes.exchanged):
        desk.press(Qt.Key.Key_Return, CTRL)
        desk.settle()
    assert hold(pair.station, serial).status is Status.AWAITING_FEEDBACK
    assert [one.serial for one in awaiting(pair.station)] == [serial]
    assert not desk.page.take.submit.isVisible()
    assert desk.page.history.warning.isVisible() is False
    assert set(desk.links(0)) == {"查看报告", "撤销导入"}


def test_an_import_is_taken_back_after_a_question(desk, pair):
    serial = returned(pair)
    desk.plug(pair.stick)
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    desk.links(0)["撤销导入"].click()
    desk.settle()
    assert "优盘上的文件不动" in desk.messages.questions[-1][1]
    assert hold(pair.station, serial).facets.reply is None
    assert len(desk.rows()) == 2
    assert set(desk.links(0)) == {"查看报告"}
    assert "已撤销" in [label.text() for label in desk.rows()[0].findChildren(QLabel)]


def test_every_row_opens_its_report_and_escape_goes_back(desk, pair):
    returned(pair)
    desk.plug(pair.stick)
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    desk.rows()[0].setFocus()
    desk.press(Qt.Key.Key_Return)
    report = desk.page.report
    assert desk.page.views.currentWidget() is report
    assert sum(cell.count for cell in report.items.counts.cells.values()) == desk.page.take.summary.total
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.views.currentWidget() is desk.page.body
    desk.rows()[1].setFocus()
    desk.press(Qt.Key.Key_Return)
    assert not report.items.isVisible()
    assert report.sheet.title.text() == "第 1 号包的导出"


def test_a_line_of_a_report_opens_its_opinion(desk, pair):
    serial = returned(pair)
    (back,) = [path for path in pair.stick.iterdir() if path.name.startswith("DOWN")]
    taking.take(pair.station, [back])
    desk.page.on_shown()
    desk.page._to_report(history.history(pair.station)[0])
    table = desk.page.report.items.table
    place = next(place for place, line in enumerate(table.lines.rows()) if line.facet == "opinion.reply")
    table.choose(place)
    with desk.qtbot.waitSignal(desk.page.navigate) as went:
        desk.press(Qt.Key.Key_Return)
    assert went.args == ["opinions", ("open", hold(pair.station, serial).uid)]


def test_a_package_for_somebody_else_is_refused_in_its_own_words(desk, pair, monkeypatch, tmp_path):
    pair.record()
    (up,) = sending.export(pair.station, pair.stick)
    folder = tmp_path / "放错的"
    folder.mkdir()
    up.file.rename(folder / up.file.name.replace("UP", "DOWN"))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    desk.page.folder_button.click()
    desk.settle()
    assert "打不开" in desk.page.take.items.refused.words.text()
    assert not desk.page.take.submit.isVisible()


def test_an_empty_folder_says_so_in_place(desk, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    desk.page.folder_button.click()
    desk.settle()
    assert desk.page.take.empty.sentence.text().startswith("这里没有上报包或回传包")


def test_any_folder_may_stand_for_a_stick(desk, pair, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(pair.stick))
    desk.page.stick_card.choose.click()
    desk.settle()
    assert desk.page.stick_card.title.whole() == "文件夹：优盘"
    assert not desk.page.stick_card.eject.isVisible()
    desk.press(Qt.Key.Key_F8)
    desk.settle()
    assert len(history.history(pair.station)) == 1


def test_a_stick_is_let_go_or_it_is_said_when(desk, pair, monkeypatch):
    monkeypatch.setattr(sticks, "unmount", lambda _path: False)
    desk.plug(pair.stick)
    desk.page.stick_card.eject.click()
    desk.settle()
    assert desk.page.stick_card.title.whole() == "社区优盘 可以拔出了"
    desk.pull()
    assert desk.page.stick_card.title.whole() == "没有插优盘"


def test_three_packages_without_an_answer_are_a_warning(desk, pair, clock):
    for _number in range(3):
        sending.export(pair.station, pair.stick)
    pair.station.clock = replace(clock, moment=clock.now() + timedelta(days=7))
    desk.page.on_shown()
    assert desk.page.history.warning.text() == "3 个包没有回执，请问问优盘是不是丢了"
    desk.page.on_shown(("sent", str(history.unacknowledged(pair.station)[0].id)))
    assert desk.page.views.currentWidget() is desk.page.report


def test_the_centre_writes_a_package_for_each_station_and_takes_theirs(sit, pair):
    pair.record()
    sending.export(pair.station, pair.stick)
    desk = sit(pair.centre)
    desk.plug(pair.stick)
    assert desk.page.take.summary.total > 0
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert desk.rows()[0].accessibleName().startswith("收取 第 1 号 梧桐里社区联络站")
    assert desk.page.send.contents.text() == "1 个站，每站一个回传包"
    desk.press(Qt.Key.Key_F8)
    desk.settle()
    assert [path.name[:4] for path in pair.stick.iterdir() if path.name.startswith("DOWN")] == ["DOWN"]


def test_the_centre_writes_to_its_other_pc_and_labels_no_stick(sit, pair):
    desk = sit(pair.centre)
    desk.plug(pair.stick)
    desk.page.send.twin.click()
    desk.settle()
    assert [path.name for path in pair.stick.iterdir() if path.name.endswith("-centre.zlt")]
    assert desk.page.send.reading.stage is Stage.DONE
    assert sticks.folder(pair.centre.identity, pair.stick).owner == ""


def test_before_pairing_the_page_says_what_to_do(sit, station, tmp_path):
    desk = sit(station)
    desk.plug(tmp_path)
    assert desk.page.send.contents.text() == "还没有和街道中心配对"
    assert not desk.page.send.submit.isEnabled()


@pytest.mark.parametrize("scale", [100, 130, 150, 200])
def test_nothing_is_cut_and_no_keys_clash(desk, pair, look, scale):
    returned(pair)
    desk.plug(pair.stick)
    look.set_scale(scale)
    desk.page.apply_scale(scale)
    for view in (desk.page._to_body, desk.page._to_pairing, desk.page._to_conflicts):
        view()
        desk.settle()
        desk.qtbot.waitUntil(lambda: cut_texts(desk.page) == [])
        assert clashing_keys(desk.page) == []
    desk.page._to_report(history.history(pair.station)[0])
    desk.qtbot.waitUntil(lambda: cut_texts(desk.page) == [])
    assert clashing_keys(desk.page) == []


def test_the_list_is_printed_before_and_after(desk, pair, tmp_path, monkeypatch):
    wishes = []
    monkeypatch.setattr("station_app.ui.pages.exchange_take.print_paper", lambda _c, _w, wish: wishes.append(wish))
    monkeypatch.setattr("station_app.ui.pages.exchange_report.print_paper", lambda _c, _w, wish: wishes.append(wish))
    returned(pair)
    desk.plug(pair.stick)
    desk.page.take.print_button.click()
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    desk.page.take.print_button.click()
    for place in (0, 1):
        desk.page._to_report(history.history(pair.station)[place])
        desk.press(Qt.Key.Key_P, CTRL)
    titles = [wish.title.partition("　")[0] for wish in wishes]
    assert titles == ["导入预览清单", "导入清单", "导入清单", "导出回执"]
    for number, wish in enumerate(wishes):
        assert wish.write(tmp_path / f"{number}.pdf", None).pages == 1


def test_an_unmounted_stick_stays_free_to_be_pulled(desk, pair, monkeypatch):
    monkeypatch.setattr(sticks, "unmount", lambda _path: True)
    desk.plug(pair.stick)
    desk.page.stick_card.eject.click()
    desk.settle()
    desk.pull()
    assert desk.page.stick_card.title.whole() == "社区优盘 可以拔出了"
    desk.plug(pair.stick)
    assert desk.page.stick_card.title.whole() == "社区优盘 已插好"


def test_that_the_stick_may_go_stands_until_the_next_time(desk, pair):
    stick = desk.plug(pair.stick)
    desk.press(Qt.Key.Key_F8)
    desk.settle()
    desk.context.sticks.show([replace(stick, free=stick.free - 1)])
    assert desk.page.send.hint.text() == "可以拔出了"


def test_a_stick_that_was_pulled_between_is_refused_and_tried_again(desk, pair):
    serial = returned(pair)
    desk.plug(pair.stick)
    (back,) = desk.page.take.paths
    away = back.rename(back.with_suffix(".away"))
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert desk.page.take.items.refused.isVisible()
    assert not desk.page.take.imported
    away.rename(back)
    desk.page.take.look_into([back])
    desk.settle()
    desk.page.take.submit.click()
    desk.settle()
    assert hold(pair.station, serial).status is Status.AWAITING_FEEDBACK


def test_a_volunteer_finds_everything_off_and_whom_to_ask(sit, pair):
    sending.export(pair.centre, pair.stick)
    seat(pair.station, "徐桂兰")
    desk = sit(pair.station)
    desk.plug(pair.stick)
    send, take = desk.page.send, desk.page.take
    assert not send.submit.isEnabled()
    assert send.hint.text() == "上报交换由站长来做"
    desk.press(Qt.Key.Key_F8)
    desk.settle()
    assert history.count_history(pair.station) == 0
    take.look_into([pair.stick])
    desk.settle()
    assert take.summary is None
    assert "上报交换由站长来做" in take.empty.sentence.text()
    assert cut_texts(desk.page) == []


def test_a_volunteer_takes_no_import_back(sit, pair):
    (sent,) = sending.export(pair.centre, pair.stick)
    taking.take(pair.station, [sent.file])
    seat(pair.station, "徐桂兰")
    desk = sit(pair.station)
    undo = desk.links(0)["撤销导入"]
    assert not undo.isEnabled()
    assert "站长" in undo.toolTip()
