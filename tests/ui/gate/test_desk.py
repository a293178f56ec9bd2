"""Who is at the desk."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from station_app.domain.records import Person
from station_app.services.people import add_person, sitters
from station_app.ui.gate.desk import DeskPage
from tests.ui.helpers import cut_texts


@pytest.fixture
def page(qtbot, station) -> DeskPage:
    made = DeskPage(station)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


def names(page: DeskPage) -> list[str]:
    return [page.model.person(row).person.name for row in range(page.model.rowCount())]


def test_the_head_comes_first_and_the_digits_of_the_others_stay(station, page):
    assert names(page) == ["沈立群", "徐桂兰", "周明"]
    add_person(station, Person(name="安琪"))
    assert [one.person.name for one in sitters(station)] == ["沈立群", "徐桂兰", "周明", "安琪"]


@pytest.mark.parametrize(("typed", "name"), [("2", "徐桂兰"), ("3", "周明")])
def test_a_digit_chooses(qtbot, page, typed, name):
    known = {page.model.person(row).person.name: page.model.person(row).uid for row in range(3)}
    with qtbot.waitSignal(page.chosen) as chosen:
        qtbot.keyClicks(page.field, typed)
    assert chosen.args == [known[name]]


def test_initials_and_enter_choose(qtbot, page):
    qtbot.keyClicks(page.field, "xgl")
    assert names(page) == ["徐桂兰"]
    with qtbot.waitSignal(page.chosen):
        qtbot.keyClick(page.field, Qt.Key.Key_Return)


def test_arrows_and_enter_choose(qtbot, page):
    qtbot.keyClick(page.field, Qt.Key.Key_Down)
    qtbot.keyClick(page.field, Qt.Key.Key_Down)
    second = page.model.person(1).uid
    with qtbot.waitSignal(page.chosen) as chosen:
        qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert chosen.args == [second]


def test_enter_alone_chooses_nobody(qtbot, page):
    with qtbot.assertNotEmitted(page.chosen):
        qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert "请先选一位" in page.problem.text()
    assert QApplication.focusWidget() is page.field


def test_an_unknown_name_is_said(qtbot, page):
    qtbot.keyClicks(page.field, "qqq")
    assert "没有这个人" in page.problem.text()


def test_the_only_person_is_chosen_by_enter(qtbot, station):
    for known in sitters(station)[1:]:
        from station_app.services.people import change_person

        change_person(station, known.uid, replace(known.person, active=False))
    page = DeskPage(station)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.chosen):
        qtbot.keyClick(page.field, Qt.Key.Key_Return)


def test_what_should_be_known_after_opening_stands_above_the_names(qtbot, station):
    station.notices = ("电脑的时间比最后一次登记还早，请核对。",)
    page = DeskPage(station)
    qtbot.addWidget(page)
    page.show()
    assert any("比最后一次登记还早" in label.text() for label in page.findChildren(type(page.title)))


def test_the_list_is_a_proper_model(qtmodeltester, page):
    qtmodeltester.check(page.model)


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_the_page_fits_at_every_scale(look, page, qtbot, scale):
    look.set_scale(scale)
    qtbot.wait(1)
    assert cut_texts(page) == []
