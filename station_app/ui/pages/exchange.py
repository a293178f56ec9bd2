"""上报交换 (at the centre 收发交换): the stick, what goes, what comes, and all that went and came."""

from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from station_app.errors import StationError
from station_app.services.packages import sticks
from station_app.services.packages.conflicts import count_conflicts
from station_app.services.packages.history import Passage, count_history, history, unacknowledged, warning_of
from station_app.services.packages.sticks import Stick
from station_app.services.packages.undoing import undo
from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.page import Page
from station_app.ui.pages.exchange_approving import ApprovingView
from station_app.ui.pages.exchange_conflicts import ConflictsView
from station_app.ui.pages.exchange_history import HistorySheet
from station_app.ui.pages.exchange_joining import JoiningView
from station_app.ui.pages.exchange_report import ReportView
from station_app.ui.pages.exchange_rights import may_exchange
from station_app.ui.pages.exchange_send import SendCard
from station_app.ui.pages.exchange_stick import StickCard, stick_name
from station_app.ui.pages.exchange_take import TakeCard
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.notes import SuccessLine
from station_app.ui.widgets.sheet import GAP, PageBody, PageHead

_LEFT = 404
_PLAIN_HEIGHT, _ITEMS, _PASSAGES, _MORE = 704, 4, 5, 20


class ExchangePage(Page):
    """Takes, when it is shown, ("pairing", None), ("conflicts", None) or ("sent", id of a package not acknowledged)."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._shown = _PASSAGES
        self._let_go = ""
        self.stick: Stick | None = None
        centre = context.station.is_centre
        self.head = PageHead(self.tr("收发交换") if centre else self.tr("上报交换"), self._told(centre=centre))
        self.said = SuccessLine()
        self.folder_button = KeyCapButton(self.tr("一次导入整个文件夹"), icon="stack-2")
        self.pairing_button = KeyCapButton(self.tr("密钥与配对"), icon="shield-check")
        self.conflicts_button = KeyCapButton("", icon="alert-triangle")
        self.stick_card = StickCard()
        self.send = SendCard(context)
        self.take = TakeCard(context)
        self.history = HistorySheet(centre=centre)
        self.report = ReportView(context)
        self.conflicts = ConflictsView(context)
        self.pairing = ApprovingView(context) if centre else JoiningView(context)
        self._lay_out()
        self._connect()
        self._sticks_changed()

    def on_shown(self, argument: object = None) -> None:
        """Read everything anew, and look what is on the stick."""
        kind, value = argument if isinstance(argument, tuple) else ("", None)
        self.refresh()
        if kind == "pairing":
            self._to_pairing()
        elif kind == "conflicts":
            self._to_conflicts()
        elif kind == "sent":
            self._to_sent(str(value))
        elif self.views.currentWidget() is self.body:
            (self.send.submit if self.send.submit.isEnabled() else self.pairing_button).setFocus()
            self._look_into_stick()

    def apply_scale(self, scale: int) -> None:
        """From 130 % the two sides stand one under the other."""
        compact = look().compact
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._halves.setDirection(down if compact else across)
        self._side.setMinimumWidth(0 if compact else look().px(_LEFT))
        self._side.setMaximumWidth(16777215 if compact else look().px(_LEFT))
        self.head.subtitle.setVisible(not compact)
        self.take.apply_scale()
        self.history.rebuild()

    def may_leave(self) -> bool:
        """The work goes on in the background; nothing typed is lost."""
        return True

    def refresh(self) -> None:
        """Read anew what the next package holds and what went and came."""
        self.send.refresh()
        self._show_history()

    def _show_history(self) -> None:
        station = self._context.station
        words, pressing = warning_of(station)
        found, total = history(station, 0, self._shown), count_history(station)
        self.history.may_undo = may_exchange(self._context)
        self.history.show_passages(found, words, pressing=pressing, total=total)
        disputed = count_conflicts(station)
        self.conflicts_button.setText(self.tr("{count} 项冲突").format(count=disputed))
        self.conflicts_button.setVisible(disputed > 0)
        self._show_stick()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A higher window shows more items."""
        super().resizeEvent(event)
        extra = max(0, self.height() - look().px(_PLAIN_HEIGHT)) // look().px(36)
        self.take.set_room(_ITEMS + extra)

    def _told(self, *, centre: bool) -> str:
        if centre:
            return self.tr("收各站的上报包，给各站写回传包")
        return self.tr("写好、校验、中心回执，三步都齐才算交到")

    def _busy(self) -> bool:
        return self.send.busy or self.take.busy

    def _show_stick(self) -> None:
        centre = self._context.station.is_centre
        waiting = len(sticks.to_take(self._context.station, self.stick)) if self.stick is not None else 0
        self.stick_card.show_stick(self.stick, waiting, busy=self._busy(), centre=centre)
        if self.stick is None and self._let_go:
            self.stick_card.show_gone(self._let_go, unmounted=True)

    def _sticks_changed(self) -> None:
        """Follow what is plugged in and pulled; a folder that was chosen stays until a stick comes."""
        found = self._context.sticks.sticks
        here = {stick.path: stick for stick in found}
        if self.stick is not None and self.stick.path in here:
            self._use(here[self.stick.path])
        elif found:
            self._use(next((stick for stick in found if stick.ours), found[0]))
            if self.isVisible() and self.views.currentWidget() is self.body:
                self._look_into_stick()
        elif self.stick is not None and self.stick.removable:
            self._use(None)

    def _use(self, stick: Stick | None) -> None:
        self.stick = stick
        self._let_go = "" if stick is not None else self._let_go
        self.send.set_stick(stick)
        self.pairing.set_stick(stick)
        self._show_stick()

    def _look_into_stick(self) -> None:
        """Preview what is new on the stick; what is being read or was read already is left alone."""
        if self.stick is None or self._busy():
            return
        fresh = tuple(sticks.to_take(self._context.station, self.stick))
        if fresh and fresh != self.take.paths:
            self.take.look_into(fresh)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("选一个文件夹当优盘用"))
        if chosen:
            self._use_folder(Path(chosen))
            self._look_into_stick()

    def _use_folder(self, folder: Path) -> None:
        try:
            self._use(sticks.folder(self._context.station.identity, folder))
        except StationError as problem:
            self._context.messages.error(problem)

    def _take_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("一次导入哪个文件夹里的包"))
        if chosen:
            self._to_body()
            self.take.look_into([Path(chosen)])

    def _eject(self) -> None:
        stick = self.stick
        if stick is None or self._busy():
            return

        def gone(unmounted: bool) -> None:
            self._let_go = stick_name(stick) if unmounted else ""
            self.stick_card.show_gone(stick_name(stick), unmounted=unmounted)

        self._context.tasks.run(lambda _progress: sticks.eject(stick), gone, owner=self)

    def _written(self, _sent: object) -> None:
        self._show_history()
        self._context.wishes.exchanged.emit()

    def _taken(self, _reports: object) -> None:
        self._context.wishes.site_changed.emit()
        self._context.wishes.exchanged.emit()
        self._context.messages.say(self.tr("已导入，导入前的样子留了快照"))
        self.refresh()

    def _undo(self) -> None:
        question = self.tr("撤销上一次导入？")
        loss = self.tr("这次导入的包回到没有导入的样子；优盘上的文件不动，以后可以再导入。")
        if not self._busy() and self._context.messages.confirm(question, loss, self.tr("撤销导入")):
            station = self._context.station
            self._context.tasks.run(
                lambda _progress: undo(station), self._undone, self._context.messages.error, owner=self
            )

    def _undone(self, _none: object) -> None:
        self.take.clear()
        self._context.messages.say(self.tr("已撤销，回到导入以前"))
        self._context.wishes.site_changed.emit()
        self._context.wishes.exchanged.emit()
        self.refresh()

    def _show_more(self) -> None:
        self._shown += _MORE
        self.refresh()

    def _to_body(self) -> None:
        self.views.setCurrentWidget(self.body)
        self.refresh()
        (self.send.submit if self.send.submit.isEnabled() else self.pairing_button).setFocus()

    def _to_report(self, passage: Passage) -> None:
        self.views.setCurrentWidget(self.report)
        self.report.show_passage(passage)

    def _to_sent(self, number: str) -> None:
        found = [one for one in unacknowledged(self._context.station) if str(one.id) == number]
        if found:
            self._to_report(found[0])

    def _to_conflicts(self) -> None:
        self.views.setCurrentWidget(self.conflicts)
        self.conflicts.refresh()

    def _to_pairing(self) -> None:
        self.views.setCurrentWidget(self.pairing)
        self.pairing.refresh()

    def _say(self, text: str) -> None:
        if self.isVisible():
            self.said.say(text)

    def _lay_out(self) -> None:
        for widget in (self.said, self.conflicts_button, self.folder_button, self.pairing_button):
            self.head.add(widget)
        self.body = PageBody()
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(GAP)
        side.addWidget(self.stick_card)
        side.addWidget(self.send, 1)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(GAP)
        self._halves.addWidget(self._side)
        self._halves.addWidget(self.take, 1)
        self.body.column.addLayout(self._halves)
        self.body.column.addWidget(self.history, 1)
        self.views = QStackedWidget()
        for view in (self.body, self.report, self.conflicts, self.pairing):
            self.views.addWidget(view)
        self.column.addWidget(self.head)
        self.column.addWidget(self.views, 1)

    def _connect(self) -> None:
        self._context.messages.success.connect(self._say)
        self._context.sticks.changed.connect(self._sticks_changed)
        self.folder_button.clicked.connect(self._take_folder)
        self.pairing_button.clicked.connect(self._to_pairing)
        self.conflicts_button.clicked.connect(self._to_conflicts)
        self.stick_card.folder_wanted.connect(self._choose_folder)
        self.stick_card.eject_wanted.connect(self._eject)
        self.send.working.connect(lambda _busy: self._show_stick())
        self.send.written.connect(self._written)
        self.take.working.connect(lambda _busy: self._show_stick())
        self.take.taken.connect(self._taken)
        self.take.folder_wanted.connect(self._choose_folder)
        self.take.conflicts_wanted.connect(self._to_conflicts)
        self.history.report_wanted.connect(self._to_report)
        self.history.undo_wanted.connect(self._undo)
        self.history.more_wanted.connect(self._show_more)
        self.report.opened.connect(lambda uid: self.navigate.emit("opinions", ("open", uid)))
        self.conflicts.settled.connect(self._show_history)
        for view in (self.report, self.conflicts, self.pairing):
            view.closed.connect(self._to_body)
        self.pairing.joined.connect(self.take.clear)
