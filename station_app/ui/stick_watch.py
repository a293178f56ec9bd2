"""Which sticks are in, looked at every two seconds in a thread of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from station_app.services.packages.sticks import Stick

_EVERY_MS = 2000


class StickWatch(QObject):
    """``changed`` follows any difference, ``appeared`` gives a stick that was not there before.

    It rests until ``start``.
    """

    changed = Signal()
    appeared = Signal(object)
    _found = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sticks: tuple[Stick, ...] = ()
        self._find: Callable[[], Sequence[Stick]] = tuple
        self._pool: ThreadPoolExecutor | None = None
        self._looking = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._found.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def start(self, find: Callable[[], Sequence[Stick]], every_ms: int = _EVERY_MS) -> None:
        """Ask ``find`` now and every two seconds; it must not touch the database."""
        self._find = find
        self._pool = self._pool or ThreadPoolExecutor(max_workers=1, thread_name_prefix="sticks")
        self._timer.start(every_ms)
        self.look()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None

    def look(self) -> None:
        """Look once, unless somebody looks already."""
        if self._pool is not None and not self._looking:
            self._looking = True
            self._pool.submit(self._find).add_done_callback(self._found.emit)

    def show(self, sticks: Sequence[Stick]) -> None:
        """Take what is in now and tell what is new."""
        before, self.sticks = self.sticks, tuple(sticks)
        known = {stick.path for stick in before}
        if self.sticks != before:
            self.changed.emit()
        for stick in self.sticks:
            if stick.path not in known:
                self.appeared.emit(stick)

    def _take(self, looked: Future[Sequence[Stick]]) -> None:
        self._looking = False
        if self._pool is not None:
            self.show(looked.result())
