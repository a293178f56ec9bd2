"""The filters above the list."""

from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from station_app.domain.enums import Status
from station_app.services.listing import Choices, Filters
from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.pages.opinions_more import MoreButton
from station_app.ui.widgets.buttons import LinkButton, PaintedButton
from station_app.ui.widgets.filter_button import FilterButton
from station_app.ui.widgets.flow import FlowLayout
from station_app.ui.widgets.token_field import Chip

Span = tuple[str | None, str | None]

OLD_DAYS = 30
_HEIGHT = 32
_SHOWN_STATES = [state for state in Status if state is not Status.DRAFT]


class QuickButton(PaintedButton):
    """A filter that is asked for often; accent while it is on."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the bold words."""
        return QSize(paint.text_width(self.text(), bold=True) + 26, look().px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button."""
        painter = paint.smooth(self)
        focus, on = self.hasFocus(), self.isChecked()
        line = "accent" if focus or on else "control"
        fill = "accent_soft" if on or self.hovered() else "surface" if self.isEnabled() else "mute_soft"
        paint.frame(painter, self.rect(), fill, line, 2 if focus else 1)
        width = paint.text_width(self.text(), bold=on)
        left = (self.width() - width) // 2
        words = QRect(left, 0, width + 1, self.height())
        paint.words(painter, words, self.text(), "accent" if on else "text", bold=on)
        painter.end()


class MenuLink(LinkButton):
    """A word with a chevron that opens a menu."""

    def sizeHint(self) -> QSize:
        """Return room for word and chevron."""
        return QSize(super().sizeHint().width() + look().px(16), look().px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Add the chevron."""
        super().paintEvent(event)
        painter = paint.smooth(self)
        paint.icon(painter, self.width() - look().px(16) - 4, self.height() // 2, "chevron-down", "accent")
        painter.end()


class FilterBar(QWidget):
    """Filters at the left, the often used ones at the right; two lines where one is too short.

    ``changed`` follows the person's choice; ``saved_wanted`` asks for the menu of the station's own filters. ``own`` is
    the centre's own site: there one may also filter by site; "" at a station.
    """

    changed = Signal()
    cleared = Signal()
    saved_wanted = Signal()

    def __init__(self, today: date, own: str = "") -> None:
        super().__init__()
        self._today, self._base, self._own = today, Filters(), own
        self.dates = FilterButton(self.tr("日期"), multiple=False)
        self.statuses = FilterButton(self.tr("状态"), [(state, state.value) for state in _SHOWN_STATES])
        self.topics = FilterButton(self.tr("类别"))
        self.channels = FilterButton(self.tr("渠道"))
        self.deputies = FilterButton(self.tr("代表"))
        self.sites = FilterButton(self.tr("站点"))
        self.more = MoreButton(today)
        self.clear = LinkButton(self.tr("清除筛选"))
        self.chip = Chip("")
        self.saved = MenuLink(self.tr("常用"))
        self.waiting = QuickButton(self.tr("待我反馈"))
        self.triage = QuickButton(self.tr("待研判"))
        self.old = QuickButton(self.tr("超过 {days} 天").format(days=OLD_DAYS))
        if not own:
            self.sites.hide()
            self.triage.hide()
        self._buttons = (self.dates, self.statuses, self.topics, self.channels, self.deputies, self.sites, self.more)
        self._lay_out()
        self._connect()
        self._years: list[tuple[object, str]] = []
        self.set_filters(Filters())

    def set_choices(self, choices: Choices, waiting: int) -> None:
        """Offer what is in use."""
        self._years = [((f"{one.value}-01-01", f"{one.value}-12-31"), one.label) for one in choices.years]
        self._set_dates()
        for button, offered in (
            (self.topics, choices.topics),
            (self.channels, choices.channels),
            (self.deputies, choices.deputies),
            (self.sites, choices.sites),
        ):
            button.set_options([(one.value, one.label) for one in offered])
        self.more.set_estates([one.value for one in choices.estates])
        self.set_filters(self.filters())
        self.set_waiting(waiting)

    def set_waiting(self, count: int) -> None:
        """Show how many answers are to be told."""
        words = self.tr("待我反馈 {count}").format(count=count) if count else self.tr("待我反馈")
        if words != self.waiting.text():
            self.waiting.setText(words)

    def filters(self) -> Filters:
        """Return what is chosen, without the words of the search."""
        return self._base

    def set_filters(self, filters: Filters) -> None:
        """Show filters without a signal; values that are not offered stay in force all the same."""
        self._base = replace(filters, text="")
        self._set_dates()
        for button, values in (
            (self.statuses, filters.statuses),
            (self.topics, filters.topics),
            (self.channels, filters.channels),
            (self.deputies, filters.deputies),
            (self.sites, filters.sites),
        ):
            button.set_values(values)
        self.more.set_filters(filters)
        ours = not self._own or filters.sites == (self._own,)
        self.waiting.setChecked(ours and filters.statuses == (Status.AWAITING_FEEDBACK,))
        self.triage.setChecked(filters.statuses == (Status.TRIAGE,))
        self.old.setChecked(filters.older_than_days == OLD_DAYS)
        self._show_rest()

    def _set_dates(self) -> None:
        span = (self._base.received_from, self._base.received_to)
        options = [*self._years, *self._recent()]
        if span != (None, None) and span not in [value for value, _label in options]:
            options.append((span, self._span_words(*span)))
        self.dates.set_options(options)
        self.dates.set_values([span])

    def _recent(self) -> list[tuple[object, str]]:
        first = self._today.replace(day=1)
        before = first - timedelta(days=1)
        month_ago = self._today - timedelta(days=30)
        return [
            ((first.isoformat(), None), self.tr("本月")),
            ((before.replace(day=1).isoformat(), before.isoformat()), self.tr("上月")),
            ((month_ago.isoformat(), None), self.tr("近 30 天")),
        ]

    def _span_words(self, first: str | None, last: str | None) -> str:
        if first and last:
            return self.tr("{first} 至 {last}").format(first=first, last=last)
        return self.tr("{day} 起").format(day=first) if first else self.tr("到 {day}").format(day=last)

    def _show_rest(self) -> None:
        base = self._base
        names = {
            self.tr("超过 {days} 天").format(days=base.older_than_days): base.older_than_days not in (None, OLD_DAYS),
            self.tr("同一反映人"): base.contact is not None,
            self.tr("同一次接待"): base.reception is not None,
            self.tr("同一份旧台账"): base.ledger_import is not None,
            self.tr("开箱 {number}").format(number=base.opening): base.opening is not None,
        }
        words = "、".join(name for name, there in names.items() if there)
        self.chip.setText(words)
        self.chip.setVisible(bool(words))
        self.clear.setVisible(base != Filters())

    def _take_buttons(self) -> None:
        first, last = cast("Span", (self.dates.values() or [(None, None)])[0])
        self._base = replace(
            self._base,
            received_from=first,
            received_to=last,
            statuses=tuple(Status(str(one)) for one in self.statuses.values()),
            topics=tuple(map(str, self.topics.values())),
            channels=tuple(map(str, self.channels.values())),
            deputies=tuple(map(str, self.deputies.values())),
            sites=tuple(map(str, self.sites.values())),
        )
        self._tell(self._base)

    def _tell(self, filters: Filters) -> None:
        self.set_filters(filters)
        self.changed.emit()

    def _toggle_waiting(self, on: bool) -> None:
        """At the centre only what it took in itself is its own to tell."""
        sites = (self._own,) if self._own and on else ()
        self._tell(replace(self._base, statuses=(Status.AWAITING_FEEDBACK,) if on else (), sites=sites))

    def _toggle_triage(self, on: bool) -> None:
        self._tell(replace(self._base, statuses=(Status.TRIAGE,) if on else ()))

    def _toggle_old(self, on: bool) -> None:
        self._tell(replace(self._base, older_than_days=OLD_DAYS if on else None))

    def _drop_rest(self) -> None:
        days = self._base.older_than_days
        kept = days if days == OLD_DAYS else None
        base = replace(self._base, contact=None, reception=None, ledger_import=None, opening=None)
        self._tell(replace(base, older_than_days=kept))

    def _connect(self) -> None:
        for button in self._buttons[:-1]:
            button.changed.connect(self._take_buttons)
        self.more.narrowed.connect(lambda: self._tell(self.more.over(self._base)))
        self.clear.clicked.connect(self.cleared)
        self.chip.clicked.connect(self._drop_rest)
        self.saved.clicked.connect(self.saved_wanted)
        self.waiting.clicked.connect(self._toggle_waiting)
        self.triage.clicked.connect(self._toggle_triage)
        self.old.clicked.connect(self._toggle_old)

    def _lay_out(self) -> None:
        left = QWidget()
        self._flow = FlowLayout(left, gap=8)
        for widget in (*self._buttons, self.chip, self.clear):
            self._flow.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        left.setSizePolicy(policy)
        right = QWidget()
        row = QHBoxLayout(right)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.saved)
        row.addSpacing(8)
        for quick in (self.triage, self.waiting, self.old):
            row.addWidget(quick)
        self._right = right
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self._box.addWidget(left, 1)
        self._box.addWidget(right)

    def rearrange(self, width: int) -> None:
        """Use one line where ``width`` is enough for all, else two."""
        shown = [widget for widget in (*self._buttons, self.chip, self.clear) if not widget.isHidden()]
        needed = sum(widget.sizeHint().width() + 8 for widget in shown) + self._right.sizeHint().width()
        one = needed <= width
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if one else QBoxLayout.Direction.TopToBottom)
        self._right.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
