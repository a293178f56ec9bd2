"""The passphrase, its delays, what happens when it is forgotten, and data that cannot be opened."""

import json
import shutil
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from station_app.config import DataPaths
from station_app.db import slots
from station_app.db.attempts import FREE_FAILURES
from station_app.services.opening import open_station
from station_app.services.people import persons
from station_app.services.sign_in import give_passphrase, sit_signed_in
from station_app.ui.gate.recover import RecoverPage
from station_app.ui.gate.repair import RepairPage
from station_app.ui.gate.unlock import UnlockPage
from tests.stations import CHEAP, PASSPHRASE
from tests.ui.helpers import clashing_keys, cut_texts


def failed(folder, failures: int) -> None:
    (folder / "attempts.json").write_text(json.dumps({"failures": failures, "last": int(time.time())}))


def test_the_right_passphrase_leads_to_the_desk(driver):
    driver.unlock()
    assert driver.page is driver.program.session.desk


def test_a_wrong_one_is_said_and_may_be_typed_again(driver):
    driver.unlock("falsch und falsch")
    page = driver.page
    assert isinstance(page, UnlockPage)
    assert "口令不正确" in page.problem.text()
    assert page.field.selectedText() == "falsch und falsch"
    driver.unlock()
    assert driver.program.session is not None


def test_nothing_typed_is_asked_for(driver):
    driver.press(Qt.Key.Key_Return)
    assert driver.page.problem.text() == "请输入口令。"
    assert not driver.program.tasks.busy


def test_after_too_many_failures_the_seconds_are_counted_down(driver, folder, qtbot):
    failed(folder, FREE_FAILURES)
    driver.unlock("falsch und falsch")
    page = driver.page
    assert not page.field.isEnabled()
    first = page.problem.text()
    assert "秒再试" in first
    qtbot.waitUntil(lambda: page.problem.text() != first, timeout=3000)
    assert page.forget.isEnabled()
    qtbot.waitUntil(page.field.isEnabled, timeout=15_000)
    assert page.problem.isHidden()


def test_the_wait_is_remembered_over_a_restart(open_program, folder):
    failed(folder, FREE_FAILURES + 3)
    driver = open_program(folder)
    assert not driver.page.field.isEnabled()
    assert "请等" in driver.page.problem.text()


def test_what_is_typed_is_hidden_until_asked(driver):
    page = driver.page
    assert page.field.echoMode() is QLineEdit.EchoMode.Password
    page.peek.click()
    assert page.field.echoMode() is QLineEdit.EchoMode.Normal
    page.peek.click()
    assert page.field.echoMode() is QLineEdit.EchoMode.Password


def test_a_forgotten_passphrase_is_set_anew_by_the_sheet(driver, station_template):
    driver.page.forget.click()
    assert isinstance(driver.page, RecoverPage)
    driver.type(station_template.sheet.lower().replace("-", " "))
    driver.press(Qt.Key.Key_Return)
    driver.type("noch einmal neu")
    driver.press(Qt.Key.Key_Return)
    driver.type("noch einmal neu")
    driver.go_on()
    driver.idle()
    assert driver.program.session is not None


def test_a_mistyped_sheet_names_the_group(driver, station_template):
    wrong = station_template.sheet[:-1] + ("0" if station_template.sheet[-1] != "0" else "1")
    driver.page.forget.click()
    driver.type(wrong)
    driver.press(Qt.Key.Key_Return)
    driver.type("noch einmal neu")
    driver.press(Qt.Key.Key_Return)
    driver.type("noch einmal neu")
    driver.go_on()
    driver.idle()
    assert "第7组" in driver.page.sheet.error()
    assert QApplication.focusWidget() is driver.page.sheet.control
    assert driver.page.submit.isEnabled()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "slots.json").unlink(), "找不到密钥文件"),
        (lambda folder: (folder / "slots.json").write_text("{"), "密钥文件"),
    ],
)
def test_keys_that_are_missing_or_damaged_are_seen_before_a_passphrase(open_program, folder, spoil, said):
    spoil(folder)
    driver = open_program(folder)
    assert isinstance(driver.page, RepairPage)
    assert said in driver.page.title.text()
    assert driver.page.next_step.text()
    assert not driver.page.asking.isHidden()


def test_a_missing_database_is_never_made_anew(open_program, folder):
    (folder / "station.db").unlink()
    driver = open_program(folder)
    driver.unlock()
    assert isinstance(driver.page, RepairPage)
    assert "找不到数据文件" in driver.page.title.text()
    assert not (folder / "station.db").exists()


def test_a_damaged_database_is_said_and_may_be_tried_again(open_program, folder):
    whole = folder / "station.db"
    kept = folder.parent / "kept.db"
    shutil.copy(whole, kept)
    whole.write_bytes(whole.read_bytes()[:4096] + b"\0" * 40_000)
    driver = open_program(folder)
    driver.unlock()
    assert isinstance(driver.page, RepairPage)
    assert "损坏" in driver.page.title.text()
    shutil.copy(kept, whole)
    driver.page.retry.click()
    driver.unlock(PASSPHRASE)
    assert driver.program.session is not None


@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("locked", ["", "梧桐里社区联络站　徐桂兰"])
def test_the_page_fits_at_every_scale(qtbot, look, scale, locked):
    look.set_scale(scale)
    page = UnlockPage(locked)
    qtbot.addWidget(page)
    page.resize(1366, 690)
    page.show()
    page.show_problem("口令不正确。请检查大小写和输入法再试一次；忘记口令可用恢复单打开。")
    qtbot.wait(1)
    assert cut_texts(page) == []
    assert clashing_keys(page) == []
    assert page.height() == 690


HERS = "xu gui lan allein"


@pytest.fixture
def hers(folder, clock, monkeypatch):
    """The folder where 徐桂兰 has number 02 and her own passphrase; gives the folder."""
    monkeypatch.setattr(slots, "Cost", lambda: CHEAP)
    station = open_station(DataPaths(folder), PASSPHRASE, clock, "01")
    sit_signed_in(station)
    give_passphrase(station, next(one.uid for one in persons(station) if one.person.name == "徐桂兰"), HERS)
    station.close()
    return folder


def by_number(driver, number: str, passphrase: str) -> None:
    """Go back to the number by Shift+Tab, type it, Enter, and the passphrase."""
    driver.press(Qt.Key.Key_Tab, shift=True)
    driver.focus.selectAll()
    driver.type(number)
    driver.press(Qt.Key.Key_Return)
    driver.unlock(passphrase)


def test_who_has_a_number_signs_in_and_sits_down_at_once(open_program, hers):
    driver = open_program(hers)
    assert driver.page.number.text() == "01"
    by_number(driver, "2", HERS)
    session = driver.program.session
    assert driver.page is session.window
    assert session.window.status.user.text() == "徐桂兰 • 志愿者"
    assert '"number": "02"' in (hers / "settings.json").read_text("utf-8")
    assert "徐桂兰" not in (hers / "settings.json").read_text("utf-8")


def test_the_last_number_is_offered(open_program, hers):
    driver = open_program(hers)
    by_number(driver, "02", HERS)
    driver.end()
    again = open_program(hers)
    assert again.page.number.text() == "02"
    again.unlock(HERS)
    assert again.program.session.station.desk.person.name == "徐桂兰"


def test_a_passphrase_of_another_number_does_not_open(open_program, hers):
    driver = open_program(hers)
    by_number(driver, "02", PASSPHRASE)
    assert "编号或口令不正确" in driver.page.problem.text()
    assert driver.program.session is None


@pytest.mark.parametrize("number", ["", "a1", "1x"])
def test_what_is_no_number_is_said(driver, number):
    driver.press(Qt.Key.Key_Tab, shift=True)
    driver.focus.selectAll()
    driver.press(Qt.Key.Key_Delete)
    driver.type(number)
    driver.press(Qt.Key.Key_Return)
    driver.unlock()
    assert "两位数字" in driver.page.problem.text()
    assert QApplication.focusWidget() is driver.page.number
    assert not driver.program.tasks.busy


def test_a_lock_is_ended_by_who_sits_there_only(open_program, hers):
    driver = open_program(hers)
    by_number(driver, "02", HERS)
    driver.press(Qt.Key.Key_L, control=True)
    assert driver.program.session.locked.number.text() == "02"
    driver.unlock()
    assert "口令不正确" in driver.page.problem.text()
    driver.unlock(HERS)
    assert driver.program.session.locked is None


def test_at_the_desk_somebody_with_a_number_gives_the_passphrase(open_program, hers):
    driver = open_program(hers)
    driver.unlock()
    session = driver.program.session
    driver.type("2")
    assert "徐桂兰 的口令（02 号）" in session.desk.passphrase.label.text()
    driver.unlock("falsch und falsch")
    assert "口令不正确" in session.desk.problem.text()
    driver.unlock(HERS)
    assert session.desk is None
    assert session.window.status.user.text() == "徐桂兰 • 志愿者"


def test_another_name_puts_the_passphrase_away(open_program, hers):
    driver = open_program(hers)
    driver.unlock()
    desk = driver.program.session.desk
    driver.type("2")
    desk.field.setFocus()
    driver.press(Qt.Key.Key_Down)
    assert desk.passphrase.isHidden()
    driver.press(Qt.Key.Key_Return)
    assert driver.program.session.station.desk.person.name == "周明"


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_the_desk_fits_while_it_asks(open_program, hers, look, scale):
    driver = open_program(hers)
    driver.unlock()
    driver.type("2")
    look.set_scale(scale)
    driver.qtbot.wait(1)
    assert cut_texts(driver.page) == []
