"""Work runs off the GUI thread, in order, and comes back into it."""

import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject

from station_app.errors import StationError
from station_app.ui.tasks import TaskRunner


@pytest.fixture
def runner(qapp):
    """A runner that is ended after the test."""
    runner = TaskRunner()
    yield runner
    runner.shutdown()


def test_result_comes_back_into_the_gui_thread(runner, qtbot):
    seen = []
    runner.run(lambda _progress: threading.get_ident(), lambda ident: seen.append((ident, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    worker, gui = seen[0]
    assert worker != gui == threading.get_ident()


def test_work_is_done_in_order_by_one_thread(runner, qtbot):
    threads, order = set(), []

    def work(number):
        threads.add(threading.get_ident())
        return number

    for number in range(20):
        runner.run(lambda _progress, n=number: work(n), order.append)
    assert runner.busy
    with qtbot.waitSignal(runner.busy_changed, check_params_cb=lambda busy: not busy):
        pass
    assert order == list(range(20))
    assert len(threads) == 1


def test_a_problem_goes_to_its_handler_and_a_bug_to_crashed(runner, qtbot):
    problems = []

    def full(_progress):
        raise StationError("优盘满了", "请换一只")

    def bug(_progress):
        return 1 / 0

    runner.run(full, on_error=problems.append)
    qtbot.waitUntil(lambda: bool(problems))
    assert problems[0].title == "优盘满了"
    with qtbot.waitSignal(runner.crashed, check_params_cb=lambda error: isinstance(error, ZeroDivisionError)):
        runner.run(bug, on_error=problems.append)
    assert len(problems) == 1
    with qtbot.waitSignal(runner.crashed, check_params_cb=lambda error: isinstance(error, StationError)):
        runner.run(full)


def test_progress_and_cancel(runner, qtbot):
    reports, ended = [], []
    started = threading.Event()

    def work(progress):
        progress.report(1, 10, "写")
        started.set()
        while not progress.cancelled:
            threading.Event().wait(0.001)
        progress.report(10, 10)
        return "已停"

    handle = runner.run(work, ended.append, on_progress=lambda *report: reports.append(report))
    assert started.wait(5)
    handle.cancel()
    qtbot.waitUntil(lambda: ended == ["已停"])
    assert reports == [(1, 10, "写"), (10, 10, "")]


def test_shutdown_waits_and_ends_in_the_worker(qapp):
    runner, done = TaskRunner(), []
    runner.run(lambda _progress: done.append("work"))
    runner.shutdown(lambda: done.append(threading.current_thread().name))
    assert done[0] == "work"
    assert done[1].startswith("writer")


def test_an_owner_that_is_gone_is_not_called(runner, qtbot):
    owner, told = QObject(), []

    def work(progress):
        progress.report(1, 1)
        return "done"

    def full(_progress):
        raise StationError("优盘满了")

    shiboken6.delete(owner)
    for job in (work, full):
        runner.run(job, told.append, told.append, lambda *how_far: told.append(how_far), owner=owner)
    qtbot.waitUntil(lambda: not runner.busy)
    assert told == []
