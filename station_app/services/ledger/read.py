"""The way in: a ledger's file as a stream of proposed and refused rows, in time linear in its length."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from station_app.domain.clock import Clock
from station_app.errors import StationError
from station_app.services.codes import CodeBook
from station_app.services.ledger.cells import RawRow, cell_text
from station_app.services.ledger.choices import channel_list, topic_list
from station_app.services.ledger.columns import ColumnMap, header_text, recognise
from station_app.services.ledger.dates import DateRules
from station_app.services.ledger.headers import Field, is_forbidden
from station_app.services.ledger.reader import RowReader
from station_app.services.ledger.rows import LedgerRow, Rejected
from station_app.services.ledger.seen import SeenNumbers
from station_app.services.ledger.sheet import Table, open_table

OTHER_TEXT = "编号已有，内容不同"
_REPORT_EVERY = 200
_LOOKED_AT = 50

Progress = Callable[[int, int], None]


class LedgerCancelled(StationError):
    """The person stopped the reading."""

    def __init__(self) -> None:
        super().__init__("已停止读取，没有导入任何内容", "需要时重新选择文件即可。")


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPreview:
    """What a ledger's file holds: each ``iter`` reads it anew from the disk, row by row.

    ``headers`` are those of ``sheet``, ``columns`` what they were taken for, ``estimate`` about how many rows follow,
    ``notes`` sentences for the person. Iterating raises StationError when the file cannot be read on, or lacks a column
    it needs.
    """

    path: Path
    sheet: str
    sheets: tuple[str, ...]
    headers: tuple[str, ...]
    header_row: int
    columns: ColumnMap
    estimate: int
    notes: tuple[str, ...]
    reader: RowReader
    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None

    def __iter__(self) -> Iterator[LedgerRow | Rejected]:
        """Stream the rows that hold anything, in the order of the file."""
        self._refuse_incomplete()
        with open_table(self.path, self.sheet) as table:
            if table.headers != self.headers:
                raise StationError("文件在预览后被改动了", "请重新选择文件。")
            yield from self._rows(table)

    def samples(self, count: int = 3) -> tuple[tuple[str, ...], ...]:
        """The first ``count`` filled cells of each column, in the order of ``headers``; identity cards never."""
        found: list[list[str]] = [[] for _ in self.headers]
        with open_table(self.path, self.sheet) as table:
            for raw in islice(table.rows, _LOOKED_AT):
                for column, cells in enumerate(found):
                    words = " ".join(cell_text(raw.cell(column)).split())
                    if words and len(cells) < count and not is_forbidden(self.headers[column]):
                        cells.append(words)
        return tuple(map(tuple, found))

    def _rows(self, table: Table) -> Iterator[LedgerRow | Rejected]:
        seen = SeenNumbers()
        for count, raw in enumerate(table.rows):
            if count % _REPORT_EVERY == 0:
                self._report(count)
            if not raw.is_blank() and not self._repeats_headers(raw):
                yield _once(self.reader.read(raw), seen)
        self._report(self.estimate)

    def _report(self, count: int) -> None:
        if self.cancelled and self.cancelled():
            raise LedgerCancelled
        if self.progress:
            self.progress(min(count, self.estimate), self.estimate)

    def _repeats_headers(self, raw: RawRow) -> bool:
        """Tell whether a row only says the headers again, as printed ledgers do on each page."""
        cells = tuple(map(header_text, raw.cells))
        return cells == self.headers[: len(cells)] and not any(self.headers[len(cells) :])

    def _refuse_incomplete(self) -> None:
        if missing := self.columns.missing:
            names = "、".join(f"“{one}”" for one in missing)
            raise StationError(f"没有找到{names}列", "请指明它是哪一列，或在表格第一行写上列名。")


def read_ledger(
    path: Path,
    *,
    clock: Clock,
    codes: CodeBook,
    column_override: Mapping[Field, int | None] | None = None,
    sheet: str | None = None,
    default_channel: str | None = None,
    default_topic: str | None = None,
    default_year: int | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> LedgerPreview:
    """Open a ledger for preview: look at its headers and say how it will be read. Raises StationError.

    ``column_override`` says which field stands in which column (from 0; None: in none). Where a channel or topic is
    missing or unknown the default stands in; without one the row is refused. ``default_year`` serves dates without
    a year. ``progress`` is called with rows read and rows expected; ``cancelled`` is asked every 200 rows.
    """
    with open_table(path, sheet) as table:
        columns = recognise(table.headers, column_override)
        rules = DateRules(clock.today(), table.epoch_1904, default_year)
        return LedgerPreview(
            path=path,
            sheet=table.sheet,
            sheets=table.sheets,
            headers=table.headers,
            header_row=table.header_row,
            columns=columns,
            estimate=table.estimate,
            notes=table.notes + _ignored(columns),
            reader=RowReader(
                columns.columns, rules, channel_list(codes, default_channel), topic_list(codes, default_topic)
            ),
            progress=progress,
            cancelled=cancelled,
        )


def _once(row: LedgerRow | Rejected, seen: SeenNumbers) -> LedgerRow | Rejected:
    """Refuse a number that came before in the file with another text."""
    if isinstance(row, LedgerRow) and row.external_number and seen.conflicts(row.external_number, row.text_digest):
        return Rejected(row.row, OTHER_TEXT)
    return row


def _ignored(columns: ColumnMap) -> tuple[str, ...]:
    return (f"不导入的列：{'、'.join(columns.ignored[:20])}。",) if columns.ignored else ()
