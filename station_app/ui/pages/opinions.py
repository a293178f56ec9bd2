"""意见建议: the list of all opinions, one of them beside it, and what may be done with it."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from station_app.domain.enums import Status
from station_app.domain.moves import Move
from station_app.domain.records import Attachment
from station_app.errors import StationError
from station_app.services.detail import detail
from station_app.services.listing import Filters
from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.page import Page
from station_app.ui.pages.opinions_correct import CorrectionView
from station_app.ui.pages.opinions_detail import DetailPane
from station_app.ui.pages.opinions_finding import Finder
from station_app.ui.pages.opinions_model import Column
from station_app.ui.pages.opinions_moves import Moves
from station_app.ui.pages.opinions_out import ListOut
from station_app.ui.pages.opinions_pictures import AttachmentView
from station_app.ui.pages.opinions_progress import ProgressView
from station_app.ui.pages.opinions_reader import Lookups
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.notes import SuccessLine
from station_app.ui.widgets.sheet import EDGE, GAP, PageBody, PageHead

_PANE = 384
_PEEK = 60
_BODY_EDGE = 16


class OpinionsPage(Page):
    """Takes, when it is shown, ("open", uid), ("feedback", uid), ("search", text) or ("filter", Filters)."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.lookups = Lookups(context, self)
        self.finder = Finder(context, self.lookups, self)
        self.out = ListOut(context, self.finder, self)
        self.head = PageHead(self.tr("意见建议"))
        self.said = SuccessLine()
        self.progress_button = KeyCapButton(self.tr("查进度"))
        self.pane = DetailPane(context, self.lookups)
        self.correction = CorrectionView(context)
        self.picture = AttachmentView(self.lookups)
        self.progress = ProgressView(self.lookups)
        self.moves = Moves(context, self.pane, self.correction)
        self._lay_out()
        self._connect()
        if context.station.is_centre:
            self.finder.filters.set_filters(Filters(statuses=(Status.TRIAGE,)))
        self.apply_scale(look().scale)

    def on_shown(self, argument: object = None) -> None:
        """Read the list anew, after doing what the argument asks for."""
        kind, value = argument if isinstance(argument, tuple) else ("", None)
        if kind and not self.may_leave():
            return
        if kind in {"open", "feedback"}:
            self._go_to(str(value), feedback=kind == "feedback")
        elif kind == "search":
            self._to_list()
            if not self.finder.open_number(str(value)):
                self.finder.use(Filters(text=str(value)))
        elif kind == "filter" and isinstance(value, Filters):
            self._to_list()
            self.finder.use(value)
        else:
            self.finder.refresh()
        if kind != "feedback" and self._listing():
            self.finder.table.setFocus()

    def apply_scale(self, scale: int) -> None:
        """From 130 % the pane stands under the list."""
        compact = look().compact
        self._halves.setDirection(QBoxLayout.Direction.TopToBottom if compact else QBoxLayout.Direction.LeftToRight)
        self.pane.set_growing(compact)
        self._set_wide(wide=self.pane.wide)

    def may_leave(self) -> bool:
        """Ask when something typed would be lost."""
        if self.views.currentWidget() is self.correction:
            return self.correction.leave()
        form = self.pane.form
        return form is None or form.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back a view, then clears the search."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.views.currentWidget() is self._picture_frame:
            self._show_list()
        elif self.pane.wide and self.pane.form is None:
            self._set_wide(wide=False)
        elif self._listing():
            self.finder.search.set_text("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the list to the height, the filters to the width."""
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        for widget in (self.said, self.finder.search, *self._list_verbs()):
            self.head.add(widget)
        self.body = PageBody()
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(GAP)
        self._halves.addWidget(self.finder.list, 1)
        self._halves.addWidget(self.pane)
        self.body.column.addWidget(self.out.strip)
        self.body.column.addWidget(self.finder.filters)
        self.body.column.addLayout(self._halves, 1)
        self.views = QStackedWidget()
        self._picture_frame = self._framed(self.picture)
        for view in (self.body, self.correction, self._picture_frame, self.progress):
            self.views.addWidget(view)
        self.column.addWidget(self.head)
        self.column.addWidget(self.views, 1)

    def _connect(self) -> None:
        self._context.messages.success.connect(self._say)
        self.finder.chosen.connect(self._follow)
        self.finder.numbered.connect(lambda uid: self._go_to(uid, feedback=False))
        self.finder.search.changed.connect(lambda: self._set_wide(wide=False, keep_focus=True))
        self.finder.table.opened.connect(lambda _uid: self._set_wide(wide=True))
        self.finder.list.nothing.record.connect(lambda: self.navigate.emit("reception", None))
        self.pane.wanted.connect(self.moves.start)
        self.pane.opened.connect(lambda: self._set_wide(wide=True))
        self.pane.closed.connect(lambda: self._set_wide(wide=False))
        self.pane.picture_wanted.connect(self._show_picture)
        self.picture.closed.connect(self._show_list)
        self.moves.correcting.connect(lambda: self._show_view(self.correction))
        self.moves.held.connect(self.finder.hold)
        self.moves.held.connect(lambda: QTimer.singleShot(0, self, self._bring_form))
        self.moves.done.connect(self._after_move)
        self.correction.closed.connect(self._leave_correction)
        self.progress_button.clicked.connect(self._start_progress)
        self.progress.closed.connect(self._show_list)
        self.progress.opened.connect(lambda uid: self.on_shown(("open", uid)))

    def _go_to(self, uid: str, *, feedback: bool) -> None:
        self._to_list()
        self.finder.go_to(uid)
        self._show_detail(uid)
        if feedback:
            self.moves.start(Move.FEEDBACK)
        else:
            self._set_wide(wide=True)

    def _follow(self, uid: str) -> None:
        """Show the line that is current now, unless another opinion is open or being worked on."""
        shown = self.pane.detail.uid if self.pane.detail else ""
        if self.pane.form is not None or (self.pane.wide and uid != shown):
            return
        if uid:
            self._show_detail(uid)
        else:
            self.pane.show_detail(None)

    def _show_detail(self, uid: str) -> None:
        try:
            found = detail(self._context.station, uid)
        except StationError as problem:
            self._context.messages.error(problem)
            return
        self.pane.with_topic = self.finder.table.isColumnHidden(Column.TOPIC)
        self.pane.show_detail(found, self.finder.search.text())

    def _after_move(self) -> None:
        self._show_list()
        if self.pane.detail is not None:
            self._show_detail(self.pane.detail.uid)
        self.finder.refresh()

    def _bring_form(self) -> None:
        """Under the list a form begins below the window's edge."""
        if self.pane.form is not None:
            self.body.ensureWidgetVisible(self.pane.form, 0, 0)
            self.body.ensureWidgetVisible(self.pane.form.first(), 0, GAP)

    def _bring_row(self) -> None:
        """A long opinion was read far below: go back to the list, and to the chosen row where not all of it fits."""
        table = self.finder.table
        self.body.verticalScrollBar().setValue(0)
        row = table.visualRect(table.currentIndex())
        if self._listing() and row.isValid():
            foot = table.viewport().mapTo(self.body.widget(), row.bottomLeft())
            self.body.ensureVisible(foot.x(), foot.y(), 0, row.height())

    def _leave_correction(self) -> None:
        self.finder.hold(False)
        self._show_list()

    def _start_progress(self) -> None:
        if self.may_leave():
            self._show_view(self.progress)
            self.progress.start()

    def _show_picture(self, attachment: Attachment) -> None:
        self._show_view(self.picture)
        self.picture.show_attachment(attachment)

    def _show_view(self, view: QWidget) -> None:
        self.views.setCurrentWidget(self._picture_frame if view is self.picture else view)
        for widget in (self.finder.search, *self._list_verbs()):
            widget.setVisible(view is self.body)
        self._show_list_verbs()

    def _show_list(self) -> None:
        self._show_view(self.body)
        self._focus_list()

    def _to_list(self) -> None:
        self._show_view(self.body)
        self._set_wide(wide=False)

    def _set_wide(self, *, wide: bool, keep_focus: bool = False) -> None:
        """Give the page to the pane, or show the list beside it."""
        wide = wide and self.pane.detail is not None
        closing = self.pane.wide and not wide
        self.pane.set_wide(wide=wide)
        for widget in (self.finder.list, self.finder.filters):
            widget.setVisible(not wide)
        self._show_list_verbs()
        self._fit()
        if not wide:
            self._follow(self.finder.table.current_uid())
        if self.isVisible() and not keep_focus:
            self._focus_list()
        if closing:
            QTimer.singleShot(0, self, self._bring_row)

    def _list_verbs(self) -> tuple[KeyCapButton, ...]:
        return self.progress_button, self.out.export, self.out.print

    def _show_list_verbs(self) -> None:
        """What is done with the list, while it is in sight: beside an open opinion Ctrl+P prints that one."""
        for button in self._list_verbs()[1:]:
            button.setVisible(self.views.currentWidget() is self.body and not self.pane.wide)

    def _focus_list(self) -> None:
        if self.pane.wide:
            self.pane.back.setFocus()
        else:
            self.finder.table.setFocus()

    def _listing(self) -> bool:
        return self.views.currentWidget() is self.body and self.pane.form is None

    def _fit(self) -> None:
        """Side by side the pane has its width; below each other the list has what the window shows of the page."""
        compact, wide = look().compact, self.pane.wide
        self.finder.filters.rearrange(self.width() - 2 * EDGE)
        self.pane.setMinimumWidth(0 if compact or wide else look().px(_PANE))
        self.pane.setMaximumWidth(16777215 if compact or wide else look().px(_PANE))
        above = self.finder.filters.sizeHint().height() + GAP + _BODY_EDGE + _PEEK
        room = self.views.height() - above if compact else 0
        self.finder.list.setMinimumHeight(max(self.finder.list.least_height(), room))

    def _say(self, sentence: str) -> None:
        if self.isVisible():
            self.said.say(sentence)

    def _framed(self, view: QWidget) -> QWidget:
        frame = QWidget()
        box = QBoxLayout(QBoxLayout.Direction.TopToBottom, frame)
        box.setContentsMargins(EDGE, _BODY_EDGE, EDGE, _BODY_EDGE)
        box.addWidget(view)
        return frame
