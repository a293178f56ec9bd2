"""社情簿: the register of a period as it will be printed, and the three ways in which it leaves."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QWidget

from station_app.domain.file_names import clean_file_name
from station_app.errors import StationError
from station_app.services.register import RegisterWish, write_register
from station_app.services.register_choice import Span, register_choice
from station_app.services.reprints import Output, Paper
from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.page import Page
from station_app.ui.pages.register_card import RegisterCard
from station_app.ui.pages.register_drawing import Drawn, RegisterDrawing
from station_app.ui.pages.register_paper import RegisterPaper
from station_app.ui.printing import Heard, PaperWish, ask_for_file, listening, print_paper, saved_words
from station_app.ui.tasks import Progress
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.notes import SuccessLine
from station_app.ui.widgets.sheet import GAP, PageBody, PageHead

_MOST_NAMED = 12


class RegisterPage(Page):
    """What is chosen at the left is drawn at the right by itself; masking is put back whenever the page is left."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._saving: Progress | None = None
        self.head = PageHead(self.tr("社情簿"))
        self.said = SuccessLine()
        self.excel = KeyCapButton(self.tr("导出 Excel"), icon="table-export")
        self.pdf = KeyCapButton(self.tr("存为 PDF"), icon="file-type-pdf", key="Ctrl+S")
        self.print = KeyCapButton(self.tr("打印"), kind="primary", icon="printer", key="Ctrl+P")
        self.card, self.paper = RegisterCard(context.station), RegisterPaper()
        self.drawing = RegisterDrawing(context, self)
        self._lay_out()
        self.card.show_choice(register_choice(context.station))
        self._connect()

    def on_shown(self, argument: object = None) -> None:
        """Begin as it was left, masked, with what was registered meanwhile."""
        self.drawing.forget()
        self.drawing.show(1, self.paper.view.pixels())
        self._refresh()
        if not self.isAncestorOf(QApplication.focusWidget() or self):
            self.card.period.spans.setFocus()

    def apply_scale(self, scale: int) -> None:
        """From 130 % the choices stand above the page."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._parts.setDirection(down if look().compact else across)
        self.card.apply_scale()
        self.paper.apply_scale()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what is wished: nothing was kept while the page could not be seen."""
        super().showEvent(event)
        if not event.spontaneous():
            self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Mask again: whoever comes next may be somebody else."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.card.masking.reset()
            self.drawing.stop()
            self.paper.view.show_picture(QImage())

    def wish(self) -> RegisterWish | None:
        """What is wished; None when the days are wrong, which is then said."""
        period, choice, masking = self.card.days(), self.card.choice(), self.card.masking
        if period is None:
            return None
        shown = masking.shown()
        return RegisterWish(
            period=period, channels=choice.channels, shown=shown, reason=masking.reason(), options=choice.options
        )

    def save_as(self, suffix: str) -> None:
        """Write it to a file that is asked for."""
        paper = self._paper(suffix)
        file = ask_for_file(self, paper.file_name) if paper is not None else None
        if paper is not None and file is not None:
            self._write(paper, file)

    def print_it(self) -> None:
        """Show the panel that prints."""
        paper = self._paper(".pdf")
        if paper is not None:
            print_paper(self._context, self, paper)

    def _paper(self, suffix: str) -> PaperWish | None:
        """The paper that is wished for; None while something must be mended first."""
        wish = self.wish() if self.card.masking.ready() else None
        if wish is None:
            return None
        station = self._context.station

        def write(out: Output, heard: Heard | None) -> Paper:
            return write_register(station, wish, out, progress=heard)

        name = clean_file_name(wish.title.replace("/", "、") + suffix, (suffix,), self.tr("社情簿"))
        return PaperWish(wish.title, name, write)

    def _write(self, paper: PaperWish, file: Path) -> None:
        def done(_paper: Paper) -> None:
            self._set_busy(False)
            self._context.messages.say(saved_words(file))

        def failed(problem: StationError) -> None:
            self._set_busy(False)
            self._context.messages.error(problem)

        self._set_busy(True)
        self.paper.progress.set_progress(0, 1, None, self.tr("正在准备"))
        self._saving = self._context.tasks.run(
            lambda progress: paper.write(file, listening(progress)),
            done,
            failed,
            lambda far, total, words: self.paper.progress.set_progress(far, total, None, words),
        )

    def _set_busy(self, busy: bool) -> None:
        self.paper.notes.setVisible(busy)
        for button in (self.excel, self.pdf, self.print):
            button.setEnabled(not busy)

    def _stop_saving(self) -> None:
        if self._saving is not None:
            self._saving.cancel()

    def _refresh(self) -> None:
        wish = self.wish()
        if wish is not None:
            own = self.card.choice()
            self.drawing.wish(wish, own)

    def _show_drawn(self, drawn: Drawn) -> None:
        self._show_counts(drawn.rows, drawn.voids)
        if drawn.rows == 0:
            self._show_empty()
            return
        self.paper.show_page(drawn.picture, drawn.page)
        self.paper.show_count(drawn.known, complete=drawn.complete)

    def _show_counts(self, rows: int, voids: int) -> None:
        wish = self.wish()
        if wish is None:
            return
        gap = "" if wish.period.words.endswith("年") else " "
        words = self.tr("{period}　共 {rows} 条，其中作废 {voids} 条") if voids else self.tr("{period}　共 {rows} 条")
        period = f"{wish.period.words}{gap}{wish.period.volume}"
        self.head.set_subtitle(words.format(period=period.strip(), rows=f"{rows:,}", voids=voids))
        reason = "" if rows else self.tr("这段时间没有登记的意见建议")
        for button in (self.excel, self.pdf, self.print):
            button.setEnabled(rows > 0 and not self.paper.notes.isVisibleTo(self.paper))
            button.setToolTip(reason)

    def _show_empty(self) -> None:
        self.paper.show_warning("")
        choice = self.card.choice()
        if choice.channels:
            self.paper.show_empty(self.tr("这段时间没有所选渠道的意见建议。"), self.tr("看全部渠道"))
        elif choice.span is Span.YEAR:
            self.paper.show_empty(self.tr("今年还没有登记。"), self.tr("登记接待"))
        else:
            self.paper.show_empty(self.tr("这段时间没有登记的意见建议。"), self.tr("改看全年"))

    def _act_on_empty(self) -> None:
        choice = self.card.choice()
        if choice.channels:
            self.card.show_choice(replace(choice, channels=()))
            self._refresh()
        elif choice.span is Span.YEAR:
            self.navigate.emit("reception", None)
        else:
            self.card.period.choose(Span.YEAR)

    def _show_all(self, pages: int, unprintable: tuple[str, ...]) -> None:
        if self.paper.stack.currentWidget() is self.paper.empty:
            return
        self.paper.show_count(pages, complete=True)
        named = "".join(f"〔U+{ord(sign):04X}〕" for sign in unprintable[:_MOST_NAMED])
        words = self.tr("有 {count} 个字没有字形，纸上会印成代码：{named}")
        self.paper.show_warning(words.format(count=len(unprintable), named=named) if unprintable else "")

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Bring what got the focus into sight, as soon as it has its place."""
        if now is not None and self.isAncestorOf(now):
            QTimer.singleShot(0, self, self._show_focus)

    def _show_focus(self) -> None:
        now = QApplication.focusWidget()
        for area in (self.card, self.body):
            if now is not None and area.widget().isAncestorOf(now):
                area.ensureWidgetVisible(now, 0, GAP)

    def _lay_out(self) -> None:
        for widget in (self.said, self.excel, self.pdf, self.print):
            self.head.add(widget)
        self.body = PageBody()
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.setSpacing(GAP)
        self._parts.addWidget(self.card)
        self._parts.addWidget(self.paper, 1)
        self.body.column.addLayout(self._parts, 1)
        self.column.addWidget(self.head)
        self.column.addWidget(self.body, 1)

    def _connect(self) -> None:
        self._context.messages.success.connect(self.said.say)
        QApplication.instance().focusChanged.connect(self._follow)
        self.excel.clicked.connect(lambda: self.save_as(".xlsx"))
        self.pdf.clicked.connect(lambda: self.save_as(".pdf"))
        self.print.clicked.connect(self.print_it)
        self.card.changed.connect(self._refresh)
        self.paper.progress.cancelled.connect(self._stop_saving)
        self.paper.page_wanted.connect(lambda page: self.drawing.show(page, self.paper.view.pixels()))
        self.paper.size_changed.connect(lambda: self.drawing.show(self.paper.page or 1, self.paper.view.pixels()))
        self.paper.empty.pressed.connect(self._act_on_empty)
        self.drawing.drawn.connect(self._show_drawn)
        self.drawing.counted.connect(self._show_all)
        self.drawing.refused.connect(self._context.messages.error)
