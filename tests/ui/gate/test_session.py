"""An open station: lock, another person, help, backups, closing."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from station_app.domain.enums import Outcome
from station_app.errors import StationError
from station_app.services.backup import daily_backup, last_backup
from station_app.services.packages import sticks
from station_app.services.recording import save_reception
from station_app.ui import backing_up
from station_app.ui.dialogs.backup import BackupDialog
from station_app.ui.idle import IdleWatch
from station_app.ui.messages import MessageDialog
from tests.stations import PASSPHRASE, reception_form
from tests.ui.helpers import clashing_keys


def test_home_comes_first_with_the_names_around_it(at_home):
    window = at_home.program.session.window
    assert window.current_key == "home"
    assert window.status.user.text() == "沈立群 • 站长"
    assert at_home.program.shell.windowTitle() == "梧桐里社区联络站"
    assert window.isAncestorOf(QApplication.focusWidget())
    assert window.focusWidget() is not window.sidebar.items["home"]


def test_ctrl_l_locks_and_only_the_passphrase_goes_on(at_home):
    session = at_home.program.session
    at_home.press(Qt.Key.Key_L, control=True)
    assert at_home.page is session.locked
    assert "沈立群" in session.locked.second.text()
    assert session.locked.restore.isHidden()
    at_home.unlock("falsch und falsch")
    assert "口令不正确" in session.locked.problem.text()
    at_home.unlock()
    assert session.locked is None
    assert at_home.page is session.window


def test_no_key_reaches_the_pages_while_locked(at_home):
    session = at_home.program.session
    session.lock()
    at_home.press(Qt.Key.Key_F2)
    at_home.press(Qt.Key.Key_F9)
    assert session.window.current_key == "home"
    assert at_home.page is session.locked


def test_five_minutes_without_a_sign_lock(at_home):
    at_home.program.session._idle._timer.timeout.emit()
    assert at_home.page is at_home.program.session.locked


def test_every_sign_of_the_person_starts_the_minutes_anew(qtbot, qapp):
    watch = IdleWatch(qapp, 400)
    try:
        with qtbot.assertNotEmitted(watch.idle):
            for _ in range(4):
                qtbot.wait(200)
                QApplication.sendEvent(qapp, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier(0)))
        with qtbot.waitSignal(watch.idle, timeout=3000):
            pass
    finally:
        watch.stop()


def test_a_lock_closes_what_a_dialog_shows(at_home):
    dialog = MessageDialog("吴桂珍", "13800005678", ["知道了"], parent=at_home.program.shell)
    dialog.open()
    at_home.program.session.lock()
    assert not dialog.isVisible()


def test_another_person_sits_down_and_nothing_of_the_first_stays(at_home, qtbot):
    session = at_home.program.session
    before = session.window
    before.show_page("opinions")
    qtbot.mouseClick(before.status.user, Qt.MouseButton.LeftButton)
    assert at_home.page is session.desk
    at_home.sit_down("2")
    assert session.station.desk.person.name == "徐桂兰"
    assert session.window is not before
    assert session.window.current_key == "home"
    assert session.window.status.user.text() == "徐桂兰 • 志愿者"


def test_who_stays_goes_back_to_the_page(at_home):
    session = at_home.program.session
    before = session.window
    before.show_page("opinions")
    session.ask_who()
    at_home.press(Qt.Key.Key_Escape)
    assert at_home.page is before
    assert before.current_key == "opinions"


def test_f1_opens_the_help_of_the_page_and_closes_it(at_home):
    session = at_home.program.session
    at_home.press(Qt.Key.Key_F1)
    assert session.help.isVisible()
    assert session.help.page == "home"
    at_home.press(Qt.Key.Key_Escape)
    assert not session.help.isVisible()
    assert session.window.isAncestorOf(QApplication.focusWidget())


@pytest.mark.parametrize("key", ["home", "reception", "opinions", "feedback", "exchange", "settings"])
def test_no_two_keys_clash_on_a_page_and_esc_closes_the_help_first(at_home, key):
    session = at_home.program.session
    session.window.show_page(key)
    session.window.page(key).setFocus()
    assert clashing_keys(at_home.program.shell) == []
    at_home.press(Qt.Key.Key_F1)
    assert session.help.page == key
    at_home.press(Qt.Key.Key_Escape)
    assert not session.help.isVisible()


def test_the_day_s_backup_is_kept_quietly(at_home, folder):
    session = at_home.program.session
    session._quiet_work.timeout.emit()
    at_home.idle()
    assert len(list((folder / "backups").glob("*.zlb"))) == 1
    assert daily_backup(session.station) is None
    assert at_home.messages.errors == []


def test_a_day_s_backup_that_fails_stands_in_the_status_bar(at_home, monkeypatch):
    def full(*_args: object) -> None:
        raise StationError("磁盘已满，没有写入", "请清理磁盘。")

    monkeypatch.setattr(backing_up, "daily_backup", full)
    session = at_home.program.session
    session._quiet_work.timeout.emit()
    at_home.idle()
    assert "磁盘已满" in session.window.status.backup.words.text()


@pytest.fixture
def dialogs(monkeypatch):
    """Dialogs that are shown without waiting for them."""
    shown: list[BackupDialog] = []
    monkeypatch.setattr(BackupDialog, "exec", lambda self: shown.append(self) or self.show())
    monkeypatch.setattr(BackupDialog, "deleteLater", lambda _self: None)
    return shown


def test_f9_backs_up_and_says_so(at_home, dialogs, tmp_path, monkeypatch):
    stick = tmp_path / "U盘"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(stick))
    at_home.press(Qt.Key.Key_F9)
    dialog = dialogs[0]
    assert clashing_keys(dialog) == []
    dialog.choose.click()
    dialog.start.click()
    at_home.idle()
    assert "已备份 0 条" in dialog.answer.words.text()
    assert len(list(stick.glob("*.zlb"))) == 1
    session = at_home.program.session
    assert last_backup(session.station).folder == str(stick)
    assert "已备份" in session.window.status.backup.words.text()
    dialog.close_button.click()
    assert not dialog.isVisible()
    at_home.program.session.backing_up.ask()
    assert dialogs[1].folder.text() == str(stick)


def test_a_backup_into_the_data_folder_is_refused(at_home, dialogs, folder):
    at_home.press(Qt.Key.Key_F9)
    dialogs[0].folder.setText(str(folder))
    dialogs[0].start.click()
    at_home.idle()
    assert "不能放在数据文件夹里" in dialogs[0].answer.words.text()
    assert dialogs[0].start.text() == "再试一次"
    assert dialogs[0].focusWidget() is dialogs[0].folder


def test_a_backup_dialog_stays_while_it_writes(at_home, dialogs, tmp_path):
    at_home.press(Qt.Key.Key_F9)
    dialog = dialogs[0]
    dialog.folder.setText(str(tmp_path))
    with at_home.qtbot.waitSignal(dialog.stopped):
        dialog.start.click()
        dialog.reject()
        assert dialog.isVisible()
    at_home.idle()
    assert dialog.start.isVisible() or dialog.close_button.text() == "关闭"


def test_closing_waits_for_what_is_being_written(at_home, tmp_path):
    program = at_home.program
    done: list[str] = []
    program.tasks.run(lambda _progress: done.append("written"))
    assert not program.shell.close()
    at_home.until(lambda: not program.shell.isVisible())
    assert done == ["written"]


def test_a_page_that_keeps_the_person_keeps_the_window(at_home, monkeypatch):
    window = at_home.program.session.window
    monkeypatch.setattr(window.page("home"), "may_leave", lambda: False)
    assert not at_home.program.shell.close()
    assert at_home.program.shell.isVisible()


def test_the_folder_is_free_after_the_end(at_home, folder, open_program):
    at_home.idle()
    at_home.end()
    again = open_program(folder)
    again.unlock(PASSPHRASE)
    assert again.program.session is not None


def test_theme_and_scale_are_kept(at_home, folder, look):
    at_home.program.session.window.set_scale(150)
    assert '"scale": 150' in (folder / "settings.json").read_text("utf-8")


def test_what_waits_to_be_told_is_counted_beside_its_page(at_home):
    session = at_home.program.session
    item = session.window.sidebar.items["feedback"]
    assert item.badge == 0
    form = reception_form(session.station)
    answered = replace(form.opinions[0], outcome=Outcome.ANSWERED, spot_reply="已请物业处理")
    save_reception(session.station, replace(form, opinions=(answered,)))
    session.context.wishes.exchanged.emit()
    assert item.badge == 1


def test_sticks_are_watched_while_the_station_is_open(at_home, monkeypatch, tmp_path):
    session = at_home.program.session
    watch = session.context.sticks
    stick = replace(sticks.folder(session.station.identity, tmp_path), removable=True, label="社区优盘")
    monkeypatch.setattr(sticks, "sticks", lambda _identity: [stick])
    watch.look()
    at_home.until(lambda: watch.sticks == (stick,))
    assert session.window.page("home").offer_words.text() == "优盘「社区优盘」已插好"
    at_home.end()
    assert watch._pool is None
