"""What a package brings, or brought: counts that are filters, their sum, and the list beneath."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.services.packages.summary import OUTCOMES, Line, Summary, refused_words, sum_words
from station_app.ui.look import look
from station_app.ui.widgets.count_strip import CountStrip
from station_app.ui.widgets.notes import Banner, IconText
from station_app.ui.widgets.table import Column, RowTable

_ROW = 36


class ItemTable(RowTable):
    """The lines without a head, always as many rows high as asked for."""

    def __init__(self, most: int) -> None:
        tr = QCoreApplication.translate
        columns = (
            Column(tr("ItemTable", "结果"), lambda line: line.outcome, 88, mark=True),
            Column(tr("ItemTable", "编号"), lambda line: line.lead, 104, quiet=True),
            Column(tr("ItemTable", "内容"), lambda line: line.words),
        )
        super().__init__(columns, tr("ItemTable", "导入的各项"), most=most)
        self.horizontalHeader().hide()

    def _fit_height(self) -> None:
        rows = min(max(self.lines.rowCount(), 1), self._most)
        self.setFixedHeight(rows * look().px(_ROW) + 1)


class ItemsView(QWidget):
    """``opened`` gives the line that was entered."""

    opened = Signal(object)

    def __init__(self, most: int = 4) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ()
        self.counts = CountStrip(OUTCOMES)
        self.sum = IconText("", "check", "ok", wrap=True)
        self.sum.words.set_tone("text")
        self.refused = Banner("", "danger")
        self.table = ItemTable(most)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.counts, self.sum, self.refused, self.table):
            column.addWidget(widget)
        self.counts.changed.connect(self._filter)
        self.table.opened.connect(self.opened)

    def show_summary(self, summary: Summary) -> None:
        """Show all of it, unfiltered."""
        self._lines = summary.lines
        self.counts.set_counts(summary.counts)
        self.sum.set_text(sum_words(summary))
        self.sum.setVisible(summary.packages > 0)
        self.refused.set_text(refused_words(summary))
        self.refused.setVisible(bool(summary.refused))
        self._filter("")

    def _filter(self, outcome: str) -> None:
        lines = [line for line in self._lines if outcome in {"", line.outcome}]
        self.table.set_rows(lines)
        self.table.setVisible(bool(lines))
        self.table.choose(0)
