"""A bug: a crash file is written, the person is told and may go on."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from station_app.errors import StationError
from station_app.ui.messages import Messages


class CrashReporter(QObject):
    """Takes what nobody caught, in any thread; ``write`` makes the crash file, or gives None when it cannot.

    While one dialog stands, further crashes only get their files.
    """

    _caught = Signal(object)

    def __init__(self, messages: Messages, write: Callable[[BaseException], Path | None]) -> None:
        super().__init__(messages)
        self._messages, self._write = messages, write
        self._telling = False
        self._caught.connect(self.tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over the hooks of this process."""
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self._hook(args.exc_type, args.exc_value or args.exc_type())

    def tell(self, error: BaseException) -> None:
        """Write the file and say so; a StationError that no page has caught is simply said."""
        if isinstance(error, StationError):
            self._messages.error(error)
            return
        file = self._write(error)
        if not self._telling:
            self._telling = True
            try:
                self._offer(file)
            finally:
                self._telling = False

    def _hook(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None = None) -> None:
        if isinstance(error, KeyboardInterrupt):
            QCoreApplication.quit()
        else:
            self._caught.emit(error)

    def _offer(self, file: Path | None) -> None:
        title = self.tr("程序刚才出了一个错")
        go_on = self.tr("接着用")
        if file is None:
            told = self.tr("已保存的登记不受影响，可以接着用；没保存的请核对一遍。出错记录没有写下来，请检查磁盘空间。")
            self._messages.error(StationError(title, told), [go_on])
            return
        told = self.tr(
            "已保存的登记不受影响，可以接着用；没保存的请核对一遍。出错记录里没有个人信息，请把它交给维护的人：\n{file}"
        ).format(file=file)
        open_folder, copy_path = self.tr("打开所在文件夹"), self.tr("复制路径")
        pressed = self._messages.error(StationError(title, told), [go_on, open_folder, copy_path])
        if pressed == open_folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))
        elif pressed == copy_path:
            QGuiApplication.clipboard().setText(str(file))
