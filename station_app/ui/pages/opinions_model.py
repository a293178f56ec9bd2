"""The table of opinions: one page of lines at a time."""

from collections.abc import Callable, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from station_app.services.codes import CodeBook, shipped
from station_app.services.listing import OpinionLine
from station_app.ui.widgets.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

LINE_ROLE = Role.UserRole
SORT_ROLE = Role.UserRole + 1


class Column(IntEnum):
    """The columns from the left; narrow tables drop them from the right, the title last of all."""

    STATUS = 0
    SERIAL = 1
    DATE = 2
    TITLE = 3
    TOPIC = 4
    CONTACT = 5
    SITE = 6


class OpinionModel(QAbstractTableModel):
    """Lines in the order of the list. ``prefix`` (``17-``) is left off the serials, ``year`` off the dates.

    ``of_all_sites``: the list tells whose an opinion is; ``book`` gives the code lists in use.
    """

    def __init__(
        self,
        prefix: str,
        year: int,
        parent: QObject | None = None,
        *,
        of_all_sites: bool = False,
        book: Callable[[], CodeBook] = shipped,
    ) -> None:
        super().__init__(parent)
        self._book = book
        self.of_all_sites = of_all_sites
        self._prefix, self._year = prefix, f"{year:04}"
        self._lines: list[OpinionLine] = []

    def set_lines(self, lines: Sequence[OpinionLine]) -> None:
        """Replace the page."""
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def lines(self) -> list[OpinionLine]:
        """Return the lines of the page."""
        return list(self._lines)

    def line(self, row: int) -> OpinionLine | None:
        """Return a line, None outside the page."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, uid: str) -> int | None:
        """Return the row of an opinion, None when it is on another page."""
        return next((row for row, line in enumerate(self._lines) if line.uid == uid), None)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of lines on the page."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns, dropped ones included."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        """Return the column heads; the arrow shows by what the list is ordered."""
        if orientation is not Qt.Orientation.Horizontal or role != Role.DisplayRole:
            return None
        heads = (
            self.tr("状态"),
            self.tr("编号 ↓"),
            self.tr("日期"),
            self.tr("标题与命中文字"),
            self.tr("类别"),
            self.tr("反映人"),
            self.tr("站点"),
        )
        return heads[section] if 0 <= section < len(heads) else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return the words of a cell, the whole line as user data, and what the cell would be sorted by."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        column = Column(index.column())
        if role == LINE_ROLE:
            return line
        if role == SORT_ROLE:
            return _sort_key(line, column)
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return self._words(line, column)
        whole = {Column.TITLE: line.title, Column.TOPIC: line.topic, Column.SITE: line.site_name}
        return plain_tip(whole.get(column)) or None if role == Role.ToolTipRole else None

    def _words(self, line: OpinionLine, column: Column) -> str:
        if column is Column.SERIAL:
            return line.serial.removeprefix(self._prefix) + line.doubled
        if column is Column.DATE:
            return self._day(line.received_on)
        return {
            Column.STATUS: line.label,
            Column.TITLE: line.title,
            Column.TOPIC: self._short(line.topic),
            Column.CONTACT: line.contact_label,
            Column.SITE: _short_site(line.site_name),
        }[column]

    def _short(self, topic: str) -> str:
        """The label of at most four characters, as on the grid of the form."""
        known = self._book().topic_named(topic)
        return known.short if known else topic

    def _day(self, iso: str) -> str:
        year, month, day = iso[:4], int(iso[5:7]), int(iso[8:10])
        return f"{month}-{day}" if year == self._year else f"{year}-{month}-{day}"


def _short_site(name: str) -> str:
    """The name without what nearly all are called."""
    return name.removesuffix("联络站").removesuffix("代表").removesuffix("社区") or name


def _sort_key(line: OpinionLine, column: Column) -> object:
    return {
        Column.STATUS: line.status.value,
        Column.SERIAL: line.id,
        Column.DATE: line.received_on,
        Column.TITLE: line.title,
        Column.TOPIC: line.topic,
        Column.CONTACT: line.contact_label,
        Column.SITE: line.site_name,
    }[column]
