"""站点: all stations of the street at a glance, one of them beside it, and what goes to and comes from all of them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QStackedWidget, QWidget

from station_app.domain.enums import Zone
from station_app.services.packages.overview import SiteLine, overview
from station_app.services.packages.rounds import live_stations
from station_app.services.packages.station_paper import write_stations
from station_app.services.packages.tables import Glance, glance, sums
from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.page import Page
from station_app.ui.pages.stations_batch import BatchView
from station_app.ui.pages.stations_chips import StateChips, SumLine
from station_app.ui.pages.stations_pane import StationPane
from station_app.ui.pages.stations_table import LEAST_WIDTH, LOWEST_ROW, ROW
from station_app.ui.pages.stations_taking import TakingView
from station_app.ui.pages.stations_writing import WritingView
from station_app.ui.pages.stations_zone import SiteButton, ZoneSheet
from station_app.ui.printing import PaperWish, print_paper
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.flow import FlowLayout
from station_app.ui.widgets.notes import EmptyState, SuccessLine
from station_app.ui.widgets.sheet import EDGE, GAP, PageBody, PageHead, head_height

_SCROLL_BAR = 13
_BODY_EDGE, _BODY_FOOT = 16, 10
_AROUND_ROWS = 44 + 33 + 37 + 3  # head, column heads and sum of a sheet, at 100 %


class StationsPage(Page):
    """Takes, when it is shown, ("open", code): that station; None keeps what was in front."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.seen = Glance(tables=(), others=())
        self.head = PageHead(self.tr("站点"))
        self.said = SuccessLine()
        self.take_button = KeyCapButton(self.tr("导入一批上报包"), icon="file-import")
        self.write_button = KeyCapButton(self.tr("写回传包"), icon="file-export")
        self.print_button = KeyCapButton(self.tr("打印"), key="Ctrl+P", icon="printer")
        self.chips = StateChips()
        self.total = SumLine()
        self.zones: dict[Zone | None, ZoneSheet] = {}
        self.others: dict[str, SiteButton] = {}
        self.pane = StationPane(context)
        self.empty = EmptyState(
            self.tr("还没有站点。先在「设置」里列出站点网络，再在「收发交换」里批准各站的入网申请。"),
            self.tr("去收发交换"),
        )
        self.taking = TakingView(context)
        self.writing = WritingView(context)
        self._lay_out()
        self._connect()
        self.apply_scale(look().scale)

    def on_shown(self, argument: object = None) -> None:
        """Read all stations anew."""
        self.refresh()
        if isinstance(argument, tuple) and argument[0] == "open":
            self._show_view(self.body)
            self.chips.choose(None)
            self._open_code(str(argument[1]))
        elif self.views.currentWidget() is self.body and not self.pane.isVisible():
            self._focus_table()

    def refresh(self) -> None:
        """Read all stations anew; filter, row and the open station stay."""
        self.seen = glance(overview(self._context.station))
        self.head.set_subtitle(self.seen.network)
        self.chips.show_counts(self.seen)
        self._show_lines()
        self._name_writing()
        opened = next((line for line in self.seen.sites if self._is_open(line)), None)
        if opened is not None:
            self.pane.show_line(opened)

    def apply_scale(self, scale: int) -> None:
        """Large type has room for the verbs alone; the tables stand below each other."""
        del scale
        compact = look().compact
        buttons = (
            (self.take_button, "file-import"),
            (self.write_button, "file-export"),
            (self.print_button, "printer"),
        )
        for button, icon in buttons:
            button.icon_name = "" if compact else icon
        self.take_button.setText(self.tr("导入上报包") if compact else self.tr("导入一批上报包"))
        self._name_writing()
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the open station, then shows all of them."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.pane.isVisible():
            self._close_pane()
        elif self.chips.chosen() is not None:
            self.chips.choose(None)
            self._focus_table()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the rows to the height."""
        super().resizeEvent(event)
        self._arrange()

    def _lay_out(self) -> None:
        self.head.add(self.said)
        for button in (self.take_button, self.write_button, self.print_button):
            self.head.add(button)
        self.body = PageBody()
        self.body.column.setContentsMargins(EDGE, _BODY_EDGE, EDGE, _BODY_FOOT)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.addWidget(self.chips, 1)
        self._line.addWidget(self.total)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(GAP)
        self._halves.addWidget(self.pane, 1)
        self._other_row = QWidget()
        self._other_flow = FlowLayout(self._other_row, gap=GAP)
        for part in (self._line, self._halves):
            self.body.column.addLayout(part)
        for widget in (self._other_row, self.empty):
            self.body.column.addWidget(widget)
        self.body.column.addStretch(1)
        self.views = QStackedWidget()
        for view in (self.body, self.taking, self.writing):
            self.views.addWidget(view)
        self.pane.hide()
        self.column.addWidget(self.head)
        self.column.addWidget(self.views, 1)

    def _connect(self) -> None:
        self._context.messages.success.connect(self._say)
        self.chips.changed.connect(lambda _state: self._show_lines())
        self.take_button.clicked.connect(lambda: self._start(self.taking))
        self.write_button.clicked.connect(lambda: self._start(self.writing))
        self.print_button.clicked.connect(self._print)
        self.empty.pressed.connect(lambda: self.navigate.emit("exchange", None))
        self.pane.closed.connect(self._close_pane)
        self.pane.changed.connect(self.refresh)
        self.pane.write_wanted.connect(self._write_one)
        for view in (self.taking, self.writing):
            view.closed.connect(lambda: self._show_view(self.body))
            view.changed.connect(self.refresh)

    def _show_lines(self) -> None:
        state = self.chips.chosen()
        for zone in self.seen.tables:
            sheet = self.zones.get(zone.zone) or self._make_zone(zone.zone, zone.title)
            sheet.show_zone(zone, state)
        self._show_others()
        lines = self.seen.sites if state is None else [line for line in self.seen.stations if line.state is state]
        self.total.show_sums(sums(lines))
        self._arrange()

    def _make_zone(self, zone: Zone | None, title: str) -> ZoneSheet:
        sheet = self.zones[zone] = ZoneSheet(title, self._context.station.clock.today)
        self._halves.insertWidget(len(self.zones) - 1, sheet, 1)
        sheet.opened.connect(self._open)
        sheet.table.chosen.connect(lambda line: self._follow(sheet, line))
        sheet.table.crossed.connect(lambda row, step: self._cross(sheet, row, step))
        return sheet

    def _show_others(self) -> None:
        for line in self.seen.others:
            button = self.others.get(line.code)
            if button is None:
                button = self.others[line.code] = SiteButton(line)
                button.clicked.connect(lambda _checked=False, button=button: self._open(button.line))
                self._other_flow.addWidget(button)
            button.show_line(line)

    def _open(self, line: SiteLine) -> None:
        """Show a station in the place of the other table."""
        self.pane.show_line(line)
        self.pane.show()
        self._arrange()
        self.body.verticalScrollBar().setValue(0)

    def _open_code(self, code: str) -> None:
        line = next((line for line in self.seen.sites if line.code == code), None)
        if line is not None:
            for sheet in self.zones.values():
                sheet.table.choose_code(code)
            self._open(line)

    def _is_open(self, line: SiteLine) -> bool:
        return not self.pane.isHidden() and self.pane.line is not None and self.pane.line.code == line.code

    def _close_pane(self) -> None:
        code = self.pane.line.code if self.pane.line else ""
        self.pane.hide()
        self._arrange()
        for sheet in self.zones.values():
            if sheet.centre is not None and sheet.centre.line.code == code:
                sheet.centre.setFocus()
                return
        if code in self.others:
            self.others[code].setFocus()
        else:
            self._focus_table()

    def _follow(self, sheet: ZoneSheet, line: SiteLine) -> None:
        """Only one table has a current row; an open pane goes along with it."""
        for other in self.zones.values():
            if other is not sheet:
                other.table.let_go()
        if self.pane.isVisible():
            self.pane.show_line(line)

    def _cross(self, sheet: ZoneSheet, row: int, step: int) -> None:
        shown = [one for one in self.zones.values() if one.isVisible() and one.table.lines.rowCount()]
        place = shown.index(sheet) + step if sheet in shown else -1
        if 0 <= place < len(shown):
            shown[place].table.choose(row)
            shown[place].table.setFocus()

    def _focus_table(self) -> None:
        tables = [sheet.table for sheet in self.zones.values() if sheet.isVisible() and sheet.table.lines.rowCount()]
        current = next((table for table in tables if table.current() is not None), tables[0] if tables else None)
        (current or self.chips).setFocus()

    def _start(self, view: BatchView) -> None:
        """Bring a view to the front; what it is doing is not begun anew."""
        self._show_view(view)
        if not view.strip.busy:
            view.start()

    def _write_one(self, code: str) -> None:
        self._show_view(self.writing)
        if not self.writing.strip.busy:
            self.writing.start(code)

    def _show_view(self, view: QWidget) -> None:
        self.views.setCurrentWidget(view)
        for button in (self.take_button, self.write_button, self.print_button):
            button.setVisible(view is self.body)
        if view is self.body:
            self._arrange()
            if self.pane.isVisible():
                self.pane.back.setFocus()
            else:
                self._focus_table()

    def _print(self) -> None:
        title = self.tr("站点情况表")
        station = self._context.station
        print_paper(
            self._context, self, PaperWish(title, f"{title}.pdf", lambda out, _heard: write_stations(station, out))
        )

    def _arrange(self) -> None:
        """Beside an open station only its own zone stays; where there is little room, none does."""
        before = QApplication.focusWidget()
        opened = None if self.pane.isHidden() else self.pane.line
        stacked = self._stacked()
        for zone, sheet in self.zones.items():
            known = any(table.zone is zone for table in self.seen.tables)
            own = opened is None or (not stacked and opened.zone is zone)
            sheet.setVisible(known and own)
        anything = bool(self.seen.sites)
        for widget in (self.chips, self.total):
            widget.setVisible(anything and (opened is None or not stacked))
        self._other_row.setVisible(bool(self.seen.others) and opened is None)
        self.empty.setVisible(not anything)
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        for line in (self._line, self._halves):
            line.setDirection(direction)
        self._line.setStretch(0, 0 if stacked else 1)
        self._fit_flows(stacked)
        self._fit_rows()
        if opened is not None and before is not None and self.isAncestorOf(before) and not before.isVisible():
            self.pane.back.setFocus()

    def _stacked(self) -> bool:
        """Whether the tables have no room side by side."""
        count = max(2, len(self.seen.tables))
        return self.width() - 2 * EDGE < count * look().px(LEAST_WIDTH) + (count - 1) * GAP

    def _fit_flows(self, stacked: bool) -> None:
        """What flows in lines takes their height, no more."""
        wide = self.width() - 2 * EDGE - _SCROLL_BAR
        self.chips.setFixedHeight(self.chips.heightForWidth(wide - (0 if stacked else self.total.sizeHint().width())))
        self._other_row.setFixedHeight(max(0, self._other_row.heightForWidth(wide)))

    def _fit_rows(self) -> None:
        """All stations in sight where that is possible: the rows give way a little before the page scrolls."""
        most = max((len(table.lines) for table in self.seen.tables), default=0)
        taken = _BODY_EDGE + _BODY_FOOT + self.chips.height() + GAP + look().px(_AROUND_ROWS)
        taken += self._other_row.height() + GAP if self.seen.others else 0
        room = (self.height() - head_height() - taken) / max(most, 1) * 100 / look().scale
        height = ROW if self._stacked() else int(min(ROW, max(LOWEST_ROW, room)))
        for sheet in self.zones.values():
            sheet.table.set_row_height(height)

    def _name_writing(self) -> None:
        live = live_stations(self._context.station)
        counted = self.tr("写回传包　{count} 站")
        self.write_button.setText(counted.format(count=live) if live else self.tr("写回传包"))
        self.write_button.setEnabled(live > 0)
        self.write_button.setToolTip("" if live else self.tr("还没有配对的站点"))

    def _say(self, sentence: str) -> None:
        if self.isVisible():
            self.said.say(sentence)
