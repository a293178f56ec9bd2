"""导入一批上报包 and 写回传包 by keys: preview, import, one line a package, cancelling, sticks."""

import shutil
import time
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from station_app.services.pace import Cancelled
from station_app.services.packages import rounds, sticks, taking
from station_app.services.recording import save_reception
from station_app.ui import print_choice
from station_app.ui.pages import stations_taking
from tests.stations import reception_form
from tests.ui.helpers import clashing_keys, cut_texts

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def batch(desk, tmp_path):
    """A folder with a new package of the third station, one of the first that was imported before, and a broken one."""
    folder = tmp_path / "一批"
    folder.mkdir()
    station = desk.open(2)
    save_reception(station, reception_form(station))
    rounds.export(station, folder)
    station.close()
    shutil.copy(next((desk.street / "优盘").glob("UP-11-*.zlt")), folder)
    (folder / "UP-18-2026-009-abcdef.zlt").write_bytes("不是包".encode())
    return folder


def words(table) -> list[list[str]]:
    model = table.lines
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def begin(desk, button, folder) -> None:
    desk.folders.append(folder)
    button.setFocus()
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Return)
    desk.settle()


def test_a_folder_is_previewed_then_imported_and_the_counts_add_up(desk, batch):
    view = desk.page.taking
    begin(desk, desk.page.take_button, batch)
    rows = words(view.table)
    assert [row[:3] for row in rows] == [
        ["拒绝", "月湖", ""],
        ["可导入", "荷塘", "第 3 包"],
        ["导入过", "望湖苑", "第 2 包"],
    ]
    for row in rows[1:]:
        assert sum(int(cell) for cell in row[3:9]) == int(row[9])
    assert view.sum.text().startswith("3 个包：可导入 1、导入过 1、拒绝 1；新增")
    assert "UP-18-2026-009-abcdef.zlt" in rows[0][-1]
    assert view.submit.hasFocus()
    assert view.submit.text() == "导入 1 个包"
    before = {file.name: file.read_bytes() for file in batch.iterdir()}
    desk.press(Key.Key_Return, CTRL)
    desk.settle()
    assert [row[0] for row in words(view.table)] == ["拒绝", "已导入", "导入过"]
    assert view.note.words.text().startswith("已导入 1 个包。")
    assert "1 个没有导入" in view.note.words.text()
    assert {file.name: file.read_bytes() for file in batch.iterdir()} == before
    desk.press(Key.Key_Escape)
    assert desk.page.views.currentWidget() is desk.page.body
    (line,) = [line for line in desk.page.seen.stations if line.code == "13"]
    assert (line.last_export_no, line.opinions) == (3, 2)


def test_ctrl_p_prints_what_was_imported(desk, batch, monkeypatch, tmp_path):
    monkeypatch.setattr(print_choice, "installed_printers", list)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "清单"), ""))
    begin(desk, desk.page.take_button, batch)
    desk.press(Key.Key_Return)
    desk.settle()
    desk.press(Key.Key_P, CTRL)
    desk.press(Key.Key_S, CTRL)
    desk.settle()
    assert (tmp_path / "清单.pdf").read_bytes().startswith(b"%PDF")
    assert "清单.pdf" in desk.messages.said[-1]


def test_a_preview_changes_nothing_and_escape_leaves_it(desk, batch):
    count = desk.station.db.execute_sql("SELECT count(*) FROM change").fetchone()
    begin(desk, desk.page.take_button, batch)
    desk.press(Key.Key_Escape)
    assert desk.station.db.execute_sql("SELECT count(*) FROM change").fetchone() == count
    assert desk.page.take_button.isVisible()


def test_the_chosen_line_says_its_whole_sentence(desk, batch):
    begin(desk, desk.page.take_button, batch)
    view = desk.page.taking
    view.table.setFocus()
    desk.press(Key.Key_Down)
    assert view.told.text().startswith("荷塘社区联络站　第 3 包")
    assert cut_texts(desk.window) == []


def test_a_folder_without_packages_is_said_in_place(desk, tmp_path):
    empty = tmp_path / "空的"
    empty.mkdir()
    begin(desk, desk.page.take_button, empty)
    view = desk.page.taking
    assert "这里没有上报包或回传包" in view.note.words.text()
    assert not view.submit.isVisible()
    assert not view.sheet.isVisible()
    assert view.place.browse.hasFocus()


def test_a_cancelled_import_says_what_was_not_taken(desk, batch, monkeypatch):
    desk.report(3, batch)
    begin(desk, desk.page.take_button, batch)
    view, started, go_on = desk.page.taking, Event(), Event()

    def slow(station, paths, pace):
        started.set()
        go_on.wait(10)
        return taking.take(station, paths, _AfterFirst(pace))

    monkeypatch.setattr(stations_taking, "take", slow)
    desk.press(Key.Key_Return, CTRL)
    desk.qtbot.waitUntil(started.is_set)
    desk.press(Key.Key_Escape)
    assert desk.page.views.currentWidget() is view
    desk.qtbot.waitUntil(view.strip.isVisible)
    view.strip.cancel.click()
    go_on.set()
    desk.settle()
    assert any("已取消" in row[-1] for row in words(view.table))
    assert view.note.kind == "warn"


class _AfterFirst:
    """Is heard to be cancelled only after the first package."""

    def __init__(self, pace) -> None:
        self._pace, self._seen = pace, 0

    @property
    def cancelled(self) -> bool:
        return self._pace.cancelled and self._seen > 0

    def report(self, done: int, total: int, text: str = "") -> None:
        self._seen += text.startswith("正在核对")
        self._pace.report(done, total, text)


def test_every_live_station_gets_a_package(desk, tmp_path):
    view, folder = desk.page.writing, tmp_path / "回传"
    folder.mkdir()
    begin(desk, desk.page.write_button, folder)
    assert {row[0] for row in words(view.table)} == {"还没写"}
    assert view.submit.text() == "写 8 站"
    assert view.submit.hasFocus()
    desk.press(Key.Key_Return, CTRL)
    desk.settle()
    rows = words(view.table)
    assert {row[0] for row in rows} == {"已写好"}
    assert sorted(row[-1] for row in rows) == sorted(file.name for file in folder.glob("DOWN-*.zlt"))
    assert len(rows) == 8
    assert "8 站的回传包已写好并读回校验" in view.note.words.text()
    assert "文件夹「回传」" in view.note.words.text()
    assert not view.submit.isVisible()
    desk.press(Key.Key_Escape)
    assert {line.unacknowledged for line in desk.page.seen.stations} >= {1}


def test_cancelled_writing_keeps_what_was_written(desk, tmp_path, monkeypatch):
    view, folder, real, second = desk.page.writing, tmp_path / "回传", rounds.export, Event()
    folder.mkdir()

    def slow(station, place, *, code, pace):
        if code == "12":
            second.set()
            while not pace.cancelled:
                time.sleep(0.005)
            raise Cancelled
        return real(station, place, code=code, pace=pace)

    monkeypatch.setattr(rounds, "export", slow)
    begin(desk, desk.page.write_button, folder)
    desk.press(Key.Key_Return)
    desk.qtbot.waitUntil(lambda: second.is_set() and view.strip.isVisible())
    assert cut_texts(desk.window) == []
    assert view.strip.cancel.hasFocus()
    desk.press(Key.Key_Return)
    desk.settle()
    assert [row[0] for row in words(view.table)] == ["已写好", "没写成", *["还没写"] * 6]
    assert len(list(folder.glob("*.zlt"))) == 1
    assert "写好了 1 站，还有 7 站没有写：已取消" in view.note.words.text()


def test_one_station_gets_its_package_from_its_pane(desk, tmp_path):
    view, folder = desk.page.writing, tmp_path / "一站"
    folder.mkdir()
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    begin(desk, desk.page.pane.write, folder)
    desk.press(Key.Key_Return)
    desk.settle()
    (row,) = words(view.table)
    assert (row[0], row[2]) == ("已写好", "桃园")
    assert [file.name[:7] for file in folder.glob("*.zlt")] == ["DOWN-12"]
    desk.press(Key.Key_Escape)
    assert desk.page.pane.isVisible()
    assert desk.page.pane.standing.owed[-1].number == 2


def test_writing_ends_where_the_folder_is_gone_and_says_so(desk, tmp_path):
    view, folder = desk.page.writing, tmp_path / "拔了"
    folder.mkdir()
    begin(desk, desk.page.write_button, folder)
    shutil.rmtree(folder)
    desk.press(Key.Key_Return)
    desk.settle()
    assert [row[0] for row in words(view.table)] == ["没写成", *["还没写"] * 7]
    assert view.note.kind == "danger"
    assert "还有 8 站没有写" in view.note.words.text()


def test_the_only_stick_is_taken_at_once_and_several_are_offered(desk, tmp_path):
    plugged = []
    for name in ("甲盘", "乙盘"):
        (tmp_path / name).mkdir()
        plugged.append(sticks.folder(desk.station.identity, tmp_path / name))
    desk.context.sticks.show(plugged[:1])
    desk.page.write_button.click()
    assert desk.page.writing.place.place == plugged[0]
    desk.press(Key.Key_Escape)
    desk.context.sticks.show(plugged)
    desk.page.write_button.click()
    view = desk.page.writing
    assert view.place.place is None
    assert not view.submit.isEnabled()
    assert view.submit.toolTip() == "请先选写到哪里"
    desk.press(Key.Key_2)
    assert view.place.place == plugged[1]
    assert view.submit.isEnabled()
    assert cut_texts(desk.window) == []
    assert clashing_keys(desk.window) == []


def test_a_stick_that_comes_while_one_waits_is_taken(desk, batch):
    desk.page.take_button.click()
    assert "没有插优盘" in desk.page.taking.place.words.whole()
    desk.context.sticks.show([sticks.folder(desk.station.identity, batch)])
    desk.settle()
    assert desk.page.taking.submit.text() == "导入 1 个包"


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_batches_fit_at_every_scale(desk, batch, look, scale):
    look.set_scale(scale)
    begin(desk, desk.page.take_button, batch)
    assert cut_texts(desk.window) == []
    assert clashing_keys(desk.window) == []
    desk.press(Key.Key_Escape)
    QApplication.processEvents()
    begin(desk, desk.page.write_button, batch)
    assert cut_texts(desk.window) == []
    assert clashing_keys(desk.window) == []
