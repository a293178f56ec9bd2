"""The list on its way out of the opinions page: printed, or as Excel with progress in place."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from station_app.errors import StationError
from station_app.services.filtering import Filters
from station_app.services.list_export import write_list
from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.pages.opinions_finding import Finder
from station_app.ui.pages.settings_parts import WorkStrip
from station_app.ui.papers import list_wish
from station_app.ui.printing import ask_for_file, listening, print_paper, saved_words
from station_app.ui.widgets.buttons import KeyCapButton


class ListOut(QObject):
    """``export`` and ``print`` stand in the head, ``strip`` above the list while a workbook is written."""

    def __init__(self, context: PageContext, finder: Finder, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._finder, self._page = context, finder, page
        self.export = KeyCapButton("", icon="table-export")
        self.print = KeyCapButton(self.tr("打印"), key="Ctrl+P", icon="printer")
        self.strip = WorkStrip(page, context.tasks, self.tr("已写部分会删去，清单没有存"))
        self.export.clicked.connect(self._export)
        self.print.clicked.connect(self._print)
        self.strip.working.connect(lambda busy: self.export.setEnabled(not busy))
        look().changed.connect(self._rescale)
        self._rescale()

    def _filters(self) -> Filters:
        return self._finder.current_filters()

    def _print(self) -> None:
        print_paper(self._context, self._page, list_wish(self._context.station, self._filters()))

    def _export(self) -> None:
        day = self._context.station.clock.today().isoformat()
        file = ask_for_file(self._page, self.tr("意见建议 {day}.xlsx").format(day=day))
        if file is None:
            return
        station, filters = self._context.station, self._filters()
        self.strip.run(
            lambda progress: write_list(station, filters, file, listening(progress)),
            lambda _paper: self._over(saved_words(file)),
            self._refused,
            self.tr("正在整理清单"),
        )

    def _over(self, words: str) -> None:
        self._context.messages.say(words)
        self.export.setFocus()

    def _refused(self, problem: StationError) -> None:
        self._context.messages.error(problem)
        self.export.setFocus()

    def _rescale(self) -> None:
        """Large type has room for the verbs alone."""
        compact = look().compact
        self.export.setText(self.tr("导出") if compact else self.tr("导出 Excel"))
        self.export.icon_name, self.print.icon_name = ("", "") if compact else ("table-export", "printer")
