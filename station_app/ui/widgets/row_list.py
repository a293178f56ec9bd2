"""A list of rows behind a view: each row is any value, shown as its words."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex


class RowList(QAbstractListModel, Generic[Row]):
    """The rows in the order given; the whole row is the user data, ``words`` what is read of it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, number: int) -> Row:
        """Return a row; IndexError outside."""
        return self._rows[number]

    def words(self, row: Row, role: Qt.ItemDataRole) -> str | None:
        """Return what a row says in a role, None for roles it does not answer."""
        return str(row) if role == Qt.ItemDataRole.DisplayRole else None

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words, or the whole row as user data."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        return row if role == Qt.ItemDataRole.UserRole else self.words(row, Qt.ItemDataRole(role))
