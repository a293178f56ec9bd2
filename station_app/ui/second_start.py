"""A second start of the program raises the window of the first."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 2000


class SecondStarts(QObject):
    """Listens under ``name`` as long as the program runs, and calls ``come_forward`` for each second start."""

    def __init__(self, name: str, come_forward: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._come_forward = come_forward
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        self._server.listen(name)

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
            self._come_forward()


def raise_first(name: str) -> bool:
    """Ask the program that listens under ``name`` to show its window; False when nobody answers."""
    if not name:
        return False
    socket = QLocalSocket()
    socket.connectToServer(name)
    reached = socket.waitForConnected(_WAIT_MS)
    if reached:
        socket.waitForDisconnected(_WAIT_MS)
    return reached
