"""更多: the filters for which the line has no room."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.enums import Kind
from station_app.services.listing import Filters
from station_app.ui import paint
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.choices import CheckBox, ComboBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.filter_button import FilterButton
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.moment_field import DateTimeField

_LABEL = 48


class MorePanel(QFrame):
    """诉求, 小区 and a span of days; ``accepted`` follows 查看 and Enter on it, Esc closes without a change."""

    accepted = Signal()

    def __init__(self, today: date, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self._today = today
        self.kinds = {kind: CheckBox(kind.value) for kind in Kind}
        self.estate = ComboBox([("", self.tr("全部"))])
        self.first, self.last = self._day(), self._day()
        self.span = Field(self.tr("日期"), self._pair(), label_width=_LABEL)
        self.done = KeyCapButton(self.tr("查看"), kind="primary")
        self.done.clicked.connect(self._accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(Field(self.tr("诉求"), self._row(self.kinds.values()), label_width=_LABEL))
        column.addWidget(Field(self.tr("小区"), self.estate, label_width=_LABEL))
        column.addWidget(self.span)
        column.addWidget(self.done, 0, Qt.AlignmentFlag.AlignRight)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground and outline."""
        painter = paint.smooth(self)
        paint.frame(painter, self.rect(), "surface", "control")
        painter.end()

    def chosen_kinds(self) -> tuple[Kind, ...]:
        """Return the ticked kinds; none means all."""
        return tuple(kind for kind, box in self.kinds.items() if box.isChecked())

    def days(self) -> tuple[str | None, str | None]:
        """Return the first and last ISO day, None where the span is open."""
        return _iso(self.first), _iso(self.last)

    def show_filters(self, filters: Filters) -> None:
        """Take filters over into the fields."""
        for kind, box in self.kinds.items():
            box.setChecked(kind in filters.kinds)
        self.estate.set_value(filters.estate)
        self.first.set_value(_moment(filters.received_from))
        self.last.set_value(_moment(filters.received_to))
        self.span.clear_error()

    def _accept(self) -> None:
        unread = [field for field in (self.first, self.last) if field.text().strip() and field.value() is None]
        first, last = self.days()
        if unread:
            self.span.set_error(self.tr("日期没有看懂，例如 2026-06-18 或 6-18"))
            unread[0].setFocus()
        elif first and last and first > last:
            self.span.set_error(self.tr("起始日期比截止日期晚"))
            self.first.setFocus()
        else:
            self.hide()
            self.accepted.emit()

    def _day(self) -> DateTimeField:
        return DateTimeField(lambda: datetime.combine(self._today, time()), with_time=False)

    def _pair(self) -> QWidget:
        self.first.setAccessibleName(self.tr("从哪一天"))
        self.last.setAccessibleName(self.tr("到哪一天"))
        return self._row((self.first, Text(self.tr("至")), self.last))

    def _row(self, widgets: Iterable[QWidget]) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in widgets:
            row.addWidget(widget)
        return holder


class MoreButton(FilterButton):
    """Opens the panel; shows which of its filters are in force. ``narrowed`` follows the person's choice."""

    narrowed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__("", multiple=False)
        self._label = self.tr("更多")
        self._options = [("kinds", self.tr("诉求")), ("estate", self.tr("小区"))]
        self.panel = MorePanel(today, self)
        self.panel.accepted.connect(self.narrowed)
        self._filters = Filters()
        self._estates: list[str] = []
        self.set_values([])

    def set_estates(self, estates: list[str]) -> None:
        """Offer the estates that occur."""
        self._estates = estates
        self._offer()

    def set_filters(self, filters: Filters) -> None:
        """Show what is in force."""
        self._filters = filters
        self._offer()
        there = {"kinds": bool(filters.kinds), "estate": bool(filters.estate)}
        self.set_values([name for name, active in there.items() if active])

    def over(self, filters: Filters) -> Filters:
        """Return ``filters`` with what the panel says laid over them."""
        first, last = self.panel.days()
        estate = str(self.panel.estate.value() or "")
        return replace(filters, kinds=self.panel.chosen_kinds(), estate=estate, received_from=first, received_to=last)

    def open_menu(self) -> None:
        """Show the panel under the button."""
        self.panel.show_filters(self._filters)
        self.panel.adjustSize()
        self.panel.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.panel.show()
        next(iter(self.panel.kinds.values())).setFocus()

    def _offer(self) -> None:
        chosen = self._filters.estate
        rest = [chosen] if chosen and chosen not in self._estates else []
        named = [(name, name) for name in [*rest, *self._estates]]
        self.panel.estate.set_options([("", self.tr("全部")), *named])


def _iso(field: DateTimeField) -> str | None:
    value = field.value()
    return value.isoformat()[:10] if value is not None else None


def _moment(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
