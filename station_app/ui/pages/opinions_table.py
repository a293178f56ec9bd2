"""The list of opinions as a sheet: table, what is shown of how many, pages."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QWidget

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.pages.opinions_delegate import ROW, OpinionDelegate, left_edge
from station_app.ui.pages.opinions_model import Column, OpinionModel
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.pager import Pager
from station_app.ui.widgets.table import PlainHead

_WIDTHS = {
    Column.STATUS: 112,
    Column.SERIAL: 102,
    Column.DATE: 56,
    Column.TOPIC: 78,
    Column.CONTACT: 91,
    Column.SITE: 84,
}
_LEAST_TITLE = 180
_DROPPED_FIRST = (Column.CONTACT, Column.TOPIC, Column.DATE)
_HEAD = 34
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TableHead(PlainHead):
    """Column heads of the list, whose order is that of the paper book."""

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw ground and words."""
        painter.save()
        self.draw_ground(painter, rect)
        words = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal))
        paint.words(painter, rect.adjusted(left_edge(logicalIndex), 0, 0, 0), words, "text2", kind="caption")
        painter.restore()


class OpinionTable(QTableView):
    """One page of opinions.

    ``chosen`` gives the uid of the current row, ``opened`` that of the row entered by Enter or a double click;
    ``beyond`` tells that ↑ or ↓ went over the page's edge (-1, +1), ``capacity_changed`` how many rows fit now.
    """

    chosen = Signal(str)
    opened = Signal(str)
    beyond = Signal(int)
    capacity_changed = Signal(int)

    def __init__(self, model: OpinionModel) -> None:
        super().__init__()
        self.lines = model
        self._capacity = 0
        self._cells = OpinionDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._cells)
        self.setHorizontalHeader(TableHead())
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(20)
        self._set_behaviour()
        self.selectionModel().currentRowChanged.connect(self._tell_chosen)
        self.doubleClicked.connect(lambda index: self._tell_opened(index.row()))
        look().changed.connect(self._rescale)
        self._rescale()

    def capacity(self) -> int:
        """Return how many whole rows fit; at least one."""
        return max(1, (self.viewport().height()) // look().px(ROW))

    def current_uid(self) -> str:
        """Return the uid of the current row, empty without one."""
        line = self.lines.line(self.currentIndex().row())
        return line.uid if line else ""

    def choose(self, row: int) -> None:
        """Make a row the current one; the last one when there are fewer."""
        row = min(row, self.lines.rowCount() - 1)
        if row >= 0:
            index = self.lines.index(row, 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; ↑ and ↓ go on over the edge of the page."""
        row, key = self.currentIndex().row(), event.key()
        if key in _ENTER:
            self._tell_opened(row)
        elif key == Qt.Key.Key_Down and row == self.lines.rowCount() - 1:
            self.beyond.emit(1)
        elif key == Qt.Key.Key_Up and row == 0:
            self.beyond.emit(-1)
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the width, and tell how many rows fit the height."""
        super().resizeEvent(event)
        self.fit_columns()
        self._tell_capacity()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has gone."""
        super().leaveEvent(event)
        self._hover(-1)

    def fit_columns(self) -> None:
        """Give each column what it needs; those for which no room is left are dropped from the right."""
        widths = {column: self._width(column) for column in _WIDTHS}
        room = self.viewport().width()
        dropped: list[Column] = [] if self.lines.of_all_sites else [Column.SITE]
        for column in _DROPPED_FIRST:
            if room - sum(width for own, width in widths.items() if own not in dropped) >= look().px(_LEAST_TITLE):
                break
            dropped.append(column)
        for column, width in widths.items():
            self.setColumnHidden(column, column in dropped)
            self.setColumnWidth(column, width)
        taken = sum(width for column, width in widths.items() if column not in dropped)
        self.setColumnWidth(Column.TITLE, max(look().px(60), room - taken))

    def _width(self, column: Column) -> int:
        return max(look().px(_WIDTHS[column]), self.sizeHintForColumn(column))

    def _set_behaviour(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(self.tr("意见建议列表"))

    def _tell_chosen(self) -> None:
        uid = self.current_uid()
        if uid:
            self.chosen.emit(uid)

    def _tell_opened(self, row: int) -> None:
        line = self.lines.line(row)
        if line is not None:
            self.opened.emit(line.uid)

    def _tell_capacity(self) -> None:
        if self.capacity() != self._capacity:
            self._capacity = self.capacity()
            self.capacity_changed.emit(self._capacity)

    def _hover(self, row: int) -> None:
        if row != self._cells.hovered:
            self._cells.hovered = row
            self.viewport().update()

    def _rescale(self) -> None:
        self.verticalHeader().setDefaultSectionSize(look().px(ROW))
        self.horizontalHeader().setFixedHeight(look().px(_HEAD) + 1)
        self.fit_columns()
        self._tell_capacity()


class ListFoot(QWidget):
    """第 1–14 条，共 31 条, and the pages."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Text("", "body", "text2")
        self.pager = Pager()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self.words)
        row.addStretch(1)
        row.addWidget(self.pager)
        look().changed.connect(self._rescale)
        self._rescale()

    def set_place(self, offset: int, shown: int, total: int, rows: int) -> None:
        """Show which lines of how many stand above, with ``rows`` to a page."""
        words = self.tr("第 {first}–{last} 条，共 {total} 条") if shown else self.tr("0 条")
        self.words.setText(words.format(first=offset + 1, last=offset + shown, total=total))
        self.pager.set_page(offset // rows + 1, max(1, -(-total // rows)))

    def _rescale(self) -> None:
        self.setFixedHeight(look().px(43))
