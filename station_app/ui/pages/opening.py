"""开箱登记: one opening of an opinion box and its slips on one screen, wholly by keyboard."""

from dataclasses import replace

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QWidget

from station_app.domain.opening_checks import sum_sentence
from station_app.domain.opening_forms import OpeningForm, SlipState, count_slips
from station_app.domain.records import Box
from station_app.errors import StationError
from station_app.services import drafts
from station_app.services.boxes import add_box, boxes, overdue_boxes
from station_app.services.numbering import next_serial
from station_app.services.opening_boxes import SavedOpening
from station_app.services.people import persons
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.forms.draft_keeper import DraftKeeper
from station_app.ui.forms.fields import EnterGoesOn
from station_app.ui.look import look
from station_app.ui.page import Page
from station_app.ui.pages.opening_board import OpeningBoard
from station_app.ui.pages.opening_box import BoxForm, OpeningHead
from station_app.ui.pages.opening_files import SlipFiles
from station_app.ui.pages.opening_saving import OpeningSaving
from station_app.ui.pages.opening_sheets import OpeningSheets
from station_app.ui.pages.opinions_reader import Lookups
from station_app.ui.papers import opening_wish
from station_app.ui.printing import print_paper
from station_app.ui.widgets.buttons import KeyCapButton, LinkButton
from station_app.ui.widgets.digit_grid import DigitKeys
from station_app.ui.widgets.notes import IconText
from station_app.ui.widgets.sheet import GAP, ActionBar, PageBody

_LIST_WIDTH = 206
_SHARES = (424, 480)


class OpeningPage(Page):
    """``on_shown`` takes None, ``("draft", id)`` or ``("box", uid)``."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._number = ""
        self.head = OpeningHead(self.tr("开箱登记"))
        self.body = PageBody()
        self.sheets = OpeningSheets(context.station, Lookups(context, self), self.head.said.say, self)
        self.box_form = BoxForm()
        self.next = KeyCapButton(self.tr("保存，录下一张"), kind="primary", key="Ctrl+Enter", size="bar")
        self.invalid = KeyCapButton(self.tr("标为无效"), key="F7", size="bar")
        self.clear_link = LinkButton(self.tr("清空重填"))
        self.sums = IconText("", "alert-triangle", "warn", elide=True)
        self.close_box = KeyCapButton(self.tr("收箱"), key="Ctrl+S", size="bar")
        self.bar = ActionBar()
        self._lay_out()
        self.saving = OpeningSaving(context, self)
        self.board = OpeningBoard(self.sheets, self.saving.check, self)
        self.keeper = DraftKeeper(context.station, self.sheets.read, self)
        self.files = SlipFiles(context, self.sheets, self)
        self._connect()
        self._bind_keys()
        self._begin(_fresh(context.station))

    def on_shown(self, argument: object = None) -> None:
        """Show what was asked for; an opening that was begun is first put away as a draft."""
        match argument:
            case ("draft", str(draft_id)) if draft_id != self.keeper.draft_id:
                self._open_draft(draft_id)
            case ("box", str(uid)):
                self._begin_box(uid)
            case _ if not self.keeper.touched:
                self._begin(_fresh(self._context.station))
        self.sheets.transcript.topic.offer()
        self._show_boxes()
        self._show_state()
        if not self.isAncestorOf(QApplication.focusWidget() or self):
            self._go_on()

    def apply_scale(self, scale: int) -> None:
        """From 130 % the transcription goes under list and picture."""
        del scale
        self.sheets.strip.apply_scale()
        self.sheets.list.setFixedWidth(look().px(_LIST_WIDTH))
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if look().compact else across)
        self._show_state()

    def may_leave(self) -> bool:
        """Keep what is typed; when that fails, ask."""
        return self._put_away()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, pictures and words."""
        data = event.mimeData()
        if data.hasUrls() or data.hasImage() or data.hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Give what was dropped to the slip in front; several pictures go to this and the following slips."""
        event.acceptProposedAction()
        self.files.take(event.mimeData())

    def save_slip(self) -> None:
        """Check the slip in front and go to the next that is still to be typed, at last to 收箱."""
        if self.sheets.read().slips_found is None:
            self.board.head_is_right()
            return
        slip = self.sheets.slips()[self.sheets.front]
        if slip.state is not SlipState.INVALID and not self.board.slip_is_right():
            return
        self._to_next()

    def mark_invalid(self) -> None:
        """Mark the slip in front as no opinion and go to the next; pressed again on it, take that back."""
        slip = self.sheets.slips()[self.sheets.front]
        written = slip.state in {SlipState.BEGUN, SlipState.TRANSCRIBED}
        question = self.tr("这一张已录了字，标为无效？")
        loss = self.tr("标为无效的信不登记；收箱以前还可以再按 F7 改回来，字都还在。")
        if written and not self._context.messages.confirm(question, loss, self.tr("标为无效"), danger=False):
            return
        self.sheets.toggle_invalid()
        if slip.invalid:
            self.sheets.go_on()
        else:
            self._to_next()

    def save(self) -> None:
        """Close the box: save the opening with all its slips, or go to what must be mended first."""
        if self.saving.busy or self.files.under_way:
            return
        form = self.sheets.read()
        self.saving.agree(form)
        if not self.board.head_is_right():
            return
        wrong = self.board.wrong_slip()
        if wrong is not None:
            self.sheets.bring_to_front(wrong)
            self.board.slip_is_right()
            return
        if self.saving.check(form):
            self._show_state()
            return
        self.keeper.stop()
        for part in (self.body, self.bar):
            part.setEnabled(False)
        self.saving.save(self.keeper.draft_id, form)

    def _lay_out(self) -> None:
        for part, stretch in ((self.head, 0), (self.body, 1), (self.bar, 0)):
            self.column.addWidget(part, stretch)
        self.body.column.setContentsMargins(20, 16, 20, GAP)
        self.body.column.addWidget(self.box_form)
        self.body.column.addWidget(self.sheets.strip)
        self._columns = QHBoxLayout()
        pair = QHBoxLayout()
        for layout in (pair, self._columns):
            layout.setSpacing(GAP)
        pair.addWidget(self.sheets.list)
        pair.addWidget(self.sheets.picture, 1)
        self._columns.addLayout(pair, _LIST_WIDTH + GAP + _SHARES[0])
        self._columns.addWidget(self.sheets.transcript, _SHARES[1])
        self.body.column.addLayout(self._columns, 1)
        self.bar.add(self.next)
        self.bar.add(self.invalid)
        for widget in (self.sums, self.clear_link, self.close_box):
            self.bar.add_right(widget)
        self.box_form.hide()
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        sheets, context = self.sheets, self._context
        context.messages.success.connect(self._say)
        sheets.changed.connect(self._changed)
        sheets.transcript.compare.connect(lambda uid: self.navigate.emit("opinions", ("open", uid)))
        sheets.front_changed.connect(lambda _front: self._show_state())
        self.files.words_pasted.connect(sheets.transcript.insert)
        self.files.waiting.connect(self._show_state)
        self.keeper.kept.connect(self.head.show_kept)
        self.keeper.failed.connect(self.head.show_not_kept)
        self.saving.done.connect(self._saved)
        self.saving.failed.connect(self._not_saved)
        self.next.clicked.connect(self.save_slip)
        self.invalid.clicked.connect(self.mark_invalid)
        self.close_box.clicked.connect(self.save)
        self.clear_link.clicked.connect(self._clear)
        self.head.box.value_changed.connect(lambda: self._choose_box(str(self.head.box.value() or "")))
        self.head.add_link.clicked.connect(lambda: self._ask_for_box(first=False))
        self.head.record.clicked.connect(self._print_record)
        self.box_form.wanted.connect(self._add_box)
        self.box_form.left.connect(self._box_form_left)

    def _bind_keys(self) -> None:
        EnterGoesOn(self.body.ground)
        DigitKeys(self).set_target(self.sheets.transcript.topic.press_digit)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self).activated.connect(self.files.paste)
        QShortcut(QKeySequence("PgUp"), self).activated.connect(lambda: self.sheets.step(-1))
        QShortcut(QKeySequence("PgDown"), self).activated.connect(lambda: self.sheets.step(1))
        QApplication.instance().focusChanged.connect(self._focus_moved)

    def _to_next(self) -> None:
        place = self.sheets.next_open(self.sheets.front)
        if place is not None:
            self.sheets.bring_to_front(place)
        elif self.close_box.isEnabled():
            self.close_box.setFocus()
        else:
            self.sheets.strip.found.setFocus()

    def _go_on(self) -> None:
        if self.box_form.isVisibleTo(self):
            self.box_form.name_edit.setFocus()
            return
        gap = self.sheets.strip.first_gap()
        if gap is not None:
            gap.control.setFocus()
        else:
            self.sheets.go_on()

    def _begin(self, form: OpeningForm, draft_id: str = "") -> None:
        self.saving.begin()
        self.sheets.fill(form)
        self.keeper.begin(self.sheets.read(), draft_id)
        self.board.clear()
        self.head.show_nothing()
        self._show_boxes()
        self._show_state()

    def _begin_box(self, uid: str) -> None:
        """A new opening of that box, unless the one that was begun is of it."""
        if not self.keeper.touched or (self.sheets.read().box != uid and self._put_away()):
            self._begin(replace(_fresh(self._context.station), box=uid))

    def _open_draft(self, draft_id: str) -> None:
        try:
            form = drafts.load_opening_draft(self._context.station, draft_id)
        except StationError as problem:
            self._context.messages.error(problem)
            return
        if self._put_away():
            self._begin(form, draft_id)
            self._go_on()

    def _put_away(self) -> bool:
        try:
            self.keeper.flush()
        except StationError as problem:
            leave = self.tr("仍然离开")
            return self._context.messages.error(problem, [self.tr("留在这里"), leave]) == leave
        return True

    def _clear(self) -> None:
        if self.keeper.touched:
            question, loss = self.tr("清空这次开箱？"), self.tr("已录的信和它的草稿都会删去，不能找回。")
            if not self._context.messages.confirm(question, loss, self.tr("清空重填")):
                return
            self.keeper.discard()
        self._begin(_fresh(self._context.station))
        self._go_on()

    def _saved(self, saved: SavedOpening) -> None:
        self._give_back()
        self._begin(_fresh(self._context.station))
        words = self.tr("已收箱 {number}，登记 {count} 条")
        self._context.messages.say(words.format(number=saved.number, count=len(saved.serials)))
        self._number = saved.number
        self.head.offer_record(saved.number)
        self.sheets.strip.time.setFocus()

    def _print_record(self) -> None:
        """The record of the opening that was saved last."""
        print_paper(self._context, self, opening_wish(self._context.station, self._number))

    def _not_saved(self) -> None:
        self._give_back()
        self.keeper.resume()
        self.close_box.setFocus()

    def _give_back(self) -> None:
        for part in (self.body, self.bar):
            part.setEnabled(True)

    def _changed(self) -> None:
        if self.keeper.look():
            self._show_state()

    def _show_state(self) -> None:
        """The sums, whether the box can be closed, and the next number."""
        form, station = self.sheets.read(), self._context.station
        count, begun = count_slips(form), any(slip.state is SlipState.BEGUN for slip in form.slips)
        words = self.tr("箱内 {found} ＝ 已录 {done} ＋ 无效 {invalid} ＋ 未录 {missing}")
        told, agrees = form.slips_found is not None, count.missing == 0 and not begun
        if told and count.missing >= 0:
            text = words.format(found=count.found, done=count.transcribed, invalid=count.invalid, missing=count.missing)
        else:
            text = sum_sentence(form) if told else self.tr("先填箱内张数，没有信就填 0")
        short = self.tr("还有 {missing} 张未录").format(missing=count.missing)
        self.sums.set_text(short if look().compact and count.missing > 0 else text)
        self.sums.set_tone("circle-check" if told and agrees else "alert-triangle", "ok" if told and agrees else "warn")
        self.close_box.setEnabled(told and agrees and not self.files.under_way and bool(form.box))
        self.close_box.setToolTip("" if self.close_box.isEnabled() else text)
        self.close_box.set_kind("primary" if self.close_box.isEnabled() else "secondary")
        front = self.sheets.slips()[self.sheets.front]
        self.invalid.setText(self.tr("不是无效") if front.invalid else self.tr("标为无效"))
        self._show_forecast(form, station)

    def _show_forecast(self, form: OpeningForm, station: Station) -> None:
        year = int(form.opened_at[:4]) if form.opened_at[:4].isdigit() else station.clock.today().year
        before = sum(1 for slip in form.slips[: self.sheets.front] if slip.state is SlipState.TRANSCRIBED)
        number = next_serial(station.db, station.identity.code, year).number + before
        self.sheets.transcript.subtitle.setText(
            self.tr("收箱时给编号，预计 {year}-{number:05d}").format(year=year, number=number)
        )

    def _show_boxes(self) -> None:
        station, form = self._context.station, self.sheets.read()
        known = boxes(station)
        self.head.show_boxes(known, form.box)
        if not known:
            self._ask_for_box(first=True)

    def _choose_box(self, uid: str) -> None:
        self.sheets.set_box(uid)
        self.head.show_boxes(boxes(self._context.station), uid)

    def _ask_for_box(self, *, first: bool) -> None:
        if not self.box_form.isVisibleTo(self):
            self.box_form.begin(first=first)
            self.box_form.show()
        self.box_form.name_edit.setFocus()

    def _add_box(self, box: Box) -> None:
        station = self._context.station
        box = replace(box, since=station.clock.today().isoformat())
        self._context.tasks.run(lambda _progress: add_box(station, box), self._box_added, self._context.messages.error)

    def _box_added(self, uid: str) -> None:
        self.box_form.hide()
        pristine = not self.keeper.touched
        self._choose_box(uid)
        if pristine:
            self.keeper.begin(self.sheets.read())
        self._show_state()
        self._go_on()

    def _box_form_left(self) -> None:
        self.box_form.hide()
        self._go_on()

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.body.ground.isAncestorOf(new):
            self.body.ensureWidgetVisible(new, 0, look().px(34))

    def _say(self, text: str) -> None:
        if self.isVisible():
            self.head.said.say(text)


def _fresh(station: Station) -> OpeningForm:
    """A new opening of the box that waits longest, now, by who sits at the desk."""
    waiting = overdue_boxes(station) or boxes(station)
    known = [one.uid for one in persons(station)]
    return OpeningForm(
        box=waiting[0].uid if waiting else "",
        opened_at=station.clock.now().replace(tzinfo=None).isoformat(timespec="minutes"),
        opener=station.author if station.author in known else next(iter(known), ""),
    )
