"""Work off the GUI thread: one worker, results delivered as Qt signals in the GUI thread."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from station_app.errors import StationError

_REPORT_SECONDS = 0.05


class Progress:
    """Handed to the work: it reports here and looks whether it shall stop."""

    def __init__(self, deliver: Callable[[int, int, str], None]) -> None:
        self._deliver = deliver
        self._cancel = Event()
        self._last = 0.0

    @property
    def cancelled(self) -> bool:
        """Whether the person has asked to stop; the work decides where it can."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._cancel.set()

    def report(self, done: int, total: int, text: str = "") -> None:
        """Tell how far the work is; at most 20 reports a second get through, and always the last."""
        now = time.monotonic()
        if done >= total or now - self._last >= _REPORT_SECONDS:
            self._last = now
            self._deliver(done, total, text)


class TaskRunner(QObject):
    """Runs one piece of work after the other in one worker thread.

    ``crashed`` gives the exception of a bug (no StationError); ``busy_changed`` tells when it begins and ends.
    """

    crashed = Signal(object)
    busy_changed = Signal(bool)
    _delivered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._waiting = 0
        self._delivered.connect(self._call, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether work is waiting, running or not yet delivered."""
        return self._waiting > 0

    def run(
        self,
        work: Callable[[Progress], Any],
        on_done: Callable[[Any], object] | None = None,
        on_error: Callable[[StationError], object] | None = None,
        on_progress: Callable[[int, int, str], object] | None = None,
        owner: QObject | None = None,
    ) -> Progress:
        """Queue ``work``; call one of the others in the GUI thread. A bug goes to ``crashed`` only.

        Nothing but a bug is told once ``owner``, whose callbacks they are, is gone. A StationError without
        ``on_error`` goes to ``crashed`` too: nobody would tell the person otherwise.
        """

        def deliver(done: int, total: int, text: str) -> None:
            if on_progress is not None:
                self._delivered.emit(lambda: _alive(owner) and on_progress(done, total, text))

        progress = Progress(deliver)
        self._count(1)
        future = self._pool.submit(work, progress)

        def finish(ended: Future[Any]) -> None:
            self._delivered.emit(lambda: self._finish(ended, on_done, on_error, owner))

        future.add_done_callback(finish)
        return progress

    def shutdown(self, last: Callable[[], object] | None = None) -> None:
        """Wait for what is queued, then run ``last`` in the worker (to close its connection) and end it."""
        if last is not None:
            self._pool.submit(last)
        self._pool.shutdown(wait=True)

    def _finish(
        self,
        ended: Future[Any],
        on_done: Callable[[Any], object] | None,
        on_error: Callable[[StationError], object] | None,
        owner: QObject | None,
    ) -> None:
        self._count(-1)
        problem = ended.exception()
        if isinstance(problem, MemoryError):
            problem = StationError(
                self.tr("内存不足，这一步没有做完"), self.tr("请关闭其他程序，然后再试一次；原有数据没有改动。")
            )
        if problem is None:
            if on_done is not None and _alive(owner):
                on_done(ended.result())
        elif isinstance(problem, StationError) and on_error is not None:
            if _alive(owner):
                on_error(problem)
        else:
            self.crashed.emit(problem)

    def _call(self, deliver: Callable[[], object]) -> None:
        deliver()

    def _count(self, step: int) -> None:
        before = self.busy
        self._waiting += step
        if self.busy != before:
            self.busy_changed.emit(self.busy)


def _alive(owner: QObject | None) -> bool:
    return owner is None or isValid(owner)
