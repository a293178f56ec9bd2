"""The first run, by the keyboard alone."""

import json
import unicodedata
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QFileDialog

from station_app.domain.enums import PersonRole, SiteRole
from station_app.exchange.keys import recipient_of
from station_app.services.people import deputies, persons
from station_app.services.setup import RECOVERY_RECIPIENT, draw_recovery_key
from station_app.services.starting import DataFolder
from station_app.services.station import get_setting
from station_app.ui.gate.first_run import FirstRun
from station_app.ui.gate.restore import RestorePage
from station_app.ui.gate.sheet_paper import SheetFacts, _paint_on, save_sheet
from tests.ui.helpers import clashing_keys, cut_texts

PASTED = "姓名\t级别\t选区\t电话\n陈立新\t区\t第3选区\t13800005678\n程远帆\t市\t第1选区\t\n"
WORDS = "梧桐里的钥匙 2026"


def save_to(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))


def fill_site(driver) -> None:
    driver.type("17")
    driver.press(Qt.Key.Key_Return)
    driver.type("梧桐里社区联络站")
    driver.go_on()


def fill_people(driver) -> None:
    driver.type("沈立群")
    driver.press(Qt.Key.Key_Tab)
    driver.type("徐桂兰")
    driver.press(Qt.Key.Key_Return)
    driver.type("周明")
    driver.go_on()


def fill_passphrase(driver, second: str = WORDS) -> None:
    driver.type(WORDS)
    driver.press(Qt.Key.Key_Return)
    driver.type(second)
    driver.go_on()


def to_the_sheet(driver) -> None:
    driver.press(Qt.Key.Key_Return)
    fill_site(driver)
    fill_people(driver)
    driver.go_on()
    fill_passphrase(driver)


def test_a_station_is_set_up_by_keys_alone(open_program, data_dir, tmp_path, monkeypatch):
    sheet = tmp_path / "恢复单.txt"
    save_to(monkeypatch, sheet)
    driver = open_program(data_dir)
    driver.press(Qt.Key.Key_Return)
    fill_site(driver)
    fill_people(driver)
    QApplication.clipboard().setText(PASTED)
    driver.press(Qt.Key.Key_V, control=True)
    driver.go_on()
    fill_passphrase(driver)
    driver.press(Qt.Key.Key_S, control=True)
    driver.press(Qt.Key.Key_Space)
    driver.go_on()
    driver.until(lambda: driver.program.session is not None)
    session = driver.program.session
    assert session.window.current_key == "home"
    assert session.station.desk.person.name == "沈立群"
    assert session.station.identity.name == "梧桐里社区联络站"
    assert {one.person.name for one in persons(session.station)} == {"沈立群", "徐桂兰", "周明"}
    assert {one.deputy.name for one in deputies(session.station)} == {"陈立新", "程远帆"}
    driver.idle()
    driver.end()
    again = DataFolder.take(data_dir)
    again.recover(sheet.read_text("utf-8"), "另一句口令也可以")
    again.open("另一句口令也可以").close()
    again.release()


def fill_centre(driver) -> None:
    """To the offline key of a centre."""
    driver.press(Qt.Key.Key_Tab)
    driver.press(Qt.Key.Key_Return)
    driver.type("临湖街道人大工委")
    driver.go_on()
    driver.type("孙倩")
    driver.press(Qt.Key.Key_Tab)
    driver.type("马岩")
    driver.go_on()
    driver.go_on()
    fill_passphrase(driver)


def test_a_centre_is_set_up_by_keys_alone(open_program, data_dir, tmp_path, monkeypatch):
    driver = open_program(data_dir)
    fill_centre(driver)
    for name in ("恢复单.txt", "离线.txt"):
        save_to(monkeypatch, tmp_path / name)
        assert driver.program.session is None
        driver.press(Qt.Key.Key_S, control=True)
        driver.press(Qt.Key.Key_Space)
        driver.go_on()
    driver.until(lambda: driver.program.session is not None)
    station = driver.program.session.station
    assert (station.is_centre, station.identity.code, station.identity.name) == (True, "00", "临湖街道人大工委")
    assert {one.person.name: one.person.role for one in persons(station)} == {
        "孙倩": PersonRole.CENTRE_HEAD,
        "马岩": PersonRole.CLERK,
    }
    key = (tmp_path / "离线.txt").read_text("utf-8").strip()
    assert recipient_of(key) == json.loads(get_setting(station.db, RECOVERY_RECIPIENT))
    driver.idle()


def test_the_offline_key_must_be_kept_before_the_centre_is_made(open_program, data_dir, tmp_path, monkeypatch):
    driver = open_program(data_dir)
    fill_centre(driver)
    save_to(monkeypatch, tmp_path / "恢复单.txt")
    driver.press(Qt.Key.Key_S, control=True)
    driver.press(Qt.Key.Key_Space)
    driver.go_on()
    driver.go_on()
    assert "离线恢复密钥" in driver.page.offline.problem.text()
    assert driver.program.session is None
    save_to(monkeypatch, data_dir / "离线.txt")
    driver.press(Qt.Key.Key_S, control=True)
    assert "离线恢复密钥不能放在数据文件夹里" in driver.page.offline.problem.text()


def test_who_turns_back_may_set_up_a_station_instead(open_program, data_dir):
    driver = open_program(data_dir)
    driver.press(Qt.Key.Key_Tab)
    driver.press(Qt.Key.Key_Return)
    page = driver.page
    assert page.site.code.control.text() == "00"
    page.go_to(0)
    page.start.new.click()
    assert page.site.code.control.text() == ""
    assert page.people.head.label == "站长"
    assert page.new_station().role is SiteRole.STATION


def test_nothing_is_written_before_the_last_step(open_program, data_dir):
    driver = open_program(data_dir)
    to_the_sheet(driver)
    assert driver.page.current == 5
    assert [path.name for path in data_dir.iterdir()] == ["lock"]


def test_the_sheet_must_be_kept_before_the_station_is_made(open_program, data_dir):
    driver = open_program(data_dir)
    to_the_sheet(driver)
    driver.go_on()
    assert "先打印或另存" in driver.page.sheet.problem.text()
    assert driver.program.session is None
    assert not driver.page.sheet.kept.isEnabled()


def test_the_sheet_is_not_saved_beside_the_data(open_program, data_dir, monkeypatch):
    driver = open_program(data_dir)
    to_the_sheet(driver)
    save_to(monkeypatch, data_dir / "恢复单.pdf")
    driver.press(Qt.Key.Key_S, control=True)
    assert "不能放在数据文件夹里" in driver.page.sheet.problem.text()
    assert not (data_dir / "恢复单.pdf").exists()
    assert not driver.page.sheet.kept.isEnabled()


def test_without_a_printer_the_file_is_offered(open_program, data_dir, monkeypatch):
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    driver = open_program(data_dir)
    to_the_sheet(driver)
    driver.press(Qt.Key.Key_P, control=True)
    assert "没有装打印机" in driver.page.sheet.problem.text()


KEY = "4C8Y1-HQ9VY-VDAGQ-PKJ42-DBVCF-XV9Q9-J3AZQ"
FACTS = SheetFacts(site="梧桐里社区联络站（17）", day="2026-06-18", key=KEY)


def test_the_sheet_as_pdf_is_one_page_that_tells_whose_it_is_and_the_key(tmp_path):
    save_sheet(FACTS, tmp_path / "a.pdf")
    pages = PdfReader(tmp_path / "a.pdf").pages
    text = unicodedata.normalize("NFKC", pages[0].extract_text())
    assert len(pages) == 1
    assert "梧桐里社区联络站(17)" in text
    assert all(group in text for group in KEY.split("-"))


def test_the_offline_key_as_pdf_is_one_page_that_holds_the_key(tmp_path):
    key = draw_recovery_key()
    save_sheet(SheetFacts(site="临湖街道人大工委（00）", day="2026-06-18", key=key, offline=True), tmp_path / "a.pdf")
    pages = PdfReader(tmp_path / "a.pdf").pages
    text = unicodedata.normalize("NFKC", pages[0].extract_text())
    assert len(pages) == 1
    assert "中心离线恢复密钥" in text.replace("\n", "")
    assert all(key[start : start + 20] in text for start in range(0, len(key), 20))


def test_what_is_printed_is_the_same_page(qapp, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    assert _paint_on(printer, FACTS)
    save_sheet(FACTS, tmp_path / "saved.pdf")
    printed, saved = (picture(tmp_path / name) for name in ("printed.pdf", "saved.pdf"))
    differing = sum(abs(one - other) > 96 for one, other in zip(printed, saved, strict=True))
    assert min(saved) < 64
    assert differing < len(saved) / 200


def picture(file: Path) -> bytes:
    """The grey values of a page at a low resolution."""
    document = QPdfDocument()
    document.load(str(file))
    ground = QImage(298, 421, QImage.Format.Format_Grayscale8)
    ground.fill(255)
    painter = QPainter(ground)
    painter.drawImage(0, 0, document.render(0, QSize(298, 421)))
    painter.end()
    return bytes(ground.constBits())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "请填站点代码"), ("梧桐", "站点代码"), ("12345", "站点代码")],
)
def test_a_wrong_code_is_named_and_kept(open_program, data_dir, typed, sentence):
    driver = open_program(data_dir)
    driver.press(Qt.Key.Key_Return)
    driver.type(typed)
    driver.go_on()
    page = driver.page
    assert page.current == 1
    assert sentence in page.site.code.error()
    assert page.site.code.control.text() == typed
    assert "站点代码" in page.page.bar.problems.text()
    assert QApplication.focusWidget() is page.site.code.control


def test_a_name_written_twice_is_asked_about(open_program, data_dir):
    driver = open_program(data_dir)
    driver.press(Qt.Key.Key_Return)
    fill_site(driver)
    driver.type("沈立群")
    driver.press(Qt.Key.Key_Tab)
    QApplication.focusWidget().insertPlainText("徐桂兰\n沈立群")
    driver.go_on()
    assert "写了两次" in driver.page.people.others.error()
    assert driver.page.current == 2


def test_a_line_that_is_not_understood_holds_the_step(open_program, data_dir):
    driver = open_program(data_dir)
    driver.press(Qt.Key.Key_Return)
    fill_site(driver)
    fill_people(driver)
    QApplication.clipboard().setText(PASTED + "何素琴\t村\t第3选区\t")
    driver.press(Qt.Key.Key_V, control=True)
    driver.go_on()
    step = driver.page.deputies
    assert driver.page.current == 3
    assert "何素琴" in step.refused.text()
    assert step.found.text() == "认出 2 位"


@pytest.mark.parametrize(("first", "second"), [("", ""), ("1234567", "1234567"), (WORDS, "梧桐里的钥匙 2027")])
def test_a_weak_or_mistyped_passphrase_holds_the_step(open_program, data_dir, first, second):
    driver = open_program(data_dir)
    driver.press(Qt.Key.Key_Return)
    fill_site(driver)
    fill_people(driver)
    driver.go_on()
    driver.type(first)
    driver.press(Qt.Key.Key_Return)
    driver.type(second)
    driver.go_on()
    assert driver.page.current == 4
    assert driver.page.page.bar.problems.text()


def test_a_run_that_was_cut_short_is_offered_again(open_program, data_dir):
    (data_dir / "setup").write_bytes(b"")
    driver = open_program(data_dir)
    assert isinstance(driver.page, FirstRun)
    assert any("没有做完" in label.text() for label in driver.page.findChildren(type(driver.page.list.lines[0].words)))


def test_a_backup_may_be_restored_instead(open_program, data_dir):
    driver = open_program(data_dir)
    driver.press(Qt.Key.Key_Tab)
    driver.press(Qt.Key.Key_Tab)
    driver.press(Qt.Key.Key_Return)
    assert isinstance(driver.page, RestorePage)


@pytest.mark.parametrize("centre", [False, True])
@pytest.mark.parametrize("scale", [100, 150, 200])
def test_every_step_fits_at_every_scale(qtbot, look, scale, centre):
    look.set_scale(scale)
    page = FirstRun(lambda _path: False, "2026-06-18", again=True)
    page._begin(centre=centre)
    qtbot.addWidget(page)
    page.resize(1366, 690)
    page.show()
    for place in range(FirstRun.STEPS):
        page.go_to(place)
        qtbot.wait(1)
        assert page.page.body.horizontalScrollBar().maximum() == 0
        assert [text for text in cut_texts(page) if "Elided" not in text] == []
        assert clashing_keys(page) == []
