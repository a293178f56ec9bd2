"""查看报告: what became of each item of one import, or how far a package that was written has come."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from station_app.services.packages.history import Passage, kept_report
from station_app.services.packages.paper import write_receipt
from station_app.services.packages.summary import Line, Summary, summarise_kept
from station_app.ui.context import PageContext
from station_app.ui.pages.exchange_items import ItemsView
from station_app.ui.pages.exchange_take import report_wish
from station_app.ui.printing import PaperWish, print_paper
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.sheet import PageBody, Sheet

_ROWS = 12


class ReportView(PageBody):
    """``closed`` follows the way back, ``opened`` gives the uid of an opinion of the list."""

    closed = Signal()
    opened = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._summary: Summary | None = None
        self._passage: Passage | None = None
        self.sheet = Sheet(self.tr("报告"), " ")
        self.items = ItemsView(_ROWS)
        self.facts = QWidget()
        self.print_button = KeyCapButton(self.tr("打印"), key="Ctrl+P", icon="printer")
        self.back = KeyCapButton(self.tr("返回"), key="Esc")
        verbs = QHBoxLayout()
        verbs.setSpacing(10)
        verbs.addWidget(self.print_button)
        verbs.addWidget(self.back)
        verbs.addStretch(1)
        self.sheet.column.addWidget(self.items)
        self.sheet.column.addWidget(self.facts)
        self.sheet.column.addLayout(verbs)
        self.column.addWidget(self.sheet)
        self.column.addStretch(1)
        self.print_button.clicked.connect(self._print)
        self.back.clicked.connect(self.closed)
        self.items.opened.connect(self._open)

    def show_passage(self, passage: Passage) -> None:
        """Show the report kept of one package."""
        self._passage = passage
        kept = None if passage.sent else kept_report(self._context.station, passage.id)
        self._summary = None if kept is None else summarise_kept(self._context.station, kept)
        title = self.tr("第 {number} 号包的导出") if passage.sent else self.tr("第 {number} 号包的导入报告")
        self.sheet.title.setText(title.format(number=passage.number))
        self.sheet.subtitle.setText(passage.file_name)
        self.items.setVisible(self._summary is not None)
        if self._summary is not None:
            self.items.show_summary(self._summary)
        self._show_facts(passage)
        (self.items.table if self.items.table.isVisibleTo(self) else self.back).setFocus()

    def _open(self, line: Line) -> None:
        if line.facet.startswith("opinion."):
            self.opened.emit(line.uid)

    def _print(self) -> None:
        passage, station = self._passage, self._context.station
        if passage is None:
            return
        if self._summary is not None:
            wish = report_wish(self._context, self._summary, done=True)
        else:
            wish = PaperWish(
                title=self.tr("导出回执　第 {number} 号包").format(number=passage.number),
                file_name=self.tr("导出回执 第{number}号包.pdf").format(number=passage.number),
                write=lambda out, heard: write_receipt(station, passage, out, heard),
            )
        print_paper(self._context, self, wish)

    def _show_facts(self, passage: Passage) -> None:
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (label, words) in enumerate(self._facts(passage)):
            grid.addWidget(Text(label, "body", "text2"), row, 0)
            grid.addWidget(Text(words, wrap=True), row, 1)
        self.sheet.column.replaceWidget(self.facts, fresh)
        self.facts.hide()
        self.facts.deleteLater()
        self.facts = fresh

    def _facts(self, passage: Passage) -> list[tuple[str, str]]:
        at = passage.at.replace("T", " ")[:16]
        if not passage.sent:
            return [(self.tr("来自"), passage.partner), (self.tr("导入时间"), at)]
        waited = self.tr("还没有，已等 {days} 天；不用重做，下一个包会自动带上").format(days=passage.days)
        return [
            (self.tr("给"), passage.partner),
            (self.tr("内容"), passage.contents),
            (self.tr("写入并校验"), at),
            (self.tr("对方回执"), passage.acknowledged_at.replace("T", " ")[:16] or waited),
        ]
