"""站点 by its keys: the tables and their sums, filters, one station, its keys, the paper; every scale."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from station_app.domain.enums import PersonRole
from station_app.domain.network_records import Site
from station_app.services.network import add_sites
from station_app.services.packages import sending, taking
from station_app.services.packages.overview import Reporting
from station_app.services.packages.tables import sums
from station_app.services.recording import save_reception
from station_app.ui import print_choice
from station_app.ui.pages.stations_table import Cell
from station_app.ui.print_choice import PrintPanel
from tests.stations import reception_form
from tests.ui.helpers import clashing_keys, cut_texts
from tests.ui.pages.stations.conftest import opened

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def later(desk):
    """Let days pass, and look again."""

    def passed(days: int) -> None:
        clock = desk.station.clock
        desk.station.clock = replace(clock, moment=clock.now() + timedelta(days=days))
        desk.page.on_shown()

    return passed


def figures(label) -> tuple[str, ...]:
    return tuple(figure.text() for figure in label.figures)


def test_all_stations_are_seen_and_the_sums_add_up(desk, qtmodeltester):
    page = desk.page
    assert desk.names() == [["望湖苑", "桃园", "荷塘", "东堤", "柳浪", "银杏", "三里桥", "月湖"], []]
    assert page.head.subtitle.whole() == "1 室　2 片区中心站　8 社区站　1 联络点"
    total = sums(page.seen.sites)
    assert total.opinions == 9
    assert figures(page.total) == (str(total.opinions), str(total.open), str(total.unacknowledged))
    below = [[int(words) for words in zone.sum.words().values()] for zone in desk.zones]
    assert [sum(column) for column in zip(*below, strict=True)] == [total.unacknowledged, total.opinions, total.open]
    for zone in desk.zones:
        qtmodeltester.check(zone.table.lines)
    assert clashing_keys(desk.window) == []


@pytest.mark.parametrize("scale", [100, 130, 150, 200])
def test_no_text_is_cut_and_no_keys_clash(desk, look, scale):
    look.set_scale(scale)
    QApplication.processEvents()
    assert cut_texts(desk.window) == []
    desk.press(Key.Key_Return)
    assert cut_texts(desk.window) == []
    assert clashing_keys(desk.window) == []


def test_arrows_walk_enter_opens_and_escape_returns_to_the_row(desk):
    page, south = desk.page, desk.zones[0].table
    assert south.hasFocus()
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert page.pane.isVisible()
    assert page.pane.name.whole() == "桃园社区联络站　12"
    assert not desk.zones[1].isVisible()
    desk.press(Key.Key_Down)
    assert page.pane.name.whole() == "荷塘社区联络站　13"
    desk.press(Key.Key_Escape)
    assert not page.pane.isVisible()
    assert south.hasFocus()
    assert south.current_code() == "13"
    assert desk.zones[1].isVisible()


def test_large_type_gives_the_page_to_the_open_station(desk, look):
    look.set_scale(150)
    QApplication.processEvents()
    desk.press(Key.Key_Return)
    assert desk.page.pane.isVisible()
    assert not any(zone.isVisible() for zone in desk.zones)
    assert desk.page.pane.back.hasFocus()
    look.set_scale(100)
    desk.press(Key.Key_Escape)
    desk.press(Key.Key_Return)
    look.set_scale(150)
    assert desk.page.pane.back.hasFocus()
    desk.press(Key.Key_Escape)
    assert desk.zones[0].table.hasFocus()


def test_left_and_right_go_from_south_to_north_and_back(desk):
    add_sites(
        desk.station, [Site(code="40", name="北港社区联络站", zone="北片"), Site(code="41", name="甲", zone="北片")]
    )
    desk.page.on_shown()
    south, north = (zone.table for zone in desk.zones)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Right)
    assert (north.hasFocus(), north.current_code(), south.current_code()) == (True, "41", "")
    desk.press(Key.Key_Right)
    assert north.hasFocus()
    desk.press(Key.Key_Left)
    assert (south.hasFocus(), south.current_code(), north.current_code()) == (True, "12", "")


def test_days_turn_stations_late_and_the_filter_shows_them_alone(desk, later):
    later(11)
    assert {line.state for line in desk.page.seen.stations} == {Reporting.SOON}
    later(4)
    chips = {chip.state: chip for chip in desk.page.chips.chips}
    assert chips[Reporting.LATE].text() == "超 14 天 8"
    assert not chips[Reporting.SOON].isEnabled()
    desk.report(2, desk.street / "优盘")
    desk.page.on_shown()
    chips[None].setFocus()
    desk.press(Key.Key_Right)
    assert desk.page.chips.chosen() is Reporting.LATE
    assert len(desk.names()[0]) == 8
    desk.press(Key.Key_Escape)
    assert desk.page.chips.chosen() is None
    assert desk.zones[0].table.hasFocus()


def test_sums_follow_the_filter(desk):
    uid = next(line.uid for line in desk.page.seen.stations if line.code == "11")
    desk.station.db.execute_sql("DELETE FROM import_log WHERE site = ?", (uid,))
    desk.page.on_shown()
    desk.page.chips.choose(Reporting.UNUSED)
    (line,) = desk.zones[0].table.lines.rows()
    assert line.code == "11"
    assert figures(desk.page.total)[0] == str(line.opinions) == desk.zones[0].sum.words()[5]
    assert desk.zones[0].subtitle.whole() == "1 / 8 个社区站"


def test_a_gap_names_the_missing_package(desk, tmp_path):
    """The centre's PC is older than what the station knows of it, as after a restore."""
    newer = opened(shutil.copytree(desk.street / "中心", tmp_path / "新的中心"), desk.station.clock)
    station = desk.open(4)
    save_reception(station, reception_form(station))
    taking.take(newer, [sent.file for sent in sending.export(station, tmp_path)])
    taking.take(station, [sent.file for sent in sending.export(newer, tmp_path, code=station.identity.code)])
    save_reception(station, reception_form(station))
    taking.take(desk.station, [sent.file for sent in sending.export(station, tmp_path)])
    for one in (newer, station):
        one.close()
    desk.page.on_shown()
    (line,) = [line for line in desk.page.seen.stations if line.state is Reporting.GAP]
    assert (line.code, line.missing) == ("15", (3,))
    south = desk.zones[0].table
    assert south.choose_code("15")
    assert south.lines.index(south.currentIndex().row(), Cell.GAP).data() == "缺第 3 包"
    desk.press(Key.Key_Return)
    assert desk.page.pane.note.words.text().startswith("缺第 3 包")


def test_the_zone_centre_and_the_hub_open_too(desk):
    centre = desk.zones[0].centre
    assert centre.text() == "南片中心联络站"
    centre.setFocus()
    desk.press(Key.Key_Return)
    assert desk.page.pane.name.whole() == "南片中心联络站　02"
    assert not desk.page.pane.write.isEnabled()
    desk.press(Key.Key_Escape)
    assert centre.hasFocus()
    hub = desk.page.others["01"]
    hub.setFocus()
    desk.press(Key.Key_Return)
    assert desk.page.pane.name.whole() == "代表联络室　01"
    desk.press(Key.Key_Escape)
    assert hub.hasFocus()


def test_a_key_is_revoked_after_saying_what_that_means(desk):
    desk.press(Key.Key_Return)
    (verb,) = desk.page.pane.keys.verbs
    verb.setFocus()
    desk.messages.answers = [False]
    desk.press(Key.Key_Return)
    assert desk.page.pane.standing.live
    desk.press(Key.Key_Return)
    desk.settle()
    question, loss, answer = desk.messages.questions[-1]
    assert "望湖苑社区联络站" in question
    for said in ("不能恢复", "隔离", "唯一有效", "重新申请入网"):
        assert said in loss
    assert answer == "吊销这把钥匙"
    assert not desk.page.pane.standing.live
    assert desk.page.pane.keys.verbs == []
    assert not desk.page.pane.write.isEnabled()
    assert desk.messages.said == ["已吊销；新的名册随下一次回传包发给各站"]
    assert desk.page.write_button.text() == "写回传包　7 站"


def test_a_clerk_cannot_revoke_and_sees_why(desk):
    here = desk.station.desk
    desk.station.desk = replace(here, person=replace(here.person, role=PersonRole.CLERK))
    desk.press(Key.Key_Return)
    (verb,) = desk.page.pane.keys.verbs
    assert not verb.isEnabled()
    assert verb.toolTip() == "由中心负责人吊销"


def test_ctrl_p_prints_the_table_to_a_file(desk, monkeypatch, tmp_path):
    monkeypatch.setattr(print_choice, "installed_printers", list)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "表"), ""))
    desk.press(Key.Key_P, CTRL)
    panel = desk.page.findChild(PrintPanel) or desk.window.findChild(PrintPanel)
    desk.press(Key.Key_S, CTRL)
    desk.settle()
    assert panel is not None
    assert (tmp_path / "表.pdf").read_bytes().startswith(b"%PDF")
    assert "表.pdf" in desk.messages.said[-1]


def test_what_another_page_wants_opened_is_opened(desk):
    desk.window.show_page("stations", ("open", "14"))
    assert desk.page.pane.name.whole() == "东堤社区联络站　14"


def test_a_centre_without_stations_says_where_to_begin(sit, centre, tmp_path, qtbot):
    desk = sit(centre, tmp_path)
    assert desk.page.empty.isVisible()
    assert not desk.page.write_button.isEnabled()
    assert cut_texts(desk.window) == []
    with qtbot.waitSignal(desk.page.navigate) as wanted:
        desk.page.empty.button.click()
    assert wanted.args[0] == "exchange"


def test_the_picture_s_height_shows_all_rows_without_a_scroll_bar(desk):
    many = [Site(code=str(number), name=f"第{number}社区联络站", zone="南片") for number in range(50, 54)]
    add_sites(desk.station, many)
    desk.page.on_shown()
    for height in (768, 690):
        desk.window.resize(1366, height)
        QApplication.processEvents()
        assert not desk.page.body.verticalScrollBar().isVisible()
