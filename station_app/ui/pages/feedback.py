"""反馈回访: the answers that residents have not been told of, and beside the list the telling of one."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QBoxLayout

from station_app.services.feedback import Waiting, awaiting, count_awaiting
from station_app.services.home import short_serial
from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.page import Page
from station_app.ui.pages.opinions_feedback import FeedbackPane
from station_app.ui.pages.settings_parts import FormSheet
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.notes import EmptyState, SuccessLine
from station_app.ui.widgets.sheet import GAP, PageBody, PageHead, Sheet
from station_app.ui.widgets.table import Column, RowTable

_PANE = 440
_ROWS, _ROWS_ABOVE, _SHOWN = 14, 5, 200


class FeedbackPage(Page):
    """Takes, when it is shown, ("tell", uid): that one, ready to be told."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.head = PageHead(self.tr("反馈回访"), self.tr("照着答复念给反映人听，再记下满意不满意"))
        self.said = SuccessLine()
        self.tell_button = KeyCapButton(self.tr("记反馈"), kind="primary", key="F4")
        self.open_button = KeyCapButton(self.tr("看这一条"))
        self.table = RowTable(self._columns(), self.tr("待反馈的意见建议"), most=_ROWS)
        self.empty = EmptyState(self.tr("没有要告诉反映人的答复。中心的答复，取回传包以后就在这里。"))
        self.form_sheet = FormSheet()
        self._told = ""
        self._lay_out()
        self._connect()

    def on_shown(self, argument: object = None) -> None:
        """Read the list anew; what is being typed stays."""
        kind, value = argument if isinstance(argument, tuple) else ("", None)
        self.refresh(str(value) if kind == "tell" else "")
        if kind == "tell":
            self.tell()
        elif self.form_sheet.form is None:
            (self.table if self.table.isVisibleTo(self) else self.tell_button).setFocus()

    def apply_scale(self, scale: int) -> None:
        """From 130 % the telling stands under the list."""
        compact = look().compact
        self.table.set_most(_ROWS_ABOVE if compact else _ROWS)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._halves.setDirection(down if compact else across)
        self.form_sheet.setMinimumWidth(0 if compact else look().px(_PANE))
        self.form_sheet.setMaximumWidth(16777215 if compact else look().px(_PANE))
        self.head.subtitle.setVisible(not compact)

    def may_leave(self) -> bool:
        """Ask when something was typed."""
        return self.form_sheet.may_leave()

    def refresh(self, uid: str = "") -> None:
        """Read the list anew; ``uid`` or what was chosen before stays chosen."""
        station, before = self._context.station, self.table.current()
        found, total = awaiting(station, 0, _SHOWN), count_awaiting(station)
        self.table.set_rows(found)
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        for button in (self.tell_button, self.open_button):
            button.setEnabled(bool(found))
        self.list.subtitle.setText(self.tr("{count} 条，等得最久的在前").format(count=total) if total else "")
        wanted = uid or (before.uid if before is not None else "")
        places = [place for place, one in enumerate(found) if one.uid == wanted]
        self.table.choose(places[0] if places else 0)

    def tell(self) -> None:
        """Open the telling of the chosen one."""
        one: Waiting | None = self.table.current()
        if one is None or not self.form_sheet.may_leave():
            return
        form = self._open_form(one)
        form.first().setFocus()
        self.body.ground.layout().activate()
        self.body.ensureWidgetVisible(form.first())

    def _open_form(self, one: Waiting) -> FeedbackPane:
        form = FeedbackPane(self._context, one)
        self.form_sheet.open(form)
        form.saved.connect(self._saved)
        form.closed.connect(self.table.setFocus)
        self._told = one.uid
        return form

    def _follow(self, one: Waiting) -> None:
        """Another one was chosen: an open form that nothing was typed into goes along."""
        form = self.form_sheet.form
        if form is not None and not form.dirty() and one.uid != self._told:
            self._open_form(one)

    def _saved(self, sentence: str) -> None:
        self.form_sheet.clear()
        self._context.messages.say(sentence)
        self.refresh()
        self._context.wishes.exchanged.emit()
        if self.isVisible():
            (self.table if self.table.isVisibleTo(self) else self.head).setFocus()

    def _open(self) -> None:
        one: Waiting | None = self.table.current()
        if one is not None:
            self.navigate.emit("opinions", ("open", one.uid))

    def _say(self, text: str) -> None:
        if self.isVisible():
            self.said.say(text)

    def _lay_out(self) -> None:
        for widget in (self.said, self.open_button, self.tell_button):
            self.head.add(widget)
        self.body = PageBody()
        self.list = Sheet(self.tr("待反馈"), " ", padded=False)
        self.list.column.addWidget(self.table)
        self.list.column.addWidget(self.empty)
        self.list.column.addStretch(1)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(GAP)
        self._halves.addWidget(self.list, 1)
        self._halves.addWidget(self.form_sheet)
        self.body.column.addLayout(self._halves)
        self.body.column.addStretch(1)
        self.column.addWidget(self.head)
        self.column.addWidget(self.body, 1)

    def _connect(self) -> None:
        self._context.messages.success.connect(self._say)
        self.tell_button.clicked.connect(self.tell)
        self.open_button.clicked.connect(self._open)
        self.table.chosen.connect(self._follow)
        self.table.opened.connect(lambda _one: self.tell())

    def _columns(self) -> tuple[Column, ...]:
        tr, station = QCoreApplication.translate, self._context.station
        tried = tr("FeedbackPage", "{count} 天没联系上")
        waited = tr("FeedbackPage", "已等 {days} 天")

        def tries(one: Waiting) -> str:
            return tried.format(count=len(one.failed_days)) if one.failed_days else ""

        return (
            Column(tr("FeedbackPage", "编号"), lambda one: short_serial(station, one.serial), 110),
            Column(tr("FeedbackPage", "标题"), lambda one: one.title),
            Column(tr("FeedbackPage", "反映人"), lambda one: one.contact_label, 90, drops=True),
            Column(tr("FeedbackPage", "答复"), lambda one: one.answered_by, 110, quiet=True, drops=True),
            Column(tr("FeedbackPage", "等了多久"), lambda one: waited.format(days=one.days), 100, quiet=True),
            Column(tr("FeedbackPage", "联系"), tries, 120, quiet=True, drops=True),
        )
