"""A plain table in the look: rows of one kind, columns of words, the chosen row marked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.mark_delegate import draw_status
from station_app.ui.marks import MARKS
from station_app.ui.widgets.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

ROW_ROLE = Role.UserRole
_ROW, _HEAD = 36, 34
_EDGE, _FIRST_EDGE, _BAR = 8, 16, 3
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, the words of a row, its width at 100 % (0: the rest).

    ``mark``: the words are a status; ``quiet``: in the second colour; ``figure``: at the right edge; ``drops``: goes
    first where there is no room.
    """

    head: str
    words: Callable[[Any], str]
    width: int = 0
    mark: bool = False
    quiet: bool = False
    figure: bool = False
    drops: bool = False


class RowModel(QAbstractTableModel):
    """Rows of any kind; ``ROW_ROLE`` gives the whole row."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: list[Any] = []

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rows(self) -> list[Any]:
        """Return the rows."""
        return list(self._rows)

    def row(self, number: int) -> Any:
        """Return a row, None outside."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Role.DisplayRole:
            return None
        return self.columns[section].head if 0 <= section < len(self.columns) else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return the words of a cell, or the whole row as ``ROW_ROLE``."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return self.columns[index.column()].words(row)
        if role == Role.ToolTipRole:
            return plain_tip(self.columns[index.column()].words(row))
        return None


class PlainHead(QHeaderView):
    """Column heads in the look; they cannot be dragged, pressed or sorted."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(20)

    def draw_ground(self, painter: QPainter, rect: QRect) -> None:
        """Draw the ground of a section and the line beneath."""
        painter.fillRect(rect, look().color("sunken"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look().color("border"))


class _Head(PlainHead):
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        column = self.model().columns[logicalIndex]
        painter.save()
        self.draw_ground(painter, rect)
        box = rect.adjusted(_left(logicalIndex), 0, -_EDGE, 0)
        if column.figure:
            box.setLeft(max(box.left(), box.right() - paint.text_width(column.head, "caption")))
        paint.words(painter, box, column.head, "text2", kind="caption")
        painter.restore()


class _Cells(QStyledItemDelegate):
    """Draws ground, line, bar and words of a cell."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        column = index.model().columns[index.column()]
        mark = look().px(15) + 6 if column.mark else 0
        width = _left(index.column()) + mark + paint.text_width(str(index.data() or "")) + _EDGE + 2
        return QSize(width, look().px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        column, words = index.model().columns[index.column()], str(index.data() or "")
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter, option, index, chosen)
        box = option.rect.adjusted(_left(index.column()), 0, -_EDGE, -1)
        if column.mark and words in MARKS:
            draw_status(painter, box, words)
        else:
            if column.figure:
                box.setLeft(max(box.left(), box.right() - paint.text_width(words)))
            bold = chosen and index.column() == 0
            paint.words(painter, box, words, "text2" if column.quiet else "text", bold=bold)
        painter.restore()

    def _draw_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, chosen: bool) -> None:
        box = option.rect
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, look().color("selected" if chosen else "hover"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, look().color("border"))
        if chosen and index.column() == 0:
            painter.fillRect(box.left(), box.top(), _BAR, box.height() - 1, look().color("accent"))
        if chosen and option.widget is not None and option.widget.hasFocus():
            for top in (box.top(), box.bottom() - 2):
                painter.fillRect(box.left(), top, box.width(), 2, look().color("accent"))


class LineTable(QTableView):
    """Whole rows of the RowModel ``lines``, moved through by the arrows; columns follow the width of the table.

    ``chosen`` gives the row that became current, ``opened`` the one entered by Enter or a double click.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, columns: Sequence[Column], name: str, head: QHeaderView, cells: QStyledItemDelegate) -> None:
        super().__init__()
        self.lines = RowModel(columns, self)
        self.setModel(self.lines)
        cells.setParent(self)
        self.setItemDelegate(cells)
        self.setHorizontalHeader(head)
        self.setAccessibleName(name)
        self._set_behaviour()
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(self.chosen, now))
        self.doubleClicked.connect(lambda index: self._tell(self.opened, index))

    def fit_columns(self) -> None:
        """Fit the columns to the width."""
        raise NotImplementedError

    def current(self) -> Any:
        """Return the current row, None without one."""
        return self.lines.row(self.currentIndex().row())

    def choose(self, number: int) -> None:
        """Make a row the current one."""
        if 0 <= number < self.lines.rowCount():
            self.setCurrentIndex(self.lines.index(number, 0))

    def focusInEvent(self, event: Any) -> None:
        """Coming by Tab, stand on the first row."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Esc is left to the page."""
        if event.key() in _ENTER and self.current() is not None:
            self.opened.emit(self.current())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns again."""
        super().resizeEvent(event)
        self.fit_columns()

    def _tell(self, signal: Any, index: Index) -> None:
        row = self.lines.row(index.row())
        if row is not None:
            signal.emit(row)

    def _set_behaviour(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)


class RowTable(LineTable):
    """Shows a RowModel at the height of its rows, at most ``most`` of them; then it scrolls."""

    def __init__(self, columns: Sequence[Column], name: str, *, most: int = 10, choosable: bool = True) -> None:
        super().__init__(columns, name, _Head(), _Cells())
        self._most = most
        if not choosable:
            self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if choosable else Qt.FocusPolicy.NoFocus)
        look().changed.connect(self._rescale)
        self._rescale()

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Replace the rows; none is chosen then."""
        self.lines.set_rows(rows)
        self._fit_height()
        self.fit_columns()

    def set_most(self, most: int) -> None:
        """Show at most so many rows at once."""
        self._most = most
        self._fit_height()

    def fit_columns(self) -> None:
        """Columns take their width, what ``drops`` goes where the one with the rest would get too little."""
        columns, room = self.lines.columns, self.viewport().width()
        widths = [max(look().px(one.width), self.sizeHintForColumn(i)) for i, one in enumerate(columns)]
        shown = [i for i, one in enumerate(columns) if one.width]
        for i in reversed([i for i in shown if columns[i].drops]):
            if room - sum(widths[i] for i in shown) >= look().px(160):
                break
            shown.remove(i)
        rest = room - sum(widths[i] for i in shown)
        for i, one in enumerate(columns):
            self.setColumnHidden(i, bool(one.width) and i not in shown)
            self.setColumnWidth(i, widths[i] if one.width else max(look().px(80), rest))

    def _fit_height(self) -> None:
        rows = min(max(self.lines.rowCount(), 1), self._most)
        self.setFixedHeight(look().px(_HEAD) + 1 + rows * look().px(_ROW))

    def _rescale(self) -> None:
        self.verticalHeader().setDefaultSectionSize(look().px(_ROW))
        self.horizontalHeader().setFixedHeight(look().px(_HEAD) + 1)
        self._fit_height()
        self.fit_columns()


def _left(column: int) -> int:
    return _EDGE if column else _FIRST_EDGE
