"""The stations of one zone: the rows, drawn so that what is wrong is seen at a glance, and their sum beneath."""

from collections.abc import Callable
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from station_app.services.packages.overview import Reporting, SiteLine
from station_app.services.packages.tables import Sums, last_words, missing_words, short_name
from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.mark_delegate import draw_status
from station_app.ui.widgets.table import ROW_ROLE, Column, Index, LineTable, PlainHead

ROW, LOWEST_ROW = 38, 30
_HEAD, _SUM = 33, 37
_EDGE, _TIGHT, _FIRST, _LAST, _BAR = 8, 2, 11, 12, 3
_ACROSS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
NONE = "—"


class Cell(IntEnum):
    """The columns."""

    STATE = 0
    NAME = 1
    LAST = 2
    GAP = 3
    OWED = 4
    YEAR = 5
    OPEN = 6


_WIDTHS = {Cell.STATE: 87, Cell.NAME: 68, Cell.LAST: 134, Cell.GAP: 93, Cell.OWED: 60, Cell.YEAR: 53, Cell.OPEN: 62}
LEAST_WIDTH = sum(_WIDTHS.values()) - 40
_GROWING = {Cell.NAME: 0.45, Cell.LAST: 0.15, Cell.GAP: 0.4}


def station_columns(today: Callable[[], date]) -> tuple[Column, ...]:
    """The columns, their widths at 100 %."""
    tr = QCoreApplication.translate
    words: dict[Cell, tuple[str, Callable[[Any], str]]] = {
        Cell.STATE: (tr("StationsTable", "状态"), lambda line: line.state.value),
        Cell.NAME: (tr("StationsTable", "站点"), lambda line: line.name),
        Cell.LAST: (tr("StationsTable", "最近上报包"), lambda line: last_words(line, today())),
        Cell.GAP: (tr("StationsTable", "缺口"), lambda line: missing_words(line) or NONE),
        Cell.OWED: (tr("StationsTable", "未回执"), lambda line: str(line.unacknowledged or NONE)),
        Cell.YEAR: (tr("StationsTable", "本年"), lambda line: f"{line.opinions:,}"),
        Cell.OPEN: (tr("StationsTable", "未办结"), lambda line: f"{line.open:,}"),
    }
    return tuple(Column(*words[cell], _WIDTHS[cell], figure=cell >= Cell.YEAR) for cell in Cell)


class StationsTable(LineTable):
    """Its rows are SiteLines; ``crossed`` gives the row from which Left or Right leads to the next table.

    It is as high as its rows; the page scrolls.
    """

    crossed = Signal(int, int)

    def __init__(self, name: str, today: Callable[[], date]) -> None:
        self.row_height = ROW
        super().__init__(station_columns(today), name, _Head(), _Cells())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.fit)
        self.fit()

    def set_lines(self, lines: tuple[SiteLine, ...]) -> None:
        """Replace the rows; the one that was current stays so if it is still there."""
        code = self.current_code()
        self.lines.set_rows(lines)
        self.fit()
        self.choose_code(code)

    def current_code(self) -> str:
        """Return its code, "" without one."""
        line = self.current()
        return line.code if isinstance(line, SiteLine) else ""

    def choose(self, number: int) -> None:
        """Make the row of that number the current one, or the last where there are fewer."""
        count = self.lines.rowCount()
        if count:
            self.setCurrentIndex(self.lines.index(min(max(number, 0), count - 1), 0))

    def choose_code(self, code: str) -> bool:
        """Make a station the current one; say whether it is here."""
        for number, line in enumerate(self.lines.rows()):
            if line.code == code:
                self.choose(number)
                return True
        return False

    def let_go(self) -> None:
        """Have no current row."""
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()

    def set_row_height(self, height: int) -> None:
        """Take a row height in design pixels."""
        if height != self.row_height:
            self.row_height = height
            self.fit()

    def edges(self) -> list[tuple[int, int]]:
        """Return left edge and width of each column (pixels)."""
        return [(self.columnViewportPosition(cell), self.columnWidth(cell)) for cell in Cell]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go to the same row of the next table."""
        if event.key() in _ACROSS:
            self.crossed.emit(self.currentIndex().row(), 1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return the least width and the height of all rows."""
        return QSize(look().px(LEAST_WIDTH), self.height())

    def minimumSizeHint(self) -> QSize:
        """Return the least width."""
        return self.sizeHint()

    def fit(self) -> None:
        """Fit to the scale and the number of rows."""
        self.verticalHeader().setDefaultSectionSize(look().px(self.row_height))
        self.horizontalHeader().setFixedHeight(look().px(_HEAD))
        self.setFixedHeight(look().px(_HEAD) + self.lines.rowCount() * look().px(self.row_height))
        self.fit_columns()

    def fit_columns(self) -> None:
        """What is left over goes to the words; where there is too little, the gap gives way."""
        over = self.viewport().width() - sum(look().px(width) for width in _WIDTHS.values())
        shares = _GROWING if over > 0 else {Cell.GAP: 1.0}
        widths = {cell: look().px(_WIDTHS[cell]) + int(over * shares.get(cell, 0)) for cell in Cell}
        widths[Cell.GAP] += self.viewport().width() - sum(widths.values())
        for cell, width in widths.items():
            self.setColumnWidth(cell, max(20, width))


class SumRow(QWidget):
    """小计 and the sums, under the columns of ``table``."""

    def __init__(self, table: StationsTable) -> None:
        super().__init__()
        self._table = table
        self._sums = Sums(opinions=0, open=0, unacknowledged=0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._rescale)
        self._rescale()

    def show_sums(self, total: Sums) -> None:
        """Show other sums."""
        self._sums = total
        self.setAccessibleName(" ".join((self.tr("小计"), *self.words().values())))
        self.update()

    def words(self) -> dict[Cell, str]:
        """Return what stands under which column."""
        return {
            Cell.OWED: f"{self._sums.unacknowledged:,}",
            Cell.YEAR: f"{self._sums.opinions:,}",
            Cell.OPEN: f"{self._sums.open:,}",
        }

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row in the ground of a table head."""
        painter = paint.smooth(self)
        painter.fillRect(self.rect(), look().color("sunken"))
        paint.words(painter, QRect(_FIRST, 0, self.width(), self.height()), self.tr("小计"), "text", bold=True)
        edges = self._table.edges()
        for cell, words in self.words().items():
            left, width = edges[cell]
            _place(painter, QRect(left, 0, width, self.height()), cell, words, "text", bold=True)
        painter.end()

    def _rescale(self) -> None:
        self.setFixedHeight(look().px(_SUM))


class _Head(PlainHead):
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        self.draw_ground(painter, rect)
        _place(painter, rect, Cell(logicalIndex), self.model().columns[logicalIndex].head, "text2", kind="caption")
        painter.restore()


class _Cells(QStyledItemDelegate):
    """Draws the cells of a row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the row's height."""
        return QSize(20, look().px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, line, bar, and the words in the colour of what they say."""
        line: SiteLine | None = index.data(ROW_ROLE)
        if line is None:
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        cell, box = Cell(index.column()), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_ground(painter, option, cell, chosen)
        if cell is Cell.STATE:
            draw_status(painter, box.adjusted(_FIRST, 0, 0, -1), line.state.value)
        else:
            words = _shown_name(line.name, box.width()) if cell is Cell.NAME else str(index.data())
            ink, bold = _ink(cell, line)
            _place(painter, box.adjusted(0, 0, 0, -1), cell, words, ink, bold=bold)
        painter.restore()


def _draw_ground(painter: QPainter, option: QStyleOptionViewItem, cell: Cell, chosen: bool) -> None:
    box = option.rect
    if chosen or option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(box, look().color("selected" if chosen else "hover"))
    painter.fillRect(box.left(), box.bottom(), box.width(), 1, look().color("border"))
    if chosen and cell is Cell.STATE:
        painter.fillRect(box.left(), box.top(), _BAR, box.height() - 1, look().color("accent"))
    if chosen and option.widget is not None and option.widget.hasFocus():
        for top in (box.top(), box.bottom() - 2):
            painter.fillRect(box.left(), top, box.width(), 2, look().color("accent"))


def _ink(cell: Cell, line: SiteLine) -> tuple[str, bool]:
    """The colour role of a cell, and whether it is bold."""
    if cell is Cell.NAME:
        return "text", True
    if cell is Cell.LAST:
        return ("danger" if line.state is Reporting.LATE else "text2" if line.last_on is None else "text"), False
    if cell is Cell.GAP:
        return ("accent", True) if line.missing else ("text2", False)
    if cell is Cell.OWED:
        return ("warn", True) if line.unacknowledged else ("text2", False)
    return "text", False


def _place(
    painter: QPainter, rect: QRect, cell: Cell, words: str, ink: str, *, kind: str = "body", bold: bool = False
) -> None:
    """Write into a cell: figures at the right, unacknowledged in the middle, the rest at the left."""
    right = _LAST if cell is Cell.OPEN else _EDGE if cell >= Cell.OWED else _TIGHT
    box = rect.adjusted(_FIRST if cell is Cell.STATE else _EDGE, 0, -right, 0)
    width = paint.text_width(words, kind, bold=bold) + 1
    if cell >= Cell.YEAR:
        box.setLeft(max(rect.left(), box.right() - width + 1))
    elif cell is Cell.OWED:
        box = QRect(rect.left() + max(0, (rect.width() - width) // 2), rect.top(), width, rect.height())
    paint.words(painter, box, words, ink, kind=kind, bold=bold)


def _shown_name(name: str, width: int) -> str:
    """The whole name where there is room for it, else without what all names end in."""
    return name if paint.text_width(name, bold=True) <= width - 2 * _EDGE else short_name(name)
