"""Pictures on their way to the slips: chosen, dropped, pasted, or the newest of a folder."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from station_app.errors import StationError
from station_app.services import slip_folder
from station_app.ui.context import PageContext
from station_app.ui.forms.intake_of_files import FileIntake, Take, local_files
from station_app.ui.pages.opening_sheets import OpeningSheets


class SlipFiles(QObject):
    """One picture goes to the slip in front; several to this and the following slips that have none yet.

    ``words_pasted`` gives text that came where no text field had the focus, ``waiting`` follows each picture.
    """

    words_pasted = Signal(str)
    waiting = Signal()

    def __init__(self, context: PageContext, sheets: OpeningSheets, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._sheets, self._page = context, sheets, parent
        self._intake = FileIntake(context, self._taker, parent)
        self._reserved: set[int] = set()
        self._spreading = False
        self._taken: frozenset[Path] = frozenset()
        self._intake.words_pasted.connect(self.words_pasted)
        self._intake.waiting.connect(self._count)
        sheets.list.choose.connect(self.choose)
        sheets.list.newest.connect(self.take_newest)
        sheets.list.folder.connect(self.choose_folder)
        self._show_folder()

    @property
    def under_way(self) -> bool:
        """Whether a picture is still being taken in."""
        return self._intake.under_way > 0

    def choose(self) -> None:
        """Let the person choose pictures."""
        kinds = self.tr("图片和 PDF (*.png *.jpg *.jpeg *.pdf)")
        names, _kind = QFileDialog.getOpenFileNames(self._page, self.tr("导入照片"), "", kinds)
        self.add([Path(name) for name in names])

    def add(self, files: list[Path]) -> None:
        """Take files in."""
        self._spreading = len(files) > 1
        self._intake.add_files(files)
        self._spreading = False

    def take(self, data: QMimeData) -> None:
        """Take in what was dropped."""
        files = local_files(data)
        if files:
            self.add(files)
        else:
            self._intake.take(data)

    def paste(self) -> None:
        """Take in what the clipboard holds."""
        self._intake.paste()

    def choose_folder(self) -> None:
        """Let the person say where the scanner or phone puts its pictures."""
        name = QFileDialog.getExistingDirectory(self._page, self.tr("扫描仪或手机把照片存在哪个文件夹"))
        if name:
            station, folder = self._context.station, Path(name)
            self._context.tasks.run(
                lambda _progress: slip_folder.choose_slip_folder(station, folder),
                lambda _none: self._show_folder(),
                self._context.messages.error,
            )

    def take_newest(self) -> None:
        """Give the slip in front the newest picture of the folder that was not taken yet."""
        folder = slip_folder.slip_folder(self._context.station)
        if folder is None:
            self.choose_folder()
            return
        try:
            newest = slip_folder.newest_picture(folder, self._taken)
        except StationError as problem:
            self._context.messages.error(problem)
            return
        self._taken |= {newest}
        self.add([newest])

    def _taker(self) -> Take:
        """The slip that the next picture goes to."""
        target = self._sheets.front
        if self._spreading:
            slips = self._sheets.slips()
            places = [*range(target, len(slips)), *range(target)]
            free = (one for one in places if not slips[one].opinion.attachments and one not in self._reserved)
            target = next(free, target)
            self._reserved.add(target)
        return self._sheets.taker(target)

    def _count(self, under_way: int) -> None:
        if not under_way:
            self._reserved.clear()
        self.waiting.emit()

    def _show_folder(self) -> None:
        folder = slip_folder.slip_folder(self._context.station)
        self._sheets.list.newest_button.setToolTip("" if folder is None else str(folder))
