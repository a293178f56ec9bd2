"""One way to put a finished PDF on paper or into a file, from every page.

``print_paper`` shows the panel. What is put out is written in the worker and counted once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from station_app.errors import StationError
from station_app.services.reprints import Output, Paper
from station_app.ui import print_choice
from station_app.ui.context import PageContext
from station_app.ui.press import PrintChoice, PrinterPress
from station_app.ui.print_choice import PrinterTarget, PrintPanel
from station_app.ui.tasks import Progress

Heard = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PaperWish:
    """A paper that can be put out.

    ``title`` stands on the panel; ``file_name`` is proposed for a file. ``write`` is called in the worker with the file
    or printer and with what hears (done, in all) and may raise to stop; it counts and notes the output.
    """

    title: str
    file_name: str
    write: Callable[[Output, Heard | None], Paper]


class Printing(QObject):
    """Puts one paper out; ``put_out`` gives the Paper, ``ended`` follows when all is over."""

    put_out = Signal(object)
    ended = Signal()

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._parent = context, parent
        self._progress: Progress | None = None
        self.panel: PrintPanel | None = None

    def offer(self, paper: PaperWish) -> None:
        """Show the panel over the window."""
        panel = self.panel = PrintPanel(paper.title, print_choice.installed_printers(), self._parent)
        panel.print_wanted.connect(lambda target, choice: self._print(paper, panel, target, choice))
        panel.file_wanted.connect(lambda: self._to_file(paper, panel))
        panel.stopped.connect(self._stop)
        panel.finished.connect(self._close)
        panel.open()

    def _print(self, paper: PaperWish, panel: PrintPanel, target: PrinterTarget, choice: PrintChoice) -> None:
        def work(progress: Progress) -> tuple[Paper, str]:
            printing = QCoreApplication.translate("Printing", "正在打印")
            press = PrinterPress(
                target.make(),
                choice,
                lambda done, total: progress.report(done, total, printing),
                lambda: progress.cancelled,
            )
            return paper.write(press, listening(progress)), printed_words(paper.title, press.pages, choice.copies)

        self._run(work, panel)

    def _to_file(self, paper: PaperWish, panel: PrintPanel) -> None:
        file = ask_for_file(panel, paper.file_name)
        if file is not None:
            panel.set_busy(True)
            self._run(lambda progress: (paper.write(file, listening(progress)), saved_words(file)), panel)

    def _run(self, work: Callable[[Progress], tuple[Paper, str]], panel: PrintPanel) -> None:
        def done(result: tuple[Paper, str]) -> None:
            paper, words = result
            panel.set_busy(False)
            panel.accept()
            self._context.messages.say(words)
            self.put_out.emit(paper)

        def failed(problem: StationError) -> None:
            panel.show_problem(str(problem))

        self._progress = self._context.tasks.run(work, done, failed, panel.show_progress)

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _close(self) -> None:
        if self.panel is not None:
            self.panel.deleteLater()
            self.panel = None
        self.ended.emit()
        self.deleteLater()


def print_paper(context: PageContext, parent: QWidget, paper: PaperWish) -> None:
    """Show the panel that prints ``paper``, or saves it, over the window of ``parent``."""
    Printing(context, parent).offer(paper)


def ask_for_file(parent: QWidget, file_name: str) -> Path | None:
    """Ask where to put a file of that name; None when nowhere. A forgotten suffix is added."""
    suffix = Path(file_name).suffix
    kinds = {".xlsx": QCoreApplication.translate("Printing", "Excel 文件 (*.xlsx)")}
    kind = kinds.get(suffix, QCoreApplication.translate("Printing", "PDF 文件 (*.pdf)"))
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    title = QCoreApplication.translate("Printing", "存到")
    name, _kind = QFileDialog.getSaveFileName(parent, title, str(Path(folder) / file_name), kind)
    if not name:
        return None
    return Path(name) if name.lower().endswith(suffix) else Path(name + suffix)


def printed_words(title: str, pages: int, copies: int) -> str:
    """What is said when so many pages went to the printer."""
    words = QCoreApplication.translate("Printing", "已送去打印 {pages} 页，{copies} 份：{title}")
    return words.format(pages=pages, copies=copies, title=title)


def saved_words(file: Path) -> str:
    """What is said when a file was written."""
    return QCoreApplication.translate("Printing", "已存为 {file}").format(file=file)


def listening(progress: Progress) -> Heard:
    """What a service is given: it tells how far it is, and stops when that was asked for."""

    def heard(done: int, total: int) -> None:
        if progress.cancelled:
            raise StationError(
                QCoreApplication.translate("Printing", "已停下，什么也没有印、没有存"),
                QCoreApplication.translate("Printing", "要的时候再按一次。"),
            )
        progress.report(done, total, QCoreApplication.translate("Printing", "正在排版"))

    return heard
