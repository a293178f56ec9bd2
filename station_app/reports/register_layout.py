"""The rows of the 社情簿 as lines, and the lines on pages: one pass, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from station_app.reports.faces import Face
from station_app.reports.lines import Breaker
from station_app.reports.page import MM
from station_app.reports.records import RegisterGap, RegisterOptions, RegisterRow
from station_app.reports.register_columns import CONTENT, NUMBER, REMARK, RESULT, SERIAL, Column, chosen_columns

PAD_X, PAD_Y = 0.7 * MM, 0.95 * MM
TABLE_TOP = 88.7
RULE = 0.5  # the line under a row
TABLE_BOTTOM = 541.0
SENSITIVE = "（敏感事项，内容不印）"
CONTINUED = "续"
DOUBLED = "〔重号〕"  # stands with the installation's letters beside a serial that two opinions bear
_LEADING = 14.3 / 10.5  # of the type size
_ASCENT, _LINE = 1.151, 1.437  # of the serif face, in type sizes: where its base line stands in its line
_LEAST_LINES = 3  # with which a row that must be split may begin on a page
_LEFT = frozenset((CONTENT, RESULT))
_WHOLE = frozenset((NUMBER, SERIAL, "日期", "交办日期", "反馈日期"))  # squeezed rather than broken

Entry = RegisterRow | RegisterGap


@dataclass(frozen=True, slots=True)
class Fragment:
    """A row, or the part of one that stands on a page: its lines' number and each column's lines, joined."""

    count: int
    cells: tuple[str, ...]
    struck: bool = False


class RegisterLayout:
    """Breaks rows into lines and pages."""

    def __init__(self, options: RegisterOptions, year: int) -> None:
        """Take the choices; days of ``year`` stand without it. Raises StationError for columns that cannot be."""
        self.columns = chosen_columns(options)
        self.size = options.size
        self.leading = options.size * _LEADING
        self.base_line = PAD_Y + (self.leading - _LINE * self.size) / 2 + _ASCENT * self.size
        self.head_height = 2 * self.leading + 2 * PAD_Y
        self._year = year
        self._breakers = [Breaker(Face.SERIF, self.size, _inner(column)) for column in self.columns]
        self._texts = {column.name: place for place, column in enumerate(self.columns)}
        self._known: list[dict[str, str]] = [{} for _ in self.columns]
        self._room = TABLE_BOTTOM - TABLE_TOP - self.head_height

    def pages(self, entries: Iterable[Entry]) -> Iterator[list[Fragment]]:
        """The fragments of each page; an empty page if there are no rows."""
        page: list[Fragment] = []
        left = self._room
        for entry in entries:
            for fragment in self._fragments(entry, left):
                height = self.height(fragment.count)
                if height > left:
                    yield page
                    page, left = [], self._room
                page.append(fragment)
                left -= height
        yield page

    def height(self, count: int) -> float:
        """How high a row of so many lines is, in points."""
        return count * self.leading + 2 * PAD_Y + RULE

    def _lines_in(self, room: float) -> int:
        return int((room - 2 * PAD_Y - RULE) / self.leading + 1e-6)

    def _fragments(self, entry: Entry, left: float) -> Iterator[Fragment]:
        """The row as one, or split where it is taller than a page; the first part fits what is ``left``."""
        cells = self._cells(entry)
        counts = [cell.count("\n") + 1 for cell in cells]
        struck = isinstance(entry, RegisterRow) and entry.void_reason is not None
        if max(counts) <= self._lines_in(self._room):
            yield Fragment(max(counts), cells, struck)
            return
        short = [count for column, count in zip(self.columns, counts, strict=True) if column.name not in _LEFT]
        yield from self._split(cells, struck, left, max([_LEAST_LINES, *short]))

    def _split(self, cells: tuple[str, ...], struck: bool, left: float, least: int) -> Iterator[Fragment]:
        whole = self._lines_in(self._room)
        room = self._lines_in(left)
        if room < min(least, whole):
            room = whole
        rest = [cell.split("\n") for cell in cells]
        while any(rest):
            now = ["\n".join(lines[:room]) for lines in rest]
            yield Fragment(max(cell.count("\n") for cell in now) + 1, tuple(now), struck)
            rest = self._continued(cells, [lines[room:] for lines in rest])
            room = whole

    def _continued(self, cells: tuple[str, ...], rest: list[list[str]]) -> list[list[str]]:
        """What is still to come, with the number, the serial and 续 again."""
        if not any(rest):
            return rest
        number = self._texts.get(NUMBER)
        if number is None:
            content = self._texts[CONTENT]
            rest[content] = [f"（{CONTINUED}）", *rest[content]]
        else:
            rest[number] = [*cells[number].split("\n"), CONTINUED]
        if (serial := self._texts.get(SERIAL)) is not None:
            rest[serial] = cells[serial].split("\n")
        return rest

    def _cells(self, entry: Entry) -> tuple[str, ...]:
        texts = gap_texts(entry) if isinstance(entry, RegisterGap) else row_texts(entry, self._year, self._texts)
        return tuple(self._broken(place, texts.get(column.name, "")) for place, column in enumerate(self.columns))

    def _broken(self, place: int, text: str) -> str:
        name, breaker = self.columns[place].name, self._breakers[place]
        if name in _WHOLE:
            return text
        if name in _LEFT:
            return "\n".join(breaker.fill(text))
        if "\n" not in text and breaker.width(text) <= breaker.limit:
            return text
        known = self._known[place]
        if text not in known:
            known[text] = "\n".join(breaker.even(text))
        return known[text]


def row_texts(row: RegisterRow, year: int, chosen: Iterable[str]) -> dict[str, str]:
    """What each column of a row says, before it is broken into lines; the serial in its three lines."""
    content = SENSITIVE if row.sensitive else row.content
    remark = row.remark
    if row.void_reason is not None:
        remark = "\n".join(part for part in ("作废", row.void_reason, row.remark) if part)
        if REMARK not in chosen:
            content = f"{content}\n{remark}"
    return {
        NUMBER: str(row.number),
        SERIAL: serial_lines(row.serial, row.doubled),
        "日期": day_text(row.day, year),
        "来源渠道": row.channel,
        "反映人": row.name,
        "联系电话": row.phone,
        CONTENT: content,
        "类别": row.topic,
        "接待代表": "\n".join(row.deputies),
        "处理方式": row.outcome,
        "承办单位": row.unit,
        "交办日期": day_text(row.handed_on, year),
        RESULT: row.result,
        "反馈日期": day_text(row.told_on, year),
        "满意度": row.attitude,
        REMARK: remark,
    }


def gap_texts(gap: RegisterGap) -> dict[str, str]:
    """A row that says which serials stand for nothing."""
    first, last = (serial.rsplit("-", 1)[-1] for serial in (gap.first, gap.last))
    numbers = first if first == last else f"{first}–{last}"
    return {SERIAL: serial_lines(gap.first), CONTENT: f"{numbers} {gap.reason}", REMARK: "空号"}


def serial_lines(serial: str, letters: str = "") -> str:
    """A serial in three lines, each but the last with its hyphen; below, how it is told from its double."""
    lines = "-\n".join(serial.split("-", 2))
    return f"{lines}\n{DOUBLED}\n{letters}" if letters else lines


def day_text(day: date | str, year: int) -> str:
    """A day as month.day; one of another year with the year in front."""
    if isinstance(day, str):
        return day
    short = f"{day.month}.{day.day}"
    return short if day.year == year else f"{day.year}.\n{short}"


def _inner(column: Column) -> float:
    """What a column has for text, in points: its width less the padding and the lines beside."""
    return column.width * MM - 2 * PAD_X - 1
