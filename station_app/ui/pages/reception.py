"""登记接待: one reception on one screen, wholly by keyboard."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QComboBox, QHBoxLayout, QWidget

from station_app.domain.forms import ReceptionForm
from station_app.errors import StationError
from station_app.services import drafts
from station_app.services.numbering import next_serial
from station_app.services.recording import Saved, contact_of
from station_app.services.visitors import Visitor
from station_app.ui.context import PageContext
from station_app.ui.forms.draft_keeper import DraftKeeper
from station_app.ui.forms.fields import EnterGoesOn
from station_app.ui.forms.intake_of_files import FileIntake
from station_app.ui.forms.people_choice import OnDuty, nobody_on_duty
from station_app.ui.forms.problem_board import ProblemBoard
from station_app.ui.forms.reception_sheets import ReceptionSheets, fresh_form
from station_app.ui.look import look
from station_app.ui.page import Page
from station_app.ui.pages.reception_head import ReceptionHead
from station_app.ui.pages.reception_papers import ReceptionPapers
from station_app.ui.pages.reception_saving import Done, ReceptionSaving
from station_app.ui.widgets.buttons import KeyCapButton, LinkButton
from station_app.ui.widgets.digit_grid import DigitKeys
from station_app.ui.widgets.inputs import TextArea
from station_app.ui.widgets.sheet import GAP, ActionBar, PageBody

_SHARES = (306, 497, 307)
_SLOW_MS = 300
_MINUTE_MS = 20_000


class ReceptionPage(Page):
    """``on_shown`` takes None, ``("draft", id)`` or ``("contact", uid)``; ``on_duty`` names the deputies of today."""

    def __init__(self, context: PageContext, on_duty: OnDuty = nobody_on_duty) -> None:
        super().__init__()
        self._context = context
        self._last: ReceptionForm | None = None
        self._author = context.station.author
        self._was_at: QWidget | None = None
        self.head = ReceptionHead(self.tr("登记接待"))
        self.body = PageBody()
        self.sheets = ReceptionSheets(context.station, self._mention, on_duty, self)
        self.save_next = KeyCapButton(self.tr("保存并登记下一位"), kind="primary", key="Ctrl+Enter", size="bar")
        self.save_only = KeyCapButton(self.tr("保存"), key="Ctrl+S", size="bar")
        self.papers = ReceptionPapers(context, self)
        self.clear_link = LinkButton(self.tr("清空重填"))
        self.bar = ActionBar()
        self._lay_out()
        self.saving = ReceptionSaving(context, self)
        self.board = ProblemBoard(self.sheets.read, self.saving.check, self, self.sheets.strip.unread)
        self.keeper = DraftKeeper(context.station, self.sheets.read, self)
        self.files = FileIntake(context, self.sheets.attachment_taker, self)
        self._after_files: bool | None = None
        self._then_print = False
        self._connect()
        self._bind_keys()
        self._begin(fresh_form(context.station, None))

    def on_shown(self, argument: object = None) -> None:
        """Show what was asked for; a form that was begun is first put away as a draft."""
        match argument:
            case ("draft", str(draft_id)) if draft_id != self.keeper.draft_id:
                self._open_draft(draft_id)
            case ("contact", str(uid)):
                self._begin_for(uid)
            case _ if not self.keeper.touched:
                self._begin_fresh()
                self.sheets.go_on()
        self.sheets.opinion.topic.offer()
        self.sheets.outcome.phrases.refresh()
        self._show_forecast()
        if not self.isAncestorOf(QApplication.focusWidget() or self):
            self.sheets.go_on()

    def apply_scale(self, scale: int) -> None:
        """From 130 % the outcome goes under the two others and the strip takes two lines."""
        self.sheets.strip.apply_scale(scale)
        compact = look().compact
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if compact else across)

    def may_leave(self) -> bool:
        """Keep what is typed; when that fails, ask."""
        return self._put_away()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, pictures and words."""
        data = event.mimeData()
        if data.hasUrls() or data.hasImage() or data.hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what was dropped."""
        event.acceptProposedAction()
        self.files.take(event.mimeData())

    def _lay_out(self) -> None:
        self.column.addWidget(self.head)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.bar)
        self.body.column.setContentsMargins(20, 16, 20, GAP)
        self.body.column.addWidget(self.sheets.strip)
        self.body.column.addLayout(self._make_columns(), 1)
        self.bar.add(self.save_next)
        self.bar.add(self.save_only)
        self.bar.add(self.papers.sheet)
        self.head.add(self.papers.more)
        self.bar.add_right(self.clear_link)
        self.setAcceptDrops(True)

    def _make_columns(self) -> QHBoxLayout:
        """Contact and opinion side by side in a layout of their own, so that the outcome can go under both."""
        sheets, self._columns = self.sheets, QHBoxLayout()
        pair = QHBoxLayout()
        for layout in (pair, self._columns):
            layout.setSpacing(GAP)
        pair.addWidget(sheets.contact, _SHARES[0])
        pair.addWidget(sheets.opinion, _SHARES[1])
        self._columns.addLayout(pair, _SHARES[0] + _SHARES[1] + GAP)
        self._columns.addWidget(sheets.outcome, _SHARES[2])
        return self._columns

    def _connect(self) -> None:
        context, sheets = self._context, self.sheets
        context.messages.success.connect(self._say)
        self.board.watch(sheets.fields())
        self.board.counted.connect(self.bar.set_problems)
        sheets.front_changed.connect(self.board.set_front)
        sheets.filling_changed.connect(self.board.set_quiet)
        sheets.changed.connect(self._changed)
        sheets.opinion.tabs.removal.connect(self._drop_opinion)
        sheets.contact.look_up.connect(self._look_up)
        sheets.outcome.phrases.picked.connect(self._insert_phrase)
        sheets.outcome.phrases.left.connect(self._return_to_text)
        sheets.opinion.files.choose.connect(self.files.ask)
        self.files.words_pasted.connect(sheets.opinion.insert)
        self.files.waiting.connect(self._files_waiting)
        self.keeper.kept.connect(self.head.show_kept)
        self.keeper.failed.connect(self.head.show_not_kept)
        self.saving.done.connect(self._saved)
        self.saving.failed.connect(self._not_saved)
        self.save_next.clicked.connect(lambda: self.save(next_follows=True))
        self.save_only.clicked.connect(lambda: self.save(next_follows=False))
        self.papers.sheet.clicked.connect(self._print_sheet)
        self.clear_link.clicked.connect(self._clear)

    def _bind_keys(self) -> None:
        self._writing: TextArea = self.sheets.opinion.content
        EnterGoesOn(self.body.ground)
        DigitKeys(self).set_target(self._digit)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self).activated.connect(self.files.paste)
        QApplication.instance().focusChanged.connect(self._focus_moved)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(self._wait_for_save)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._follow_clock)
        self._minute.start()

    def save(self, *, next_follows: bool, then_print: bool = False) -> None:
        """Save, or go to the first thing that must be mended; waits for attachments that are under way."""
        if self.saving.busy:
            return
        self._then_print = then_print
        if self.files.under_way:
            self._after_files = next_follows
            return
        problems = self.board.check_all()
        form = self.sheets.read()
        if len(problems) == 1 and self.saving.lies_ahead(form) and self.saving.agree(form):
            problems = self.board.check_all()
        if problems:
            self._go_to_problem()
            return
        self.keeper.stop()
        self._slow.start()
        self.saving.save(self.keeper.draft_id, form, next_follows)

    def _go_to_problem(self) -> None:
        first = self.board.first()
        if first is not None:
            index, field = first
            if index is not None and index != self.sheets.front:
                self.sheets.bring_to_front(index)
            self.board.go(field)

    def _saved(self, done: Done) -> None:
        self._stop_waiting()
        self._last = done.form
        self._begin(fresh_form(self._context.station, done.form))
        self.sheets.opinion.topic.offer()
        self._context.messages.say(_saved_words(done.saved))
        if done.next_follows:
            self.sheets.go_on()
        else:
            self.sheets.strip.time.setFocus()
        self.papers.take(done.saved.serials)
        if self._then_print:
            self.papers.print_sheets()

    def _print_sheet(self) -> None:
        """The sheet of what is being typed, which is saved first; of nothing typed, what was saved last."""
        if self.keeper.touched:
            self.save(next_follows=False, then_print=True)
        else:
            self.papers.print_sheets()

    def _not_saved(self) -> None:
        self._stop_waiting()
        self.keeper.resume()

    def _wait_for_save(self) -> None:
        """Other work is before it: say so, and take no more typing that would be lost."""
        self._was_at = QApplication.focusWidget()
        self.head.show_saving()
        for part in (self.body, self.bar):
            part.setEnabled(False)

    def _stop_waiting(self) -> None:
        self._slow.stop()
        for part in (self.body, self.bar):
            part.setEnabled(True)
        if self._was_at is not None:
            self._was_at.setFocus()
        self._was_at = None
        self.head.show_saving(over=True)

    def _begin(self, form: ReceptionForm, draft_id: str = "") -> None:
        self.saving.begin()
        self.sheets.fill(form)
        self.keeper.begin(self.sheets.read(), draft_id)
        self.board.begin()
        self.head.show_nothing()
        self.body.verticalScrollBar().setValue(0)
        self._show_forecast()

    def _begin_fresh(self) -> None:
        author = self._context.station.author
        if author != self._author and self._last is not None and author is not None:
            self._last = replace(self._last, recorder=author)
        self._author = author
        self._begin(fresh_form(self._context.station, self._last))

    def _begin_for(self, uid: str) -> None:
        """A new form for somebody who was here before."""
        try:
            contact = contact_of(self._context.station, uid)
        except StationError as problem:
            self._context.messages.error(problem)
            return
        if self._put_away():
            form = fresh_form(self._context.station, self._last)
            self._begin(form)
            self.sheets.fill(replace(form, contact=contact, contact_uid=uid))
            self.sheets.go_on()

    def _open_draft(self, draft_id: str) -> None:
        try:
            form = drafts.load_draft(self._context.station, draft_id)
        except StationError as problem:
            self._context.messages.error(problem)
            return
        if self._put_away():
            self._begin(form, draft_id)
            self.sheets.go_on()

    def _put_away(self) -> bool:
        """Keep what is typed; False when it could not be kept and the person stays."""
        try:
            self.keeper.flush()
        except StationError as problem:
            leave = self.tr("仍然离开")
            return self._context.messages.error(problem, [self.tr("留在这里"), leave]) == leave
        return True

    def _clear(self) -> None:
        if self.keeper.touched:
            question, loss = self.tr("清空这份登记？"), self.tr("已填的内容和它的草稿都会删去，不能找回。")
            if not self._context.messages.confirm(question, loss, self.tr("清空重填")):
                return
            self.keeper.discard()
        self._begin_fresh()
        self.sheets.go_on()

    def _drop_opinion(self) -> None:
        number = self.sheets.front + 1
        question = self.tr("删去意见 {number}？").format(number=number)
        loss = self.tr("这一条已填的内容会删去，其余的不变。")
        if self.sheets.front_is_empty() or self._context.messages.confirm(question, loss, self.tr("删去这条")):
            self.sheets.drop_opinion()

    def _changed(self) -> None:
        if self.keeper.look():
            self.board.changed()
            self._show_forecast()

    def _follow_clock(self) -> None:
        """A form that nobody has begun shows the present time."""
        if self.isVisible() and not self.keeper.touched and not self.saving.busy:
            form = self.sheets.read()
            now = fresh_form(self._context.station, self._last).began
            if now != form.began:
                self.sheets.strip.set_began(now)
                self.keeper.begin(self.sheets.read())

    def _show_forecast(self) -> None:
        form, station = self.sheets.read(), self._context.station
        year = form.began[:4] if form.began[:4].isdigit() else str(station.clock.today().year)
        first = next_serial(station.db, station.identity.code, int(year))
        self.head.show_forecast(int(year), first.number, len(form.opinions))

    def _insert_phrase(self, text: str) -> None:
        area = self._writing if self._writing.isVisible() else self.sheets.opinion.content
        before = area.toPlainText()[: area.textCursor().position()][-1:]
        area.insertPlainText(f"，{text}" if before and before.isalnum() else text)
        area.setFocus()

    def _return_to_text(self) -> None:
        self._writing.setFocus()

    def _look_up(self, visitor: Visitor) -> None:
        if visitor.visits:
            self.navigate.emit("opinions", ("open", visitor.visits[0].uid))

    def _files_waiting(self, count: int) -> None:
        self.sheets.opinion.files.set_waiting(count > 0)
        if not count and self._after_files is not None:
            next_follows, self._after_files = self._after_files, None
            self.save(next_follows=next_follows, then_print=self._then_print)

    def _digit(self, digit: int) -> None:
        focus = QApplication.focusWidget()
        if isinstance(focus, QComboBox):
            place = digit if focus.itemData(0) is None else digit - 1
            if 0 <= place < focus.count():
                focus.setCurrentIndex(place)
        elif focus is not None and self.sheets.outcome.choice.isAncestorOf(focus):
            self.sheets.outcome.choice.choose_place(digit)
        else:
            self.sheets.opinion.topic.press_digit(digit)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self.body.ground.isAncestorOf(new):
            return
        self.body.ensureWidgetVisible(new, 0, look().px(34))
        if isinstance(new, TextArea):
            self._writing = new

    def _say(self, text: str) -> None:
        if self.isVisible():
            self.head.said.say(text)

    def _mention(self, text: str) -> None:
        """Say that a text was changed when it was left."""
        self.head.said.say(text)


def _saved_words(saved: Saved) -> str:
    first, last, count = saved.serials[0], saved.serials[-1], len(saved.serials)
    if count == 1:
        return QCoreApplication.translate("ReceptionPage", "已保存 {serial}").format(serial=first)
    many = QCoreApplication.translate("ReceptionPage", "已保存 {first} 至 {last}，共 {count} 条")
    return many.format(first=first, last=last, count=count)
