"""接待日: which days come and which were, and beside them the one that is chosen, or its form."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QBoxLayout, QVBoxLayout, QWidget

from station_app.domain.reception_days import day_words, form_of_day, hours_words
from station_app.services.notices import write_notice
from station_app.services.reception_days import (
    KnownDay,
    coming_days,
    days_until,
    last_form,
    past_days,
    past_years,
)
from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.pages.activities_detail import DayDetail
from station_app.ui.pages.activities_forms import CancelPane, DayPane
from station_app.ui.pages.opinions_form import PaneForm
from station_app.ui.pages.settings_parts import FormSheet, Section
from station_app.ui.printing import PaperWish, Printing
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.choices import ComboBox
from station_app.ui.widgets.notes import EmptyState
from station_app.ui.widgets.sheet import GAP, Sheet
from station_app.ui.widgets.table import Column, RowTable

_SIDE = 420
_ROWS, _ROWS_ABOVE = 14, 5


class DaysSection(Section):
    """The days at the left, the coming ones first; at the right the chosen one or a form."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.years = ComboBox()
        self.years.setAccessibleName(self.tr("以前的接待日，哪一年"))
        self.add_button = KeyCapButton(self.tr("添加接待日"), key="Insert", size="row", icon="plus")
        self.table = RowTable(self._columns(), self.tr("接待日"), most=_ROWS)
        self.empty = EmptyState(self.tr("还没有接待日。添加以后，可以打公告，登记接待时也会带上。"))
        self.detail = DayDetail(context.station, self.is_head)
        self.form_sheet = FormSheet()
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read the days anew; the chosen one stays chosen."""
        station, chosen = self.context.station, self.table.current()
        self._offer_years(past_years(station))
        coming, year = coming_days(station), self.years.value()
        days = [*coming, *(past_days(station, int(str(year))) if year else ())]
        self.table.set_rows(days)
        self.table.setVisible(bool(days))
        self.empty.setVisible(not days)
        ahead = sum(1 for one in coming if not one.cancelled and not one.over)
        self.sheet.subtitle.setText(self.tr("还有 {count} 次").format(count=ahead) if ahead else "")
        places = [place for place, one in enumerate(days) if chosen is not None and one.uid == chosen.uid]
        self.table.choose(places[0] if places else 0)
        self._follow()

    def first(self) -> QWidget:
        """Begin in the list, or by adding the first day."""
        return self.table if self.table.lines.rowCount() else self.add_button

    def may_leave(self) -> bool:
        """Ask when something was typed."""
        return self.form_sheet.may_leave()

    def apply_scale(self) -> None:
        """From 130 % the chosen day goes under the list."""
        compact = look().compact
        self.table.set_most(_ROWS_ABOVE if compact else _ROWS)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._halves.setDirection(down if compact else across)
        self._side.setMinimumWidth(0 if compact else look().px(_SIDE))
        self._side.setMaximumWidth(16777215 if compact else look().px(_SIDE))

    def show_day(self, uid: str) -> None:
        """Choose a coming day and stand on the button of its notice."""
        places = [place for place, one in enumerate(self.table.lines.rows()) if one.uid == uid]
        if places and self.form_sheet.may_leave():
            self.table.choose(places[0])
            self.bring(self.detail.print_button)
            self.detail.print_button.setFocus()

    def _offer_years(self, years: Sequence[int]) -> None:
        words = self.tr("以前的：{year} 年")
        self.years.set_options([(year, words.format(year=year)) for year in years])
        self.years.setVisible(len(years) > 1)

    def _follow(self) -> None:
        known = self.table.current()
        self.detail.show_day(known)
        self._show_side()

    def _show_side(self) -> None:
        busy = self.form_sheet.form is not None
        self.detail.setVisible(not busy and self.table.current() is not None)

    def _add(self) -> None:
        self._open(lambda: DayPane(self.context, None, last_form(self.context.station)))

    def _change(self) -> None:
        known = self.table.current()
        if known is not None and not known.cancelled:
            self._open(lambda: DayPane(self.context, known, form_of_day(known.day)))

    def _cancel(self) -> None:
        known = self.table.current()
        if known is not None and not known.cancelled and self.is_head():
            self._open(lambda: CancelPane(self.context, known))

    def _open(self, make: Callable[[], PaneForm]) -> None:
        if not self.form_sheet.may_leave():
            return
        form = make()
        self.form_sheet.open(form)
        form.saved.connect(self._saved)
        form.closed.connect(self._closed)
        self._show_side()
        self.bring(form.submit)
        form.first().setFocus()

    def _closed(self) -> None:
        self._show_side()
        self.first().setFocus()

    def _saved(self, sentence: str) -> None:
        self.form_sheet.clear()
        self.context.messages.say(sentence)
        self.refresh()
        self.give_focus(self.table)

    def _print(self) -> None:
        known: KnownDay | None = self.table.current()
        if known is None or known.cancelled or self.form_sheet.form is not None:
            return
        station, uid = self.context.station, known.uid
        wish = PaperWish(
            title=self.tr("接待公告　{day}").format(day=day_words(known.day.day)),
            file_name=self.tr("接待公告 {day}.pdf").format(day=known.day.day),
            write=lambda out, _heard: write_notice(station, uid, out),
        )
        printing = Printing(self.context, self)
        printing.put_out.connect(self.refresh)
        printing.offer(wish)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Under large type the form is taller than the page."""
        if new is not None and self.form_sheet.isAncestorOf(new):
            self.body.ensureWidgetVisible(new, 0, look().px(60))

    def _lay_out(self) -> None:
        self.sheet = Sheet(self.tr("接待日"), " ", padded=False)
        for widget in (self.years, self.add_button):
            self.sheet.add_to_head(widget)
        self.sheet.column.addWidget(self.table)
        self.sheet.column.addWidget(self.empty)
        self.sheet.column.addStretch(1)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(GAP)
        side.addWidget(self.detail)
        side.addWidget(self.form_sheet)
        side.addStretch(1)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(GAP)
        self._halves.addWidget(self.sheet, 1)
        self._halves.addWidget(self._side)
        self.column.addLayout(self._halves, 1)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self._add)
        self.years.value_changed.connect(self.refresh)
        self.table.chosen.connect(self._follow)
        self.table.opened.connect(self._change)
        QApplication.instance().focusChanged.connect(self._focus_moved)
        self.detail.print_button.clicked.connect(self._print)
        self.detail.change_button.clicked.connect(self._change)
        self.detail.cancel_button.clicked.connect(self._cancel)

    def _columns(self) -> tuple[Column, ...]:
        today = self.context.station.clock.today

        def day(one: KnownDay) -> str:
            year = one.day.day[:4]
            words = day_words(one.day.day)
            return words if int(year) == today().year else self.tr("{year}年{day}").format(year=year, day=words)

        def state(one: KnownDay) -> str:
            return state_words(one, days_until(self.context.station, one))

        return (
            Column(self.tr("日期"), day, 150),
            Column(self.tr("时间"), lambda one: hours_words(one.day), 110),
            Column(self.tr("地点和主题"), _matter),
            Column(self.tr("轮值代表"), lambda one: one.who, 140, drops=True),
            Column(self.tr("状态"), state, 84, quiet=True),
        )


def _matter(one: KnownDay) -> str:
    return "　".join(part for part in (one.day.place or one.day.mode.value, one.day.theme) if part)


def state_words(known: KnownDay, days: int) -> str:
    """已取消, 已过, 今天 or how many days are left."""
    tr = QCoreApplication.translate
    if known.cancelled:
        return tr("DaysSection", "已取消")
    if known.over:
        return tr("DaysSection", "已过")
    return tr("DaysSection", "还有 {days} 天").format(days=days) if days else tr("DaysSection", "今天")
