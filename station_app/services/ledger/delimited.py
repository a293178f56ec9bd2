"""Text tables: .csv, .tsv and .txt, in the encoding and with the separator that the file shows."""

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from station_app.errors import StationError
from station_app.services.ledger.cells import RawRow
from station_app.services.ledger.columns import recognised_count
from station_app.services.ledger.encodings import detect
from station_app.services.ledger.merges import Survey
from station_app.services.ledger.source import reading

MAX_LINE_CHARACTERS = 4 * 1024 * 1024

_DELIMITERS = ",\t;|，；"
_SAMPLE_ROWS = 30


class TextBook:
    """A text table, seen as a workbook of one sheet."""

    epoch_1904 = False
    has_macros = False

    def __init__(self, path: Path) -> None:
        """Look through the file for its encoding, then at its first rows for the separator. Raises StationError."""
        self._path = path
        self._encoding = detect(path)
        self._delimiter = max(_DELIMITERS, key=self._fitness)

    def close(self) -> None:
        """Nothing is held open between two calls."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """The one sheet, named as the file."""
        return (self._path.stem,)

    def rows(self, sheet: str, survey_of: Survey) -> Iterator[RawRow]:
        """Stream the rows; numbers count records, as a spreadsheet program shows them. Raises StationError."""
        del sheet, survey_of
        return self._parse(self._delimiter)

    def survey(self, sheet: str) -> Survey:
        """Tell about how many rows there are."""
        del sheet
        return Survey(rows=self._encoding.lines)

    def _parse(self, delimiter: str) -> Iterator[RawRow]:
        with reading(self._path), self._path.open(encoding=self._encoding.codec, newline="") as file:
            records = csv.reader(_lines(file), delimiter=delimiter)
            number = 0
            try:
                for number, fields in enumerate(records, start=1):
                    yield RawRow(number, tuple(field or None for field in fields))
            except csv.Error as error:
                raise StationError(
                    f"第 {number + 1} 行读不下去：引号没有配对，或一个格子超过 {csv.field_size_limit()} 字",
                    "请在 WPS 中打开并另存为 xlsx，再导入。",
                ) from error
            except UnicodeDecodeError as error:
                raise StationError("文件在读取时被改动了", "请关闭其他程序后重新导入。") from error

    def _fitness(self, delimiter: str) -> tuple[int, int, int]:
        """How well a separator fits the first rows: headers recognised, rows of the commonest width, that width."""
        try:
            rows = [row.cells for row in islice(self._parse(delimiter), _SAMPLE_ROWS) if row.cells]
        except StationError:
            return (-1, 0, 0)
        widths = Counter(map(len, rows))
        width, count = max(widths.items(), key=lambda entry: (entry[0] > 1, entry[1]), default=(0, 0))
        known = max((recognised_count(cells) for cells in rows), default=0)
        return (known, count if width > 1 else 0, width)


def _lines(file: TextIO) -> Iterator[str]:
    """Lines of bounded length, so that a file without line ends is refused and not swallowed."""
    while line := file.readline(MAX_LINE_CHARACTERS):
        if len(line) == MAX_LINE_CHARACTERS:
            raise StationError("有一行长得离谱，这不像台账", "请选择 .xlsx 或 .csv 台账文件。")
        yield line
