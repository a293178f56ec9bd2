"""What an import would come to: counts that add up, a reason for each refused row, and the one verb."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from station_app.services.ledger.rows import LedgerRow
from station_app.services.ledger_import import ImportResult
from station_app.ui.widgets.count_strip import CountStrip
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import IconText
from station_app.ui.widgets.sheet import Sheet
from station_app.ui.widgets.table import Column, RowTable

NEW, SAME, REFUSED = "新增", "不变", "拒绝"


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of the ledger and what becomes of it."""

    outcome: str
    row: int
    day: str
    words: str


class PreviewSheet(Sheet):
    """The counts filter the rows beneath; all refused rows are listed, of the others the first."""

    def __init__(self) -> None:
        tr = QCoreApplication.translate
        super().__init__(tr("PreviewSheet", "导入前预览"))
        self._rows: list[PreviewRow] = []
        self.counts = CountStrip((NEW, SAME, REFUSED))
        self.sum = IconText("", "check", "ok")
        self.sum.words.set_tone("text")
        self.table = RowTable(_columns(), self.tr("台账的各行"), most=7)
        self.bounded = Text("", "caption", "text2", wrap=True)
        self._lay_out()
        self.counts.changed.connect(self._show_rows)

    def show_result(self, result: ImportResult) -> None:
        """Show what a preview found."""
        self._rows = list(_rows(result))
        self.counts.set_counts({NEW: result.new, SAME: result.unchanged, REFUSED: len(result.rejected)})
        self.sum.set_text(
            self.tr("{new} + {same} + {refused} = {rows} 行").format(
                new=f"{result.new:,}",
                same=f"{result.unchanged:,}",
                refused=f"{len(result.rejected):,}",
                rows=f"{result.rows:,}",
            )
        )
        self._show_rows("")

    def _show_rows(self, outcome: str) -> None:
        shown = [row for row in self._rows if outcome in ("", row.outcome)]
        self.table.set_rows(shown)
        total = self._total(outcome)
        words = self.tr("列出 {shown} 行，共 {total} 行：被拒绝的全部列出，其余只列开头的。")
        self.bounded.setText(words.format(shown=f"{len(shown):,}", total=f"{total:,}"))
        self.bounded.setVisible(len(shown) < total)

    def _total(self, outcome: str) -> int:
        return self.counts.cells[outcome].count if outcome else sum(cell.count for cell in self.counts.cells.values())

    def _lay_out(self) -> None:
        for widget in (self.counts, self.sum, self.table, self.bounded):
            self.column.addWidget(widget)


def _columns() -> tuple[Column, ...]:
    tr = QCoreApplication.translate
    return (
        Column(tr("PreviewSheet", "结果"), lambda row: row.outcome, 92, mark=True),
        Column(tr("PreviewSheet", "行"), lambda row: f"{row.row:,}", 64, quiet=True, figure=True),
        Column(tr("PreviewSheet", "日期"), lambda row: row.day, 108, quiet=True, drops=True),
        Column(tr("PreviewSheet", "标题，或拒绝的原因"), lambda row: row.words),
    )


def _rows(result: ImportResult) -> Iterator[PreviewRow]:
    yield from (PreviewRow(REFUSED, one.row, "", one.reason) for one in result.rejected)
    yield from (_row(NEW, one) for one in result.new_sample)
    yield from (_row(SAME, one) for one in result.unchanged_sample)


def _row(outcome: str, row: LedgerRow) -> PreviewRow:
    words = "　".join([row.title, *row.notes])
    return PreviewRow(outcome, row.row, row.received_on.isoformat(), words)
