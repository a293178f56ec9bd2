"""A 社情簿 to look at on the screen: page by page, by the drawing that prints it. Used in the worker alone."""

from station_app.reports.records import RegisterRow
from station_app.services.register import Entries, RegisterWish, head_of, look_at
from station_app.services.station import Station

_AT_A_TIME = 20


class RegisterView:
    """What was read for one wish, laid out as far as one looks.

    ``rows`` and ``voids`` are counts; ``total`` is the number of pages, None while it is not known.
    """

    def __init__(self, station: Station, wish: RegisterWish, entries: Entries) -> None:
        """Take what was read. Raises StationError for columns that cannot be."""
        from station_app.reports.register import RegisterPreview

        self._preview = RegisterPreview(entries, head_of(station, wish), wish.options)
        self._entries = entries
        found = [entry for entry in entries if isinstance(entry, RegisterRow)]
        self.rows = len(found)
        self.voids = sum(row.void_reason is not None for row in found)

    @property
    def known(self) -> int:
        """How many pages are laid out."""
        return self._preview.known

    @property
    def total(self) -> int | None:
        """How many pages there are, once that is known."""
        return self._preview.total

    def page(self, number: int) -> bytes:
        """A PDF of page ``number`` (from 1) alone; of the last page if there are fewer."""
        return self._preview.page(number)

    def go_on(self) -> None:
        """Lay some more pages out."""
        self._preview.lay_out(self.known + _AT_A_TIME)

    def unprintable(self) -> tuple[str, ...]:
        """The characters that no bundled font has."""
        from station_app.reports.register import register_unprintable

        return register_unprintable(self._entries)


class RegisterReader:
    """Makes views; reads anew only when other rows or other masking are wanted, or after ``forget``."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._kept: tuple[RegisterWish, Entries] | None = None

    def forget(self) -> None:
        """Read anew next time: the records may have changed."""
        self._kept = None

    def view(self, wish: RegisterWish) -> RegisterView:
        """The view of a wish. Unmasked rows are audited when they are read, so it writes. Raises StationError."""
        rows = RegisterWish(period=wish.period, channels=wish.channels, shown=wish.shown, reason=wish.reason)
        if self._kept is None or self._kept[0] != rows:
            self._kept = (rows, look_at(self._station, rows))
        return RegisterView(self._station, wish, self._kept[1])
