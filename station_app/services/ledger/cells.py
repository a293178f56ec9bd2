"""What a cell of a ledger holds, whatever kind of file it comes from."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zones
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_PHANTOM_DAY = 60
_MOST_DAYS = 2_958_465
_SECONDS_A_DAY = 86_400
_EXACT_DIGITS = 1e15


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that has no value we could take; ``reason`` says why, in Chinese, with what to do."""

    reason: str


Cell = str | int | float | bool | datetime | time | CellFault | None


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: ``number`` as the spreadsheet program shows it, cells from column A on.

    ``merged`` names the columns whose value stands in a merged cell that began further up, with that row's number.
    """

    number: int
    cells: tuple[Cell, ...]
    merged: Mapping[int, int] = field(default_factory=dict)

    def cell(self, column: int) -> Cell:
        """Return the cell of a column counted from 0; None when the row is shorter."""
        return self.cells[column] if column < len(self.cells) else None

    def is_blank(self) -> bool:
        """Tell whether no cell of the row's own shows anything."""
        return all(column in self.merged or is_blank(cell) for column, cell in enumerate(self.cells))


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell shows nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def cell_text(cell: Cell) -> str:
    """Return a cell as a person reads it on the screen; a fault or nothing is an empty text."""
    if cell is None or isinstance(cell, CellFault):
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT_DIGITS:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds") if cell.time() != time() else cell.date().isoformat()
    return str(cell)


def from_serial(serial: float, epoch_1904: bool) -> datetime | time | None:
    """Turn a spreadsheet's day number into a moment, rounded to the second; below 1 a time; None outside its calendar.

    Source: ECMA-376 part 1, 18.17.4: day 60 of the 1900 system is a 29 February that never was.
    """
    if not math.isfinite(serial) or not 0 <= serial <= _MOST_DAYS:
        return None
    days, seconds = divmod(round(serial * _SECONDS_A_DAY), _SECONDS_A_DAY)
    if days == 0 and not epoch_1904:
        return (_EPOCH_1900 + timedelta(seconds=seconds)).time()
    if epoch_1904:
        return _EPOCH_1904 + timedelta(days=days, seconds=seconds)
    if days == _PHANTOM_DAY:
        return None
    return _EPOCH_1900 + timedelta(days=days + (days < _PHANTOM_DAY), seconds=seconds)
