"""Run by test_reception_disk.py with ``tests/faults/disk.c`` preloaded: each step of a save fails in turn."""

import pytest

from tests.faults.disk import Armed
from tests.faults.rig import CAUSES, ERRORS
from tests.proof.book import record
from tests.ui.reception.conftest import CTRL, Key


def fill(desk):
    """A form that can be saved."""
    desk.open()
    if not desk.sheets.strip.volunteers.isChecked():
        desk.sheets.strip.volunteers.click()
    desk.sheets.go_on()
    desk.write("孙一鸣")
    desk.enter(8)
    desk.press(Key.Key_Space)
    desk.enter()
    desk.fill_opinion()
    return desk.sheets.read()


@pytest.mark.parametrize(("code", "forever"), ERRORS)
def test_the_form_stays_filled_and_the_cause_is_told(desk, code, forever):
    ended = []
    armed = Armed(desk.station.store.paths.folder)
    form = fill(desk)
    desk.page.saving.failed.connect(lambda *_: ended.append("failed"))
    desk.page.saving.done.connect(lambda *_: ended.append("saved"))
    step, told = 0, 0
    while not ended or armed.failed:
        step += 1
        ended.clear()
        armed.arm(step, code, forever)
        desk.press(Key.Key_Return, modifier=CTRL)
        desk.qtbot.waitUntil(lambda: ended != [])
        if ended == ["saved"]:
            form = fill(desk) if armed.failed else form
            continue
        told += 1
        assert desk.messages.errors[-1].title.startswith(CAUSES[code])
        assert desk.messages.errors[-1].next_step
        assert desk.sheets.read() == form
    armed.arm(0)
    assert told >= 5
    record("failing disk: save in its window", step)
