"""Notices that nobody has touched the keyboard or mouse for a while."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

IDLE_MINUTES = 5
_Type = QEvent.Type
_SIGNS = frozenset({_Type.KeyPress, _Type.MouseButtonPress, _Type.MouseMove, _Type.Wheel, _Type.InputMethod})


class IdleWatch(QObject):
    """``idle`` follows five minutes without a sign of the person; it watches the whole application from the start."""

    idle = Signal()

    def __init__(self, parent: QObject, milliseconds: int = IDLE_MINUTES * 60_000) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(milliseconds)
        self._timer.timeout.connect(self.idle)
        self.start()

    def start(self) -> None:
        """Watch, counting from now."""
        QCoreApplication.instance().installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Watch no longer."""
        QCoreApplication.instance().removeEventFilter(self)
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count anew at each sign."""
        if event.type() in _SIGNS and self._timer.isActive():
            self._timer.start()
        return super().eventFilter(watched, event)
