"""The 社情簿 of a period as a file: PDF or Excel, masked or, for the head and with a reason, in full."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from station_app.domain.masking import EVERYTHING, Masked
from station_app.domain.moves import EVERYBODY, HEADS
from station_app.domain.periods import Period
from station_app.domain.text import clean_line
from station_app.errors import StationError
from station_app.reports.records import RegisterGap, RegisterHead, RegisterOptions, RegisterRow
from station_app.services import audit
from station_app.services.register_rows import register_entries
from station_app.services.reprints import Output, Paper, Trace, check_place, deliver, outputs
from station_app.services.station import Station

SUFFIXES = (".pdf", ".xlsx")
Entries = tuple[RegisterRow | RegisterGap, ...]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterWish:
    """Which register: its period, channels (none: all of them) and columns; what is ``shown`` needs a ``reason``."""

    period: Period
    channels: tuple[str, ...] = ()
    shown: frozenset[Masked] = frozenset()
    reason: str = ""
    options: RegisterOptions = field(default_factory=RegisterOptions)

    @property
    def title(self) -> str:
        """What it is called in the trail, and on the panel that prints it."""
        only = f"（{'、'.join(self.channels)}）" if self.channels else ""
        return f"社情簿 {self.period.words}{only}"


def look_at(station: Station, wish: RegisterWish) -> Entries:
    """The rows to be shown. Unmasked ones are audited, so it writes; raises StationError for who may not see them."""
    reason = _allowed(station, wish)
    entries = register_entries(station, wish.period, wish.shown, wish.channels)
    if wish.shown:
        audit.note(station, audit.Action.UNMASKED, wish.title, reason)
    return entries


def head_of(station: Station, wish: RegisterWish, reprint: int = 0) -> RegisterHead:
    """What stands on each of its pages."""
    return RegisterHead(
        site=station.identity.name,
        code=station.identity.code,
        period=wish.period.words,
        volume=wish.period.volume,
        printed_at=station.clock.now(),
        year=wish.period.first.year,
        reprint=reprint,
        channels=wish.channels,
    )


def count_key(station: Station, wish: RegisterWish) -> str:
    """By what its outputs are counted: site, period, masking, columns and channels; PDF or Excel is the same."""
    from station_app.reports.register_columns import chosen_columns

    columns = "、".join(column.name for column in chosen_columns(wish.options))
    only = f" channels {'、'.join(sorted(wish.channels))}" if wish.channels else ""
    span = f"{wish.period.first} {wish.period.last}"
    return f"register {station.identity.site} {span} {_masking(wish.shown)} {columns}{only}"


def write_register(
    station: Station, wish: RegisterWish, out: Output, *, preview: bool = False, progress: Progress | None = None
) -> Paper:
    """Write the register to ``out`` (.pdf, .xlsx or a printer); a ``preview`` is not counted and bears no 重印.

    ``progress`` hears (pages or rows done, in all) and may raise to stop: nothing is written then. Raises StationError.
    """
    check_place(station, out, *SUFFIXES)
    reason = _allowed(station, wish)
    key = count_key(station, wish)
    reprint = 0 if preview else outputs(station, key)
    entries = look_at(station, wish) if preview else register_entries(station, wish.period, wish.shown, wish.channels)
    data, paper = _drawn(entries, head_of(station, wish, reprint), wish.options, out, progress)
    action = audit.Action.UNMASKED if wish.shown else audit.Action.EXPORTED
    trace = None if preview else Trace(key=key, subject=wish.title, detail=reason, action=action)
    deliver(station, trace, reprint, out, data)
    return paper


def _allowed(station: Station, wish: RegisterWish) -> str:
    """The reason in one line; raises StationError when the person at the desk may not have it so."""
    station.require(*(HEADS if wish.shown else EVERYBODY))
    reason = clean_line(wish.reason).text
    if not wish.shown:
        return ""
    if not reason:
        raise StationError("没有写为什么要取消遮盖", "请写明原因，例如「街道核对来访人」；原因会记入查看记录。")
    return reason if wish.shown == EVERYTHING else f"{reason}（{_parts(wish.shown)}）"


def _masking(shown: frozenset[Masked]) -> str:
    if not shown:
        return "masked"
    return "unmasked" if shown == EVERYTHING else f"unmasked {_parts(shown)}"


def _parts(shown: frozenset[Masked]) -> str:
    return "、".join(part.value for part in Masked if part in shown)


def _drawn(
    entries: Entries, head: RegisterHead, options: RegisterOptions, out: Output, progress: Progress | None
) -> tuple[bytes, Paper]:
    count = sum(isinstance(entry, RegisterRow) for entry in entries)
    if isinstance(out, Path) and out.suffix.lower() == ".xlsx":
        from station_app.reports.workbook import register_workbook

        data = register_workbook(entries, head, options, progress)
        return data, Paper(out=out, rows=count, pages=None, reprint=head.reprint, unprintable=())
    from station_app.reports.register import print_register, register_unprintable

    printed = print_register(entries, head, options, progress)
    missing = register_unprintable(entries)
    return printed.data, Paper(out=out, rows=count, pages=printed.pages, reprint=head.reprint, unprintable=missing)
