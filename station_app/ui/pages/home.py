"""今日: the few big actions, what waits, today's figures, the latest entries, the last backup."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.enums import Status
from station_app.errors import StationError
from station_app.services import backup, home
from station_app.services.home import Todo, TodoKind
from station_app.services.listing import Filters
from station_app.services.packages.contents import contents_words
from station_app.services.packages.pairing import is_joined
from station_app.services.packages.sending import Contents, next_contents
from station_app.ui.context import PageContext
from station_app.ui.look import look
from station_app.ui.page import Page
from station_app.ui.pages.exchange_stick import stick_offer
from station_app.ui.pages.home_side import BackupSheet, RecentSheet
from station_app.ui.pages.home_todo import TodoSheet
from station_app.ui.widgets.buttons import LinkButton
from station_app.ui.widgets.card import ActionCard
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import Banner, SuccessLine
from station_app.ui.widgets.search_box import SearchBox
from station_app.ui.widgets.sheet import GAP, PageBody, PageHead

_SIDE_WIDTH = 392
_WEEKDAYS = "一二三四五六日"


class HomePage(Page):
    """The first page. ``backup_wanted`` follows F9's button; all else goes through ``navigate``."""

    backup_wanted = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.head = PageHead(self.tr("今日"))
        self.search = SearchBox(self.tr("搜编号、姓名、内容"), 280, short=self.tr("搜索"))
        self.said = SuccessLine()
        self.offer = Banner("", "info")
        self.offer_words = Text("", wrap=True)
        self.offer_button = LinkButton(self.tr("去上报交换 ›"))
        self.cards = self._make_cards()
        self.todo = TodoSheet()
        self.backup = BackupSheet()
        self.recent = RecentSheet()
        self._lay_out()
        self._connect()

    def on_shown(self, argument: object = None) -> None:
        """Read everything anew: another page may have written."""
        station = self._context.station
        self._show_day()
        self.todo.show_groups(home.todo(station))
        self.recent.show_lines(home.recent(station))
        self.backup.show_backup(backup.last_backup(station), backup.due(station), station.clock.now())
        self._show_stick()
        self.cards[1].set_subtitle(home.last_opening(station) or self.tr("一封封抄录，空箱也记"))
        month = self.tr("{month} 月已登记 {count} 条")
        count = home.this_month(station)
        self.cards[2].set_subtitle(month.format(month=station.clock.today().month, count=f"{count:,}"))
        self._show_due()

    def apply_scale(self, scale: int) -> None:
        """From 130 % the side goes under the list."""
        compact = look().compact
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._halves.setDirection(down if compact else across)
        self._side.setMaximumWidth(16777215 if compact else look().px(_SIDE_WIDTH))
        self._side.setMinimumWidth(0 if compact else look().px(_SIDE_WIDTH))
        for place, card in enumerate(self.cards):
            columns = 2 if look().icons_only else 4
            self._card_grid.addWidget(card, place // columns, place % columns)
        if self.isVisible():
            self.on_shown()

    def _make_cards(self) -> tuple[ActionCard, ...]:
        return (
            ActionCard(self.tr("登记接待"), self.tr("一屏记完，接着记下一位"), "pencil-plus", "F2", primary=True),
            ActionCard(self.tr("开箱登记"), "", "mailbox", "F3"),
            ActionCard(self.tr("打印社情簿"), "", "printer", "F6"),
            ActionCard(self.tr("收发交换") if self._centre() else self.tr("交中心"), "", "usb", "F8"),
        )

    def _lay_out(self) -> None:
        self.head.add(self.said)
        self.head.add(self.search)
        body = PageBody()
        self._card_grid = QGridLayout()
        self._card_grid.setSpacing(GAP)
        body.column.addLayout(self._card_grid)
        offer = QHBoxLayout()
        offer.addWidget(self.offer_words, 1)
        offer.addWidget(self.offer_button)
        self.offer.column.addLayout(offer)
        body.column.addWidget(self.offer)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(GAP)
        side.addWidget(self.backup)
        side.addWidget(self.recent, 1)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(GAP)
        self._halves.addWidget(self.todo, 1)
        self._halves.addWidget(self._side)
        body.column.addLayout(self._halves, 1)
        self.column.addWidget(self.head)
        self.column.addWidget(body, 1)

    def _connect(self) -> None:
        targets = ("reception", None), ("opening", None), ("register", None), ("exchange", None)
        for card, target in zip(self.cards, targets, strict=True):
            card.clicked.connect(lambda _checked=False, target=target: self.navigate.emit(*target))
        self.search.accepted.connect(lambda text: self.navigate.emit("opinions", ("search", text)))
        QShortcut(QKeySequence("F4"), self).activated.connect(lambda: self.navigate.emit("feedback", None))
        self._context.sticks.changed.connect(self._show_stick)
        self.offer_button.clicked.connect(lambda: self.navigate.emit("exchange", None))
        self.todo.acted.connect(self._act)
        self.todo.all_wanted.connect(self._show_all)
        self.todo.begin_wanted.connect(lambda: self.navigate.emit("reception", None))
        self.recent.opened.connect(lambda uid: self.navigate.emit("opinions", ("open", uid)))
        self.recent.all_wanted.connect(lambda: self.navigate.emit("opinions", None))
        self.backup.wanted.connect(self.backup_wanted)
        self._context.messages.success.connect(self.said.say)

    def _show_day(self) -> None:
        station = self._context.station
        day, figures = station.clock.today(), home.today(station)
        words = self.tr("{month}月{day}日 星期{weekday}　•　今天 {batches} 批　{people} 人次　{opinions} 条")
        said = words.format(
            month=day.month,
            day=day.day,
            weekday=_WEEKDAYS[day.weekday()],
            batches=figures.receptions,
            people=figures.people,
            opinions=figures.opinions,
        )
        coming = home.next_reception(station)
        self.head.set_subtitle(f"{said}　•　{coming}" if coming else said)

    def _show_due(self) -> None:
        """What the next package would hold: counted in the worker, it may be much."""
        station = self._context.station
        if not is_joined(station):
            self.cards[3].set_subtitle(self.tr("先和街道中心配对"))
        elif self._centre():
            self.cards[3].set_subtitle(self.tr("收上报包，写回传包"))
        else:
            self._context.tasks.run(lambda _progress: next_contents(station), self._say_due, _let_be, owner=self)

    def _say_due(self, contents: Contents) -> None:
        words = self.tr("{what}待上报").format(what=contents_words(contents.facets))
        self.cards[3].set_subtitle(words if contents.facets else self.tr("没有新的要上报"))

    def _show_stick(self) -> None:
        """Offer the stick that is in, for export and for what is on it."""
        words = stick_offer(self._context)
        self.offer_words.setText(words)
        self.offer.setVisible(bool(words))

    def _centre(self) -> bool:
        return self._context.station.is_centre

    def _act(self, kind: str, row: Todo) -> None:
        if kind == TodoKind.DRAFT:
            self.navigate.emit("opening" if row.of_opening else "reception", ("draft", row.ref))
        elif kind == TodoKind.NOTICE:
            self.navigate.emit("activities", ("day", row.ref))
        elif kind == TodoKind.BOX:
            self.navigate.emit("opening", ("box", row.ref))
        elif kind == TodoKind.SENT:
            self.navigate.emit("exchange", ("sent", row.ref))
        elif kind == TodoKind.FEEDBACK:
            self.navigate.emit("feedback", ("tell", row.ref))
        else:
            self.navigate.emit("opinions", ("open", row.ref))

    def _show_all(self, kind: str) -> None:
        at_work = Filters(statuses=(Status.LOCAL, Status.REDO))
        targets = {
            TodoKind.FEEDBACK.value: ("feedback", None),
            TodoKind.SENT.value: ("exchange", None),
            TodoKind.TRIAGE.value: ("opinions", ("filter", Filters(statuses=(Status.TRIAGE,)))),
        }
        self.navigate.emit(*targets.get(str(kind), ("opinions", ("filter", at_work))))


def _let_be(_problem: StationError) -> None:
    """The exchange itself says what is wrong."""
