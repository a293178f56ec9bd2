"""A date, or date and time, typed or picked from a calendar."""

from collections.abc import Callable
from datetime import date, datetime, time

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from station_app.ui.look import look
from station_app.ui.widgets.buttons import IconButton
from station_app.ui.widgets.inputs import InputFrame, LineEdit
from station_app.ui.widgets.moment_text import read_moment

_TIME_FORM = "%Y-%m-%d %H:%M"
_DAY_FORM = "%Y-%m-%d"


class DateTimeField(InputFrame):
    """Typed as ``2026-06-18 10:20`` or shorter (``6-18``, ``6.18 10:20``); ``changed`` follows another value.

    ``now`` gives the present moment; values are naive local date-times, or dates with ``with_time`` off.
    """

    changed = Signal()

    def __init__(self, now: Callable[[], datetime], *, with_time: bool = True) -> None:
        super().__init__()
        self._now, self._with_time = now, with_time
        self._told: date | datetime | None = None
        self.edit = LineEdit(placeholder=_now_form(now(), with_time=with_time))
        self.button = IconButton("calendar", self.tr("打开日历 Alt+↓"), role="text", size=24)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 6, 0)
        row.setSpacing(4)
        row.addWidget(self.edit, 1)
        row.addWidget(self.button)
        self.edit.editingFinished.connect(self._read)
        self.edit.installEventFilter(self)
        self.button.clicked.connect(self.open_calendar)
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._rescale)
        self._rescale()

    def text(self) -> str:
        """Return what stands in the field."""
        return self.edit.text()

    def value(self) -> date | datetime | None:
        """Return what the text means; None when it is empty or cannot be read (``text()`` tells which)."""
        return read_moment(self.edit.text(), self._now().date(), with_time=self._with_time)

    def set_value(self, value: date | datetime | None) -> None:
        """Write a value without a signal."""
        form = _TIME_FORM if self._with_time else _DAY_FORM
        self.edit.setText(value.strftime(form) if value is not None else "")
        self._told = self.value()

    def open_calendar(self) -> None:
        """Show the calendar under the field."""
        popup = CalendarPopup(self.value() or self._now().date(), self)
        popup.picked.connect(self._pick)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()
        popup.calendar.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw the focus on the frame; Alt+Down opens the calendar."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.set_focused(event.type() == QEvent.Type.FocusIn)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _opens(event):
            self.open_calendar()
            return True
        return super().eventFilter(watched, event)

    def _read(self) -> None:
        value = self.value()
        if value is not None:
            self.edit.setText(value.strftime(_TIME_FORM if self._with_time else _DAY_FORM))
        if value != self._told:
            self._told = value
            self.changed.emit()

    def _pick(self, day: date) -> None:
        before = self.value()
        clock = before.time() if isinstance(before, datetime) else time(self._now().hour, self._now().minute)
        form = _TIME_FORM if self._with_time else _DAY_FORM
        self.edit.setText(datetime.combine(day, clock).strftime(form))
        self.edit.setFocus()
        self._read()

    def _rescale(self) -> None:
        self.setFixedHeight(look().px(34))


class CalendarPopup(QWidget):
    """A month to pick a day from; Esc closes it."""

    picked = Signal(object)

    def __init__(self, day: date, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = QCalendarWidget()
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        plain = QTextCharFormat()
        plain.setForeground(look().color("text"))
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(weekend, plain)
        for name, icon in (("prev", "chevron-left"), ("next", "chevron-right")):
            turn = self.calendar.findChild(QToolButton, f"qt_calendar_{name}month")
            turn.setIcon(look().icon(icon))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.calendar)
        self.calendar.clicked.connect(self._take)
        self.calendar.activated.connect(self._take)

    def _take(self, day: QDate) -> None:
        chosen = date(day.year(), day.month(), day.day())
        self.close()
        self.picked.emit(chosen)


def _opens(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Down and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)


def _now_form(now: datetime, *, with_time: bool) -> str:
    return now.strftime(_TIME_FORM if with_time else _DAY_FORM)
