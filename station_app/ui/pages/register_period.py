"""Of which days and channels a 社情簿 is, and in which type size."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.periods import Period
from station_app.errors import StationError
from station_app.services.codes import code_book
from station_app.services.register_choice import SIZES, RegisterChoice, Span
from station_app.services.station import Station
from station_app.ui.widgets.choices import ComboBox
from station_app.ui.widgets.filter_button import FilterButton
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.moment_field import DateTimeField
from station_app.ui.widgets.notes import IconText
from station_app.ui.widgets.segmented import Segmented


class ChannelFilter(FilterButton):
    """Says how many channels are chosen, for their names are long; the tooltip has them."""

    def shown_value(self) -> str:
        """Return 全部 or their number."""
        chosen = self.values()
        self.setToolTip("、".join(str(name) for name in chosen))
        return self.tr("{count} 种").format(count=len(chosen)) if chosen else self.tr("全部")


class PeriodPart(QWidget):
    """Span, two days, channels, type size; ``changed`` follows each choice. Another day makes the span 自定."""

    changed = Signal()

    def __init__(self, station: Station) -> None:
        super().__init__()
        self._station = station
        now = station.clock.now
        self.spans = Segmented([(span, span.value) for span in Span], Span.YEAR)
        self.first, self.last = DateTimeField(now, with_time=False), DateTimeField(now, with_time=False)
        offered = [(one.name, one.name) for one in code_book(station).channels(with_retired=True)]
        self.channels = ChannelFilter(self.tr("来源渠道"), offered)
        self.sizes = ComboBox([(size, self.tr("{size} 磅").format(size=f"{size:g}")) for size in SIZES])
        self.error = IconText("", "alert-circle", "danger", "caption", wrap=True)
        self._lay_out()
        self.spans.changed.connect(self._span_chosen)
        self.first.changed.connect(self._day_chosen)
        self.last.changed.connect(self._day_chosen)
        self.channels.changed.connect(self.changed)
        self.sizes.activated.connect(lambda _index: self.changed.emit())

    def show_choice(self, choice: RegisterChoice) -> None:
        """Show the choice without a signal."""
        self.spans.set_value(choice.span)
        self.channels.set_values(choice.channels)
        self.sizes.set_value(choice.size)
        period = choice.period(self._station.clock.today())
        self._show_days(period)
        self.show_error("")

    def read(self, choice: RegisterChoice) -> RegisterChoice:
        """The choice with what is chosen here."""
        span = self.spans.value()
        assert isinstance(span, Span)
        own = span is Span.OWN
        first, last = (_iso(field) if own else "" for field in (self.first, self.last))
        chosen = tuple(str(name) for name in self.channels.values())
        size = SIZES[max(0, self.sizes.currentIndex())]
        return replace(choice, span=span, first=first, last=last, channels=chosen, size=size)

    def show_error(self, sentence: str) -> None:
        """Say under the days what is wrong with them; an empty sentence clears it."""
        self.error.set_text(sentence)
        self.error.setVisible(bool(sentence))
        for field in (self.first, self.last):
            field.set_invalid(bool(sentence))

    def choose(self, span: Span) -> None:
        """Choose a span as the person would."""
        self.spans.choose_place(list(Span).index(span) + 1)

    def _lay_out(self) -> None:
        column, days, more = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        days.setSpacing(6)
        self.first.edit.setAccessibleName(self.tr("从哪一天"))
        self.last.edit.setAccessibleName(self.tr("到哪一天"))
        self.sizes.setAccessibleName(self.tr("字号"))
        self.sizes.setToolTip(self.tr("字号"))
        for field in (self.first, self.last):
            field.button.hide()
            field.edit.setToolTip(self.tr("打开日历 Alt+↓"))
        days.addWidget(self.first, 1)
        days.addWidget(Text(self.tr("至")))
        days.addWidget(self.last, 1)
        column.addWidget(Text(self.tr("期间"), "strong"))
        column.addWidget(self.spans)
        column.addLayout(days)
        column.addWidget(self.error)
        more.setSpacing(8)
        more.addWidget(self.channels)
        more.addWidget(self.sizes, 1)
        column.addLayout(more)
        self.error.hide()

    def _span_chosen(self) -> None:
        if self.spans.value() is Span.OWN:
            self.first.setFocus()
        else:
            self._show_days(self.read(RegisterChoice()).period(self._station.clock.today()))
        self.show_error("")
        self.changed.emit()

    def _day_chosen(self) -> None:
        self.spans.set_value(Span.OWN)
        self.changed.emit()

    def _show_days(self, period: Period) -> None:
        self.first.set_value(period.first)
        self.last.set_value(period.last)

    def period(self) -> Period | None:
        """The days; None when they are wrong, which is then said under them."""
        try:
            period = self.read(RegisterChoice()).period(self._station.clock.today())
        except StationError as problem:
            self.show_error(str(problem))
            return None
        self.show_error("")
        return period


def _iso(field: DateTimeField) -> str:
    value = field.value()
    return value.isoformat() if isinstance(value, date) else ""
