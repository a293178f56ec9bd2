"""反馈回访 by its keys."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt

from station_app.domain.enums import Outcome, Satisfaction, Status, ToldHow
from station_app.services.held import hold
from station_app.services.recording import save_reception
from station_app.ui.context import PageContext
from station_app.ui.pages.feedback import FeedbackPage
from station_app.ui.tasks import TaskRunner
from tests.ui.helpers import clashing_keys, cut_texts

ANSWERED = {"outcome": Outcome.ANSWERED, "spot_reply": "已请物业处理"}
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot, station, messages):
    tasks = TaskRunner()
    made = FeedbackPage(PageContext(station, tasks, messages))
    qtbot.addWidget(made)
    made.resize(1178, 704)
    made.apply_scale(100)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.on_shown()
    yield made
    tasks.shutdown()


def told(station, form, day: int = 8) -> str:
    return save_reception(station, form(ANSWERED, began=f"2026-06-{day:02}T09:00")).serials[0]


def test_f4_opens_the_telling_with_the_answer_to_read(qtbot, page, station, form):
    told(station, form)
    page.on_shown()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_F4)
    assert page.form_sheet.form.banner.words.text() == "已请物业处理"


def test_what_was_said_is_recorded_and_the_row_goes(qtbot, page, station, form, messages):
    serial = told(station, form)
    told(station, form, 9)
    page.on_shown(("tell", hold(station, serial).uid))
    pane = page.form_sheet.form
    pane.how.set_value(ToldHow.PHONE)
    pane.reached.set_value(True)
    pane.reached.changed.emit()
    pane.attitude.set_value(Satisfaction.SATISFIED)
    pane.result.set_value(Satisfaction.MOSTLY)
    with qtbot.waitSignal(pane.saved):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_S, CTRL)
    assert hold(station, serial).status is Status.CLOSED
    assert page.table.lines.rowCount() == 1
    assert "办结" in messages.said[-1]


def test_failed_attempts_are_counted_in_the_list(qtbot, page, station, form):
    serial = told(station, form)
    page.on_shown(("tell", hold(station, serial).uid))
    pane = page.form_sheet.form
    pane.at.set_value(datetime(2026, 6, 18, 9, 0))
    pane.how.set_value(ToldHow.PHONE)
    pane.reached.set_value(False)
    with qtbot.waitSignal(pane.saved):
        pane.submit.click()
    assert page.table.current().failed_days == ("2026-06-18",)
    assert hold(station, serial).status is Status.AWAITING_FEEDBACK


def test_an_untouched_form_follows_the_list_and_a_typed_one_asks(qtbot, page, station, form, messages):
    told(station, form)
    told(station, form, 9)
    page.on_shown()
    page.tell()
    first = page.form_sheet.form
    page.table.choose(1)
    assert page.form_sheet.form is not first
    page.form_sheet.form.touch()
    messages.answers = [False]
    assert not page.may_leave()


def test_nothing_to_tell_is_one_sentence(page):
    assert page.empty.isVisible()
    assert not page.tell_button.isEnabled()


@pytest.mark.parametrize("scale", [100, 130, 150, 200])
def test_nothing_is_cut_and_no_keys_clash(qtbot, page, station, form, look, scale):
    serial = told(station, form)
    look.set_scale(scale)
    page.apply_scale(scale)
    page.on_shown(("tell", hold(station, serial).uid))
    qtbot.waitUntil(lambda: cut_texts(page) == [])
    assert clashing_keys(page) == []
