"""How this station wants its 社情簿: period, channels, columns, widths, type size, as chosen last on this PC.

What is masked is no part of it: a register begins masked every time.
"""

import json
from calendar import monthrange
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from station_app.db.connection import write_transaction
from station_app.domain.periods import Period, year_period
from station_app.errors import StationError
from station_app.reports.records import RegisterOptions
from station_app.reports.register_columns import COLUMNS, CONTENT, LEAST_CONTENT_MM, NAMES, TABLE_MM, chosen_columns
from station_app.services.codes import CodeBook, code_book
from station_app.services.station import Station, get_setting, set_setting

SIZES = (10.5, 11.0, 11.5, 12.0)
ALWAYS = CONTENT  # the column that cannot be taken away
ROOM_MM, LEAST_ALWAYS_MM = TABLE_MM, LEAST_CONTENT_MM
_SETTING = "register_choice"


class Span(StrEnum):
    """Which period a register is of, as seen from today."""

    MONTH = "本月"
    QUARTER = "本季"
    YEAR = "全年"
    OWN = "自定"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterChoice:
    """The choice: ``first`` and ``last`` (ISO days) only for Span.OWN; ``order`` has all columns, ``hidden`` some.

    ``widths`` in mm are those that differ from the usual ones, ``size`` is the type size in points.
    """

    span: Span = Span.YEAR
    first: str = ""
    last: str = ""
    channels: tuple[str, ...] = ()
    order: tuple[str, ...] = NAMES
    hidden: tuple[str, ...] = ()
    widths: dict[str, float] = field(default_factory=dict)
    size: float = SIZES[0]

    @property
    def columns(self) -> tuple[str, ...]:
        """The chosen columns in their order."""
        return tuple(name for name in self.order if name not in self.hidden)

    @property
    def options(self) -> RegisterOptions:
        """As the paper takes it."""
        return RegisterOptions(columns=self.columns, widths=dict(self.widths), size=self.size)

    def period(self, today: date) -> Period:
        """The days; raises StationError when own days are missing or the wrong way round."""
        if self.span is Span.OWN:
            if not (self.first and self.last):
                raise StationError("期间少一个日期", "请把两个日期都填上，例如 2026-06-01 至 2026-06-30。")
            return Period(date.fromisoformat(self.first), date.fromisoformat(self.last))
        if self.span is Span.YEAR:
            return year_period(today.year)
        months = 3 if self.span is Span.QUARTER else 1
        begin = (today.month - 1) // months * months + 1
        end = begin + months - 1
        return Period(date(today.year, begin, 1), date(today.year, end, monthrange(today.year, end)[1]))

    def without_columns(self) -> "RegisterChoice":
        """The same with the usual columns and widths."""
        usual = RegisterChoice()
        return replace(self, order=usual.order, hidden=usual.hidden, widths=usual.widths)


def widths(choice: RegisterChoice) -> dict[str, float]:
    """The chosen columns with their widths in mm; the content has what the others leave, be it too little."""
    usual = {column.name: column.width for column in COLUMNS}
    mine = {name: choice.widths.get(name, usual[name]) for name in choice.columns}
    mine[ALWAYS] = TABLE_MM - sum(width for name, width in mine.items() if name != ALWAYS)
    return mine


def check_choice(choice: RegisterChoice) -> None:
    """Raise StationError for columns that cannot be: the sum of the widths is in it."""
    chosen_columns(choice.options)


def register_choice(station: Station) -> RegisterChoice:
    """What was chosen last; what can no longer be read is as usual."""
    kept = json.loads(get_setting(station.db, _SETTING) or "{}")
    try:
        choice = _read(code_book(station), kept)
        check_choice(choice)
    except (StationError, TypeError, ValueError, KeyError, AttributeError):
        return RegisterChoice()
    return choice


def keep_choice(station: Station, choice: RegisterChoice) -> None:
    """Keep a choice for the next time. Writes (worker thread); raises StationError for columns that cannot be."""
    check_choice(choice)
    with write_transaction(station.db):
        set_setting(station.db, _SETTING, json.dumps(asdict(choice), ensure_ascii=False))


def _read(book: CodeBook, kept: dict[str, Any]) -> RegisterChoice:
    """A choice of an older program may lack a column that there is now: it comes at its usual place."""
    known = [one.name for one in book.channels(with_retired=True)]
    order = [name for name in kept.get("order", NAMES) if name in NAMES]
    for place, name in enumerate(NAMES):
        if name not in order:
            order.insert(place, name)
    return RegisterChoice(
        span=Span(kept.get("span", Span.YEAR)),
        first=kept.get("first", ""),
        last=kept.get("last", ""),
        channels=tuple(name for name in kept.get("channels", ()) if name in known),
        order=tuple(order),
        hidden=tuple(name for name in kept.get("hidden", ()) if name in NAMES and name != ALWAYS),
        widths={name: float(width) for name, width in kept.get("widths", {}).items() if name in NAMES},
        size=float(kept.get("size", SIZES[0])),
    )
