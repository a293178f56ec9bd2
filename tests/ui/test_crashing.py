"""A bug is told, its file offered, and the person may go on."""

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from station_app.errors import StationError
from station_app.services.crash import crash_text, keep_crash
from station_app.ui.crashing import CrashReporter
from tests.ui.helpers import RecordingMessages


@pytest.fixture
def messages() -> RecordingMessages:
    return RecordingMessages("接着用")


def bug(text: str = "boom") -> ValueError:
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def reporter(messages, folder: Path) -> CrashReporter:
    return CrashReporter(messages, lambda error: keep_crash(folder, error))


def test_the_person_is_told_where_the_file_lies(messages, data_dir):
    reporter(messages, data_dir).tell(bug())
    file = next((data_dir / "crash").iterdir())
    assert "出了一个错" in messages.errors[0].title
    assert str(file) in messages.errors[0].next_step
    assert "接着用" in messages.errors[0].next_step


def test_its_path_can_be_copied(messages, data_dir):
    messages.answers = ["复制路径"]
    reporter(messages, data_dir).tell(bug())
    assert QGuiApplication.clipboard().text() == str(next((data_dir / "crash").iterdir()))


def test_a_disk_that_takes_no_file_is_said(messages):
    CrashReporter(messages, lambda _error: None).tell(bug())
    assert "没有写下来" in messages.errors[0].next_step


def test_what_a_person_can_mend_is_no_crash(messages, data_dir):
    problem = StationError("U盘满了", "请换一只。")
    reporter(messages, data_dir).tell(problem)
    assert messages.errors == [problem]
    assert not (data_dir / "crash").exists()


def test_a_second_bug_meanwhile_only_gets_its_file(data_dir):
    class Again(RecordingMessages):
        def error(self, problem, verbs=()):
            if not self.errors:
                super().error(problem, verbs)
                made.tell(bug("second"))
            return ""

    messages = Again()
    written: list[str] = []
    made = CrashReporter(messages, lambda error: written.append(str(error)) or None)
    made.tell(bug("first"))
    assert written == ["first", "second"]
    assert len(messages.errors) == 1


def test_bugs_of_every_thread_arrive(qtbot, messages, data_dir, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    made = reporter(messages, data_dir)
    made.install()
    error = bug()
    sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=lambda: {}["missing"])
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(messages.errors) == 2)


def test_a_crash_file_holds_no_personal_data(data_dir, canary, clock):
    def fail(name: str, phone: str) -> None:
        held = {"name": name, "phone": phone}
        try:
            held[canary.text]
        except KeyError as error:
            raise RuntimeError(f"{name} {phone} {canary.text}") from error

    try:
        fail(canary.name, canary.phone)
    except RuntimeError as error:
        keep_crash(data_dir, error)
        text = crash_text(error, clock.now())
    assert canary.found_in(data_dir) == []
    assert "builtins.RuntimeError" in text
    assert "builtins.KeyError" in text
    assert ":fail" in text or " fail" in text
    assert str(Path.home()) not in text


def test_old_crash_files_make_room(data_dir):
    crash = data_dir / "crash"
    crash.mkdir()
    for day in range(10, 40):
        (crash / f"crash-202601{day}-000000.txt").write_text("old")
    keep_crash(data_dir, bug())
    assert len(list(crash.iterdir())) == 20
